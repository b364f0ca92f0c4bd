"""The files that come with tiku."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent  # to load importlib.resources takes 5 ms


def text(path: str) -> str:
    """Read a file by its path below the package."""
    return (_PACKAGE / path).read_text(encoding="utf-8")
