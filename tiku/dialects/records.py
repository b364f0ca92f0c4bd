"""Questions that stand as data on top of a file: `question: …`, `answer: …` in its front matter."""

from __future__ import annotations

from tiku import stubs
from tiku.dialects.parts import found_ids
from tiku.model import Draft, Fragment, Markdown, Reading, Span
from tiku.outline import Outline


def read(outline: Outline) -> Reading:
    """Read each record of the front matter; text below a single one is part of its answer."""
    records = [
        r for r in outline.document.records if not stubs.is_stub(r.parts.get("question", ""))
    ]
    if not records:
        return Reading(why="no record in the front matter")
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
