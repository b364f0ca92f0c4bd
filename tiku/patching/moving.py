"""The questions that an edit moves to other lines, without a change of what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tiku.dedupe.notices import Place, notices
from tiku.exporters.moves import Moves
from tiku.model import ItemId, Problem, Span
from tiku.patching.holding import hold
from tiku.patching.memory import Bank, Seen

# Questions of one source that stayed: as they were, and as they are now.
Stayed = Sequence[tuple[Seen, Seen]]


def moves(stayed: Mapping[str, Stayed]) -> Moves:
    """Find what moved in the sources of these paths."""
    spans: dict[Span, Span] = {}
    ids: dict[ItemId, None] = {}
    are_found = False
    for path, pairs in stayed.items():
        _check(pairs)
        for was, now in pairs:
            if (was.first, was.last) != (now.first, now.last):
                spans[Span(path, was.first, was.last)] = Span(path, now.first, now.last)
                ids[ItemId(now.id)] = None
                are_found = are_found or not now.free
    return Moves(spans, tuple(ids), are_found)


def _check(pairs: Stayed) -> None:
    """Let a place tell which question stands there, and a line where it is now."""
    hold(len({(was.first, was.last) for was, _ in pairs}) == len(pairs))
    lines: dict[int, int] = {}
    hold(all(lines.setdefault(was.first, now.first) == now.first for was, now in pairs))


def renewed(bank: Bank, moved: Moves) -> Bank:
    """Let what is said of findings name the lines that there are now."""
    if not moved.are_found:
        return bank
    lines = {(was.path, was.first): now.first for was, now in moved.spans.items()}
    found = [
        (verdict, reason, [[path, lines.get((path, line), line)] for path, line in places])
        for verdict, reason, places in bank.notices
    ]
    return bank._replace(notices=found)


def notices_of(bank: Bank) -> Iterator[Problem]:
    """Give what is said of findings."""
    for verdict, reason, places in bank.notices:
        yield from notices(verdict, reason, (Place(path, line) for path, line in places))
