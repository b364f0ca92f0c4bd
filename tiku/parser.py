"""The Markdown parser: the one module that imports markdown-it-py.

Three things differ from what markdown-it-py does by itself.

Emphasis beside Chinese, Japanese and Korean text works: `**真：**她` is bold. CommonMark lets `**`
close only where spaces or punctuation part words, which scripts without spaces do not have
(commonmark-spec issue 650). The rule here is that of the CJK-friendly amendment: full-width
punctuation does not forbid emphasis, and a CJK neighbour allows it.

Only the elements of HTML are tags: `List<String>` is text, as its author means it, where CommonMark
sees a tag that every browser drops. So is a tag without its other half, as in "What is <div>?".

No input takes quadratic time: link definitions look a few lines ahead only, and a paragraph that
is too tangled is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import unescape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.common.utils import (
    escapeHtml,
    isMdAsciiPunct,
    isPunctChar,
    isWhiteSpace,
    normalizeReference,
)
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, html_block, reference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, html_inline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode as Node
from markdown_it.utils import EnvType, OptionsDict

__all__ = [
    "Node",
    "Token",
    "block_tokens",
    "inline",
    "is_tangled",
    "normalizeReference",
    "render",
    "tokens",
]

# Blocks nested deeper than this are not read (markdown-it-py would drop them in silence).
MAX_NESTING = 100
_MAX_INLINE_NESTING = 12
_MAX_HTML_NESTING = 250
# Some inline rules are quadratic ("*a *a …", "<? <? …"). Where a paragraph's length times its
# number of markup characters exceeds this, its markup is not read.
_MAX_TANGLE = 200_000_000
_LONGEST_DEFINITION = 8  # lines

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_IMG = re.compile(r"<img\b(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(alt|src)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE)
_VOID = frozenset("br wbr img input".split())
_ELEMENTS = frozenset(block_names) | frozenset(
    "a abbr acronym applet area audio b bdi bdo big br button canvas cite code data datalist del"
    " dfn em embed font i img input ins kbd label map mark math meter nobr object output picture"
    " pre progress q rb rp rt rtc ruby s samp script select slot small span strike strong style"
    " sub sup svg template textarea time tt u var video wbr".split()
)

_CJK = re.compile(
    "[\u1100-\u11ff\u3000-\u303f\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)


def block_tokens(text: str) -> tuple[list[Token], dict[str, tuple[int, int]]]:
    """Parse blocks only; also give the lines, 1-based, of each link definition by label."""
    env: dict[str, Any] = {}
    found = _block_parser().parse(text, env)
    definitions = env.get("references", {})
    return found, {k: (v["map"][0] + 1, v["map"][1]) for k, v in definitions.items()}


def tokens(markdown: str) -> list[Token]:
    """Parse blocks and inline markup."""
    return _full_parser().parse(markdown, {})


def inline(text: str) -> Token:
    """Parse one line of inline markup, such as a heading's."""
    return _full_parser().parseInline(text, {})[0]


def render(found: Sequence[Token]) -> str:
    """Render what `tokens` gave as HTML, which is not yet sanitised."""
    parser = _full_parser()
    html = str(parser.renderer.render(found, parser.options, {}))
    return str(escapeHtml(html)) if is_too_deep(html) else html


def plain(token: Token) -> str:
    """Give the text of an inline token without its markup."""
    out: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            out.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            out.append("\n")
        elif child.type == "image":
            out.append(plain(child) or str(child.attrGet("src") or ""))
        elif child.type == "html_inline" and child.content.startswith("<br"):
            out.append("\n")
        elif child.type == "html_inline":
            out += (alt or source for alt, source in html_images(child.content))
    return "".join(out)


def is_tangled(content: str) -> bool:
    """Tell whether a paragraph is so long and full of markup that parsing it would hang."""
    if len(content) < 10_000:
        return False
    return len(content) * sum(map(content.count, "*_[<~`&!")) > _MAX_TANGLE


@cache
def _full_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    _mend_blocks(parser)
    parser.core.ruler.at("inline", _inline)
    parser.add_render_rule("image", _image)
    parser.add_render_rule("html_inline", _html)
    parser.add_render_rule("html_block", _html)
    return parser


@cache
def _inline_parser() -> MarkdownIt:
    """Parse inline markup; an open bracket costs time for each level that it may be nested."""
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_INLINE_NESTING}).enable("strikethrough")
    parser.inline.ruler.at("html_inline", _tag)
    return parser


