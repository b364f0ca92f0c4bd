"""The output folder on disk: replaced as a whole, at the end, by one build at a time.

Everything is first written beside the outputs, in `.tiku/new`. Only when all of it is safely on
disk is that folder renamed to `.tiku/ready`, which decides the matter; then each file is moved to
its place. A build that is killed before leaves the old outputs, one that is killed after leaves
the rest of the moves to the next build.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from errno import EINVAL, EISDIR
from pathlib import Path

from filelock import FileLock, Timeout

from tiku.model import Code, Problem

_OURS = (".apkg", ".anki.txt")


class OutputError(Exception):
    """The outputs cannot be written; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        """Take the problem for the report."""
        super().__init__(problem.what)
        self.problem = problem


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the output folder for one build; what a killed build left is finished or removed.

    Raises OutputError if another build holds it or it cannot be written.
    """
    own = folder / ".tiku"
    for path in (own, *(own / name for name in ("lock", "new", "ready"))):
        if path.is_symlink():  # a repository may bring one along, to have us write elsewhere
            raise _unwritable(folder, OSError(EINVAL, f"{path.relative_to(folder)} is a link"))
    try:
        own.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(own / ".gitignore"):
            (own / ".gitignore").write_text("*\n", encoding="utf-8")
        with FileLock(own / "lock", timeout=0):
            _move_all(own / "ready", folder)
            shutil.rmtree(own / "new", ignore_errors=True)
            yield
    except Timeout:
        what = "another build is writing here"
        remedy = "wait until it is done, then build again"
        raise OutputError(Problem(Code.BUILD_RUNNING, str(folder), 0, what, remedy)) from None
    except OSError as error:
        raise _unwritable(folder, error) from error


def is_pending(folder: Path) -> bool:
    """Tell whether a build was killed between its decision and its last move."""
    return os.path.lexists(folder / ".tiku" / "ready")


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Replace the outputs that differ, all of them or none. Call it within `exclusive`."""
    changed = outdated(folder, files)
    if not changed:
        return
    for name in changed:
        if (folder / name).is_dir():
            raise _unwritable(folder, IsADirectoryError(EISDIR, f"{name} is a folder"))
    new, ready = folder / ".tiku" / "new", folder / ".tiku" / "ready"
    try:
        new.mkdir()
        for name in changed:
            _write_through(new / name, files[name])
        new.rename(ready)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        raise _unwritable(folder, error) from error
    try:
        _move_all(ready, folder)
    except KeyboardInterrupt:
        _move_all(ready, folder)
        raise


def outdated(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Name the outputs that are missing or differ from what the sources give."""
    return [name for name, content in files.items() if _content(folder / name) != content]


def decks(folder: Path) -> list[str]:
    """Name the decks that lie in the output folder, whichever build wrote them."""
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if path.name.endswith(_OURS))


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _move_all(ready: Path, folder: Path) -> None:
    """Move what a build decided on to its place; what cannot be moved waits for the next build."""
    failed: OSError | None = None
    for path in sorted(ready.iterdir()) if ready.is_dir() else ():
        try:
            path.replace(folder / path.name)
        except OSError as error:
            failed = error
    if failed:
        name = Path(str(failed.filename2 or failed.filename)).name
        what = f"'{name}' cannot be replaced: {failed.strerror}; the other outputs are new"
        remedy = "close the program that holds it, then build again"
        raise OutputError(Problem(Code.OUTPUT_HELD, str(folder), 0, what, remedy))
    if ready.is_dir():
        ready.rmdir()


def _unwritable(folder: Path, error: OSError) -> OutputError:
    what = f"the outputs cannot be written: {error.strerror or error}"
    remedy = "make room, make the folder writable or name another with --output"
    return OutputError(Problem(Code.OUTPUT_UNWRITABLE, str(folder), 0, what, remedy))
