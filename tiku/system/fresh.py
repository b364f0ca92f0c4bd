"""Files that are made anew, whatever a repository has put in their place."""

import os
from pathlib import Path
from typing import BinaryIO


def create(path: Path) -> BinaryIO:
    """Open a new file to write; take away what has its name, so that no link leads elsewhere.

    Raises OSError where that cannot be done.
    """
    path.unlink(missing_ok=True)
    return path.open("xb")


def replace(path: Path, *parts: bytes) -> None:
    """Put parts in the place of a file, as a whole; its folder is made where there is none.

    Raises OSError where that cannot be done.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    path.parent.mkdir(parents=True, exist_ok=True)
    with create(beside) as file:
        file.writelines(parts)
    beside.replace(path)
