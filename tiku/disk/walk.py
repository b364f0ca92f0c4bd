"""Where sources lie: which files of a folder they are; it loads nothing heavy."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import takewhile
from pathlib import Path
from unicodedata import normalize

from tiku.request import REPORT, REPORT_TITLE

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
IGNORED = ("node_modules", "__pycache__")


def paths(root: Path, outputs: Path | None = None) -> tuple[list[Path], list[OSError]]:
    """Find the sources in a folder, sorted, and what cannot be looked into; or a single file."""
    if not os.path.isdir(root):  # noqa: PTH112 - raises nothing
        return [root], []
    unreadable: list[OSError] = []
    own = os.path.realpath(outputs) if outputs else ""
    found = _walk(root, unreadable)
    if not own or f"{os.path.realpath(root)}{os.sep}".startswith(f"{own}{os.sep}"):
        return [path for path in found if not _is_report(path, own)], unreadable
    within: dict[str, bool] = {}  # of each folder whether it lies among the outputs
    return [path for path in found if not _is_below(path, own, within)], unreadable


def _is_below(path: Path, own: str, within: dict[str, bool]) -> bool:
    """Tell whether a file lies in a folder; what a link leads to may lie anywhere."""
    if os.path.islink(path):  # noqa: PTH114 - raises nothing
        return _resolved(path).startswith(own + os.sep)
    folder = os.path.dirname(path)  # noqa: PTH120 - a text, as fast as can be
    if folder not in within:
        within[folder] = (_resolved(folder) + os.sep).startswith(own + os.sep)
    return within[folder]


def _is_report(path: Path, own: str) -> bool:
    """Tell whether a file is what a build has written of repeats: it is no source of the next."""
    if path.name != REPORT or _resolved(path.parent) != own or not path.is_file():
        return False
    title = REPORT_TITLE.encode()
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(title)) == title
    return False


def _resolved(path: str | Path) -> str:
    return os.path.realpath(path)


def is_there(root: Path) -> bool:
    """Tell whether there is Markdown in a folder, or such a file."""
    if os.path.isfile(root):  # noqa: PTH113 - raises nothing
        return root.name.lower().endswith(SUFFIXES)
    return any(path.name.lower().endswith(SUFFIXES) for path in _walk(root, []))


def _walk(root: Path, unreadable: list[OSError]) -> Iterator[Path]:
    """Find the Markdown files, and the links to folders so that they can be judged."""
    for folder, folders, files in os.walk(root, onerror=unreadable.append):
        folders[:] = _read_in(folders)
        yield from (Path(folder, f) for f in folders if Path(folder, f).is_symlink())
        for file in sorted(files):
            if file[0] != "." and file.lower().endswith(SUFFIXES):
                yield Path(folder, file)


def _read_in(folders: Iterable[str]) -> list[str]:
    return sorted(filter(is_read, folders))


def is_read(folder: str) -> bool:
    """Tell by its name whether a folder is looked into."""
    return folder[0] != "." and folder not in IGNORED


def left_out(root: Path) -> Iterator[Path]:
    """Find the folders with Markdown that are left out for their names, but for hidden ones."""
    for folder, folders, _ in os.walk(root):
        named = (Path(folder, name) for name in sorted(folders) if name in IGNORED)
        yield from (path for path in named if not path.is_symlink() and is_there(path))
        folders[:] = _read_in(folders)


def places(source: Path, names: Iterable[str]) -> dict[str, list[Path]]:
    """Give the places where each file that texts show may lie: accents are written in two ways.

    Obsidian names a file by its last name, wherever it lies: in a vault of its that counts, too.
    """
    root = source if os.path.isdir(source) else source.parent  # noqa: PTH112 - raises nothing
    found = {name: [root / normalize(form, name) for form in ("NFC", "NFD")] for name in names}
    lost = [name for name in found if not is_placed(found[name])]
    if lost and os.path.isdir(root / ".obsidian"):  # noqa: PTH112 - raises nothing
        named = {_last(name): list[tuple[str, ...]]() for name in lost}
        for folder, folders, files in os.walk(root):
            folders[:] = _read_in(folders)
            for file in files:
                if (nfc := normalize("NFC", file)) in named:
                    named[nfc].append(Path(folder, file).relative_to(root).parts)
        for name in lost:
            if others := named[_last(name)]:
                found[name].append(root.joinpath(*min(others, key=partial(_farness, name))))
    return found


def is_placed(paths: Sequence[Path]) -> bool:
    """Tell whether a file lies where a text has it, the first of its places, and not elsewhere."""
    return any(map(os.path.lexists, paths[:_FORMS]))


_FORMS = 2  # of accents


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _farness(name: str, parts: tuple[str, ...]) -> tuple[int, int, tuple[str, ...]]:
    """Order files of one name: first that whose folders end most alike, then the highest."""
    pairs = zip(reversed(name.split("/")), reversed(parts), strict=False)
    alike = takewhile(lambda pair: pair[0] == pair[1], pairs)
    return -len([*alike]), len(parts), parts
