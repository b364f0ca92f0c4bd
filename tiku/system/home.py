"""The folder in which a user's programs keep what can be made again."""

from __future__ import annotations

import os
from pathlib import Path


def folder() -> Path:
    """Give tiku's own part of it, which need not be there."""
    given = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or ""
    if os.path.isabs(given):  # noqa: PTH117 - others are invalid by the XDG specification
        return Path(given) / "tiku"
    return Path(os.path.expanduser("~")) / ".cache" / "tiku"  # noqa: PTH111 - raises nothing
