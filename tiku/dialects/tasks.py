"""Tasks, which are questions where they count and are answered, and the passages above questions.

`**Problem 1.** … **Solution.** …` asks as `**Question:** …` does, but a manual may have examples
that nobody is asked about: so no question may have a label of its own, and most are answered.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from tiku.dialects import marks, topics
from tiku.documents.outline import Outline, once
from tiku.languages import asking, labels, numbering, part_titles
from tiku.languages.label_words import COUNTED_IN_HAN, PROMPTS, is_symbol
from tiku.languages.labels import Label

_MOST = 0.6  # of the tasks have an answer
_FARTHEST = 40  # lines between the start of a passage and its question


def task_at(outline: Outline, number: int) -> Label | None:
    """Find the label of a task, or of its solution, if those of the document are its questions."""
    return _tasks(outline).get(number)


@once
def _tasks(outline: Outline) -> dict[int, Label]:
    lines = [(n, outline[n]) for n in _marked(outline)]
    found = {
        number: task
        for number, line in lines
        if line.leaf == number
        if (task := _task(line.text, is_heading=line.kind == "heading"))
    }
    texts = ((number, line.text) for number, line in lines if line.kind == "text")
    worked = {number: told for number, text in texts if (told := labels.worked(text))}
    return _asked(outline, found, worked) if found or worked else {}


@once
def _marked(outline: Outline) -> list[int]:
    """Give the lines that start, by a glance, as a task, a solution or a passage may."""
    starts = labels.STARTS
    return [
        number
        for number, line in enumerate(outline.lines, 1)
        if (start := line.text[:16].lstrip("*_ 【"))
        and (start[:3].lower() in starts or start[0] in starts or is_symbol(start[0]))
        and line.kind in ("text", "heading")
    ]


def _asked(outline: Outline, tasks: dict[int, Label], worked: dict[int, Label]) -> dict[int, Label]:
    """Give the labels of tasks, if they are questions, and of what is worked out below questions.

    No question has a label beside tasks, and most are answered, here or in a key; but the key is
    that of a list or of headings that ask and count, too.
    """
    asked, answered, counts = list[int](), list[int](), False
    are_prompts = all(task.word.capitalize() in PROMPTS for task in tasks.values())
    for number, line in enumerate(outline.lines, 1):
        if number in tasks or number in outline.hidden or line.kind not in ("text", "heading"):
            continue
        is_counted = line.is_ordered or (
            line.kind == "heading" and numbering.is_numbered(line.text)
        )
        counts = counts or (is_counted and asking.asks(line.text))
        found = _label(line.text, is_heading=line.kind == "heading")
        asked += [number] if found and found.role == "question" else []
        is_titled = are_prompts and line.kind == "heading"
        is_answer = is_titled and part_titles.role_of_title(line.text) == "answer"
        answered += [number] if is_answer or (found and found.role == "answer") else []
    are_headings = any(outline[n].kind == "heading" for n in tasks)
    have_folds_anyway = are_headings and topics.is_about_questions(outline)
    if tasks and not have_folds_anyway:
        answered += _folded(outline)
    if answered:  # which it explains
        worked = {n: told._replace(role="explanation") for n, told in worked.items()}
    worked = worked if asked or tasks else {}
    if asked:
        return worked
    numbers = sorted(tasks)
    if _hold_questions(outline, numbers):
        return worked
    ends = {bisect_right(numbers, number) for number in (*answered, *worked)} - {0}
    has_key = outline.has_key and len(tasks) > 1 and not counts
    return {**tasks, **worked} if has_key or len(ends) >= _MOST * len(tasks) else {}


def _hold_questions(outline: Outline, tasks: Sequence[int]) -> bool:
    """Tell whether most tasks are the titles of several questions with numbers, as of a ticket.

    These may be headings below them, `#### 2) What is it?` below `## Task 1`.
    """
    asked = (n for n, x in enumerate(outline.lines, 1) if x.is_ordered and asking.requests(x.text))
    counts = Counter(bisect_right(tasks, number) for number in asked)
    if sum(counts[at] > 1 for at in range(1, len(tasks) + 1)) > _MOST * len(tasks):
        return True
    level = min((outline[n].level for n in tasks if outline[n].kind == "heading"), default=_LAST)
    below = [n for n in outline.headings if outline[n].level > level and _asks_in_turn(outline, n)]
    counts = Counter(bisect_right(tasks, number) for number in below)
    return len(counts) > _MOST * len(tasks) and max(counts.values()) > 1


_LAST = 6  # level of headings


def _asks_in_turn(outline: Outline, heading: int) -> bool:
    """Tell whether a heading has a number and asks."""
    text = outline[heading].text
    return numbering.is_numbered(text) and asking.asks(numbering.strip(text))


def _label(text: str, *, is_heading: bool) -> Label | None:
    """Find a label; a heading that counts, `### Question 1 (easy)`, is one without a colon."""
    found = labels.label(text)
    counts = is_heading and not found and any(map(str.isdigit, text))
    return labels.label(f"**{text}**") if counts else found


def _folded(outline: Outline) -> list[int]:
    """Give the lines of what folds below a title that names an answer, and does not just open."""
    named = ((fold.first, marks.without_tags(fold.title)) for fold in outline.folds.values())
    return [n for n, title in named if part_titles.role_named_in(title) == "answer"]


def _task(text: str, *, is_heading: bool) -> Label | None:
    found = labels.task(text)
    if is_heading and found and found.word in COUNTED_IN_HAN:
        return None  # `### 问题一：如何限流？` asks as any heading does
    return labels.task(f"**{text}**") if is_heading and not found else found


def passage_above(outline: Outline, number: int, after: int) -> int:
    """Give the first line of the passage above a question's label, 0 if there is none.

    It stands below the line `after`, and below a heading or a rule where that is a label, unless
    its word is sure or most questions have one: else it may be how an answer goes on.
    """
    passages = _passages(outline)
    at = bisect_right(passages, number - 1)
    first = passages[at - 1] if at else 0
    if first <= max(after, number - _FARTHEST) or _parted(outline, first, number):
        return 0
    is_sure = labels.is_passage(outline[first].text, sure=True) and not _asks(outline, after)
    is_free = not after or is_sure or _parted(outline, after + 1, first)
    return first if is_free or _begins(outline, first) in _regular(outline) else 0


def _begins(outline: Outline, number: int) -> str:
    return outline[number].text.lstrip("*_ ")[:2].casefold()


def _asks(outline: Outline, number: int) -> bool:
    found = labels.label(outline[number].text)
    return found is not None and found.role == "question"


@once
def _regular(outline: Outline) -> frozenset[str]:
    """Give how the passages begin that stand above the first question, and at most of all."""
    asked, passages = _asked_on(outline), _passages(outline)
    counts = Counter(_begins(outline, number) for number in passages)
    leading = {_begins(outline, n) for n in passages if asked and n < asked[0]}
    return frozenset(each for each in leading if counts[each] >= _MOST * len(asked))


def _parted(outline: Outline, first: int, before: int) -> bool:
    return any(outline[n].kind in ("heading", "rule") for n in range(first, before))


@once
def _passages(outline: Outline) -> list[int]:
    marked = ((number, outline[number]) for number in _marked(outline))
    return [
        number for number, line in marked if line.leaf == number and labels.is_passage(line.text)
    ]


@once
def _asked_on(outline: Outline) -> list[int]:
    """Give the lines at which questions have labels."""
    return [number for number in range(1, outline.last + 1) if _asks(outline, number)]
