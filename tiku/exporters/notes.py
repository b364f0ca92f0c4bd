"""Items as Anki's notes: the note type, its fields, tags and decks.

The list of fields and of templates is frozen: Anki never again updates the notes of a type whose
list has changed. Spare fields, and templates that make a card only when a field is filled, leave
room. Open, choice and question-only items share one type, so that an author who adds options to
a question does not take its card's history away.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from importlib import resources
from typing import assert_never

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

NOTE_TYPE = "tiku"
NOTE_TYPE_ID = 1_590_742_311
# When the templates or the style last changed. Anki takes over a newer note type only.
NOTE_TYPE_MODIFIED = 1_795_478_400  # 2026-11-24T00:00:00Z
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
# Ids let Anki know a field or template again under another name. Never reuse one.
FIELD_IDS = {name: 590_742_100 + n for n, name in enumerate(FIELDS)}
TEMPLATE_IDS = {"Card": 590_742_200, "Reversed": 590_742_201, "Spare": 590_742_202}


@dataclass(frozen=True, slots=True)
class Note:
    """A note as Anki stores it; `fields` are HTML in the order of `FIELDS`."""

    guid: ItemId
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    deck: str
    created: int
    modified: int


def notes(bank: Bank) -> tuple[Note, ...]:
    """Give the notes of a bank in source order; a question without an answer makes none."""
    return tuple(note(item) for item in bank.items if not isinstance(item.response, NoResponse))


def fingerprint(item: Item) -> str:
    """Digest all that the note of an item holds but its id and its times.

    A question without an answer makes no note; what it would hold counts all the same.
    """
    made = note(replace(item, id=ItemId("")))
    content = "\x1e".join((made.deck, *made.tags, *made.fields))
    return blake2b(content.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


def templates() -> dict[str, tuple[str, str]]:
    """Give front and back of each template."""
    return {
        "Card": (_file("front.html"), _file("back.html")),
        "Reversed": (_file("reversed-front.html"), _file("reversed-back.html")),
        "Spare": ("{{#Spare 5}}{{Spare 5}}{{/Spare 5}}", "{{Spare 5}}<hr id=answer>{{Spare 4}}"),
    }


def style() -> str:
    """Give the style sheet of every card."""
    return _file("style.css")


def _file(name: str) -> str:
    return (resources.files("tiku.exporters") / "card" / name).read_text(encoding="utf-8")


def note(item: Item) -> Note:
    """Give the note of an item; of one without an answer, what it would be."""
    values = {
        "Stem": item.stem.html,
        "Explanation": item.explanation.html,
        "Hint": item.hint.html,
        "Title": item.title.html,
        "Section": html.escape(" › ".join(item.section)),
        "Source": html.escape(item.sources[0].path),
        "Kind": item.response.kind,
        "Language": html.escape(item.language),
        "Id": html.escape(item.id),
        **_response(item),
    }
    fields = tuple(_clean(values.get(name, "")) for name in FIELDS)
    return Note(
        item.id, fields, tuple(_tags(item)), "::".join(item.deck), item.created, item.modified
    )


def _response(item: Item) -> dict[str, str]:
    match item.response:
        case OpenResponse(answer=answer) | ClozeResponse(answer=answer) | NoResponse(answer=answer):
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


# Text that Anki takes for a command, in code too: a player, LaTeX, an input box.
_COMMAND = re.compile(r"\[(?=sound:|anki:|/?latex\]|/?\${1,2}\]|\[type:)", re.IGNORECASE)


def _clean(field: str) -> str:
    """Give a field as Anki stores it, with what it would take for a command shown as text."""
    return unicodedata.normalize("NFC", formulas.harmless(_COMMAND.sub("&#91;", field)))


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
