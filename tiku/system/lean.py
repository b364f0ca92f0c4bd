"""Libraries without what they load beside and tiku has no use for.

genanki imports what takes longer than all else of a small build: asyncio for a decorator that
Python has itself, a parser of YAML for fields that nobody writes so, OpenSSL for ids that are ours;
Pygments the names of all entities, and pathlib what reads addresses of the web. While they are
imported, small modules stand in for those; whoever asks later gets the real ones.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from types import ModuleType


def _sha256() -> object:
    import hashlib

    return hashlib.sha256()


def _mkstemp() -> tuple[int, str]:
    import tempfile

    return tempfile.mkstemp()


def _escape(text: str, *, quote: bool = True) -> str:
    import html

    return html.escape(text, quote=quote)


def _quoted(path: bytes) -> str:
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(path)


_STAND_INS: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "genanki": {
        "cached_property": {"cached_property": cached_property},
        "yaml": {},
        "hashlib": {"sha256": _sha256},
        "tempfile": {"mkstemp": _mkstemp},
    },
    "pygments.lexers": {"html": {"escape": _escape}},
    "pathlib": {"urllib.parse": {"quote_from_bytes": _quoted}},
}


def load(name: str) -> ModuleType:
    """Import a library."""
    if name in sys.modules:
        return sys.modules[name]
    made = [_stand_in(*each) for each in _STAND_INS[name].items() if each[0] not in sys.modules]
    sys.modules.update((each.__name__, each) for each in made)
    try:
        return import_module(name)
    finally:
        for each in made:
            if sys.modules.get(each.__name__) is each:
                del sys.modules[each.__name__]


def _stand_in(name: str, content: Mapping[str, object]) -> ModuleType:
    made = ModuleType(name)
    made.__dict__.update(content)
    return made
