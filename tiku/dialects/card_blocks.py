"""Blocks of Obsidian_to_Anki: `START`, the kind of the note, what it says, `END`.

In comments of Obsidian they start with `%%ANKI` and end with `END%%`.
"""

from collections.abc import Iterator
from itertools import zip_longest

from tiku.documents.outline import Outline, once
from tiku.values import NamedTuple

_STARTS = frozenset({"START", "%%ANKI"})
_ENDS = frozenset({"END", "END%%"})
_MOST = 100  # lines of a block


class CardBlock(NamedTuple):
    """The lines of a block, of what stands within it, and the kind of its note, such as `Basic`."""

    first: int
    last: int
    within: range
    kind: str


@once
def card_blocks(outline: Outline) -> tuple[CardBlock, ...]:
    """Find the blocks of a document."""
    return tuple(_found(outline))


def _found(outline: Outline) -> Iterator[CardBlock]:
    texts = {n: line.text.strip() for n, line in enumerate(outline.lines, 1) if line.kind == "text"}
    starts = [n for n, text in texts.items() if text in _STARTS]
    for start, after in zip_longest(starts, starts[1:]):
        lines = range(start + 2, min(after or outline.last + 1, start + _MOST))
        end = next((n for n in lines if texts.get(n) in _ENDS), 0)
        kind = texts.get(start + 1, "")
        if end and kind:
            yield CardBlock(start, end, range(start + 2, end), kind)
