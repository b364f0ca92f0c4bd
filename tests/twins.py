"""A project that builds with a memory, beside its twin that has none."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import shutil
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import pytest

from tests.conftest import tree, write
from tiku import cli
from tiku.commands import building
from tiku.commands.outcome import Outcome
from tiku.disk import cache
from tiku.exporters import collection, writing
from tiku.identity.identify import FIRST_BUILD
from tiku.patching import memory
from tiku.request import Options, Place

WORDS = (
    "packet router switch cable antenna modem firewall proxy gateway tunnel beacon socket kernel "
    "thread mutex semaphore pipeline cache register compiler linker parser token grammar"
).split()
SOURCES = {
    "net/a.md": "# Nets\n\n## Wires\n\n{0}{1}{2}\n## Air\n\n{3}{4}",
    "net/b.md": "---\ntags: [b]\n---\n\n{5}{6}{7}",
    "c.md": "# Rest\n\n{8}{9}{10}{11}",
}


def entry(n: int) -> str:
    """Write a question that shares nothing with those of other numbers."""
    word, other = WORDS[n % len(WORDS)], WORDS[(n * 7 + 3) % len(WORDS)]
    return (
        f"**Question:** How does a {word} number {n} work with {n + 1000} {other} parts?\n\n"
        f"**Answer:** It joins the {word} {n} times, each of {n + 2000} kinds, to its {other}.\n\n"
        f"- **Point {n}:** the {word} of {n + 3000}\n- **Other {n}:** and {n + 4000} {other}\n\n"
    )


def asked(n: int) -> str:
    return entry(n).split("\n")[0]


def point(n: int) -> str:
    return entry(n).split("\n")[-3] + "\n"


def sources(first: int = 0) -> dict[str, str]:
    return {
        path: text.format(*(entry(first + n) for n in range(12))) for path, text in SOURCES.items()
    }


class Project:
    """A project that builds with its memory, and its twin that has none; both have pictures."""

    def __init__(self, folder: Path) -> None:
        self.one, self.twin = folder / "one", folder / "twin"
        for project in (self.one, self.twin):
            write(project / "tiku.yaml", "missing_media: warning\n")
            for n in range(3):
                write(project / f"source/net/p{n}.png", f"picture {n % 2}")
        self.time = FIRST_BUILD
        self.patches = 0

    def write(self, texts: dict[str, str]) -> None:
        for project in (self.one, self.twin):
            for path in (project / "source").rglob("*.md"):
                if path.relative_to(project / "source").as_posix() not in texts:
                    path.unlink()
            for name, text in texts.items():
                path = project / "source" / name
                if not path.exists() or path.read_text(encoding="utf-8") != text:
                    write(path, text)

    def build(self, *, at: int | None = None) -> str:
        """Check and build both, hold them against each other, and give what the build told."""
        self.time = self.time + 100 if at is None else at
        told = []
        real = building.check
        checks = 0

        def check(options: Options) -> Outcome:
            nonlocal checks
            checks += 1
            return real(options)

        for project in (self.one, self.twin):
            with pytest.MonkeyPatch.context() as patch, contextlib.chdir(project):
                patch.setenv("SOURCE_DATE_EPOCH", str(self.time))
                patch.setattr(building, "check", check)
                patch.setattr(writing, "_BATCH", 3)
                patch.setattr(collection, "_MANY", 12)
                foretold = [said("check"), said("diff", "--json")]
                checks = 0
                built = said("build", "--json")
                told.append((foretold, built))
            if project == self.one:
                self.patches += not checks
        shutil.rmtree(self.twin / "decks/.tiku/cache", ignore_errors=True)
        assert told[0] == told[1]
        one, twin = tree(self.one), tree(self.twin)
        assert one.keys() == twin.keys()
        for name, content in one.items():
            assert content == twin[name], name
        if not built[0]:
            check_blocks(Place(self.one / "decks", self.one / "tiku.lock"))
        return built[1]


def said(*argv: str) -> tuple[int, str, str]:
    """Run a command, and give its exit code and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(argv)
    assert code in (0, 1), err.getvalue()
    return code, out.getvalue(), err.getvalue()


def check_blocks(place: Place) -> None:
    """See that each block of rows stands where the memory says, or is part of the one above."""
    record = cache.load(place, "recent")
    bank = memory.load_bank(place, json.loads(record)["memory"]) if record else None
    if bank is None:
        return
    content = (place.folder / "bank.json").read_bytes()
    table = (place.folder / "bank.csv").read_bytes()
    text = (place.folder / f"{bank.name}.anki.txt").read_bytes()
    items = json.loads(content)["items"]
    assert sum(bank.blocks[0]) == len(items)
    for item, *ends in zip(*map(accumulate, bank.blocks), strict=True):
        above = items[:item]
        cards = [each for each in above if each["id"].encode() + b"\t" in text]
        assert content[: ends[0]].count(b'\n      "fingerprint": ') == len(above)
        assert len(rows(table[: ends[1]].decode("utf-8-sig"), ",")) == 1 + len(above)
        assert len(rows(text[: ends[2]].decode(), "\t")) >= HEADERS + len(cards)
    assert ends[1:] == [len(table), len(text)]


HEADERS = 7


def rows(text: str, separator: str) -> list[list[str]]:
    assert text.endswith("\n")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


Texts = dict[str, str]
SHARED = tuple(f"- **Shared {n}:** what {n} of them say\n" for n in range(4))


def replaced(old: str, new: str) -> Callable[[Texts], Texts]:
    def edit(texts: Texts) -> Texts:
        assert any(old in text for text in texts.values())
        return {path: text.replace(old, new) for path, text in texts.items()}

    return edit


def disputed(n: int) -> str:
    return f"{asked(n)}\n\n**Answer:** Nobody knows about {n}.\n\n"


def alike(n: int) -> str:
    return entry(n + 500).replace(point(n + 500), "") + SHARED[2] + SHARED[3] + "\n"


def tale(n: int) -> str:
    return f"# Tale {n}\n\n**Question:** How does the tale end?\n\n**Answer:** Ending {n}.\n\n"


NUMBERS = {"net/a.md": range(5), "net/b.md": range(5, 8), "c.md": range(8, 12)}
HEADS = {"net/a.md": "# Nets\n\n", "net/b.md": "---\ntags: [b]\n---\n\n", "c.md": "", "d.md": ""}
