"""Regular expressions in compiled form, kept from run to run as Python keeps its modules.

To compile them takes a fifth of a build of 30 questions. What they are compiled to is a list of
numbers, which Python itself checks before it takes them; it is kept in the user's own cache folder,
for one version of Python. A file that is missing, damaged or of another version is made anew, and a
Python that compiles in another way does without.
"""

from __future__ import annotations

import marshal
import re
import sys
from array import array
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import AnyStr
from zlib import crc32

from tiku.system import fresh, home
from tiku.system.hashes import blake2b
from tiku.values import NamedTuple

_FORMAT = 2  # of the file, by which it is named: another tiku may read those of its own
_CHECKSUM, _LENGTH, _NAME = 16, 4, 8  # bytes
_MOST = 2_000_000  # bytes, read at each start: beyond these goes what was not used last
_OTHERWISE = (AttributeError, ImportError, OverflowError, RuntimeError, TypeError, ValueError)

_Name = bytes  # a digest of an expression and its flags
_Place = tuple[int, int, int]  # where it starts and ends, and the checksum of it
# The flags that it has in the end, of its groups the number, the numbers and the names, its code.
_Compiled = tuple[int, int, dict[str, int], tuple[str | None, ...], bytes]


class _Kept(NamedTuple):
    """A file: what is where in it, and all of it, one expression after the other."""

    places: dict[_Name, _Place]
    packed: memoryview


_used: set[_Name] = set()
_new: dict[_Name, bytes] = {}


def expression(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Give what `re.compile` gives; raises what that raises."""
    return _expression(_name(pattern, int(flags)), lambda: pattern, flags, pattern)


def derived(key: Hashable, pattern: Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern that follows from a key, so that most runs need not put it together.

    A key consists of strings and tuples. What matches is that of the pattern, whose text is not
    known.
    """
    told = repr((key,))  # begins with a bracket, and what a pattern is named by with its flags
    return _expression(_digest(f"{told} {int(flags)}"), pattern, flags, told)


def _expression(
    name: _Name, pattern: Callable[[], AnyStr], flags: int, shown: AnyStr
) -> re.Pattern[AnyStr]:
    with suppress(*_OTHERWISE):
        if (found := _new.get(name) or _found(_kept(), name)) is None:
            found = _new[name] = marshal.dumps(_compiled(pattern(), int(flags)))
        _used.add(name)
        return _made(shown, marshal.loads(found))  # noqa: S302 - it is our own
    return re.compile(pattern(), flags)


def keep() -> None:
    """Keep what was compiled here for later runs; where that cannot be done, they do it again."""
    if not _new:
        return
    kept = _read()  # another process may have kept something meanwhile
    others = {name: _found(kept, name) for name in kept.places}
    found = {name: each for name, each in others.items() if each} | _new
    if sum(map(len, found.values())) > _MOST:
        found = {name: each for name, each in found.items() if name in _used}
    with suppress(OSError):
        fresh.replace(_path(), *_packed(found))
        _new.clear()
        _kept.cache_clear()


def _packed(found: dict[_Name, bytes]) -> tuple[bytes, ...]:
    index, end = {}, 0
    for name, each in found.items():
        index[name] = end, end + len(each), crc32(each)
        end += len(each)
    told = marshal.dumps(index)
    return _checksum(told), len(told).to_bytes(_LENGTH), told, *found.values()


@cache
def _kept() -> _Kept:
    return _read()


def _read() -> _Kept:
    with suppress(OSError, EOFError, ValueError, TypeError):
        content = memoryview(_path().read_bytes())
        checksum, content = content[:_CHECKSUM], content[_CHECKSUM:]
        length, content = int.from_bytes(content[:_LENGTH]), content[_LENGTH:]
        told, packed = content[:length], content[length:]
        if checksum == _checksum(told):
            return _Kept(marshal.loads(told), packed)  # noqa: S302 - it is our own
    return _Kept({}, memoryview(b""))


def _found(kept: _Kept, name: _Name) -> bytes | None:
    if name not in kept.places:
        return None
    start, end, checksum = kept.places[name]
    found = bytes(kept.packed[start:end])
    return found if crc32(found) == checksum else None


def _path() -> Path:
    return home.folder() / f"expressions-{_FORMAT}-{sys.implementation.cache_tag}"


def _name(pattern: str | bytes, flags: int) -> _Name:
    if isinstance(pattern, str):
        return _digest(f"{flags} {pattern}")
    return _digest(f"bytes {flags} {pattern!r}")


def _digest(text: str) -> _Name:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_NAME).digest()


def _checksum(told: bytes | memoryview) -> bytes:
    """Digest an index with the version of Python, which decides what the codes mean."""
    digest = blake2b(sys.version.encode(), digest_size=_CHECKSUM)
    digest.update(told)
    return digest.digest()


def _compiled(pattern: str | bytes, flags: int) -> _Compiled:
    """Do what `re.compile` does before it hands its work to the machine that runs it."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    code = array("I", _compiler._code(parsed, flags)).tobytes()  # noqa: SLF001
    names: dict[str, int] = parsed.state.groupdict
    count: int = parsed.state.groups
    numbered = {number: name for name, number in names.items()}
    ordered = tuple(numbered.get(number) for number in range(count))
    return int(flags | parsed.state.flags), count - 1, names, ordered, code


def _made(pattern: AnyStr, compiled: _Compiled) -> re.Pattern[AnyStr]:
    import _sre  # type: ignore[import-not-found]

    flags, *groups, code = compiled
    made: re.Pattern[AnyStr] = _sre.compile(pattern, flags, array("I", code).tolist(), *groups)
    return made