@cache
def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    _mend_blocks(parser)
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _mend_blocks(parser: MarkdownIt) -> None:
    ruler = parser.block.ruler
    ruler.at("reference", _definition)
    ruler.at("html_block", _tags, {"alt": ["paragraph", "reference", "blockquote"]})


def _tags(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a block of HTML, unless it starts with what is no element."""
    at = state.bMarks[start] + state.tShift[start]
    return _may_be_tag(state.src, at) and html_block(state, start, end, silent)


def _tag(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read a tag within a line, unless it is no element or lacks its other half."""
    if not (_may_be_tag(state.src, state.pos) and _is_whole(state.src, state.pos)):
        return False
    return html_inline(state, silent)


def _is_whole(text: str, at: int) -> bool:
    """Tell whether a tag has its other half in the paragraph, or needs none."""
    found = _TAG.match(text, at)
    if found is None or found[1].lower() in _VOID:
        return True
    if text.startswith("</", at):
        return bool(re.search(rf"<{found[1]}\b", text[:at], re.IGNORECASE))
    return bool(re.search(rf"</{found[1]}\b", text[at:], re.IGNORECASE))


def _may_be_tag(text: str, at: int) -> bool:
    """Tell whether a tag that starts here is one of HTML's; comments and the like may be too."""
    found = _TAG.match(text, at)
    return found is None or found[1].lower() in _ELEMENTS


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Look a few lines ahead only: else hundreds of definitions in a row take quadratic time."""
    whole = state.lineMax
    state.lineMax = min(whole, start + _LONGEST_DEFINITION)
    try:
        return reference(state, start, end, silent)
    finally:
        state.lineMax = whole


def _inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if is_tangled(token.content):
            token.children.append(Token("text", "", 0, content=token.content))
        else:
            _parse_inline(token.content, state, token.children)


def html_images(content: str) -> list[tuple[str, str]]:
    """Give description and source of each picture in a piece of HTML."""
    found = []
    for tag in _IMG.findall(content):
        values = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(tag)}
        found.append((unescape(values.get("alt", "")), unescape(values.get("src", ""))))
    return found


def shown(content: str) -> str:
    """Put the descriptions of its pictures into a piece of HTML, which is not yet sanitised.

    HTML that is nested too deep is text: a sanitiser takes quadratic time for it.
    """
    if is_too_deep(content):
        return str(escapeHtml(content))
    images = iter(html_images(content))
    return _IMG.sub(lambda _: str(escapeHtml(next(filter(None, next(images)), ""))), content)


def is_too_deep(content: str) -> bool:
    """Tell whether tags are opened within tags too often."""
    if content.count("<") < _MAX_HTML_NESTING:
        return False
    depth = 0
    for tag in _TAG.finditer(content):
        if tag[1].lower() not in _VOID:
            depth += -1 if tag[0].startswith("</") else 1
        if depth > _MAX_HTML_NESTING:
            return True
    return False


def _html(
    _self: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    """Show what HTML says of a picture, as of Markdown's own."""
    return shown(tokens[at].content)


def _image(
    _self: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    """Show a picture's description; a remote one as a link, so that no card calls home."""
    source = str(tokens[at].attrGet("src") or "")
    alt = escapeHtml(plain(tokens[at]) or source)
    if source.startswith(("http://", "https://")):
        return f'<a href="{escapeHtml(source)}">{alt}</a>'
    return alt


def _parse_inline(content: str, state: StateCore, found: list[Token]) -> None:
    """Do what markdown-it-py does, but with the rule for emphasis below."""
    parser = _inline_parser()
    inline = _State(content, parser, state.env, found)
    parser.inline.tokenize(inline)
    for rule in parser.inline.ruler2.getRules(""):
        rule(inline)


class _State(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803, FBT001
        """Tell what a run of `*`, `_` or `~` can do between its neighbours."""
        found = super().scanDelims(start, canSplitWord)
        before = self.src[start - 1] if start else " "
        after = self.src[start + found.length : start + found.length + 1] or " "
        if not (_CJK.match(before) or _CJK.match(after)):
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
    if _CJK.match(inner) or not _is_punctuation(inner):
        return True
    return isWhiteSpace(ord(outer)) or _is_punctuation(outer) or bool(_CJK.match(outer))


def _is_punctuation(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)
