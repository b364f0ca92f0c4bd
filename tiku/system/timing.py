"""Where the time of a command goes, by stage, for `--timings`; it loads nothing heavy."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

_T = TypeVar("_T")
_START = time.perf_counter()
_spent: dict[str, float] = {}
_within: list[float] = []  # what stages within each of those that are open took


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Count the time that is spent within for a stage, but for that of other stages within."""
    start = time.perf_counter()
    _within.append(0.0)
    try:
        yield
    finally:
        spent = time.perf_counter() - start
        _spent[name] = _spent.get(name, 0.0) + spent - _within.pop()
        if _within:
            _within[-1] += spent


def steps(name: str, found: Iterable[_T]) -> Iterator[_T]:
    """Count the time until each of some values is there."""
    each = iter(found)
    while True:
        with stage(name):
            try:
                value = next(each)
            except StopIteration:
                return
        yield value


def lines() -> Iterator[str]:
    """Write the seconds of each stage, and of all."""
    whole = time.perf_counter() - _START
    rest = whole - sum(_spent.values())
    for name, seconds in (*_spent.items(), ("rest", rest), ("in all", whole)):
        yield f"{name:<12} {seconds:8.3f} s  {seconds / whole:4.0%}"
    times = os.times()
    own, helpers = times.user + times.system, times.children_user + times.children_system
    yield f"{'processor':<12} {own + helpers:8.3f} s, {helpers:.3f} s of it in other processes"
