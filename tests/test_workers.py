"""Sources that several processes read are what one process reads of them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Run, write
from tests.process import unmeasured
from tiku import reading, workers
from tiku.model import Settings
from tiku.reading import FileReading, Task

CASES = sorted(Path(__file__).parent.joinpath("cases", "labelled").glob("*.md"))
ASKED = "1. What is 1 + 1?\n\n   A. 1\n   B. 2\n\n2. What is 2 + 2?\n\n   A. 4\n   B. 5\n"
ENTRY = "**Question:** What is {0} of {1}?\n\n**Answer:** It is {0}, {2}.\n\n"
SIZE = 1_000  # bytes, more than is worth several processes here
KEYED = {"quiz.md": ASKED, "quiz-answers.md": "1. B\n2. A\n"}


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> list[Task | FileReading]:
    """Tasks that are worth several processes, one of a kind that is read already."""
    monkeypatch.setattr(workers, "_MUCH", 0)
    monkeypatch.setattr(workers, "_BATCH", 1)
    monkeypatch.setattr(workers, "_cores", lambda: 2)
    texts = {path.name: path.read_bytes() for path in CASES[:6]}
    return list(reading.tasks({**texts, **KEYED}, Settings()))


def test_several_processes_read_what_one_does(tasks: list[Task | FileReading]) -> None:
    alone = [each if isinstance(each, FileReading) else reading.read_one(each) for each in tasks]
    assert any(reading.dialect == "answer key" for reading in alone)
    assert list(workers.read(tasks, SIZE)) == alone


class Executor:
    """Stands for processes one of which is killed by a batch, at once or when its turn comes."""

    def __init__(self, kills: int, *, at_once: bool) -> None:
        self.left, self.at_once = kills, at_once

    def submit(self, read: Callable[..., object], batch: object) -> Future[object]:
        self.left -= 1
        if self.left == 0 and self.at_once:
            raise BrokenExecutor
        future: Future[object] = Future()
        if self.left == 0:
            future.set_exception(BrokenExecutor())
        else:
            future.set_result(read(batch))
        return future


@contextmanager
def second(_: int) -> Iterator[Executor]:
    yield Executor(2, at_once=False)


@contextmanager
def last(_: int) -> Iterator[Executor]:
    yield Executor(7, at_once=False)


@contextmanager
def full(_: int) -> Iterator[Executor]:
    yield Executor(3, at_once=True)


def never(_: int) -> None:
    raise OSError


@pytest.mark.parametrize("executor", [second, last, full, never])
def test_what_processes_cannot_read_is_read_here(
    tasks: list[Task | FileReading], monkeypatch: pytest.MonkeyPatch, executor: object
) -> None:
    expected = list(workers.read(tasks, SIZE))
    monkeypatch.setattr(workers, "_executor", executor)
    assert list(workers.read(tasks, SIZE)) == expected


@pytest.mark.parametrize(("name", "value"), [("_cores", lambda: 1), ("_MUCH", 10**9)])
def test_one_core_and_a_few_questions_need_no_processes(
    tasks: list[Task | FileReading], monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    monkeypatch.setattr(workers, name, value)
    monkeypatch.setattr(workers, "_executor", never)
    assert len(list(workers.read(tasks, SIZE))) == len(tasks)


@pytest.mark.parametrize("others", [(), (os.kill,), (os.killpg,)])
def test_an_interrupt_waits_for_no_process(
    project: Path, others: tuple[Callable[[int, int], None], ...]
) -> None:
    """Whether it reaches the others too, as Ctrl-C does, or not; and when pressed twice."""
    for n in range(4):
        texts = (ENTRY.format(k, n, "x" * 4_000) for k in range(100))
        write(project / f"source/{n}.md", "".join(texts))
    write(project / "endless.py", ENDLESS)
    command = [sys.executable, "-c", HEEDING]
    process = subprocess.Popen(command, cwd=project, env=unmeasured(), start_new_session=True)
    end = time.monotonic() + LIMIT
    while not (project / "begun").exists():
        assert time.monotonic() < end
        time.sleep(0.01)
    for send in (os.kill, *others):
        send(process.pid, signal.SIGINT)
    try:
        assert process.wait(LIMIT) in (130, -signal.SIGINT)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


ENDLESS = """
import pathlib, time
def read(batch):
    pathlib.Path("begun").touch()
    time.sleep(1000)
"""
HEEDING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
import endless
from tiku import cli, workers
workers._read_batch, workers._cores = endless.read, lambda: 2
if __name__ == "__main__":
    sys.exit(cli.main(["build", "-q"]))
"""
LIMIT = 60.0  # seconds, far more than it takes


def test_a_build_by_several_processes(project: Path, tiku: Run) -> None:
    for n in range(4):
        texts = (ENTRY.format(k, n, "x" * 4_000) for k in range(100))
        write(project / f"source/{n}.md", "".join(texts))
    done = tiku("build", "--timings")
    assert done.returncode == 0
    assert done.stdout.startswith("read       400 questions in 4 files\n")
    assert "find repeats " in done.stderr
    assert " s of it in other processes\n" in done.stderr
