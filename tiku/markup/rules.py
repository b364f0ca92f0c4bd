"""The rules by which tiku reads Markdown otherwise than markdown-it-py does; see `parser`."""

from __future__ import annotations

import re
from collections.abc import Callable

from tiku.languages.chinese import CJK
from tiku.markup import dollars, tags
from tiku.markup.commonmark import (
    Scanned,
    StateBlock,
    StateInline,
    Token,
    html_block,
    html_inline,
    isMdAsciiPunct,
    isPunctChar,
    isWhiteSpace,
    normalizeLink,
    reference,
    unescapeAll,
)
from tiku.system.patterns import lazy

_LONGEST_DEFINITION = 8  # lines

_BOX = lazy(
    r"\s*\{?\.?(?:note|info|tip|hint|important|warning|caution|danger|error|success|attention"
    r"|abstract|summary|example|question|quote|seealso|todo|details|spoiler|answer|solution)\b",
    re.IGNORECASE,
)
_INDENT = 4
_MOST_LINES = 200  # of a formula
# What tells a formula from words in escaped brackets.
_SIGN = lazy(r"[\\^_={}+*/<>|]|\d[A-Za-z]|[A-Za-z]\d|[A-Za-z]\(")
_CLOSING = {"\\(": "\\)", "\\[": "\\]"}
_NAMED = r"(?:[^()<>\"'\n]|\([^()<>\"'\n]{0,100}\))"  # `Photo (1) of it`
_SPACED = lazy(
    r"!\[(?P<alt>[^\[\]\n]{0,1000})\]\( {0,9}"
    rf"(?P<source>(?! ){_NAMED}{{1,500}} {_NAMED}{{1,500}}\.[A-Za-z0-9]{{2,5}})"
    r"(?: {1,9}(?P<title>\"[^\"\n]{0,1000}\"|'[^'\n]{0,1000}'))?\)"
)
_EMBEDDED = lazy(
    r"!\[\[(?P<source>[^\[\]|#\n]{1,500}\.[A-Za-z0-9]{2,5})(?:[|#][^\[\]\n]{0,200})?\]\]"
)
_LATEX = lazy(r"\[(?P<marks>\${1,2})\](?P<tex>.{1,5000}?)\[/(?P=marks)\]", re.DOTALL)
_SOUND = lazy(
    r"\[sound:(?P<source>[^\[\]\n]{1,200}\.(?:mp3|ogg|oga|opus|wav|m4a|flac|mp4|webm))\]",
    re.IGNORECASE,
)
_NAMING = lazy(r"\ssrc(?:set)?\s*=", re.IGNORECASE)


# HTML


