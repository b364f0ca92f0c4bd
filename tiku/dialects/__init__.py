"""The ways in which people write questions. `explaining` chooses the one for a document.

A dialect is a module with one function, `read(outline) -> Reading`, and its name in `NAMES`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Protocol, cast

from tiku.documents.outline import Outline
from tiku.model import Reading


class Dialect(Protocol):
    """What a dialect's module offers."""

    def read(self, outline: Outline) -> Reading:
        """Explain a document; no drafts if it is not written in this dialect."""


# The more explicit ones first: of two that explain a document as well, the first one is taken.
NAMES = (
    "labelled",
    "headings",
    "details",
    "bold",
    "lists",
    "tables",
    "inline",
    "cloze",
    "sided",
    "definitions",
    "records",
    "paragraphs",
)


class _Dialects(Mapping[str, Dialect]):
    """The modules by name, each imported when it is first asked for: many builds need few."""

    def __getitem__(self, name: str) -> Dialect:
        if name not in NAMES:
            raise KeyError(name)
        return cast("Dialect", import_module(f"tiku.dialects.{name}"))

    def __contains__(self, name: object) -> bool:
        return name in NAMES

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


DIALECTS: Mapping[str, Dialect] = _Dialects()
