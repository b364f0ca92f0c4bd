"""`bank.json`: the whole bank for other programs. The types below are its published schema.

Run `python -m tests.schema` after a change of them: it writes `docs/bank.schema.json`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Annotated, Any, Final, Literal, TypedDict

from tiku.dedupe import clusters, difference
from tiku.exporters import writing
from tiku.exporters.writing import Noted, Portion
from tiku.markup import media
from tiku.model import (
    Bank,
    ChoiceResponse,
    ClozeResponse,
    Cluster,
    Code,
    Item,
    OpenResponse,
    Problem,
    Retired,
    Span,
)

VERSION: Final = 1
_TIME = "%Y-%m-%dT%H:%M:%SZ"


class SourceJson(TypedDict):
    """A place in the sources."""

    file: Annotated[str, "path below the source folder, with forward slashes"]
    line: Annotated[int, "first line, counted from 1"]
    end_line: Annotated[int, "last line"]


class PointJson(TypedDict):
    """One bullet or step of an answer."""

    term: Annotated[str, "Markdown; empty if the point names no term"]
    text: Annotated[str, "Markdown"]


class ChoiceJson(TypedDict):
    """One option of a choice question."""

    label: Annotated[str, "letter, from A"]
    text: Annotated[str, "Markdown"]
    html: Annotated[str, "sanitised HTML; pictures lie in media/"]
    correct: bool


class CopyJson(TypedDict):
    """A question that was merged into another."""

    id: Annotated[str, "made of its stem, or its author's; names it in decisions"]
    title: str
    stem: Annotated[str, "Markdown"]
    answer: Annotated[str, "Markdown"]
    section: list[str]
    source: SourceJson


class ItemJson(TypedDict):
    """One question. A text that the source does not have is empty."""

    id: Annotated[str, "the same in every output; Anki's GUID"]
    kind: Literal["open", "choice", "cloze", "question-only"]
    title: Annotated[str, "Markdown; the entry's heading, where it says more than the stem"]
    stem: Annotated[str, "Markdown; what is asked"]
    stem_html: Annotated[str, "sanitised HTML; pictures lie in media/"]
    stem_text: Annotated[str, "plain text"]
    answer: Annotated[str, "Markdown; of a choice question the correct options"]
    answer_html: Annotated[str, "sanitised HTML; pictures lie in media/"]
    answer_text: Annotated[str, "plain text"]
    points: Annotated[list[PointJson], "the bullets and steps of the answer, each once"]
    choices: Annotated[list[ChoiceJson], "the options in the order of the source"]
    gaps: Annotated[list[str], "what fills the gaps of a cloze text, Markdown, in their order"]
    explanation: Annotated[str, "Markdown"]
    explanation_html: Annotated[str, "sanitised HTML; pictures lie in media/"]
    hint: Annotated[str, "Markdown"]
    section: Annotated[list[str], "the headings above, outermost first, without numbers"]
    deck: Annotated[list[str], "the path of the deck, outermost first"]
    tags: Annotated[list[str], "the author's tags, sorted"]
    language: Annotated[str, "BCP 47 code; empty if unknown"]
    sources: Annotated[list[SourceJson], "where it stands; then where what was merged into it does"]
    copies: Annotated[list[CopyJson], "what was merged into it, as it was read"]
    modified: Annotated[str, "when the content last changed, UTC, as 2026-01-01T00:00:00Z"]
    fingerprint: Annotated[str, "changes with what a card shows and with nothing else"]


class ClusterJson(TypedDict):
    """Items held to be the same (merged into one), in conflict, or alike (all kept).

    `different` are items whose words stand everywhere, each time of something else.
    """

    verdict: Literal["same", "conflict", "alike", "different"]
    reason: Annotated[str, "one line for a person"]
    difference: Annotated[str, "the words in which two stems differ, as `a / b`; empty if in none"]
    items: Annotated[list[str], "ids of items of this bank"]
    sources: Annotated[list[SourceJson], "every place, of merged copies too"]


class RetiredJson(TypedDict):
    """A question of earlier builds whose id still stands for something."""

    id: str
    into: Annotated[str, "id of the question that it was merged into; empty if it was deleted"]
    stem: Annotated[str, "the start of what it asked, plain text"]


class MediumJson(TypedDict):
    """A picture, sound or film that the bank shows; it lies in `media/` beside this file."""

    name: Annotated[str, "made of its content: new bytes have a new name"]
    source: Annotated[str, "path below the source folder, by which Markdown names it"]


class ProblemJson(TypedDict):
    """A finding of the build."""

    code: Annotated[str, "stable; docs/problems.md explains it"]
    severity: Literal["error", "warning"]
    file: str
    line: Annotated[int, "0 if it concerns the whole file"]
    what: str
    remedy: str


class BankJson(TypedDict):
    """A question bank, in the order of its sources."""

    version: Annotated[Literal[1], "grows when a field goes or changes its meaning"]
    name: str
    items: list[ItemJson]
    clusters: list[ClusterJson]
    retired: list[RetiredJson]
    media: list[MediumJson]
    problems: list[ProblemJson]


class Writer(writing.Writer):
    """Writes the bank, pretty and in source order."""

    has_rows = True
    name = "bank.json"
    _is_first = True

    def begin(self) -> Iterator[Portion]:
        """Write what stands before the items."""
        yield (
            self.name,
            f"{{{field('version', VERSION)},{field('name', self.bank.name)},".encode(),
        )

    def add(self, batch: Sequence[Noted], /) -> Iterator[Portion]:
        """Write some items."""
        start = '\n  "items": [' if self._is_first else ","
        self._is_first = False
        yield self.name, f"{start}{','.join([fragment(item) for item, _ in batch])}".encode()

    def end(self) -> Iterator[Portion]:
        """Write what stands behind the items."""
        close = '\n  "items": []' if self._is_first else "\n  ]"
        fields = (field(*each) for each in _to_json(self.bank, []).items() if each[0] in _BEHIND)
        yield self.name, f"{','.join((close, *fields))}\n}}\n".encode()


def field(key: str, value: object) -> str:
    """Write a field of the bank on a line of its own."""
    return f'{MARGIN}"{key}": {pretty(value, MARGIN)}'


MARGIN = "\n  "
_BEHIND = ("clusters", "retired", "media", "problems")


def fragment(item: Item) -> str:
    """Write an item as it stands in the list of items, on lines of its own."""
    return "\n    " + pretty(_item(item), "\n    ")


def pretty(value: object, margin: str) -> str:
    """Write what `json.dumps` writes with an indent: with one, it is three times as slow.

    The keys of objects are names, in which nothing is to be escaped.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if type(value) is int:
        return str(value)
    inner = margin + "  "
    if value and isinstance(value, dict):
        fields = [
            f'{inner}"{key}": '
            f"{encode_basestring(each) if type(each) is str else pretty(each, inner)}"
            for key, each in value.items()
        ]
        return f"{{{','.join(fields)}{margin}}}"
    if value and isinstance(value, list):
        return f"[{','.join([inner + pretty(each, inner) for each in value])}{margin}]"
    return "[]" if value == [] else json.dumps(value)


