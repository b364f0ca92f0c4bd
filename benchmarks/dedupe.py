"""What finding repeats costs: `python benchmarks/dedupe.py FOLDER ...`, smaller folders first.

For each folder of sources: CPU seconds and memory of the whole stage, once its questions are read,
and how it grew since the folder before; and, for a bank of 30, what loading the stage costs. It
looks at no answer's truth: `tiku judge` does that on labelled pairs.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tiku.dedupe.repeats import Deduped, dedupe
from tiku.disk import sources
from tiku.model import Item
from tiku.reading import read as read_sources
from tiku.system import garbage

_OWN = (
    "tiku.dedupe",
    "tiku.identity.deciding",
    "tiku.decisions",
    "tiku.dedupe.difference",
    "tiku.languages.words",
)


class Cost(NamedTuple):
    """What a run took."""

    items: int
    seconds: float
    mebibytes: float


def read(folder: Path) -> list[Item]:
    """Read the questions of a folder, in source order."""
    files = sources.load(folder).files
    return [item for found in read_sources(files) for item in found.items]


def measure(items: list[Item]) -> tuple[Cost, Deduped]:
    """Run the stage once."""
    gc.collect()
    before, start = _peak(), time.process_time()
    found = dedupe(items)
    return Cost(len(items), time.process_time() - start, _peak() - before), found


def _peak() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2


def loading() -> float:
    """Give the milliseconds in which the stage's own modules are imported, the least of five."""
    return min(_loading() for _ in range(5))


def _loading() -> float:
    """Import the stage anew in a process of its own, as Python has compiled it, no pattern yet."""
    variables = {name: each for name, each in os.environ.items() if name not in _NO_CACHE}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _AGAIN.format(_OWN)],
        capture_output=True,
        text=True,
        check=True,
        env=variables,
    )
    return float(done.stdout)


_NO_CACHE = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
_AGAIN = """
import importlib, re, sys, time
import tiku
for name in [name for name in sys.modules if name.startswith({})]:
    del sys.modules[name]
re.purge()
start = time.process_time()
importlib.import_module("tiku.identity.deciding")
print((time.process_time() - start) * 1000)
"""


def main() -> None:
    """Print a line a folder."""
    garbage.collect_seldom()
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    last: Cost | None = None
    print(f"loading   {loading():.1f} ms")
    for folder in arguments.parse_args().folders:
        cost, found = measure(read(folder))
        kinds = Counter(each.verdict for each in found.findings)
        growth = ""
        if last:
            times = (cost.items / last.items, cost.seconds / last.seconds)
            growth = f", {times[1]:.1f}x the time for {times[0]:.1f}x the questions"
        print(
            f"{cost.items:>7,} questions  {cost.seconds:6.3f} s CPU, {cost.mebibytes:4.0f} MiB more"
            f"{growth}; kept {len(found.items):,}, {dict(kinds)}",
            flush=True,
        )
        last = cost


if __name__ == "__main__":
    main()
