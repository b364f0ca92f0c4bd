"""How long whole builds take: `python benchmarks/speed.py BENCH [--sizes 30 1000 …]`.

BENCH is a folder with `gen.py`, which makes questions, and `baseline.py`, the script that a user
would write by hand: it only writes a package. Each figure is CPU time (user and system, of all
processes) as a ratio to that of the script, run in turn with it; medians. `docs/performance.md`
quotes them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

SIZES = (30, 1_000, 10_000, 100_000)
RUNS, FEW, MANY = 5, 3, 50_000  # runs; and of a bank of many questions
MARK = "**答案：**"
# Without compiled code each start would compile all of tiku, and none of the libraries.
WITHOUT = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in WITHOUT}
BUILD = [sys.executable, "-m", "tiku", "build"]


class Run(NamedTuple):
    """What a process took: seconds, and MiB of the largest process."""

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command, which must succeed, in a folder."""
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - ours
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        what = f"{' '.join(command)} ended with {process.returncode}"
        raise SystemExit(what)
    scale = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB here
    wall = time.perf_counter() - start
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * scale / 2**20)


class Bench:
    """Content of one size, and what is run on it."""

    def __init__(self, bench: Path, folder: Path, size: int) -> None:
        """Make the content."""
        self.bench, self.folder, self.size, self.edits = bench, folder, size, 0
        command = [sys.executable, str(bench / "gen.py"), "--n", str(size), "--out", str(folder)]
        subprocess.run(  # noqa: S603 - ours
            [*command, "--formats", "seed,seeddir,ankdown"], check=True, stdout=subprocess.DEVNULL
        )
        (folder / "multi").rename(folder / "source")

    def script(self) -> Run:
        """Run the script by hand."""
        command = [sys.executable, str(self.bench / "baseline.py"), "single.md", "x.apkg"]
        return run(command, self.folder)

    def first(self) -> Run:
        """Build for the first time."""
        shutil.rmtree(self.folder / "decks", ignore_errors=True)
        (self.folder / "tiku.lock").unlink(missing_ok=True)
        return run(BUILD, self.folder)

    def edited(self) -> Run:
        """Edit one answer in the middle, and build."""
        paths = sorted((self.folder / "source").rglob("*.md"))
        path = paths[len(paths) // 2]
        self.edits += 1
        parts = path.read_text(encoding="utf-8").split(MARK)
        middle = len(parts) // 2
        parts[middle] = f" 第{self.edits}次修改。{parts[middle].lstrip()}"
        path.write_text(MARK.join(parts), encoding="utf-8")
        time.sleep(1.1)  # two builds in one second are of one time
        return run(BUILD, self.folder)

    def same(self) -> Run:
        """Build what was built."""
        return run(BUILD, self.folder)

    def peer(self) -> Run:
        """Run the fastest peer, which makes all anew after every edit."""
        command = ["ankdown", "-r", "ankdown/deck", "-p", "peer.apkg"]
        return run(command, self.folder)


def paired(one: Callable[[], Run], other: Callable[[], Run], runs: int) -> tuple[Run, float, float]:
    """Run two in turn; give the medians of the first, and of the ratios of CPU and wall time."""
    pairs = [(one(), other()) for _ in range(runs)]
    mine = Run(*(statistics.median(values) for values in zip(*(a for a, _ in pairs), strict=True)))
    cpu = statistics.median(a.cpu / b.cpu for a, b in pairs)
    return mine, cpu, statistics.median(a.wall / b.wall for a, b in pairs)


def measure(bench: Bench, *, has_peer: bool) -> None:
    """Print the rows of one size."""
    runs = FEW if bench.size > MANY else RUNS
    steps = {"first build": bench.first, "one edit": bench.edited, "nothing changed": bench.same}
    for name, step in steps.items():
        if name != "first build":
            step()
        mine, cpu, wall = paired(step, bench.script, runs)
        row = f"{bench.size:>9,}  {name:<16} {cpu:8.3f}x {wall:8.3f}x wall"
        print(f"{row} {mine.cpu:9.3f} s CPU {mine.memory:8.1f} MiB", flush=True)
        if has_peer and name != "nothing changed":
            _, cpu, _ = paired(step, bench.peer, runs)
            print(f"{'':>9}  {'to ankdown':<16} {cpu:8.3f}x", flush=True)


def main() -> None:
    """Print the table."""
    about = argparse.ArgumentParser(description=__doc__)
    about.add_argument("bench", type=Path)
    about.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    given = about.parse_args()
    print(f"{'questions':>9}  {'build':<16} {'CPU':>9} to the script by hand")
    has_peer = shutil.which("ankdown") is not None
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(Bench(given.bench.resolve(), Path(folder), size), has_peer=has_peer)
    version = [sys.executable, "-m", "tiku", "--version"]
    took = statistics.median(run(version, Path.cwd()).cpu for _ in range(RUNS))
    print(f"{'':>9}  {'tiku --version':<16} {took:19.3f} s CPU")


if __name__ == "__main__":
    main()
