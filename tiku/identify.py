"""Which item is which: ids, and the time at which each item last changed.

An id is the author's own, else a function of the normalised stem. What an earlier build knew of
an item (its fingerprint and time) decides whether its time moves on; Anki updates a note only
if the package's time is newer than its own.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from tiku.model import Bank, ChoiceResponse, Code, Item, ItemId, Problem, Text

# What stands in for the build time where no earlier build is known, 2026-01-01T00:00:00Z: two
# first builds of the same sources are the same bytes, wherever and whenever they run.
FIRST_BUILD = 1_767_225_600


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier build knew of an item."""

    fingerprint: str
    modified: int


@dataclass(frozen=True, slots=True)
class History:
    """What the last build left behind, and the time of this one in seconds since 1970."""

    known: Mapping[ItemId, Known] = field(default_factory=dict)
    now: int = FIRST_BUILD


def mint(stem: Text, salt: str = "") -> ItemId:
    """Make an id of a stem: `q` and 12 letters or digits, lower case, never a number."""
    digest = blake2b(f"{stem.form}{salt}".encode(), digest_size=8).digest()
    return ItemId("q" + base64.b32encode(digest).decode().lower()[:12])


def check_explicit(items: Iterable[Item]) -> tuple[Problem, ...]:
    """Report every explicit id that stands in the sources a second time."""
    first: dict[ItemId, Item] = {}
    problems: list[Problem] = []
    for item in items:
        if item.explicit and first.setdefault(item.id, item) is not item:
            there, here = first[item.id].sources[0], item.sources[0]
            what = f"the id '{item.id}' belongs to {there.path}:{there.first} already"
            remedy = "an id names one question: delete or change one of the two"
            problems.append(Problem(Code.ID_TWICE, here.path, here.first, what, remedy))
    return tuple(problems)


def identify(items: Sequence[Item]) -> tuple[Item, ...]:
    """Give each item an id of its own, in the order given.

    Where several kept items share a stem, the first has the plain id and the others one that
    also depends on their answer.
    """
    taken = {item.id for item in items if item.explicit}
    return tuple(_with_own_id(item, taken) for item in items)


def stamp(bank: Bank, history: History) -> Bank:
    """Give each item the time at which it last changed."""
    return replace(bank, items=tuple(_stamped(item, history) for item in bank.items))


def _with_own_id(item: Item, taken: set[ItemId]) -> Item:
    if item.explicit:
        return item
    own, copy = item.id, 0
    while own in taken:
        salt = (*(text.html for text in _texts(item)), str(copy) if copy else "")
        own, copy = mint(item.stem, "\x1e".join(("", *salt))), copy + 1
    taken.add(own)
    return replace(item, id=own)


def _texts(item: Item) -> tuple[Text, ...]:
    """Give all that tells items of one stem apart."""
    response = item.response
    choices = response.choices if isinstance(response, ChoiceResponse) else ()
    texts = (response.answer, item.explanation, item.hint, item.title)
    return (*texts, *(choice.text for choice in choices))


def _stamped(item: Item, history: History) -> Item:
    known = history.known.get(item.id)
    if known and known.fingerprint == fingerprint(item):
        return replace(item, modified=known.modified)
    return replace(item, modified=max(history.now, known.modified + 1 if known else 0))


def fingerprint(item: Item) -> str:
    """Hash all that a card shows of an item; its id, its lines and its time do not count."""
    response = item.response
    choices = response.choices if isinstance(response, ChoiceResponse) else ()
    content = [
        response.kind,
        *(text.html for text in (item.stem, response.answer, item.title)),
        *(text.html for text in (item.explanation, item.hint)),
        [[choice.label, choice.text.html, choice.keyed] for choice in choices],
        item.section,
        item.deck,
        item.tags,
        item.language,
        item.sources[0].path,
    ]
    return blake2b(json.dumps(content).encode(), digest_size=16).hexdigest()
