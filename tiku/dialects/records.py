"""Questions that stand as data on top of a file: `question: …`, `answer: …` in its front matter.

So does one whose `title: …` asks, where nothing else in the file does: all of that answers it.
"""

from __future__ import annotations

from itertools import pairwise

from tiku.dialects.cutting import Place, cut
from tiku.dialects.parts import found_ids
from tiku.documents.outline import Outline
from tiku.items import stubs
from tiku.languages import asking
from tiku.languages.labels import label
from tiku.model import Draft, Fragment, Markdown, Reading, Span


def read(outline: Outline) -> Reading:
    """Read each record of the front matter; text below a single one is part of its answer."""
    records = [
        r for r in outline.document.records if not stubs.is_stub(r.parts.get("question", ""))
    ]
    if not records:
        titled = _titled(outline)
        why = "a title that asks" if titled else "no record in the front matter"
        return Reading((titled,) if titled else (), (), confidence=_BY_TITLE, why=why)
    drafts = []
    for record in records:
        parts = {
            role: Fragment(Markdown(text), record.first) for role, text in record.parts.items()
        }
        drafts.append(
            Draft(
                span=Span(outline.path, record.first, record.last),
                question=parts.get("question"),
                answer=parts.get("answer"),
                explanation=parts.get("explanation"),
                hint=parts.get("hint"),
                ids=found_ids(outline.marked, record.first, record.last),
            )
        )
    return Reading(
        tuple(drafts), (), confidence=1.0, why=f"records of the front matter ({len(drafts)})"
    )


def _titled(outline: Outline) -> Draft | None:
    """Read a document whose title asks and nothing else, if it is no longer than an answer."""
    about = outline.document.about
    title = next((text for key, text in pairwise(about) if key.lower() == "title"), "")
    if not asking.has_mark(title) or asking.is_furniture(title):
        return None
    said = [n for n in range(1, outline.last + 1) if outline.is_text(n)]
    if not said or len(said) > _LONGEST or any(_may_ask(outline, n) for n in said):
        return None
    answer = cut(outline, range(said[0], said[-1] + 1), Place())
    span = Span(outline.path, said[0], said[-1])
    return Draft(span=span, question=Fragment(Markdown(title), said[0]), answer=answer)


def _may_ask(outline: Outline, number: int) -> bool:
    """Tell whether a line is a label, or ends with a question mark."""
    line = outline[number]
    named = label(line.text) if line.kind in ("text", "heading") else None
    is_part = named is not None and named.role in ("question", "answer")
    return is_part or (line.kind != "code" and asking.ends_asking(line.text))


_BY_TITLE = 0.7  # the confidence of such a reading
_LONGEST = 100  # lines of an answer
