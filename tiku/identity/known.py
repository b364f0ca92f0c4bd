"""What the lock knows, and what came of comparing the questions of a source with it."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Literal, overload

from tiku.identity.decisions import Decisions, Pair
from tiku.identity.lock import SHOWN, Entry, Lock, Wording, shown
from tiku.items import keys
from tiku.languages import numbering
from tiku.markup import form
from tiku.model import ChoiceResponse, Item, ItemId
from tiku.values import NamedTuple

How = Literal["new", "explicit", "same", "question", "answer", "similar"]


class NeedsAllError(Exception):
    """Which question is which cannot be told without a look at all of them."""


class Known(NamedTuple):
    """The lock, the name of the source that is read now, and those that are not but are there.

    What the lock knows of the others is left as it is. With `anywhere`, a question may have been
    edited wherever it stands. `decisions` are a person's. If it `is_part`, only some of the
    questions are compared, and NeedsAllError is raised where others would matter.
    """

    lock: Lock = Lock()
    source: str = "source"
    others: frozenset[str] = frozenset()
    anywhere: bool = False
    decisions: Decisions = MappingProxyType({})
    is_part: bool = False

    @property
    def apart(self) -> set[Pair]:
        """Give the pairs that a person told apart."""
        return {pair for pair, each in self.decisions.items() if each.said == "different"}


class Match(NamedTuple):
    """What an item is: an entry of the lock or a new question, and how that was found."""

    how: How
    entry: Entry | None = None
    why: str = ""


NEW = Match("new")


class Near(NamedTuple):
    """A new item that is perhaps an edit of an entry, and why it was not taken for it."""

    item: int
    entry: Entry
    why: str


class Matches(NamedTuple):
    """A match for each item of a source, and what became of the other entries.

    `words` are those of the items, `known` the entries that were compared, `near` what looks like
    an edit of one, `merged` those whose question is a copy of that item now, with its words,
    `united` new items that a person made one with that item, and `gone` those in no source.
    """

    source: str
    of: tuple[Match, ...]
    words: Sequence[Wording] = ()
    known: tuple[ItemId, ...] = ()
    near: tuple[Near, ...] = ()
    merged: tuple[tuple[ItemId, int, Wording], ...] = ()
    united: tuple[tuple[Item, int, Wording], ...] = ()
    gone: tuple[ItemId, ...] = ()


def wording(item: Item) -> Wording:
    """Give what the lock remembers of an item's words."""
    response = item.response
    reply = (response.answer.plain, item.explanation.plain, item.hint.plain)
    stem, question, answer = keys.digests(item)
    stem, question = keys.unkeyed(item) or (stem, question)
    return Wording(
        stem=stem,
        question=question,
        answer=answer if any(reply) else "",
        title=shown(item.title.plain),
        asked=asked(item),
        reply=shown(" ".join(filter(None, reply))),
    )


class Words(Sequence[Wording]):
    """The words of items, found out when they are asked for."""

    def __init__(self, items: Sequence[Item]) -> None:
        """Take the items."""
        self._items = items

    @overload
    def __getitem__(self, place: int) -> Wording: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Wording]: ...
    def __getitem__(self, place: int | slice) -> Wording | Sequence[Wording]:
        """Give the words of an item, or of some."""
        if isinstance(place, slice):
            return Words(self._items[place])
        return wording(self._items[place])

    def __len__(self) -> int:
        """Count the items."""
        return len(self._items)


def asked(item: Item) -> str:
    """Give what an item asks, its options too, as the lock remembers it."""
    response = item.response
    choices = response.choices if isinstance(response, ChoiceResponse) else ()
    return shown(" ".join((item.stem.plain, *(choice.text.plain for choice in choices))))


def as_shown(words: Wording) -> tuple[str, ...] | Literal[""]:
    """Give the texts themselves, if the lock has all of them."""
    is_whole = len(words.asked) < SHOWN and len(words.reply) < SHOWN
    return (words.asked, words.reply, words.title) if is_whole else ""


def as_one(words: Wording) -> tuple[str, ...] | Literal[""]:
    """Give all words from question to answer, if the lock has all, wherever they were parted.

    What an edit beside it lets a document be read as, a question alone say, takes no word away.
    """
    is_whole = len(words.asked) < SHOWN and len(words.reply) < SHOWN
    text = f"{numbering.strip(words.asked)} {words.reply}".lower()
    return (tuple(form.tokens(text)) or "") if is_whole else ""
