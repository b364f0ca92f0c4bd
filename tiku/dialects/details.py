"""Questions that open: `<details><summary>What is TCP?</summary>`, `??? question "…"`."""

from __future__ import annotations

from collections.abc import Sequence

from tiku.dialects import marks, option_lines, topics
from tiku.dialects.entries import Entry, draft
from tiku.documents.folds import Fold
from tiku.documents.outline import Outline
from tiku.languages import asking, numbering
from tiku.model import Fragment, Markdown, Reading

_MOST = 0.5


def read(outline: Outline) -> Reading:
    """Read what folds, if the titles ask."""
    if boxes := _boxes(outline):
        drafts = tuple(draft(outline, _boxed(outline, fold)) for fold in boxes)
        return Reading(drafts, (), confidence=1.0, why=f"boxes of questions ({len(drafts)})")
    found = _of_names_that_ask(_titled(outline))
    asked = [fold for fold in found if asking.asks(fold.title)]
    wanted = [fold for fold in found if asking.requests(fold.title)]
    is_topical = topics.is_about_questions(outline)
    if not asked or (len(asked) < _MOST * len(found) and not (is_topical and len(wanted) > 1)):
        return Reading(why="nothing that folds asks")
    share = len(asked) / len(found)
    chosen = found if is_topical or share >= _MOST else asked
    drafts = tuple(
        draft(outline, _entry(outline, fold), by_marks=_is_labelled(outline, fold))
        for fold in chosen
    )
    return Reading(drafts, (), confidence=0.9, why=f"titles of what folds ({len(drafts)})")


def _boxes(outline: Outline) -> list[Fold]:
    """Give the boxes that are called questions, if each holds its answer, or stands right above it.

    Where a title asks, what stands below it is the answer; else the question stands there too.
    Where most have options that are ticked, others need have no answer.
    """
    found = [fold for fold in outline.folds.values() if fold.name in _CALLED and not fold.rest]
    if not found or any(asking.asks(fold.title) or marks.fold_role(fold) for fold in found):
        return []
    found = [fold._replace(last=_answered_to(outline, fold)) for fold in found]
    ticked = [option_lines.has_ticked(outline, fold.below, fold.last) for fold in found]
    told = zip(found, ticked, strict=True)
    answered = [has or marks.answers(outline, f.below, f.last) == 1 for f, has in told]
    is_quiz = asking.share(ticked) > _MOST
    return found if all(answered) or is_quiz else []


def _answered_to(outline: Outline, fold: Fold) -> int:
    """Give the last line of a box, or of the answer that folds right below it."""
    said = (n for n in range(fold.last + 1, outline.last + 1) if outline[n].kind != "blank")
    below = outline.folds.get(next(said, 0))
    return below.last if below and marks.fold_role(below) == "answer" else fold.last


_CALLED = frozenset("question quiz exercise problem".split())


def _boxed(outline: Outline, fold: Fold) -> Entry:
    line = outline[fold.first]
    counts = not fold.title or fold.title[-1:].isdigit() or asking.names_type(fold.title)
    title = marks.without_tags(fold.title)
    return Entry(
        first=fold.first,
        stem=fold.below - 1,
        last=fold.last,
        asked="",
        section=outline.above(fold.first),
        column=fold.column or (line.offset if line.depth else 0),
        quotes=line.quotes,
        title=None if counts else Fragment(Markdown(title), fold.first),
        below=True,
    )


def _of_names_that_ask(found: Sequence[Fold]) -> list[Fold]:
    """Take the kinds of folds most of which ask: a `tip` beside each `question` is none."""
    names = {fold.name for fold in found}
    asked = {
        n
        for n in names
        if asking.share(asking.asks(f.title) for f in found if f.name == n) >= _MOST
    }
    return [fold for fold in found if not asked or fold.name in asked]


def _titled(outline: Outline) -> list[Fold]:
    """Give the folds whose title names no part of an entry; of nested ones those that ask."""
    found: list[Fold] = []
    for fold in outline.folds.values():
        if not fold.title or marks.fold_role(fold):
            continue
        if found and fold.last <= found[-1].last:
            if not found[-1].is_closed and asking.asks(fold.title):
                found[-1] = found[-1]._replace(last=fold.first - 1)
                found.append(fold)
                continue
            if asking.asks(found[-1].title) or not asking.asks(fold.title):
                continue
            found.pop()  # a section that opens
        found.append(fold)
    return found


def _is_labelled(outline: Outline, fold: Fold) -> bool:
    """Tell whether a label stands right below a title: the answer's, or that of a hint above it."""
    said = (n for n in range(fold.below, fold.last + 1) if marks.says(outline, n))
    mark = marks.mark_at(outline, next(said, 0))
    if fold.rest or mark is None or mark.fold:
        return False
    is_hint = mark.role == "hint" and marks.answers(outline, mark.below, fold.last) == 1
    return mark.role == "answer" or is_hint


def _entry(outline: Outline, fold: Fold) -> Entry:
    line = outline[fold.first]
    title = marks.without_tags(fold.title)
    return Entry(
        first=fold.first,
        stem=fold.below - 1,
        last=fold.last,
        asked=numbering.strip(title).strip(),
        answered=marks.without_tags(fold.rest),
        section=outline.above(fold.first),
        column=fold.column or (line.offset if line.depth else 0),
        quotes=line.quotes,
    )
