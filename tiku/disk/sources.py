"""The source folder on disk: which files are sources, and their bytes; nothing outside it."""

import os
import stat
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from tiku.disk import walk
from tiku.disk.aside import Files
from tiku.markup.media import Fault
from tiku.model import Code, Problem
from tiku.system import fresh
from tiku.values import NamedTuple

MAX_FILE = 256 * 1024 * 1024
_ROOM = 4_000_000  # bytes of sources in memory; the rest is put aside


class Loaded(NamedTuple):
    """The bytes of each source by its path below the folder, and what could not be read.

    `paths` are where the files really are: a name has one spelling on every system.
    """

    files: Files
    problems: tuple[Problem, ...]
    paths: Mapping[str, Path] = MappingProxyType({})


def load(root: Path, outputs: Path | None = None) -> Loaded:
    """Read a source folder, or a single file. Hidden files and folders are left alone.

    So is the folder of the outputs, if it lies within.
    """
    try:
        mode = root.stat().st_mode
    except FileNotFoundError:
        what = "there is no such folder or file"
        remedy = (
            "put your Markdown into a folder 'source', or name its folder: "
            "'tiku build .' for the one that you are in"
        )
        return Loaded(Files(0), (Problem(Code.SOURCE_MISSING, "", 0, what, remedy),))
    except OSError as error:
        return Loaded(Files(0), (unreadable("", error),))
    if not stat.S_ISDIR(mode):
        content = read(root, _name(root, root.parent))
        if isinstance(content, Problem):
            return Loaded(Files(0), (content,))
        name, files = _name(root, root.parent), Files(len(content))
        files.add(name, content)
        return Loaded(files, (), {name: root})
    found, closed = walk.paths(root, outputs)
    loaded = _load(found, root)
    problems = [*loaded.problems]
    problems += (unreadable(_name(Path(e.filename), root), e) for e in closed)
    if not found and not problems:
        what = f"there is no Markdown in it ({', '.join(walk.SUFFIXES)})"
        remedy = "put your questions there as Markdown files"
        problems.append(Problem(Code.NO_MARKDOWN, "", 0, what, remedy))
    return loaded._replace(problems=tuple(problems))


def _load(paths: list[Path], root: Path) -> Loaded:
    files = Files(_ROOM)
    places: dict[str, Path] = {}
    problems: list[Problem] = []
    inside = root.resolve()
    links = {path for path in paths if os.path.islink(path)}  # noqa: PTH114 - raises nothing
    led_to = {os.path.realpath(path) for path in paths if path not in links} if links else set()
    for path in paths:
        name = _name(path, root)
        if path in links and _leaves(path, inside):
            what = "this link leads out of the source folder"
            remedy = "copy what it leads to into the folder, or delete the link"
            problems.append(Problem(Code.LINK_LEAVES_SOURCE, name, 0, what, remedy))
        elif path in links and _is_read(path, led_to):
            continue
        elif not os.path.isdir(path):  # noqa: PTH112 - a link within: its files are read anyway
            content = read(path, name)
            if isinstance(content, Problem):
                problems.append(content)
            elif name in files:
                what = "another file has the same name, with its accents written otherwise"
                problems.append(Problem(Code.NAME_TWICE, name, 0, what, "rename one of the two"))
            else:
                files.add(name, content)
                places[name] = path
    return Loaded(files, tuple(problems), places)


def _is_read(link: Path, led_to: set[str]) -> bool:
    """Tell whether a link leads to what is read anyway, as a file or by an earlier link."""
    target = os.path.realpath(link)
    if target in led_to:
        return True
    led_to.add(target)
    return False


def _leaves(link: Path, inside: Path) -> bool:
    try:
        return not link.resolve().is_relative_to(inside)
    except (OSError, RuntimeError):  # it leads to itself: reading it says so
        return False


def media(source: Path, names: Iterable[str]) -> dict[str, bytes | Fault]:
    """Read the files that texts show, by their paths below the source folder, or say why not.

    No path and no link leads out of the folder.
    """
    root = source if os.path.isdir(source) else source.parent  # noqa: PTH112 - raises nothing
    inside = root.resolve()
    found = walk.places(source, sorted(set(names)))
    return {name: _medium(name, paths, inside) for name, paths in found.items()}


def _medium(name: str, paths: list[Path], inside: Path) -> bytes | Fault:
    if name.startswith("..") or Path(name).is_absolute():
        return "outside"
    path = next(filter(os.path.lexists, paths), None)
    if path is None:
        return "missing"
    if _leaves(path, inside):
        return "outside"
    content = read(path, name)
    return content if isinstance(content, bytes) else "unreadable"


def read(path: Path, name: str) -> bytes | Problem:
    """Read a regular file, or say under its `name` why it cannot be read."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would hang us
            return Problem(Code.NOT_A_FILE, name, 0, "this is no regular file", "take it out")
        if found.st_size > MAX_FILE:
            what = f"this file has {found.st_size:,} bytes; tiku reads up to {MAX_FILE:,}"
            return Problem(Code.FILE_TOO_LARGE, name, 0, what, "split it")
        return path.read_bytes()
    except OSError as error:
        return unreadable(name, error)


def replace(path: Path, content: bytes) -> None:
    """Give a file another content, as a whole, with the rights that it has."""
    path = path.resolve()
    beside = path.with_name(f".{path.name}.new")
    with fresh.create(beside) as file:
        file.write(content)
    if path.exists():
        beside.chmod(stat.S_IMODE(path.stat().st_mode))
    beside.replace(path)


def unreadable(name: str, error: OSError) -> Problem:
    """Say why something cannot be read."""
    what = f"this cannot be read: {error.strerror or error}"
    return Problem(Code.UNREADABLE, name, 0, what, "make it readable, or take it out")


def _name(path: Path, root: Path) -> str:
    """Name a path below the folder alike on every system, whatever bytes it is made of."""
    raw = os.fsencode(path.relative_to(root).as_posix())
    return unicodedata.normalize("NFC", raw.decode("utf-8", "backslashreplace")) or "."
