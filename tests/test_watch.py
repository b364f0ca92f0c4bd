"""`tiku watch`: a real process beside a person who edits."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import watchfiles
from playwright.sync_api import Browser

from tests import browser as browsers
from tests.conftest import Run, tree, write
from tests.process import python, unmeasured
from tiku import cli
from tiku.commands import building, watch
from tiku.commands.outcome import Outcome
from tiku.disk import output
from tiku.model import Code, Problem
from tiku.request import Options, Place

ENTRY = "**Question:** What is {}?\n\n**Answer:** {}.\n\n"
GOOD, BETTER = ENTRY.format("TCP", "one"), ENTRY.format("TCP", "two")
BAD = "nothing that asks\n"
CODE = """
import os, sys
os.dup2(1, 2)  # so that what it says stays in its order
from tiku.cli import main
sys.exit(main(["watch", *{}]))
"""
POLLING = {"WATCHFILES_FORCE_POLLING": "1"}
LIMIT = 60.0  # seconds, far more than any step takes


class Watching:
    """A running `tiku watch`, and what it has said."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._read = 0
        self._is_open = True
        self._more = threading.Condition()
        self._thread = threading.Thread(target=self._follow)
        self._thread.start()

    def _follow(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._more:
                self.lines.append(line.decode().rstrip("\n"))
                self._more.notify()
        with self._more:
            self._is_open = False
            self._more.notify()

    def until(self, start: str) -> str:
        """Wait for a line that starts so, after those that were waited for before."""

        with self._more:
            is_said = self._more.wait_for(lambda: self._finds(start) or not self._is_open, LIMIT)
        assert is_said, f"never said {start!r}:\n" + "\n".join(self.lines)
        assert self._is_open, f"ended before it said {start!r}:\n" + "\n".join(self.lines)
        return self.lines[self._read - 1]

    def _finds(self, start: str) -> bool:
        for at, line in enumerate(self.lines[self._read :], self._read + 1):
            if line.startswith(start):
                self._read = at
                return True
        return False

    def count(self, start: str) -> int:
        return sum(line.startswith(start) for line in self.lines)

    def end(self, signal_: signal.Signals = signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal_)
        code = self.process.wait(LIMIT)
        self._thread.join()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream
            stream.close()
        return code


@contextmanager
def watching(project: Path, *arguments: str, **more: str) -> Iterator[Watching]:
    """Watch, from the first build until the test ends, which must be quiet."""
    started = Watching(python(project, CODE.format(arguments), {**unmeasured(), **more}))
    try:
        if "-q" not in arguments:
            started.until("tiku: watching ")
        yield started
        assert started.end() == 0
        assert not any("Traceback" in line or "interrupted" in line for line in started.lines)
    finally:
        started.end()


@pytest.fixture
def source(project: Path) -> Path:
    """A source with one question."""
    return write(project / "source/q.md", GOOD)


def test_it_builds_at_once_and_after_every_change(project: Path, source: Path) -> None:
    """Whatever is changed, and however."""
    folder = project / "source"

    def replace() -> None:
        write(folder / ".q.md.swp", BETTER).replace(source)

    def rename(old: str, new: str) -> None:
        (folder / old).rename(folder / new)

    steps: list[tuple[str, Callable[[], object]]] = [
        ("source/q.md", lambda: write(source, BETTER)),
        ("source/q.md", replace),
        ("source/media/a.png", lambda: write(folder / "media/a.png", b"\x89PNG")),
        ("source/media/a.png", lambda: write(folder / "media/a.png", b"\x89PNG 2")),
        ("source/new/r.md", lambda: write(folder / "new/r.md", ENTRY.format("UDP", "new"))),
        ("source/new/r.md, source/new/s.md", lambda: rename("new/r.md", "new/s.md")),
        ("source/new/s.md, source/other/s.md", lambda: rename("new", "other")),
        ("source/other/s.md", lambda: shutil.rmtree(folder / "other")),
        ("source/q.md", lambda: source.chmod(0o600)),
        ("source/all", lambda: (folder / "all").symlink_to("media")),
        ("source/out.md", lambda: (folder / "out.md").symlink_to("../nowhere.md")),
        ("source/out.md", (folder / "out.md").unlink),
        ("tiku.yaml", lambda: write(project / "tiku.yaml", "deck: Networks\n")),
        ("tiku.decisions", lambda: write(project / "tiku.decisions", "")),
    ]  # fmt: skip
    with watching(project) as seen:
        assert seen.lines[0] == "read       1 question in 1 file"
        assert seen.lines[1].startswith("written    1 question to decks/: q.apkg, ")
        for changed, do in steps:
            do()
            assert seen.until("tiku: changed") == f"tiku: changed: {changed}"
            seen.until("tiku: 1 error" if (folder / "out.md").is_symlink() else "written ")
        assert seen.count("tiku: changed") == len(steps), "nothing else set it off"
    bank = (project / "decks/bank.json").read_text(encoding="utf-8")
    assert "two" in bank
    assert "Networks" in bank


@pytest.mark.parametrize(("command", "code"), [("watch", 0), ("build", 130)])
@pytest.mark.usefixtures("source")
def test_no_ctrl_c_is_lost_to_what_cleans_up(project: Path, command: str, code: int) -> None:
    """Python drops what is raised in a finalizer, and runs one whenever it likes to."""
    dropping = f"""
import os, sys, time
from tiku.commands import talk
from tiku.cli import main
class Value:
    def __del__(self):
        os.kill(os.getpid(), {signal.SIGINT:d})
def tell(*_):
    Value()
    while {command!r} == "build":
        time.sleep(0.01)
talk.tell = tell
sys.exit(main([{command!r}]))
"""
    process = python(project, dropping, unmeasured())
    try:
        said = b"".join(process.communicate(timeout=LIMIT))
    finally:
        process.kill()
    assert process.returncode == code
    assert b"Traceback" not in said


def test_a_burst_of_changes_is_one_build(project: Path, source: Path) -> None:
    with watching(project) as seen:
        seen.process.send_signal(signal.SIGSTOP)
        for n in range(30):
            write(project / f"source/{n:02}.md", ENTRY.format(f"T{n}", "x"))
        seen.process.send_signal(signal.SIGCONT)
        changed = "tiku: changed: source/00.md, source/01.md, source/02.md and 27 more"
        assert seen.until("tiku: changed") == changed
        seen.until("written    31 questions")
        write(source, BETTER)
        assert seen.until("tiku: changed") == "tiku: changed: source/q.md"


def test_a_burst_ends_when_nothing_changes_any_more(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But what is written to without end does not hold a build up for ever."""
    left: list[int] = []

    def pause(_seconds: float) -> None:
        if left:
            write(project / f"source/{left.pop()}.md", GOOD)

    monkeypatch.setattr(time, "sleep", pause)
    options = Options()
    for changes, missed in ((5, 0), (1000, 950)):
        left = list(range(changes))
        watch._settled(options, watch.look(options))
        assert len(left) == missed


@pytest.mark.parametrize("folder", ["source/decks", "source"])
def test_outputs_among_the_sources_set_nothing_off(
    project: Path, source: Path, folder: str
) -> None:
    arguments = ("--output", folder, "--lock", "source/tiku.lock")
    with watching(project, *arguments) as seen:
        for text in (BETTER, GOOD, BETTER):
            write(source, text)
            assert seen.until("tiku: changed") == "tiku: changed: source/q.md"
            seen.until("written")
        write(project / "source/.hidden", "x")
        write(project / "source/q.md~", "x")
        write(project / "source/.git/HEAD", "x")
        write(source, GOOD)
        assert seen.until("tiku: changed") == "tiku: changed: source/q.md"


def test_a_lock_that_somebody_else_writes_is_a_change(
    project: Path, source: Path, tiku: Run
) -> None:
    write(source, "## What is TCP?\n\none\n\n## What is UDP?\n\ntwo\n")
    with watching(project) as seen:
        write(source, "## What is TCP?\n\none\n\n## Why is it so slow?\n\nthree\n")
        seen.until("retired")
        old, new = ids(project, "What is UDP?"), ids(project, "Why is it so slow?")
        assert tiku("link", old, new).returncode == 0
        assert seen.until("tiku: changed") == "tiku: changed: tiku.lock"
        seen.until("written")
        assert ids(project, "Why is it so slow?") == old


def ids(project: Path, stem: str) -> str:
    """Give the id of a question, or the last that it had."""
    found = json.loads((project / "decks/bank.json").read_text(encoding="utf-8"))
    named = [*found["items"], *found["retired"]]
    return str(next(each["id"] for each in named if stem in json.dumps(each)))


def test_errors_are_told_and_the_outputs_stay(project: Path) -> None:
    """In a source, in the settings, and of a source folder that is not there, comes and goes."""
    source = project / "source/q.md"
    (project / "source").rmdir()
    with watching(project) as seen:
        write(source, GOOD)
        assert seen.until("tiku: changed") == "tiku: changed: source, source/q.md"
        seen.until("written")
        before = tree(project / "decks")
        write(source, BAD)
        seen.until("source: error: no question was found; ")
        seen.until("tiku: 1 error; decks is as it was")
        write(source, GOOD)
        seen.until("written")
        write(project / "tiku.yaml", "nope: x\n")
        seen.until("tiku.yaml:1: error: there is no setting 'nope'; ")
        (project / "tiku.yaml").unlink()
        assert seen.until("tiku: changed") == "tiku: changed: tiku.yaml"
        seen.until("written")
        shutil.rmtree(project / "source")
        seen.until("source: error: there is no such folder or file; ")
        assert tree(project / "decks") == before
        write(source, BETTER)
        seen.until("written")
        assert tree(project / "decks") != before
        write(source, GOOD)
        seen.until("written")


def test_a_system_without_notifications_left_is_looked_at(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_paths: Path, **_options: object) -> None:
        message = "OS file watch limit reached."
        raise OSError(message)

    monkeypatch.setattr(watchfiles, "watch", full)
    monkeypatch.setattr(time, "sleep", lambda _: write(project / "source/q.md", GOOD))
    seen = watch.look(Options())
    found = watch._awaited(Options(), seen, None)
    assert {Path(path).name for path in {*found} - {*seen}} == {"q.md"}


def test_a_bug_is_not_taken_for_a_folder_that_is_gone(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_options: Options) -> None:
        raise FileNotFoundError(project)

    monkeypatch.setattr(building, "build", broken)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    assert cli.main(["watch"]) == 3


def test_a_single_file_is_watched_alone(project: Path) -> None:
    """Here by polling, as network file systems need it."""
    path = write(project / "notes/one.md", GOOD)
    with watching(project, "notes/one.md", "-q", "--serve", "0", **POLLING) as seen:
        address = seen.until("tiku: serving notes/decks on http://127.0.0.1:")
        bank = project / "notes/decks/bank.json"
        until(bank.exists)
        write(project / "notes/two.md", BAD)
        write(path, BAD)
        assert "notes/one.md" in seen.until("notes/one.md: error")
        write(path, BETTER)
        until(lambda: b"two" in bank.read_bytes())
        assert [line for line in seen.lines if line.startswith(("tiku", "read", "written"))] == [
            address
        ]


def test_what_is_no_fault_of_the_sources_is_tried_again(project: Path, source: Path) -> None:
    """Another build that is at it, and a disk that is full; each is told once."""
    with watching(project) as seen:
        with output.exclusive(Place(project / "decks", project / "tiku.lock")):
            write(source, BETTER)
            seen.until(".: error: another build is writing here; ")
        assert seen.until("written")
        assert seen.count(".: error: another build is writing here") == 1
        limit(seen.process, 100)
        write(source, GOOD)
        seen.until("decks: error: the outputs cannot be written: File too large; ")
        write(source, ENTRY.format("TCP", "three"))
        seen.until("decks: error: the outputs cannot be written: File too large; ")
        limit(seen.process, None)
        seen.until("written")
    assert b"three" in (project / "decks/bank.json").read_bytes()


def test_an_outcome_that_was_told_is_not_told_again(
    project: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert source.is_relative_to(project)
    shown: list[Outcome] = []
    with output.exclusive(Place(project / "decks", project / "tiku.lock")):
        outcome = watch._built(Options(), shown.append, None)
        assert watch._is_passing(outcome)
        assert "another build is writing" in capsys.readouterr().err
        again = watch._built(Options(), shown.append, outcome)
        assert again.problems == outcome.problems
        assert capsys.readouterr() == ("", "")
    watch._built(Options(), shown.append, outcome)
    assert "written" in capsys.readouterr().out
    assert len(shown) == 2


def limit(process: subprocess.Popen[bytes], size: int | None) -> None:
    resource = pytest.importorskip("resource")
    most = resource.RLIM_INFINITY
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size or most, most))


def test_a_project_that_is_deleted_ends_it(project: Path) -> None:
    inner = project / "inner"
    write(inner / "source/q.md", GOOD)
    seen = Watching(python(inner, CODE.format(())))
    seen.until("tiku: watching")
    shutil.rmtree(inner)
    seen.until("tiku: the folder that tiku was started in is gone")
    assert seen.process.wait(LIMIT) == 1
    seen.end()


def test_a_signal_ends_it_quietly(project: Path, source: Path) -> None:
    assert source.exists()
    with watching(project, "--serve", "0") as seen:
        said = list(seen.lines)
        assert seen.end(signal.SIGTERM) == 0
        assert seen.lines == said


def until(is_so: Callable[[], bool]) -> None:
    """Wait for what the process does not tell."""
    end = time.monotonic() + LIMIT
    while not is_so():
        assert time.monotonic() < end, "in time"
        time.sleep(0.02)


def test_other_commands_load_nothing_of_it(project: Path, source: Path) -> None:
    assert source.exists()
    code = (
        "import sys; from tiku.cli import main; main(['build', '-q']); loaded = {*sys.modules}; "
        "heavy = {'watchfiles', 'http.server', 'tiku.commands.watch', 'tiku.serve'}\n"
        "sys.exit(', '.join(heavy & loaded))"
    )
    _, said = python(project, code).communicate()
    assert said.decode() == "\n", "it exits with their names"


# The page


def test_a_port_that_is_taken_is_said(project: Path, source: Path, tiku: Run) -> None:
    assert source.exists()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = tiku("watch", "--serve", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"tiku: port {port} cannot be used: Address already in use; "
        "name another with --serve PORT\n"
    )
    assert not (project / "decks").exists()


@pytest.mark.parametrize("port", ["source", "65536", "-1", "9" * 5000])
def test_a_port_that_is_none_is_wrong_usage(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main(["watch", "--serve", port])
    assert capsys.readouterr().err.startswith("usage: tiku watch")


def test_only_so_many_errors_stand_in_the_page() -> None:
    problem = Problem(Code.ID_INVALID, "source/q.md", 3, "this is no id", "write another")
    few = watch._errors(Outcome((problem, problem._replace(code=Code.MERGED))))
    assert few == ("source/q.md:3: error: this is no id; write another [N7]",)
    many = watch._errors(Outcome((problem,) * 1234))
    assert (len(many), many[-1]) == (101, "… and 1,134 more")


def test_the_browser_follows(project: Path, source: Path, browser: Browser) -> None:
    """An edit loads the page anew; errors come up in it, and go."""
    with (
        watching(project, "--serve", "0") as seen,
        browsers.page(browser, offline=False) as shown,
    ):
        page, alert = shown.page, shown.page.get_by_role("alert")
        address = next(x for x in seen.lines if x.startswith("tiku: serving")).split()[-1]
        page.goto(address)
        with page.expect_event("load"):
            write(source, BETTER)
        page.evaluate("window.isOld = true")
        write(source, BAD)
        alert.wait_for()
        assert "source: error: no question was found; 'tiku explain FILE'" in alert.inner_text()
        write(source, BETTER)
        alert.wait_for(state="detached")
        assert page.evaluate("window.isOld"), "the outputs are the same"
        assert shown.complaints == []
        assert shown.outside == []
