"""Questions that stand on other lines than before, for all outputs that say where they stand."""

from collections.abc import Collection, Iterable, Mapping

from tiku.model import ItemId, Span
from tiku.values import NamedTuple


class Moves(NamedTuple):
    """What each place is now that another one was, and the items that say where they stand.

    `are_found` tells whether one of them is in a finding, which says it too.
    """

    spans: Mapping[Span, Span]
    items: Collection[ItemId]
    are_found: bool

    def of(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Give what some places are now."""
        return tuple(self.spans.get(span, span) for span in spans)

    def names(self) -> dict[str, str]:
        """Give the places by name."""
        return {name(was): name(now) for was, now in self.spans.items()}


class Moved(NamedTuple):
    """An item that says where it stands: its places before and now, and its fingerprint."""

    id: ItemId
    was: tuple[Span, ...]
    now: tuple[Span, ...]
    fingerprint: str


def name(span: Span) -> str:
    """Name a place for a person."""
    return f"{span.path}:{span.first}"
