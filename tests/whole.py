"""The output folder and the lock, which a build replaces as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run, write
from tiku.request import Place

ENTRY = "**Question:** What is {}?\n\n**Answer:** {}.\n\n"
NAMES = ("bank.csv", "bank.json", "duplicates.md", "q.anki.txt", "q.apkg")
PAGE = ("index.html", "page")
ITEMS = "page/data/items-1.js"
ALL = {"tiku.lock", *NAMES, ITEMS} - {"duplicates.md"}  # one question has no repeats


def state(project: Path, folder: str = "decks") -> dict[str, bytes]:
    """Give the outputs and the lock: what a build replaces as a whole or not at all."""
    found = {name: (project / folder / name).read_bytes() for name in (*NAMES, ITEMS)}
    return {**found, "tiku.lock": (project / "tiku.lock").read_bytes()}


def changed(project: Path, before: dict[str, bytes]) -> set[str]:
    return {name for name, content in state(project).items() if content != before[name]}


@pytest.fixture
def built(project: Path, tiku: Run) -> dict[str, bytes]:
    """Build a project, then edit it; give what the build wrote."""
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    tiku()
    before = state(project)
    write(project / "source/q.md", ENTRY.format("TCP", "two") + ENTRY.format("UDP", "new"))
    return before


def is_clean(project: Path) -> bool:
    """Tell whether a build left nothing behind, beside the outputs and beside the lock."""
    own = [
        [name for name in names(project / folder) if name != "cache"]
        for folder in (".tiku", "decks/.tiku")
    ]
    locks = [name for name in names(project) if "lock" in name]
    return own == [[".gitignore", "lock"]] * 2 and locks == ["tiku.lock"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def place(project: Path) -> Place:
    return Place(project / "decks", project / "tiku.lock")
