"""Regular expressions that are compiled when they are first used: most runs need only some."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, AnyStr, cast

# Code within a line, between equal runs of ticks; no run is begun twice, so that it is linear.
INLINE_CODE = r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)"


def lazy(pattern: AnyStr | Callable[[], AnyStr], flags: int = 0) -> re.Pattern[AnyStr]:
    """Give what compiles a pattern, or one that is yet to be put together, at its first use."""
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


def any_of(words: Iterable[str]) -> str:
    """Give an expression for any of some words, of one line each, in their order.

    `re.escape` looks at each of their characters by itself, which takes ten times as long.
    """
    text = "\n".join(words)
    for mark in filter(text.__contains__, _MARKS):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "|")


_MARKS = "\\()[]{}?*+-|^$.&~# \t"  # they mean something in an expression; the backslash first


class _Lazy:
    """Stands for a pattern; each of its methods is looked up once, and then its own."""

    def __init__(self, pattern: str | bytes | Callable[[], str | bytes], flags: int) -> None:
        self._source, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        source = self._source
        from tiku.system import compiled  # not for what needs no expression

        text = source() if callable(source) else source
        made: re.Pattern[Any] = compiled.expression(text, self._flags)
        found = getattr(made, name)
        setattr(self, name, found)
        return found
