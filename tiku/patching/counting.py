"""What a patch changes of all that is counted: questions, their places, and when they changed."""

from collections import Counter
from collections.abc import Mapping, Sequence

from tiku.exporters import page_statistics
from tiku.exporters.page_statistics import Newest
from tiku.identity.lock import Entry
from tiku.model import Item, ItemId
from tiku.patching.memory import Bank, Places, Seen
from tiku.summary import Summary
from tiku.values import NamedTuple

Late = list[tuple[str, bool]]


class Counting(NamedTuple):
    """A bank, and the questions of it that give way to new ones; `entries` are those of the old."""

    bank: Bank
    old: Sequence[Seen]
    entries: Mapping[ItemId, Entry]
    new: Sequence[Item]

    def summary(self, dropped: int) -> Summary:
        """Count what was read, where so many points were dropped."""
        of, grown = Summary(*self.bank.summary), len(self.new) - len(self.old)
        unanswered = sum(item.kind == "question-only" for item in self.new)
        unanswered -= sum(each.kind == "question-only" for each in self.old)
        bare = sum(item.is_bare for item in self.new)
        bare -= sum(entry.is_bare for entry in self.entries.values())
        return of._replace(
            read=of.read + grown,
            items=of.items + grown,
            dropped=dropped,
            unanswered=of.unanswered + unanswered,
            bare=of.bare + bare,
        )

    def places(self) -> Places:
        """Count by place, as the page does."""
        of, depth, rows = self.bank.places
        counts = {str(name): int(count) for name, count in rows}
        for item in self.new:
            counts[page_statistics.place(item, of, depth)] += 1
        for entry in self.entries.values():
            counts[page_statistics.place(entry, of, depth)] -= 1
        return of, depth, [list(each) for each in counts.items()]

    def times(self) -> Counter[int]:
        """Count the questions that changed last at each time."""
        times = Counter({time: count for time, count in self.bank.times})  # noqa: C416 - of lists
        times.subtract(entry.modified for entry in self.entries.values())
        times.update(item.modified for item in self.new)
        return +times

    def late(self, times: Counter[int]) -> Late | None:
        """Name those that changed last, and tell which are new; none if that is not known.

        It says nothing where all are of one time.
        """
        if len(times) < 2:
            return []
        before, last = sorted(times)[-2:]
        was = [time for time, _ in self.bank.times[-2:]]
        own = [(item.id, item.created > before) for item in self.new if item.modified == last]
        if last > was[-1]:
            return sorted(own)
        if was != [before, last]:
            return None
        rest = ((id_, new) for id_, new in self.bank.late if id_ not in self.entries)
        return sorted([*rest, *own])


def newest(times: Counter[int], late: Late) -> Newest:
    """Say what the newest build brought and changed, as the page does."""
    new = frozenset(each for each, is_new in late if is_new)
    return Newest(max(times), new, frozenset(each for each, _ in late) - new)
