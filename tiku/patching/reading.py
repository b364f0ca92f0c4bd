"""A source that was edited, of which only the questions that changed are made anew."""

from collections import defaultdict, deque
from functools import cached_property

from tiku.items import keys
from tiku.model import Draft, Item, Problem, Settings
from tiku.patching.memory import File, Seen
from tiku.patching.rows import made_of
from tiku.reading import Made, Source, opened
from tiku.values import NamedTuple


class Part:
    """A question of a source: one of the last build, or a new one, which is an item then."""

    def __init__(self, source: Source, draft: Draft, was: Seen | None) -> None:
        """Make nothing of it yet."""
        self.source, self.draft, self.was = source, draft, was

    @cached_property
    def item(self) -> Item:
        """Make an item of it."""
        made = self.source.normalized(self.draft).item
        assert made  # it was one when it was read
        return self.source.finished(made, self.draft)

    @cached_property
    def digest(self) -> str:
        """Digest what it says."""
        return self.was.digest if self.was else keys.brief(self.item).digest

    @property
    def lines(self) -> tuple[int, int]:
        """Give its first and its last line."""
        return self.draft.span.first, self.draft.span.last

    @property
    def section(self) -> tuple[str, ...]:
        """Give the headings above it."""
        return tuple(self.was.section) if self.was else self.item.section


class Reading(NamedTuple):
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


class _Came(NamedTuple):
    """What came of a draft in the last build."""

    seen: Seen | None
    made: Made


def read(path: str, content: bytes, settings: Settings, was: File) -> Reading | None:
    """Read a source; a draft that the last build has seen there is what it was. None if no text."""
    source = opened(path, content, settings)
    if not source.is_text:
        return None
    known = _known(was)
    parts: list[Part] = []
    drafts: list[Made] = []
    for draft in source.drafts:
        key = source.key(draft)
        came = known[key].popleft() if known[key] else None
        made = came and _moved(came.made, draft.span.first)
        if came and made:
            drafts.append(made)
            if came.seen:
                parts.append(Part(source, draft, came.seen))
            continue
        found = source.normalized(draft)
        has_item = found.item is not None
        drafts.append(Made(key, draft.span.first, has_item, found.problems, found.media))
        if found.item:
            part = Part(source, draft, None)
            part.item = source.finished(found.item, draft)
            parts.append(part)
    problems = source.problems(len(parts), [each.problems for each in drafts])
    common = source.common
    return Reading(path, tuple(parts), problems, tuple(drafts), common.deck, common.tags)


def _known(was: File) -> defaultdict[str, deque[_Came]]:
    """Give what came of each draft: the same text in the same section is the same question."""
    seen = iter(was.seen)
    known: defaultdict[str, deque[_Came]] = defaultdict(deque)
    for made in map(made_of, was.drafts):
        known[made.key].append(_Came(next(seen) if made.has_item else None, made))
    return known


def _moved(made: Made, line: int) -> Made | None:
    """Give what comes of a draft on another line; none if problems would say which it was."""
    below = line - made.line
    if not below:
        return made
    media = tuple((path, each + below) for path, each in made.media)
    return None if made.problems else made._replace(line=line, media=media)
