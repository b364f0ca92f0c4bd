"""Random scripts of edits: patched and full builds write the same bytes."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.twins import (
    HEADS,
    NUMBERS,
    SHARED,
    WORDS,
    Project,
    alike,
    disputed,
    entry,
    point,
    tale,
)


class Author:
    """Edits a bank at random, and sometimes writes what is tied to something else."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.next = 100
        self.about = "# About\n\nThis asks nothing.\n"
        self.files = {path: [entry(n) for n in numbers] for path, numbers in NUMBERS.items()}
        for entries in self.files.values():
            self._picture(entries, 1)
            self._share(entries, 0)
            self._share(entries, 2)
        self._bare(self.files["net/a.md"], 3)
        if seed % 2:
            more = [entry(30), entry(0), disputed(5), alike(0), alike(1), entry(30)]
            self.files |= {"d.md": [*more, *map(tale, range(2))]}
            self.files["c.md"] += [entry(7), tale(2), tale(3), entry(31)]
            self.random.shuffle(self.files["d.md"])

    def texts(self) -> dict[str, str]:
        files = ((path, entries) for path, entries in self.files.items() if entries)
        texts = {path: HEADS[path] + "".join(entries) for path, entries in files}
        return texts | {"about.md": self.about}

    def edit(self) -> None:
        path = self.random.choice([path for path, entries in self.files.items() if entries])
        entries = self.files[path]
        at = self.random.randrange(len(entries))
        name = self.random.choice(_EDITS)
        getattr(self, f"_{name}")(entries, at)

    def _word(self, entries: list[str], at: int) -> None:
        words = entries[at].split(" ")
        words.insert(self.random.randrange(3, len(words)), self.random.choice(WORDS))
        entries[at] = " ".join(words)

    def _less(self, entries: list[str], at: int) -> None:
        words = entries[at].split(" ")
        del words[self.random.randrange(3, len(words))]
        entries[at] = " ".join(words)

    def _new(self, entries: list[str], at: int) -> None:
        self.next += 1
        entries.insert(at + self.random.randrange(2), entry(self.next))

    def _gone(self, entries: list[str], at: int) -> None:
        del entries[at]

    def _copy(self, entries: list[str], at: int) -> None:
        entries.insert(self.random.randrange(len(entries)), entries[at])

    def _swap(self, entries: list[str], at: int) -> None:
        other = self.random.randrange(len(entries))
        entries[at], entries[other] = entries[other], entries[at]

    def _line(self, entries: list[str], at: int) -> None:
        entries[at] += "\n"

    def _lines(self, entries: list[str], at: int) -> None:
        entries[at] = entries[at].replace("\n\n", "\n\n\n", 1)

    def _more(self, entries: list[str], at: int) -> None:
        self.next += 1
        entries[at] = f"{entries[at].rstrip()}\n{point(self.next)}\n"

    def _disputed(self, entries: list[str], at: int) -> None:
        entries.insert(at, disputed(self.random.randrange(12)))

    def _repeat(self, entries: list[str], at: int) -> None:
        lines = entries[at].split("\n")
        entries[at] = "\n".join([*lines[:4], *lines[4:5], *lines[4:]])

    def _bare(self, entries: list[str], at: int) -> None:
        entries[at] = entries[at].partition("**Answer:**")[0] + "**Answer:**\n\n"

    def _heading(self, entries: list[str], at: int) -> None:
        entries[at] = f"## Part {self.random.randrange(4)}\n\n{entries[at]}"

    def _about(self, _entries: list[str], _at: int) -> None:
        self.about += f"\nIt tells of a {self.random.choice(WORDS)}.\n"

    def _share(self, entries: list[str], at: int) -> None:
        entries[at] = f"{entries[at].rstrip()}\n{self.random.choice(SHARED)}\n"

    def _unshare(self, entries: list[str], at: int) -> None:
        entries[at] = entries[at].replace(self.random.choice(SHARED), "")

    def _brief(self, entries: list[str], at: int) -> None:
        entries[at] = f"{entries[at].partition('**Answer:**')[0]}**Answer:** Yes.\n\n"

    def _picture(self, entries: list[str], at: int) -> None:
        extra = self.random.choice(_PICTURES)
        entries[at] = entries[at].replace(" times", f" times {extra}", 1)

    def _caption(self, entries: list[str], at: int) -> None:
        entries[at] = entries[at].replace("![p]", f"![{self.random.choice(WORDS)}]", 1)

    def _markup(self, entries: list[str], at: int) -> None:
        extra = self.random.choice(_MARKUP)
        entries[at] = entries[at].replace(" times", f" times {extra}", 1)


_EDITS = (
    *("word", "word", "word", "less", "new", "new", "gone", "copy", "swap"),
    *("line", "lines", "more", "more", "disputed"),
    *("repeat", "bare", "heading", "markup", "picture", "caption"),
    *("share", "share", "unshare", "brief", "about"),
)
_STEPS = 8
_PICTURES = ("![p](p0.png)", "![p](p1.png)", "<img src='p2.png'>", "![gone](gone.png)")
_MARKUP = ("`code`", "$x^2$", "<b>b</b>", "[l](https://a.b)", "NASA", "中文")


@pytest.mark.no_cover
def test_patched_and_full_builds_are_the_same_bytes(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    patches = 0
    count = request.config.getoption("--scripts") // 2  # each takes as long as several histories
    for seed in range(count):
        author, project = Author(seed), Project(tmp_path / str(seed))
        for _ in range(_STEPS):
            project.write(author.texts())
            project.build()
            for _ in range(author.random.randint(1, 3)):
                author.edit()
        patches += project.patches
        shutil.rmtree(tmp_path / str(seed))
    assert patches > count  # else this test would say nothing
