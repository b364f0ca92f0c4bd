"""HTML within Markdown: which tags are HTML's, and the pictures and sound in it."""

from __future__ import annotations

import re

from tiku.system import entities
from tiku.system.patterns import lazy

SOUNDS = frozenset((".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".flac", ".aac"))
VIDEOS = frozenset((".mp4", ".webm", ".ogv", ".mov", ".m4v"))

# Where a sanitiser would take quadratic time.
_MAX_NESTING = 250

TAG = lazy(r"</?([A-Za-z][A-Za-z0-9-]*)")
_IMG = lazy(r"<(?:img|audio|video|source)\b(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>", re.IGNORECASE)
_ATTRIBUTE = lazy(r"\b(alt|src)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE)
VOID = frozenset("br wbr img input".split())
ELEMENTS = frozenset(
    # Those that make a block of HTML in CommonMark,
    "address article aside base basefont blockquote body caption center col colgroup dd details"
    " dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6"
    " head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option"
    " p param search section summary table tbody td tfoot th thead title tr track ul"
    # and those that stand in a line.
    " a abbr acronym applet area audio b bdi bdo big br button canvas cite code data datalist del"
    " dfn em embed font i img input ins kbd label map mark math meter nobr object output picture"
    " pre progress q rb rp rt rtc ruby s samp script select slot small source span strike strong"
    " style sub sup svg template textarea time tt u var video wbr".split()
)


_REMOTE = lazy(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})")


_UNSEEN = dict.fromkeys(map(ord, "\t\n\r"))  # browsers leave them out of addresses


def is_remote(source: str) -> bool:
    """Tell whether an address leads to another machine, or is none of a file."""
    return bool(_REMOTE.match(source.translate(_UNSEEN)))


def images(content: str) -> list[tuple[str, str]]:
    """Give description and source of each picture, sound or film in a piece of HTML."""
    return [found for tag in _IMG.findall(content) if (found := _image(tag))[1]]


def _image(tag: str) -> tuple[str, str]:
    values = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(tag)}
    return entities.unescape(values.get("alt", "")), entities.unescape(values.get("src", ""))


def shown(content: str) -> str:
    """Put the descriptions of its pictures into a piece of HTML, which is not yet sanitised.

    HTML that is nested too deep is text: a sanitiser takes quadratic time for it.
    """
    if is_too_deep(content):
        return entities.escape(content)
    return _IMG.sub(lambda tag: entities.escape(next(filter(None, _image(tag[0])), "")), content)


def is_too_deep(content: str) -> bool:
    """Tell whether tags are opened within tags too often."""
    if content.count("<") < _MAX_NESTING:
        return False
    depth = 0
    for tag in TAG.finditer(content):
        if tag[1].lower() not in VOID:
            depth += -1 if tag[0].startswith("</") else 1
        if depth > _MAX_NESTING:
            return True
    return False
