"""Which item is which: ids, and the time at which each item last changed.

A question keeps the id that the lock knows it by; a new one has its author's id, else a function
of its stem. Anki updates a note only if the package's time is newer than its own, so an item's
time moves when what its card shows has changed, and else never.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from tiku.dedupe.notices import seen_from
from tiku.identity import matching
from tiku.identity.entries import Entries
from tiku.identity.known import Known, Match, Matches
from tiku.identity.lock import Entry, Lock, Wording
from tiku.identity.pairing import is_of_type
from tiku.identity.pool import agree, is_retitled
from tiku.identity.swallowed import has_behind
from tiku.items import keys
from tiku.model import (
    ChoiceResponse,
    Code,
    Item,
    ItemId,
    Problem,
    Retired,
    Span,
    Text,
)
from tiku.values import NamedTuple

# What stands in for the build time where no earlier build is known, 2026-01-01T00:00:00Z: two
# first builds of the same sources are the same bytes, wherever and whenever they run.
FIRST_BUILD = 1_767_225_600

_DOUBTFUL = ("answer", "similar")


class Identity(NamedTuple):
    """Items with their ids, and how each was found in the lock."""

    items: tuple[Item, ...]
    matches: Matches


class Stamped(NamedTuple):
    """Items with their times, what the lock knows from now on, and what is in no source."""

    items: tuple[Item, ...]
    lock: Lock
    retired: tuple[Retired, ...]


def check_explicit(items: Iterable[Item]) -> tuple[Problem, ...]:
    """Report every explicit id that stands in the sources a second time."""
    first: dict[str, Item] = {}
    problems: list[Problem] = []
    for item in items:  # Anki's search knows no case
        if item.name and first.setdefault(item.name.casefold(), item) is not item:
            there, here = first[item.name.casefold()].place, item.place
            what = f"the id '{item.name}' belongs to the question at {_seen(there, here)} already"
            remedy = "an id names one question: delete or change one of the two"
            problems.append(Problem(Code.ID_TWICE, here.path, here.first, what, remedy))
    return tuple(problems)


def _seen(there: Span, here: Span) -> str:
    return seen_from(here.path, there.path, there.first)


def check_taken(identity: Identity, known: Known) -> Iterator[Problem]:
    """Report an id that was written for one question and is that of another."""
    yield from _taken_elsewhere(identity.items, known)
    yield from _of_other_type(identity)
    first: dict[ItemId, Item] = {}
    for item in identity.items:
        other = first.setdefault(item.id, item)
        if other is not item and other.name.casefold() != item.name.casefold():
            there, here = first[item.id].place, item.place
            what = f"this question has the id '{item.id}' of the one at {_seen(there, here)}"
            remedy = "an id names one question: change the one that is written here or there"
            yield Problem(Code.ID_TWICE, here.path, here.first, what, remedy)
    yield from _written_elsewhere(identity)


def _written_elsewhere(identity: Identity) -> Iterator[Problem]:
    """Report an id that was written for another question than the one whose words it had."""
    items, matches = identity.items, identity.matches
    named = [n for n, found in enumerate(matches.of) if found.how == "explicit"]
    if not named:
        return
    unnamed = {
        (words.question, words.answer): item
        for item, words in zip(items, matches.words, strict=True)
        if not item.name
    }
    for n in named:
        item, words, entry = items[n], matches.words[n], matches.of[n].entry
        old = entry.wording if entry else words
        owner = unnamed.get((old.question, old.answer))
        if owner and (words.question, words.answer) != (old.question, old.answer):
            there, here = owner.place, item.place
            what = f"the id '{item.name}' is that of the question at {_seen(there, here)}"
            remedy = "an id names one question: change it, or write it there"
            yield Problem(Code.ID_TWICE, here.path, here.first, what, remedy)


def _taken_elsewhere(items: Iterable[Item], known: Known) -> Iterator[Problem]:
    """Report an id of a question in another source that shares the lock."""
    for item in items:
        entry = known.lock.entries.get(item.name)
        if entry and entry.active and entry.source in known.others:
            span, there = item.place, f"{entry.source}/{entry.file}"
            what = f"the id '{item.name}' is that of a question in {there}"
            remedy = "change it; or delete that question, and build its source first"
            yield Problem(Code.ID_TWICE, span.path, span.first, what, remedy)


def _of_other_type(identity: Identity) -> Iterator[Problem]:
    """Report an id that was that of a text with gaps and is not now, or the other way about."""
    for item, found in zip(identity.items, identity.matches.of, strict=True):
        if found.entry and not is_of_type(item, found.entry):
            span = item.place
            what = f"the id '{item.name}' was given to {_TYPES[found.entry.is_cloze]}"
            remedy = "give it another id: Anki refuses a note that changes its type"
            yield Problem(Code.TYPE_CHANGED, span.path, span.first, what, remedy)


_TYPES = {True: "a text with gaps, which this no longer is", False: "a question without gaps"}


def identify(items: Sequence[Item], known: Known) -> Identity:
    """Give each item the id that the lock knows it by, or one of its own, in the order given.

    Where several new items share a stem, the first has the plain id and the others one that also
    depends on their answer.
    """
    matches, entries = matching.match(items, known), known.lock.entries
    names = {ItemId(entry.name) for entry in entries.values() if entry.name}
    taken = {*entries, *names}
    fresh = (item for item, m in zip(items, matches.of, strict=True) if not m.entry)
    taken.update(item.name for item in fresh if item.name)
    return Identity(
        tuple(_with_id(item, m, taken) for item, m in zip(items, matches.of, strict=True)),
        matches,
    )


def _with_id(item: Item, found: Match, taken: set[ItemId]) -> Item:
    if found.entry:
        return item._replace(id=found.entry.id) if found.entry.id != item.id else item
    if item.name:
        return item
    own, copy = item.id, 0
    while own in taken:
        salt = (*(text.html for text in _texts(item)), str(copy) if copy else "")
        own, copy = keys.mint(item.stem, "\x1e".join(("", *salt))), copy + 1
    taken.add(own)
    return item._replace(id=own) if own != item.id else item


def _texts(item: Item) -> tuple[Text, ...]:
    """Give all that tells items of one stem apart."""
    response = item.response
    choices = response.choices if isinstance(response, ChoiceResponse) else ()
    texts = (response.answer, item.explanation, item.hint, item.title)
    return (*texts, *(choice.text for choice in choices))


# Times, and the lock of this build


class Moment(NamedTuple):
    """The time of a build, and the latest time of creation of what is not compared."""

    now: int
    last: int = 0


def stamp(
    identity: Identity, lock: Lock, moment: Moment, content: Callable[[Item], str]
) -> Stamped:
    """Give each item its times, and make the lock that remembers them.

    `content` digests what the note of an item holds: only if that changes does its time move.
    """
    now, matches = moment.now, identity.matches
    entries, items = Entries(lock.entries), list[Item]()
    for entry in [*_gone(identity, entries)]:
        entries.put(entry)
    created = _times_of_creation(identity, lock, moment)
    of = zip(identity.items, matches.of, matches.words, created, strict=True)
    for item, found, words, born in of:  # what it says is looked at once
        stamped = _stamped(item, found, content(item), (now, born))
        entries.put(_entry(stamped, found, words, matches.source))
        items.append(stamped)
    taken = (*(each.created for each in lock.entries.values()), *created)
    united = [*_united(items, matches, max(taken, default=now) + 1)]
    for entry in united:
        entries.put(entry)
    others = {*matches.known, *(entry.id for entry in united)}
    retired = _retired(entries, others.difference(item.id for item in items))
    return Stamped(tuple(items), Lock(entries), tuple(retired))


def _times_of_creation(identity: Identity, lock: Lock, moment: Moment) -> list[int]:
    """Give each new item a second of its own, of which Anki's note and card ids are made."""
    entries = [found.entry for found in identity.matches.of]
    last = max((moment.last, *(entry.created for entry in lock.entries.values())))
    following = max(moment.now - entries.count(None), last + 1)
    created = []
    for entry in entries:
        created.append(entry.created if entry else following)
        following += entry is None
    return created


