"""Libraries without what they load beside and tiku has no use for.

genanki imports what takes longer than all else of a small build: asyncio for a decorator that
Python has itself, a parser of YAML for fields that nobody writes so, OpenSSL for ids that are ours.
Pygments loads the names of all entities, pathlib what reads addresses of the web, zipfile threads
and other ways to compress, sqlite3 a calendar that is there in C. While they are imported, small
modules stand in for those, which fetch from the real ones what is used of them. Whoever asks later
gets the real ones.
"""

from __future__ import annotations

import sys
from _thread import RLock
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Any

# By library, module that it imports, and name in that: what a stand-in has beside functions that
# load the real ones when they are called, for these are only named.
_STAND_INS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "genanki": {
        "cached_property": (),
        "yaml": (),
        "hashlib": ("sha256",),
        "tempfile": ("mkstemp",),
    },
    "pathlib": {"urllib.parse": ("quote_from_bytes",)},
    "pygments.lexer": {"pygments.filters": ("get_filter_by_name",)},
    "pygments.lexers": {
        "html": ("escape",),
        "pygments.modeline": ("get_filetype_from_buffer",),
    },
    "shutil": {"bz2": (), "lzma": ()},
    "sqlite3": {"datetime": ()},
    "zipfile": {"bz2": (), "lzma": (), "threading": ()},
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
            _give_way(each)


def _stand_in(name: str, later: tuple[str, ...]) -> ModuleType:
    made = ModuleType(name)
    made.__dict__.update({each: _later(name, each) for each in later}, **_at_once(name))

    def fetch(asked: str) -> object:
        if asked.startswith("__"):  # asked for by the import itself
            raise AttributeError(asked)
        _give_way(made)
        return getattr(import_module(name), asked)

    made.__dict__["__getattr__"] = fetch
    return made


def _give_way(made: ModuleType) -> None:
    if sys.modules.get(made.__name__) is made:
        del sys.modules[made.__name__]


def _later(module: str, name: str) -> Callable[..., Any]:
    def call(*values: object, **named: object) -> object:
        return getattr(import_module(module), name)(*values, **named)

    return call


def _at_once(name: str) -> Mapping[str, object]:
    """Give what is there of a module without it."""
    if name == "cached_property":
        return {name: cached_property}
    if name == "threading":
        return {"RLock": RLock}
    if name != "datetime":
        return {}
    with suppress(ImportError):
        import _datetime  # type: ignore[import-not-found]

        return {each: getattr(_datetime, each) for each in ("date", "time", "datetime")}
    return {}  # a Python that has it in Python alone
