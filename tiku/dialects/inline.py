"""Two sides of a card on one line: `capital of France::Paris`, `front ::: back`.

In a deck or a note with cards without `::`, `;;` and `->->->` are such signs, too, and in a list of
vocabulary what parts a word from another on most lines: `la gare – the station`.
"""

import re
from collections.abc import Iterator, Sequence

from tiku.dialects import topics
from tiku.dialects.entries import Entry, draft
from tiku.documents.outline import Outline
from tiku.languages import asking
from tiku.model import Reading
from tiku.system.patterns import INLINE_CODE, lazy
from tiku.values import NamedTuple

_SIDES = lazy(r"(?P<front>.*?\S)(?P<gap>\s*)(?<!:):{2,3}(?!:)(?P<after>\s*)(?P<back>\S.*)")
_OTHER_SIDES = lazy(  # that users of Obsidian choose instead
    r"(?P<front>.*?\S)(?P<gap>\s*)(?:(?<!;);;(?!;)|->->->)(?P<after>\s*)(?P<back>\S.*)"
)
_HIDDEN = lazy(rf"{INLINE_CODE}|\$\$?[^$]+\$\$?|\{{\{{c\d{{1,3}}::[^{{}}]{{1,500}}\}}\}}")
_SIGNS = ("::", ";;", "->->->")
_LED = lazy(r"^#flashcards(?:/[\w/-]{1,100})?\s{1,3}(?=\S)")
_ANY_TAG = lazy(r"^(?P<tag>#[^\s#]{1,100})\s{1,3}(?=\S)")
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
    sign = next(sign for sign in (*_SIGNS, *_WORD_SIGNS) if sign in outline[found[0].first].text)
    return Reading(drafts, (), confidence=1.0, why=f"'{sign}' between two sides ({len(drafts)})")


def entries(outline: Outline) -> list[Entry]:
    """Find the cards: all in a deck, or in a note with cards, else those with spaces."""
    found = list(_cards(outline, "::", _SIDES))
    spaced = [card for card in found if card.is_spaced]
    if topics.is_deck(outline) or topics.is_note_with_cards(outline):
        found = found or [
            each for sign in _SIGNS[1:] for each in _cards(outline, sign, _OTHER_SIDES)
        ]
    else:
        found = [] if len(spaced) < _FEW or _are_types(spaced) else spaced
    if not found:
        found = _words(outline)
    return [_entry(outline, card) for card in _without_tag(found)]


def _are_types(cards: Sequence[_Card]) -> bool:
    """Tell whether lines say of what type things are, as in Haskell: `length :: [a] -> Int`."""
    typed = (
        ("->" in card.back or "=>" in card.back)
        and " " not in card.front
        and _TYPE.fullmatch(card.back)
        for card in cards
    )
    return asking.share(map(bool, typed)) >= _HALF


_HALF = 0.5
_TYPE = lazy(r"(?:[\s()\[\],=>-]*+(?:[A-Z][\w.']*+|[a-z](?!\w)))+[\s()\[\]]*")  # names, or a letter


def _words(outline: Outline) -> list[_Card]:
    """Find the words of a list of vocabulary, by the sign that most of its lines have.

    Where nothing has told that it is one, nearly all ask, without a mark: `when did it end - 1945`.
    """
    whole = "\n".join(outline.document.lines)
    sign = max(_WORD_SIGNS, key=whole.count)
    if whole.count(sign) < max(_FEW, _SOME * sum(map(bool, outline.document.lines))):
        return []
    texts = sum(line.kind == "text" and not _IN_BOLD.fullmatch(line.text) for line in outline.lines)
    found = [*_cards(outline, sign, _WORD_SIDES)]
    if len(found) < max(_FEW, _MOST * texts):
        return []
    is_told = topics.is_vocabulary(outline) or asking.share(map(_asks, found)) >= _NEARLY_ALL
    return found if is_told else []


def _asks(card: _Card) -> bool:
    """Tell whether a side asks in so many words; one with a mark is for other dialects."""
    is_long = len(card.front.split()) >= _FEW
    return is_long and asking.asks(card.front) and not asking.has_mark(card.front)


_NEARLY_ALL = 0.8
_WORD_SIGNS = ("\t", " – ", " — ", " - ", " = ", " → ", " : ", ": ")
_WORD_SIDES = lazy(
    r"(?P<front>.{0,79}?[^\s:])(?P<gap>\s*)(?:\t|\s[-–—=→:]\s|:\s)(?P<after>\s*)(?P<back>\S.*)"
)
_IN_BOLD = lazy(r"(\*\*|__)[^*]+\1")
_SOME, _MOST = 0.3, 0.6  # of the lines, at a glance, and of those that are text


def _without_tag(cards: Sequence[_Card]) -> list[_Card]:
    """Take off the tag of cards before what they ask: that of the tool, or one that all have."""
    tags = [found["tag"] if (found := _ANY_TAG.match(card.front)) else "" for card in cards]
    led = _ANY_TAG if len(tags) > 1 and tags[0] and len({*tags}) == 1 else _LED
    return [card._replace(front=led.sub("", card.front, count=1)) for card in cards]


def _cards(outline: Outline, sign: str, sides: re.Pattern[str]) -> Iterator[_Card]:
    for number, line in enumerate(outline.lines, 1):
        if (
            line.kind != "text"
            or sign not in line.text[:_LONGEST]
            or len(line.text) > _LONGEST
            or line.text.startswith(":")
        ):
            continue
        hidden = _HIDDEN.sub(lambda found: "x" * len(found[0]), line.text)
        found = sides.fullmatch(hidden)
        if found and hidden.count(sign) == 1:
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
