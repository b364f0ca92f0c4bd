"""Tasks, which are questions where they count and are answered, and the passages above questions.

`**Problem 1.** … **Solution.** …` asks as `**Question:** …` does, but a manual may have examples
that nobody is asked about: so no question may have a label of its own, and most are answered.
"""

from bisect import bisect_right

from tiku import labels
from tiku.labels import Label
from tiku.outline import Outline

_MOST = 0.6  # of the tasks have an answer
_FARTHEST = 40  # lines between the start of a passage and its question


def task_at(outline: Outline, number: int) -> Label | None:
    """Find the label of a task on a line, if those of the document are its questions."""
    return _tasks(outline).get(number)


def _tasks(outline: Outline) -> dict[int, Label]:
    if "tasks" not in outline.memo:
        found = {
            number: task
            for number, line in enumerate(outline.lines, 1)
            if line.leaf == number and line.kind in ("text", "heading")
            if (task := _task(line.text, is_heading=line.kind == "heading"))
        }
        outline.memo["tasks"] = found if found and _are_questions(outline, found) else {}
    known: dict[int, Label] = outline.memo["tasks"]
    return known


def _task(text: str, *, is_heading: bool) -> Label | None:
    found = labels.task(text)
    return labels.task(f"**{text}**") if is_heading and not found else found


def _are_questions(outline: Outline, tasks: dict[int, Label]) -> bool:
    """Tell whether no question has a label, and most tasks an answer, here or in a key."""
    if outline.has_key and len(tasks) > 1:
        return True
    answered = set[int]()
    numbers = sorted(tasks)
    for number, line in enumerate(outline.lines, 1):
        if number in tasks or line.kind not in ("text", "heading"):
            continue
        found = labels.label(line.text)
        if found and found.role == "question":
            return False
        if found and found.role == "answer" and (at := bisect_right(numbers, number)):
            answered.add(numbers[at - 1])
    return len(answered) >= _MOST * len(tasks)


def passage_above(outline: Outline, number: int, after: int) -> int:
    """Give the first line of the passage above a question's label, 0 if there is none.

    It stands below the line `after`; where that is a label of another entry, what may go on with
    its answer is no passage.
    """
    passages = _passages(outline)
    at = bisect_right(passages, number - 1)
    first = passages[at - 1] if at else 0
    if first <= max(after, number - _FARTHEST):
        return 0
    if after and not labels.is_passage(outline[first].text, sure=True):
        return 0
    parted = (outline[n].kind in ("heading", "rule") for n in range(first, number))
    return 0 if any(parted) else first


def _passages(outline: Outline) -> list[int]:
    if "passages" not in outline.memo:
        outline.memo["passages"] = [
            number
            for number, line in enumerate(outline.lines, 1)
            if line.leaf == number and line.kind == "text" and labels.is_passage(line.text)
        ]
    found: list[int] = outline.memo["passages"]
    return found
