"""What settings there are, where they may stand, and which names they may give.

Whoever reads them as YAML and whoever only needs a name share this.
"""

import re
import unicodedata

from tiku.system.patterns import lazy

IN_A_FILE = ("deck", "tags", "dialect", "language", "encoding", "study")
CHOICES = {"missing_media": ("error", "warning"), "diagrams": ("code", "drawn")}
KEYS = ("name", *IN_A_FILE, "files", *CHOICES)
LISTS = ("tags", "study")
IN_A_RULE = ("dialect", "encoding")
NO_DIALECT = "none"  # of a file that is no source of questions
# `collection.apkg` and `backup-*.apkg` make Anki replace the whole collection; the others are
# devices to Windows, with any suffix.
UNFIT_NAME = lazy(
    r"collection$|backup-|(?:con|prn|aux|nul|com[0-9]|lpt[0-9]) *(?:\.|$)", re.IGNORECASE
)
_UNSAFE = lazy(r'[\x00-\x1f"]')


def deck_path(name: str) -> tuple[str, ...]:
    """Split `A::B` into parts that Anki keeps as they are; parts left empty are dropped."""
    text = unicodedata.normalize("NFC", _UNSAFE.sub("", name))
    parts = (part.strip().strip(":").strip() for part in text.split("::"))
    return tuple(part for part in parts if part)
