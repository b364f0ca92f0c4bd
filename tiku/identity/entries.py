"""The entries of a lock in the making, which need not all be in memory."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from tiku.disk.aside import Aside, Sparse
from tiku.identity.lock import Entry, Wording
from tiku.model import ItemId

_ROOM = 2_000  # entries in memory; the rest is put aside


class Entries(Sparse[ItemId, Entry]):
    """Entries by id: those of another lock, and others in their place or beside them."""

    def __init__(self, base: Mapping[ItemId, Entry]) -> None:
        """Begin with the entries of a lock."""
        super().__init__(base)
        self._room, self._aside = _ROOM, Aside()
        self._starts, self._sizes = array("Q"), array("L")

    def put(self, entry: Entry) -> None:
        """Add an entry, or put it in the place of another one."""
        old = self._kept.get(entry.id)
        if isinstance(old, Entry) and old == entry:
            return
        self._room -= 1
        self._kept[entry.id] = entry if self._room >= 0 else self._put_aside(entry)

    def _put_aside(self, entry: Entry) -> Entry | int:
        kept = self._aside.put(marshal.dumps(_flat(entry)))
        if isinstance(kept, bytes):  # the disk has no room
            return entry
        self._starts.append(kept.start)
        self._sizes.append(kept.size)
        return len(self._starts) - 1

    def __getitem__(self, id_: ItemId) -> Entry:
        """Give an entry."""
        found = self._kept[id_]
        if isinstance(found, Entry):
            return found
        return _entry(*marshal.loads(self._aside.get(self._starts[found], self._sizes[found])))  # noqa: S302 - ours


_Flat = tuple[Any, ...]  # what marshal writes
_REST = tuple(each for each in Entry._fields if each not in ("wording", "was"))
_of_rest = attrgetter(*_REST)


def _flat(entry: Entry) -> _Flat:
    return tuple(entry.wording), entry.was and tuple(entry.was), _of_rest(entry)


def _entry(words: _Flat, was: _Flat | None, rest: _Flat) -> Entry:
    found = dict(zip(_REST, rest, strict=True))
    return Entry(**found, wording=Wording(*words), was=Wording(*was) if was else None)
