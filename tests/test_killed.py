"""Builds that are killed or interrupted: the outputs and the lock are of one build, old or new."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.conftest import Run, write
from tests.process import python, unmeasured
from tests.whole import (
    ALL,
    ENTRY,
    changed,
    is_clean,
    place,
    state,
)
from tiku import cli
from tiku.disk import output

KILL = """
import os, signal, sys
from tiku import cli
from tiku.disk import output
from tiku.cli import main
calls, at = 0, {at}
def killing(real):
    def wrapped(*arguments, **named):
        global calls
        calls += 1
        if calls == at:
            os.kill(os.getpid(), signal.{signal})
        return real(*arguments, **named)
    return wrapped
{patch}
"""
BUILD = 'sys.exit(main(["build"]))'
BUILDS = """
main(["--check", "--quiet"])  # now all is loaded that a build needs
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        calls, at = 0, int(line)
        sys.exit(main(["--quiet"]))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
WRITING = "output._Growing.add = killing(output._Growing.add)"
MOVING = "output.Path.replace = killing(output.Path.replace)"
CHANGING = "output.os.fsync = killing(output.os.fsync)\n" + "\n".join(
    f"output.Path.{name} = killing(output.Path.{name})"
    for name in ("mkdir", "rename", "replace", "unlink", "rmdir")
)


def killed(project: Path, at: int, name: str, patch: str) -> tuple[int, str]:
    """Build in a process that gets a signal before a call of what is patched; give how it ended."""
    code = KILL.format(at=at, signal=name, patch=patch) + BUILD
    process = python(project, code, unmeasured())
    _, said = process.communicate()
    return process.returncode, said.decode()


@pytest.mark.parametrize(
    "when", [(name, at) for name in ("SIGKILL", "SIGTERM", "SIGINT") for at in (1, 3, 6)]
)
def test_killed_while_writing_the_old_outputs_stand(
    project: Path, tiku: Run, built: dict[str, bytes], when: tuple[str, int]
) -> None:
    name, at = when
    code, said = killed(project, at, name, WRITING)
    assert code == (130 if name == "SIGINT" else -getattr(signal, name))
    assert state(project) == built
    if name == "SIGINT":
        assert said.endswith("tiku: interrupted; the outputs are whole\n")
    assert tiku().returncode == 0
    assert changed(project, built) == ALL
    assert is_clean(project)


