"""What the fields of a note hold: HTML that Anki shows as it is meant, and obeys nowhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import assert_never

from tiku.exporters import formulas
from tiku.items import gaps
from tiku.model import (
    ChoiceResponse,
    ClozeResponse,
    Item,
    NoResponse,
    OpenResponse,
    Text,
)
from tiku.system import entities
from tiku.system.patterns import lazy


def values(item: Item) -> tuple[dict[str, str], bool]:
    """Give the fields of an item's note by name, and tell whether it is a cloze to Anki."""
    cleaned = {
        "Stem": _clean(item.stem.html),
        "Explanation": item.explanation.html and _clean(item.explanation.html),
        "Hint": item.hint.html and _clean(item.hint.html),
        "Title": item.title.html and _clean(item.title.html),
        "Section": _recurring(" › ".join(item.section)),
        "Source": _recurring(item.place.path),
        "Kind": item.response.kind,
        "Flags": " ".join([flag for flag in item.study if flag in _FLAGS]),
        "Language": _recurring(item.language),
        "Id": item.id if _is_plain(item.id) else _clean(entities.escape(item.id)),
    }
    for name, value in _response(item).items():
        if value:
            cleaned[name] = _clean(value)
    hidden = _hidden(item)
    if not hidden:
        return cleaned, False
    # Anki looks for gaps in every field of such a note, and makes a card for each number.
    return {name: _shown(value) for name, value in cleaned.items()} | {"Stem": hidden}, True


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isalnum()


@lru_cache(maxsize=1 << 10)
def _recurring(text: str) -> str:
    """Write as HTML what many notes have: their file, their headings."""
    return _clean(entities.escape(text))


def _shown(text: str) -> str:
    """Show what looks like a gap as text."""
    return text.replace("{{", "{&#123;")


_FLAGS = ("reveal", "shuffle")
_LONGEST_TYPED = 100  # characters that anyone would type


def _response(item: Item) -> dict[str, str]:
    match item.response:
        case OpenResponse(answer=answer):
            found: dict[str, str] = {"Answer": answer.html}
            if "typed" in item.study and _is_short(answer.plain):
                found["Typed"] = entities.escape(answer.plain)
            if item.is_reversed:
                found["Reverse"] = "1"
            return found
        case ClozeResponse(answer=answer) | NoResponse(answer=answer):
            return {"Answer": answer.html}
        case ChoiceResponse(answer=answer, choices=choices):
            front = (_choice("", c.label, c.text) for c in choices)
            back = (_choice("keyed" if c.keyed else "distractor", c.label, c.text) for c in choices)
            return {"Answer": answer.html, "Choices": "".join(front), "Key": "".join(back)}
        case _:
            assert_never(item.response)


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_TYPED and "\n" not in text


def _choice(role: str, label: str, text: Text) -> str:
    mark = f"{label} ✓" if role == "keyed" else label
    return (
        f'<div class="{f"choice {role}".strip()}"><span class="label">{mark}</span>'
        f'<div class="text">{text.html}</div></div>'
    )


# Gaps

_MARKS = {gaps.START: "{{c", gaps.TEXT: "::", gaps.HINT: "::", gaps.END: "}}"}
_MARK = lazy(f"([{''.join(_MARKS)}])")
_TAG = lazy(r"<[^<>]*>")
# The marks of a gap, with its number, where no gap can be: in a tag, where an address encodes them.
_IN_TAG = lazy(
    f"{gaps.START}\\d+{gaps.TEXT}|[{gaps.HINT}{gaps.END}]|%EE%80%80\\d+%EE%80%81|%EE%80%8[23]"
)


def _hidden(item: Item) -> str:
    """Give a text with its gaps as Anki's cloze deletions; empty if it has none that Anki sees."""
    if not isinstance(item.response, ClozeResponse):
        return ""
    text = _shown(_clean(item.response.hidden.html))
    text = _TAG.sub(lambda tag: _IN_TAG.sub("", tag[0]), text)
    return "".join(_deletions(text)) if gaps.START in text else ""


def _deletions(text: str) -> Iterator[str]:
    """Write the marks of gaps as Anki does, gaps within gaps too."""
    depth, before = 0, ""
    for part in _MARK.split(text):
        depth += (part == gaps.START) - (part == gaps.END)
        is_text = part not in _MARKS and before != gaps.START
        yield _MARKS.get(part, _within(part) if is_text and depth else part)
        before = part


def _within(text: str) -> str:
    """Keep what would end a deletion from doing so: code and TeX are full of it."""
    return text.replace("}", "&#125;").replace("::", "&#58;&#58;")


# What Anki would take otherwise

# Text that Anki takes for a command, in code too: a player, LaTeX, an input box.
COMMAND = lazy(r"\[(?=sound:|anki:|/?latex\]|/?\${1,2}\]|\[type:)", re.IGNORECASE)
_PLAYER = lazy(r"<(audio|video)(?: [^<>]*)?>(.*?)</\1>", re.DOTALL)
# A name that `markup.media` gave, in a tag and not in the text that a source has between the tags.
_PLAYED = lazy(r'<(?:audio|video|source)(?: [a-z]+="[^"]*")*? src="([a-z0-9.-]+)"')
# A link to another file leads nowhere from a card.
_LOCAL_LINK = lazy(r'<a href="(?!https?:|mailto:)[^"]*"[^<>]*>(.*?)</a>', re.DOTALL)


def _clean(field: str) -> str:
    """Give a field as Anki stores it, with what it would take for a command shown as text."""
    found = formulas.harmless(COMMAND.sub("&#91;", field) if "[" in field else field)
    if "<a " in found:
        found = _LOCAL_LINK.sub(r"\1", found)
    if "<audio" in found or "<video" in found:
        found = _PLAYER.sub(_player, found)
    return found if found.isascii() else unicodedata.normalize("NFC", found)


def _player(found: re.Match[str]) -> str:
    played = _PLAYED.search(found[0])
    return f"[sound:{played[1]}]" if played else found[2]
