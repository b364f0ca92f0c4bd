"""Two sides of a card on one line: `capital of France::Paris`, `front ::: back`."""

from collections.abc import Iterator
from typing import NamedTuple

from tiku.dialects import topics
from tiku.dialects.entries import Entry, draft
from tiku.model import Reading
from tiku.outline import Outline
from tiku.patterns import INLINE_CODE, lazy

_SIDES = lazy(r"(?P<front>.*?\S)(?P<gap>\s*)(?<!:):{2,3}(?!:)(?P<after>\s*)(?P<back>\S.*)")
_HIDDEN = lazy(rf"{INLINE_CODE}|\$\$?[^$]+\$\$?|\{{\{{c\d{{1,3}}::[^{{}}]{{1,500}}\}}\}}")
_TAG = lazy(r"\s+#(?:card|flashcard)[\w/-]*")
_FIELD = lazy(r"[\w-]+::\s.*|.*\d::\d.*")  # `author:: Jane`, 10::30
_FEW = 3
_LONGEST = 2_000  # characters


class _Card(NamedTuple):
    line: int
    front: str
    back: str
    is_spaced: bool


def read(outline: Outline) -> Reading:
    """Read the lines with `::` between two sides; `std::vector` in prose is none."""
    found = entries(outline)
    if not found:
        return Reading(why="no '::' between two sides")
    drafts = tuple(draft(outline, entry) for entry in found)
    return Reading(drafts, (), confidence=1.0, why=f"'::' between two sides ({len(drafts)})")


def entries(outline: Outline) -> list[Entry]:
    """Find the cards: all in a deck, or in a note with cards, else those with spaces."""
    found = list(_cards(outline))
    spaced = [card for card in found if card.is_spaced]
    if not (topics.is_deck(outline) or topics.is_note_with_cards(outline)):
        found = spaced if len(spaced) >= _FEW else []
    return [_entry(outline, card) for card in found]


def _cards(outline: Outline) -> Iterator[_Card]:
    for number, line in enumerate(outline.lines, 1):
        if (
            line.kind != "text"
            or "::" not in line.text[:_LONGEST]
            or len(line.text) > _LONGEST
            or line.text.startswith(":")
        ):
            continue
        hidden = _HIDDEN.sub(lambda found: "x" * len(found[0]), line.text)
        found = _SIDES.fullmatch(hidden)
        if found and hidden.count("::") == 1:
            front, back = line.text[: found.end("front")], line.text[found.start("back") :]
            if not found["gap"] and _FIELD.fullmatch(line.text):
                continue
            yield _Card(number, front, _TAG.sub("", back), bool(found["gap"] and found["after"]))


def _entry(outline: Outline, card: _Card) -> Entry:
    line = outline[card.line]
    return Entry(
        first=card.line,
        stem=card.line,
        last=card.line,
        asked=card.front,
        answered=card.back,
        section=outline.above(card.line),
        column=line.offset if line.depth else 0,
        quotes=line.quotes,
    )
