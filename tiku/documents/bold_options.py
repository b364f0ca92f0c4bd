"""Options of exams that mark the right ones by bold alone, in bullets without names.

    **3. Which routes?**

    - hub
    - **router**
    - cable

So does a star behind one bullet below each of all questions, `- router *`.

They are written as boxes where most questions of a document have such bullets, and its title, or
explanations beside them, tell that it is an exam: else the bullets may be an answer in points.
"""

import re
from collections.abc import Iterator, Sequence

from tiku.documents.flavours import are_code
from tiku.languages import alphabets, asking
from tiku.languages.labels import label
from tiku.system.patterns import lazy

_ITEM = r"[ ]{0,6}[-*+][ ]{1,4}"
_BOLD = lazy(rf"^{_ITEM}\*\*[^*\n]{{1,400}}\*\*[.。]?[ ]*$", re.MULTILINE)
_BULLET = lazy(
    rf"(?P<start>{_ITEM})"
    r"(?:\*\*(?P<bold>[^*\s](?:[^*]|\*(?!\*)){0,400})\*\*[.。]?[ ]*$|(?P<plain>\S.*))"
)
_HEAD = lazy(r"(?:#{1,6}\s+|\*\*|\d{1,3}[.)]\s+)(?P<text>\S.*)")
_OF_EXAM = lazy(
    r"\*\*(?:explanation|explicación|explicação|erklärung|解析)\s?[:：]"
    r"|\b(?:choose|select) (?:two|three|all)\b",
    re.IGNORECASE,
)
_EXAM = lazy(r"\b(?:exams?|quiz|mcqs?|(?:mock|practice) tests?)\b|考试|试卷|题库", re.IGNORECASE)
_FEWEST = 3  # questions with such options
_MOST = 0.6  # of all questions have them
_PLAIN = 2  # wrong options of each, at least
_Found = re.Match[str]
_Run = list[tuple[int, _Found]]


def boxed(lines: Sequence[str]) -> Sequence[str]:
    """Write such options as boxes, if the right ones stand in different places."""
    text = "\n".join(lines)
    if " *\n" in f"{text}\n" and (starred := _starred(lines)):
        return starred
    if len(_BOLD.findall(text)) < _FEWEST:
        return lines
    questions = [run if _are_options(run) else [] for run in _below_questions(lines)]
    found = [run for run in questions if run]
    places = [[bool(bullet["bold"]) for _, bullet in run] for run in found]
    firsts, lasts = {each[0] for each in places}, {each[-1] for each in places}
    if len(found) < max(_FEWEST, _MOST * len(questions)) or {True} in (firsts, lasts):
        return lines
    title = next((line for line in lines if line[:1] == "#"), "")
    told = sum(bool(_OF_EXAM.search(line)) for line in lines)
    if told < len(found) / 2 and not _EXAM.search(title):
        return lines
    written = [*lines]
    for number, bullet in (each for run in found for each in run):
        tick = "x" if bullet["bold"] else " "
        written[number] = f"{bullet['start']}[{tick}] {bullet['bold'] or bullet['plain']}"
    return written


_STAR = lazy(r"(?P<text>[^*\n]{1,400}?)[ ]\\?\*[ ]*")


def _starred(lines: Sequence[str]) -> Sequence[str]:
    """Write bullets as boxes of which, below each question, one has a star behind it; else none."""
    if any(line.startswith(r"\*") for line in lines):  # it leads to a note
        return []
    runs, written = [run for run in _below_questions(lines) if run], [*lines]
    for run in runs:
        stars = [_STAR.fullmatch(bullet["plain"] or "") for _, bullet in run]
        if sum(map(bool, stars)) != 1 or len(run) < _PLAIN or len(runs) < _PLAIN:
            return []
        for (number, bullet), star in zip(run, stars, strict=True):
            text = star["text"] if star else bullet["bold"] or bullet["plain"]
            written[number] = f"{bullet['start']}[{'x' if star else ' '}] {text}"
    return written if runs else []


def _below_questions(lines: Sequence[str]) -> Iterator[_Run]:
    """Give the bullets below each line that asks; none where they are no flat list."""
    asks, run = False, list[tuple[int, _Found]]()
    for number, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True)):
        bullet = _BULLET.match(line) if asks and not is_code else None
        if bullet and (not run or bullet["start"] == run[0][1]["start"]):
            run.append((number, bullet))
            continue
        if not line.strip():
            continue
        said = None if is_code else label(line)
        starts = not is_code and _asks(line)
        if asks and (run or said or starts):
            goes_on = bool(lines[number - 1].strip()) and not (said or starts)
            is_answered = said is not None and said.role == "answer"
            yield [] if line[:1].isspace() or goes_on or is_answered else run
            asks, run = False, []
        asks = asks or starts
    if asks:
        yield run


def _asks(line: str) -> bool:
    found = _HEAD.match(line)
    return bool(found and asking.requests(found["text"].strip("*_ ")))


def _are_options(run: _Run) -> bool:
    """Tell whether some bullets are bold as a whole, and the others plain; none has a name."""
    texts = [bullet["bold"] or bullet["plain"] for _, bullet in run]
    bold = [bullet["bold"] for _, bullet in run if bullet["bold"]]
    if not bold or len(run) - len(bold) < _PLAIN:
        return False
    is_title = any(text.rstrip().endswith((":", "：")) for text in bold)
    return not is_title and not any(text[:1] == "[" or alphabets.name(text) for text in texts)
