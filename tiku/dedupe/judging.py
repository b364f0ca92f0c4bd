"""Verdicts on single pairs, each judged as a bank of its own: for `tiku judge` and for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from tiku.dedupe import dedupe
from tiku.document import parse
from tiku.model import Draft, Fragment, Item, Markdown, Span
from tiku.normalize import normalize

Judged = Literal["merge", "conflict", "review", "distinct"]
_VERDICTS: dict[str, Judged] = {"conflict": "conflict", "alike": "review", "different": "distinct"}


class Verdict(NamedTuple):
    """What dedupe makes of two questions, and why."""

    verdict: Judged
    reason: str


def judge(pair: Mapping[str, Any]) -> Verdict:
    """Judge two questions `a` and `b`; Markdown, with `answer_a`, `ctx_a` and so on if given.

    `ctx` is the heading above. Raises KeyError, TypeError where a question is missing or no text.
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
    parts = {name: pair.get(f"{name}_{side}") or "" for name in ("answer", "ctx")}
    question = pair[side]
    for text in (question, *parts.values()):
        if not isinstance(text, str):
            message = f"'{text}' is no text"
            raise TypeError(message)
    draft = Draft(
        span=Span(side, 1, 1),
        section=(parts["ctx"],) if parts["ctx"] else (),
        question=Fragment(Markdown(question), 1),
        answer=Fragment(Markdown(parts["answer"]), 1) if parts["answer"] else None,
    )
    document, _ = parse(side, question, {})
    return normalize(draft, document).item
