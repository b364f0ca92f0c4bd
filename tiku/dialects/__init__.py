"""The ways in which people write questions. `tiku.explaining` chooses the one for a document.

A dialect is a module with one function, `read(outline) -> Reading`, and one line in `DIALECTS`.
"""

from __future__ import annotations

from typing import Protocol

from tiku.dialects import (
    bold,
    cloze,
    definitions,
    details,
    headings,
    inline,
    labelled,
    lists,
    paragraphs,
    records,
    sided,
    tables,
)
from tiku.model import Reading
from tiku.outline import Outline


class Dialect(Protocol):
    """What a dialect's module offers."""

    def read(self, outline: Outline) -> Reading:
        """Explain a document; no drafts if it is not written in this dialect."""


DIALECTS: dict[str, Dialect] = {
    "labelled": labelled,
    "headings": headings,
    "details": details,
    "bold": bold,
    "lists": lists,
    "tables": tables,
    "inline": inline,
    "cloze": cloze,
    "sided": sided,
    "definitions": definitions,
    "records": records,
    "paragraphs": paragraphs,
}
