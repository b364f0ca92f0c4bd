"""The last build, for one of the same sources: what it saw, by the times of the files, and said.

As git does, a file is held to be as it was if its size, times and number are. One that was written
just when it was looked at could change again without a trace, so it is compared by its content.
"""

import json
import os
import stat
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tiku import summary
from tiku.disk import cache, walk
from tiku.request import Options, settings_path
from tiku.summary import Summary
from tiku.system import terminal
from tiku.system.hashes import blake2b
from tiku.values import NamedTuple

_NAME = "recent"
_FINE, _COARSE = 30_000_000, 2_100_000_000  # ns that a file system may be behind; FAT counts by 2 s
DIGITS = 20  # that no time in seconds has
_LARGE = 2_000_000  # bytes of files that it takes longer to digest than to wait for

Stamp = tuple[int, ...]  # size, times and number of a file; empty if there is none
Stamps = dict[str, Stamp]


class Look(NamedTuple):
    """The files that a build reads, and when they were looked at (ns since 1970)."""

    files: Stamps
    at: int


class Read(NamedTuple):
    """What a build read."""

    contents: Mapping[str, bytes]  # the sources by path
    names: Mapping[str, str]  # what each is called below the source folder
    shown: Iterable[str]  # the names of the files that they show
    is_shared: bool  # their lock is that of other sources too


class Told(NamedTuple):
    """What a build said when it was done, with problems as they stand in JSON.

    `memory` is a digest of what it left for patches, empty if it left nothing. Of the problems the
    last ones are those `of_outputs`.
    """

    summary: Summary
    written: tuple[str, ...]
    problems: tuple[dict[str, Any], ...]
    memory: str = ""
    of_outputs: int = 0

    @property
    def of_sources(self) -> tuple[dict[str, Any], ...]:
        """Give the problems that are there whether outputs are written or not."""
        return self.problems[: len(self.problems) - self.of_outputs]


class Recalled(NamedTuple):
    """What the last build told, and which sources have changed since then, and nothing else."""

    told: Told
    changed: Mapping[str, Path]  # by their names below the source folder
    seen: Look
    record: dict[str, Any]


def look(options: Options) -> Look | None:
    """Look at all that a build reads but pictures; none if a link is among it."""
    at = time.time_ns()
    paths, unreadable = walk.paths(options.source, options.folder)
    settings = settings_path(options.source)
    beside = (settings, options.place.lock, options.decisions)
    files = stamps((*paths, *filter(None, beside)))
    return None if unreadable or files is None else Look(files, at)


def stamps(paths: Iterable[Path]) -> Stamps | None:
    """Give the stamp of each file; none if one is a link, which may lead elsewhere any time."""
    found: Stamps = {}
    for path in paths:
        try:
            of = os.lstat(path)
        except OSError:
            found[path.as_posix()] = ()
            continue
        if not stat.S_ISREG(of.st_mode):
            return None
        found[path.as_posix()] = (of.st_size, of.st_mtime_ns, of.st_ctime_ns, of.st_ino)
    return found


def has_young(found: Look) -> bool:
    """Tell whether a file was so young that it could have changed since without a trace."""
    return any(_is_young(of, found.at) for of in found.files.values() if of)


# Remembering


def remember(options: Options, before: Look | None, read: Read, told: Told) -> None:
    """Remember a build that saw this before it began, and has written all that it gives."""
    record = _record(options, before, read, told)
    if record:
        cache.save(options.place, _NAME, json.dumps(record).encode())
    else:
        cache.forget(options.place, _NAME)


def _record(
    options: Options, before: Look | None, read: Read, told: Told
) -> dict[str, object] | None:
    """Write a build down; none where a look at times would not tell whether another is needed."""
    after = look(options) if before else None
    places = walk.places(options.source, read.shown)
    media = _media(places)
    outputs = stamps(options.folder / name for name in told.written)
    if not before or not after or media is None or outputs is None or read.is_shared:
        return None
    lock = options.place.lock.as_posix()
    own = {lock: after.files[lock], **outputs}
    _wait_for_age(own.values())
    inputs = {name: of for name, of in before.files.items() if name != lock}
    if any(after.files.get(name) != of for name, of in inputs.items()):
        return None
    seen = _seen({**inputs, **media}, before.at, read.contents)
    seen |= _seen({name: _unmoved(of) for name, of in own.items()}, time.time_ns(), {})
    return {
        "of": _asked(options),
        "seen": seen,
        "sources": read.names,
        "sought": _sought(places),
        **_told(options, told),
    }


def _told(options: Options, told: Told) -> dict[str, object]:
    return {"listed": _listed(options.folder, told.written), **told._asdict()}


def _wait_for_age(stamped: Iterable[Stamp]) -> None:
    """Let large files grow old, if they are young: to digest them would cost more."""
    now = time.time_ns()
    young = [of for of in stamped if of and _is_young(_unmoved(of), now)]
    if sum(of[0] for of in young) > _LARGE:
        time.sleep(min(_FINE, now + _FINE - min(of[1] for of in young)) / 1e9)


def update(options: Options, recalled: Recalled, contents: Mapping[str, bytes], told: Told) -> None:
    """Remember a build that patched what the one before had written; `contents` are by path."""
    record = recalled.record
    lock = options.place.lock
    paths = (*(options.folder / name for name in told.written), lock)
    own = stamps(paths)
    files = {path: recalled.seen.files[path] for path in contents}
    if own is None:
        cache.forget(options.place, _NAME)
        return
    _wait_for_age(own.values())
    before = {(options.folder / name).as_posix() for name in record["written"]}
    kept = {name: of for name, of in record["seen"].items() if name not in before}
    seen = _seen({name: _unmoved(of) for name, of in own.items()}, time.time_ns(), {})
    record["seen"] = {**kept, **seen, **_seen(files, recalled.seen.at, contents)}
    record |= _told(options, told)
    cache.save(options.place, _NAME, json.dumps(record).encode())


