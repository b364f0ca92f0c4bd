"""Files that are made anew, whatever a repository has put in their place."""

from pathlib import Path
from typing import BinaryIO


def create(path: Path) -> BinaryIO:
    """Open a new file to write; take away what has its name, so that no link leads elsewhere.

    Raises OSError where that cannot be done.
    """
    path.unlink(missing_ok=True)
    return path.open("xb")
