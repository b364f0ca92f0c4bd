"""`tiku.lock`: which question is which, as text; this module touches no disk.

One JSON object a line, sorted by id, between a line with the version and a last one, so that git
merges two branches line by line and a file that was cut short is noticed.
"""

import json
from collections.abc import Iterator, Mapping
from mmap import mmap
from types import MappingProxyType
from typing import Any, Final

from tiku.model import Code, ItemId, Problem
from tiku.request import LOCK
from tiku.values import NamedTuple

NAME: Final = LOCK
VERSION: Final = 1
_ABOUT = "which question is which: commit this file, edit the sources and not it"
_END = "end"
_LATEST = 4_102_444_800  # the year 2100
SHOWN: Final = 400  # characters of a text that are kept, to know an edited question again
CONFLICT: Final = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


class Wording(NamedTuple):
    """What a question said: keys as `tiku.items.keys` digests them, and the start of its texts."""

    stem: str
    question: str
    answer: str
    asked: str
    title: str = ""
    reply: str = ""


class Entry(NamedTuple):
    """What the lock knows of a question. Times are in seconds since 1970.

    `created` is unique in a lock, and Anki's note id in seconds; `content` changes with what a
    card shows. A `retired` question is in no source any more, one with `into` was merged. `name`
    is an id that the author gave to a question known under another one. `was` is the wording
    before a match that was not exact, and `never` are question keys that a person told apart.
    """

    id: ItemId
    created: int
    modified: int
    content: str
    source: str  # the folder or file that was built, as seen from the lock
    file: str  # below it
    deck: tuple[str, ...]
    wording: Wording
    section: tuple[str, ...] = ()
    is_bare: bool = False  # it has no answer, and so no note
    is_cloze: bool = False  # a text with gaps: to Anki a note of another type
    is_reversed: bool = False  # its note has a second card
    retired: bool = False
    into: str = ""
    name: str = ""
    was: Wording | None = None
    never: tuple[str, ...] = ()

    @property
    def active(self) -> bool:
        """Tell whether the last build had it."""
        return not self.retired and not self.into


class Lock(NamedTuple):
    """All questions that builds have seen, by id."""

    entries: Mapping[ItemId, Entry] = MappingProxyType({})


