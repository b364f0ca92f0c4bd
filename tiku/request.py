"""What the command line asks for, and where that lies on the disk; it loads nothing heavy."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Final

from tiku.system import lean
from tiku.values import NamedTuple

lean.load("pathlib")  # nothing has asked for it yet where tiku is all that runs

from pathlib import Path  # noqa: E402

SOURCE: Final = "source"
DECKS: Final = "decks"
LOCK: Final = "tiku.lock"
DECISIONS: Final = "tiku.decisions"
SETTINGS: Final = ("tiku.yaml", "tiku.yml")
REPORT: Final = "duplicates.md"  # the only output that is Markdown, as sources are
REPORT_TITLE: Final = "# Repeats\n"


class Place(NamedTuple):
    """Where a build writes: the folder of its outputs, and its lock."""

    folder: Path
    lock: Path

    @property
    def own(self) -> Path:
        """Give the folder for what is no output: what a build is at, and what it remembers."""
        return self.folder / ".tiku"


class Options(NamedTuple):
    """What the command line asks for."""

    source: Path = Path(SOURCE)
    output: Path | None = None
    lock: Path | None = None
    check: bool = False
    frozen: bool = False
    is_adopting: bool = False
    json: bool = False
    quiet: bool = False
    timings: bool = False
    home: Path | None = None  # where what is not named lies, once that was looked for

    def settled(self) -> Options:
        """Look once and for all where what is not named lies: a build makes what tells it."""
        return self._replace(home=self._home)

    @property
    def folder(self) -> Path:
        """Give the output folder: `decks` beside the source or in it, unless another is named."""
        return self.output or self._home / DECKS

    @property
    def place(self) -> Place:
        """Give the place of the outputs and of the lock, which lies beside `decks`."""
        return Place(self.folder, self.lock or self._home / LOCK)

    def path_of(self, name: str) -> str:
        """Give the path of a source as it is seen from here."""
        is_folder = os.path.isdir(self.source)  # noqa: PTH112 - raises nothing
        return (self.source / name if is_folder else self.source).as_posix()

    @property
    def decisions(self) -> Path:
        """Give the path of the decisions, which lie beside the lock."""
        return self.place.lock.with_name(DECISIONS)

    @property
    def _home(self) -> Path:
        """Give the folder of what is not named: where it is already, else beside the source.

        A folder that one is in keeps to itself, unless it is called `source`: what lies above it
        has nothing to do with it, and a lock there counts only if it knows this folder. What a part
        of the source left in it, or lies where it was told to, says nothing.
        """
        if self.home is not None:
            return self.home
        own = str(self.source)
        beside = os.path.normpath(f"{own}/..")
        marks = [f"{DECKS}/bank.json"] * (not self.output) + [LOCK] * (not self.lock)
        inside, outside = (
            {mark for mark in marks if os.path.lexists(f"{folder}/{mark}")}
            for folder in (own, beside)
        )
        if LOCK in inside and _is_of_others(self.source / LOCK, "."):
            inside = set()
        within, here = (os.path.realpath(path) for path in (own, ""))
        is_around = f"{here}{os.sep}".startswith(f"{within}{os.sep}")
        is_home = is_around and not within.endswith(f"{os.sep}{SOURCE}")
        name = os.path.basename(within)  # noqa: PTH119 - a text, as fast as can be
        if is_home and not inside and LOCK in outside and _is_of_others(Path(beside, LOCK), name):
            outside = set()
        if inside or outside:
            is_inside = LOCK in inside or len(inside) >= len(outside)
            return self.source if is_inside else Path(beside)
        return self.source if is_home else Path(beside)


def _is_of_others(lock: Path, name: str) -> bool:
    """Tell whether a lock has questions, and none of the folder of this name beside it."""
    if not os.path.isfile(lock):  # noqa: PTH113 - raises nothing
        return False
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    own, found = os.fsencode(f'"source":"{escaped}"'), False
    with suppress(OSError), lock.open("rb") as file:
        for line in file:
            if own in line:
                return False
            found |= b'"source":' in line
    return found


def seen_from(folder: Path, path: Path) -> str:
    """Name a path as it is seen from a folder, or as a whole where drives of Windows part them."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:
        return os.path.abspath(path)  # noqa: PTH100 - a link keeps its name


def settings_path(source: Path) -> Path | None:
    """Find the nearest `tiku.yaml` in or above a source, within its repository."""
    own = Path(os.path.realpath(source))
    for folder in (own, *own.parents) if os.path.isdir(own) else own.parents:  # noqa: PTH112 - raises nothing
        path = next(filter(os.path.lexists, map(folder.joinpath, SETTINGS)), None)
        if path:
            here = Path.cwd()
            return path.relative_to(here) if path.is_relative_to(here) else path
        if os.path.lexists(folder / ".git"):
            break
    return None
