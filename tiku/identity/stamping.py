"""Ids written into sources, with every other byte as it was."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

from tiku.model import ItemId
from tiku.system.patterns import lazy

Marks = Mapping[int, ItemId]  # by line, counted from 1
_LINE = lazy(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_BOMS = (
    (codecs.BOM_UTF8, "latin-1"),  # bytes are passed through one by one
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose BOM it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def stamp(content: bytes, marks: Marks, *, behind: bool = False) -> bytes:
    """Put each id on a line of its own above its line, behind a byte order mark.

    A list or a table has no room between its lines: there it stands `behind` the line's text.

    In every encoding that extends ASCII a line end is a byte of its own, and an id is ASCII.
    """
    found = (pair for pair in _BOMS if content.startswith(pair[0]))
    bom, encoding = next(found, (b"", "latin-1"))
    errors = "strict" if encoding == "latin-1" else "surrogatepass"
    lines = _LINE.findall(content[len(bom) :].decode(encoding, errors))
    ending = next((end for line in lines if (end := _end_of(line))), "\n")
    for number, id_ in marks.items():
        line = lines[number - 1]
        comment = f"<!-- id: {id_} -->"
        if behind:
            text = re.sub(r"[ \t]*\|?[ \t]*$", "", line.rstrip("\r\n"))
            lines[number - 1] = f"{text} {comment}{line[len(text) :]}"
        else:
            lines[number - 1] = f"{comment}{_end_of(line) or ending}{line}"
    return bom + "".join(lines).encode(encoding, errors)


def _end_of(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
