"""Markdown of any shape by way of the parser's tokens: structure, `Text`, key, pictures.

This is slow, and so is loading it: `tiku.markup.markdown` comes here with what is not read simply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tiku.markup import media, parser, rendering, tags
from tiku.markup.form import form
from tiku.markup.parser import Node, Token
from tiku.markup.sanitize import sanitize, strip_tags
from tiku.markup.shapes import MAX_NESTING, Definitions, Fault, Key, Structure, links_in
from tiku.markup.simple import Unclear
from tiku.markup.simple_inline import Inline
from tiku.model import Block, BlockKind, Html, Markdown, Text
from tiku.system.patterns import lazy

_KINDS: dict[str, BlockKind] = {
    "heading": "heading",
    "paragraph": "paragraph",
    "bullet_list": "bullets",
    "ordered_list": "steps",
    "list_item": "bullet",
    "blockquote": "quote",
    "table": "table",
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
    "math_block": "paragraph",
}
_CONTAINERS = ("blockquote_open", "list_item_open")


def structure(text: str) -> Structure:
    """Parse the blocks of a text of any shape."""
    return _structure(*parser.block_tokens(text), text, 0)


def part(text: str, lines: Sequence[str], first: int) -> tuple[Structure, int]:
    """Read from a line to the next where nothing is open; give that line too."""
    after = first
    while after < len(lines):
        after = _cut(lines, after + max(after - first, 1))
        is_last = after == len(lines)
        is_cut_off = is_last and text[text.rfind("\n") + 1 :].strip(" \t")
        part = "\n".join(lines[first:after]) + ("" if is_cut_off else "\n")
        tokens, definitions = parser.block_tokens(part)
        if is_last or not _is_open(tokens[-1:], after - first):
            break
    return _structure(tokens, definitions, part, first), after


def _cut(lines: Sequence[str], at: int) -> int:
    """Find a line that goes on with nothing above it but code, HTML or the like."""
    while at < len(lines):
        if lines[at][:1] not in _GOES_ON and not lines[at - 1].strip(" "):
            return at
        at += 1
    return len(lines)


# What a line that may go on with a list starts with; none of an empty line.
_GOES_ON = frozenset(("", *" \t-+*0123456789"))


def _is_open(last: Sequence[Token], after: int) -> bool:
    """Tell whether the last block, if any, reaches the end, though the last line is blank."""
    return any(token.map and token.map[1] >= after for token in last)


def _structure(
    tokens: Sequence[Token], definitions: Definitions, text: str, base: int
) -> Structure:
    faults: list[tuple[Fault, int]] = []
    lines = text.split("\n")
    for token in tokens:
        line = base + token.map[0] + 1 if token.map else 0
        if token.level >= MAX_NESTING - 1 and token.type in _CONTAINERS:
            faults.append(("deep", line))
        if _is_unclosed(token, lines):
            faults.append(("unclosed", line))
        if token.type == "inline" and parser.is_tangled(token.content):
            faults.append(("tangled", line))
        if token.type == "html_block" and tags.is_too_deep(token.content):
            faults.append(("deep", line))
    found = {label: (first + base, last + base) for label, (first, last) in definitions.items()}
    return Structure(_blocks(Node(tokens).children, base), found, tuple(faults))


def text(markdown: str) -> Text:
    """Render a piece of Markdown of any shape."""
    tokens = parser.tokens(markdown)
    plain, key = _plain(tokens), form(_pieces(tokens), markdown)
    html = sanitize(rendering.html(tokens)).strip()
    return Text(Markdown(markdown), Html(html), plain, key)


def key(markdown: str) -> Key:
    """Give what a piece of Markdown of any shape is compared by."""
    tokens = parser.tokens(markdown)
    if any(token.type in _LINKING for token in _all(tokens)):
        whole = text(markdown)
        return Key(whole.form, links_in(whole.html))
    return Key(form(_pieces(tokens), markdown))


@lru_cache(1000)
def inline(content: str) -> Inline:
    """Read inline markup with the parser; its tags all end in it, if none is of the source."""
    token = parser.inline(content)
    types = {child.type for child in token.children or ()}
    if "html_inline" in types or parser.is_tangled(content):
        raise Unclear
    plain, pieces = parser.plain(token), tuple(_pieces([token]))
    html = sanitize(rendering.html([token]))
    return Inline(html, plain, pieces, not _LINKING.isdisjoint(types))


# What may have a link in its HTML.
_LINKING = frozenset(("link_open", "image", "html_inline", "html_block"))


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def images(markdown: str) -> list[tuple[str, int]]:
    """Name the pictures that a piece of Markdown shows, each with its line, counted from 0."""
    found: list[tuple[str, int]] = []
    for token in parser.tokens(markdown):
        line = token.map[0] if token.map else 0
        for each in token.children or [token]:
            if each.type == "image":
                found.append((str(each.attrGet("src") or ""), line))
            elif each.type in ("html_inline", "html_block"):
                found += ((source, line) for _, source in tags.images(each.content))
            line += each.type in ("softbreak", "hardbreak")
    return found


def comments(line: str) -> list[str]:
    """Give the HTML comments of a line, not those in code."""
    children = parser.inline(line).children or ()
    found = (child.content for child in children if child.type == "html_inline")
    return [content for content in found if content.startswith("<!--")]


# Tokens to blocks


# What opens a block of HTML that ends at its other half only, not at a blank line.
_OPENS = lazy(r"\s*<(?:(pre|script|style|textarea)\b|(!--)|(\?)|(!\[CDATA\[))", re.IGNORECASE)
_ENDS_OF_HTML = (None, "-->", "?>", "]]>")


def _is_unclosed(token: Token, lines: Sequence[str]) -> bool:
    if token.type == "html_block":
        if not (found := _OPENS.match(token.content)):
            return False
        end = _ENDS_OF_HTML[(found.lastindex or 0) - 1] or f"</{found[1]}"
        return end.lower() not in token.content.lower()
    if token.type != "fence" or not token.map:
        return False
    first, after = token.map
    closing = lines[after - 1].strip(" \t>") if after - 1 > first else ""
    return len(closing) < len(token.markup) or set(closing) != {token.markup[0]}


def _blocks(nodes: Sequence[Node], base: int) -> tuple[Block, ...]:
    return tuple(_block(node, base) for node in nodes if node.type in _KINDS)


def _block(node: Node, base: int) -> Block:
    """Make a block of a node in a part of a text that begins behind `base` lines."""
    first, after = (base + line for line in node.map or (0, 0))
    kind = _KINDS[node.type]
    if node.type == "math_block":
        return Block(kind, first + 1, after, node.content)
    if kind in ("heading", "paragraph"):
        level = int(node.tag[1]) if kind == "heading" else 0
        return Block(kind, first + 1, after, node.children[0].content, level)
    if kind in ("code", "html"):
        return Block(kind, first + 1, after, node.content)
    children = () if kind in ("table", "rule") else _blocks(node.children, base)
    return Block(kind, first + 1, after, children=children)


# Tokens to text


def _plain(tokens: Sequence[Token]) -> str:
    """Lay a text out without markup: bullets as "- ", cells apart by tabs, code as it is."""
    out: list[str] = []
    markers: list[str] = []
    quotes, last = ("", ""), ""
    for token in tokens:
        quotes, last = (quotes[1], last), token.type
        if token.type == "list_item_open":
            markers.append(f"{token.info}. " if token.info else "- ")
            out.append("  " * (len(markers) - 1) + markers[-1])
        elif token.type == "list_item_close":
            markers.pop()
        elif token.type == "inline":
            said = parser.plain(token)
            out.append(rendering.plain_alert(said) if quotes == _OF_QUOTE else said)
        elif token.type in ("fence", "code_block"):
            out.append(token.content + "\n")
        elif token.type == "math_block":
            out.append(parser.as_dollars(token) + "\n\n")
        elif token.type == "container_box_open":
            out.append(token.info.strip() + "\n")
        elif token.type == "html_block":
            out.append(strip_tags(tags.shown(token.content)) + "\n")
        elif not (markers and token.type in _LIST_ENDS):  # an inner list ends with its item
            end = _ENDS.get(token.type, "")
            out.append(end[:1] if token.hidden else end)
    lines = "\n".join(line.rstrip(" \t") for line in "".join(out).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


_OF_QUOTE = ("blockquote_open", "paragraph_open")
_LIST_ENDS = ("bullet_list_close", "ordered_list_close")
_ENDS = {
    "admonition_title_close": "\n",
    "paragraph_close": "\n\n",
    "heading_close": "\n\n",
    "table_close": "\n",
    "tr_close": "\n",
    "td_close": "\t",
    "th_close": "\t",
    **dict.fromkeys(_LIST_ENDS, "\n"),
}


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[str, bool]]:
    """Give what a form is made of: prose joined up to the next code, cell or block."""
    for token in tokens:
        if token.type in ("fence", "code_block"):
            yield token.content, True
        elif token.type == "html_block":
            yield strip_tags(tags.shown(token.content)), False
            yield from ((source, True) for _, source in tags.images(token.content))
        elif token.type == "math_block":
            yield parser.as_dollars(token), False
        elif token.type == "container_box_open":
            yield token.info, False
        elif token.type in ("td_open", "th_open"):
            yield "|", True
        elif token.type == "inline":
            prose = ""
            for child in token.children or ():
                if child.type == "code_inline":
                    yield prose, False
                    yield child.content, True
                    prose = ""
                else:
                    prose += _prose(child)
            yield prose, False


# Markup that changes what a text says.
_MARKS = {"s_open": "~~", "s_close": "~~", "<sub>": "_", "<sup>": "^", "</sub>": "", "</sup>": ""}


def _prose(token: Token) -> str:
    if token.type == "image":
        source = str(token.attrGet("src") or "")
        return f"{parser.plain(token)} {media.path_of(source) or source}"
    if token.type == "text":
        return token.content
    if token.type in parser.MATHEMATICS:
        return parser.as_dollars(token)
    if token.type == "html_inline" and (found := tags.images(token.content)):
        return " ".join((" ", *found[0], " "))
    mark = _MARKS.get(token.content.lower() if token.type == "html_inline" else token.type)
    if mark is not None:
        return mark
    return "" if token.type.endswith(("_open", "_close")) else " "
