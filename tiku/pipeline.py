"""The way from sources to a bank, as a function of values: it touches no disk and no clock."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from tiku.dedupe.gists import Gist, Gists
from tiku.dedupe.notices import Place, notices
from tiku.dedupe.repeats import Finding, dedupe
from tiku.documents.known_settings import UNFIT_NAME
from tiku.exporters import notes
from tiku.identity import deciding, identify
from tiku.identity.deciding import Idle
from tiku.identity.identify import FIRST_BUILD, Identity, Moment
from tiku.identity.known import Known
from tiku.identity.lock import Lock
from tiku.markup import embedding, media
from tiku.markup.media import Found
from tiku.model import (
    Bank,
    Cluster,
    Code,
    Item,
    Problem,
    Settings,
)
from tiku.reading import FileReading, read, stem_of
from tiku.system import timing
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_UNSAFE = lazy(r"[^\w.()+ -]")
_LONGEST_NAME = 240  # bytes; that of a file may have 255, its suffix included


class Assembled(NamedTuple):
    """A bank without its times, and how its items were found in the lock."""

    bank: Bank
    identity: Identity
    idle: tuple[Idle, ...] = ()  # decisions that apply to nothing
    has_decisions: bool = False
    findings: tuple[Finding, ...] = ()
    gists: Gists | None = None  # of the items of the bank, if nobody decided anything
    of_sources: tuple[int, ...] = ()  # how many of the problems, which come first, each one has


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
        bank = assembled.bank._replace(items=stamped.items, retired=stamped.retired)
        return Built(bank, stamped.lock)


def assemble(
    readings: Iterable[FileReading],
    settings: Settings = Settings(),  # noqa: B008 - frozen
    known: Known = Known(),  # noqa: B008 - frozen
    found: Found = MappingProxyType({}),
) -> Assembled:
    """Bring what was read of all sources together: merge repeats, give ids, list problems.

    `found` are the files that the sources show, by path, or why they cannot be shown.
    """
    items, gists = list[Item](), list[Iterable[Gist]]()
    problems: list[Problem] = []
    paths: list[str] = []
    of_sources: list[int] = []
    found = embedding.cleaned(found)
    for reading in readings:
        paths.append(reading.path)
        items += reading.items
        gists.append(reading.gists)
        of_media = embedding.check(reading.path, reading.media, found, settings)
        own = (*reading.problems, *of_media)
        of_sources.append(len(own))
        problems += own
    if paths and not items and not any(p.severity == "error" for p in problems):
        problems.append(_no_question(paths))
    items, clashes = _spelled_alike(items)
    problems += (*clashes, *identify.check_explicit(items))
    with timing.stage("find repeats"):
        history, of_items = deciding.history(items, known), chain.from_iterable(gists)
        deduped = dedupe(items, history, known.apart, of_items)
    with timing.stage("identify"):
        identity = identify.identify(deduped.items, deciding.as_two(known))
    decided = deciding.decide(identity, deduped.findings, known.decisions)
    identity, kept = decided.identity, decided.identity.items
    problems += identify.check_taken(identity, known)
    problems += (
        notice
        for finding in decided.findings
        for notice in notices(finding.verdict, finding.reason, places(finding, kept))
    )
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
        bank,
        identity,
        decided.idle,
        bool(known.decisions),
        decided.findings,
        deduped.gists,
        tuple(of_sources),
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
            span, name = item.place, "::".join(deck)
            what = f"the deck '{'::'.join(item.deck)}' differs from '{name}' in case only"
            remedy = f"spell both alike; Anki holds them for one, and '{name}' was taken"
            problem = Problem(Code.DECK_CLASH, span.path, 0, what, remedy)
            problems.setdefault(span.path, problem)
        found.append(item._replace(deck=deck) if deck != item.deck else item)
    return found, list(problems.values())


def bank_name(paths: Iterable[str]) -> str:
    """Name a bank after the only top-level file or folder of its sources, else `bank`."""
    tops = {path.split("/")[0] for path in paths}
    name = stem_of(tops.pop()) if len(tops) == 1 else ""
    name = _UNSAFE.sub("-", unicodedata.normalize("NFC", name)).strip(" .-")
    name = name.encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip(" .-")
    return name if name and not UNFIT_NAME.match(name) else "bank"


# Findings


def _cluster(finding: Finding, kept: tuple[Item, ...]) -> Cluster:
    ids = tuple(kept[n].id for n in finding.members)
    sources = tuple(span for n in finding.members for span in kept[n].places)
    return Cluster(finding.verdict, ids, sources, finding.reason)


def places(finding: Finding, kept: Sequence[Item]) -> Iterator[Place]:
    """Say where the questions of a finding stand; those of a merge wherever it was found."""
    most = None if finding.verdict == "same" else 1
    spans = (span for n in finding.members for span in kept[n].places[:most])
    return (Place(span.path, span.first) for span in spans)


def _no_question(paths: list[str]) -> Problem:
    what = f"no question was found in any of {len(paths)} files"
    remedy = "'tiku explain FILE' says how a file was read"
    return Problem(
        Code.NO_QUESTION, "", 0, what if len(paths) > 1 else "no question was found", remedy
    )
