"""The output folder on disk: replaced as a whole, at the end, by one build at a time.

Everything is first written beside the outputs, in `.tiku/new`. Only when all of it is safely on
disk is that folder renamed to `.tiku/ready`, which decides the matter; then each file is moved to
its place. A build that is killed before leaves the old outputs, one that is killed after leaves
the rest of the moves to the next build. The lock goes with them, though it may lie elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from errno import EACCES, EINVAL, EISDIR
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from tiku.disk.locking import HeldError, held
from tiku.model import Code, Problem
from tiku.request import Place, seen_from
from tiku.system import lean
from tiku.system.patterns import lazy

lean.load("shutil")

import shutil  # noqa: E402

_OURS = (".apkg", ".anki.txt")
# What may be deleted in the folders within: nobody else gives files such names.
_NAMES = {
    "media": lazy(r"[a-z0-9-]+-[0-9a-f]{16}\.[a-z0-9]+"),
    "page/data": lazy(r"(?:items|index|problems|same|conflict|alike|different)-\d+\.js"),
}


class Content(Protocol):
    """What an output is to hold, where that need not be in memory."""

    def write(self, file: BinaryIO) -> None:
        """Write all of it, and let go of what it is made of."""


class Pieces:
    """What an output is to hold, as it is made or read."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        """Take them in their order."""
        self._pieces = pieces

    def write(self, file: BinaryIO) -> None:
        """Write all of them."""
        file.writelines(self._pieces)


class OutputError(Exception):
    """The outputs cannot be written; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        """Take the problem for the report."""
        super().__init__(problem.what)
        self.problem = problem


@contextmanager
def exclusive(place: Place) -> Iterator[None]:
    """Hold the output folder and the lock for one build.

    What a killed build left is finished or removed. Raises OutputError if another build holds one
    of them or it cannot be written.
    """
    with ExitStack() as held:
        folders = {os.path.realpath(each): each for each in (place.lock.parent, place.folder)}
        for _, folder in sorted(folders.items()):
            is_own = folder == place.folder
            held.enter_context(_held(folder, _ROOM if is_own else _ROOM_FOR_LOCK))
        try:
            _move_all(place)
            for each in ("new", "scratch"):
                shutil.rmtree(place.own / each, ignore_errors=True)
            yield
        except OSError as error:
            raise _unwritable(place.folder, error) from error


@contextmanager
def _held(folder: Path, remedy: str) -> Iterator[None]:
    own = folder / ".tiku"
    for path in (own, *(own / name for name in ("lock", "new", "ready", "scratch"))):
        if os.path.islink(path):  # noqa: PTH114 - raises nothing
            # A repository may bring one along, to have us write elsewhere.
            name = path.relative_to(folder).as_posix()
            raise _unwritable(
                folder, OSError(EINVAL, f"{name} is a link"), f"delete '{name}' there"
            )
    try:
        own.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(own / ".gitignore"):
            (own / ".gitignore").write_text("*\n", encoding="utf-8")
        with held(own / "lock"):
            yield
    except HeldError:
        what = "another build is writing here"
        wait = "wait until it is done, then build again"
        raise OutputError(Problem(Code.BUILD_RUNNING, str(folder), 0, what, wait)) from None
    except OSError as error:
        raise _unwritable(folder, error, remedy) from error


@contextmanager
def scratch(place: Place) -> Iterator[Path]:
    """Give a folder for what is needed only while outputs are made. Call it within `exclusive`."""
    folder = place.own / "scratch"
    try:
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_pending(place: Place) -> bool:
    """Tell whether a build was killed between its decision and its last move."""
    return os.path.lexists(place.own / "ready")


def write(
    place: Place, pieces: Iterable[tuple[str, bytes]], lock: Content | None = None
) -> tuple[str, ...]:
    """Replace the outputs that differ, and the lock if there is a new one: all or none.

    Of each output the pieces come in their order, among those of others. Give the names of all.
    Call it within `exclusive`.
    """
    names: list[str] = []
    with _replacing(place, names, lock) as written:
        found: dict[str, _Growing] = {}
        for name, content in pieces:
            if name not in found:
                names.append(name)
                found[name] = _Growing(place.folder / name, place.own / "new" / name)
            found[name].add(content)
        written += [name for name, each in found.items() if each.end()]
    return tuple(names)


def patch(
    place: Place, names: Collection[str], changed: Mapping[str, Content], lock: Content | None
) -> None:
    """Replace some of the outputs that a build wrote, `names` being all of them: all or none.

    Call it within `exclusive`.
    """
    with _replacing(place, names, lock) as written:
        for name, content in changed.items():
            path = place.own / "new" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_through(path, content)
            written.append(name)


def write_lock(place: Place, lock: Content) -> None:
    """Replace the lock alone. Call it within `exclusive`."""
    with _replacing(place, None, lock):
        pass


