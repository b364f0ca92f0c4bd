"""Sources that several processes read are what one process reads of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Run, write
from tiku import reading, workers
from tiku.model import Settings
from tiku.reading import FileReading, Task

CASES = sorted(Path(__file__).parent.joinpath("cases", "labelled").glob("*.md"))
ASKED = "1. What is 1 + 1?\n\n   A. 1\n   B. 2\n\n2. What is 2 + 2?\n\n   A. 4\n   B. 5\n"
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


def test_a_build_by_several_processes(project: Path, tiku: Run) -> None:
    entry = "**Question:** What is {0} of {1}?\n\n**Answer:** It is {0}, {2}.\n\n"
    for n in range(4):
        texts = (entry.format(k, n, "x" * 4_000) for k in range(100))
        write(project / f"source/{n}.md", "".join(texts))
    done = tiku("build", "--timings")
    assert done.returncode == 0
    assert done.stdout.startswith("read       400 questions in 4 files\n")
    assert "find repeats " in done.stderr
    assert " s of it in other processes\n" in done.stderr
