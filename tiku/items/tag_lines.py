"""Lines that say how hard a question is, or what it is about, and are no part of it: its tags.

`**Difficulty:** Easy` becomes `difficulty::Easy`, `标签：网络、TCP` two tags. They stand above or
below a part of the entry, in at least half of a document's entries; others are text. So are the
tags of Obsidian behind a question, `What is TCP? #net`: few may be what is asked about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from tiku.languages.label_words import SYMBOLS
from tiku.markup import markdown
from tiku.model import Draft, Fragment, Markdown
from tiku.system.patterns import lazy

# What lists tags, says how hard a question is, and names another tag.
_TAGS = (
    "Tags Tag Keywords Etiquetas Étiquettes Schlagwörter Теги Метки Мітки Tagi Etiketler"
    " 标签 標籤 关键词 關鍵詞 タグ 태그 الوسوم"
).split()
_LEVELS = (
    "Difficulty,Difficulty level,Dificultad,Dificuldade,Difficulté,Schwierigkeit,Schwierigkeitsgrad"
    ",Difficoltà,Moeilijkheid,Сложность,Уровень сложности,Складність,Trudność,Zorluk,Độ khó"
    ",Tingkat kesulitan,难度,难易度,难度等级,難度,難易度,난이도,الصعوبة"
).split(",")
_NAMES = (
    "Level,Topic,Topics,Subtopic,Category,Subject,Domain,Skill,Area,Focus,Type,Company"
    ",Companies,Question type,Chapter,Section,Unit,Module,Grade,Points,Marks,Time,Duration,Nivel"
    ",Tema,Categoría,Nível,Assunto"
    ",Tópico,Categoria,Niveau,Thème,Catégorie,Thema,Kategorie,Livello,Argomento,Onderwerp,Уровень,Тема"
    ",Категория,Рівень,Категорія,Poziom,Temat,Kategoria,Seviye,Konu,Kategori,Mức độ,Chủ đề,Topik"
    ",知识点,知識點,考点,考點,考察点,考查点,分类,分類,类别,類別,主题,主題,题型,題型,类型,類型,学科,科目,章节,年级,年份,来源,出处,分值,分野,주제,분류,카테고리,الموضوع"
).split(",")
_WORDS = "|".join(
    word.replace(" ", r"\s")
    for word in sorted({*_TAGS, *_LEVELS, *_NAMES}, key=lambda x: (-len(x), x))
)
_LABEL = lazy(  # **Level:** 2 | **Topic:** DNS
    rf"(?:^\s*(?:>\s?)?(?:[-*+]\s+)?(?:[{SYMBOLS}]\ufe0f?\s*)*|\s*[|｜·•]\s*|[\s,，]+)"
    rf"(?:(?P<mark>\*\*|__|\*|_)?(?P<word>{_WORDS})\s?"
    r"(?(mark)(?:[:：]\s?(?P=mark)|(?P=mark)\s?[:：])|[:：])"
    rf"|(?P<bold>\*\*)?【\s?(?P<framed>{_WORDS})\s?】(?(bold)(?P=bold))[:：]?)\s*",
    re.IGNORECASE,
)
_ITEM = lazy(r"\s*(?:[-*+]|\d{1,3}[.)])\s")
_OTHER = lazy(r"\s*\*\*[^*\n]{1,40}(?:[:：]\*\*|\*\*\s?[:：]).*")  # **Source:** chapter 3
_BETWEEN = lazy(r"\s*[,，、;；]\s*")
_LONGEST = 400  # characters of a line
_LONGEST_VALUE, _MOST_WORDS = 80, 8  # characters and words
_FEWEST = 2  # entries

_Fact = tuple[str, str]  # a name, and a value
_PARTS = ("question", "answer", "explanation", "hint")


def taken(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Make tags of such lines."""
    found = [[*_facts_of(draft)] for draft in drafts]
    counts = Counter(name for each in found for name in {name for name, _ in each})
    fewest = max(_FEWEST, len(drafts) / 2)
    names = {name for name, count in counts.items() if count >= fewest}
    if names:
        drafts = [_tagged(draft, names) for draft in drafts]
    hashed = [_hashed(draft) for draft in drafts]
    is_usual = sum(each is not None for each in hashed) >= len(drafts) / 2
    return tuple((is_usual and tagged) or d for d, tagged in zip(drafts, hashed, strict=True))


def _hashed(draft: Draft) -> Draft | None:
    """Take the tags behind the mark of a question off it, if it has any."""
    asked = draft.question
    found = _HASHED.fullmatch(asked.markdown) if asked and " #" in asked.markdown else None
    if not asked or not found:
        return None
    tags = {tag.lstrip("#") for tag in found["tags"].split()} - _OF_CARDS
    question = asked._replace(markdown=Markdown(found["asked"]))
    return draft._replace(question=question, tags=tuple(sorted({*draft.tags, *tags})))


