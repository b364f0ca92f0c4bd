"""The data of the page, cut into scripts that it loads when it needs them.

A page from disk may not read files, but it may load scripts. Each part is a call of `tikuPart`
with JSON in it, a row a line, so that an edit of one question changes few lines of few files.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from zlib import crc32

from tiku.model import ItemId
from tiku.values import NamedTuple

_MEAN = 256  # items of a run
_LARGEST = 1_000_000  # characters of a run
_RUNS = 16  # runs that one part of the index lists


class Entry(NamedTuple):
    """What the index says of an item: enough to list it and to filter by."""

    kind: str
    deck: str
    tags: tuple[str, ...]
    codes: list[str]
    marks: list[str]
    language: str
    start: str


class Row(NamedTuple):
    """An item as the page needs it: what the index says, and all of it, written as JSON."""

    id: ItemId
    entry: Entry
    text: str


def script(name: str, lines: Iterable[str]) -> bytes:
    """Write a part of rows, each of them JSON."""
    return _call(name, "[\n" + ",\n".join(lines) + "\n]")


def lines(content: str) -> list[str]:
    """Give the rows of a part that `script` wrote: no row holds the end of a line."""
    return [line.removesuffix(",") for line in content.split("\n")[1:-2]]


def record(name: str, content: Mapping[str, object]) -> bytes:
    """Write a part that is one record, a line for each of its fields."""
    lines = (f"{dumps(key)}: {dumps(value)}" for key, value in content.items())
    return _call(name, "{\n" + ",\n".join(lines) + "\n}")


def _call(name: str, content: str) -> bytes:
    return f"tikuPart({dumps(name)}, {content});\n".encode()


# They can stand in strings only, where the escape means the same.
_ESCAPES = (("</", "<\\/"), ("<!--", "<\\u0021--"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dumps(value: object) -> str:
    """Write JSON that is JavaScript too, in which no text can end a script or a line."""
    text = _encoded(value)
    for character, escape in _ESCAPES:
        text = text.replace(character, escape)
    return text


def ends_run(last: ItemId, count: int, size: int) -> bool:
    """Tell by its last item whether a run of rows ends, of `size` characters.

    A cut depends on the id before it, so a new item moves none but the nearest cuts.
    """
    return _cuts(last, _MEAN) or size >= _LARGEST or count >= 4 * _MEAN


def is_run(rows: Sequence[Row], *, is_last: bool) -> bool:
    """Tell whether rows are one run; behind that which `is_last` there need be no cut."""
    sizes = accumulate(len(row.text) for row in rows)
    ends = [
        ends_run(row.id, n, size) for n, (row, size) in enumerate(zip(rows, sizes, strict=True), 1)
    ]
    return bool(ends) and not any(ends[:-1]) and (is_last or ends[-1])


def ends_group(last: ItemId, count: int) -> bool:
    """Tell by the last item of a run whether one part of the index lists no more runs."""
    return _cuts(last, _MEAN * _RUNS) or count >= 4 * _RUNS


def _cuts(item: ItemId, one_in: int) -> bool:
    return crc32(item.encode()) % one_in == 0
