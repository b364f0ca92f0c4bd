"""The types of `bank.json`, which are its published schema.

Run `python -m tests.schema` after a change: it writes `docs/bank.schema.json`.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict


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
