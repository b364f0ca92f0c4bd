"""Sources that several processes read are what one process reads of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Run, write
from tiku import reading, workers
from tiku.model import Settings
from tiku.reading import FileReading, Task

CASES = sorted(Path(__file__).parent.joinpath("cases", "labelled").glob("*.md"))
ASKED = "1. What is 1 + 1?\n\n   A. 1\n   B. 2\n\n2. What is 2 + 2?\n\n   A. 4\n   B. 5\n"
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
    assert list(workers.read(tasks)) == alone


class Executor:
    """Stands for processes of which the second batch kills one."""

    def map(self, read: Callable[..., object], batches: list[object]) -> Iterator[object]:
        yield read(batches[0])
        raise BrokenExecutor


@contextmanager
def broken(_: int) -> Iterator[Executor]:
    yield Executor()


def never(_: int) -> None:
    raise OSError


@pytest.mark.parametrize("executor", [broken, never])
def test_what_processes_cannot_read_is_read_here(
    tasks: list[Task | FileReading], monkeypatch: pytest.MonkeyPatch, executor: object
) -> None:
    expected = list(workers.read(tasks))
    monkeypatch.setattr(workers, "_executor", executor)
    assert list(workers.read(tasks)) == expected


@pytest.mark.parametrize(("name", "value"), [("_cores", lambda: 1), ("_MUCH", 10**9)])
def test_one_core_and_a_few_questions_need_no_processes(
    tasks: list[Task | FileReading], monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    monkeypatch.setattr(workers, name, value)
    monkeypatch.setattr(workers, "_executor", never)
    assert len(list(workers.read(tasks))) == len(tasks)


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
