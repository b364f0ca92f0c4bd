"""Build, and build again whenever something that a build reads has changed.

What has changed is told by comparing all that a build reads with what was there before the last
build, so nothing that happens during a build is missed, and the outputs never set one off. The
notifications of the system only say when to look; where there are none, tiku looks by itself.
"""

from __future__ import annotations

import os
import signal
import stat
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path

import watchfiles

from tiku.commands import resuming, talk
from tiku.commands.outcome import Outcome
from tiku.disk import recent
from tiku.disk.walk import IGNORED
from tiku.model import Code
from tiku.request import Options, settings_path
from tiku.system import terminal

Stamps = dict[str, tuple[int, ...]]
Show = Callable[[Outcome], None]

_STEP = 50  # milliseconds
_IDLE = 1.0  # seconds between two looks without a notification
_SPARING = 50  # and at least so many times as long as a look takes
_QUIET = 0.1  # seconds without a change that end a burst of changes
_LONG = 50  # such pauses that end a burst in any case, for what is written to all the time
_FIRST_PAUSE, _LAST_PAUSE = 1.0, 60.0  # seconds until what is no fault of the sources is retried
_PASSING = (Code.OUTPUT_UNWRITABLE, Code.BUILD_RUNNING, Code.OUTPUT_HELD)
_NAMED, _SHOWN = 3, 100  # changes in the terminal, errors in the page


def watch(options: Options, serve: range | None = None) -> int:
    """Build now and after every change, until Ctrl-C or SIGTERM; serve on one of these ports."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with _showing(options, serve) as show:
            _run(options, show)
    except KeyboardInterrupt:
        return 0
    except _EndError as error:
        terminal.say(str(error))
    return 1


class _EndError(Exception):
    """Why there is nothing to do here."""


def _showing(options: Options, ports: range | None) -> AbstractContextManager[Show]:
    """Give what shows an outcome in the page, if it is served."""
    return nullcontext(lambda _: None) if ports is None else _served(options, ports)


@contextmanager
def _served(options: Options, ports: range) -> Iterator[Show]:
    from tiku.serve import ServeError, serving  # loads http.server, 50 ms

    try:
        with serving(options.folder, ports) as server:
            terminal.say(f"serving {options.folder.as_posix()} on {server.address}")
            yield lambda outcome: server.live.publish(_errors(outcome))
    except ServeError as error:
        raise _EndError(str(error)) from error


def _errors(outcome: Outcome) -> tuple[str, ...]:
    found = [talk.message(each) for each in outcome.problems if each.severity == "error"]
    more = [f"… and {len(found) - _SHOWN:,} more"] * (len(found) > _SHOWN)
    return (*found[:_SHOWN], *more)


def _run(options: Options, show: Show) -> None:
    seen = look(options)
    outcome = _built(options, show, None)
    _say(options, f"watching {options.source.as_posix()}; Ctrl-C ends it")
    pause = _FIRST_PAUSE
    while True:
        before = _with_own(options, seen, outcome)
        seen = _awaited(options, before, pause if _is_passing(outcome) else None)
        if seen == before:  # nobody need read the same again
            outcome = _built(options, show, outcome)
            pause = min(pause * 2, _LAST_PAUSE)
        else:
            _say(options, f"changed: {_named(before, seen)}")
            outcome = _built(options, show, None)
            pause = _FIRST_PAUSE


def _built(options: Options, show: Show, told: Outcome | None) -> Outcome:
    """Build, and tell the outcome unless it is what was told before."""
    outcome = resuming.build(options, recent.recall(options))
    if told is None or outcome.problems != told.problems:
        talk.tell(outcome, "watch", options)
        show(outcome)
    return outcome


def _say(options: Options, text: str) -> None:
    if not options.quiet:
        terminal.say(text)


def _is_passing(outcome: Outcome) -> bool:
    """Tell whether a build may succeed next time though the sources stay as they are."""
    return any(problem.code in _PASSING for problem in outcome.problems)


def _named(before: Stamps, seen: Stamps) -> str:
    here = Path.cwd()
    paths = [Path(p) for p in sorted({*before, *seen}) if before.get(p) != seen.get(p)]
    names = [(p.relative_to(here) if p.is_relative_to(here) else p).as_posix() for p in paths]
    more = f" and {len(names) - _NAMED:,} more" * (len(names) > _NAMED)
    return ", ".join(names[:_NAMED]) + more


# What a build reads


def look(options: Options) -> Stamps:
    """Stamp all that a build reads: its sources, and what stands beside them."""
    root, folder = (os.path.realpath(path) for path in (options.source, options.folder))
    beside = (options.decisions, options.place.lock, settings_path(options.source))
    named = [root, *(os.path.realpath(path) for path in beside if path)]
    return {path: _stamp(path) for path in (*_walk(root, folder), *named)}


def _walk(root: str, output: str) -> Iterator[str]:
    """Find all files that are not hidden and no outputs; a link to a folder counts as a file."""
    for folder, folders, files in os.walk(root):
        paths = {name: os.path.join(folder, name) for name in folders if _is_seen(name)}  # noqa: PTH118 - thousands of them
        folders[:] = [name for name, path in paths.items() if path != output]
        yield from (path for path in paths.values() if os.path.islink(path))  # noqa: PTH114
        yield from (os.path.join(folder, name) for name in files if _is_seen(name))  # noqa: PTH118


def _is_seen(name: str) -> bool:
    """Tell whether a file may be a source: neither hidden, nor what an editor keeps beside it."""
    return name[0] not in ".#" and name[-1] != "~" and name not in IGNORED


def _stamp(path: str) -> tuple[int, ...]:
    """Give what tells one state of a file from another; a folder's time tells too much."""
    try:
        found = os.stat(path)  # noqa: PTH116 - thousands of them
    except OSError:  # it is gone, or leads nowhere: a build says so
        return ()
    if stat.S_ISDIR(found.st_mode):
        return (found.st_mode,)
    return (found.st_mode, found.st_ino, found.st_size, found.st_mtime_ns)


