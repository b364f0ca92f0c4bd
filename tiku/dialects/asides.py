"""Answers that stand aside from their questions: in footnotes, or in comments that nobody sees.

A document that has some of them has many: a lone footnote is a remark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from tiku.documents.outline import Outline
from tiku.model import Draft, Fragment, Markdown
from tiku.system.patterns import lazy

_NOTE = lazy(r"\[\^(?P<name>[^\]\s]+)\]:[ \t]*(?P<text>.*)")
_REFERENCE = lazy(r"[ \t]*\[\^(?P<name>[^\]\s]+)\][ \t]*$")
_COMMENT = lazy(r"<!--(?P<text>(?:(?!-->).)+)-->")
_NO_ANSWER = lazy(
    r"\s*(?:id:|SR:|tags?\b|TODO|teacher\b|key\b|prettier|markdownlint|@|/?\w+-\w+)", re.IGNORECASE
)
_LABEL = lazy(r"\s*(?:ans(?:wer)?s?|key|solution)\s*[:：]\s*", re.IGNORECASE)
_FEW = 2
_LONGEST = 100  # characters of a reference
_LONGEST_LINE = 5_000
_MOST = 0.5

_Find = Callable[[Draft], Draft | None]


def attach(outline: Outline, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Give each draft the answer of its footnote, or of the comment beside it."""
    notes = _notes(outline)
    if notes:
        drafts = _each(drafts, lambda draft: _by_note(draft, notes))
    if "<!--" in "\n".join(outline.marked.lines):
        drafts = _each(drafts, lambda draft: _by_comment(outline, draft))
    return tuple(drafts)


def _each(drafts: Sequence[Draft], find: _Find) -> Sequence[Draft]:
    """Answer the drafts that have no answer, if most of them are answered so."""
    found = [find(draft) for draft in drafts]
    bare = sum(_is_bare(draft) for draft in drafts)
    count = sum(each is not None for each in found)
    if count < max(_FEW, _MOST * bare):
        return drafts
    return [new or old for new, old in zip(found, drafts, strict=True)]


def _is_bare(draft: Draft) -> bool:
    return not draft.answer or bool(_REFERENCE.fullmatch(draft.answer.markdown))


def _notes(outline: Outline) -> dict[str, Fragment]:
    """Read the footnotes: a definition, and the indented lines below it."""
    notes: dict[str, Fragment] = {}
    if "[^" not in "\n".join(outline.document.lines):
        return notes
    for number in range(1, outline.last + 1):
        found = _NOTE.match(outline.raw(number))
        if not found:
            continue
        lines = [found["text"]]
        for below in range(number + 1, outline.last + 1):
            raw = outline.raw(below)
            if not raw.startswith(("    ", "\t")):
                break
            lines.append(raw.strip())
        notes[found["name"]] = Fragment(Markdown("\n".join(lines).strip()), number)
    return notes


def _by_note(draft: Draft, notes: Mapping[str, Fragment]) -> Draft | None:
    question, answer = draft.question, draft.answer
    if not question:
        return None
    text = question.markdown.rstrip()
    found = _REFERENCE.search(text, max(0, len(text) - _LONGEST))
    if not found and answer:
        found = _REFERENCE.fullmatch(answer.markdown)
    if not found or found["name"] not in notes or not _is_bare(draft):
        return None
    stem = Fragment(Markdown(_REFERENCE.sub("", question.markdown)), question.line)
    return draft._replace(question=stem, answer=notes[found["name"]])


def _by_comment(outline: Outline, draft: Draft) -> Draft | None:
    if not draft.question or draft.answer:
        return None
    for number in range(draft.span.first, draft.span.last + 2):
        if number > outline.last:
            break
        for found in _COMMENT.finditer(outline.raw(number)[:_LONGEST_LINE]):
            if found["text"].strip() and not _NO_ANSWER.match(found["text"]):
                stem = _COMMENT.sub("", draft.question.markdown).strip()
                answer = _LABEL.sub("", found["text"]).strip()
                question = Fragment(Markdown(stem), draft.question.line)
                return draft._replace(question=question, answer=Fragment(Markdown(answer), number))
    return None
