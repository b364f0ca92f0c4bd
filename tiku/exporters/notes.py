"""Items as Anki's notes: the note types, their fields, tags and decks.

The lists of fields and of templates are frozen: Anki never again updates the notes of a type whose
list has changed. Spare fields, and templates that make a card only when a field is filled, leave
room. Open, choice and question-only items share one type, so that an author who adds options to
a question does not take its card's history away; texts with gaps are another kind of type to Anki.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import repeat

from tiku.exporters import fields
from tiku.model import Bank, Item, ItemId
from tiku.system import assets
from tiku.system.hashes import blake2b
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

# When the templates or the style last changed. Anki takes over a newer note type only.
NOTE_TYPE_MODIFIED = 1_795_651_200  # 2026-11-26T00:00:00Z
FIELDS = (
    "Stem",
    "Answer",
    "Choices",
    "Key",
    "Explanation",
    "Hint",
    "Context",
    "Title",
    "Section",
    "Source",
    "Typed",
    "Reverse",
    "Kind",
    "Flags",
    "Language",
    "Id",
    "Spare 1",
    "Spare 2",
    "Spare 3",
    "Spare 4",
    "Spare 5",
)


class NoteType(NamedTuple):
    """A note type of Anki. Ids let it know a field or template again under another name."""

    id: int
    name: str
    field_ids: Mapping[str, int]
    template_ids: Mapping[str, int]
    is_cloze: bool = False

    def __hash__(self) -> int:
        """Tell types apart by their ids."""
        return self.id


# Never reuse an id.
BASIC = NoteType(
    1_590_742_311,
    "tiku",
    {name: 590_742_100 + n for n, name in enumerate(FIELDS)},
    {"Card": 590_742_200, "Reversed": 590_742_201, "Spare": 590_742_202},
)
CLOZE = NoteType(
    1_590_742_312,
    "tiku cloze",
    {name: 590_742_300 + n for n, name in enumerate(FIELDS)},
    {"Cloze": 590_742_400},
    is_cloze=True,
)
NOTE_TYPES = (BASIC, CLOZE)


class Note(NamedTuple):
    """A note as Anki stores it; `fields` are HTML in the order of `FIELDS`."""

    guid: ItemId
    type: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    deck: str
    created: int
    modified: int


def notes(bank: Bank) -> tuple[Note, ...]:
    """Give the notes of a bank in source order.

    A question without an answer makes one only where its source asks for it.
    """
    return tuple(note(item) for item in bank.items if not item.is_bare)


def is_ours(note_type: int) -> bool:
    """Tell by its id whether a note type is tiku's."""
    return any(each.id == note_type for each in NOTE_TYPES)


def fingerprint(item: Item) -> str:
    """Digest all that the note of an item holds but its id and its times.

    A question without an answer makes no note; what it would hold counts all the same. The colours
    of code do not count: another version of what gives them must not touch notes.
    """
    made = note(item)
    shown = [_CODE.sub(_without_colours, f) if "<pre>" in f else f for f in made.fields]
    shown[_ID] = ""
    content = "\x1e".join((made.deck, *made.tags, *shown))
    return blake2b(content.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


_ID = FIELDS.index("Id")
_CODE = lazy("<pre>.*?</pre>", re.DOTALL)
_COLOUR = lazy("<span[^<>]*>|</span>")


def _without_colours(code: re.Match[str]) -> str:
    return _COLOUR.sub("", code[0])


@cache
def templates(of: NoteType = BASIC) -> Mapping[str, tuple[str, str]]:
    """Give front and back of each template of a note type."""
    does = f"<script>\n{behaviour()}</script>\n"
    if of.is_cloze:
        return {"Cloze": (_file("cloze-front.html") + does, _file("cloze-back.html") + does)}
    return {
        "Card": (_file("front.html") + does, _file("back.html") + does),
        "Reversed": (_file("reversed-front.html"), _file("reversed-back.html") + does),
        "Spare": ("{{#Spare 5}}{{Spare 5}}{{/Spare 5}}", "{{Spare 5}}<hr id=answer>{{Spare 4}}"),
    }


@cache
def behaviour() -> str:
    """Give the script of every card."""
    return _file("card.js")


@cache
def look() -> str:
    """Give the style sheet of every card, wherever it is shown."""
    return _file("style.css") + _file("code.css")


def style() -> str:
    """Give the style sheet of every card in Anki, where a learner's own may stand beside it."""
    return f"{_OWN_STYLE}{look()}"


_OWN_STYLE = """\
/* Your own style: put a file of this name into Anki's media folder. No import ever touches it. */
@import "_tiku-user.css";

"""


def _file(name: str) -> str:
    return assets.text(f"exporters/card/{name}")


def note(item: Item) -> Note:
    """Give the note of an item; of one without an answer, what it would be."""
    values, is_cloze = fields.values(item)
    made = tuple(map(values.get, FIELDS, repeat("")))
    tags = tags_of(item.tags, (*item.deck, *item.section))
    place, kind = "::".join(item.deck), CLOZE if is_cloze else BASIC
    return Note(item.id, kind, made, tags, place, item.created, item.modified)


# Tags


@lru_cache(maxsize=1 << 10)
def tags_of(tags: tuple[str, ...], place: tuple[str, ...]) -> tuple[str, ...]:
    """Give the author's tags and one of deck and section, by which moved cards can be found."""
    own = "::".join(filter(None, map(_tag_part, place)))
    found = {tag for tag in (*map(_tag, tags), own) if tag}
    return tuple(sorted(found, key=lambda tag: (tag.casefold(), tag)))


def _tag(tag: str) -> str:
    return "::".join(filter(None, map(_tag_part, tag.split("::"))))


_UNSAFE = lazy(r'[\x00-\x1f\x7f"]')
_BRACKETS = str.maketrans("<>", "＜＞")


@lru_cache(maxsize=1 << 10)
def _tag_part(part: str) -> str:
    """Make a part of a tag: Anki's have no spaces, quotes or control characters.

    A template shows tags as they are, so they have no angle brackets and no commands either.
    """
    part = _UNSAFE.sub("", part.replace("::", ":")).translate(_BRACKETS)
    part = fields.COMMAND.sub("［", part)
    return unicodedata.normalize("NFC", "_".join(part.split())).strip(":")
