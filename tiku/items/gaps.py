"""The gaps of a cloze text, in the ways that card tools write them, and the text with them."""

import re

from tiku.system.patterns import INLINE_CODE, lazy
from tiku.values import NamedTuple

# Text whose braces match, as those of TeX and of gaps within gaps do; else up to the first end.
_BALANCED = r"(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,500}\}){0,500}\}){0,500}\}){1,2000}?"
_ANKI = lazy(
    rf"\{{\{{c(?P<number>\d+)::(?P<text>{_BALANCED}|.{{1,2000}}?)"
    r"(?:::(?P<hint>[^{}]{0,200}?))?\}\}",
    re.DOTALL,
)
_HIGHLIGHT = lazy(r"==(?P<text>[^=\s](?:[^=]*[^=\s])?)==(?P<hint>)(?P<number>)")
_AT = lazy(r"\{@\{(?P<text>.{1,2000}?)\}@\}(?P<hint>)(?P<number>)", re.DOTALL)
_CURLY = lazy(r"(?<![{$\\])\{(?:(?P<number>\d+):)?(?P<text>[^{}\s][^{}]*)\}(?P<hint>)(?!\})")
_SQUARE = lazy(r"(?<![!\\\]])\[(?P<text>[^\[\]^\s][^\[\]]*)\](?P<hint>)(?P<number>)(?![(\[:])")
_CODE = lazy(rf"{INLINE_CODE}|(?<!~)(~{{3,}})(?!~).+?(?<!~)\2(?!~)", re.DOTALL)
_INDENTED = lazy(r"(?:\n\n|^)(?: {4}|\t)[^\n]*(?:\n{1,2}(?: {4}|\t)[^\n]*)*")
_TEX = lazy(
    r"\$\$[^$]{1,2000}\$\$|(?<![\dA-Za-z\\$])\$[^\s$][^$\n]{0,500}?(?<!\s)\$(?!\w)"
    r"|\\\(.{1,500}?\\\)|\\\[.{1,500}?\\\]",
    re.DOTALL,
)

# Where bold would be a part of what is said.
_NO_MARKUP = lazy(lambda: rf"{_TEX.pattern}|\]\([^()\s]{{1,1000}}\)", re.DOTALL)

ANKI, MARKED, SQUARE = (_ANKI,), (_ANKI, _HIGHLIGHT, _AT, _CURLY), (_ANKI, _SQUARE)
HIGHLIGHTED = (_ANKI, _HIGHLIGHT)
Ways = tuple[re.Pattern[str], ...]
# One of these stands in a text that has gaps.
_SIGNS: dict[Ways, tuple[str, ...]] = {
    ANKI: ("{{c",),
    HIGHLIGHTED: ("==", "{{c"),
    MARKED: ("==", "{"),
    SQUARE: ("[", "{{c"),
}
_LONGEST = 20_000  # characters


# What `hidden` holds around a gap: no source has these characters, and no markup reads them.
START, TEXT, HINT, END = "\ue000\ue001\ue002\ue003"
_MARKS = dict.fromkeys(map(ord, (START, TEXT, HINT, END)), " ")
_MOST = 500  # cards of one note, to Anki


class Cloze(NamedTuple):
    """A text with gaps: what is asked, the whole text with each in bold, and what fills them.

    `hidden` is the text with each gap marked, as `START` number `TEXT` text `HINT` hint `END`.
    """

    asked: str
    whole: str
    gaps: tuple[str, ...]
    hidden: str


def cloze(text: str, ways: Ways) -> Cloze | None:
    """Find the gaps of a text that are written in some ways; none in code or mathematics."""
    if len(text) > _LONGEST or not any(sign in text for sign in _SIGNS[ways]):
        return None
    text = text.translate(_MARKS)
    found = sorted({_gap(text, m) for way in ways for m in way.finditer(_seen(text, way))})
    plain = [each.span() for each in _NO_MARKUP.finditer(text)]
    asked, whole, hidden, gaps, at = "", "", "", list[str](), 0
    for gap in found:
        start, end = gap.start, gap.end
        if start < at:
            continue
        asked += f"{text[at:start]}[{gap.hint or '…'}]"
        within = cloze(gap.text, ANKI)
        shown = within.whole if within else gap.text
        is_plain = any(first < start < last for first, last in plain)
        whole += text[at:start] + (shown if is_plain else _bold(shown))
        gaps.append(gap.text if within is None else bare(within.hidden))
        hidden += f"{text[at:start]}{_marked(gap, len(gaps))}"
        at = end
    rest = text[at:]
    return Cloze(asked + rest, whole + rest, tuple(gaps), hidden + rest) if gaps else None


class _Gap(NamedTuple):
    """A gap of a text: where it stands, and what is written there."""

    start: int
    end: int
    number: str
    text: str
    hint: str


def _gap(text: str, found: re.Match[str]) -> _Gap:
    """Take a gap as it was found where code is blanked: what looks like a hint there is none."""
    parts = (text[slice(*found.span(name))] for name in ("number", "text", "hint"))
    return _Gap(found.start(), found.end(), *parts)


def _seen(text: str, way: re.Pattern[str]) -> str:
    """Blank what a way to write gaps does not reach into; Anki's own reaches into TeX."""
    if way is _SQUARE:
        return text
    seen = _CODE.sub(_blank, text)
    return seen if way is _ANKI else _TEX.sub(_blank, seen)


def without_code(text: str) -> str:
    """Blank code and mathematics, in which brackets and letters mean something else."""
    seen = _CODE.sub(_blank, text) if "`" in text or "~~~" in text else text
    seen = _INDENTED.sub(_blank, seen) if "\n    " in seen or "\t" in seen else seen
    return _TEX.sub(_blank, seen) if "$" in seen or "\\" in seen else seen


def _blank(found: re.Match[str]) -> str:
    return "\0" * len(found[0])


def _bold(text: str) -> str:
    """Set a gap's text in bold: the spaces around it stay outside."""
    core = text.strip()
    is_bold = core.startswith("**") and core.endswith("**")
    return text if is_bold or not core else text.replace(core, f"**{core}**", 1)


def _marked(gap: _Gap, place: int) -> str:
    """Mark a gap; those of one number are asked for together."""
    given = int((gap.number or "0")[:4])
    number = given if 0 < given <= _MOST else place
    hint = f"{HINT}{gap.hint}" if gap.hint else ""
    within = cloze(gap.text, ANKI)
    text = within.hidden if within else gap.text
    return f"{START}{number}{TEXT}{text}{hint}{END}"


def bare(hidden: str) -> str:
    """Take the marks of gaps out of a text."""
    return re.sub(f"{START}\\d+{TEXT}|{HINT}[^{END}]*|{END}", "", hidden)
