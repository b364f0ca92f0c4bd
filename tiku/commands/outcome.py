"""What a command came to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tiku.changes import Changes
from tiku.model import Bank, Code, Item, Problem
from tiku.summary import Summary
from tiku.values import NamedTuple

if TYPE_CHECKING:
    from tiku.commands.adopt import Pair
    from tiku.commands.project import Project
    from tiku.pipeline import Assembled
    from tiku.reading import FileReading


class Open(NamedTuple):
    """Two questions that nobody has decided on, and why they are shown."""

    verdict: str
    one: Item
    other: Item
    reason: str


class Outcome(NamedTuple):
    """What a command came to. The paths of its problems are as a person would type them."""

    problems: tuple[Problem, ...] = ()
    readings: tuple[FileReading, ...] = ()
    assembled: Assembled | None = None
    bank: Bank | None = None
    changes: Changes = Changes()
    written: tuple[str, ...] = ()
    said: tuple[str, ...] = ()  # what a command has to say beyond problems
    pairs: tuple[Pair, ...] = ()  # questions, and the notes that they were adopted from
    open: tuple[Open, ...] = ()  # pairs that a person may decide on
    project: Project | None = None
    counted: Summary | None = None  # of a build that did not look at all of the bank

    @property
    def failed(self) -> bool:
        """Tell whether anything is an error."""
        return any(problem.severity == "error" for problem in self.problems)

    @property
    def summary(self) -> Summary:
        """Count what was read, and what became of it."""
        if self.counted:
            return self.counted
        bank = self.bank or Bank("", ())
        of = Counter(cluster.verdict for cluster in bank.clusters)
        return Summary(
            files=len(self.readings),
            read=sum(len(item.sources) for item in bank.items),
            items=len(bank.items),
            dropped=sum(problem.code == Code.POINT_REPEATED for problem in bank.problems),
            conflict=of["conflict"],
            alike=of["alike"],
            phrases=of["different"],
            unanswered=sum(item.kind == "question-only" for item in bank.items),
            bare=sum(item.is_bare for item in bank.items),
        )
