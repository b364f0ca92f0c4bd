"""A source that was edited, of which only the questions that changed are made anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tiku.model import Draft, Item, Problem, Settings
from tiku.patching.memory import File, Seen
from tiku.patching.rows import digest, made_of
from tiku.reading import Made, Source, opened


@dataclass
class Part:
    """A question of a source: one of the last build, or a new one, which is an item then."""

    source: Source
    draft: Draft
    was: Seen | None

    @cached_property
    def item(self) -> Item:
        """Make an item of it."""
        made = self.source.normalized(self.draft).item
        assert made  # it was one when it was read
        return self.source.finished(made)

    @cached_property
    def digest(self) -> str:
        """Digest what it says."""
        return self.was.digest if self.was else digest(self.item)

    @property
    def lines(self) -> tuple[int, int]:
        """Give its first and its last line."""
        if self.was:
            return self.was.first, self.was.last
        span = self.item.sources[0]
        return span.first, span.last

    @property
    def section(self) -> tuple[str, ...]:
        """Give the headings above it."""
        return tuple(self.was.section) if self.was else self.item.section


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in a source now."""

    path: str
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]
    drafts: tuple[Made, ...]
    deck: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def media(self) -> tuple[tuple[str, int], ...]:
        """Name the files that it shows, each with its line."""
        return tuple(each for draft in self.drafts for each in draft.media)


def read(path: str, content: bytes, settings: Settings, was: File) -> Reading:
    """Read a source; a draft that the last build has seen there is what it was."""
    source = opened(path, content, settings)
    known = dict(_known(was))
    parts: list[Part] = []
    drafts: list[Made] = []
    for draft in source.drafts:
        key = source.key(draft)
        if key in known:
            seen, made = known[key]
            drafts.append(made)
            if seen:
                parts.append(Part(source, draft, seen))
            continue
        found = source.normalized(draft)
        drafts.append(Made(key, found.item is not None, found.problems, found.media))
        if found.item:
            part = Part(source, draft, None)
            part.item = source.finished(found.item)
            parts.append(part)
    problems = source.problems(len(parts), [each.problems for each in drafts])
    common = source.common
    return Reading(path, tuple(parts), problems, tuple(drafts), common.deck, common.tags)


def _known(was: File) -> Iterator[tuple[str, tuple[Seen | None, Made]]]:
    """Give what came of each draft: on the same lines the same text is the same question."""
    seen = iter(was.seen)
    for made in map(made_of, was.drafts):
        yield made.key, (next(seen) if made.has_item else None, made)
