"""Blocks of simple shape, read exactly as `tiku.markup.parser` reads them, at a tenth of its cost.

What is written plainly (headings, paragraphs, lists, fenced code, tables) needs no full parser.
Whatever else a line may be in Markdown is `Unclear`, and the caller asks the parser instead.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from tiku.model import BlockKind
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_LONGEST: Final = 10_000  # characters of a block: the parser has rules against tangles beyond that
_DEEPEST: Final = 12  # lists within lists
_INDENT: Final = 4  # spaces that make code

# What a line of a paragraph does not start with; it may be a block of its own.
_MARKS: Final = frozenset("#-*+0123456789>`~<$\\|:_=![?\t")
_HEADING: Final = lazy(r"(#{1,6})(?: |$)")
_RULE: Final = lazy(r"(?:- *){3,}$|(?:\* *){3,}$|(?:_ *){3,}$")
_BULLET: Final = lazy(r"( {0,3}(?:([-*+])|([0-9]{1,9})([.)])) {1,4})(?=[^ ])")
_EMPTY_BULLET: Final = lazy(r"(?:[-*+]|[0-9]{1,9}[.)])(?: {5}| *$)")
_FENCE: Final = lazy(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_DELIMITERS: Final = lazy(r"\|? *:?-+:? *(?:\| *:?-+:? *)*\|?$")
_INLINE: Final = lazy(r"\*\*[^* ]|`[^` ]")  # bold or code, and neither list, rule nor fence
_CONTROL: Final = lazy("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TAG: Final = lazy("<[A-Za-z/!?]")


class Unclear(Exception):  # noqa: N818 - it is no error: another reader is asked
    """Raised where a block is not of simple shape."""


class Node(NamedTuple):
    """A block: its kind, its first line from 0 and the line after it, and what it holds.

    `text` is the inline text of a heading or paragraph, or the content of code; `info` the language
    of code, the number of a bullet. `rows` are the cells of a table, its head first, and `level` is
    that of a heading. A list is `tight` if its paragraphs stand without space between them.
    A formula is a paragraph whose `info` is `$$`.
    """

    kind: BlockKind
    first: int
    after: int
    text: str = ""
    level: int = 0
    children: tuple["Node", ...] = ()
    info: str = ""
    tight: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


def is_plain(text: str) -> bool:
    """Tell whether a text is free of control characters, lone surrogates and the like."""
    return text.replace("\n", "").isprintable() or not _CONTROL.search(text)


def lines_of(text: str) -> list[str]:
    """Split a text into lines as the parser counts them: no last one of spaces only."""
    lines = text.split("\n")
    if not lines[-1].strip(" \t"):
        lines.pop()
    return lines


def is_line(text: str) -> bool:
    """Tell whether a text is surely one line of a paragraph: of a letter, bold or code first."""
    if "\n" in text or "\t" in text or "]:" in text or len(text) >= _LONGEST:
        return False
    return (text[:1] not in _MARKS and text[:1] not in ("", " ")) or _is_inline(text)


def _is_inline(bare: str) -> bool:
    """Tell whether a line starts with bold or code."""
    return bare[:1] in ("*", "`") and _INLINE.match(bare) is not None and "\t" not in bare


class Read(NamedTuple):
    """The blocks of a text up to a line that is not simple; `after` is -1 if all is simple."""

    nodes: tuple[Node, ...]
    after: int


def read(text: str) -> Read:
    """Read the blocks of a text without control characters, as far as they are simple."""
    return (_read if len(text) > _LONGEST else _read_again)(text)


def _read(text: str) -> Read:
    found: list[Node] = []
    try:
        for node in _each(lines_of(text), 0, 0):
            found.append(node)  # noqa: PERF402 - those before an unclear one stay
    except Unclear:
        return Read(tuple(found), found[-1].after if found else 0)
    return Read(tuple(found), -1)


# An answer is read for its points, and then to be rendered.
_read_again = lru_cache(100)(_read)


def blocks(lines: Sequence[str], base: int = 0, depth: int = 0) -> tuple[Node, ...]:
    """Read lines that hold whole blocks, the first of them line `base` of the text."""
    return tuple(_each(lines, base, depth))


def _each(lines: Sequence[str], base: int, depth: int) -> Iterator[Node]:
    at, end = 0, len(lines)
    while at < end:
        if not lines[at].strip(" "):
            at += 1
            continue
        node = block(lines, at, base, depth)
        yield node
        at = node.after - base


def block(lines: Sequence[str], at: int, base: int, depth: int = 0) -> Node:
    """Read the block that starts at a line which is not blank."""
    line = lines[at]
    bare = line.lstrip(" ")
    if len(line) - len(bare) >= _INDENT:
        raise Unclear
    if bare[0] not in _MARKS or _is_inline(bare):
        return _prose(lines, at, base)
    if "\t" in line:
        raise Unclear
    if line == "-" and at == base == depth == 0 and _is_left_empty(lines):
        return Node("bullets", 0, 2, children=(Node("bullet", 0, 2),))
    if bare[0] in "-*+0123456789" and _BULLET.match(line) and not _RULE.match(bare):
        return _list(lines, at, base, depth)
    return _marked(lines, at, base)


def _is_left_empty(lines: Sequence[str]) -> bool:
    """Tell whether the bullet that is the first line is empty, and the only one of its list."""
    below = next(filter(None, lines[1:]), " ")
    return lines[1:2] == [""] and below[0] not in " \t-"


def _marked(lines: Sequence[str], at: int, base: int) -> Node:
    """Read a block that starts with a mark."""
    bare = lines[at].lstrip(" ")
    if bare[0] == "#" and (found := _HEADING.match(bare)):
        if _is_head(lines, at):  # a table comes before a heading
            raise Unclear
        return _heading(bare, base + at, len(found[1]))
    if bare[0] in "-*_" and _RULE.match(bare):
        return Node("rule", base + at, base + at + 1)
    if bare[0] in "`~" and (found := _FENCE.match(bare)):
        return _fence(lines, at, base, found)
    if bare[0] == ">":
        return _quote(lines, at, base)
    if bare == "$$":
        return _formula(lines, at, base)
    if _EMPTY_BULLET.match(bare) or _is_odd(bare):
        raise Unclear
    return _prose(lines, at, base)


def _prose(lines: Sequence[str], at: int, base: int) -> Node:
    """Read a paragraph, unless the line below makes it the head of a table."""
    return (_table if _is_head(lines, at) else _paragraph)(lines, at, base)


def _is_head(lines: Sequence[str], at: int) -> bool:
    """Tell whether a line may be the head of a table, by the one below it."""
    has_bar = "|" in lines[at] and at + 1 < len(lines)
    return has_bar and _may_delimit(lines[at + 1].strip(" \t"))


def _is_odd(bare: str) -> bool:
    """Tell whether a line may start what only the parser reads: a quote, HTML, TeX, a box."""
    return (
        bare.startswith((">", "$$", "\\[", ":::", "!!!", "???", "[^", "\t"))
        or _TAG.match(bare) is not None
    )


def _may_delimit(bare: str) -> bool:
    """Tell whether a line may part the head of a table from its body."""
    return bare[:1] in ("|", "-", ":") and len(bare) > 1 and not bare.strip("|-: \t")


def _heading(bare: str, number: int, level: int) -> Node:
    text = bare[level:].rstrip(" ")
    head = text.rstrip("#")
    if len(text) >= _LONGEST:
        raise Unclear
    return Node("heading", number, number + 1, (head if head[-1:] == " " else text).strip(), level)


# Paragraphs


def _paragraph(lines: Sequence[str], at: int, base: int) -> Node:
    """Read a paragraph, or a heading underlined by `===` or `---`."""
    number, end = at + 1, len(lines)
    level = 0
    while number < end:
        line = lines[number]
        bare = line.lstrip(" ")
        if not bare:
            break
        if bare[0] in _MARKS:
            level = _underlines(line, bare)
            if level or _interrupts(line, bare):
                break
        if "|" in bare and number + 1 < end and _may_delimit(lines[number + 1].strip(" \t")):
            raise Unclear
        number += 1
    text = "\n".join(lines[at:number]).strip() if number > at + 1 else lines[at].strip()
    if len(text) >= _LONGEST or (text[:1] == "[" and "]:" in text):
        raise Unclear
    if level:
        return Node("heading", base + at, base + number + 1, text, level)
    return Node("paragraph", base + at, base + number, text)


def _underlines(line: str, bare: str) -> int:
    """Give the level of the heading that a line makes of the paragraph above it, or 0."""
    if bare[0] not in "=-" or len(line) - len(bare) >= _INDENT:
        return 0
    mark = bare.rstrip(" \t")
    return 0 if mark.strip(bare[0]) else 1 if bare[0] == "=" else 2


def _interrupts(line: str, bare: str) -> bool:
    """Tell whether a line that starts with a mark ends the paragraph above it."""
    if "\t" in line:
        raise Unclear
    if len(line) - len(bare) >= _INDENT:
        return False
    first = bare[0]
    if first == ">" or (first == "#" and _HEADING.match(bare)):
        return True
    if first in "-*_" and _RULE.match(bare):
        return True
    if first in "`~":
        return _FENCE.match(bare) is not None
    if first in "-*+0123456789" and (found := _BULLET_OF_ANY.match(bare)):
        return int(found[1] or 1) == 1  # a year at the start of a line makes no list
    if _is_odd(bare):
        raise Unclear
    return False


_BULLET_OF_ANY: Final = lazy(r"(?:[-*+]|([0-9]{1,9})[.)]) +(?=[^ ])")


# Code and tables


def _fence(lines: Sequence[str], at: int, base: int, found: re.Match[str]) -> Node:
    marks, info = (found[1], found[2]) if found[1] else (found[3], found[4])
    indent = len(lines[at]) - len(lines[at].lstrip(" "))
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if marks in line and _closes(line, marks):
            content = [_dedent(each, indent) for each in lines[at + 1 : number]]
            text = "\n".join([*content, ""])
            return Node("code", base + at, base + number + 1, text, info=info)
    raise Unclear


def _closes(line: str, marks: str) -> bool:
    bare = line.lstrip(" ")
    if "\t" in line:
        raise Unclear
    tail = bare.rstrip(" ").strip(marks[0])
    return bare.startswith(marks) and not tail and len(line) - len(bare) < _INDENT


def _dedent(line: str, indent: int) -> str:
    """Take away as many spaces as stand before the fence."""
    if not indent:
        return line
    if "\t" in line[:indent]:
        raise Unclear
    return line[min(indent, len(line) - len(line.lstrip(" "))) :]


def _table(lines: Sequence[str], at: int, base: int) -> Node:
    """Read a table with bars only as borders of cells; each row as wide as the head."""
    delimiters = lines[at + 1]
    if not _DELIMITERS.match(delimiters.rstrip(" ")):
        raise Unclear
    rows = [_cells(lines[at]), _cells(delimiters)]
    number = at + 2
    while number < len(lines) and lines[number].strip(" "):
        line = lines[number]
        if line[0] != "|" and line[0] in _MARKS:
            raise Unclear
        rows.append(_cells(line))
        number += 1
    if any(len(row) != len(rows[0]) for row in rows):
        raise Unclear
    return Node("table", base + at, base + number, rows=tuple(rows))


def _cells(row: str) -> tuple[str, ...]:
    if row[:1] == " " or "\t" in row or "\\" in row or len(row) >= _LONGEST:
        raise Unclear
    cells = row.strip().split("|")
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    if not cells:
        raise Unclear
    return tuple([cell.strip() for cell in cells])


# Quotes and formulas


def _quote(lines: Sequence[str], at: int, base: int) -> Node:
    """Read a quote of paragraphs, up to a blank line; a line without its mark would go on."""
    number = at
    while number < len(lines) and (lines[number][:2] == "> " or lines[number] == ">"):
        number += 1
    if number == at or (number < len(lines) and lines[number].strip(" ")):
        raise Unclear
    rows = [line[2:] for line in lines[at:number]]
    if any(row.lstrip(" ").startswith(">") for row in rows):
        raise Unclear
    children = blocks(rows, base + at, _DEEPEST)
    odd = (
        child.kind != "paragraph" or child.info or child.text[:1] in ("", "[") for child in children
    )
    if not children or any(odd):
        raise Unclear
    return Node("quote", base + at, base + number, children=children)


def _formula(lines: Sequence[str], at: int, base: int) -> Node:
    """Read TeX between two lines that are `$$`, without a blank line in it: a paragraph too."""
    if lines[at] != "$$":
        raise Unclear
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if line == "$$":
            text = "\n".join([*lines[at:number], ""])[2:]
            return Node("paragraph", base + at, base + number + 1, text, info="$$")
        if not line.strip() or "$$" in line or "\t" in line:
            raise Unclear
    raise Unclear


# Lists


def _list(lines: Sequence[str], at: int, base: int, depth: int) -> Node:
    """Read a list: bullets of one mark, each with the lines indented as far as its text."""
    if depth >= _DEEPEST:
        raise Unclear
    start, tight, found = at, True, _BULLET.match(lines[at])
    mark = _mark(found) if found else ""
    bullets: list[Node] = []
    while found is not None and _mark(found) == mark:
        rows = _rows(lines, at, found.end(1))
        first, at = base + at, at + len(rows)
        children = _children(rows, first, depth + 1)
        bullets.append(Node("bullet", first, base + at, "", 0, children, found[3] or ""))
        if len(rows) > 1:
            if any(child.info == "$$" for child in children):
                raise Unclear
            tight = tight and all(rows[each.first - first - 1].strip(" ") for each in children[1:])
        if at >= len(lines):
            break
        is_apart = len(rows) > 1 and not rows[-1].strip(" ")
        found = _next_bullet(lines[at], is_apart=is_apart)
        tight = tight and not (is_apart and found is not None and _mark(found) == mark)
    kind: BlockKind = "bullets" if mark in "-*+" else "steps"
    return Node(kind, base + start, base + at, children=tuple(bullets), tight=tight)


# What is third in a line that is a rule: `- -`, `---`, `-  -`.
_OF_RULE: Final = frozenset(" -*_")


def _mark(found: re.Match[str]) -> str:
    return found[2] or found[4]


def _children(rows: Sequence[str], base: int, depth: int) -> tuple[Node, ...]:
    """Read what stands in a bullet: mostly one line of text."""
    row = rows[0]
    if len(rows) == 1 and (row[0] not in _MARKS or _is_inline(row)):
        if len(row) >= _LONGEST:
            raise Unclear
        return (Node("paragraph", base, base + 1, row.strip()),)
    return blocks(rows, base, depth)


def _rows(lines: Sequence[str], at: int, indent: int) -> list[str]:
    """Give the lines of a bullet without their indent, and the blank ones below it."""
    rows = [lines[at][indent:]]
    pad = " " * indent
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if line.startswith(pad):
            rows.append(line[indent:])
        elif line and line[0] not in " \t":
            break
        elif not (bare := line.lstrip(" ")):
            rows.append("")
        elif bare[0] == "\t":
            raise Unclear
        else:
            break
    return rows


def _next_bullet(line: str, *, is_apart: bool) -> re.Match[str] | None:
    """Find the next bullet in a line that stands no deeper than the list; else it ends.

    A line of text right below, without a blank between, would go on with the last paragraph.
    """
    bare = line.lstrip(" ") if line[0] == " " else line
    if len(line) - len(bare) >= _INDENT or "\t" in line:
        raise Unclear
    if bare[0] in "-*_" and bare[2:3] in _OF_RULE and _RULE.match(bare):
        return None
    if found := _BULLET.match(line):
        return found
    if _EMPTY_BULLET.match(bare) or not (is_apart or _HEADING.match(bare)):
        raise Unclear
    return None
