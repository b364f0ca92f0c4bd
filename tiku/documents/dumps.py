"""What sites with questions of exams show around them, as people copy it: buttons, votes, topics.

`Question #2 *Topic 1*` is written as a label, and `Reveal Solution`, `Discussion 12` and how many
have voted for which option are left out. Lines keep their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tiku.documents.flavours import are_code
from tiku.languages.labels import label
from tiku.system.patterns import lazy

_SIGNS = (
    "ommunity vote",
    "eveal Solution",
    "iew Answer",
    "ide Answer",
    "ide Solution",
    "how Answer",
    "how Suggested",
    "Topic 1",
    "Explanation/Reference",
    "\U0001f5f3",
    "our answer is ",
    "our selection is ",
)
_NEAR = 8  # lines between a button and the answer that it shows
_OPENS = (
    r"(?:view|show|reveal|hide|see)\s(?:the\s)?(?:(?:suggested|correct)\s)?(?:answer|solution)s?"
)
_TALK = r"(?:\d{1,4}\s)?discussions?(?:\s[(]?\d{1,4}[)]?)?"
_BUTTON = lazy(rf"{_OPENS}(?:[\s|/·]{{1,3}}(?:{_OPENS}|{_TALK})){{0,3}}", re.IGNORECASE)
_DISCUSSION = lazy(_TALK, re.IGNORECASE)
_LINK = lazy(r"\[(?P<text>[^\[\]]{1,60})\]\([^()\s]{0,300}\)")
_LONGEST = 300  # characters of a line of buttons
_VOTES = lazy(r"[\s*_>#-]{0,6}community vote distribution(?P<rest>[\s*_:].*)?", re.IGNORECASE)
_VOTE = lazy(
    r"(?:[\s*_,;|>-]{0,4}(?:[A-H]{1,5}\s?[(:-]?\s?\d{1,3}\s?%\)?|\d{1,3}\s?%|other))+[\s*_]{0,4}",
    re.IGNORECASE,
)
_ASKED = lazy(
    r"(?P<marks>#{1,6}\s+)?[*_]{0,3}(?:new\s)?question\s?[#№:]?\s?(?P<number>\d{1,4})[*_]{0,3}"
    r"(?P<topic>[\s,–—-]{0,4}[*_(\[]{0,3}topic\s?\d{1,3}[*_)\]]{0,3})?\s*",
    re.IGNORECASE,
)
_TOPIC = lazy(r"[\s*_(>-]{0,6}(?:exam\s)?topic\s?#?\d{1,3}[\s*_)]{0,4}", re.IGNORECASE)
_EXPLAINED = lazy(r"[*_]{0,3}Explanation/Reference:?[*_]{0,3}:?\s*", re.IGNORECASE)
_BETWEEN = lazy(
    r"\s*(?:[*_]{0,3}Explanation:?[*_]{0,3}|[*_]{0,3}Section:.{0,100})?\s*", re.IGNORECASE
)
_BALLOT = lazy("\\s?\U0001f5f3\ufe0f?")


def may_stand(text: str) -> bool:
    """Tell by a glance whether such lines may stand in a document."""
    return any(sign in text for sign in _SIGNS)


def plain(lines: Sequence[str]) -> Sequence[str]:
    """Write such lines without what says nothing, if an answer or a topic tells what they are."""
    lines = _chosen(lines)
    told = [None if is_code else line for line, is_code in zip(lines, are_code(lines), strict=True)]
    left = {*_buttons(told), *_votes(told)}
    if left:
        left.update(
            n for n, line in enumerate(told) if line and _DISCUSSION.fullmatch(_shown(line))
        )
    written = {**dict(_asked(told, is_dump=bool(left))), **dict(_explained(told))}
    return [
        "" if n in left else written.get(n, line if told[n] is None else _BALLOT.sub("", line))
        for n, line in enumerate(lines)
    ]


def _chosen(lines: Sequence[str]) -> Sequence[str]:
    """Write `- Your answer is correct` over an option as that with a tick, and leave out the rest.

    So is `Correct`, or `Skipped`, below the number of a question.
    """
    told, above = [*lines], ""
    bullet, tick = "", ""
    chosen = [n for n, line in enumerate(lines) if _CHOSEN.fullmatch(line)]
    if len(chosen) < _FEWEST:
        return lines
    for n, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True)):
        if is_code or not line.strip():
            continue
        found = _CHOSEN.fullmatch(line)
        if found:
            bullet = found["bullet"] or bullet
            tick = " ✅" if found["right"] or found["right_too"] else tick
            told[n] = ""
        elif _GRADED.fullmatch(line) and _ASKED.fullmatch(above):
            told[n] = ""
        elif bullet or tick:
            text = _LISTED.sub("", line).strip() if bullet else line.rstrip()
            told[n] = f"{bullet}{text}{tick}"
            bullet = tick = ""
        above = line
    return told


_FEWEST = 2  # options that are called right or wrong
_LISTED = lazy(r"^\s{0,6}[-*+]\s+")
_CHOSEN = lazy(
    r"(?P<bullet>\s{0,6}[-*+]\s+)?\s{0,6}[*_]{0,3}(?:your\s(?:answer|selection)\sis\s"
    r"(?:(?P<right>correct)|incorrect)|(?P<right_too>correct\s(?:answer|selection)))[*_]{0,3}\s*",
    re.IGNORECASE,
)
_GRADED = lazy(
    r"[*_]{0,3}(?:in)?correct[*_]{0,3}\s*|[*_]{0,3}(?:skipped|unattempted)[*_]{0,3}\s*",
    re.IGNORECASE,
)


def _buttons(lines: Sequence[str | None]) -> Iterator[int]:
    """Give the lines that are buttons, with an answer near below."""
    found = [n for n, line in enumerate(lines) if line and _BUTTON.fullmatch(_shown(line))]
    for n in found:
        below = filter(None, lines[n + 1 : n + 1 + _NEAR])
        if any(_is_answer(line.lstrip("> -")) for line in below):
            yield n


def _explained(lines: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """Write `Explanation/Reference:` as a label, without what stands between it and the key."""
    for n, line in enumerate(lines):
        if line and _EXPLAINED.fullmatch(line):
            yield n, "Explanation:"
            for above in range(n - 1, max(-1, n - _NEAR), -1):
                if not _BETWEEN.fullmatch(lines[above] or ""):
                    break
                yield above, ""


def _shown(line: str) -> str:
    """Give what a line shows, without what is left of buttons around their words."""
    text = _LINK.sub(r"\g<text>", line) if len(line) < _LONGEST else ""
    return " ".join(text.strip(" \t*_[]>:-\U0001f4ac").split())


def _is_answer(line: str) -> bool:
    found = label(line)
    return bool(found and found.role == "answer" and len(found.word) > 1)


def _votes(lines: Sequence[str | None]) -> Iterator[int]:
    """Give the lines that tell how many have voted for which option."""
    is_below = False
    for n, line in enumerate(lines):
        found = _VOTES.fullmatch(line) if line else None
        if found:
            rest = (found["rest"] or "").strip(" :*_")
            is_below = not rest or bool(_VOTE.fullmatch(rest))
            if is_below:
                yield n
        elif is_below and line and _VOTE.fullmatch(line):
            yield n
        else:
            is_below = is_below and line == ""


def _asked(lines: Sequence[str | None], *, is_dump: bool) -> Iterator[tuple[int, str]]:
    """Write `Question #2 *Topic 1*` as a label, and leave out the topic on a line below it."""
    found = [
        (n, asked) for n, line in enumerate(lines) if line and (asked := _ASKED.fullmatch(line))
    ]
    topics = dict[int, int]()
    for n, _ in found:
        below = next((m for m in range(n + 1, min(n + 3, len(lines))) if lines[m]), -1)
        if below > 0 and _TOPIC.fullmatch(lines[below] or ""):
            topics[n] = below
    if not is_dump and not topics and not any(asked["topic"] for _, asked in found):
        return
    for n, asked in found:
        marks, counter = asked["marks"], f"Question {asked['number']}"
        yield n, f"{marks}{counter}" if marks else f"**{counter}**"
        if n in topics:
            yield topics[n], ""
