"""One source on its way from bytes to items, before anything is compared with other sources."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase as fnmatch
from functools import cached_property
from itertools import islice

from tiku import dialects
from tiku.dedupe.gists import Gist, gist
from tiku.dialects import answer_files, leftovers
from tiku.dialects.explaining import Explanation, explain
from tiku.dialects.key_lines import Key
from tiku.disk.aside import Aside, Stowed
from tiku.documents import wrapping
from tiku.documents.document import parse
from tiku.documents.encoding import declared, decode
from tiku.documents.known_settings import NO_DIALECT, deck_path
from tiku.items import keys, tag_lines
from tiku.items.keys import Brief
from tiku.items.normalize import Normalized, normalize
from tiku.items.packed import pack, put_aside
from tiku.markup import media
from tiku.model import (
    Code,
    Document,
    Draft,
    Item,
    Left,
    Problem,
    Rule,
    Settings,
    StudyOption,
)
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

# Passes the drafts of a file on, one by one, and so sees how far the reading is.
Track = Callable[[Sequence[Draft]], Iterable[Draft]]

_MUCH = 0.2
_TOGETHER = 128  # items that are made, and then looked at: one of each in turn takes a tenth longer
LARGE = 4_000_000  # bytes of all sources; more is packed away as it is read
ANSWER_KEY = "answer key"  # what a file is that only answers another


class Made(NamedTuple):
    """What came of a draft, by the digest of it: an item or none, problems, and files it shows."""

    key: str
    line: int  # where the draft begins
    has_item: bool
    problems: tuple[Problem, ...]
    media: tuple[tuple[str, int], ...] = ()


class FileReading(NamedTuple):
    """What was read of one source, before anything is compared with other sources."""

    path: str
    dialect: str = ""
    why: str = ""
    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: tuple[Left, ...] = ()
    media: tuple[tuple[str, int], ...] = ()  # the files that it shows, each with its line
    drafts: Iterable[Made] = ()
    gists: Iterable[Gist] = ()  # of its items
    briefs: Iterable[Brief] = ()  # of its items
    tags: tuple[str, ...] = ()  # those that all its items have


def with_less(readings: Iterable[FileReading]) -> Iterator[FileReading]:
    """Put aside what is packed of what was read."""
    aside = Aside()
    for each in readings:
        put_aside(each.items, aside)
        for more in (each.drafts, each.gists, each.briefs):
            if isinstance(more, Stowed):
                more.put_aside(aside)
        yield each


def read(
    sources: Mapping[str, str | bytes],
    settings: Settings = Settings(),  # noqa: B008 - frozen
    track: Track = iter,
) -> Iterator[FileReading]:
    """Read each source, in the order in which a person sorts them: 2.md before 10.md."""
    for task in tasks(sources, settings):
        yield task if isinstance(task, FileReading) else read_one(task, track)


class Task(NamedTuple):
    """A source to be read: by which settings, and with which answers of another file."""

    path: str
    content: str | bytes
    settings: Settings
    keys: tuple[Key, ...]
    is_large: bool = False  # with all others together


def opened(path: str, content: bytes, settings: Settings) -> "Source":
    """Decode, parse and explain a source, and make nothing of it yet."""
    return Source(path, content, _How(settings, iter, (), is_large=False))


def read_one(task: Task, track: Track = iter) -> FileReading:
    """Read a source: a function of the task, whichever process it runs in."""
    how = _How(task.settings, track, task.keys, task.is_large)
    return _read(printable(task.path), task.content, how)


def tasks(sources: Mapping[str, str | bytes], settings: Settings) -> Iterator[Task | FileReading]:
    """Give each source as a task, in order; one that only answers another is read already."""
    paths = sorted(sources, key=natural)
    asked = answer_files.pairs(paths)
    keys = {path: found for path in asked if (found := _keys(path, sources[path], settings))}
    given = {path: found for key, found in reversed(keys.items()) for path in asked[key]}
    is_large = sum(map(len, sources.values())) >= LARGE
    for path in paths:
        if path in keys:
            why = f"answers by number, of {printable(asked[path][0])}"
            yield FileReading(printable(path), ANSWER_KEY, why)
        else:
            yield Task(path, sources[path], settings, given.get(path, ()), is_large)


class _How(NamedTuple):
    """How to read a file: by which settings, and with which answers of another file."""

    settings: Settings
    track: Track
    keys: Sequence[Key]
    is_large: bool  # pack away what items say


def _keys(path: str, content: str | bytes, settings: Settings) -> tuple[Key, ...]:
    encoding = declared(content) or _rule(path, settings).encoding or settings.encoding
    text, _ = decode(path, content, encoding)
    return answer_files.keys(parse(path, text, dialects.DIALECTS)[0]) if text else ()


def _read(path: str, content: str | bytes, how: _How) -> FileReading:
    source = Source(path, content, how)
    drafts, gists, briefs = list[Made](), list[Gist](), list[Brief]()
    shown: list[tuple[str, int]] = []

    def items() -> Iterator[Item]:
        for draft in how.track(source.drafts):
            result = source.normalized(draft)
            made = (bool(result.item), result.problems, result.media)
            drafts.append(Made(source.key(draft), draft.span.first, *made))
            shown.extend(result.media)
            if result.item:
                yield source.finished(result.item, draft)

    found, rest = list[Item](), items()
    while some := list(islice(rest, _TOGETHER)):
        gists += map(gist, some)
        briefs += map(keys.brief, some)
        found += pack(some) if how.is_large else some
    problems = source.problems(len(found), [each.problems for each in drafts])
    stowed = Stowed if how.is_large else tuple
    more = (stowed(drafts), stowed(gists), stowed(briefs))
    tags = source.common.tags if source.is_text else ()
    said = (tuple(found), problems, source.unread, tuple(shown))
    return FileReading(path, source.dialect, source.why, *said, *more, tags)


class _Explained(NamedTuple):
    """A document, what is wrong with it, and how it is read."""

    document: Document
    faults: tuple[Problem, ...]
    found: Explanation


class Source:
    """A source on its way from bytes to items: its drafts, and what makes items of them."""

    def __init__(self, path: str, content: str | bytes, how: _How) -> None:
        """Decode, parse and explain it."""
        self.path, self._settings = path, how.settings
        rule = _rule(path, how.settings)
        encoding = declared(content) or rule.encoding or how.settings.encoding
        text, self._faults = decode(path, content, encoding)
        self.dialect = self.why = ""
        self.drafts: tuple[Draft, ...] = ()
        self.unread: tuple[Left, ...] = ()
        self._text = text
        if text is None:
            return
        named = rule.dialect or how.settings.dialect
        self._document, faults, found = _explained(path, text, named, how.keys)
        self._named = self._document.settings.dialect or named
        self.dialect, reading, self.unread = found
        self.why, self.drafts = reading.why, tag_lines.taken(reading.drafts)
        self._faults += (*faults, *reading.problems)
        if self._named == NO_DIALECT:  # what is not read need not be told how to be written
            self._faults = tuple(each for each in self._faults if each.severity == "error")

    @property
    def is_text(self) -> bool:
        """Tell whether it could be decoded."""
        return self._text is not None

    def normalized(self, draft: Draft) -> Normalized:
        """Make an item of a draft."""
        return normalize(draft, self._document)

    def key(self, draft: Draft) -> str:
        """Digest all that an item is made of, so that one of the same need not be made again.

        Lines count from the first one, so that it may stand anywhere.
        """
        first, last = draft.span.first, draft.span.last
        parts = (draft.heading, draft.question, draft.answer, draft.explanation, draft.hint)
        texts, ids = (
            [each and (each.markdown, each.line - first) for each in found]
            for found in ((*parts, draft.hidden), draft.ids)
        )
        place = (self._shared, last - first, draft.section, draft.number)
        return keys.digest((*place, draft.gaps, draft.tags, *texts, *ids))

    @cached_property
    def _shared(self) -> str:
        """Digest what all items of a source have in common."""
        return keys.digest((self.path, *self._document.references.items(), self.common))

    @cached_property
    def common(self) -> "Common":
        """Give what all its items have in common."""
        settings, own = self._settings, self._document.settings
        study = settings.study if own.study is None else own.study
        return Common(
            (*settings.deck, *(own.deck or _deck(self.path))),
            tuple(sorted({*settings.tags, *own.tags})),
            own.language or settings.language,
            tuple(sorted(study or ())),
        )

    def finished(self, item: Item, draft: Draft) -> Item:
        """Give an item what it has from its source as a whole, beside its own tags."""
        common = self.common
        tags = tuple(sorted({*common.tags, *draft.tags})) if draft.tags else common.tags
        language = common.language or language_of(item)
        return item._replace(deck=common.deck, tags=tags, language=language, study=common.study)

    def problems(self, count: int, of_drafts: Sequence[Sequence[Problem]]) -> tuple[Problem, ...]:
        """Give the problems of the whole, by line; `count` is how many items it has."""
        if self._text is None:
            return self._faults
        found = (*self._faults, *_unanswered(count, of_drafts))
        if count and not any(problem.code == Code.SECTION_UNREAD for problem in found):
            found += tuple(_much_unread(self._document, self.unread))
        found = tuple(sorted(found, key=lambda problem: problem.line))
        is_read = self._named != NO_DIALECT
        if is_read and not count and not any(each.severity == "error" for each in found):
            found += (self._no_question(),)
        if "unanswered" in self.common.study:
            found = tuple(map(_with_card, found))
        return found

    def _no_question(self) -> Problem:
        what = "no question was found"
        remedy = "write '**Question:** …' and '**Answer:** …', or headings that ask"
        if not (self._text or "").strip():
            what += ": the file is empty"
        elif self._named:
            what += f" in the dialect '{self._named}', which the settings name"
            remedy = "name the one that the file is written in, or none: tiku finds out"
        return Problem(Code.NO_QUESTION_IN_FILE, self.path, 0, what, remedy)


def _explained(path: str, text: str, named: str, keys: Sequence[Key]) -> _Explained:
    """Parse and explain a text; what stands in a fence around it all, if nothing else asks."""
    whole = wrapping.wrapped(text)
    if whole and not _explain(path, whole.around, named, keys).found.reading.drafts:
        inner = _explain(path, whole.inner, named, keys)
        if len(inner.found.reading.drafts) >= _FEWEST:
            left = (*inner.found.unread, *whole.left(path))
            unread = tuple(sorted(left, key=lambda each: each.span))
            return inner._replace(found=inner.found._replace(unread=unread))
    return _explain(path, text, named, keys)


def _explain(path: str, text: str, named: str, keys: Sequence[Key]) -> _Explained:
    document, faults = parse(path, text, dialects.DIALECTS)
    return _Explained(document, faults, explain(document, document.settings.dialect or named, keys))


_FEWEST = 2  # questions in a fence: one by itself is an example


class Common(NamedTuple):
    """What all items of a source have in common."""

    deck: tuple[str, ...]
    tags: tuple[str, ...]
    language: str
    study: tuple[StudyOption, ...]


def _rule(path: str, settings: Settings) -> Rule:
    """Join the rules that hold for a file; of two that say something the later one holds."""
    found = Rule("")
    for rule in settings.files:
        if fnmatch(path, rule.pattern):
            found = Rule("", rule.dialect or found.dialect, rule.encoding or found.encoding)
    return found


def _unanswered(count: int, of_drafts: Iterable[Sequence[Problem]]) -> Iterator[Problem]:
    """Pass on what was found, but say only once that a document answers hardly any question."""
    found = [problem for problems in of_drafts for problem in problems]
    bare = [problem for problem in found if problem.code == Code.ANSWER_MISSING]
    if len(bare) < _MANY_BARE or len(bare) < _MOSTLY_BARE * count:
        yield from found
        return
    yield from (problem for problem in found if problem.code != Code.ANSWER_MISSING)
    what = f"{len(bare):,} of {count:,} questions here have no answer"
    yield bare[0]._replace(what=what, remedy="write them; until then these questions make no cards")


def _with_card(problem: Problem) -> Problem:
    """Report a missing answer where questions without one have cards too."""
    return problem._replace(remedy="write it") if problem.code == Code.ANSWER_MISSING else problem


_MANY_BARE, _MOSTLY_BARE = 5, 0.5


def _much_unread(document: Document, unread: Sequence[Left]) -> Iterator[Problem]:
    """Report a file much of which is part of no question."""
    lines = sum(1 for line in document.lines if line.strip())
    spans = [left.span for left in unread if left.why in leftovers.TEXT]
    left = sum(span.last - span.first + 1 for span in spans)
    if left > _MUCH * lines:
        what = f"{left} of {lines} lines of text are part of no question"
        remedy = "'tiku explain FILE' shows which"
        yield Problem(Code.MUCH_UNREAD, document.path, spans[0].first, what, remedy)


def printable(path: str) -> str:
    """Write out what a file's name may hold, but no cell of a table and no field of a card."""
    path = path.encode("utf-8", "backslashreplace").decode()
    return _UNPRINTABLE.sub(lambda found: f"\\x{ord(found[0]):02x}", path)


