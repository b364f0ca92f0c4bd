"""A person's word on which question is which, written into the lock."""

from __future__ import annotations

from tiku.identity import identify
from tiku.identity.identify import Identity
from tiku.identity.known import wording
from tiku.identity.lock import Entry, Lock
from tiku.model import Item, ItemId


class LinkError(ValueError):
    """Two ids cannot be linked, or unlinked; the message says why and what to do."""


def link(lock: Lock, identity: Identity, old: ItemId, new: ItemId) -> Lock:
    """Let the question that is known as `new` go on under the id `old`. Raises LinkError."""
    if old == new:
        message = "'tiku link' takes two ids; name the earlier one, and that of the question now"
        raise LinkError(message)
    item = next((item for item in identity.items if item.id == new), None)
    if item is None:
        message = f"no question of the sources has the id '{new}'; 'tiku ids' lists them"
        raise LinkError(message)
    entry = lock.entries.get(old)
    if entry is None:
        message = f"the lock knows no id '{old}'; 'tiku diff' names those that are perhaps meant"
        raise LinkError(message)
    if item.name:
        message = f"the id '{new}' stands in the source; change it there to '{old}'"
        raise LinkError(message)
    if any(each.id == old for each in identity.items):
        message = f"'{old}' is the id of another question of the sources; an id names one question"
        raise LinkError(message)
    words = wording(item)
    never = tuple(each for each in entry.never if each != words.question)
    entries = dict(lock.entries)
    # The content is unknown, so the next build gives it a newer time, which Anki needs to see.
    entries[old] = entry._replace(
        source=identity.matches.source,
        file=item.place.path,
        section=item.section,
        content="",
        wording=words,
        was=entry.wording,
        never=never,
        retired=False,
        into="",
    )
    if other := entries.get(new):
        entries[new] = other._replace(into=old)
    return Lock(entries)


def unlink(lock: Lock, identity: Identity, id_: ItemId) -> Lock:
    """Let the question that was taken for `id_` be a new one. Raises LinkError."""
    entry = lock.entries.get(id_)
    if entry is None:
        message = f"the lock knows no id '{id_}'; 'tiku ids' lists those of the sources"
        raise LinkError(message)
    if any(item.name and item.id == id_ for item in identity.items):
        message = f"the id '{id_}' stands in the source; change it there"
        raise LinkError(message)
    pending = _pending(identity, entry)
    if pending:
        found = entry._replace(never=_with(entry, wording(pending).question))
    elif entry.was:
        never = _with(entry, entry.wording.question)
        found = entry._replace(
            content="", wording=entry.was, was=None, never=never, retired=True, into=""
        )
    else:
        message = f"'{id_}' was not taken for a question with other words; 'tiku diff' shows all"
        raise LinkError(message)
    return Lock({**lock.entries, id_: found})


def _pending(identity: Identity, entry: Entry) -> Item | None:
    """Give the item that the next build would take for an entry though its words differ."""
    matches = identity.matches
    for item, match, words in zip(identity.items, matches.of, matches.words, strict=True):
        if match.entry == entry and match.how != "explicit":
            return item if identify.is_doubtful(match, entry, words) else None
    return None


def _with(entry: Entry, question: str) -> tuple[str, ...]:
    return tuple(sorted({*entry.never, question}))
