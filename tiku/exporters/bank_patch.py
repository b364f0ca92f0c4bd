"""`bank.json` after an edit: other items in it, other lines of those that moved, other lists."""

import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring
from typing import Any

from tiku.exporters import bank_json
from tiku.exporters.moves import Moved, Moves
from tiku.exporters.splice import Edit, Old, Rows, Spliced
from tiku.model import ItemId, Problem, Retired, Span
from tiku.system.patterns import lazy
from tiku.values import NamedTuple


class Behind(NamedTuple):
    """The lists behind the items, none where they are as they were; in clusters, what moved.

    They are to be looked for from `start` on.
    """

    start: int
    moves: Moves
    retired: Iterable[Retired] | None
    problems: Iterable[Problem] | None


def moved(old: Old, moves: Moves, within: Iterable[range]) -> list[tuple[Edit, Moved]]:
    """Find the items that moved, most of them in some stretches, and write where they stand."""
    starts = old.starts(_START, moves.items, within)
    return [_moved(old, starts[each], each, moves) for each in moves.items]


_START = lazy(rb'\n    \{\n      "id": "(?P<id>[^"\\]+)",')


def _moved(old: Old, start: int, id_: ItemId, moves: Moves) -> tuple[Edit, Moved]:
    """Write the last fields of an item anew, those from its places on."""
    start = old.find(b'\n      "sources": ', start)
    end = old.find(b"\n    }", start)
    last = json.loads(b"{%b}" % bytes(old.view[start:end]))
    was = tuple(map(_span, last["sources"]))
    now = moves.of(was)
    last["sources"] = list(map(bank_json.source, now))
    for copy in last["copies"]:
        (place,) = moves.of([_span(copy["source"])])
        copy["source"] = bank_json.source(place)
    margin = "\n      "
    new = ",".join(
        f'{margin}"{key}": {bank_json.pretty(each, margin)}' for key, each in last.items()
    )
    return (start, end, new.encode()), Moved(id_, was, now, last["fingerprint"])


def _clusters_moved(content: bytes, moves: Moves) -> list[Any]:
    found: list[dict[str, Any]] = json.loads(content)
    for cluster in found:
        cluster["sources"] = list(map(bank_json.source, moves.of(map(_span, cluster["sources"]))))
    return found


def patched(old: Old, rows: Iterable[Rows], moved: Iterable[Edit], behind: Behind) -> Spliced:
    """Put other items into what was written, and other lists behind them."""
    edits: list[Edit] = [*moved]
    for each in rows:
        places = [_found(old, id_, each.within.start) for id_ in each.old or (each.before,)]
        start, end = places[0][0] if each.old else places[0][1], places[-1][1]
        new = b",".join(each.new)
        if not each.old:
            new = b"," + new
        elif not new and bytes(old.view[start - 1 : start]) == b",":
            start -= 1
        elif not new:  # the first of all
            end += 1
        edits.append((start, end, new))
    tail = old.find(_CLUSTERS, behind.start)
    if behind.moves.are_found:
        start, end = tail + len(_CLUSTERS), old.find(b',\n  "retired": ', tail)
        clusters = _clusters_moved(bytes(old.view[start:end]), behind.moves)
        edits.append((start, end, bank_json.pretty(clusters, bank_json.MARGIN).encode()))
    for key, value in (("retired", behind.retired), ("problems", behind.problems)):
        if value is not None:
            start = old.find(f'\n  "{key}": '.encode(), tail)
            end = old.find(_FOLLOWING[key], start)
            edits.append((start, end, bank_json.field(key, _row(value)).encode()))
    return old.spliced(edits)


_CLUSTERS = b'\n  "clusters": '
_FOLLOWING = {"retired": b',\n  "media": ', "problems": b"\n}\n"}


def _row(value: Iterable[Retired] | Iterable[Problem]) -> list[object]:
    return [
        bank_json.problem(each) if isinstance(each, Problem) else bank_json.retired(each)
        for each in value
    ]


def _found(old: Old, id_: str, start: int) -> tuple[int, int]:
    """Find an item: no line within one is indented so little."""
    start = old.find(f'\n    {{\n      "id": {encode_basestring(id_)},'.encode(), start)
    end = b"\n    }"
    return start, old.find(end, start) + len(end)


def _span(source: Mapping[str, Any]) -> Span:
    return Span(source["file"], source["line"], source["end_line"])
