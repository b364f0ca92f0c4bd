"""What the author of a bank of mixed styles does to whole documents, and to two questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

from tests.mixed import ANSWERS, FOLD, Author, Manner, Question
from tests.mixed_edits import EDITS, edit_answer, mistype

# A pen without its number, and with one.
NUMBERS = {
    "{h} {asked}": "{h} {n}. {asked}",
    "{h} Q: {asked}": "{h} Q{n}: {asked}",
    "{h} Question: {asked}": "{h} Question {n}: {asked}",
    "{h} ❓ {asked}": "{h} ❓ {n}. {asked}",
    "**Q:** {asked}": "**Q{n}:** {asked}",
    "**Pregunta:** {asked}": "**Pregunta {n}:** {asked}",
    "**{asked}**": "**{n}. {asked}**",
    FOLD.replace("{n}. ", ""): FOLD,
}
TERMS = (
    ("needed", "required"), ("best", "most"), ("hold", "contain"), ("salt", "rock salt"),
    ("milk", "fresh milk"), ("方法", "办法"), ("加热", "升温"), ("Milch", "Vollmilch"),
    ("leche", "leche cruda"), ("main part", "chief part"), ("Without", "Lacking"),
)  # fmt: skip


def _level(author: Author, path: str, _: Question) -> None:
    manner = author.manners.get(path, Manner())
    author.manners[path] = manner._replace(deeper=author.rng.choice((-1, 0, 1)))


def _marks(author: Author, path: str, _: Question) -> None:
    manner = author.manners.get(path, Manner())
    author.manners[path] = manner._replace(marks=author.rng.choice(("", "half", "full")))


def _wrap(author: Author, path: str, _: Question) -> None:
    manner = author.manners.get(path, Manner())
    author.manners[path] = manner._replace(is_wrapped=not manner.is_wrapped)


def _underscore(author: Author, path: str, _: Question) -> None:
    manner = author.manners.get(path, Manner())
    author.manners[path] = manner._replace(has_underscores=not manner.has_underscores)


def _keys_below(author: Author, path: str, _: Question) -> None:
    manner = author.manners.get(path, Manner())
    author.manners[path] = manner._replace(has_keys_below=not manner.has_keys_below)


def _number(author: Author, path: str, _: Question) -> None:
    _with_pens(author, path, NUMBERS)


def _unnumber(author: Author, path: str, _: Question) -> None:
    _with_pens(author, path, {numbered: plain for plain, numbered in NUMBERS.items()})


def _with_pens(author: Author, path: str, asking: Mapping[str, str]) -> None:
    for each in author.files[path]:
        each.pen = each.pen._replace(ask=asking.get(each.pen.ask, each.pen.ask))


def _fold(author: Author, path: str, _: Question) -> None:
    """Put all answers into folds."""
    for each in author.files[path]:
        if "{answer}" not in each.pen.ask:
            each.pen = each.pen._replace(answer=ANSWERS[-1])


def _convert(author: Author, path: str, _: Question) -> None:
    """Write a whole document in another style."""
    pen = author.pen(author.rng.randrange(4))
    author.pens[path] = [pen]
    for each in author.files[path]:
        each.pen = pen


def _sort(author: Author, path: str, _: Question) -> None:
    author.files[path].sort(key=lambda each: each.asked)


def _replace_term(author: Author, _: str, __: Question) -> None:
    """Search and replace, in all files."""
    old, new = author.rng.choice(TERMS)
    for _path, each in [*author.all()]:
        if old in each.asked and author.write(each, each.asked.replace(old, new)):
            author.touch(each, "asked")
        if old in each.answer:
            each.answer = each.answer.replace(old, new)
            author.touch(each, "answer")
        if any(old in option for option in each.options):
            each.options = tuple(option.replace(old, new) for option in each.options)
            author.touch(each, "options")


def _typos(author: Author, path: str, _: Question) -> None:
    """Mend slips and words all over a document."""
    for each in author.files[path]:
        if author.rng.random() < 0.6:
            mistype(author, path, each)
        if author.rng.random() < 0.6:
            edit_answer(author, path, each)


def _merge(author: Author, path: str, question: Question) -> None:
    """Make one question of two that stand together."""
    them = author.files[path]
    pairs = [(a, b) for a, b in pairwise(them) if _is_plain(a) and _is_plain(b)]
    if not pairs:
        return
    one, other = next((pair for pair in pairs if pair[0] is question), pairs[0])
    one.parts = (replace(one), other)
    them.remove(other)
    for mark, key in author.marks.items():
        if key == other.key:
            author.marks[mark] = one.key
    one.asked, one.answer = f"{one.asked} {other.asked}", f"{one.answer} {other.answer}"
    one.has_picture |= other.has_picture
    author.marks[one.mark] = one.key
    for side in ("asked", "answer"):
        author.touch(one, side)


def _is_plain(question: Question) -> bool:
    is_answered = question.has_answer and bool(question.answer)
    return question.kind == "open" and is_answered and not question.options and not question.parts


def _unmerge(author: Author, path: str, _: Question) -> None:
    """Make two questions of one that was two."""
    them = author.files[path]
    for at, one in enumerate(them):
        if one.parts:
            first, other = one.parts
            one.asked, one.answer, one.parts = first.asked, first.answer, ()
            one.has_picture = first.has_picture
            author.marks = {m: key for m, key in author.marks.items() if other.mark not in m}
            author.marks |= {one.mark: one.key, other.mark: other.key}
            other.chapter, other.pen = one.chapter, one.pen
            them.insert(at + 1, other)
            for each in (one, other):
                author.touch(each, "asked")
                author.touch(each, "answer")
            return


Change = Callable[[Author, str, Question], None]
REWRITES: dict[str, Change] = {
    "headings of another level": _level,
    "punctuation of another width": _marks,
    "lines filled": _wrap,
    "bold as __": _underscore,
    "keys in a list at the end": _keys_below,
    "numbers added": _number,
    "numbers taken away": _unnumber,
    "answers folded": _fold,
    "another style": _convert,
    "sorted": _sort,
    "a term replaced": _replace_term,
    "slips mended all over": _typos,
    "two made one": _merge,
    "one made two": _unmerge,
}
_SELDOM = 0.25


def edit(author: Author) -> None:
    """Do one of what authors do."""
    found = [*author.all()]
    if found:
        is_seldom = author.rng.random() < _SELDOM
        change = author.rng.choice((*REWRITES.values(),) if is_seldom else EDITS)
        path, question = author.rng.choice(found)
        author.did.append(f"{change.__name__} {path} {question.asked!r}")
        change(author, path, question)
