"""The words of a question without what only marks them as one: numbering, labels, list and heading.

Dialects take off what belongs to their own shape; this is for what is left, as in a heading of its
own below a label, or an entry of a table of contents that links to its anchor.
"""

from __future__ import annotations

import re

from tiku.languages import asking, label_words, labels, numbering
from tiku.model import Fragment, Markdown
from tiku.system.patterns import lazy

_HEADING = lazy(r"#{1,6}[ \t]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*")
_BULLET = lazy(r"(?:>|[-*+])[ \t]+(?:\[[ xX]\][ \t]+)?")
_ATTRIBUTES = lazy(r"[ \t]*\{#[\w.: #-]+\}[ \t]*$")
_TO_ANCHOR = lazy(r"\[(?P<text>[^\[\]]+)\]\(#[^()\s]*\)")
_HIGHLIGHT = lazy(r"==(?P<text>(?:(?!==).)+)==")
_WRAPPINGS = {"[": _TO_ANCHOR, "#": _HEADING, "=": _HIGHLIGHT}
_EMPHASIS = lazy(r"(?P<mark>\*{1,3}|_{1,3}|<(?:b|strong|em|i|u)>)(?=\S)", re.IGNORECASE)
_WHOLLY_BOLD = lazy(r"(\*{2,3}|__)(?P<text>(?!\s)(?:(?!\1).)+(?<!\s))\1")
_ORDINAL = lazy(r"[#*_ ]{0,9}第\s?[\d一二三四五六七八九十]{1,4}\s?[题題问問道][.:：]?[*_\s]{0,9}")
_NESTED = 4  # marks around marks: `- [ ] **Q1:** 1. What`


def clean(question: Fragment) -> Fragment:
    """Take numbering, label and marks off a question; what has nothing else stays as it is."""
    line, newline, rest = question.markdown.partition("\n")
    if (below := rest.lstrip()) and _only_counts(line):
        skipped = rest[: len(rest) - len(below)].count("\n") + 1
        return clean(Fragment(Markdown(below), question.line + skipped))
    found = _ATTRIBUTES.sub("", line) if "{#" in line else line
    found = _without_worth(found if _says(found) else line)
    for _ in range(_NESTED):
        bare = _once(found, is_alone=not rest.strip())
        if bare == found or not _says(bare):
            break
        found = bare
    return Fragment(Markdown(found + newline + rest), question.line)


def _without_worth(line: str) -> str:
    """Take off what a question is worth behind it: `Name it. **(2 marks)**`, `简述……（10分）`."""
    if line.rstrip("*_.。 ")[-1:] not in _ENDS or not (found := _WORTH.search(line)):
        return line
    asked = line[: found.start()].rstrip()
    mark = found["mark"]
    is_around = mark and not found["opened"] and asked.count(mark) % 2  # **Name it. (2 marks)**
    bare = f"{asked}{mark}" if is_around else asked
    return bare if _says(bare) and numbering.strip(bare).strip() else line


def _only_counts(line: str) -> bool:
    """Tell whether a line only counts, or says what kind of question stands below it."""
    start = line.lstrip("#* ")[:1]
    if _names_kind(line):
        return True
    if start == "第":
        return bool(_ORDINAL.fullmatch(line))
    return start in _BRACKETS and _without_kind(f"{line.strip()} …") == "…"


def _names_kind(line: str) -> bool:
    """Tell whether a line has but a kind behind its number: `第 1 题｜单选`, `C01【易 · 单选】`."""
    found = _OF_KIND.fullmatch(line) if any(sign in line for sign in "｜|【") else None
    return bool(found) and asking.names_type(line)


_OF_KIND = lazy(
    r"[#*_ ]{0,9}(?:第\s?[\d一二三四五六七八九十]{1,4}\s?[题題问問道]|[A-Z]{0,3}\d{1,4}[.、]?)\s?"
    r"(?:(?:[｜|][^｜|\n]{1,20}){1,3}|【[^【】\n]{2,40}】)[*_ ]{0,9}"
)


def _says(text: str) -> bool:
    """Tell whether more than marks is left."""
    return bool(text.strip(" \t*_#>"))


def _once(line: str, *, is_alone: bool) -> str:
    line = _without_kind(line.strip())
    wrapping = _WRAPPINGS.get(line[:1])
    if wrapping and (found := wrapping.fullmatch(line)):
        return found["text"]
    if is_alone and (found := _BULLET.match(line)):
        return line[found.end() :]
    label = labels.label(line)
    is_adorned = line[:1] in label_words.SIGNS and asking.ends_asking(line)  # ✅ What?
    if is_adorned or (label and label.role == "question"):
        return label.rest if label else line[1:].lstrip("\ufe0f ")
    if is_alone and (bold := _WHOLLY_BOLD.fullmatch(line)) and numbering.strip(bold["text"]):
        return bold["text"]
    if line[:1] in ("*", "_", "<") and (found := _EMPHASIS.match(line)):
        return _in_emphasis(line, found["mark"])
    return numbering.strip(line)


def _without_kind(line: str) -> str:
    """Take off the kind of a question, or what it is worth, in brackets: `(MCQ) What?`."""
    found = _KIND.match(line) if line.lstrip("*_")[:1] in _BRACKETS else None
    kind = found["kind"].lower() if found else ""
    if found and (asking.names_type(kind) or kind in _KINDS or _POINTS.fullmatch(kind)):
        return line[found.end() :]
    return line


_BRACKETS = frozenset("(（[【")
_KINDS = frozenset("mcq mcqs msq nat t/f tf multi-select open-ended".split())
_POINTS = lazy(
    r"\d{1,3}\s?(?:points?|pts?\.?|marks?|punkte?|puntos?|pontos?|punti|балл\w{0,3}|分|点|점)\s?"
)
_ENDS = frozenset(")）]】")
_WORTH = lazy(
    r"(?P<opened>[*_]{1,3})?[(（\[【]\s?(?:je\s|each\s|本题\s?|共\s?)?\d{1,3}(?:[.,]5)?\s?"
    r"(?:points?|pts?\.?|marks?|punkte?|puntos?|pontos?|punti|балл\w{0,3}|分|点|점)"
    r"\s?[)）\]】][.。]?(?P<mark>[*_]{1,3})?[.。]?\s*$",
    re.IGNORECASE,
)
_KIND = lazy(  # but no link
    r"(?P<mark>[*_]{0,3})[(（\[【]\s?(?P<kind>[^()（）\[\]【】]{2,24})\s?[)）\]】](?!\()(?P=mark)"
    r"\s?[:：.]?\s{0,3}(?=\S)"
)


def _in_emphasis(line: str, mark: str) -> str:
    """Take numbering out of emphasis: `**1. What?**`, or with it: `**1.** What?`."""
    inner = line[len(mark) :]
    head, closing, rest = inner.partition(mark.replace("<", "</"))
    if not head:  # a blank to be filled in
        return line
    if closing and rest.strip() and not numbering.strip(f"{head} A").removesuffix("A").strip():
        return rest.lstrip()
    return mark + numbering.strip(inner)