def _stamped(item: Item, found: Match, fingerprint: str, times: tuple[int, int]) -> Item:
    (now, created), old = times, found.entry
    if old and old.content == fingerprint:
        modified = old.modified
    else:
        modified = max(now, old.modified + 1 if old else 0)
    return item._replace(created=created, modified=modified, fingerprint=fingerprint)


def _entry(item: Item, found: Match, words: Wording, source: str) -> Entry:
    old = found.entry
    was = old.was if old else None
    if old and is_doubtful(found, old, words) and not (was and has_behind(words, was)):
        was = old.wording  # else it is read with another now, and may be alone again
    return Entry(
        id=item.id,
        created=item.created,
        modified=item.modified,
        content=item.fingerprint,
        source=source,
        file=item.place.path,
        deck=item.deck,
        section=item.section,
        wording=words,
        is_bare=item.is_bare,
        is_cloze=item.kind == "cloze",
        is_reversed=item.is_reversed,
        name=item.name if item.name != item.id else "",
        was=was,
        never=old.never if old else (),
    )


def _united(items: Sequence[Item], matches: Matches, following: int) -> Iterator[Entry]:
    """Remember what was one with another from the first, to find it again if that is undone."""
    for n, (item, number, words) in enumerate(matches.united):
        born = item._replace(created=following + n, modified=following + n)
        entry = _entry(born, Match("new"), words, matches.source)
        yield entry._replace(into=items[number].id)


def is_doubtful(found: Match, old: Entry, words: Wording) -> bool:
    """Tell whether a person should see that these words were taken for those of that entry.

    Not that a question which never had an answer has one now: no note of it is studied.
    """
    if found.how == "explicit":
        return old.wording.question != words.question and old.wording.answer != words.answer
    is_first_answer = old.is_bare and old.was is None
    if found.how == "question" and not agree(old, words) and not is_first_answer:
        return True
    return found.how in _DOUBTFUL or is_retitled(old.wording, words)


def _gone(identity: Identity, entries: Mapping[ItemId, Entry]) -> Iterator[Entry]:
    """Retire what is in no source any more, and remember what was merged into which."""
    for each in identity.matches.gone:
        yield entries[each]._replace(retired=True)
    for each, number, words in identity.matches.merged:
        yield entries[each]._replace(into=identity.items[number].id, wording=words)


def _retired(entries: Mapping[ItemId, Entry], of: Collection[ItemId]) -> Iterator[Retired]:
    """List the notes that no import takes away; `of` are the ids that no item has."""
    for each in sorted(of):
        entry = entries[each]
        if not entry.active and not entry.is_bare:
            yield Retired(each, ItemId(entry.into), entry.wording.asked)
