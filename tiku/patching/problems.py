"""All problems of a bank after an edit, and the questions that each one concerns."""

from collections.abc import Mapping

from tiku.exporters import page_findings
from tiku.exporters.page_findings import Concerned
from tiku.model import ItemId, Problem, Span
from tiku.patching import moving
from tiku.patching.memory import Bank, File
from tiku.patching.rows import problem_of
from tiku.values import NamedTuple


class Problems(NamedTuple):
    """All problems of a bank, and the questions that each one concerns."""

    rows: tuple[Problem, ...]
    ids: tuple[tuple[ItemId, ...], ...]

    @property
    def concerned(self) -> Concerned:
        """Give what each problem concerns, each one once."""
        return dict(zip(self.rows, self.ids, strict=True))


def problems_of(bank: Bank) -> Problems:
    """Give the problems that the last build had."""
    ids = (tuple(map(ItemId, each)) for each in bank.problem_ids)
    return Problems(tuple(map(problem_of, bank.problems)), tuple(ids))


def problems_now(was: Problems, bank: Bank, files: Mapping[str, File]) -> Problems:
    """Give all problems now: `files` are the sources that were edited."""
    rows: list[Problem] = []
    ids: list[tuple[ItemId, ...]] = []
    at = 0
    for known in bank.files:
        after = at + known.problems
        if known.path in files:
            own = [problem_of(row) for row in files[known.path].problems]
            rows += own
            ids += [()] * len(own)
        else:
            rows += was.rows[at:after]
            ids += was.ids[at:after]
        at = after
    notices = tuple(moving.notices_of(bank))
    rows += (*was.rows[at : len(was.rows) - len(notices)], *notices)
    ids += was.ids[at:]
    places = {path: _places(path, file) for path, file in files.items()}
    for n, problem in enumerate(rows):
        if problem.path in places:
            ids[n] = tuple(places[problem.path].at(problem.line))
    return Problems(tuple(rows), tuple(ids))


def _places(path: str, file: File) -> page_findings.File:
    seen = ((Span(path, each.first, each.last), ItemId(each.id)) for each in file.seen)
    return page_findings.File(seen)


def touched(was: Problems, now: Problems) -> set[ItemId]:
    """Name the questions that other problems concern than before."""
    before, after = (page_findings.by_item(each.concerned) for each in (was, now))
    return {each for each in {*before, *after} if before.get(each) != after.get(each)}