@contextmanager
def _replacing(
    place: Place, names: Collection[str] | None, lock: Content | None
) -> Iterator[list[str]]:
    """Move to its place what is written beside the outputs within, when all of it is there.

    Within, the names of what is written are to be listed. `names` are those of all outputs then, if
    they are known: others of ours are taken away.
    """
    new, ready = place.own / "new", place.own / "ready"
    written: list[str] = []
    try:
        new.mkdir()
        yield written
        _check(place, names or (), written)
        folders = {(place.folder / name).parent for name in written}
        _check_rights(folders if lock is None else folders | {place.lock.parent})
        if lock is not None:  # beside its place, which may be on another disk
            _check_link(place.lock)
            _beside(place).unlink(missing_ok=True)
            _write_through(_beside(place), lock)
            _write_through(new / _PLAN, Pieces((_plan(place),)))
        if written or lock is not None:
            new.rename(ready)
        else:
            new.rmdir()
    except BaseException as error:
        shutil.rmtree(new, ignore_errors=True)
        with suppress(OSError):
            _beside(place).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritable(place.folder, error) from error
        raise
    try:
        _move_all(place, is_new=True)
    except KeyboardInterrupt:
        _move_all(place)
        raise
    for name in leftovers(place.folder, names) if names is not None else ():
        (place.folder / name).unlink(missing_ok=True)


def _check(place: Place, names: Collection[str], written: Iterable[str]) -> None:
    """Refuse what cannot be moved to its place."""
    if os.path.realpath(place.lock) in {os.path.realpath(place.folder / name) for name in names}:
        error = OSError(EINVAL, f"{place.lock.name} is an output, no lock")
        raise _unwritable(place.folder, error, "name another lock with --lock")
    _check_folders(place, names)
    for path in (*(place.folder / name for name in written), place.lock):
        if path.is_dir():
            raise _unwritable(path.parent, IsADirectoryError(EISDIR, f"{path.name} is a folder"))


def _check_rights(folders: Iterable[Path]) -> None:
    """Refuse folders that nothing can be moved to, before anything is moved."""
    for folder in sorted(folders):
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            raise _unwritable(folder, PermissionError(EACCES, os.strerror(EACCES)))


def _check_link(lock: Path) -> None:
    """Refuse a lock that is a link: a repository may bring one along, to have us write elsewhere.

    A file in its place would leave what it leads to behind, without a word.
    """
    if os.path.islink(lock):  # noqa: PTH114 - raises nothing
        what = (
            "this lock is a link, and would be written anew; tiku follows no link where it writes"
        )
        remedy = "put the file that it leads to in its place, or name that file with --lock"
        raise OutputError(Problem(Code.OUTPUT_UNWRITABLE, lock.as_posix(), 0, what, remedy))


# Of a build that decided: which lock it was for, and the stamps of that before and after.
_PLAN = "plan"


def _check_folders(place: Place, files: Collection[str]) -> None:
    """Refuse a folder within the outputs that is a link: a repository may bring one along."""
    within = {place.folder / each for name in files for each in PurePosixPath(name).parents}
    for path in sorted(within - {place.folder}):
        if os.path.lexists(path) and (path.is_symlink() or not path.is_dir()):
            name = path.relative_to(place.folder).as_posix()
            error = OSError(EINVAL, f"{name} is no folder of its own")
            raise _unwritable(place.folder, error, f"delete '{name}' there")


def _plan(place: Place) -> bytes:
    return "\n".join((_stamp(place.lock), _stamp(_beside(place)), _target(place))).encode()


def _target(place: Place) -> str:
    return seen_from(place.folder, place.lock).encode("utf-8", "backslashreplace").decode()


def _stamp(path: Path) -> str:
    """Give what stays of a file that is moved, and changes if it is written; empty if none is."""
    try:
        of = path.stat()
    except OSError:
        return ""
    return f"{of.st_size} {of.st_mtime_ns} {of.st_ino}"


def _beside(place: Place) -> Path:
    return place.lock.with_name(f".{place.lock.name}.new")


def outdated(folder: Path, pieces: Iterable[tuple[str, bytes]]) -> tuple[list[str], list[str]]:
    """Name the outputs that are missing or differ from what the sources give, and all of them."""
    found: dict[str, _Compared] = {}
    try:
        for name, content in pieces:
            found.setdefault(name, _Compared(folder / name)).add(content)
    except OSError as error:  # the disk has no room for what is not kept
        raise _unwritable(folder, error) from error
    return [name for name, each in found.items() if not each.is_same()], list(found)


class _Compared:
    """An output that comes in pieces, beside the file that may hold the same."""

    def __init__(self, path: Path) -> None:
        self.path, self.size, self.differs = path, 0, False

    def add(self, content: bytes) -> bool:
        """Compare what comes next; tell whether all is the same up to its end."""
        self.differs = self.differs or not self._follows(content)
        self.size += len(content)
        return not self.differs

    def is_same(self) -> bool:
        """Tell, when all of it came, whether the file holds just this."""
        try:
            return not self.differs and self.path.stat().st_size == self.size
        except OSError:
            return False

    def _follows(self, content: bytes) -> bool:
        try:
            with self.path.open("rb") as file:
                file.seek(self.size)
                return file.read(len(content)) == content
        except OSError:
            return False