def _with_own(options: Options, seen: Stamps, outcome: Outcome) -> Stamps:
    """Add what the build itself has written: the lock, and outputs that lie among the sources."""
    folder, root = os.path.realpath(options.folder), os.path.realpath(options.source)
    among = outcome.written if folder == root else ()
    own = [
        os.path.realpath(path) for path in (options.place.lock, *map(Path(folder).joinpath, among))
    ]
    return seen | {path: _stamp(path) for path in own}


# When to look


def _awaited(options: Options, seen: Stamps, pause: float | None) -> Stamps:
    """Wait until something has changed and nothing more does, but no longer than the pause."""
    start = time.monotonic()
    with closing(_moments(options.source)) as moments:
        for _ in moments:
            now = look(options)
            if now != seen:
                return _settled(options, now)
            if pause is not None and time.monotonic() - start >= pause:
                break
    return seen


def _settled(options: Options, now: Stamps) -> Stamps:
    for _ in range(_LONG):
        time.sleep(_QUIET)
        before, now = now, look(options)
        if now == before:
            break
    return now


def _moments(source: Path) -> Generator[None, None, None]:
    """Give the moments to look: after each notification, and now and then without one."""
    due = 0.0
    for is_told in _notified(source):
        start = time.monotonic()
        if is_told or start >= due:
            yield
            end = time.monotonic()
            due = end + max(_IDLE, _SPARING * (end - start))


def _notified(source: Path) -> Iterator[bool]:
    """Tell, step by step, whether the system has notified us, and so may have before we began."""
    is_folder = source.is_dir()
    try:
        for step, changes in enumerate(
            watchfiles.watch(
                source if is_folder else source.parent,
                recursive=is_folder,
                watch_filter=None,
                debounce=_STEP,
                step=_STEP,
                rust_timeout=_STEP,
                yield_on_timeout=True,
                ignore_permission_denied=True,
            )
        ):
            yield bool(changes) or step == 0
    except (OSError, RuntimeError):  # no such folder, or the system has no more notifications
        while True:
            time.sleep(_STEP / 1000)
            yield False
