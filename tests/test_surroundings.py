"""The command line where it is run: its streams, its terminal, its folder, its Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run, write
from tests.process import powerless

GOOD = "**Question:** What is TCP?\n\n**Answer:** A protocol.\n"


def test_a_python_without_the_libraries_is_told_of_the_other_one(project: Path) -> None:
    write(project / "source/q.md", GOOD)
    command = [sys.executable, "-S", str(ROOT / "build.py")]
    done = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"tiku: 'genanki' is not installed for this Python, {sys.executable}; take the one that "
        "tiku was set up for, such as '.venv/bin/python build.py'; README.md says how to set it "
        "up\n"
    )
    assert [*(project / "decks").glob("[!.]*")] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_result_that_cannot_be_printed_is_said(project: Path) -> None:
    write(project / "source/q.md", GOOD)
    command = f"{sys.executable} -m tiku > /dev/full"
    done = subprocess.run(
        ["bash", "-c", command], cwd=project, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert done.stderr == "tiku: the result cannot be printed: No space left on device\n"


@pytest.mark.skipif(os.name == "nt", reason="there a folder that is in use cannot be deleted")
@pytest.mark.parametrize("arguments", ["build", "check", "explain", "ids", "link a b", "watch"])
def test_a_current_folder_that_is_gone_is_said(project: Path, arguments: str) -> None:
    command = f"mkdir gone && cd gone && rmdir ../gone && {sys.executable} -P -m tiku {arguments}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=project, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("tiku: the folder that tiku was started in is gone\n")


@pytest.mark.skipif(os.name == "nt", reason="it has no such shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["build", "check", "review"])
def test_streams_may_be_closed(project: Path, command: str, closed: str) -> None:
    for n in range(2):
        write(project / f"source/{n}.md", GOOD.replace("TCP", f"TCP {n}"))
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m tiku {command} {closed}"],
        cwd=project,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/proc").exists(), reason="this needs a system that has capabilities")
def test_a_folder_of_libraries_that_may_not_be_read_is_passed_over(project: Path) -> None:
    write(project / "source/q.md", GOOD)
    (project / "closed").mkdir(mode=0)
    env = {**os.environ, "PYTHONPATH": str(project / "closed")}
    done = powerless(project, "build", env=env)
    (project / "closed").chmod(0o755)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_has_seen_enough_is_no_fault(project: Path) -> None:
    entries = "\n".join(GOOD.replace("TCP", f"T{n}") for n in range(3000))
    write(project / "source/q.md", entries)
    command = f"{sys.executable} -m tiku explain | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=project, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "source/q.md: labelled, by its labels Question (3000), Answer (3000)\n"
    assert done.stderr == ""


AT_ONCE, NEVER = (
    "from tiku import cli; from tiku.system import progress; "
    f"progress.DELAY = {delay}; raise SystemExit(cli.main())"
    for delay in (0, 1_000)  # seconds, so that no test depends on how fast a machine is
)


def on_terminal(
    project: Path, *arguments: str, run: tuple[str, str] = ("-m", "tiku"), **more: str
) -> str:
    """Run tiku with its error stream on a terminal, and give what it shows there."""
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    process = subprocess.Popen(
        [sys.executable, *run, *arguments],
        cwd=project, stdout=subprocess.DEVNULL, stderr=theirs, env={**os.environ, **more},
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:
            break
        if not chunk:
            break
        seen += chunk
    os.close(ours)
    process.wait()
    return seen.decode()


def test_colour_is_for_terminals_that_want_it(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD + "\n" + GOOD)
    assert "\x1b[1;33mwarning\x1b[0m" in on_terminal(project, "check", TERM="xterm", NO_COLOR="")
    assert "\x1b" not in tiku("check").stderr


def test_no_colour_where_it_is_not_wanted(project: Path) -> None:
    write(project / "source/q.md", GOOD + "\n" + GOOD)
    assert "\x1b[1;33m" not in on_terminal(project, "check", NO_COLOR="1")
    assert "\x1b[1;33m" not in on_terminal(project, "check", TERM="dumb")


def test_progress_is_shown_by_files(project: Path, tiku: Run) -> None:
    for n in range(3):
        write(project / f"source/{n}.md", GOOD.replace("TCP", f"T{n}"))
    assert " files" in on_terminal(project, "check", run=("-c", AT_ONCE), TERM="xterm")
    assert " files" not in on_terminal(project, "check", run=("-c", NEVER), TERM="xterm")
    assert tiku("check").stderr == ""


def test_progress_is_shown_within_a_long_file(project: Path) -> None:
    write(project / "source/q.md", "\n".join(GOOD.replace("TCP", f"T{n}") for n in range(40)))
    assert " questions" in on_terminal(project, "check", run=("-c", AT_ONCE), TERM="xterm")
