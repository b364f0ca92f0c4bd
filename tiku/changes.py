"""What a build changes for those who study the last one, and what is left to them to do in Anki."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, get_args

from tiku.exporters import anki_search
from tiku.identity import identify
from tiku.identity.identify import Identity
from tiku.identity.known import Match, asked
from tiku.identity.lock import Entry, Lock, Wording
from tiku.identity.pool import is_retitled
from tiku.model import Item, ItemId, Span
from tiku.values import NamedTuple

Kind = Literal[
    "added",
    "re-linked",
    "named",
    "moved",
    "returned",
    "updated",
    "unanswered",
    "merged",
    "retired",
    "perhaps",
]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Change(NamedTuple):
    """What happened to one question. `place` is where it stands, or stood if it is gone."""

    kind: Kind
    id: ItemId
    place: Span
    item: Item | None  # none if it is gone
    old: str  # what it asked, or the deck that it was in
    why: str = ""

    @property
    def new(self) -> str:
        """Give what it asks now; empty if it is gone."""
        return asked(self.item) if self.item else ""


class Step(NamedTuple):
    """What an import cannot do: what is left, how Anki's browser finds it, and what to do there."""

    what: str
    search: str
    action: str


class Changes(NamedTuple):
    """All changes in the order of `KINDS`, and the steps that are left to the learner."""

    listed: tuple[Change, ...] = ()
    steps: tuple[Step, ...] = ()

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """Give the changes of a kind."""
        return tuple(change for change in self.listed if change.kind == kind)


def leftovers(old: Lock, new: Lock) -> tuple[Step, ...]:
    """Name the notes that the second lock gives up."""
    return tuple(_leftovers(_gone(old, new), new))


def changes(identity: Identity, items: Iterable[Item], old: Lock, new: Lock) -> Changes:
    """Compare what the lock knew with what it knows now; `items` are stamped."""
    found: list[Change] = []
    moved: list[tuple[Item, Entry]] = []
    emptied = 0
    matches = identity.matches
    for n, (item, match) in enumerate(zip(items, matches.of, strict=True)):
        if match.entry is None:
            found.append(Change("added", item.id, item.place, item, ""))
            continue
        found += _of_item(item, match.entry, match, matches.words[n])
        if _has_moved(item, match.entry):
            moved.append((item, match.entry))
        emptied += match.entry.is_reversed and not (item.is_reversed or item.is_bare)
    found += _perhaps(identity)
    found += _gone(old, new)
    order = {kind: n for n, kind in enumerate(KINDS)}
    listed = tuple(sorted(found, key=lambda change: order[change.kind]))
    steps = (*_moves(moved, old, new), *_leftovers(listed, new), *_emptied(emptied))
    return Changes(listed, steps)


def _of_item(item: Item, old: Entry, match: Match, words: Wording) -> Iterator[Change]:
    place = item.place
    if not old.active:
        yield Change("returned", item.id, place, item, old.wording.asked)
    if identify.is_doubtful(match, old, words):
        yield Change("re-linked", item.id, place, item, old.wording.asked, _why(match, old, words))
    if item.name and item.name not in (item.id, old.name):
        yield Change("named", item.id, place, item, "", f"known as {item.id}; it keeps that id")
    if _has_moved(item, old):
        yield Change("moved", item.id, place, item, "::".join(old.deck))
    if item.is_bare and not old.is_bare and old.active:
        yield Change("unanswered", item.id, place, item, old.wording.asked)
    elif item.modified != old.modified:
        yield Change("updated", item.id, place, item, old.wording.asked, match.why)


def _why(match: Match, old: Entry, words: Wording) -> str:
    """Say what differs of a question that was taken for an earlier one."""
    if is_retitled(old.wording, words) and old.wording.asked == words.asked:
        return f"its title is '{words.title}' now, and was '{old.wording.title}'"
    if old.wording.question == words.question:
        return "the same question with another answer"
    return match.why


def _has_moved(item: Item, old: Entry) -> bool:
    same = [part.casefold() for part in old.deck] == [part.casefold() for part in item.deck]
    return not same and not old.is_bare and not item.is_bare


