"""Locks that tests write, and what they do to the lines of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.conftest import write
from tiku import cli
from tiku.identity import lock
from tiku.identity.lock import dump
from tiku.pipeline import rebuild

ENTRY = "**Question:** {}\n\n**Answer:** {}\n\n"
SOURCE = (
    "# Net\n\n"
    "## A title\n\n"
    + ENTRY.format("What is TCP? <!-- id: tcp -->", "A protocol.")
    + "## 中文\n\n"
    + ENTRY.format("什么是 UDP？", "一种协议。")
    + ENTRY.format("Why?", "")
)
OUTPUTS = ("bank.csv", "bank.json", "q.anki.txt", "q.apkg")


def lines_of(content: bytes) -> list[Any]:
    return [json.loads(line) for line in content.decode().splitlines()]


BUILT = dump(
    rebuild(
        {"q.md": SOURCE.replace("A protocol.", "Segments.") + ENTRY.format("Is it fast?", "Yes.")}
    ).lock
)
FIRST_ID = lines_of(BUILT)[1]["id"]
FIRST_CHINESE = next(n for n, each in enumerate(BUILT.split(b"\n"), 1) if not each.isascii())


def line(content: bytes, number: int, /, **values: Any) -> bytes:
    """Put values into the JSON of a line; `None` takes a field out."""
    lines = content.split(b"\n")
    found = {**json.loads(lines[number - 1]), **values}
    kept = {key: value for key, value in found.items() if value is not None}
    lines[number - 1] = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
    return b"\n".join(lines)


def built_then_edited(project: Path) -> Path:
    """A project that was built, in which a question was then deleted and another edited."""
    gone = ENTRY.format("Is it fast?", "Yes.")
    write(project / "source/q.md", SOURCE.replace("A protocol.", "Segments.") + gone)
    assert cli.main(["build", "-q"]) == 0
    assert (project / lock.NAME).read_bytes() == BUILT
    write(project / "source/q.md", SOURCE)
    return project
