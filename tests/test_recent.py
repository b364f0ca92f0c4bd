"""A build of what was built already: it tells the same, and does nothing; and when it must not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run, tree, write
from tiku import cli
from tiku.commands import building, resuming
from tiku.commands.outcome import Outcome
from tiku.disk import cache, recent
from tiku.request import Options, Place

ENTRY = "**Question:** {}\n\n**Answer:** {}\n\n"
SOURCE = ENTRY.format("What is TCP?", "A protocol.") + ENTRY.format("What is TCP?", "Another one.")
PLACE = Place(Path("decks"), Path("tiku.lock"))
OLD = 1_700_000_000


@pytest.fixture
def built(project: Path, tiku: Run) -> Path:
    """A project that was built, with a picture and with repeats that are reported."""
    write(project / "source/q.md", SOURCE + ENTRY.format("What is it?", "![a](a.png)"))
    write(project / "source/a.png", b"picture")
    write(project / "source/b/c.md", ENTRY.format("What is UDP?", "A protocol, too."))
    for path in (project / "source").rglob("*.*"):
        os.utime(path, (OLD, OLD))
    assert tiku().returncode == 0
    return project


class Builds:
    """How many times a build was really made."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        real = resuming.build

        def build(options: Options, recalled: recent.Recalled | None = None) -> Outcome:
            self.count += 1
            return real(options, recalled)

        patch.setattr(resuming, "build", build)


