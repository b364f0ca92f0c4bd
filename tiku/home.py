"""The folder in which a user's programs keep what can be made again."""

from __future__ import annotations

import os
from pathlib import Path


def folder() -> Path:
    """Give tiku's own part of it, which need not be there."""
    if given := os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA"):
        return Path(given) / "tiku"
    return Path(os.path.expanduser("~")) / ".cache" / "tiku"  # noqa: PTH111 - raises nothing
