"""Many sources are read by several processes at once, each of which hands on what it read.

They are started anew, as macOS and Windows do, so that none takes over a thread or a lock.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING

from tiku import reading
from tiku.reading import FileReading, Task
from tiku.system import compiled

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from types import FrameType

_MUCH = 1_500_000  # bytes, about a second of work; to start a process takes a tenth of that
_BATCH = 300_000  # bytes that a process reads at a time
_MOST = 8  # processes: those beyond wait for this one
_AHEAD = 3  # batches a process, being read or waiting: so many are in memory

_Batch = list[Task | FileReading]


def read(tasks: Iterable[Task | FileReading], size: int) -> Iterator[FileReading]:
    """Read tasks of so many bytes in their order; what was read already stands among them."""
    batches = _batches(tasks)
    first = [*islice(batches, min(_MOST, _cores()))]
    batches = chain(first, batches)
    if len(first) < 2 or size < _MUCH:
        return _read_here(chain.from_iterable(batches))
    return _read_by(batches, len(first))


def _read_here(tasks: Iterable[Task | FileReading]) -> Iterator[FileReading]:
    return (each if isinstance(each, FileReading) else reading.read_one(each) for each in tasks)


def _read_by(batches: Iterator[_Batch], count: int) -> Iterator[FileReading]:
    """Have processes read; what they cannot is read here, such as where none can be started."""
    waiting: deque[_Batch] = deque()
    try:
        with _executor(count) as executor:
            yield from _handed_out(executor, batches, waiting, _AHEAD * count)
    except (OSError, ImportError, RuntimeError):  # no semaphores, no memory, a process was killed
        yield from _read_here(chain.from_iterable((*waiting, *batches)))


def _handed_out(
    executor: Executor, batches: Iterable[_Batch], waiting: deque[_Batch], most: int
) -> Iterator[FileReading]:
    """Have an executor read batches, at most so many of them waiting at a time."""
    futures: deque[Future[list[FileReading]]] = deque()

    def first() -> Iterator[FileReading]:
        yield from futures[0].result()
        futures.popleft()
        waiting.popleft()

    for batch in batches:
        waiting.append(batch)
        with _undisturbed():  # it may start a process
            futures.append(executor.submit(_read_batch, batch))
        if len(waiting) == most:
            yield from first()
    while waiting:
        yield from first()


@contextmanager
def _executor(count: int) -> Iterator[Executor]:
    """Start processes; where this one is interrupted, nobody waits for what they are at."""
    with _undisturbed():
        from concurrent.futures import ProcessPoolExecutor  # 10 ms
        from multiprocessing import active_children, get_context

        executor = ProcessPoolExecutor(count, get_context("spawn"), _start)
    try:
        yield executor
    except BaseException:
        with _undisturbed():
            for each in active_children():
                each.terminate()
        raise
    finally:
        executor.shutdown()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold up interrupts: a process that was started by half would be waited for without end."""
    import signal
    import threading

    told: list[tuple[int, FrameType | None]] = []
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    held = {each: handler for each, handler in before.items() if callable(handler)}
    if threading.current_thread() is not threading.main_thread():
        held = {}  # to which no signal comes
    for each in held:
        signal.signal(each, lambda *of: told.append(of))
    try:
        yield
    finally:
        for each, handler in held.items():
            signal.signal(each, handler)
        for of in told[:1]:
            held[signal.Signals(of[0])](*of)


def _start() -> None:
    """End by Ctrl-C at once and without a word, and look for garbage seldom."""
    import signal

    from tiku.system.garbage import collect_seldom

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    collect_seldom()


def _read_batch(tasks: _Batch) -> list[FileReading]:
    read = list(_read_here(tasks))
    compiled.keep()
    return read


def _batches(tasks: Iterable[Task | FileReading]) -> Iterator[_Batch]:
    batch: _Batch = []
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
