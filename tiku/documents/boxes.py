"""Boxes that a program draws, `☐ no` over `☑ yes`, and signs in their place, as those of a list."""

from collections.abc import Sequence

from tiku.documents.flavours import are_apart
from tiku.documents.unmarked_titles import is_title_of_key
from tiku.languages import alphabets, asking
from tiku.languages.labels import label
from tiku.system.patterns import lazy
from tiku.values import NamedTuple


class _Box(NamedTuple):
    """A box that a program draws, and what stands behind it."""

    line: int
    indent: str
    sign: str
    is_full: bool
    text: str
    is_listed: bool  # behind a bullet


def boxed(lines: Sequence[str]) -> list[str]:
    """Write boxes that are drawn, `☐ no` over `☑ yes`, as those of a list, if some are full.

    All may be empty where a key stands below.
    """
    told, run = [*lines], list[_Box]()
    keys = [n for n, line in enumerate(lines) if is_title_of_key(line.lstrip("# "))]
    last = max(keys, default=0)
    for number, (line, is_apart) in enumerate(zip(lines, are_apart(lines), strict=True)):
        found = None if is_apart else _BOX.match(line)
        if found:
            is_full = bool(found["full"] or found["x"])
            sign, is_listed = found["sign"] or "()", bool(found["bullet"])
            run.append(_Box(number, found["indent"], sign, is_full, found["text"], is_listed))
        elif line.strip():
            _write(told, run, has_key=number <= last)
            run = []
    _write(told, run, has_key=False)
    return told


def _write(lines: list[str], run: Sequence[_Box], *, has_key: bool) -> None:
    """Write a run of boxes as a list; beside ticks, one that is crossed out is not right."""
    if any(box.sign in _TICKED for box in run):
        run = [box._replace(is_full=box.is_full and box.sign != "☒") for box in run]
    full = sum(box.is_full for box in run)
    if not full and _are_named(run):
        for box in run:
            lines[box.line] = f"{box.indent}{box.text}"
        return
    if not 0 < full < len(run) and not (has_key and not full and len(run) > 1):
        return
    above = (lines[number] for number in range(run[0].line - 1, -1, -1))
    asked = next((line.strip(" *_") for line in above if line.strip()), "")
    said = label(asked)
    is_question = said is not None and said.role == "question"
    asks = is_question or asked.endswith(_ASKS) or bool(_ASKED.match(asked))
    asks = asks or asking.names_type(asked)  # True or false: …
    is_listed = not full and all(box.is_listed for box in run)
    is_round = not is_listed and all(box.sign in _ROUND for box in run)  # which are bullets, too
    if (said and said.role == "answer" and said.rest) or (is_round and not (asks and full == 1)):
        return
    if not full and not (asks or is_listed):
        return
    for box in run:
        tick = "x" if box.is_full else " "
        lines[box.line] = f"{box.indent}- [{tick}] {box.text}"


def _are_named(run: Sequence[_Box]) -> bool:
    """Tell whether letters name what stands behind empty boxes: `☐ a. no` over `☐ b. yes`."""
    names = [alphabets.name(box.text) for box in run]
    places = [name.place if name else -1 for name in names]
    return len(run) > 1 and places == [*range(len(run))]


_EMPTY = "☐⬜🔲🔘⚪◻○◯⭕"
_FULL = "☑☒✅✔🗹🟢●"
_TICKED = frozenset("☑✅✔🗹")
_ROUND = frozenset("○◯●⚪")
_ASKS = ("?", "？", ")", "）")
_BOX = lazy(
    rf"(?P<indent>\s*)(?P<bullet>[-*+]\s+)?(?:(?P<sign>[{_EMPTY}]|(?P<full>[{_FULL}]))\ufe0f?\s*"
    r"|\((?:\s|(?P<x>[xX]))\)\s+(?!=>))(?P<text>\S.*)"
)


def marked(lines: Sequence[str]) -> list[str]:
    """Write `- no` beside the only `+ yes` below what asks as boxes; else both are bullets."""
    told, run = [*lines], list[int]()
    for number, (line, is_apart) in enumerate(
        zip([*lines, ""], [*are_apart(lines), False], strict=True)
    ):
        if not is_apart and line.startswith(("- ", "+ ")):
            run.append(number)
            continue
        asked = lines[run[0] - 1].rstrip(" *_") if run and run[0] else ""
        signs = [lines[n][0] for n in run]
        if signs.count("+") == 1 and len(run) > _FEW and _ASKED.match(asked):
            for n in run:
                told[n] = f"- [{'x' if lines[n][0] == '+' else ' '}] {lines[n][2:].lstrip()}"
        run = []
    return told


_FEW = 2  # lines of which one has a plus: pros and cons
_ASKED = lazy(r"[*_ ]{0,4}\d{1,3}[.．、)]")
