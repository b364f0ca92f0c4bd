"""Where the parts of an entry open: at a label, a heading, something that folds, a line `?`."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from tiku.documents.folds import Fold, lines_within
from tiku.documents.outline import Outline, once
from tiku.languages import alphabets, asking, numbering
from tiku.languages.label_words import SIGNS
from tiku.languages.labels import Label, label
from tiku.languages.part_titles import role_named_in, role_of_summary, role_of_title, says_it_opens
from tiku.markup import markdown
from tiku.model import Role
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

SIDES = frozenset({"?", "??", "%"})  # part the two sides of a flash card
_TAGS = lazy(r"</?(?:details|summary|p|br|div|center|span|b|strong)\b[^<>]*>", re.IGNORECASE)
_OPTION_AFTER = 6  # lines within which the second option follows the first


class Mark(NamedTuple):
    """Where a part of an entry starts: its label's line, what follows on it, where it ends."""

    role: Role
    line: int
    rest: str
    below: int
    column: int
    fold: Fold | None = None


def marks(outline: Outline, first: int, last: int) -> Iterator[Mark]:
    """Find what opens a part between two lines."""
    found = _all(outline)
    numbers, below = found.numbers, 0
    for at in range(bisect_left(numbers, first), len(numbers)):
        number = numbers[at]
        if number > last:
            return
        if number >= below:
            mark = found.marks[number]
            yield mark
            below = mark.below


class _Found(NamedTuple):
    """All that opens a part in a document, by line."""

    numbers: list[int]
    marks: dict[int, Mark]


@once
def _all(outline: Outline) -> _Found:
    lines = range(1, outline.last + 1)
    marks = {n: mark for n in lines if (mark := _mark_at(outline, n)) is not None}
    return _Found(list(marks), marks)


def mark_at(outline: Outline, number: int) -> Mark | None:
    """Tell which part opens on a line, if one does."""
    return _all(outline).marks.get(number)


def _mark_at(outline: Outline, number: int) -> Mark | None:
    line = outline[number]
    if fold := outline.folds.get(number):
        return _fold_mark(outline, fold)
    if line.kind == "heading":
        role = role_of_title(line.text)
        found = label(numbering.strip(line.text).strip()) or label(line.text)
        if found and found.role != "question" and not is_adorned(found):
            return Mark(found.role, number, found.rest, number + 1, line.offset)
        return (
            Mark(role, number, "", number + 1, line.offset) if role and role != "question" else None
        )
    if line.kind == "text":
        if line.text in SIDES:
            return Mark("answer", number, "", number + 1, line.offset)
        found = label(line.text)
        if found and found.role != "question" and not is_no_label(outline, number, found):
            column = line.offset if line.marker else 0
            return Mark(found.role, number, found.rest, number + 1, column)
    return None


def is_adorned(found: Label) -> bool:
    """Tell a title that a sign adorns, `✅ Checklist`, from a part that it names: `✅ Answer`."""
    if found.word not in SIGNS or not found.rest:
        return False
    if found.role == "question":
        return not (asking.requests(found.rest) or numbering.is_numbered(found.rest))
    return role_named_in(found.rest) != found.role


def _fold_mark(outline: Outline, fold: Fold) -> Mark | None:
    role = fold_role(fold)
    if not role:
        return None
    again = named_again(outline, fold, role)
    rest, below = (again.rest, again.below) if again else (fold.rest, fold.below)
    return Mark(role, fold.first, rest, below, outline[fold.first].offset, fold)


class Again(NamedTuple):
    """A label below the title of what folds that names the same part, and the line below it."""

    word: str
    rest: str
    below: int


def named_again(outline: Outline, fold: Fold, role: Role) -> Again | None:
    """Find the label right below the title of what folds, as in `Answer` over `Answer: B`."""
    if fold.rest:
        first, _, more = fold.rest.partition("\n")
        found = label(first)
        if found is None or found.role != role:
            return None
        return Again(found.word, f"{found.rest}\n{more}".strip(), fold.below)
    texts = (n for n in range(fold.below, fold.last + 1) if outline[n].text)
    number = next(texts, 0)
    found = label(outline[number].text) if number else None
    if not found or found.role != role or is_no_label(outline, number, found):
        return None
    return Again(found.word, found.rest, number + 1)


def answers(outline: Outline, first: int, last: int) -> int:
    """Count the answers that are marked between two lines; what is in a fold belongs to it.

    What folds below an answer with a label is more of that.
    """
    count, inside, is_labelled = 0, 0, False
    for mark in marks(outline, first, last):
        if mark.line > inside and mark.role in ("answer", "explanation"):
            is_more = mark.fold is not None and is_labelled
            count += (mark.role == "answer" and not is_more) or not count
            is_labelled = is_labelled or (mark.role == "answer" and mark.fold is None)
        if mark.fold and mark.role:
            inside = max(inside, mark.fold.last)
    return count


