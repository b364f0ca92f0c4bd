"""Links between notes, as Obsidian and Logseq write them, told as what they show: `[[ATP|it]]`.

In JavaScript and C++ a word in such brackets is a name (`[[Prototype]]`), so a single one is a link
only in a document with links that are nothing else, and code stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiku.documents.flavours import are_code
from tiku.system.patterns import INLINE_CODE, lazy

_NAME = r"(?=[\w#])[^\[\]|#\\:?*=<>\"\n]{0,200}(?<! )"
_MORE = r"(?:#(?P<part>[^\[\]|\\?\n]{1,200}))?(?:\\?\|(?P<shown>(?!\|)[^\[\]\n]{1,200}))?"
_LINK = lazy(rf"{INLINE_CODE}|(?<!#)(?P<embeds>!)?\[\[(?P<note>{_NAME}){_MORE}\]\](?![(\[:])")
_SURE = lazy(  # several words, another title, a part of a note
    r"\[\[(?=\w)[^\[\]|#\\:?*=<>,\"\n ]{1,80}(?: (?=\w)|\\?\|(?!\|)|#\w)[^\[\],\n]{1,200}\]\]"
)
_SIGNS = ("![[", "#flashcard", "<!--SR:")
_FILE = lazy(r"\.[A-Za-z0-9]{2,5}$")
_TAGS = ("card", "flashcard")  # of Logseq


def told(lines: Sequence[str]) -> list[str]:
    """Write what links to notes show; pictures, tags and code stay as they are."""
    text = "\n".join(lines)
    is_sure = any(sign in text for sign in _SIGNS) or bool(_SURE.search(text))
    written = [*lines]
    for n, is_code in enumerate(are_code(lines)):
        if "[[" in lines[n] and not is_code:
            written[n] = _LINK.sub(lambda found: _told(found, is_sure=is_sure), lines[n])
    return written


def _told(found: re.Match[str], *, is_sure: bool) -> str:
    note, part, shown = found["note"] or "", found["part"] or "", found["shown"]
    if found["embeds"] and _FILE.search(note):
        return found[0]
    if not (part or shown) and (not is_sure or "," in note or note in _TAGS):
        return found[0]
    title = " > ".join(filter(None, (note, "" if part[:1] == "^" else part)))
    return (shown or title) if any(map(str.isalpha, title)) else found[0]