def natural(path: str) -> list[tuple[int, str, str]]:
    """Sort numbers by their value: without leading zeros the longer one is greater."""
    parts = ((part.lstrip("0"), part) for part in _DIGITS.split(path))
    return [(len(bare) if part.isdecimal() else 0, bare, part) for bare, part in parts]


def stem_of(name: str) -> str:
    """Give the name of a file without its suffix."""
    return _SUFFIX.sub("", name)


_UNPRINTABLE = lazy("[\x00-\x1f\x7f-\x9f]")
_DIGITS = lazy("([0-9]+)")
_SUFFIX = lazy(r"\.[A-Za-z]+$")


def _deck(path: str) -> tuple[str, ...]:
    """Make a folder a deck and a file a deck within it."""
    *folders, file = unicodedata.normalize("NFC", path).split("/")
    parts = [part for name in (*folders, stem_of(file)) for part in deck_path(name)]
    return tuple(parts) or ("bank",)


def language_of(item: Item) -> str:
    """Tell languages apart where their script does, for fonts; empty where it does not."""
    parts = (item.stem, item.response.answer)
    if all(part.plain.isascii() for part in parts):
        return ""
    text = "".join(map(media.said, parts))
    if _NOT_CHINESE.search(text):
        return "ja" if _KANA.search(text) else "ko"
    return "zh" if _HAN.search(text) else ""


_NOT_CHINESE = lazy("[\u3040-\u30ff\uac00-\ud7af]")  # found in one pass, and hardly ever
_KANA, _HAN = lazy("[\u3040-\u30ff]"), lazy("[\u4e00-\u9fff]")
