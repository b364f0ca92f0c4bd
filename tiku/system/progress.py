"""How far a long run is."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TypeVar

from tiku.model import Draft

DELAY = 1.0  # seconds; what is done sooner shows nothing

_T = TypeVar("_T")


def files(steps: Iterable[_T], total: int) -> Iterable[_T]:
    """Show how many files are done."""
    return _shown(steps, total, " files")


def questions(drafts: Sequence[Draft]) -> Iterable[Draft]:
    """Show how many questions of a file are done."""
    return _shown(drafts, len(drafts), " questions")


def _shown(steps: Iterable[_T], total: int, unit: str) -> Iterable[_T]:
    """Show rate and remaining time, on a terminal only and after DELAY only."""
    if total < 2 or not sys.stderr.isatty():
        return steps
    from tqdm import tqdm  # loaded only here, 15 ms

    return tqdm(steps, total=total, unit=unit, delay=DELAY, leave=False, dynamic_ncols=True)
