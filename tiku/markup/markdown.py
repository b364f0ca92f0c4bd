"""A document's structure, and a piece of prose as `Text`.

A document is parsed once, for its blocks only; inline markup is parsed when a `Text` is made. That
keeps recognition cheap, and makes a `Text` a pure function of its Markdown. What is simple is read
simply; only what is not loads the parser, in `tiku.markup.parsed`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from tiku.markup.form import form
from tiku.markup.shapes import Key, Structure, links_in
from tiku.markup.simple import Node, Unclear, block, is_line, is_plain, lines_of, read
from tiku.markup.simple_inline import Inline
from tiku.markup.simple_inline import read as read_inline
from tiku.markup.simple_text import Simple
from tiku.model import EMPTY, Block, Form, Html, Markdown, Text
from tiku.system.patterns import lazy


def structure(text: str) -> Structure:
    """Parse the blocks of a text. Lines are 1-based.

    What is simple is read simply; the parser reads the rest, up to a line where all that it may
    have opened is closed again.
    """
    if not is_plain(text):
        from tiku.markup import parsed

        return parsed.structure(text)
    nodes, at = read(text)
    blocks = [_simple_block(node) for node in nodes]
    found = Structure(tuple(blocks), {}, ())
    if at < 0:
        return found
    lines = lines_of(text)
    while at < len(lines):
        if not lines[at].strip(" "):
            at += 1
            continue
        try:
            node = block(lines, at, 0)
        except Unclear:
            from tiku.markup import parsed

            rest, at = parsed.part(text, lines, at)
            blocks += rest.blocks
            found = _join(found, rest)
        else:
            blocks.append(_simple_block(node))
            at = node.after
    return found._replace(blocks=tuple(blocks))


def _join(one: Structure, other: Structure) -> Structure:
    """Add up definitions, of which the first of a name counts, and faults."""
    return Structure((), other.definitions | one.definitions, one.faults + other.faults)


def _simple_block(node: Node) -> Block:
    kind, first, after, text, level, children, *_ = node
    if children:
        blocks = tuple([_simple_block(child) for child in children])
        return Block(kind, first + 1, after, text, level, blocks)
    return Block(kind, first + 1, after, text, level)


def text(markdown: str) -> Text:
    """Render a piece of Markdown. Pure: its HTML is sanitised and depends on nothing else."""
    if not markdown.strip():
        return EMPTY
    try:
        if line := _line(markdown):
            shown = Html(f"<p>{line.html}</p>")
            return Text(Markdown(markdown), shown, line.plain.strip(), form(line.pieces, markdown))
        simple = Simple(markdown, _inline)
        html, plain = simple.html(), simple.plain()
        return Text(Markdown(markdown), Html(html), plain, form(simple.pieces(), markdown))
    except Unclear:
        from tiku.markup import parsed

        return parsed.text(markdown)


def _line(markdown: str) -> Inline | None:
    """Read a text that is one line of a paragraph, as most are; give none if it may be more."""
    if not is_line(markdown) or not is_plain(markdown):
        return None
    content = markdown.strip()
    return read_inline(content) or _inline(content)


def key(markdown: str) -> Key:
    """Give what a piece of Markdown is compared by, without rendering it where that can be."""
    if not markdown.strip():
        return Key(Form(""))
    try:
        if line := _line(markdown):
            return Key(form(line.pieces, markdown), links_in(line.html) if line.is_linking else ())
        simple = Simple(markdown, _inline)
        found = form(simple.pieces(), markdown)
        return Key(found, links_in(simple.html()) if simple.is_linking else ())
    except Unclear:
        from tiku.markup import parsed

        return parsed.key(markdown)


_MARKUP = frozenset("\\`*_{}[]<>&!~#")
_LONGEST = 10_000  # characters in which the parser looks for no tangle
_SEEN = 20_000  # lines that are remembered: several dialects ask for the same


@lru_cache(_SEEN)
def plain(inline: str) -> str:
    """Give the plain text of a line of inline Markdown, such as a heading."""
    if _MARKUP.isdisjoint(inline) and "$$" not in inline:
        return " ".join(inline.split())
    is_short = "\t" not in inline and len(inline) < _LONGEST
    if is_short and is_plain(inline) and (found := read_inline(inline)):
        return " ".join(found.plain.split())
    from tiku.markup import parser

    return " ".join(parser.plain(parser.inline(inline)).split())


def images(markdown: str) -> list[tuple[str, int]]:
    """Name the pictures that a piece of Markdown shows, each with its line, counted from 0."""
    if "![" not in markdown and "<" not in markdown and "[sound:" not in markdown:
        return []
    from tiku.markup import parsed

    return parsed.images(markdown)


def comments(line: str) -> list[str]:
    """Give the HTML comments of a line, not those in code."""
    if "<!--" not in line:
        return []
    from tiku.markup import parsed

    return parsed.comments(line)


def as_prose(head: str, below: Sequence[str] = ()) -> str:
    """Keep the text after a label from being read as markup: `1945.`, `> 100`, `# text`, `---`.

    If the lines below go on with the same mark, it is a list or a quote.
    """
    found = _MARK_OF_BLOCK.match(head)
    if not found:
        return head
    following = _MARK_OF_BLOCK.match(next((line for line in below if line.strip()), ""))
    if following and (following["number"] is None) == (found["number"] is None):
        return head
    at = found.end() - 1
    return f"{head[:at]}\\{head[at:]}"


_MARK_OF_BLOCK = lazy(
    r"\s*(?:(?P<number>\d{1,9})[.)](?=\s|$)|>|#{1,6}(?=\s|$)|([-*_])(?:[ \t]*\2){2,}(?=\s*$))"
)


def links(text: Text) -> tuple[str, ...]:
    """Name the targets of a text's links, which its form leaves out."""
    return links_in(text.html)


def labels(markdown: str) -> Iterator[str]:
    """Name the link definitions that a piece of Markdown may use, normalised."""
    from tiku.markup import parser

    return map(parser.normalizeReference, _BRACKETED.findall(markdown))


_BRACKETED = lazy(r"\[([^\[\]]+)\]")


def _inline(content: str) -> Inline:
    """Read inline markup with the parser."""
    from tiku.markup import parsed

    return parsed.inline(content)
