"""What a build leaves for later ones, in `.tiku/` beside the outputs, so that they are fast.

Nothing there is needed. Each file is signed, with a key that only this user has and for this very
program; one that is damaged, cut short, foreign or of another tiku counts as missing. For it may
come along with a repository, and hold HTML that nobody has sanitised.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import cache

from tiku.request import Place
from tiku.system import fresh, home
from tiku.system.hashes import blake2b, compare_digest

_FOLDER = "cache"
_KEY, _SIGNATURE = 32, 32  # bytes


def load(place: Place, name: str) -> bytes | None:
    """Read what was saved under a name; none if there is nothing that can be trusted."""
    try:
        content = (place.own / _FOLDER / name).read_bytes()
    except OSError:
        return None
    signature, payload = content[:_SIGNATURE], content[_SIGNATURE:]
    own = _signature(name, payload)
    return payload if own and compare_digest(signature, own) else None


def save(place: Place, name: str, payload: bytes) -> None:
    """Save something under a name, as a whole; where that cannot be done there is no cache."""
    path = place.own / _FOLDER / name
    signature = _signature(name, payload)
    if signature is None or os.path.islink(path.parent):  # noqa: PTH114 - raises nothing
        return
    with suppress(OSError):
        fresh.replace(path, signature, payload)


def forget(place: Place, name: str) -> None:
    """Take away what was saved under a name."""
    with suppress(OSError):
        (place.own / _FOLDER / name).unlink(missing_ok=True)


def sweep(place: Place, start: str, names: Collection[str]) -> None:
    """Take away what was saved under other names that start so."""
    with suppress(OSError):
        for path in (place.own / _FOLDER).iterdir():
            if path.name.startswith(start) and path.name not in names:
                path.unlink(missing_ok=True)


def _signature(name: str, payload: bytes) -> bytes | None:
    key = _key()
    if key is None:
        return None
    digest = blake2b(key=key, digest_size=_SIGNATURE)
    for part in (program(), name.encode(), payload):
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.digest()


@cache
def _key() -> bytes | None:
    """Give the key of this user, made when it is first needed; none where there is no home."""
    path = home.folder() / "key"
    with suppress(OSError, RuntimeError):
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f"key.{os.getpid()}.new")
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
                file.write(os.urandom(_KEY))
            beside.replace(path)
        key = path.read_bytes()
        return key if len(key) == _KEY else None
    return None


@cache
def program() -> bytes:
    """Digest what shapes a result beside its sources: this Python, tiku, and all it may load.

    The code of tiku counts by its files' times, so that an edit of it is another program.
    """
    own = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - not loaded through pathlib
    files = sorted(_files(own))
    installed = sorted(
        name
        for folder in sys.path
        for name in _listed(folder)
        if name.endswith((".dist-info", ".egg-info"))
    )
    return blake2b(repr((sys.version, sys.platform, files, installed)).encode()).digest()


def _listed(folder: str) -> list[str]:
    """List a folder; nothing is loaded from one that is none, or that may not be read."""
    try:
        return os.listdir(folder)  # noqa: PTH208
    except OSError:
        return []


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Give path, size and time of each file below a folder, but what Python compiled of them."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns
            elif entry.name != "__pycache__":
                yield from _files(entry.path)
