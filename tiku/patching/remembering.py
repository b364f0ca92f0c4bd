"""The memory of a full build, for the patches after it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from tiku import pipeline
from tiku.dedupe.digests import Sorter
from tiku.exporters import page_findings, page_statistics
from tiku.exporters.writing import Sizes
from tiku.identity.lock import Lock
from tiku.items.keys import Brief
from tiku.model import (
    Bank,
    Item,
    Span,
)
from tiku.patching import blocks, memory
from tiku.patching.memory import File, Known, Seen, Ties
from tiku.patching.noting import entry_keys, noted, places
from tiku.patching.rows import draft_rows, problem_row
from tiku.pipeline import Assembled
from tiku.reading import ANSWER_KEY, FileReading
from tiku.request import Place
from tiku.summary import Summary
from tiku.values import NamedTuple


class Build(NamedTuple):
    """What a build came to."""

    readings: Sequence[FileReading]
    assembled: Assembled
    bank: Bank
    lock: Lock
    summary: Summary
    ahead: int  # problems that are told before those of the bank
    sizes: Sizes  # of the outputs


def remember(place: Place, build: Build) -> str:
    """Save what a patch needs to know of a build; give the digest of it, empty if none can be."""
    readings = build.readings
    has_keys = any(reading.dialect == ANSWER_KEY for reading in readings)
    if has_keys or build.assembled.has_decisions:
        return ""
    whole = _Whole(build)
    files = [
        Known(
            reading.path,
            whole.kept[reading.path],
            len(file.problems),
            memory.save_file(place, reading.path, file),
        )
        for reading, file in zip(readings, whole.files(), strict=True)
    ]
    memory.keep_files(place, (each.path for each in readings))
    digest = memory.save_ties(place, whole.ties())
    return memory.save_bank(place, whole.bank(files, digest))


class _Whole:
    def __init__(self, build: Build) -> None:
        self.readings, self.built, self.lock = build.readings, build.bank, build.lock
        self.summary, self.ahead = build.summary, build.ahead
        self.blocks = blocks.columns(build.sizes)
        assert build.assembled.gists
        self.gists, built = build.assembled.gists, build.bank
        self.kept = Counter(item.sources[0].path for item in built.items)
        self.of_sources = build.assembled.of_sources
        self.findings = build.assembled.findings
        self.found = {n for each in self.findings for n in each.members}
        self.homes: dict[Span, int] = {}
        self.doubles: set[Span] = set()
        for n, item in enumerate(built.items):
            for span in item.sources:
                if self.homes.setdefault(span, n) != n:
                    self.doubles.add(span)
        self.digests, self.last_created = Sorter(), 0
        self.free = bytearray(len(built.items))

    def files(self) -> Iterator[File]:
        rows = iter(self.built.problems)
        for reading, count in zip(self.readings, self.of_sources, strict=True):
            both = zip(reading.items, reading.briefs, strict=True)
            seen = [self._seen(item, brief) for item, brief in both]
            problems = [problem_row(each) for each in islice(rows, count)]
            deck = next((item.deck for item in reading.items), ())
            drafts = draft_rows(reading.drafts)
            yield File(seen, problems, deck, reading.tags, drafts)

    def _seen(self, item: Item, brief: Brief) -> Seen:
        span = item.sources[0]
        home = self.homes[span]
        kept = self.built.items[home]
        is_free = (
            home not in self.found
            and kept.sources == (span,)
            and span not in self.doubles
            and kept.deck == item.deck
        )
        if not is_free:
            place = (brief.digest, span.first, span.last, item.section, kept.id)
            return Seen(*place, free=False, is_row=kept.sources[0] == span)
        own, words = self.gists.keys(home), self.gists.initials.get(home, ())
        self.free[home] = True
        self.digests.add(own)
        return noted(item, brief, kept.id, (own, words))

    def ties(self) -> Ties:
        for n, is_free in enumerate(self.free):
            if not is_free:
                self.digests.add(self.gists.keys(n))
        for entry in self.lock.entries.values():
            self.digests.add(entry_keys(entry))
            self.last_created = max(self.last_created, entry.created)
        return Ties(self.digests.ordered())

    def _notices(self) -> Iterator[memory.Notice]:
        for each in self.findings:
            if each.verdict != "different":  # of which nothing is said
                places = pipeline.places(each, self.built.items)
                yield each.verdict, each.reason, [[path, line] for path, line in places]

    def bank(self, files: list[Known], ties: str) -> memory.Bank:
        built = self.built
        times = Counter(item.modified for item in built.items)
        found = page_findings.concerned(built)
        return memory.Bank(
            built.name,
            files,
            [problem_row(each) for each in built.problems],
            [list(found[each]) for each in built.problems],
            [*self._notices()],
            list(self.summary),
            self.ahead,
            sorted(self.gists.words),
            self.last_created,
            [list(each) for each in sorted(times.items())],
            _late(built),
            places(built.items),
            [[each.id, each.into, each.stem] for each in built.retired],
            ties,
            self.blocks,
        )


def _late(built: Bank) -> list[Any]:
    found = page_statistics.newest(built)
    return sorted([each, each in found.new] for each in found.new | found.changed)