def _unmoved(of: Stamp) -> Stamp:
    """Leave out of the stamp of an output when it was moved to its place."""
    return of[:2] + of[3:]


def _asked(options: Options) -> list[str]:
    paths = (options.source, options.folder, options.place.lock, Path.cwd())
    return [*(path.as_posix() for path in paths), str(settings_path(options.source))]


def _media(places: Mapping[str, Sequence[Path]]) -> Stamps | None:
    """Look at the files that texts show, whichever way the accents of their names are written."""
    paths = [path for found in places.values() for path in found]
    if any(os.path.realpath(path) != os.path.abspath(path) for path in paths):  # noqa: PTH100
        return None
    return stamps(paths)


def _sought(places: Mapping[str, Sequence[Path]]) -> dict[str, list[str]]:
    """Tell where each file is that is not where a text has it: one may come that is as good."""
    lost = {name: paths for name, paths in places.items() if not walk.is_placed(paths)}
    return {name: [path.as_posix() for path in paths] for name, paths in lost.items()}


def _seen(
    files: Mapping[str, Stamp], at: int, contents: Mapping[str, bytes]
) -> dict[str, list[object]]:
    """Add its digest to the stamp of each file that was young when it was looked at."""
    return {
        name: [of, _digest(name, contents.get(name)) if of and _is_young(of, at) else ""]
        for name, of in files.items()
    }


def _is_young(of: Stamp, at: int) -> bool:
    times = of[1:-1]
    is_fine = any(each % 1_000_000 for each in times)
    return max(times) > at - (_FINE if is_fine else _COARSE)


def _digest(name: str, content: bytes | None = None) -> str:
    content = Path(name).read_bytes() if content is None else content
    return blake2b(content, digest_size=16).hexdigest()


def _listed(folder: Path, written: Iterable[str]) -> dict[str, list[str]]:
    """List what lies in the folders of the outputs, as strangers and leftovers are reported."""
    within = {os.path.dirname(name) for name in written}  # noqa: PTH120
    return {each: sorted(os.listdir(folder / each)) for each in sorted(within)}  # noqa: PTH208


# Recalling


def recall(options: Options) -> Recalled | None:
    """Give what the last build told, if another one would find all but some sources as it did."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    content = cache.load(options.place, _NAME)
    is_time = epoch.isdecimal() and len(epoch) < DIGITS
    if content is None or options.check or (epoch and not is_time):
        return None
    record = json.loads(content)
    try:
        if record["of"] != _asked(options) or os.path.lexists(options.place.own / "ready"):
            return None
        now = look(options)
        changed = None if now is None else _changed(options, record, now.files)
    except OSError:
        return None
    if now is None or changed is None:
        return None
    if not changed:
        _settle(options, record)
    said = (tuple(record["written"]), tuple(record["problems"]))
    told = Told(Summary(*record["summary"]), *said, record["memory"], record["of_outputs"])
    names = {record["sources"][path]: Path(path) for path in changed}
    return Recalled(told, names, now, record)


def _changed(options: Options, record: Mapping[str, Any], now: Stamps) -> list[str] | None:
    """Name the sources that are not as they were; none if anything else is not."""
    seen: dict[str, list[Any]] = record["seen"]
    own = {(options.folder / name).as_posix() for name in record["written"]}
    found = stamps(Path(name) for name in seen if name not in now)
    if found is None or not now.keys() <= seen.keys():
        return None
    sought = record["sought"]
    if sought and _sought(walk.places(options.source, sought)) != sought:
        return None
    found |= now
    own.add(options.place.lock.as_posix())
    changed = [
        name
        for name, (of, digest) in seen.items()
        if list(_unmoved(found[name]) if name in own else found[name]) != of
        or (digest and _digest(name) != digest)
    ]
    is_listed = record["listed"] == _listed(options.folder, record["written"])
    are_sources = all(name in record["sources"] and found[name] for name in changed)
    return changed if is_listed and are_sources else None


def _settle(options: Options, record: dict[str, Any]) -> None:
    """Let times tell from now on of files that are young no more, and are as they were."""
    seen, at = record["seen"], time.time_ns()
    aged = [name for name, (of, digest) in seen.items() if digest and not _is_young(of, at)]
    for name in aged:
        seen[name][1] = ""
    if aged:
        cache.save(options.place, _NAME, json.dumps(record).encode())


def tell(told: Told, options: Options, command: str) -> None:
    """Print what a command tells of a build that changes nothing."""
    written = told.written if command == "build" else ()
    problems = told.problems if command == "build" else told.of_sources
    with terminal.printing():
        colour = terminal.has_colour(sys.stderr)
        for problem in problems:
            print(terminal.message(problem, colour=colour), file=sys.stderr)
        if options.json:
            found = summary.record(told.summary, options, written, ok=True)
            found |= {"changes": [], "steps": [], "problems": problems}
            print(json.dumps(found, ensure_ascii=False, indent=2))
        elif not options.quiet:
            rows = summary.lines(told.summary, options, written)
            print("\n".join((*rows, *[summary.SAME][: command == "diff"])))