class _Growing:
    """An output that comes in pieces, written only from where it differs from what stands there."""

    def __init__(self, old: Path, new: Path) -> None:
        self._old, self._new = _Compared(old), new

    def add(self, content: bytes) -> None:
        """Compare what comes next, or write it."""
        size, was_same = self._old.size, not self._old.differs
        if self._old.add(content):
            return
        if was_same:
            self._begin(size)
        with self._new.open("ab") as file:
            file.write(content)

    def end(self) -> bool:
        """See that all of it is on disk; tell whether it differs."""
        if self._old.is_same():
            return False
        if not self._old.differs:  # what stands there is longer
            self._begin(self._old.size)
        with self._new.open("ab") as file:
            os.fsync(file.fileno())
        return True

    def _begin(self, size: int) -> None:
        """Write what is the same up to here."""
        self._new.parent.mkdir(parents=True, exist_ok=True)
        with self._new.open("wb") as file:
            if size:
                with self._old.path.open("rb") as old:
                    _copy(old, file, size)


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> None:
    while size and (chunk := source.read(min(size, _CHUNK))):
        target.write(chunk)
        size -= len(chunk)


_CHUNK = 1 << 20  # bytes


def leftovers(folder: Path, files: Collection[str]) -> list[str]:
    """Name the pictures and parts of the page that earlier builds wrote and that are not wanted."""
    found = (
        f"{within}/{path.name}"
        for within, ours in _NAMES.items()
        if (folder / within).is_dir() and (folder / within).resolve() == folder.resolve() / within
        for path in (folder / within).iterdir()
        if ours.fullmatch(path.name)
    )
    return sorted(name for name in found if name not in files)


def strays(folder: Path, files: Collection[str]) -> list[str]:
    """Name the decks in the output folder that are none of these files.

    A disk that takes 'Net' for 'net', or writes accents otherwise, keeps the name that was first.
    """
    ours = {_number(folder / name) for name in files if name.endswith(_OURS)}
    found = (path for path in folder.iterdir() if path.name.endswith(_OURS))
    return sorted(path.name for path in found if _number(path) not in ours)


def _number(path: Path) -> tuple[int, int]:
    of = path.lstat()
    return of.st_dev, of.st_ino


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _write_through(path: Path, content: Content) -> None:
    with path.open("wb") as file:
        content.write(file)
        file.flush()
        os.fsync(file.fileno())


def _move_all(place: Place, *, is_new: bool = False) -> None:
    """Move what a build decided on to its place; what cannot be moved waits for the next build.

    What is new was decided on just now: nothing has come between.
    """
    ready = place.own / "ready"
    if not ready.is_dir():
        return
    if not _move_lock(ready, place, is_new=is_new):
        shutil.rmtree(ready)
        return
    found = sorted(each for each in ready.rglob("*") if each.is_file() and not each.is_symlink())
    _check_folders(place, [each.relative_to(ready).as_posix() for each in found])
    failed: OSError | None = None
    for path in found:
        try:
            if path != ready / _PLAN:
                target = place.folder / path.relative_to(ready)
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)
        except OSError as error:
            failed = error
    if failed:
        raise _held_back(place, failed, "; the other outputs are new")
    shutil.rmtree(ready)


def _move_lock(ready: Path, place: Place, *, is_new: bool) -> bool:
    """Put the lock in its place, before the outputs; tell whether they may follow."""
    plan = _content(ready / _PLAN)
    if plan is None:
        return True
    before, after, target = (*plan.decode(errors="replace").split("\n", 2), "", "")[:3]
    if not target:
        return False  # it is none of ours
    if target != _target(place):
        what = "a build that was killed here used another lock"
        remedy = "run that build again, with the same --lock, or delete '.tiku/ready' here"
        raise OutputError(Problem(Code.OUTPUT_HELD, str(place.folder), 0, what, remedy))
    if not is_new:
        now = _stamp(place.lock)
        if now == after:
            return True
        if now != before or _stamp(_beside(place)) != after:
            return False  # a later build, or a person, has written another lock since
    try:
        _beside(place).replace(place.lock)
    except OSError as error:
        raise _held_back(place, error, "") from error
    return True


def _held_back(place: Place, error: OSError, more: str) -> OutputError:
    name = Path(str(error.filename2 or error.filename)).name
    what = f"'{name}' cannot be replaced: {error.strerror}{more}"
    remedy = "close the program that holds it, then build again"
    return OutputError(Problem(Code.OUTPUT_HELD, str(place.folder), 0, what, remedy))


_ROOM = "make room, make the folder writable or name another with --output"
_ROOM_FOR_LOCK = "make room, make the folder writable or name others with --output and --lock"


def _unwritable(folder: Path, error: OSError, remedy: str = _ROOM) -> OutputError:
    what = f"the outputs cannot be written: {error.strerror or error}"
    return OutputError(Problem(Code.OUTPUT_UNWRITABLE, str(folder), 0, what, remedy))
