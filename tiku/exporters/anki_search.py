"""Searches for Anki's browser, in the syntax of docs.ankiweb.net/searching.html."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiku.exporters.notes import NOTE_TYPE
from tiku.model import ItemId

NOTES = f"note:{NOTE_TYPE}"

# They mean something in a search: a wildcard, a quote, the end of a field's name, an escape.
_SPECIAL = re.compile(r'([\\"*_:])')
_PLAIN = re.compile(r"[\w.-]+")


def ids(found: Sequence[ItemId]) -> str:
    """Find notes by their ids, which stand in the field `Id`."""
    terms = " OR ".join(_term("Id", each) for each in sorted(found))
    return f"({terms})" if len(found) > 1 else terms


def deck(name: str) -> str:
    """Find the cards of a deck, not those of decks in it."""
    within = _SPECIAL.sub(r"\\\1", name.replace("::", "\0")).replace("\0", "::")
    return f'{_term("deck", name)} -"deck:{within}::*"'


def note_type(name: str) -> str:
    """Find the notes of a type."""
    return _term("note", name)


def _term(key: str, value: str) -> str:
    parts = value.split("::") if key == "deck" else [value]
    escaped = "::".join(_SPECIAL.sub(r"\\\1", part) for part in parts)
    term = f"{key}:{escaped}"
    return term if _PLAIN.fullmatch(value.replace("::", "")) else f'"{term}"'