@pytest.fixture
def builds(built: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    assert built.is_dir()
    return Builds(monkeypatch)


@pytest.mark.parametrize("flags", [[], ["-q"], ["--json"], ["--frozen"], ["--json", "-q"]])
def test_what_is_told_of_nothing_new_is_what_a_build_tells(
    builds: Builds, tiku: Run, flags: list[str]
) -> None:
    told = tiku("build", *flags)
    assert builds.count == 0
    cache.forget(PLACE, "recent")
    done = tiku("build", *flags)
    assert builds.count == 1
    assert (told.returncode, told.stdout, told.stderr) == (0, done.stdout, done.stderr)
    assert "perhaps" in told.stderr or "otherwise" in told.stderr


def test_young_files_are_compared_by_content_until_they_are_old(
    built: Path, builds: Builds, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _digests()
    write(built / "source/b/c.md", ENTRY.format("What is ICMP?", "A protocol, too."))
    tiku()
    tiku()
    assert builds.count == 1
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now + 10**10)
    tiku()
    assert builds.count == 1
    assert not _digests()


def _digests() -> list[str]:
    content = cache.load(PLACE, "recent")
    assert content
    return [digest for _, digest in json.loads(content)["seen"].values() if digest]


def test_a_change_within_the_same_tick_is_seen(
    built: Path, builds: Builds, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system may give a later change of the same length the same times."""
    path = write(built / "source/b/c.md", ENTRY.format("What is ICMP?", "A protocol, too."))
    tiku()
    before = recent.stamps([path])
    path.write_text(path.read_text().replace("ICMP", "IGMP"))
    real = recent.stamps

    def stale(paths: list[Path]) -> recent.Stamps | None:
        found = real(paths)
        return found and {k: (before or {}).get(k, of) for k, of in found.items()}

    monkeypatch.setattr(recent, "stamps", stale)
    tiku()
    assert builds.count == 2
    assert "IGMP" in (built / "decks/bank.json").read_text()


def _same_length(project: Path) -> None:
    path = project / "source/q.md"
    path.write_text(path.read_text().replace("TCP", "UDP"))
    os.utime(path, (OLD, OLD))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a text of the same length and time": _same_length,
    "a new source": lambda at: write(at / "source/new.md", SOURCE),
    "a source less": lambda at: (at / "source/b/c.md").unlink(),
    "a source with another name": lambda at: (at / "source/q.md").rename(at / "source/r.md"),
    "settings": lambda at: write(at / "tiku.yaml", "name: other\n"),
    "decisions": lambda at: write(at / "tiku.decisions", ""),
    "another lock": lambda at: write(at / "tiku.lock", (at / "tiku.lock").read_bytes() + b"\n"),
    "no lock": lambda at: (at / "tiku.lock").unlink(),
    "a picture": lambda at: write(at / "source/a.png", b"another"),
    "no picture": lambda at: (at / "source/a.png").unlink(),
    "an output less": lambda at: (at / "decks/bank.csv").unlink(),
    "an output that was edited": lambda at: write(at / "decks/bank.csv", "id\n"),
    "a part of the page less": lambda at: (at / "decks/page/data/items-1.js").unlink(),
    "a deck of an earlier build": lambda at: write(at / "decks/old.apkg", b""),
    "a picture of an earlier build": lambda at: write(
        at / "decks/media/old-0123456789abcdef.png", b""
    ),
    "a link to a source": lambda at: (at / "source/l.md").symlink_to(at / "source/q.md"),
    "a build that was killed": lambda at: (at / "decks/.tiku/ready").mkdir(),
    "a record that is damaged": lambda at: (at / "decks/.tiku/cache/recent").write_bytes(b"{}"),
    "a record cut short": lambda at: os.truncate(at / "decks/.tiku/cache/recent", 100),
    "no record": lambda at: (at / "decks/.tiku/cache/recent").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_build_is_made_if_anything_is_otherwise(
    built: Path, builds: Builds, tiku: Run, change: str
) -> None:
    CHANGES[change](built)
    done = tiku()
    assert builds.count == 1
    folder = built / "decks"
    kept = {name: each for name, each in tree(folder).items() if ".tiku" not in name}
    cache.forget(PLACE, "recent")
    again = tiku()
    assert again.returncode == done.returncode
    assert {name: each for name, each in tree(folder).items() if ".tiku" not in name} == kept


def test_a_file_that_a_vault_has_under_the_same_name_counts_when_it_comes(
    built: Path, builds: Builds, tiku: Run
) -> None:
    (built / "source/.obsidian").mkdir()
    write(built / "tiku.yaml", "missing_media: warning\n")
    (built / "source/a.png").unlink()
    for name in ("b.png", "old/files/a.png", "files/b.png", "files/a.png"):
        write(built / "source" / name, name.encode())
        tiku()
        tiku()
    assert builds.count == 3
    assert [path.read_bytes() for path in (built / "decks/media").iterdir()] == [b"files/a.png"]


def test_a_record_of_another_program_or_user_counts_for_nothing(
    builds: Builds, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(cache, "program", lambda: b"another")
        tiku()
    tiku()
    with monkeypatch.context() as patch:
        patch.setattr(cache, "_key", lambda: b"k" * 32)
        tiku()
    assert builds.count == 3


def test_without_a_home_every_build_is_made(
    builds: Builds, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_key", lambda: None)
    assert (tiku().returncode, tiku().returncode, builds.count) == (0, 0, 2)


def test_an_epoch_that_is_none_is_an_error_all_the_same(builds: Builds, tiku: Run) -> None:
    assert tiku(SOURCE_DATE_EPOCH="1790000000").returncode == 0
    assert builds.count == 0
    assert tiku(SOURCE_DATE_EPOCH="soon").returncode == 1


def test_a_record_is_of_one_source_and_one_place(built: Path, builds: Builds, tiku: Run) -> None:
    assert tiku("build", "source", "--output", "decks").returncode == 0
    assert builds.count == 0
    assert tiku("build", "--output", "others").returncode == 0
    assert tiku("build", "source/q.md", "--lock", "q.lock").returncode == 0
    assert builds.count == 2
    assert (built / "others/.tiku/cache/recent").exists()


def test_a_build_with_errors_is_never_taken_for_done(built: Path, tiku: Run) -> None:
    write(built / "source/bad.md", "---\ntags: [a]\n  deck: a\n---\n" + SOURCE)
    assert [tiku().returncode for _ in range(3)] == [1, 1, 1]


def test_a_source_that_changes_while_it_is_built_is_built_again(
    built: Path, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = building._write

    def slow(options: Options, outcome: Outcome, before: recent.Look | None) -> Outcome:
        found = real(options, outcome, before)
        write(built / "source/b/c.md", ENTRY.format("What is ICMP?", "A protocol, too."))
        return found

    write(built / "source/b/c.md", ENTRY.format("What is IGMP?", "A protocol, too."))
    with monkeypatch.context() as patch:
        patch.setattr(building, "_write", slow)
        tiku()
    tiku()
    assert "ICMP" in (built / "decks/bank.json").read_text()


def test_nothing_heavy_is_loaded_for_nothing_new(built: Path) -> None:
    code = (
        "import sys\nfrom tiku import cli\nassert cli.main(['build']) == 0\n"
        "print(*(each for each in sys.modules if each.startswith('tiku.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=built, capture_output=True, encoding="utf-8", check=True
    )
    loaded = {name.removeprefix("tiku.") for name in done.stdout.split("\n")[-2].split()}
    light = {
        "cli",
        "request",
        "summary",
        "values",
        "disk",
        "disk.cache",
        "disk.recent",
        "disk.walk",
        "system",
    }
    own = (
        "compiled",
        "fresh",
        "hashes",
        "garbage",
        "home",
        "lean",
        "patterns",
        "terminal",
        "timing",
    )
    assert loaded == light | {f"system.{name}" for name in own} - {"system.compiled"}


def test_the_command_line_knows_the_builds(builds: Builds) -> None:
    assert cli.main(["build", "-q", "--output", "third"]) == 0
    assert builds.count == 1
