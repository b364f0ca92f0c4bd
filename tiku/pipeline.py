"""The way from sources to a bank, as a function of values: it touches no disk and no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase as fnmatch
from types import MappingProxyType
from typing import NamedTuple

from tiku import deciding, dialects, embedding, identify, leftovers, media, timing
from tiku.deciding import Idle
from tiku.dedupe import Finding, dedupe
from tiku.dedupe.traits import Traits
from tiku.dialects import answer_files
from tiku.dialects.answer_keys import Key
from tiku.document import parse
from tiku.encoding import declared, decode
from tiku.explaining import explain
from tiku.exporters import notes
from tiku.identify import FIRST_BUILD, Identity, Moment
from tiku.known import Known
from tiku.lock import Lock
from tiku.media import Found
from tiku.model import (
    Bank,
    Cluster,
    Code,
    Document,
    Draft,
    Item,
    Left,
    Problem,
    Rule,
    Settings,
    Verdict,
)
from tiku.normalize import Normalized, normalize
from tiku.patterns import lazy
from tiku.settings import UNFIT_NAME, deck_path

# Passes the drafts of a file on, one by one, and so sees how far the reading is.
Track = Callable[[Sequence[Draft]], Iterable[Draft]]


_MUCH = 0.2
_LONGEST_NAME = 240  # bytes; that of a file may have 255, its suffix included


@dataclass(frozen=True, slots=True)
class FileReading:
    """What was read of one source, before anything is compared with other sources."""

    path: str
    dialect: str = ""
    why: str = ""
    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: tuple[Left, ...] = ()
    media: tuple[tuple[str, int], ...] = ()  # the files that it shows, each with its line


class Assembled(NamedTuple):
    """A bank without its times, and how its items were found in the lock."""

    bank: Bank
    identity: Identity
    idle: tuple[Idle, ...] = ()  # decisions that apply to nothing
    has_decisions: bool = False
    findings: tuple[Finding, ...] = ()
    traits: tuple[Traits, ...] = ()  # of each item of the bank, if nobody decided anything


class Built(NamedTuple):
    """A bank, and what the lock knows after it."""

    bank: Bank
    lock: Lock


def build(sources: Mapping[str, str | bytes], settings: Settings = Settings()) -> Bank:  # noqa: B008 - frozen
    """Make the bank of some sources, named by their paths below the source folder.

    The pictures and sounds that they show stand among them. Never raises for what a source holds:
    whatever is wrong is in the bank's problems.
    """
    return rebuild(sources, settings).bank


def rebuild(
    sources: Mapping[str, str | bytes],
    settings: Settings = Settings(),  # noqa: B008 - frozen
    lock: Lock = Lock(),  # noqa: B008 - frozen
    now: int = FIRST_BUILD,
) -> Built:
    """Make the bank of sources that were built before: `lock` is what that build gave.

    `now` is the time of this build in seconds since 1970; it stamps what has changed.
    """
    texts = {path: each for path, each in sources.items() if not media.is_medium(path)}
    found = {
        path: each if isinstance(each, bytes) else each.encode()
        for path, each in sources.items()
        if path not in texts
    }
    return finish(assemble(read(texts, settings), settings, Known(lock), found), lock, now)


def finish(assembled: Assembled, lock: Lock, now: int) -> Built:
    """Give each item the time at which it last changed, and make the lock of this build."""
    with timing.stage("identify"):
        stamped = identify.stamp(assembled.identity, lock, Moment(now), notes.fingerprint)
    bank = replace(assembled.bank, items=stamped.items, retired=stamped.retired)
    return Built(bank, stamped.lock)


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


def read_one(task: Task, track: Track = iter) -> FileReading:
    """Read a source: a function of the task, whichever process it runs in."""
    return _read(printable(task.path), task.content, _How(task.settings, track, task.keys))


def tasks(sources: Mapping[str, str | bytes], settings: Settings) -> Iterator[Task | FileReading]:
    """Give each source as a task, in order; one that only answers another is read already."""
    paths = sorted(sources, key=_natural)
    keys = {
        path: _keys(path, sources[path], settings) for path in paths if answer_files.is_key(path)
    }
    for path in paths:
        if path in keys and (of := _asked(path, paths)) and keys[path]:
            why = f"answers by number, of {printable(of)}"
            yield FileReading(printable(path), "answer key", why)
        else:
            yield Task(path, sources[path], settings, _keys_of(path, keys))


class _How(NamedTuple):
    """How to read a file: by which settings, and with which answers of another file."""

    settings: Settings
    track: Track
    keys: Sequence[Key]


def _keys(path: str, content: str | bytes, settings: Settings) -> tuple[Key, ...]:
    encoding = declared(content) or _rule(path, settings).encoding or settings.encoding
    text, _ = decode(path, content, encoding)
    return answer_files.keys(parse(path, text, dialects.DIALECTS)[0]) if text else ()


def _asked(path: str, paths: Sequence[str]) -> str:
    """Find the file whose questions a key answers."""
    name = answer_files.pair(path)
    others = (each for each in paths if each != path and not answer_files.is_key(each))
    return next((each for each in others if answer_files.pair(each) == name), "")


def _keys_of(path: str, keys: Mapping[str, tuple[Key, ...]]) -> tuple[Key, ...]:
    """Give the answers that stand in the key of a file."""
    name = answer_files.pair(path) if keys else ""
    return next(
        (
            found
            for other, found in keys.items()
            if other != path and answer_files.pair(other) == name
        ),
        (),
    )


def assemble(
    readings: Iterable[FileReading],
    settings: Settings = Settings(),  # noqa: B008 - frozen
    known: Known = Known(),  # noqa: B008 - frozen
    found: Found = MappingProxyType({}),
) -> Assembled:
    """Bring what was read of all sources together: merge repeats, give ids, list problems.

    `found` are the files that the sources show, by path, or why they cannot be shown.
    """
    items: list[Item] = []
    problems: list[Problem] = []
    paths: list[str] = []
    found = embedding.cleaned(found)
    for reading in readings:
        paths.append(reading.path)
        items += reading.items
        problems += (
            *reading.problems,
            *embedding.check(reading.path, reading.media, found, settings),
        )
    if paths and not items and not any(p.severity == "error" for p in problems):
        problems.append(_no_question(paths))
    items, clashes = _spelled_alike(items)
    problems += (*clashes, *identify.check_explicit(items))
    with timing.stage("find repeats"):
        deduped = dedupe(items, deciding.history(items, known), known.apart)
    with timing.stage("identify"):
        identity = identify.identify(deduped.items, deciding.as_two(known))
    decided = deciding.decide(identity, deduped.findings, known.decisions)
    identity, kept = decided.identity, decided.identity.items
    problems += identify.check_taken(identity, known)
    problems += (p for finding in decided.findings for p in _notices(finding, kept))
    embedded = embedding.embed(kept, found, settings)
    identity = identity._replace(items=embedded.items)
    bank = Bank(
        settings.name or bank_name(paths),
        embedded.items,
        tuple(_cluster(finding, kept) for finding in decided.findings),
        tuple(problems),
        media=embedded.media,
    )
    return Assembled(
        bank, identity, decided.idle, bool(known.decisions), decided.findings, deduped.traits
    )


def _spelled_alike(items: Iterable[Item]) -> tuple[list[Item], list[Problem]]:
    """Give decks whose names differ in case only one name: Anki holds them for one deck."""
    first: dict[tuple[str, ...], str] = {}
    problems: dict[str, Problem] = {}
    found: list[Item] = []
    for item in items:
        folded = tuple(part.casefold() for part in item.deck)
        prefixes = (folded[: n + 1] for n in range(len(folded)))
        deck = tuple(map(first.setdefault, prefixes, item.deck))
        if deck != item.deck:
            span, name = item.sources[0], "::".join(deck)
            what = f"the deck '{'::'.join(item.deck)}' differs from '{name}' in case only"
            remedy = f"spell both alike; Anki holds them for one, and '{name}' was taken"
            problem = Problem(Code.DECK_CLASH, span.path, 0, what, remedy)
            problems.setdefault(span.path, problem)
        found.append(replace(item, deck=deck) if deck != item.deck else item)
    return found, list(problems.values())


def bank_name(paths: Iterable[str]) -> str:
    """Name a bank after the only top-level file or folder of its sources, else `bank`."""
    tops = {path.split("/")[0] for path in paths}
    name = _stem(tops.pop()) if len(tops) == 1 else ""
    name = re.sub(r"[^\w.()+ -]", "-", unicodedata.normalize("NFC", name)).strip(" .-")
    name = name.encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip(" .-")
    return name if name and not UNFIT_NAME.match(name) else "bank"


def _read(path: str, content: str | bytes, how: _How) -> FileReading:
    settings = how.settings
    rule = _rule(path, settings)
    encoding = declared(content) or rule.encoding or settings.encoding
    text, problems = decode(path, content, encoding)
    if text is None:
        return FileReading(path, problems=problems)
    document, faults = parse(path, text, dialects.DIALECTS)
    own = document.settings
    only = own.dialect or rule.dialect or settings.dialect
    dialect, reading, unread = explain(document, only, how.keys)
    results = [normalize(draft, document) for draft in how.track(reading.drafts)]
    items = [result.item for result in results if result.item]
    problems += (*faults, *reading.problems, *_unanswered(items, results))
    if items and not any(problem.code == Code.SECTION_UNREAD for problem in problems):
        problems += tuple(_much_unread(document, unread))
    problems = tuple(sorted(problems, key=lambda problem: problem.line))
    if not items and not any(problem.severity == "error" for problem in problems):
        remedy = "write '**Question:** …' and '**Answer:** …', or headings that ask"
        what = (
            "no question was found" if text.strip() else "no question was found: the file is empty"
        )
        problems += (Problem(Code.NO_QUESTION_IN_FILE, path, 0, what, remedy),)
    deck = (*settings.deck, *(own.deck or _deck(path)))
    tags = tuple(sorted({*settings.tags, *own.tags}))
    language = own.language or settings.language
    study = settings.study if own.study is None else own.study
    options = tuple(sorted(study or ()))
    items = [
        replace(item, deck=deck, tags=tags, language=language or _language(item), study=options)
        for item in items
    ]
    if "unanswered" in (study or ()):
        problems = tuple(map(_with_card, problems))
    shown = tuple(each for result in results for each in result.media)
    return FileReading(path, dialect, reading.why, tuple(items), problems, unread, shown)


def _rule(path: str, settings: Settings) -> Rule:
    """Join the rules that hold for a file; of two that say something the later one holds."""
    found = Rule("")
    for rule in settings.files:
        if fnmatch(path, rule.pattern):
            found = Rule("", rule.dialect or found.dialect, rule.encoding or found.encoding)
    return found


def _unanswered(items: Sequence[Item], results: Iterable[Normalized]) -> Iterator[Problem]:
    """Pass on what was found, but say only once that a document answers hardly any question."""
    found = [problem for result in results for problem in result.problems]
    bare = [problem for problem in found if problem.code == Code.ANSWER_MISSING]
    if len(bare) < _MANY_BARE or len(bare) < _MOSTLY_BARE * len(items):
        yield from found
        return
    yield from (problem for problem in found if problem.code != Code.ANSWER_MISSING)
    what = f"{len(bare):,} of {len(items):,} questions here have no answer"
    yield replace(bare[0], what=what, remedy="write them; until then these questions make no cards")


def _with_card(problem: Problem) -> Problem:
    """Report a missing answer where questions without one have cards too."""
    return replace(problem, remedy="write it") if problem.code == Code.ANSWER_MISSING else problem


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
    return re.sub("[\x00-\x1f\x7f-\x9f]", lambda found: f"\\x{ord(found[0]):02x}", path)


def _natural(path: str) -> list[tuple[int, str, str]]:
    """Sort numbers by their value: without leading zeros the longer one is greater."""
    parts = ((part.lstrip("0"), part) for part in re.split("([0-9]+)", path))
    return [(len(bare) if part.isdecimal() else 0, bare, part) for bare, part in parts]


def _stem(name: str) -> str:
    return re.sub(r"\.[A-Za-z]+$", "", name)


def _deck(path: str) -> tuple[str, ...]:
    """Make a folder a deck and a file a deck within it."""
    *folders, file = unicodedata.normalize("NFC", path).split("/")
    parts = [part for name in (*folders, _stem(file)) for part in deck_path(name)]
    return tuple(parts) or ("bank",)


def _language(item: Item) -> str:
    """Tell languages apart where their script does, for fonts; empty where it does not."""
    text = item.stem.plain + item.response.answer.plain
    if text.isascii():
        return ""
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    return "zh" if _HAN.search(text) else ""


_KANA, _HANGUL, _HAN = map(lazy, ("[\u3040-\u30ff]", "[\uac00-\ud7af]", "[\u4e00-\u9fff]"))


# Findings


def _cluster(finding: Finding, kept: tuple[Item, ...]) -> Cluster:
    ids = tuple(kept[n].id for n in finding.members)
    return Cluster(finding.verdict, ids, finding.sources, finding.reason)


_NOTICES: dict[Verdict, tuple[Code, str, str]] = {
    "same": (Code.MERGED, "repeats {}; the two became one", "delete one of the two"),
    "conflict": (
        Code.CONFLICT,
        "asks the same as {}, but answers or explains it otherwise; both were kept",
        "make the answers agree, or reword one question",
    ),
    "alike": (
        Code.ALIKE,
        "is perhaps the same as {} ({reason}); both were kept",
        "delete one of the two if it is",
    ),
}


def _notices(finding: Finding, kept: tuple[Item, ...]) -> Iterator[Problem]:
    if finding.verdict == "different":
        return
    code, what, remedy = _NOTICES[finding.verdict]
    first, *others = (
        finding.sources
        if finding.verdict == "same"
        else [kept[n].sources[0] for n in finding.members]
    )
    for span in others:
        there = f"line {first.first}" if span.path == first.path else f"{first.path}:{first.first}"
        said = "this question " + what.format(there, reason=finding.reason)
        yield Problem(code, span.path, span.first, said, remedy)


def _no_question(paths: list[str]) -> Problem:
    what = f"no question was found in any of {len(paths)} files"
    remedy = "'tiku explain FILE' says how a file was read"
    return Problem(
        Code.NO_QUESTION, "", 0, what if len(paths) > 1 else "no question was found", remedy
    )