@once
def within_parts(outline: Outline) -> set[int]:
    """Give the lines within what folds and is a part of the question above it."""
    return lines_within(fold for fold in outline.folds.values() if fold_role(fold))


@once
def within_answers(outline: Outline) -> set[int]:
    """Give the lines within what folds below a title that names an answer, and does not just open.

    A heading there says what the answer goes on with; one that counts or asks may be of a key.
    """
    return lines_within(fold for fold in outline.folds.values() if names_answer(fold))


def names_answer(fold: Fold) -> bool:
    """Tell whether the title of what folds has a word that names an answer."""
    return role_named_in(without_tags(fold.title)) == "answer"


def without_tags(text: str) -> str:
    """Take off the tags that only lay out: those of bold, of breaks, of what folds."""
    return " ".join(_TAGS.sub(" ", text).split())


def fold_role(fold: Fold) -> Role | None:
    """Tell what a fold holds by its title: an answer if it only says that it can be opened."""
    title = markdown.plain(_TAGS.sub(" ", fold.title))
    if not title:
        return "answer" if fold.name == "details" else _ADMONITIONS.get(fold.name)
    is_label = asking.asks(title) or not (fold.name in _OPENED or _only_opens(fold, title))
    role = role_of_title(title) if is_label else role_of_summary(title)
    return role or _ADMONITIONS.get(fold.name)


def _only_opens(fold: Fold, title: str) -> bool:
    return fold.name not in _NEUTRAL and says_it_opens(title)


_NEUTRAL = frozenset("note info warning caution important danger quote todo bug abstract".split())
# Only of these a title may just say that they can be opened; a box's title is part of its text.
_OPENED = ("details", "spoiler", "answer", "solution", "expand", "collapse", "toggle")


_ADMONITIONS: dict[str, Role] = {
    "success": "answer",
    "check": "answer",
    "done": "answer",
    "solution": "answer",
    "answer": "answer",
    "hint": "hint",
    "explanation": "explanation",
}


def is_no_label(outline: Outline, number: int, found: Label) -> bool:
    """Tell what only looks like a label: an option, a tick of an item, a sentence, what asks."""
    is_sign = found.word in SIGNS
    is_tick = is_sign and bool(outline[number].marker)
    if is_sign and found.role == "answer" and asking.ends_asking(found.rest):
        return True
    if found.word == _NOTE and outline[number].quotes and not _has_signs_that_ask(outline):
        return True
    if found.is_sentence and not _has_options_above(outline, number):
        return True
    return is_tick or is_option(outline, number, found) or _is_key(outline, number, found)


_NOTE = "💡"  # in a quote it marks a remark, unless questions have signs, too


@once
def _has_signs_that_ask(outline: Outline) -> bool:
    signs = tuple(sign for sign, role in SIGNS.items() if role == "question")
    texts = (line.text.lstrip("*") for line in outline.lines)
    return any(text.startswith(signs) and asking.requests(text[1:]) for text in texts)


def _has_options_above(outline: Outline, number: int) -> bool:
    """Tell whether the option B, or a list, stands above a line, below the same heading."""
    items = 0
    for above in range(number - 1, max(0, number - _FARTHEST), -1):
        line = outline[above]
        if line.kind == "heading":
            return False
        named = alphabets.name(line.text)
        items += bool(line.marker)
        is_option = line.text[:3] in _BOXES or (named and named.place)
        if items > 1 or is_option or _OPTION_B.search(line.text):
            return True
    return False


_FARTHEST = 60  # lines between an option and the sentence that names the key
_BOXES = ("[ ]", "[x]", "[X]")
_OPTION_B = lazy(r"[\s　(（][Bb][.)）、]")


def _is_key(outline: Outline, number: int, found: Label) -> bool:
    """Tell the answer `**A**` that opens below the title of an answer from a label."""
    return found.word.upper() == "A" and not found.rest and number in within_parts(outline)


def is_option(outline: Outline, number: int, found: Label) -> bool:
    """Tell the option `A: one`, which `B: two` follows, from the answer `A: one`."""
    if found.word.upper() != "A":
        return False
    for below in range(number + 1, min(number + _OPTION_AFTER, outline.last + 1)):
        other = outline[below]
        if other.kind == "blank":
            continue
        if option := alphabets.name(other.text):
            return option.letter == "B"
        if label(other.text):
            return False
    return False


def says(outline: Outline, number: int) -> bool:
    """Tell whether a line says anything: more than a break, a rule, or tags that lay out."""
    line = outline[number]
    if line.kind in ("blank", "rule") or not line.text:
        return line.kind == "code"
    return bool(_TAGS.sub("", line.text).strip()) if "<" in line.text else True
