"""Builds at once: one of them writes, and what it leaves is whole."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Run, write
from tests.whole import (
    ALL,
    ENTRY,
    NAMES,
    PAGE,
    changed,
    names,
    state,
)
from tiku import cli
from tiku.commands import building
from tiku.commands.outcome import Outcome
from tiku.disk import sources
from tiku.request import Options


def test_two_builds_at_once(project: Path, tiku: Run, built: dict[str, bytes]) -> None:
    with holding(project, "decks", "tiku.lock"):
        done = tiku()
        assert done.returncode == 1
        assert done.stderr.endswith(
            ": error: another build is writing here; wait until it is done, then build again "
            "[W2]\ntiku: 1 error; decks is as it was\n"
        )
        assert state(project) == built
    assert tiku().returncode == 0


@pytest.mark.parametrize(
    ("other", "shared"),
    [(("other", "tiku.lock"), "."), (("decks", "locks/other.lock"), "decks")],
)
def test_two_builds_that_share_the_lock_or_the_folder(
    built: dict[str, bytes], tiku: Run, other: tuple[str, str], shared: str
) -> None:
    project = Path.cwd()
    with holding(project, *other):
        done = tiku()
        assert done.returncode == 1
        assert done.stderr.startswith(f"{shared}: error: another build is writing here; wait")
        assert state(project) == built
    assert tiku().returncode == 0


def test_two_builds_that_share_nothing(project: Path, tiku: Run, built: dict[str, bytes]) -> None:
    with holding(project, "other", "locks/other.lock"):
        assert tiku().returncode == 0
    assert changed(project, built) == ALL


@contextmanager
def holding(project: Path, folder: str, lock: str) -> Iterator[None]:
    """Have another process build to a folder."""
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from tiku.disk import output\nfrom tiku.request import Place\n"
        "with output.exclusive(Place(*map(Path, sys.argv[1:]))):\n"
        "    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, folder, lock]
    process = subprocess.Popen(command, cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"held\n"
    yield
    process.communicate()


@pytest.mark.parametrize("lock", ["decks/tiku.lock", "link/tiku.lock", "decks/../decks/tiku.lock"])
def test_a_lock_among_the_outputs(project: Path, tiku: Run, lock: str) -> None:
    """The folder has two names then, and a build does not stand in its own way."""
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    (project / "decks").mkdir()
    (project / "link").symlink_to("decks")
    for answer in ("one", "two"):
        write(project / "source/q.md", ENTRY.format("TCP", answer))
        done = tiku("build", "--output", project / "decks", "--lock", lock)
        assert (done.returncode, done.stderr) == (0, "")
    assert names(project / "decks") == sorted([".tiku", *NAMES, *PAGE, "tiku.lock"])


def test_a_slow_build_does_not_undo_a_later_one(
    project: Path, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "source/q.md", ENTRY.format("TCP", "old"))
    real = building.check

    def slow(options: Options) -> Outcome:
        read = real(options)
        monkeypatch.setattr(building, "check", real)
        write(project / "source/q.md", ENTRY.format("TCP", "new"))
        assert tiku().returncode == 0
        return read

    monkeypatch.setattr(building, "check", slow)
    assert cli.main(["build"]) == 0
    assert b"new" in state(project)["bank.csv"]


def test_a_first_build_that_ends_while_another_reads_is_no_lost_lock(
    project: Path, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one saw no lock, and then outputs."""
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    real = sources.load

    def slow(root: Path, outputs: Path) -> sources.Loaded:
        monkeypatch.setattr(sources, "load", real)
        assert tiku().returncode == 0
        return real(root, outputs)

    monkeypatch.setattr(sources, "load", slow)
    assert cli.main(["build"]) == 0


def test_many_builds_at_once_leave_one_whole(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    command = [sys.executable, "-m", "tiku", "build", "-q"]
    builds = [
        subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, encoding="utf-8")
        for _ in range(4)
    ]
    ended = [(process.communicate()[1], process.returncode) for process in builds]
    assert any(code == 0 for _, code in ended)
    assert all(code == 0 or "[W2]" in said for said, code in ended)
    assert tiku("build", "--check").returncode == 0
