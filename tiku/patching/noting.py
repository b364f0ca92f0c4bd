"""What is noted down of a question and of a lock entry, by a full build and by a patch."""

from collections.abc import Collection, Iterator, Sequence

from tiku.dedupe.digests import as_point, digest, digests
from tiku.dedupe.ties import Key, initials, points, ties
from tiku.dedupe.traits import Traits
from tiku.exporters import page_statistics
from tiku.identity import known
from tiku.identity.lock import Entry, Wording
from tiku.items import keys as item_keys
from tiku.items.keys import Brief
from tiku.markup import media
from tiku.model import Item
from tiku.patching import memory
from tiku.patching.memory import Seen, packed


def seen(item: Item, id_: str, one: Traits, words: Collection[str]) -> Seen:
    """Note down a question that is free."""
    return noted(item, item_keys.brief(item), id_, (keys(one, words), initials(one)))


def noted(item: Item, brief: Brief, id_: str, by: tuple[Collection[int], Collection[str]]) -> Seen:
    """Note it down `by` its keys and its initials."""
    span, (own, words) = item.sources[0], by
    place = (brief.digest, span.first, span.last, item.section, id_)
    ties, shown = packed(sorted(own)), sorted(media.files(item))
    about = (ties, sorted(words), item.kind, brief.length, shown)
    return Seen(*place, True, *about, tags=item.tags)  # noqa: FBT003 - it is free


def places(items: Sequence[page_statistics.Placed]) -> memory.Places:
    """Count items by place, as the page does."""
    of, depth, counts = page_statistics.places(items)
    return of, depth, [list(each) for each in counts.items()]


def keys(one: Traits, words: Collection[str]) -> set[int]:
    """Digest the keys by which others may be found to repeat an item."""
    return digests(ties(one, words)) | {as_point(digest(each)) for each in points(one)}


def entry_keys(entry: Entry) -> set[int]:
    """Digest the keys by which a question may be taken for that of a lock entry."""
    return digests(_entry_keys(entry))


def _entry_keys(entry: Entry) -> Iterator[Key]:
    words = entry.wording
    named = (
        ("id", entry.id),
        ("id", entry.name),
        ("stem", words.stem),
        ("question", words.question),
        ("question", entry.was.question if entry.was else ""),
        reply_key(words),
    )
    yield from (each for each in named if each[1])
    if whole := known.as_shown(words):
        yield "shown", *whole


def reply_key(words: Wording) -> tuple[str, str]:
    """Give the key of an answer, by which a question may be found whose own words changed."""
    return "reply", words.answer
