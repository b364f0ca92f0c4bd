"""Searches for Anki's browser, in the syntax of docs.ankiweb.net/searching.html."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tiku.exporters.notes import BASIC, NOTE_TYPES
from tiku.model import ItemId
from tiku.system import entities
from tiku.system.patterns import lazy

# They mean something in a search: a wildcard, a quote, the end of a field's name, an escape.
_SPECIAL = lazy(r'([\\"*_:])')
_ESCAPED = r"\\\1"
_NO_NAMES = ("current", "filtered")  # mean the deck that is studied, and all filtered ones
_PLAIN = lazy(r"[\w.-]+")


def ids(found: Sequence[ItemId]) -> str:
    """Find notes by their ids, which stand in the field `Id`, as HTML."""
    return _any([_term("Id", entities.escape(each)) for each in sorted(found)])


def deck(name: str) -> str:
    """Find the cards of a deck, not those of decks in it."""
    escaped = "::".join(_SPECIAL.sub(_ESCAPED, part) for part in name.split("::"))
    if name.casefold() in _NO_NAMES:
        escaped = f"{escaped[:-1]}_"  # any last letter
    is_plain = _PLAIN.fullmatch(escaped.replace("::", ""))
    own = f"deck:{escaped}" if is_plain else f'"deck:{escaped}"'
    return f'{own} -"deck:{escaped}::*"'


def note_type(name: str, decks: Collection[str] = ()) -> str:
    """Find the notes of a type, in some decks only if any are named."""
    places = [f"({deck(each)})" for each in sorted(decks) if each]
    return " ".join(filter(None, (_term("note", name), _any(places))))


def _any(terms: Sequence[str]) -> str:
    return f"({' OR '.join(terms)})" if len(terms) > 1 else "".join(terms)


def _term(key: str, value: str) -> str:
    term = f"{key}:{_SPECIAL.sub(_ESCAPED, value)}"
    return term if _PLAIN.fullmatch(value) else f'"{term}"'


# Cards that asked in reverse, of notes that have none any more.
EMPTIED = f"{note_type(BASIC.name)} card:Reversed Reverse:"
# All notes that tiku made.
NOTES = _any([note_type(each.name) for each in NOTE_TYPES])
