"""The problems of the page: beside the question that each concerns, and all of them by file."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import attrgetter

from tiku.exporters import page_parts
from tiku.model import Bank, Code, ItemId, Problem, Span

_A_PART = 200  # problems

Concerned = Mapping[Problem, tuple[ItemId, ...]]


def concerned(bank: Bank) -> Concerned:
    """Say which items each problem concerns: those of the fewest lines around its own."""
    places: dict[str, list[tuple[Span, ItemId]]] = {each.path: [] for each in bank.problems}
    for item in bank.items:
        for span in item.sources:
            if span.path in places:
                places[span.path].append((span, item.id))
    files = {path: File(found) for path, found in places.items() if found}
    return {
        problem: tuple(files[problem.path].at(problem.line)) if problem.path in files else ()
        for problem in bank.problems
    }


class File:
    """Where in a file which item is."""

    def __init__(self, places: Iterable[tuple[Span, ItemId]]) -> None:
        """Take the lines of each item."""
        self._places = sorted(places, key=lambda place: (place[0].first, -place[0].last))
        self._firsts = [span.first for span, _ in self._places]
        self._reach = list(accumulate((span.last for span, _ in self._places), max))

    def at(self, line: int) -> Iterator[ItemId]:
        """Give the items at a line, without those that hold another one that is there too."""
        found: list[tuple[int, ItemId]] = []
        number = bisect_right(self._firsts, line) - 1
        while number >= 0 and self._reach[number] >= line:
            span, item = self._places[number]
            if span.last >= line:
                found.append((span.last - span.first, item))
            number -= 1
        shortest = min(found, default=(0, ""))[0]
        return (item for size, item in reversed(found) if size == shortest)


def by_item(found: Concerned) -> dict[ItemId, list[Problem]]:
    """Give the problems of each item that has any."""
    of: dict[ItemId, list[Problem]] = defaultdict(list)
    for problem, ids in found.items():
        for each in dict.fromkeys(ids):
            of[each].append(problem)
    return of


def row(problem: Problem, ids: Sequence[ItemId] = ()) -> list[object]:
    """Give a problem, and the items that it concerns."""
    severity, code = problem.severity, problem.code.value
    return [code, severity, problem.path, problem.line, problem.what, problem.remedy, *ids]


def parts(found: Concerned) -> Iterator[tuple[str, bytes]]:
    """Write all problems, file by file."""
    ordered = sorted(found, key=attrgetter("path", "line"))
    for number, first in enumerate(range(0, len(ordered), _A_PART), 1):
        name = f"problems-{number}"
        rows = (
            page_parts.dumps(row(each, found[each])) for each in ordered[first : first + _A_PART]
        )
        yield name, page_parts.script(name, rows)


def count(found: Concerned) -> int:
    """Count the parts that all problems take."""
    return -(-len(found) // _A_PART)


def summary(found: Concerned) -> dict[str, object]:
    """Count the problems by severity, and the items by what was found about them."""
    of = by_item(found)
    codes = Counter(code for problems in of.values() for code in {p.code for p in problems})
    return {
        "count": len(found),
        "errors": sum(problem.severity == "error" for problem in found),
        "parts": count(found),
        "files": len({problem.path for problem in found}),
        "items": len(of),
        "codes": [[code.value, title(code), codes[code]] for code in Code if codes[code]],
    }


def title(code: Code) -> str:
    """Name a code in words."""
    return code.name.replace("_", " ").capitalize()


def codes(problems: Iterable[Problem]) -> list[str]:
    """Give the codes of some problems, each once."""
    return list(dict.fromkeys(problem.code.value for problem in problems))
