"""Which ids a change of tiku costs: `python benchmarks/upgrade.py OLD FOLDER ...`.

OLD is a checkout of the tiku that learners have, such as one of the last release. Each Markdown
document of the folders is built by it, then by this one beside the lock that it left, and every
question with an answer whose id is gone is listed: its review history would be lost, unless it
never was a question. A document that is read in another way keeps the ids of what it still asks.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

NEW = Path(__file__).parent.parent
_SHOWN = 60  # characters of a stem


class Upgrade(NamedTuple):
    """The stems of the answered questions of a document, before and after, by id."""

    path: Path
    before: dict[str, str]
    after: dict[str, str]

    @property
    def gone(self) -> list[str]:
        """Give the stems of those whose ids are gone."""
        return [stem for id_, stem in self.before.items() if id_ not in self.after]


def upgrade(path: Path, old: Path) -> Upgrade:
    """Build a document by the old code and then by the new."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        (project / "source").mkdir()
        shutil.copy(path, project / "source")
        return Upgrade(path, *(_built(project, code) for code in (old, NEW)))


def _built(project: Path, code: Path) -> dict[str, str]:
    subprocess.run(
        [sys.executable, "-m", "tiku", "build", "--quiet"],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(code)},
        capture_output=True,
        check=False,  # a document without questions is an error
    )
    bank = project / "decks/bank.json"
    items = json.loads(bank.read_text(encoding="utf-8"))["items"] if bank.exists() else []
    return {item["id"]: item["stem"] for item in items if item["answer"]}


def lines(made: Upgrade) -> Iterator[str]:
    """Tell what a document lost."""
    yield f"{made.path}: {len(made.gone)} of {len(made.before)}; it has {len(made.after)} now"
    yield from (f"    {' '.join(stem.split())[:_SHOWN]}" for stem in made.gone)


def main() -> None:
    """Print the documents that lose ids, and how many of all are gone."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("old", type=Path, help="a checkout of the tiku that learners have")
    parser.add_argument("folders", type=Path, nargs="+", help="folders of Markdown documents")
    given = parser.parse_args()
    paths = [path for folder in given.folders for path in sorted(folder.rglob("*.md"))]
    answered = gone = 0
    with ThreadPoolExecutor() as executor:
        for made in executor.map(lambda path: upgrade(path, given.old.resolve()), paths):
            answered, gone = answered + len(made.before), gone + len(made.gone)
            if made.gone:
                print("\n".join(lines(made)), flush=True)
    print(f"{len(paths)} documents, {answered} questions with answers before, {gone} ids gone")


if __name__ == "__main__":
    main()
