"""How far a long run is."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TypeVar

_T = TypeVar("_T")


def progress(steps: Iterable[_T], total: int) -> Iterable[_T]:
    """Show rate and remaining time, on a terminal only and after a second only."""
    if total < 2 or not sys.stderr.isatty():
        return steps
    from tqdm import tqdm  # loaded only here, 15 ms

    return tqdm(steps, total=total, unit=" files", delay=1, leave=False, dynamic_ncols=True)