def _perhaps(identity: Identity) -> Iterator[Change]:
    for near in identity.matches.near:
        item = identity.items[near.item]
        why = f"{near.why}; 'tiku link {near.entry.id} {item.id}' says that it is"
        yield Change("perhaps", item.id, item.place, item, near.entry.wording.asked, why)


def _gone(old: Lock, new: Lock) -> Iterator[Change]:
    for each, before in sorted(old.entries.items()):
        if before.active and not (entry := new.entries[each]).active:
            place = Span(entry.file, 0, 0)
            why = f"a copy of {entry.into} now" if entry.into else ""
            kind: Kind = "merged" if entry.into else "retired"
            yield Change(kind, each, place, None, entry.wording.asked, why)


# What is left to do in Anki


def _moves(moved: Iterable[tuple[Item, Entry]], old: Lock, new: Lock) -> Iterator[Step]:
    """Name the decks that cards must change to: an import moves none."""
    by_decks: defaultdict[tuple[str, str], list[ItemId]] = defaultdict(list)
    for item, entry in moved:
        by_decks["::".join(entry.deck), "::".join(item.deck)].append(item.id)
    used, before = (_decks(lock) if by_decks else set[str]() for lock in (new, old))
    targets = defaultdict(set)
    for was, now in by_decks:
        targets[was].add(now)
    for (was, now), ids in sorted(by_decks.items()):
        count = _cards(len(ids))
        action = f"select all, then Cards > Change Deck to '{now}'"
        is_renamed = len(targets[was]) == 1 and not _is_there(was, used)
        if is_renamed and not _is_there(now, before):  # else Anki puts a + behind the name
            what = (
                f"the deck '{was}' is called '{now}' now; an import leaves {count} in the old one"
            )
            action = f"rename the deck in Anki before the import, or {action}"
            search = f"{anki_search.deck(was)} {anki_search.NOTES}"
        else:
            what = f"an import leaves {count} in '{was}' that belong to '{now}' now"
            search = f"{anki_search.deck(was)} {anki_search.ids(ids)}"
        yield Step(what, search, action)


def _decks(lock: Lock) -> set[str]:
    return {"::".join(entry.deck) for entry in lock.entries.values() if entry.active}


def _is_there(deck: str, decks: Collection[str]) -> bool:
    return any(name == deck or name.startswith(f"{deck}::") for name in decks)


def _leftovers(listed: Iterable[Change], new: Lock) -> Iterator[Step]:
    """Name the notes that nothing updates any more: an import deletes none."""
    ids: defaultdict[Kind, list[ItemId]] = defaultdict(list)
    for change in listed:
        if change.kind in _GONE and (change.item or not new.entries[change.id].is_bare):
            ids[change.kind].append(change.id)
    for kind, said in _GONE.items():
        found = ids[kind]
        for start in range(0, len(found), _SEARCHED):
            some = found[start : start + _SEARCHED]
            what = f"an import keeps {_notes(len(some))} whose question {said}"
            yield Step(what, anki_search.ids(some), _DELETE)


def _emptied(count: int) -> Iterator[Step]:
    """Name the cards that ask in reverse where nothing does any more: an import deletes none."""
    if count:
        what = f"an import leaves {_notes(count)} with an empty card, which asked in reverse before"
        action = "look at them, and Tools > Empty Cards deletes these cards with their reviews"
        yield Step(what, anki_search.EMPTIED, action)


# Why no package has the note any more.
_GONE: dict[Kind, str] = {
    "unanswered": "has no answer now: the card shows the old one until there is another",
    "retired": "is in no source any more",
    "merged": "is a copy of another now",
}
_SEARCHED = 200  # ids in one search; Anki takes no more than about a thousand
_DELETE = "select all, then Notes > Delete, or Cards > Toggle Suspend to keep the history"


def _cards(count: int) -> str:
    return f"the cards of {_notes(count)}"


def _notes(count: int) -> str:
    return "1 note" if count == 1 else f"{count:,} notes"


def counts(found: Changes) -> Mapping[Kind, int]:
    """Count the changes of each kind."""
    return {kind: len(found.of(kind)) for kind in KINDS}
