"""`bank.json`: the whole bank for other programs, of the types that `bank_types` has."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final

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
    ItemId,
    OpenResponse,
    Problem,
    Retired,
    Span,
)
from tiku.system.patterns import lazy

if TYPE_CHECKING:  # to make them takes 2 ms
    from tiku.exporters.bank_types import (
        BankJson,
        ClusterJson,
        CopyJson,
        ItemJson,
        ProblemJson,
        RetiredJson,
        SourceJson,
    )

VERSION: Final = 1
_TIME = "%Y-%m-%dT%H:%M:%SZ"


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


def ids(lines: Iterable[str]) -> Iterator[ItemId]:
    """Find the ids in a bank as it was written: of its items, then of those that are gone."""
    return (ItemId(json.loads(found[1])) for found in map(_ID_LINE.match, lines) if found)


def stems(lines: Iterable[str]) -> Iterator[tuple[ItemId, str]]:
    """Find the ids of the items in a bank as it was written, and what each asks, as plain text."""
    found = ItemId("")
    for line in lines:
        if line.startswith(_STEM):
            with suppress(ValueError):
                yield found, json.loads(line[len(_STEM) :].rstrip(",\n"))
        elif line.startswith(_CLUSTERS):
            return
        elif id_line := _ID_LINE.match(line):
            found = ItemId(json.loads(id_line[1]))


_STEM, _CLUSTERS = '      "stem_text": ', '  "clusters":'
_ID_LINE = lazy(r' {6}"id": ("(?:[^"\\]|\\.)+")')


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
