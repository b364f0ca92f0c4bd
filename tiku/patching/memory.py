"""What a build leaves for a patch: of each source what was read, of the bank what is global."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from tiku.disk import cache
from tiku.model import Verdict
from tiku.request import Place
from tiku.system.hashes import blake2b
from tiku.values import NamedTuple

_BANK, _TIES = "bank", "ties"


class Seen(NamedTuple):
    """A question as it was read: a digest of it, its place, and what became of it.

    `id` is that of the question of the bank that it is, or was merged into. One that is `free` is a
    question of the bank by itself, and in no finding. `ties` are digests of the keys by which
    others may be found to repeat it, without those of its lock entry, as `packed` writes them.
    """

    digest: str
    first: int
    last: int
    section: Sequence[str]
    id: str
    free: bool
    ties: str = ""
    initials: Sequence[str] = ()
    kind: str = ""
    length: int = 0  # of the answer
    media: Sequence[str] = ()  # the files that it shows
    is_row: bool = True  # the bank lists a question in its place, and not where another one stands
    tags: Sequence[str] = ()  # of one that is free


class File(NamedTuple):
    """What was read of one source, and what all its questions have in common.

    Of a draft there is a digest, whether it is a question, its problems and the files it shows.
    """

    seen: Sequence[Seen]
    problems: Sequence[Sequence[Any]]
    deck: Sequence[str]
    tags: Sequence[str]
    drafts: Sequence[Sequence[Any]]


class Known(NamedTuple):
    """What the memory of the bank says of one source."""

    path: str
    kept: int  # questions of the bank
    problems: int
    digest: str  # of its own memory


# What places are, how deep a section counts, and how many questions each has.
Places = tuple[str, int, list[list[Any]]]


# What is said of a finding: its verdict, its reason, and where its questions stand.
Notice = tuple[Verdict, str, list[list[Any]]]


class Bank(NamedTuple):
    """What is global.

    `problems` are all, those of files first and what `notices` say last, and `problem_ids` the
    questions that each concerns; `times` counts when questions changed, `late` are those that
    changed last and whether they are new, and `places` is what the page counts by. `blocks` say
    where rows are to be found (see `tiku.patching.blocks`).
    """

    name: str
    files: list[Known]
    problems: list[list[Any]]
    problem_ids: list[list[str]]
    notices: list[Notice]
    summary: list[int]
    ahead: int  # problems that are told before these
    initials: list[str]
    last_created: int
    times: list[list[int]]
    late: list[Any]
    places: Places
    retired: list[list[str]]
    ties: str  # a digest
    blocks: list[list[int]]


class Ties:
    """How many questions have a key, by its digest: a sorted array."""

    def __init__(self, digests: array[int]) -> None:
        """Take digests, sorted."""
        self.digests = digests

    def count(self, digest: int) -> int:
        """Count the questions and lock entries that have a key."""
        at = bisect_left(self.digests, digest)
        found = 0
        while at + found < len(self.digests) and self.digests[at + found] == digest:
            found += 1
        return found

    def replace(self, old: Iterable[int], new: Iterable[int]) -> None:
        """Take some away, which are there, and put others in."""
        for digest in old:
            del self.digests[bisect_left(self.digests, digest)]
        for digest in new:
            self.digests.insert(bisect_left(self.digests, digest), digest)


def packed(ties: Iterable[int]) -> str:
    """Write digests of keys as one text."""
    return array("Q", ties).tobytes().hex()


def unpacked(text: str) -> array[int]:
    """Read what `packed` wrote."""
    return array("Q", bytes.fromhex(text))


# On the disk


def save_file(place: Place, path: str, file: File) -> str:
    """Save what was read of a source, and give its digest."""
    return _save(place, _name(path), json.dumps(file, separators=(",", ":")).encode())


def load_file(place: Place, known: Known) -> File | None:
    """Load what was read of a source, if it is what the bank's memory is of."""
    content = _load(place, _name(known.path), known.digest)
    if content is None:
        return None
    found = File(*json.loads(content))
    return found._replace(seen=[Seen(*each) for each in found.seen])


def save_ties(place: Place, ties: Ties) -> str:
    """Save the digests of all keys."""
    return _save(place, _TIES, ties.digests.tobytes())


def load_ties(place: Place, digest: str) -> Ties | None:
    """Load the digests of all keys."""
    content = _load(place, _TIES, digest)
    if content is None:
        return None
    found = array("Q")
    found.frombytes(content)
    return Ties(found)


def save_bank(place: Place, bank: Bank) -> str:
    """Save what is global, last of all, and give its digest."""
    return _save(place, _BANK, json.dumps(bank, separators=(",", ":")).encode())


def load_bank(place: Place, digest: str) -> Bank | None:
    """Load what is global, if it is of the build that this digest is of."""
    content = _load(place, _BANK, digest)
    if content is None:
        return None
    found = Bank(*json.loads(content))
    files = [Known(*each) for each in found.files]
    return found._replace(files=files)


def keep_files(place: Place, paths: Iterable[str]) -> None:
    """Take away what was left of sources that are no more."""
    cache.sweep(place, _FILE, {_name(path) for path in paths})


_FILE = "file-"


def _name(path: str) -> str:
    return f"{_FILE}{blake2b(path.encode(), digest_size=12).hexdigest()}"


def _save(place: Place, name: str, content: bytes) -> str:
    cache.save(place, name, content)
    return _digest(content)


def _load(place: Place, name: str, digest: str) -> bytes | None:
    content = cache.load(place, name)
    return content if content is not None and _digest(content) == digest else None


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=12).hexdigest()