def to_json(bank: Bank) -> BankJson:
    """Give the bank as the JSON's types."""
    return _to_json(bank, [_item(item) for item in bank.items])


def _to_json(bank: Bank, items: list[ItemJson]) -> BankJson:
    return {
        "version": VERSION,
        "name": bank.name,
        "items": items,
        "clusters": _clusters(bank),
        "retired": [retired(each) for each in bank.retired],
        "media": [{"name": each.name, "source": each.path} for each in bank.media],
        "problems": [problem(each) for each in bank.problems],
    }


def problem(found: Problem) -> ProblemJson:
    """Give a problem as JSON."""
    return {
        "code": found.code.value,
        "severity": found.severity,
        "file": found.path,
        "line": found.line,
        "what": found.what,
        "remedy": found.remedy,
    }


def problem_of(found: Mapping[str, Any]) -> Problem:
    """Read a problem as it stands in JSON."""
    code, path, line = Code(found["code"]), found["file"], found["line"]
    return Problem(code, path, line, found["what"], found["remedy"])


def _item(item: Item) -> ItemJson:
    response = item.response
    points = response.points if isinstance(response, OpenResponse) else ()
    choices = response.choices if isinstance(response, ChoiceResponse) else ()
    return {
        "id": item.id,
        "kind": response.kind,
        "title": item.title.markdown,
        "stem": item.stem.markdown,
        "stem_html": _html(item.stem.html),
        "stem_text": item.stem.plain,
        "answer": response.answer.markdown,
        "answer_html": _html(response.answer.html),
        "answer_text": response.answer.plain,
        "points": [{"term": point.term, "text": point.text} for point in points],
        "choices": [
            {
                "label": c.label,
                "text": c.text.markdown,
                "html": _html(c.text.html),
                "correct": c.keyed,
            }
            for c in choices
        ],
        "gaps": list(response.gaps) if isinstance(response, ClozeResponse) else [],
        "explanation": item.explanation.markdown,
        "explanation_html": _html(item.explanation.html),
        "hint": item.hint.markdown,
        "section": list(item.section),
        "deck": list(item.deck),
        "tags": list(item.tags),
        "language": item.language,
        "sources": [source(span) for span in item.places],
        "copies": [_copy(copy) for copy in item.copies],
        "modified": _time(item.modified),
        "fingerprint": item.fingerprint,
    }


def _html(text: str) -> str:
    return media.in_folder(text, media.FOLDER)


def _copy(copy: Item) -> CopyJson:
    return {
        "id": copy.id,
        "title": copy.title.markdown,
        "stem": copy.stem.markdown,
        "answer": copy.response.answer.markdown,
        "section": list(copy.section),
        "source": source(copy.sources[0]),
    }


def _clusters(bank: Bank) -> list[ClusterJson]:
    items = {item.id: item for item in bank.items}
    return [_cluster(each, clusters.texts(each, items)) for each in bank.clusters]


def _cluster(cluster: Cluster, items: Sequence[Item]) -> ClusterJson:
    stems = {item.stem.plain for item in items}
    return {
        "verdict": cluster.verdict,
        "reason": cluster.reason,
        "difference": difference.words(*(i.stem.plain for i in items))
        if len(stems) == 2 == len(items)
        else "",
        "items": list(cluster.items),
        "sources": [source(span) for span in cluster.sources],
    }


def retired(found: Retired) -> RetiredJson:
    """Give a question of earlier builds as JSON."""
    return {"id": found.id, "into": found.into, "stem": found.stem}


def source(span: Span) -> SourceJson:
    """Give a place as JSON."""
    return {"file": span.path, "line": span.first, "end_line": span.last}


@lru_cache(maxsize=1 << 8)
def _time(seconds: int) -> str:
    return time.strftime(_TIME, time.gmtime(seconds))
