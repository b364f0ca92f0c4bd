"""Many sources are read by several processes at once, each of which hands on what it read.

They are started anew, as macOS and Windows do, so that none takes over a thread or a lock.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from tiku import reading
from tiku.reading import FileReading, Task

if TYPE_CHECKING:
    from concurrent.futures import Executor

_MUCH = 1_500_000  # bytes, about a second of work; to start a process takes a tenth of that
_BATCH = 300_000  # bytes that a process reads at a time
_MOST = 8  # processes: those beyond wait for this one


def read(tasks: Sequence[Task | FileReading]) -> Iterator[FileReading]:
    """Read all tasks in their order; what was read already stands among them."""
    batches = list(_batches(tasks))
    count = min(_MOST, _cores(), len(batches))
    size = sum(len(each.content) for each in tasks if isinstance(each, Task))
    if count < 2 or size < _MUCH:
        return _read_here(tasks)
    return _read_by(batches, count)


def _read_here(tasks: Iterable[Task | FileReading]) -> Iterator[FileReading]:
    return (each if isinstance(each, FileReading) else reading.read_one(each) for each in tasks)


def _read_by(batches: Sequence[Sequence[Task | FileReading]], count: int) -> Iterator[FileReading]:
    """Have processes read; what they cannot is read here, such as where none can be started."""
    done = 0
    try:
        with _executor(count) as executor:
            for found in executor.map(_batch, batches):
                yield from found
                done += 1
    except (OSError, ImportError, RuntimeError):  # no semaphores, no memory, a process was killed
        for batch in batches[done:]:
            yield from _read_here(batch)


def _executor(count: int) -> Executor:
    from concurrent.futures import ProcessPoolExecutor  # 10 ms
    from multiprocessing import get_context

    return ProcessPoolExecutor(count, get_context("spawn"), _start)


def _start() -> None:
    """Leave Ctrl-C to the process that started this one, and look for garbage seldom."""
    import signal

    from tiku.cli import collect_seldom

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()


def _batch(tasks: Sequence[Task | FileReading]) -> list[FileReading]:
    return list(_read_here(tasks))


def _batches(tasks: Iterable[Task | FileReading]) -> Iterator[list[Task | FileReading]]:
    batch: list[Task | FileReading] = []
    size = 0
    for each in tasks:
        batch.append(each)
        size += len(each.content) if isinstance(each, Task) else 0
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