class LockError(Exception):
    """A lock cannot be used; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        """Take the problem for the report."""
        super().__init__(problem.what)
        self.problem = problem


def shown(text: str) -> str:
    """Give the start of a text on one line, as the lock keeps it."""
    start = " ".join(text[: 2 * SHOWN].split())
    if len(start) >= SHOWN or len(text) <= 2 * SHOWN:
        return start[:SHOWN]
    return " ".join(text.split())[:SHOWN]


# Writing


def dump(lock: Lock) -> bytes:
    """Write a lock; the same questions are the same bytes."""
    return b"".join(pieces(lock))


def pieces(lock: Lock) -> Iterator[bytes]:
    """Write a lock, line by line."""
    yield f"{_line({NAME: VERSION, 'about': _ABOUT})}\n".encode()
    for each in sorted(lock.entries):
        yield f"{_line(_to_json(lock.entries[each]))}\n".encode()
    yield f"{_line({NAME: _END})}\n".encode()


def _line(value: Mapping[str, Any]) -> str:
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _to_json(entry: Entry) -> dict[str, Any]:
    """Give an entry as JSON, without what is empty."""
    words = entry.wording
    found = {
        "id": entry.id,
        "created": entry.created,
        "modified": entry.modified,
        "content": entry.content,
        "source": entry.source,
        "file": entry.file,
        "deck": entry.deck,
        "section": entry.section,
        **_words_to_json(words),
        "bare": entry.is_bare,
        "cloze": entry.is_cloze,
        "reversed": entry.is_reversed,
        "retired": entry.retired,
        "into": entry.into,
        "name": entry.name,
        "was": _words_to_json(entry.was) if entry.was else None,
        "never": entry.never,
    }
    return {key: value for key, value in found.items() if value or type(value) is int}


def _words_to_json(words: Wording) -> dict[str, Any]:
    keys = {"keys": [words.stem, words.question, words.answer], "title": words.title}
    found = {**keys, "asked": words.asked, "reply": words.reply}
    return {key: value for key, value in found.items() if value}


class Lines(Mapping[ItemId, Entry]):
    """A lock as it was written by `dump`, of which only the lines that are asked for are read."""

    def __init__(self, content: bytes | mmap) -> None:
        """Take all of it, which may lie on disk."""
        self._content = content
        self._places: dict[ItemId, tuple[int, int]] = {}

    def __getitem__(self, id_: ItemId) -> Entry:
        """Read an entry."""
        start, end = self._place(id_)
        return _entry(self._content[start:end].decode(), NAME, 0)

    def __iter__(self) -> Iterator[ItemId]:
        """Give all ids."""
        lines = self._content[:].split(b"\n")[1:-2]
        return (ItemId(_object(line.decode(), NAME, 0)["id"]) for line in lines)

    def __len__(self) -> int:
        """Count the entries."""
        return self._content[:].count(b"\n") - 2

    def edits(self, entries: Mapping[ItemId, Entry]) -> Iterator[tuple[int, int, bytes]]:
        """Say what puts other entries, or more, into it: from and to where, and what comes there.

        They come in the order of their ids, as all do.
        """
        for id_ in sorted(entries):
            start, end = self._place(id_) if id_ in self else (self._room(id_),) * 2
            yield start, end, f"{_line(_to_json(entries[id_]))}\n".encode()

    def _place(self, id_: ItemId) -> tuple[int, int]:
        """Find the line of an entry. Raises KeyError if there is none."""
        if id_ not in self._places:
            start = self._room(id_)
            end = self._end(start)
            if _object(self._content[start:end].decode(), NAME, 0).get("id") != id_:
                raise KeyError(id_)
            self._places[id_] = start, end
        return self._places[id_]

    def _room(self, id_: ItemId) -> int:
        """Find where the line of an entry is, or where that of a new one belongs."""
        low = self._end(0)
        high = self._content.rfind(b"\n", 0, -1) + 1
        while low < high:  # both are where a line starts
            start = self._content.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._end(start)
            if _object(self._content[start:end].decode(), NAME, 0)["id"] < id_:
                low = end
            else:
                high = start
        return low

    def _end(self, start: int) -> int:
        return self._content.find(b"\n", start) + 1


# Reading


def load(content: bytes, path: str) -> Lock:
    """Read a lock. Raises LockError for one that is damaged, in conflict or of another version.

    Of an id that stands twice, since two branches changed its question, the line modified later
    counts, and remembers what the other said.
    """
    lines = _lines(content, path)
    _check_version(lines[0], path)
    entries: dict[ItemId, Entry] = {}
    for number, line in enumerate(lines[1:-1], 2):
        entry = _entry(line, path, number)
        twin = entries.get(entry.id)
        entries[entry.id] = _joined(twin, entry) if twin else entry
    if _object(lines[-1], path, len(lines)) != {NAME: _END}:
        raise _damaged(path, len(lines), "the end of the file is missing")
    return Lock(_apart(entries))


def _lines(content: bytes, path: str) -> list[str]:
    text = content.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n")
    lines = text.removesuffix("\n").split("\n")
    for number, line in enumerate(lines, 1):
        if line.startswith(CONFLICT):
            what = "git has left a merge conflict here"
            remedy = (
                "delete the lines with the marks, and keep the lines of both sides: of an id that "
                "stands twice, the one modified later counts"
            )
            raise LockError(Problem(Code.LOCK_CONFLICTED, path, number, what, remedy))
    if len(lines) < 2:
        raise _damaged(path, 1, "this is not a whole lock")
    return lines


def _check_version(line: str, path: str) -> None:
    version = _object(line, path, 1).get(NAME)
    if type(version) is not int:
        raise _damaged(path, 1, "this is no lock of tiku's")
    if version != VERSION:
        what = f"this lock has version {version}, and this tiku reads {VERSION}"
        remedy = "install the tiku that wrote it, or a later one"
        raise LockError(Problem(Code.LOCK_FOREIGN, path, 1, what, remedy))


def _entry(line: str, path: str, number: int) -> Entry:
    found = _object(line, path, number)
    try:
        entry = _from_json(found)
    except (KeyError, TypeError, ValueError):
        raise _damaged(path, number, "this line is damaged") from None
    if not entry.deck or not all(0 <= t < _LATEST for t in (entry.created, entry.modified)):
        raise _damaged(path, number, "this line is damaged")
    return entry


def _object(line: str, path: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise _damaged(path, number, "this line is damaged") from None
    if not isinstance(found, dict):
        raise _damaged(path, number, "this line is damaged")
    return found


def _from_json(found: dict[str, Any]) -> Entry:
    """Make an entry. Raises KeyError, TypeError or ValueError where a field is not what it is."""
    return Entry(
        id=ItemId(_name(found["id"])),
        created=_number(found["created"]),
        modified=_number(found["modified"]),
        content=_text(found.get("content", "")),
        source=_name(found["source"]),
        file=_name(found["file"]),
        deck=tuple(map(_name, _texts(found["deck"]))),
        section=_texts(found.get("section", [])),
        wording=_words(found),
        is_bare=_flag(found.get("bare", False)),
        is_cloze=_flag(found.get("cloze", False)),
        is_reversed=_flag(found.get("reversed", False)),
        retired=_flag(found.get("retired", False)),
        into=_text(found.get("into", "")),
        name=_text(found.get("name", "")),
        was=_words(found["was"]) if "was" in found else None,
        never=_texts(found.get("never", [])),
    )


def _words(found: dict[str, Any]) -> Wording:
    stem, question, answer = _texts(found["keys"])
    shown = (_text(found.get(key, "")) for key in ("title", "asked", "reply"))
    title, asked, reply = shown
    return Wording(
        stem=stem, question=question, answer=answer, title=title, asked=asked, reply=reply
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # raises ValueError for what no text holds
    return value


def _name(value: object) -> str:
    """Give a text that holds something."""
    found = _text(value)
    if not found:
        raise ValueError
    return found


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(map(_text, value))


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _damaged(path: str, number: int, what: str) -> LockError:
    remedy = f"get the file back from your history, such as with 'git checkout -- {path}'"
    return LockError(Problem(Code.LOCK_DAMAGED, path, number, what, remedy))


def _joined(one: Entry, other: Entry) -> Entry:
    """Make one entry of those of two branches: a person may have kept the words of either."""
    earlier, later = sorted((other, one), key=lambda each: each.modified)
    is_other = earlier.wording.question != later.wording.question
    return later._replace(
        was=earlier.wording if is_other else later.was or earlier.was,
        name=later.name or earlier.name,
        never=tuple(sorted({*earlier.never, *later.never})),
    )


def _apart(entries: Mapping[ItemId, Entry]) -> dict[ItemId, Entry]:
    """Give each entry a time of creation of its own: two branches may have taken the same."""
    last = -1
    found: dict[ItemId, Entry] = {}
    for entry in sorted(entries.values(), key=lambda each: (each.created, each.id)):
        last = max(entry.created, last + 1)
        found[entry.id] = entry if last == entry.created else entry._replace(created=last)
    return found