def html(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a block of HTML, unless it starts with what is no element."""
    at = state.bMarks[start] + state.tShift[start]
    return _may_be_tag(state.src, at) and html_block(state, start, end, silent)


def tag(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read a tag within a line, unless it is no element or lacks its other half."""
    if not (_may_be_tag(state.src, state.pos) and _is_whole(state.src, state.pos)):
        return False
    return html_inline(state, silent)


def _is_whole(text: str, at: int) -> bool:
    """Tell whether a tag has its other half in the paragraph, or needs none."""
    found = tags.TAG.match(text, at)
    if found is None or found[1].lower() in tags.VOID:
        return True
    if found[1].lower() == "source":  # of a sound, film or picture; "What is <source>?" asks for it
        return bool(_NAMING.search(text, at, text.find(">", at)))
    if text.startswith("</", at):
        return bool(re.search(rf"<{found[1]}\b", text[:at], re.IGNORECASE))
    return bool(re.search(rf"</{found[1]}\b", text[at:], re.IGNORECASE))


def _may_be_tag(text: str, at: int) -> bool:
    """Tell whether a tag that starts here is one of HTML's; comments and the like may be too."""
    found = tags.TAG.match(text, at)
    return found is None or found[1].lower() in tags.ELEMENTS


# Blocks


def definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Look a few lines ahead only: else hundreds of definitions in a row take quadratic time."""
    whole = state.lineMax
    state.lineMax = min(whole, start + _LONGEST_DEFINITION)
    try:
        return reference(state, start, end, silent)
    finally:
        state.lineMax = whole


def is_box(name: str) -> bool:
    """Tell whether what stands behind `:::` or `!!!` names a box."""
    return bool(_BOX.match(name))


def only_boxes(rule: Callable[..., bool]) -> Callable[..., bool]:
    """Read `!!! note` with a title in quotes or text indented below, but no sentence."""

    def guarded(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        name, _, title = _line(state, start).lstrip("!").strip().partition(" ")
        below = state.sCount[start + 1] - state.blkIndent if start + 1 < end else 0
        is_titled = not title or title.startswith('"') or below >= _INDENT
        return is_box(name) and is_titled and rule(state, start, end, silent)

    return guarded


def within(rule: Callable[..., bool]) -> Callable[..., bool]:
    """Guard a rule from a line of nothing at the end of a text, such as a quote's."""

    def guarded(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        at = state.bMarks[start] + state.tShift[start]
        return at < len(state.src) and rule(state, start, end, silent)

    return guarded


def bracket_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    r"""Read TeX from a line that is `\[` to one that is `\]`."""
    if _line(state, start) != "\\[":
        return False
    for number in range(start + 1, min(end, start + _MOST_LINES)):
        line = _line(state, number)
        if line in ("", "\\["):
            return False
        if line == "\\]":
            if not silent:
                token = state.push("math_block", "math", 0)
                token.content = "\n".join(_line(state, n) for n in range(start + 1, number))
                token.map = [start, number + 1]
                state.line = number + 1
            return True
    return False


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].strip()


# Within a line


def tex(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read TeX between dollars as pandoc does, but no prices, variables or code."""
    found = dollars.tex(state.src, state.pos) if state.src[state.pos] == "$" else None
    if not found:
        return False
    if not silent:
        kind = "math_inline_double" if found[0].startswith("$$") else "math_inline"
        state.push(kind, "math", 0).content = found["tex"]
    state.pos = found.end()
    return True


def _is_bare(state: StateInline, content: str, end: int) -> bool:
    """Tell whether what has no sign of TeX is a formula all the same: a letter, or a whole line."""
    if state.src.startswith("\\(", state.pos):
        return len(content.strip()) == 1 and content.strip().isalpha()
    return state.pos == 0 and end + 2 == len(state.src)


def bracket(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    r"""Read TeX between `\(` and `\)`, or `\[` and `\]`; in other brackets a backslash escapes."""
    opening = state.src[state.pos : state.pos + 2]
    if opening not in _CLOSING:
        return False
    end = state.src.find(_CLOSING[opening], state.pos + 2)
    content = state.src[state.pos + 2 : max(end, 0)]
    if not content.strip() or not (_SIGN.search(content) or _is_bare(state, content, end)):
        return False
    if not silent:
        kind = "math_inline" if opening == "\\(" else "math_inline_double"
        state.push(kind, "math", 0).content = content
    state.pos = end + 2
    return True


def latex(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read Anki's older way to write TeX, `[$]x[/$]` and `[$$]x[/$$]`."""
    found = _LATEX.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        kind = "math_inline" if found["marks"] == "$" else "math_inline_double"
        state.push(kind, "math", 0).content = found["tex"]
    state.pos = found.end()
    return True


def picture(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `![alt](a b.png "title")` and `![[a b.png]]`, which CommonMark does not know."""
    if state.src[state.pos] != "!":
        return False
    found = _SPACED.match(state.src, state.pos) or _EMBEDDED.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("image", "img", 0)
        given = found.groupdict()
        alt, title = given.get("alt"), given.get("title")
        token.attrs = {"src": normalizeLink(found["source"]), "alt": ""}
        if title:
            token.attrs["title"] = unescapeAll(title[1:-1])
        token.children = [Token("text", "", 0, content=alt)] if alt else []
    state.pos = found.end()
    return True


def sound(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read Anki's `[sound:a.mp3]` as a picture that is heard."""
    found = _SOUND.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.attrs, token.children = {"src": normalizeLink(found["source"]), "alt": ""}, []
    state.pos = found.end()
    return True


class Emphasis(StateInline):
    """A line of text in which emphasis works beside Chinese, Japanese and Korean."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803, FBT001
        """Tell what a run of `*`, `_` or `~` can do between its neighbours."""
        found = super().scanDelims(start, canSplitWord)
        before = self.src[start - 1] if start else " "
        after = self.src[start + found.length : start + found.length + 1] or " "
        if not (CJK.match(before) or CJK.match(after)):
            return found
        opens = _flanks(after, before)
        closes = _flanks(before, after)
        if not canSplitWord:  # "_" stays a letter between letters
            opens, closes = (
                opens and (not closes or _is_punctuation(before)),
                closes and (not opens or _is_punctuation(after)),
            )
        return Scanned(opens, closes, found.length)


def _flanks(inner: str, outer: str) -> bool:
    """Tell whether a run flanks the text that `inner` belongs to."""
    if isWhiteSpace(ord(inner)):
        return False
    if CJK.match(inner) or not _is_punctuation(inner):
        return True
    return isWhiteSpace(ord(outer)) or _is_punctuation(outer) or bool(CJK.match(outer))


def _is_punctuation(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)
