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
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

from tiku.system import fresh, home
from tiku.values import NamedTuple

_CHECKSUM, _LENGTH = 16, 4  # bytes
_MOST = 8_000_000  # bytes: beyond these goes what was not used last
_OTHERWISE = (AttributeError, ImportError, OverflowError, RuntimeError, TypeError, ValueError)

_Key = tuple[str, int]  # an expression, and its flags
# The flags that it has in the end, and of its groups the number, the numbers and the names.
_About = tuple[int, int, dict[str, int], tuple[str | None, ...]]
_Place = tuple[int, int, int]  # where its code starts and ends, and the checksum of that


class _Kept(NamedTuple):
    """A file: what is in it, and the codes one after the other."""

    places: dict[_Key, tuple[_About, _Place]]
    codes: memoryview


_Compiled = tuple[_About, bytes]

_used: set[_Key] = set()
_new: dict[_Key, _Compiled] = {}


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Give what `re.compile` gives; raises what that raises."""
    key = pattern, int(flags)
    with suppress(*_OTHERWISE):
        if (found := _new.get(key) or _found(_kept(), key)) is None:
            found = _new[key] = _compiled(*key)
        _used.add(key)
        return _made(pattern, *found)
    return re.compile(pattern, flags)


def keep() -> None:
    """Keep what was compiled here for later runs; where that cannot be done, they do it again."""
    if not _new:
        return
    kept = _read()  # another process may have kept something meanwhile
    others = {key: _found(kept, key) for key in kept.places}
    found = {key: each for key, each in others.items() if each} | _new
    if sum(len(code) for _, code in found.values()) > _MOST:
        found = {key: each for key, each in found.items() if key in _used}
    with suppress(OSError):
        fresh.replace(_path(), *_packed(found))
        _new.clear()
        _kept.cache_clear()


def _packed(found: dict[_Key, _Compiled]) -> tuple[bytes, ...]:
    index, end = {}, 0
    for key, (about, code) in found.items():
        index[key] = about, (end, end + len(code), crc32(code))
        end += len(code)
    told = marshal.dumps(index)
    codes = b"".join(code for _, code in found.values())
    return _checksum(told), len(told).to_bytes(_LENGTH), told, codes


@cache
def _kept() -> _Kept:
    return _read()


def _read() -> _Kept:
    with suppress(OSError, EOFError, ValueError, TypeError):
        content = memoryview(_path().read_bytes())
        checksum, content = content[:_CHECKSUM], content[_CHECKSUM:]
        length, content = int.from_bytes(content[:_LENGTH]), content[_LENGTH:]
        told, codes = content[:length], content[length:]
        if checksum == _checksum(told):
            return _Kept(marshal.loads(told), codes)  # noqa: S302 - it is our own
    return _Kept({}, memoryview(b""))


def _found(kept: _Kept, key: _Key) -> _Compiled | None:
    if key not in kept.places:
        return None
    about, (start, end, checksum) = kept.places[key]
    code = bytes(kept.codes[start:end])
    return (about, code) if crc32(code) == checksum else None


def _path() -> Path:
    return home.folder() / f"expressions-{sys.implementation.cache_tag}"


def _checksum(told: bytes | memoryview) -> bytes:
    """Digest an index with the version of Python, which decides what the codes mean."""
    digest = blake2b(sys.version.encode(), digest_size=_CHECKSUM)
    digest.update(told)
    return digest.digest()


def _compiled(pattern: str, flags: int) -> _Compiled:
    """Do what `re.compile` does before it hands its work to the machine that runs it."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    code = array("I", _compiler._code(parsed, flags)).tobytes()  # noqa: SLF001
    names: dict[str, int] = parsed.state.groupdict
    count: int = parsed.state.groups
    numbered = {number: name for name, number in names.items()}
    ordered = tuple(numbered.get(number) for number in range(count))
    return (int(flags | parsed.state.flags), count - 1, names, ordered), code


def _made(pattern: str, about: _About, code: bytes) -> re.Pattern[str]:
    import _sre  # type: ignore[import-not-found]

    flags, *groups = about
    made: re.Pattern[str] = _sre.compile(pattern, flags, array("I", code).tolist(), *groups)
    return made
