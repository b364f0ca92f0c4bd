"""Parts of a document that hold answers by number, apart from their questions.

Such a part has a title that names answers, and numbers that its questions have too; the answers may
stand behind the title, `Answers: 1-B, 2-C`.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice, pairwise

from tiku.dialects import key_lines, marks, option_lines
from tiku.dialects.key_lines import LETTERS, Key
from tiku.documents import tables
from tiku.documents.folds import lines_within
from tiku.documents.lines import Line
from tiku.documents.outline import Outline, once
from tiku.languages import asking, label_words, labels, numbering, part_titles
from tiku.markup import markdown
from tiku.model import Fragment, Markdown
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_FEWEST = 2  # questions with numbers, of which so many have an answer in the key
_MOST = 0.6
_LONGEST_NAME = 40  # characters of a title with the key behind it
_LONGEST_TITLE = 80  # characters of a title that is no heading
_MOST_TRIES = 50  # titles of a document that may be those of keys
_STARTS = lazy(
    rf"(?:[{label_words.SYMBOLS}]\ufe0f?\s*)*+(?:\*{{2,3}}|__|<b>|<strong>)?(?:第|Q|[問问][題题]?|[題题문]|[练練习習思考例][习習题題]{{0,2}}|\w+\s)?\s?(?:#|№|n[º°]\s?)?\d{{1,4}}\s?\\?(?:[题題.)、．:：*(（]|\s?[-–—][\s*]|$)"
)
_COLON = lazy("[:：]")
_NO_BOLD = dict.fromkeys(map(ord, "*_"))
_NUMBERED = lazy(rf"[:：][\s*_]*\d{{1,4}}\s?\W?\s?\W?{LETTERS}", re.IGNORECASE)
_SHORT = lazy(
    rf"Q?\d{{1,4}}\s*\W?\s*\W?{LETTERS}|[A-H]+$|\d{{1,4}}\s?[-–—~～至]\s?\d{{1,4}}[\W_]{{0,4}}[A-H√×TF]{{2}}|\d{{1,4}}\s?[-–—=]\s?[1-9]\s?[,;，；]",
    re.IGNORECASE,
)
_WORDED = lazy(r"1\s?[、.．)）][^\n]{1,200}?[\s;；,，]2\s?[、.．)）]")
_NAMES_KEY = lazy(r"key|clave|gabarito|schlüssel|ключ|答案|正解", re.IGNORECASE)


class KeySection(NamedTuple):
    """A part of a document that holds answers by number: its first line is its title.

    The questions stand from the line `since` on. If an earlier part answers them, too, this one
    `explains` what that says.
    """

    first: int
    last: int
    keys: tuple[Key, ...]
    title: str = ""
    since: int = 1
    explains: bool = False


class _Asked(NamedTuple):
    """Numbers of questions, each with its lines, and the line from which on they stand.

    Those of headings at a level, lists, bullets (`- 1939: …`) and lines are of a `kind` each.
    """

    numbers: dict[int, list[int]]
    kinds: dict[str, set[int]]
    since: int = 1

    def add(self, number: int, at: int, line: Line) -> None:
        """Add a number with which a line begins."""
        self.numbers.setdefault(number, []).append(at)
        bullet = "" if line.is_ordered else line.marker
        kind = "list" if line.is_ordered else f"{line.kind} {line.level} {bullet}"
        self.kinds.setdefault(kind, set()).add(number)

    def are_answered(self, numbers: AbstractSet[int]) -> bool:
        """Tell whether most of all numbers, or of a kind, as those of chapters count too, are."""
        counted = (self.numbers.keys(), *self.kinds.values())
        return any(len(each & numbers) >= max(_FEWEST, _MOST * len(each)) for each in counted)


def find(outline: Outline) -> list[KeySection]:
    """Find the parts that are keys; most of the questions with numbers above have their answer."""
    found: list[KeySection] = []
    candidates = _candidates(outline)
    ordinary = _ordinary(outline, candidates)
    if not any(_is_title(outline, n) for n in candidates - ordinary):
        return found
    titles = Counter(_bare(outline[n].text) for n in range(1, outline.last + 1) if outline[n].text)
    number, tries = 1, _MOST_TRIES
    asked, before = _Asked({}, {}), _Asked({}, {})
    while number <= outline.last:
        known = max(len(asked.numbers), len(before.numbers))
        is_candidate = number in candidates and tries and known >= (1 if found else _FEWEST)
        is_title = is_candidate and _is_title(outline, number)
        tries -= bool(is_title)
        if is_title and number not in ordinary:
            section = _answers(_section(outline, number, asked.numbers), asked, before)
            title = _bare(outline[number].text)
            is_own = 2 * titles[title] <= len(section.keys) or asking.names_type(title)
            is_own = is_own or _is_whole(outline, number, section, asked)
            if section.keys and is_own:
                joined = _joined(outline, found[-1], section) if section.explains else None
                found = [*found[:-1], joined] if joined else [*found, section]
                number = section.last + 1
                before = before if section.explains else asked
                asked = _Asked({}, {}, number)
                continue
        line = outline[number]
        if line.is_ordered and line.depth == 1:
            asked.add(int(line.marker[:-1]), number, line)
        elif line.kind in ("heading", "text") and _starts(outline, number):
            asked.add(numbering.number_of(line.text), number, line)
        number += 1
    return found


def _starts(outline: Outline, number: int) -> bool:
    """Tell whether a line starts with a number, and a paragraph, too, or one of a paragraph's list.

    In that each line starts with a number in bold: `**Question 2**: …`.
    """
    line = outline[number]
    if line.leaf == number:
        return bool(_STARTS.match(line.text))
    above = outline[number - 1]
    is_list = line.text[:2] == above.text[:2] == "**" and line.leaf == above.leaf
    return is_list and bool(_STARTS.match(line.text) and _STARTS.match(above.text))


def _joined(outline: Outline, above: KeySection, section: KeySection) -> KeySection | None:
    """Join the key of another part to that above it: `Blanks Answers` to `True or False Answers`.

    Headings over the questions name both parts.
    """
    parts = [part_words([key.part or above.title]) for key in above.keys]
    part = part_words([section.title])
    headings = (outline[n].text for n in outline.headings if n < above.first)
    named = [words for text in headings if (words := part_words([text]))]
    if part in parts or not all(_is_named(each, named) for each in (part, parts[0])):
        return None
    ours = [key._replace(part=key.part or above.title) for key in above.keys]
    theirs = [key._replace(part=key.part or section.title) for key in section.keys]
    return above._replace(last=section.last, keys=(*ours, *theirs), title="")


def _is_named(part: AbstractSet[str], named: Sequence[AbstractSet[str]]) -> bool:
    return bool(part) and any(part <= words or words <= part for words in named)


def part_words(texts: Sequence[str]) -> set[str]:
    """Give the words of titles but for their numbers, and those that only name answers."""
    bare = (numbering.strip(text).casefold() for text in texts)
    words = (word for text in bare for word in re.findall(r"\w+", text))
    return {x for x in words if not (part_titles.names_answers(x) or part_titles.role_of_word(x))}


def _answers(section: KeySection, asked: _Asked, before: _Asked) -> KeySection:
    """Tell which questions a key answers, those right above it or those of the last key."""
    numbers = {key.number for key in section.keys}
    ours, others = (len(each.numbers.keys() & numbers) for each in (asked, before))
    explains = others > ours and not _OTHERS.search(section.title)
    of = before if explains else asked
    is_of_part = asking.names_type(section.title) and numbers == of.numbers.keys()
    if not (is_of_part or of.are_answered(numbers)):  # a part may have one question only
        return section._replace(keys=())
    return section._replace(since=of.since, explains=explains)


def _is_whole(outline: Outline, first: int, section: KeySection, asked: _Asked) -> bool:
    """Tell whether a key answers all questions since the last one, none of which has such a title.

    Other titles that come often stand over the steps of one answer. Half of them ask, or have
    options.
    """
    numbers = {key.number for key in section.keys}
    is_all = len(numbers) == len(section.keys) >= _FEWEST and numbers in asked.kinds.values()
    if section.explains or not is_all:
        return False
    title = _bare(outline[first].text)
    if any(_bare(outline[n].text) == title for n in range(asked.since, first)):
        return False
    lines = sorted(asked.numbers[number][-1] for number in numbers)
    return 2 * sum(_asks(outline, *pair) for pair in pairwise((*lines, first))) >= len(lines)


def _asks(outline: Outline, first: int, after: int) -> bool:
    text = numbering.strip(outline[first].text.strip("*_ "))
    return asking.requests(text) or bool(option_lines.options_end(outline, first + 1, after - 1))


def _candidates(outline: Outline) -> frozenset[int]:
    """Give the lines that may be titles of keys, by a glance."""
    short = [
        (number, line.text[:_LONGEST_TITLE])
        for number, line in enumerate(outline.lines, 1)
        if line.kind == "heading" or _is_alone(line, number)
    ]
    may_name = part_titles.may_name_answers([text for _, text in short])
    found = {number for (number, _), is_found in zip(short, may_name, strict=True) if is_found}
    found |= {n for n, line in enumerate(outline.lines, 1) if _is_table(outline, n, line)}
    return frozenset(
        found | _over_answers(outline) | {n for n, x in outline.folds.items() if x.title}
    )


def _is_table(outline: Outline, number: int, line: Line) -> bool:
    """Tell whether a table without a title starts on a line that is a key: `Item | Key`, `Nº | 1`.

    Its first column, or row, has numbers only, and one beside that is named as answers are.
    """
    if line.kind != "table" or line.leaf != number:
        return False
    first, *rows = tables.rows(outline, number)
    heads = [markdown.plain(cell) for cell in first.cells]
    if len(rows) == 1 and len(heads) > _FEWEST and all(map(str.isdigit, heads[1:])):
        return _names_key(markdown.plain(rows[0].cells[0]))
    numbers = [markdown.plain(row.cells[0]).strip("Qq.) ") for row in rows if row.cells]
    counts = len(rows) >= _FEWEST and all(map(str.isdigit, numbers))
    return counts and len(heads) in (2, 3) and _names_key(heads[1])


def _names_key(head: str) -> bool:
    is_key = part_titles.names_answers(head) or bool(_KEY.fullmatch(head))
    return is_key or part_titles.role_of_word(head) == "answer"


_KEY = lazy(r"(?:correct|right)(?:\s(?:answer|option))?|correct[ao]s?|richtig", re.IGNORECASE)


_OTHERS = lazy(  # which a second key is of
    r"\b(?:bonus|further|more|other|additional|extra|exercises?|tasks?|aufgaben|übungen|ejercicios)\b"
    r"|练习|習題|习题",
    re.IGNORECASE,
)


@once
def _over_answers(outline: Outline) -> frozenset[int]:
    """Give the headings over nothing but headings that name answers by number."""
    lines = [(n, outline[n].level) for n in outline.headings]
    texts = [(n, outline[n].text.translate(_NO_BOLD)) for n, _ in lines]
    counted = ((n, text) for n, text in texts if any(map(str.isdigit, text[:_LONGEST_NAME])))
    named = {n for n, text in counted if key_lines.names_number(text)}
    if not named:
        return frozenset()
    below = (_below(lines, at) for at in range(len(lines)))
    told = zip(lines, below, strict=True)
    return frozenset(n for (n, _), each in told if len(each) >= _FEWEST and named.issuperset(each))


def _below(lines: Sequence[tuple[int, int]], at: int) -> list[int]:
    """Give the headings that stand right below one, of all with their levels."""
    found = list[int]()
    for number, level in islice(lines, at + 1, None):
        if level <= lines[at][1]:
            break
        found += [number] if level == lines[at + 1][1] else []
    return found


def _is_alone(line: Line, number: int) -> bool:
    """Tell whether a short line starts a paragraph within nothing else."""
    is_first = line.kind == "text" and line.leaf == number
    if not is_first or line.depth or line.marker:
        return False
    return len(line.text) < _LONGEST_TITLE or bool(_COLON.search(line.text, 0, _LONGEST_NAME))


def _ordinary(outline: Outline, candidates: frozenset[int]) -> frozenset[int]:
    """Give the lines that are labels, where several answers are labelled: none names a key.

    Nor does what stands in one of several folds that have the same title.
    """
    counts = Counter(fold.title for fold in outline.folds.values())
    inside = lines_within(fold for fold in outline.folds.values() if counts[fold.title] > 1)
    texts = ((n, outline[n].text) for n in candidates)
    found = frozenset(n for n, text in texts if _is_label(text) and not _is_of_many(text))
    return (found if found and _is_labelled(outline) else frozenset()) | inside


def _is_of_many(text: str) -> bool:
    """Tell whether several answers stand behind a label: `答案：1. B`, `答案：1. 蓝 2. 绿`."""
    if _NUMBERED.search(text, 0, _LONGEST_NAME):
        return True
    return "1" in text[:_LONGEST_NAME] and bool(_WORDED.match(_parted(text)[1]))


def _is_label(text: str) -> bool:
    """Tell whether a word names a part, and not a sign alone, which adorns a title."""
    found = labels.label(text)
    return found is not None and found.word not in label_words.SIGNS


def _is_labelled(outline: Outline) -> bool:
    """Tell whether several answers are labelled where they stand."""
    found = (labels.label(line.text) for line in outline.lines if line.kind == "text")
    answers = (each for each in found if each and each.role == "answer")
    return len(list(islice(answers, 2))) > 1


def _bare(text: str) -> str:
    return text.casefold().strip(" *_#:：")


def _is_title(outline: Outline, number: int) -> bool:
    line = outline[number]
    if line.kind == "heading":
        is_over = number in _over_answers(outline)
        return is_over or part_titles.names_answers(markdown.plain(line.text))
    if line.depth:
        return False
    if fold := outline.folds.get(number):
        return bool(fold.title) and part_titles.names_answers(marks.without_tags(fold.title))
    if not _is_alone(line, number):
        return _is_table(outline, number, line)
    title, rest = _parted(line.text)
    if rest and not _SHORT.match(rest) and not _WORDED.match(rest):
        return False  # before what is hard to read is asked for what it shows
    return part_titles.names_answers(markdown.plain(title))


def _parted(text: str) -> tuple[str, str]:
    """Part a title from the answers behind it, `**Answer key:** 1-B, 2-C`."""
    bare = text.translate(_NO_BOLD)
    if framed := _IN_FRAME.fullmatch(bare):  # 【参考答案】1、蓝 2、绿
        return framed["title"], framed["rest"].strip()
    title, *rest = _COLON.split(bare, maxsplit=1)
    return title.strip(), "".join(rest).strip()


_IN_FRAME = lazy(r"\s*【(?P<title>[^【】]{1,20})】\s*[:：]?(?P<rest>.*)")


def _section(outline: Outline, first: int, asked: Mapping[int, list[int]]) -> KeySection:
    line = outline[first]
    if line.kind == "table":
        last = tables.rows(outline, first)[-1].line
        return KeySection(first, last, tuple(key_lines.from_table(outline, first)))
    _, behind = _parted(line.text) if line.kind == "text" else ("", "")
    if not behind or outline.folds.get(first):
        last = _last(outline, first)
        title = markdown.plain(line.text)
        once = {number for number, lines in asked.items() if len(lines) == 1}
        below = key_lines.keys_between(outline, first + 1, last, once)
        return KeySection(first, last, tuple(below), title)
    lines = sorted(found[-1] for found in asked.values())
    others = (n for n in range(first + 1, outline.last + 1) if outline[n].leaf != line.leaf)
    last = next(others, outline.last + 1) - 1
    text = " ".join([behind, *(outline[n].text for n in range(first + 1, last + 1))])
    is_key = _NAMES_KEY.search(_parted(line.text)[0])  # `Answers: AB` may be those of the last
    if is_key and len(text) == len(asked) and re.fullmatch("[A-H]+", text):
        pairs = zip(sorted(asked), text, strict=True)
        keys = tuple(Key(n, Fragment(Markdown(letter), first)) for n, letter in pairs)
        return KeySection(first, last, keys if _all_have_options(outline, lines, first) else ())
    in_words = not is_key and not _SHORT.match(text)
    if in_words and not _are_bare(outline, lines, first):
        return KeySection(first, last, ())  # the solution of the last one, in steps
    return KeySection(first, last, tuple(key_lines.from_line(text, first)))


def _are_bare(outline: Outline, lines: Sequence[int], end: int) -> bool:
    """Tell whether nothing stands below the questions on some lines."""
    return not any(
        outline.is_text(n) and outline[n].leaf != outline[one].leaf
        for one, after in pairwise((*lines, end))
        for n in range(one + 1, after)
    )


def _all_have_options(outline: Outline, lines: Sequence[int], end: int) -> bool:
    """Tell whether each question has options and no answer: else letters are those of the last."""
    return all(
        option_lines.options_end(outline, one + 1, after - 1)
        and not marks.answers(outline, one + 1, after - 1)
        for one, after in pairwise((*lines, end))
    )


def _last(outline: Outline, first: int) -> int:
    title = outline[first]
    if fold := outline.folds.get(first):
        return fold.last
    for number in range(first + 1, outline.last + 1):
        line = outline[number]
        if line.kind == "heading" and (title.kind != "heading" or line.level <= title.level):
            return number - 1
        if title.kind != "heading" and line.kind == "rule":
            return number - 1
    return outline.last
