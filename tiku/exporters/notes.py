"""Items as Anki's notes: the note types, their fields, tags and decks.

The lists of fields and of templates are frozen: Anki never again updates the notes of a type whose
list has changed. Spare fields, and templates that make a card only when a field is filled, leave
room. Open, choice and question-only items share one type, so that an author who adds options to
a question does not take its card's history away; texts with gaps are another kind of type to Anki.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from importlib import resources
from typing import assert_never

from tiku import gaps
from tiku.exporters import formulas
from tiku.model import (
    Bank,
    ChoiceResponse,
    ClozeResponse,
    Item,
    ItemId,
    NoResponse,
    OpenResponse,
    Text,
)

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


@dataclass(frozen=True, slots=True, eq=False)
class NoteType:
    """A note type of Anki. Ids let it know a field or template again under another name."""

    id: int
    name: str
    field_ids: Mapping[str, int]
    template_ids: Mapping[str, int]
    is_cloze: bool = False


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


@dataclass(frozen=True, slots=True)
class Note:
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
    return tuple(note(item) for item in bank.items if makes_note(item))


def is_ours(note_type: int) -> bool:
    """Tell by its id whether a note type is tiku's."""
    return any(each.id == note_type for each in NOTE_TYPES)


def makes_note(item: Item) -> bool:
    """Tell whether an item is studied in Anki."""
    return not isinstance(item.response, NoResponse) or "unanswered" in item.study


def fingerprint(item: Item) -> str:
    """Digest all that the note of an item holds but its id and its times.

    A question without an answer makes no note; what it would hold counts all the same.
    """
    made = note(replace(item, id=ItemId("")))
    content = "\x1e".join((made.deck, *made.tags, *made.fields))
    return blake2b(content.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


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
    return (resources.files("tiku.exporters") / "card" / name).read_text(encoding="utf-8")


def note(item: Item) -> Note:
    """Give the note of an item; of one without an answer, what it would be."""
    hidden = _hidden(item)
    values = {
        "Stem": item.stem.html,
        "Explanation": item.explanation.html,
        "Hint": item.hint.html,
        "Title": item.title.html,
        "Section": html.escape(" › ".join(item.section)),
        "Source": html.escape(item.sources[0].path),
        "Kind": item.response.kind,
        "Flags": " ".join(flag for flag in item.study if flag in _FLAGS),
        "Language": html.escape(item.language),
        "Id": html.escape(item.id),
        **_response(item),
    }
    cleaned = {name: _clean(value) for name, value in values.items()}
    if hidden:
        cleaned |= {"Stem": hidden}
    fields = tuple(cleaned.get(name, "") for name in FIELDS)
    place, kind = "::".join(item.deck), CLOZE if hidden else BASIC
    return Note(item.id, kind, fields, tuple(_tags(item)), place, item.created, item.modified)


_FLAGS = ("reveal", "shuffle")
_LONGEST_TYPED = 100  # characters that anyone would type


def _response(item: Item) -> dict[str, str]:
    match item.response:
        case OpenResponse(answer=answer):
            is_short = len(answer.plain) <= _LONGEST_TYPED and "\n" not in answer.plain
            typed = answer.plain if is_short and "typed" in item.study else ""
            reverse = "1" if "reversed" in item.study else ""
            return {"Answer": answer.html, "Typed": html.escape(typed), "Reverse": reverse}
        case ClozeResponse(answer=answer) | NoResponse(answer=answer):
            return {"Answer": answer.html}
        case ChoiceResponse(answer=answer, choices=choices):
            front = (_choice("", c.label, c.text) for c in choices)
            back = (_choice("keyed" if c.keyed else "distractor", c.label, c.text) for c in choices)
            return {"Answer": answer.html, "Choices": "".join(front), "Key": "".join(back)}
        case _:
            assert_never(item.response)


def _choice(role: str, label: str, text: Text) -> str:
    mark = f"{label} ✓" if role == "keyed" else label
    return (
        f'<div class="{f"choice {role}".strip()}"><span class="label">{mark}</span>'
        f'<div class="text">{text.html}</div></div>'
    )


# Gaps

_GAP = re.compile(f"{gaps.START}(\\d+){gaps.TEXT}(.*?)(?:{gaps.HINT}(.*?))?{gaps.END}", re.DOTALL)
_UNGAPPED = re.compile(f"[{gaps.START}{gaps.TEXT}{gaps.HINT}{gaps.END}]")


def _hidden(item: Item) -> str:
    """Give a text with its gaps as Anki's cloze deletions; empty if it has none that Anki sees."""
    if not isinstance(item.response, ClozeResponse):
        return ""
    text = _clean(item.response.hidden.html).replace("{{", "{&#123;")
    marked = _GAP.sub(_gap, text)
    return _UNGAPPED.sub("", marked) if marked != text else ""


def _gap(found: re.Match[str]) -> str:
    hint = f"::{_within(found[3])}" if found[3] else ""
    return f"{{{{c{found[1]}::{_within(found[2])}{hint}}}}}"


def _within(text: str) -> str:
    """Keep what would end a deletion from doing so: code and TeX are full of it."""
    return text.replace("}", "&#125;").replace("::", "&#58;&#58;")


# What Anki would take otherwise

# Text that Anki takes for a command, in code too: a player, LaTeX, an input box.
_COMMAND = re.compile(r"\[(?=sound:|anki:|/?latex\]|/?\${1,2}\]|\[type:)", re.IGNORECASE)
_PLAYER = re.compile(r"<(audio|video)(?: [^<>]*)?>(.*?)</\1>", re.DOTALL)
# A name that `tiku.media` gave, in a tag and not in the text that a source has between the tags.
_PLAYED = re.compile(r'<(?:audio|video|source)(?: [a-z]+="[^"]*")*? src="([a-z0-9.-]+)"')
# A link to another file leads nowhere from a card.
_LOCAL_LINK = re.compile(r'<a href="(?!https?:|mailto:)[^"]*"[^<>]*>(.*?)</a>', re.DOTALL)


def _clean(field: str) -> str:
    """Give a field as Anki stores it, with what it would take for a command shown as text."""
    found = formulas.harmless(_COMMAND.sub("&#91;", field))
    if "<a " in found:
        found = _LOCAL_LINK.sub(r"\1", found)
    if "<audio" in found or "<video" in found:
        found = _PLAYER.sub(_player, found)
    return unicodedata.normalize("NFC", found)


def _player(found: re.Match[str]) -> str:
    played = _PLAYED.search(found[0])
    return f"[sound:{played[1]}]" if played else found[2]


# Tags


def _tags(item: Item) -> Iterable[str]:
    """Give the author's tags and one of deck and section, by which moved cards can be found."""
    own = (_tag(tag) for tag in item.tags)
    place = "::".join(filter(None, (_tag_part(part) for part in (*item.deck, *item.section))))
    return sorted({tag for tag in (*own, place) if tag}, key=lambda tag: (tag.casefold(), tag))


def _tag(tag: str) -> str:
    return "::".join(filter(None, map(_tag_part, tag.split("::"))))


_BRACKETS = str.maketrans("<>", "＜＞")


def _tag_part(part: str) -> str:
    """Make a part of a tag: Anki's have no spaces, quotes or control characters.

    A template shows tags as they are, so they have no angle brackets and no commands either.
    """
    part = re.sub(r'[\x00-\x1f\x7f"]', "", part.replace("::", ":")).translate(_BRACKETS)
    part = _COMMAND.sub("［", part)
    return unicodedata.normalize("NFC", "_".join(part.split())).strip(":")
