"""The repeats of the page: the questions of a cluster side by side, with what differs marked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from tiku.dedupe import clusters, difference
from tiku.dedupe.difference import Piece
from tiku.exporters import moves, page_parts
from tiku.exporters.moves import Moves
from tiku.model import Bank, Cluster, Item, ItemId, Verdict
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_A_PART = 25  # clusters
_SHOWN = 12  # questions of a cluster
_LONGEST = 1_500  # characters of an answer

VERDICTS: tuple[tuple[Verdict, str, str], ...] = (
    (
        "conflict",
        "In conflict",
        "The same question with other answers. All were kept: make them agree, or reword one.",
    ),
    (
        "alike",
        "Perhaps the same",
        "All were kept. The command “tiku review” walks through them and remembers what you say.",
    ),
    ("same", "Merged", "One of each was kept, and none of what the others said is lost."),
    (
        "different",
        "Common phrases",
        "Each of these asks of something else; nothing is to be done.",
    ),
)


class Place(NamedTuple):
    """Where on the page a cluster is: its key, not its number, which others would move."""

    verdict: Verdict
    key: str


def by_verdict(bank: Bank) -> dict[Verdict, list[Cluster]]:
    """Give the clusters of each verdict, in the order in which the page shows them."""
    found: dict[Verdict, list[Cluster]] = {verdict: [] for verdict, _, _ in VERDICTS}
    for cluster in bank.clusters:
        found[cluster.verdict].append(cluster)
    return found


def places(bank: Bank) -> dict[ItemId, list[Place]]:
    """Say in which clusters an item is."""
    found: dict[ItemId, list[Place]] = defaultdict(list)
    for verdict, those in by_verdict(bank).items():
        for cluster in those:
            for each in dict.fromkeys(cluster.items):
                found[each].append(Place(verdict, _key(cluster)))
    return found


def _key(cluster: Cluster) -> str:
    return " ".join(cluster.items[:2])


def summary(bank: Bank) -> list[dict[str, object]]:
    """Name each verdict, say what it means, and give the keys of its clusters in order."""
    found = by_verdict(bank)
    return [
        {
            "verdict": verdict,
            "title": title,
            "about": about,
            "keys": [_key(cluster) for cluster in found[verdict]],
            "partSize": _A_PART,
        }
        for verdict, title, about in VERDICTS
    ]


def parts(bank: Bank) -> Iterator[tuple[str, bytes]]:
    """Write the clusters of each verdict."""
    items = {item.id: item for item in bank.items}
    for verdict, those in by_verdict(bank).items():
        for number, first in enumerate(range(0, len(those), _A_PART), 1):
            name = f"{verdict}-{number}"
            rows = (
                page_parts.dumps(_cluster(each, items)) for each in those[first : first + _A_PART]
            )
            yield name, page_parts.script(name, rows)


def patched(
    read: Callable[[str], bytes], of: Iterable[Mapping[str, Any]], moved: Moves
) -> Iterator[tuple[str, bytes]]:
    """Put other places into the parts; `of` is what `summary` gave."""
    names = {page_parts.dumps(was): page_parts.dumps(now) for was, now in moved.names().items()}
    for each in of:
        for number in range(1, len(range(0, len(each["keys"]), _A_PART)) + 1):
            name = f"{each['verdict']}-{number}"
            content = read(f"page/data/{name}.js").decode()
            new = _PLACE.sub(lambda found: found[1] + names.get(found[2], found[2]), content)
            yield name, new.encode()


_PLACE = lazy(r'("place":)("(?:[^"\\]|\\.)*")')


def _cluster(cluster: Cluster, items: Mapping[ItemId, Item]) -> dict[str, object]:
    found = clusters.texts(cluster, items)
    shown = found[:_SHOWN]
    has_answers = cluster.verdict != "different"
    stems = _marked([item.stem.plain for item in shown])
    answers = _marked([clusters.answer(item, _LONGEST) if has_answers else "" for item in shown])
    return {
        "reason": cluster.reason,
        "more": len(found) - len(shown),
        "items": [
            {
                "id": item.id,
                "role": _role(cluster, is_kept=items.get(item.id) is item),
                "place": moves.name(item.place),
                "language": item.language,
                "stem": stem,
                "answer": answer,
            }
            for item, stem, answer in zip(shown, stems, answers, strict=True)
        ],
    }


def _role(cluster: Cluster, *, is_kept: bool) -> str:
    if cluster.verdict != "same":
        return ""
    return "kept" if is_kept else "merged"


def _marked(texts: Sequence[str]) -> list[list[str]]:
    """Mark in each text what the first one lacks, and in the first what the second one lacks."""
    first, *others = texts
    pairs = [difference.pieces(first, other) for other in others]
    ours = pairs[0][0] if pairs else [Piece(first, differs=False)]
    return [_alternating(ours), *(_alternating(theirs) for _, theirs in pairs)]


def _alternating(pieces: Iterable[Piece]) -> list[str]:
    """Give the stretches of a text in turn: what is shared, what differs, and so on."""
    found: list[str] = []
    for differs, stretch in groupby(pieces, attrgetter("differs")):
        if differs and not found:
            found.append("")
        found.append("".join(piece.text for piece in stretch))
    return found