_OF_CARDS = {"card", "cards", "flashcard", "flashcards"}  # say that it is a question
_HASHED = lazy(
    r"(?P<asked>[^\n]{1,2000}[?？][*_]{0,3})"
    r"(?P<tags>(?:[ \t]{1,3}#[^\W\d_][\w/-]{0,60}){1,9})[ \t]*"
)


def _facts_of(draft: Draft) -> Iterator[_Fact]:
    for part in _PARTS:
        if fragment := getattr(draft, part):
            lines = fragment.markdown.split("\n")
            for n in _edges(lines):
                yield from _facts(lines[n])


def _edges(lines: Sequence[str]) -> list[int]:
    """Give the lines at the start and the end that say such things; others may stand below them.

    Items of a list that has others, or that a line leads up to, are part of what is said.
    """
    above = [*_run(lines, range(len(lines)))]
    first = above[-1] + 1 if above else 0
    return [*above, *_run(lines, range(len(lines) - 1, first - 1, -1), over=_OTHER)]


def _run(
    lines: Sequence[str], numbers: Iterable[int], over: re.Pattern[str] | None = None
) -> Iterator[int]:
    listed: list[int] = []
    for n in numbers:
        is_item = bool(_ITEM.match(lines[n]))
        if _facts(lines[n]):
            if is_item:
                listed.append(n)
                continue
            yield n
        elif lines[n].strip() and (is_item or not over or not over.fullmatch(lines[n])):
            if not is_item and not lines[n].rstrip().endswith((":", "：")):
                yield from listed
            return
    yield from listed


def _facts(line: str) -> tuple[_Fact, ...]:
    """Read what a line says; nothing if it says anything else."""
    if len(line) > _LONGEST or not (":" in line or "：" in line or "】" in line):
        return ()
    if not _LABEL.match(line):
        return ()
    found = [*_LABEL.finditer(line)]
    names = [(each["word"] or each["framed"]).casefold() for each in found]
    ends = [*(each.start() for each in found[1:]), len(line)]
    values = [line[each.end() : end].rstrip(" \\") for each, end in zip(found, ends, strict=True)]
    told = [markdown.plain(value).strip() for value in values]
    return tuple(zip(names, told, strict=True)) if all(map(_is_short, told)) else ()


def _is_short(value: str) -> bool:
    is_text = value.endswith((".", "?", "。", "？")) or "://" in value or "|" in value
    return 0 < len(value) <= _LONGEST_VALUE and not is_text and len(value.split()) <= _MOST_WORDS


def _tagged(draft: Draft, names: Collection[str]) -> Draft:
    tags: set[str] = set()
    question, answer, explanation, hint = (
        _without(getattr(draft, part), names, tags, is_needed=part == "question") for part in _PARTS
    )
    return draft._replace(
        question=question,
        answer=answer,
        explanation=explanation,
        hint=hint,
        tags=tuple(sorted({*draft.tags, *tags})),
    )


def _without(
    fragment: Fragment | None, names: Collection[str], tags: set[str], *, is_needed: bool
) -> Fragment | None:
    """Take such lines off a part, and add to the tags; none is left of one that says no more."""
    if not fragment:
        return None
    lines = fragment.markdown.split("\n")
    edges = _edges(lines)
    off = {n for n in edges if {name for name, _ in _facts(lines[n])} <= {*names}}
    if any(_ITEM.match(lines[n]) for n in edges if n not in off):
        off = {n for n in off if not _ITEM.match(lines[n])}
    rest = [n for n in range(len(lines)) if n not in off]
    first = next((n for n in rest if lines[n].strip()), -1)
    facts = [fact for n in off for fact in _facts(lines[n])]
    may_go = not is_needed and {name for name, _ in facts} <= _NO_ANSWERS
    if not off or (first < 0 and not may_go):
        return fragment
    tags.update(tag for fact in facts for tag in _tags(*fact))
    if first < 0:
        return None
    left = "\n".join(lines[n] for n in rest if n >= first).rstrip()
    return Fragment(Markdown(left), fragment.line + first)


def listed(line: str) -> tuple[str, ...]:
    """Give the tags of one such line."""
    return tuple(tag for fact in _facts(line) for tag in _tags(*fact))


def _tags(name: str, value: str) -> Iterator[str]:
    parts = _BETWEEN.split(value)
    if name not in _LISTS:
        yield from (f"{_joined(name)}::{_joined(part)}" for part in parts if part)
    else:
        words = parts if len(parts) > 1 else value.split()
        yield from (_joined(word.lstrip("#")) for word in words if word.lstrip("#"))


_LISTS = frozenset(word.casefold() for word in _TAGS)
_NO_ANSWERS = _LISTS | {word.casefold() for word in _LEVELS}  # which an answer never consists of


def _joined(text: str) -> str:
    """Write a tag without spaces, as Anki's are, and with stars for those of TeX."""
    return "★" * text.count("\\star") if _STARS.fullmatch(text) else "_".join(text.split())


_STARS = lazy(r"\$\s*(?:\\star\s*)+\$")
