"""A line of text with emphasis, code, links and TeX, read exactly as `tiku.markup.parser` reads it.

What else there may be (HTML, pictures, notes, what stands behind a backslash) is left to it.
"""

import re
from functools import lru_cache
from typing import Final
from unicodedata import category

from tiku.languages.chinese import is_cjk
from tiku.markup import dollars
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

# Code, the end of a line, runs of marks, and what may be the start of other markup. Each way begins
# with a character, so that text without any of these is skipped as fast as a character is found.
_MARK: Final = lazy(
    r"`(?P<ticks>`*)(?!`)(?P<code>.+?)(?<!`)`(?P=ticks)(?!`)"
    r"|\n *|\*\**|__*|~~*|\\|`|<|&|\[|\$",
    re.DOTALL,
)
# What makes a bracket more than a bracket, but for a link to a plain address.
_LINKING: Final = ("][", "]:", "[^", "[$", "![", "[sound:")
_LINK: Final = lazy(
    r"\[(?P<label>[^\[\]\\`*_<>&!$~\n]+)\]"
    r"\((?P<target>https?://(?![a-z0-9.-]{200})"  # a host can be too long to be one
    r"(?:[a-z0-9]+[.-])+[a-z]+(?:/[A-Za-z0-9/._-]*)?)\)"
)
_MOST_BRACKETS: Final = 10  # the parser stops to look for links in brackets within brackets
_TAG: Final = lazy("[A-Za-z/!?]")
_ENTITY: Final = lazy("[A-Za-z#]")
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
    links = content.count("](")
    if links and content.count("[") > _MOST_BRACKETS:
        return None
    line, at = _Line(), 0
    while found is not None:
        end = line.add(content[at : found.start()], found)
        if end < 0:
            return None
        at = end or at
        found = _MARK.search(content, end or found.end())
    return line.read(content[at:]) if line.links == links else None


class _Line:
    """What was read of a line so far, and the mark of emphasis that is open."""

    __slots__ = ("html", "links", "opened", "pieces", "plain", "prose")

    def __init__(self) -> None:
        self.html, self.plain, self.prose, self.opened = "", "", "", ""
        self.pieces: list[tuple[str, bool]] = []
        self.links = 0

    def add(self, text: str, found: re.Match[str]) -> int:
        """Take text and the mark behind it, and give where what the mark begins ends.

        Give 0 if it is text as well, -1 if it is not simple.
        """
        mark = found[0]
        if found["code"]:
            self.add_code(text, found["code"])
        elif mark[0] == "\n":
            self.add_break(text)
        elif mark[0] == "*":
            return found.end() if self.add_mark(text, found) else -1
        elif mark == "[" and (link := _LINK.match(found.string, found.start())):
            self.add_link(text, link)
            return link.end()
        elif mark == "$" and (tex := dollars.tex(found.string, found.start())):
            self.add_tex(text, tex)
            return tex.end()
        else:
            return 0 if _is_text(found) else -1
        return found.end()

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

    def add_link(self, text: str, link: re.Match[str]) -> None:
        label = link["label"]
        tag = f'<a href="{link["target"]}" rel="noopener noreferrer">'
        self.html += f"{escape(text)}{tag}{escape(label)}</a>"
        self.plain += text + label
        self.prose += text + label
        self.links += 1

    def add_tex(self, text: str, found: re.Match[str]) -> None:
        tex, is_double = found["tex"].strip(), found[0].startswith("$$")
        shown = f"\\[{escape(tex)}\\]" if is_double else f"\\({escape(tex)}\\)"
        kind = "display" if is_double else "inline"
        self.html += f'{escape(text)}<span class="math {kind}">{shown}</span>'
        said = f"{text}$${tex}$$" if is_double else f"{text}${tex}$"
        self.plain += said
        self.prose += said

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
        return Inline(self.html + escape(rest), self.plain + rest, pieces, self.links > 0)


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
            return True  # as no TeX begins here
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


def _is_space(char: str) -> bool:
    return char == "\n" or category(char) == "Zs"
