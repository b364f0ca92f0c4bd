"""`duplicates.md`: what was merged, and what a person may want to look at, side by side to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tiku.dedupe import clusters, difference
from tiku.dedupe.difference import Piece
from tiku.exporters import moves, writing
from tiku.exporters.moves import Moves
from tiku.exporters.writing import Portion
from tiku.model import Bank, Cluster, Item, ItemId, Verdict
from tiku.request import REPORT, REPORT_TITLE
from tiku.system.patterns import lazy

_PARTS: tuple[tuple[Verdict, str, str], ...] = (
    (
        "conflict",
        "The same question, other answers",
        "All were kept. Make the answers agree, or reword a question.",
    ),
    (
        "alike",
        "Perhaps the same",
        "All were kept. `tiku review` walks through them, and remembers what you say.",
    ),
    ("same", "Merged", "One of each was kept, and none of what the others said is lost."),
    (
        "different",
        "Phrases that stand everywhere",
        "Each asks of something else; nothing is to be done.",
    ),
)
_SHOWN = 12  # questions of a cluster
_LONGEST = 1_500  # characters of an answer
_MARKUP = lazy(f"([{re.escape('!#$&()*+<=>[]^_`{|}~-')}\\\\])")
_NUMBER = lazy(r"^(\d+)([.)])")


class Writer(writing.Writer):
    """Writes the report as Markdown; its texts are shown, not obeyed."""

    name = REPORT

    def begin(self) -> Iterator[Portion]:
        """Write all of it: it is of the clusters."""
        yield self.name, _report(self.bank).encode()


def patched(content: bytes, moved: Moves) -> bytes:
    """Put other places into what was written."""
    names = {_escaped(was): _escaped(now) for was, now in moved.names().items()}
    return _PLACE.sub(lambda found: names.get(found[0], found[0]), content.decode()).encode()


_PLACE = lazy("(?<=^- ).+(?= `)", re.MULTILINE)


def _report(bank: Bank) -> str:
    items = {item.id: item for item in bank.items}
    lines = [REPORT_TITLE]
    for verdict, title, about in _PARTS:
        found = [cluster for cluster in bank.clusters if cluster.verdict == verdict]
        if found:
            lines += [f"## {title}: {len(found):,}", "", about, ""]
            for number, cluster in enumerate(found, 1):
                lines += _cluster(f"{verdict} {number}", cluster, items)
    if not bank.clusters:
        lines += ["None were found.", ""]
    return "\n".join(lines)


def _cluster(name: str, cluster: Cluster, items: dict[ItemId, Item]) -> Iterator[str]:
    found = clusters.texts(cluster, items)
    yield f"### {name}: {_escaped(cluster.reason)}"
    yield ""
    first = found[0]
    for item in found[:_SHOWN]:
        role = ""
        if cluster.verdict == "same":
            role = " kept" if item is first else " merged"
        yield f"- {_escaped(moves.name(item.place))} `{item.id}`{role}"
        yield ""
        other = found[1] if item is first and len(found) > 1 else first
        yield from _quoted(_marked(item.stem.plain, other.stem.plain))
        if cluster.verdict != "different" and (answer := clusters.answer(item, _LONGEST)):
            yield "  >"
            yield from _quoted(_marked(answer, clusters.answer(other, _LONGEST)))
        yield ""
    if len(found) > _SHOWN:
        yield f"- … and {len(found) - _SHOWN:,} more"
        yield ""


def _marked(text: str, other: str) -> Sequence[Piece]:
    return difference.pieces(text, other)[0]


def _quoted(pieces: Sequence[Piece]) -> Iterator[str]:
    """Quote a text below a bullet, line by line, with what differs underlined."""
    text = "\n".join(map(_line, _lines(pieces)))
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    yield from (f"  > {line}  " for line in lines[:-1])  # two blanks break a line
    yield from (f"  > {line}" for line in lines[-1:])


def _lines(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Cut pieces at the ends of lines."""
    line: list[Piece] = []
    for piece in pieces:
        first, *others = piece.text.split("\n")
        line.append(Piece(first, piece.differs))
        for other in others:
            yield line
            line = [Piece(other, piece.differs)]
    yield line


def _line(pieces: Sequence[Piece]) -> str:
    return "".join(
        f"<ins>{_escaped(piece.text)}</ins>"
        if piece.differs and piece.text.strip()
        else _escaped(piece.text)
        for piece in pieces
    )


def _escaped(text: str) -> str:
    return _NUMBER.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", text))
