"""A line of plain text with emphasis and code, read exactly as `tiku.parser` reads it.

What else there may be (links, HTML, TeX, what stands behind a backslash) is left to the parser.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import category

from tiku.patterns import lazy

_CJK: Final = (
    "\u1100-\u11ff\u3000-\u303f\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_CJK_RANGES: Final = tuple(zip(_CJK[::3], _CJK[2::3], strict=True))
CJK: Final = lazy(f"[{_CJK}]")
# Code, the end of a line, runs of marks, and what may be the start of other markup.
_MARK: Final = re.compile(
    r"(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)|\n *|\*+|_+|~+|[\\`<&\[$]", re.DOTALL
)
# What makes a bracket more than a bracket.
_LINKING: Final = ("](", "][", "]:", "[^", "[$", "![", "[sound:")
_TAG: Final = re.compile("[A-Za-z/!?]")
_ENTITY: Final = re.compile("[A-Za-z#]")
_ESCAPED: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\xa0": "&nbsp;"})
_TAGS: Final = {"*": ("<em>", "</em>"), "**": ("<strong>", "</strong>")}


class Inline(NamedTuple):
    """Inline text as HTML that is harmless, as plain text, and as pieces of a form."""

    html: str
    plain: str
    pieces: tuple[tuple[str, bool], ...]
    is_linking: bool = False  # its HTML may have links


def escape(text: str) -> str:
    """Escape text as the sanitiser writes it: quotes stay as they are."""
    if "&" in text or "<" in text or ">" in text or "\xa0" in text:
        return text.translate(_ESCAPED)
    return text


@lru_cache(2000)  # a point of an answer is rendered with it, and compared by itself
def read(content: str) -> Inline | None:
    """Read inline text without tabs and control characters; give none if it is not simple."""
    found = _MARK.search(content)
    if found is None:
        return Inline(escape(content), content, ((content, False),))
    if "[" in content and not _has_only_brackets(content.lower()):
        return None
    line, at = _Line(), 0
    while found is not None:
        mark, text = found[0], content[at : found.start()]
        if found["code"]:
            line.add_code(text, found["code"])
        elif mark[0] == "\n":
            line.add_break(text)
        elif mark[0] == "*":
            if not line.add_mark(text, found):
                return None
        elif not _is_text(found):
            return None
        if mark[0] in "`\n*":
            at = found.end()
        found = _MARK.search(content, found.end())
    return line.read(content[at:])


class _Line:
    """What was read of a line so far, and the mark of emphasis that is open."""

    __slots__ = ("html", "opened", "pieces", "plain", "prose")

    def __init__(self) -> None:
        self.html, self.plain, self.prose, self.opened = "", "", "", ""
        self.pieces: list[tuple[str, bool]] = []

    def add_code(self, text: str, content: str) -> None:
        code = _code(content)
        self.html += f"{escape(text)}<code>{escape(code)}</code>"
        self.plain += text + code
        self.pieces += ((self.prose + text, False), (code, True))
        self.prose = ""

    def add_break(self, text: str) -> None:
        said = text.rstrip(" ")
        self.html += escape(said) + ("<br>\n" if len(text) - len(said) > 1 else "\n")
        self.plain += said + "\n"
        self.prose += said + " "

    def add_mark(self, text: str, found: re.Match[str]) -> bool:
        """Open or close emphasis; tell whether it is simple, no emphasis within emphasis."""
        mark, (before, after) = found[0], _neighbours(found)
        tag = ""
        if self.opened and _flanks(before, after):
            if mark != self.opened:
                return False
            tag, self.opened = _TAGS[mark][1], ""
        elif _flanks(after, before):
            if self.opened or mark not in _TAGS:
                return False
            tag, self.opened = _TAGS[mark][0], mark
        else:
            text += mark
        self.html += escape(text) + tag
        self.plain += text
        self.prose += text
        return True

    def read(self, rest: str) -> Inline | None:
        """Give the whole line, unless emphasis is still open."""
        if self.opened:
            return None
        pieces = (*self.pieces, (self.prose + rest, False))
        return Inline(self.html + escape(rest), self.plain + rest, pieces)


def _has_only_brackets(content: str) -> bool:
    """Tell whether no bracket belongs to a link, a picture, a note or a sound."""
    return not any(mark in content for mark in _LINKING)


def _code(content: str) -> str:
    code = content.replace("\n", " ")
    is_padded = code[0] == code[-1] == " " and code.strip(" ")
    return code[1:-1] if is_padded else code


def _neighbours(found: re.Match[str]) -> tuple[str, str]:
    """Give the characters around a run of marks; a line begins and ends with space."""
    text, (start, end) = found.string, found.span()
    return text[start - 1 : start] or " ", text[end : end + 1] or " "


def _is_text(found: re.Match[str]) -> bool:
    """Tell whether a mark is text: `a_b`, `a < b`, `R & D`, `$5`, `~5`."""
    mark, content, end = found[0], found.string, found.end()
    match mark[0]:
        case "_":
            before, after = _neighbours(found)
            return (before.isalnum() and after.isalnum()) or (before in " \n" and after in " \n")
        case "<":
            return not _TAG.match(content, end)
        case "&":
            return not _ENTITY.match(content, end)
        case "$":
            return content.count("$") == 1
        case "~":
            return len(mark) == 1
        case _:
            return mark == "["


@lru_cache(1000)
def _flanks(inner: str, outer: str) -> bool:
    """Tell whether a run of `*` flanks the text that `inner` belongs to: see `rules.Emphasis`."""
    if inner.isalnum():
        return True
    if _is_space(inner):
        return False
    if category(inner)[0] not in "PS" or is_cjk(inner):
        return True
    return _is_space(outer) or category(outer)[0] in "PS" or is_cjk(outer)


def is_cjk(char: str) -> bool:
    """Tell what `CJK` tells of a character, which takes long to compile."""
    return any(first <= char <= last for first, last in _CJK_RANGES)


def _is_space(char: str) -> bool:
    return char == "\n" or category(char) == "Zs"
