"""Boxes of MkDocs that hold a question and the box of its answer, written below one another.

CommonMark takes the inner box, which is indented twice, for code: so what is in the outer one is
written without its indent, and the title of that as a label. So is what is in boxes in which
question and answer have labels. Lines keep their numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from tiku.documents.flavours import are_fenced
from tiku.languages.labels import label
from tiku.system.patterns import lazy

_INNER = lazy(r"\n(?:[ ]{4}|\t)(?:\?\?\?\+?|!!!)[ ]")
_OUTER = lazy(
    r"(?:\?\?\?\+?|!!!)[ ]+(?P<name>question|quiz|exercise|problem)\b"
    r"(?:[^\"]*\"(?P<title>[^\"]*)\")?.*"
)


def opened(lines: Sequence[str]) -> list[str]:
    """Write the boxes of questions that hold another box as what stands in them, if some do."""
    told, count = [*lines], 0
    fenced = [*are_fenced(lines)]
    n = 0
    while n < len(lines):
        outer = None if fenced[n] else _OUTER.fullmatch(lines[n])
        end = _end(lines, n + 1) if outer else n + 1
        if outer and _holds(lines[n + 1 : end]):
            title = (outer["title"] or outer["name"].capitalize()).strip()
            told[n] = f"**{title}**"
            count += 1
            told[n + 1 : end] = [_dedented(line) for line in lines[n + 1 : end]]
        n = end
    return told if count >= _FEWEST else [*lines]


def _holds(lines: Sequence[str]) -> bool:
    """Tell whether a box holds another one, or labels of a question and of its answer."""
    if _INNER.search("\n" + "\n".join(lines)):
        return True
    roles = {found.role for line in lines if (found := label(_dedented(line)))}
    return {"question", "answer"} <= roles


_FEWEST = 2  # boxes: a lone one in bold is no list of questions


def _end(lines: Sequence[str], start: int) -> int:
    """Give the line below what is indented from a line on."""
    end = start
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(("    ", "\t"))):
        end += 1
    return end


def _dedented(line: str) -> str:
    return line[1:] if line[:1] == "\t" else line[4:]
