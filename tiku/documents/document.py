"""Text to `Document`: front matter, then one parse into sections and blocks with their lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import assert_never

from tiku.documents import (
    directives,
    dumps,
    flavours,
    glances,
    html_lists,
    levels,
    remarks,
    settings,
    sheets,
)
from tiku.languages import numbering
from tiku.languages.labels import label
from tiku.markup import footnotes, markdown
from tiku.markup.shapes import MAX_NESTING, Fault
from tiku.model import Block, Code, Document, Problem, Section

# Each text that uses a link has its definition beside it: a huge one would fill the outputs.
_LONGEST_DEFINITION = 2_000


def parse(path: str, text: str, dialects: Collection[str]) -> tuple[Document, tuple[Problem, ...]]:
    """Parse a decoded source. Front matter becomes blank lines, so line numbers stay true."""
    lines = text.split("\n")
    front = settings.front_matter(lines, path, dialects)
    lines[: front.lines] = [""] * front.lines
    conflicts = tuple(_conflicts(path, lines))
    if conflicts:  # what the marks make of the lines around them says nothing
        lines = ["" if line.startswith(_MARKS) else line for line in lines]
    lines = _plain(lines, text)
    structure = markdown.structure("\n".join(lines))
    definitions = (
        (label, "\n".join(lines[first - 1 : last]))
        for label, (first, last) in structure.definitions.items()
    )
    notes = footnotes.definitions(lines, frozenset(_lines_of_code(structure.blocks)))
    found = {**dict(definitions), **notes}.items()
    references = {label: text for label, text in found if len(text) <= _LONGEST_DEFINITION}
    blocks = tuple(part for block in structure.blocks for part in _parted(block, lines))
    sections = tuple(_sections(blocks, len(lines)))
    document = Document(
        path, tuple(lines), front.settings, sections, references, front.about, front.records
    )
    faults = (_fault(path, *fault) for fault in structure.faults)
    return document, (*front.problems, *conflicts, *faults)


def _conflicts(path: str, lines: Sequence[str]) -> Iterator[Problem]:
    """Report each place where git could not merge; its marks in code are an example of them."""
    if not any(line.startswith(_OURS) for line in lines):
        return
    begun, parted = 0, False
    for number, (line, is_code) in enumerate(zip(lines, flavours.are_code(lines), strict=True), 1):
        if is_code:
            continue
        if line.startswith(_OURS):
            begun, parted = number, False
        elif begun and line.rstrip() == _PARTED:
            parted = True
        elif parted and line.startswith(_THEIRS):
            what = f"git could not merge these lines, up to {number}"
            remedy = "keep what is right, and delete the lines of '<<<', '===' and '>>>'"
            yield Problem(Code.SOURCE_CONFLICTED, path, begun, what, remedy)
            begun, parted = 0, False


_OURS, _PARTED, _THEIRS = "<<<<<<< ", "=======", ">>>>>>> "
_MARKS = (_OURS, _PARTED, _THEIRS)


def _plain(lines: Sequence[str], text: str) -> list[str]:
    """Write what other programs and people write otherwise as CommonMark has it.

    The `text` tells by a glance what may stand in it.
    """
    if html_lists.SIGN in text:
        lines = html_lists.written(lines)
    for may_stand, written in _FEW_HAVE:
        if may_stand(text):
            lines = written(lines)
    lines = flavours.plain(directives.plain(lines))
    if dumps.may_stand(text):
        lines = dumps.plain(lines)
    if levels.SIGN in text:
        lines = levels.raised(lines)
    return sheets.plain(remarks.taken_off(lines))


_FEW_HAVE = (
    (glances.has_html, glances.later("html_blocks", "written")),
    (glances.has_boxes, glances.later("nested_boxes", "opened")),
    (lambda text: "[[" in text, glances.later("wiki_links", "told")),
)


def _lines_of_code(blocks: Sequence[Block]) -> Iterator[int]:
    for block in blocks:
        if block.kind == "code":
            yield from range(block.first, block.last + 1)
        yield from _lines_of_code(block.children)


def _parted(block: Block, lines: Sequence[str]) -> tuple[Block, ...]:
    """Read `A: yes` over `---` as text and a rule, where CommonMark sees a heading."""
    underlined = block.kind == "heading" and not lines[block.last - 1].strip(" \t-")
    if not underlined or not any(map(label, block.text.split("\n"))):
        return (block,)
    text = block._replace(kind="paragraph", last=block.last - 1, level=0)
    return (text, Block("rule", block.last, block.last))


def _sections(blocks: tuple[Block, ...], end: int) -> Iterator[Section]:
    """Cut the blocks at each top-level heading; sections are flat, with the headings above."""
    bounds = [n for n, block in enumerate(blocks) if block.kind == "heading"] + [len(blocks)]
    lasts = [block.first - 1 for block in blocks] + [end]
    if bounds[0]:
        yield Section(None, (), blocks[: bounds[0]], lasts[bounds[0]])
    above: list[tuple[int, str]] = []
    for start, after in pairwise(bounds):
        heading = blocks[start]
        above = [(level, title) for level, title in above if level < heading.level]
        path = tuple(title for _, title in above)
        yield Section(heading, path, blocks[start + 1 : after], lasts[after])
        above.append((heading.level, title_of(heading)))


def title_of(heading: Block) -> str:
    """Give a heading's plain text without its number."""
    return numbering.strip(markdown.plain(heading.text))


def _fault(path: str, fault: Fault, line: int) -> Problem:
    match fault:
        case "deep":
            what = f"lists or quotes are nested over {MAX_NESTING} deep; the rest is cut"
            return Problem(Code.NESTED_TOO_DEEP, path, line, what, "flatten them")
        case "unclosed":
            what = "the code fence, comment or HTML that opens here is never closed"
            remedy = "close it: all that follows is read as part of it"
            return Problem(Code.FENCE_UNCLOSED, path, line, what, remedy)
        case "tangled":
            what = "this paragraph is too long and too full of markup to be parsed"
            remedy = "break it up with blank lines; it is shown as plain text"
            return Problem(Code.TANGLED, path, line, what, remedy)
        case _:
            assert_never(fault)