def test_a_killed_build_leaves_nothing_where_no_build_takes_it_away(
    project: Path, tiku: Run, built: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert built
    (project / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(project / "tmp"))
    code, _ = killed(project, 6, "SIGKILL", WRITING)
    assert code == -signal.SIGKILL
    assert list((project / "tmp").iterdir()) == []
    assert list((project / "decks/.tiku/scratch").glob("*/collection.anki2"))
    assert tiku().returncode == 0
    assert is_clean(project)


@pytest.mark.parametrize("at", [1, 2, 3, 5])
def test_killed_while_moving_the_next_build_goes_on(
    project: Path, tiku: Run, built: dict[str, bytes], at: int
) -> None:
    """Nothing is moved yet, or the lock, or some outputs too, or all but one."""
    source = (project / "source/q.md").read_text()
    code, _ = killed(project, at, "SIGKILL", MOVING)
    assert code == -signal.SIGKILL
    assert output.is_pending(place(project))
    write(project / "source/q.md", "no question here\n")
    assert tiku().returncode == 1
    finished = state(project)
    assert changed(project, built) == ALL, "finished by any build"
    assert is_clean(project)
    write(project / "source/q.md", source)
    assert tiku().returncode == 0
    assert state(project) == finished
    assert is_clean(project)


def test_killed_at_any_step_the_outputs_and_the_lock_are_of_one_build(
    project: Path, built: dict[str, bytes]
) -> None:
    """Before each single change of the disk, one after the other; each build is a fork."""
    assert built
    code = KILL.format(at=0, signal="SIGKILL", patch=CHANGING) + BUILDS
    process = python(project, code, unmeasured())
    assert process.stdin
    assert process.stdout
    for at in range(1, 60):
        write(project / "source/q.md", ENTRY.format("TCP", at) + ENTRY.format(f"UDP {at}", "new"))
        before = state(project)
        process.stdin.write(b"%d\n" % at)
        process.stdin.flush()
        ended = int(process.stdout.readline())
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        assert changed(project, before) in (set(), ALL) or output.is_pending(place(project))
        assert cli.main(["--quiet"]) == 0
        assert changed(project, before) == ALL
        assert is_clean(project)
    process.communicate()
    assert process.returncode == 0
    assert cli.main(["--check", "--quiet"]) == 0
    assert at > 2 * len(ALL), "every step was seen"


def test_killed_at_the_first_build_the_next_one_goes_on(project: Path, tiku: Run) -> None:
    """The lock comes first: outputs without one would look as if it had been lost."""
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    for at, there in ((1, set()), (2, {"tiku.lock"}), (3, {"tiku.lock", "bank.csv"})):
        code, _ = killed(project, at, "SIGKILL", MOVING)
        assert code == -signal.SIGKILL
        found = {path.name for path in (project, project / "decks") for path in path.iterdir()}
        assert found & ALL == there
        assert tiku("check").returncode == 0
        assert tiku().returncode == 0
        assert is_clean(project)
        for name in ALL:
            (project / ("" if name == "tiku.lock" else "decks") / name).unlink()


def test_a_killed_build_is_not_put_where_another_lock_lies(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    killed(project, 1, "SIGKILL", MOVING)
    write(project / "other.lock", built["tiku.lock"])
    for _ in range(2):
        done = tiku("build", "--lock", "other.lock")
        assert done.returncode == 1
        assert done.stderr == (
            "decks: error: a build that was killed here used another lock; run that build again, "
            "with the same --lock, or delete '.tiku/ready' here [W5]\ntiku: 1 error\n"
        )
        assert state(project) == built
        assert (project / "other.lock").read_bytes() == built["tiku.lock"]
    assert tiku().returncode == 0
    assert changed(project, built) == ALL
    assert not output.is_pending(place(project))
    assert tiku("build", "--lock", "other.lock").returncode == 0


def test_a_killed_build_does_not_undo_the_lock_of_a_later_one(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    """The later one writes its outputs elsewhere, and so does not see the killed one."""
    killed(project, 1, "SIGKILL", MOVING)
    assert changed(project, built) == set()
    source = ENTRY.format("TCP", "three") + ENTRY.format("ICMP", "new")
    write(project / "source/q.md", source)
    assert tiku("build", "--output", "other", SOURCE_DATE_EPOCH="1780000000").returncode == 0
    later = state(project, "other")
    tiku()
    tiku()
    assert state(project) == later


def test_interrupted_while_moving_the_rest_is_moved(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    code, _ = killed(project, 2, "SIGINT", MOVING)
    assert code == 130
    assert changed(project, built) == ALL
    assert tiku("build", "--check").returncode == 0
    assert is_clean(project)


@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT"])
def test_killed_at_any_time_the_outputs_are_of_one_build(
    project: Path, tiku: Run, name: str
) -> None:
    """From outside, at ten moments that spread over the whole run."""
    entries = [ENTRY.format(f"T{n}", "one") for n in range(300)]
    write(project / "source/q.md", "".join(entries))
    code = "from tiku.cli import main; main(['build', '-q'])"
    start = time.monotonic()
    python(project, code, unmeasured()).communicate()
    whole = time.monotonic() - start
    before = state(project)
    write(project / "source/q.md", "".join(entries).replace("one", "two"))
    for step in range(10):
        process = python(project, code, unmeasured())
        time.sleep(whole * step / 9)
        process.send_signal(getattr(signal, name))
        process.communicate(timeout=60)
        is_pending = output.is_pending(place(project))
        assert changed(project, before) in (set(), ALL) or is_pending
    assert tiku().returncode == 0
    assert tiku("build", "--check").returncode == 0
