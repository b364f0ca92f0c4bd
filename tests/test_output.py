"""The output folder: replaced as a whole or not at all, whatever happens."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Run, write
from tests.process import powerless, python, unmeasured
from tiku import cli, commands, output

ENTRY = "**Question:** What is {}?\n\n**Answer:** {}.\n\n"
NAMES = ("bank.csv", "bank.json", "q.anki.txt", "q.apkg")


def state(project: Path) -> dict[str, bytes]:
    return {name: (project / "decks" / name).read_bytes() for name in NAMES}


@pytest.fixture
def built(project: Path, tiku: Run) -> dict[str, bytes]:
    """A project that was built, and then edited."""
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    tiku()
    before = state(project)
    write(project / "source/q.md", ENTRY.format("TCP", "two") + ENTRY.format("UDP", "new"))
    return before


def is_clean(project: Path) -> bool:
    return sorted(p.name for p in (project / "decks/.tiku").iterdir()) == [".gitignore", "lock"]


# Killed at a given point

KILL = """
import os, signal, sys
from tiku import cli, output
from tiku.cli import main
calls = 0
def killing(real):
    def wrapped(*arguments):
        global calls
        calls += 1
        if calls == {at}:
            os.kill(os.getpid(), signal.{signal})
        return real(*arguments)
    return wrapped
{patch}
sys.exit(main(["build"]))
"""
WRITING = "output._write_through = killing(output._write_through)"
MOVING = "output.Path.replace = killing(output.Path.replace)"


@pytest.mark.parametrize(
    "when", [(name, at) for name in ("SIGKILL", "SIGTERM", "SIGINT") for at in (1, 3)]
)
def test_killed_while_writing_the_old_outputs_stand(
    project: Path, tiku: Run, built: dict[str, bytes], when: tuple[str, int]
) -> None:
    name, at = when
    process = python(project, KILL.format(at=at, signal=name, patch=WRITING))
    _, said = process.communicate()
    assert process.returncode == (130 if name == "SIGINT" else -getattr(signal, name))
    assert state(project) == built
    if name == "SIGINT":
        assert said.decode().endswith("tiku: interrupted; the outputs are whole\n")
    assert tiku().returncode == 0
    assert state(project) != built
    assert is_clean(project)


@pytest.mark.parametrize("at", [1, 2, 4])
def test_killed_while_moving_the_next_build_goes_on(
    project: Path, tiku: Run, built: dict[str, bytes], at: int
) -> None:
    source = (project / "source/q.md").read_text()
    process = python(project, KILL.format(at=at, signal="SIGKILL", patch=MOVING))
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert output.is_pending(project / "decks")
    write(project / "source/q.md", "no question here\n")
    assert tiku().returncode == 1
    assert all(state(project)[name] != built[name] for name in NAMES), "finished by any build"
    write(project / "source/q.md", source)
    assert tiku().returncode == 0
    assert state(project) != built
    assert is_clean(project)


def test_interrupted_while_moving_the_rest_is_moved(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    process = python(project, KILL.format(at=2, signal="SIGINT", patch=MOVING))
    process.communicate()
    assert process.returncode == 130
    after = state(project)
    assert all(after[name] != built[name] for name in NAMES)
    assert tiku("build", "--check").returncode == 0
    assert is_clean(project)


@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT"])
def test_killed_at_any_time_the_outputs_are_of_one_build(
    project: Path, tiku: Run, name: str
) -> None:
    """From outside, at ten moments that spread over the whole run."""
    entries = [ENTRY.format(f"T{n}", "one") for n in range(300)]
    write(project / "source/q.md", "".join(entries))
    start = time.monotonic()
    tiku()
    whole = time.monotonic() - start
    before = state(project)
    write(project / "source/q.md", "".join(entries).replace("one", "two"))
    for step in range(10):
        process = python(project, "from tiku.cli import main; main(['build', '-q'])", unmeasured())
        time.sleep(whole * step / 9)
        process.send_signal(getattr(signal, name))
        process.communicate(timeout=60)
        after = state(project)
        changed = {name for name in NAMES if after[name] != before[name]}
        assert changed in (set(), set(NAMES)) or output.is_pending(project / "decks")
    assert tiku().returncode == 0
    assert tiku("build", "--check").returncode == 0


# Places that cannot be written


def test_an_output_folder_that_is_read_only(project: Path, built: dict[str, bytes]) -> None:
    for path in (project / "decks", project / "decks/.tiku"):
        path.chmod(0o555)
    done = powerless(project, "build")
    for path in (project / "decks", project / "decks/.tiku"):
        path.chmod(0o755)
    assert done.returncode == 1
    assert done.stderr == (
        "decks: error: the outputs cannot be written: Permission denied; make room, make the "
        "folder writable or name another with --output [W1]\ntiku: 1 error; decks is as it was\n"
    )
    assert state(project) == built


def test_a_disk_that_is_full(project: Path, tiku: Run, built: dict[str, bytes]) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = powerless(project, "build", before=little_room, env=unmeasured())
    assert done.returncode == 1
    assert "decks: error: the outputs cannot be written: File too large; make room" in done.stderr
    assert state(project) == built
    assert is_clean(project)
    assert tiku().returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a file system")
def test_a_disk_that_is_really_full(project: Path, built: dict[str, bytes]) -> None:
    script = (
        "mkdir small && mount -t tmpfs -o size=96k tmpfs small && cp decks/* small && "
        f"{sys.executable} -m tiku build --output small; echo $? && ls small && "
        "cmp small/bank.json decks/bank.json && echo same"
    )
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script],
        cwd=project, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if "permission denied" in done.stderr.lower() or "not permitted" in done.stderr:
        pytest.skip("this machine lets nobody mount a file system")
    assert "small: error: the outputs cannot be written: No space left on device" in done.stderr
    assert done.stdout.split() == ["1", *sorted(NAMES), "same"]
    assert state(project) == built


def test_a_file_where_the_folder_should_be(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    write(project / "decks", "a file")
    done = tiku()
    assert done.returncode == 1
    assert "decks: error: the outputs cannot be written: " in done.stderr
    assert (project / "decks").read_text() == "a file"


def test_a_folder_where_an_output_should_be(
    project: Path, tiku: Run, built: dict[str, bytes]
) -> None:
    (project / "decks/bank.csv").unlink()
    (project / "decks/bank.csv").mkdir()
    done = tiku()
    assert done.returncode == 1
    assert "cannot be written: bank.csv is a folder" in done.stderr
    assert done.stderr.endswith("; decks is as it was\n")
    (project / "decks/bank.csv").rmdir()
    write(project / "decks/bank.csv", built["bank.csv"])
    assert state(project) == built
    assert is_clean(project)


def test_an_output_that_another_program_holds(
    project: Path,
    built: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As on Windows, where a file that is open cannot be replaced."""
    real = Path.replace

    def held(self: Path, target: Path) -> Path:
        if self.name == "bank.csv":
            raise PermissionError(13, "Permission denied", str(self), None, str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    assert cli.main(["build"]) == 1
    said = capsys.readouterr().err
    assert "'bank.csv' cannot be replaced: Permission denied; the other outputs are new" in said
    assert "is as it was" not in said
    assert {name for name in NAMES if state(project)[name] == built[name]} == {"bank.csv"}
    assert cli.main(["build"]) == 1
    monkeypatch.undo()
    monkeypatch.chdir(project)
    assert cli.main(["build"]) == 0
    assert all(state(project)[name] != built[name] for name in NAMES)
    assert is_clean(project)


@pytest.mark.parametrize("name", ["", "lock", "new", "ready"])
def test_a_link_where_our_own_folder_should_be(project: Path, tiku: Run, name: str) -> None:
    """A repository may bring one along, to have us write or move what is elsewhere."""
    write(project / "source/q.md", ENTRY.format("TCP", "one"))
    write(project / "victim/precious", "untouched")
    (project / "decks/.tiku" if name else project / "decks").mkdir(parents=True)
    (project / "decks/.tiku" / name).symlink_to(project / "victim")
    done = tiku()
    assert done.returncode == 1
    assert (
        f"decks: error: the outputs cannot be written: .tiku{'/' if name else ''}{name} is a link"
        in (done.stderr)
    )
    assert [path.name for path in (project / "victim").iterdir()] == ["precious"]


# Two builds at once


def test_two_builds_at_once(project: Path, tiku: Run, built: dict[str, bytes]) -> None:
    holder = (
        "from pathlib import Path\nfrom tiku import output\nimport sys\n"
        "with output.exclusive(Path('decks')):\n"
        "    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", holder], cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"held\n"
    done = tiku()
    assert done.returncode == 1
    assert done.stderr == (
        "decks: error: another build is writing here; wait until it is done, then build again "
        "[W2]\ntiku: 1 error; decks is as it was\n"
    )
    assert state(project) == built
    process.communicate()
    assert tiku().returncode == 0


def test_a_slow_build_does_not_undo_a_later_one(
    project: Path, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "source/q.md", ENTRY.format("TCP", "old"))
    real = commands.check

    def slow(options: commands.Options) -> commands.Outcome:
        read = real(options)
        monkeypatch.setattr(commands, "check", real)
        write(project / "source/q.md", ENTRY.format("TCP", "new"))
        assert tiku().returncode == 0
        return read

    monkeypatch.setattr(commands, "check", slow)
    assert cli.main(["build"]) == 0
    assert b"new" in state(project)["bank.csv"]


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


# What the last build left


def test_outputs_that_are_the_same_are_not_written(tmp_path: Path) -> None:
    with output.exclusive(tmp_path):
        output.write(tmp_path, {"a": b"1", "b": b"2"})
    before = (tmp_path / "a").stat().st_ino
    with output.exclusive(tmp_path):
        output.write(tmp_path, {"a": b"1", "b": b"3"})
    assert (tmp_path / "a").stat().st_ino == before
    assert (tmp_path / "b").read_bytes() == b"3"


@pytest.mark.parametrize("content", ["<<<<<<< HEAD\n", "{}", '{"version": 99, "items": []}', None])
def test_times_that_cannot_be_read_are_said(
    project: Path, tiku: Run, built: dict[str, bytes], content: str | None
) -> None:
    assert built
    (project / "decks/bank.json").unlink()
    if content is not None:
        write(project / "decks/bank.json", content)
    done = tiku(SOURCE_DATE_EPOCH="1790000000")
    assert done.returncode == 0
    assert "decks/bank.json: warning: the last build's times cannot be read" in done.stderr
    assert '"modified": "2026-09-21T14:13:20Z"' in (project / "decks/bank.json").read_text()
    assert "2026-01-01" not in (project / "decks/bank.json").read_text()
