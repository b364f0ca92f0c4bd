"""Verdicts on single pairs, each judged as a bank of its own: for `tiku judge` and for tests."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from tiku.dedupe.repeats import dedupe
from tiku.documents.document import parse
from tiku.items.normalize import normalize
from tiku.model import Draft, Fragment, Item, Markdown, Span
from tiku.values import NamedTuple

Judged = Literal["merge", "conflict", "review", "distinct"]
_VERDICTS: dict[str, Judged] = {"conflict": "conflict", "alike": "review", "different": "distinct"}


class Verdict(NamedTuple):
    """What dedupe makes of two questions, and why."""

    verdict: Judged
    reason: str


def judge(pair: Mapping[str, Any]) -> Verdict:
    """Judge two questions `a` and `b`; Markdown, with `answer_a`, `ctx_a` and so on if given.

    `ctx` is the heading above. Raises KeyError, TypeError or ValueError where a question is
    missing, no text, or a text that is not Unicode.
    """
    items = [item for side in "ab" if (item := _item(pair, side))]
    if len(items) < 2:
        return Verdict("distinct", "one of them is empty")
    found = dedupe(items)
    if len(found.items) == 1:
        return Verdict("merge", found.findings[0].reason)
    for finding in found.findings:
        return Verdict(_VERDICTS[finding.verdict], finding.reason)
    return Verdict("distinct", "")


def _item(pair: Mapping[str, Any], side: str) -> Item | None:
    question, answer, heading = (
        _text(each) for each in (pair[side], pair.get(f"answer_{side}"), pair.get(f"ctx_{side}"))
    )
    draft = Draft(
        span=Span(side, 1, 1),
        section=(heading,) if heading else (),
        question=Fragment(question, 1),
        answer=Fragment(answer, 1) if answer else None,
    )
    document, _ = parse(side, question, {})
    return normalize(draft, document).item


def _text(value: object) -> Markdown:
    if not isinstance(value, str | None):
        message = f"'{value}' is no text"
        raise TypeError(message)
    return Markdown(re.sub("\r\n?", "\n", value or ""))
