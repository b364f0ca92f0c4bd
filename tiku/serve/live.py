"""What browsers are told while they show the page."""

import json
import os
import threading
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

from tiku.values import NamedTuple

KEEP_ALIVE = 15.0  # seconds; only who is written to is seen to have left


class State(NamedTuple):
    """Which outputs there are, and what was wrong with the last build."""

    version: str
    errors: tuple[str, ...] = ()

    def as_json(self) -> str:
        """Write the state on one line."""
        return json.dumps({"version": self.version, "errors": self.errors})


class Live:
    """The output folder and its state, for many threads to wait for."""

    def __init__(self, folder: Path) -> None:
        """Begin with what a folder holds."""
        self.folder = folder
        self._state = State(_version(folder))
        self._is_closed = False
        self._changed = threading.Condition()

    @property
    def state(self) -> State:
        """Give the state as it is now."""
        return self._state

    def publish(self, errors: tuple[str, ...]) -> None:
        """Tell all who wait that a build is done, and its errors."""
        with self._changed:
            self._state = State(_version(self.folder), errors)
            self._changed.notify_all()

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def states(self) -> Iterator[State | None]:
        """Give the state now and whenever it changes, and None now and then if it does not."""
        seen, told = None, None
        while not self._is_closed:
            seen = self._state
            yield seen if seen != told else None
            told = seen
            with self._changed:
                self._changed.wait_for(partial(self._is_over, seen), KEEP_ALIVE)

    def _is_over(self, seen: State) -> bool:
        return self._is_closed or self._state is not seen


def _version(folder: Path) -> str:
    """Name the outputs that lie in a folder: another name when any of them is written anew."""
    found = sha256()
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != ".")
        for name in sorted(files):
            found.update(repr(_written(Path(path, name))).encode())
    return found.hexdigest()[:16]


def _written(path: Path) -> tuple[str, int, int, int] | None:
    try:
        stat = path.stat()
    except OSError:  # it has just been replaced or deleted
        return None
    return (path.name, stat.st_ino, stat.st_size, stat.st_mtime_ns)
