"""Draft to `Item`: every rule that makes an item valid lives here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from tiku import choices, identify, markdown, points, titles
from tiku.model import (
    EMPTY,
    ChoiceResponse,
    Code,
    Document,
    Draft,
    Fragment,
    Item,
    ItemId,
    Markdown,
    NoResponse,
    OpenResponse,
    Problem,
    Response,
    Text,
)

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class Normalized(NamedTuple):
    """The item of a draft, if it makes one, and what was found on the way."""

    item: Item | None
    problems: tuple[Problem, ...]


def normalize(draft: Draft, document: Document) -> Normalized:
    """Make the item of a draft: its stem, its response by kind, its texts rendered."""
    return _Normalizer(draft, document).run()


class _Normalizer:
    def __init__(self, draft: Draft, document: Document) -> None:
        self.draft, self.document = draft, document
        self.problems: list[Problem] = []

    def run(self) -> Normalized:
        question = self._question()
        if question is None:
            return Normalized(None, tuple(self.problems))
        stem, response, explanation = self._response(question)
        explicit = self._explicit_id()
        item = Item(
            id=explicit or identify.mint(stem),
            explicit=bool(explicit),
            stem=stem,
            response=response,
            title=self._title(stem),
            explanation=explanation,
            hint=self._text(self.draft.hint),
            section=self.draft.section,
            sources=(self.draft.span,),
        )
        return Normalized(item, tuple(self.problems))

    # Stem, title and id

    def _question(self) -> Fragment | None:
        """Give what is asked; a heading stands in for a question that is missing."""
        draft, line = self.draft, self.draft.span.first
        if not _is_empty(draft.question):
            return draft.question
        if draft.heading and not _is_empty(draft.heading):
            what = "this entry has no question; its heading was taken"
            self._add(Code.QUESTION_IS_HEADING, line, what, "write the question above its answer")
            return draft.heading
        what = "this answer has no question" if draft.answer else "this question is empty"
        self._add(Code.QUESTION_MISSING, line, what, "write the question, or delete the entry")
        return None

    def _title(self, stem: Text) -> Text:
        heading = self.draft.heading
        if heading is None:
            return EMPTY
        if _is_empty(heading):
            remedy = "write a title, or delete the heading"
            self._add(Code.HEADING_EMPTY, heading.line, "this heading is empty", remedy)
            return EMPTY
        title = markdown.text(heading.markdown)
        return title if titles.adds_to(title, stem) else EMPTY

    def _explicit_id(self) -> ItemId | None:
        ids = self.draft.ids
        for wrong in ids[1:]:
            what = f"this entry has an id already, '{ids[0].markdown}'"
            self._add(Code.ID_INVALID, wrong.line, what, "keep one of the two")
        if not ids:
            return None
        if _ID.fullmatch(ids[0].markdown):
            return ItemId(ids[0].markdown)
        what = f"'{ids[0].markdown[:80]}' is no id"
        remedy = "use up to 64 letters, digits, '-' and '_', and start with a letter or digit"
        self._add(Code.ID_INVALID, ids[0].line, what, remedy)
        return None

    # Response

    def _response(self, question: Fragment) -> tuple[Text, Response, Text]:
        """Read what follows the question by its kind: stem, response, explanation."""
        draft = self.draft
        split = choices.split(question.markdown)
        answer = "" if draft.answer is None else draft.answer.markdown
        if split.options:
            keyed = choices.key(split.options, answer)
            if any(choice.keyed for choice in keyed.choices):
                stem = self._text(Fragment(Markdown(split.stem), question.line))
                return stem, _choice(keyed), self._explanation(keyed.rest)
            remedy = "answer with its letter, or write '- [x]' before it"
            what = "no option is marked as correct; the question was read as an open one"
            self._add(Code.KEY_MISSING, draft.span.first, what, remedy)
        stem = self._text(question)
        if draft.answer is None or _is_empty(draft.answer):
            remedy = "write one; until then the question makes no card"
            self._add(Code.ANSWER_MISSING, draft.span.first, "this question has no answer", remedy)
            return stem, NoResponse(), self._text(draft.explanation)
        folded = points.fold(self.document.path, draft.answer)
        self.problems += folded.problems
        response = OpenResponse(self._text(folded.answer), folded.points)
        return stem, response, self._text(draft.explanation)

    def _explanation(self, rest: str) -> Text:
        """Join what the answer says beyond its key with the explanation proper."""
        explanation = self.draft.explanation
        line = self.draft.answer.line if self.draft.answer else self.draft.span.first
        parts = [rest.strip(), explanation.markdown if explanation else ""]
        return self._text(Fragment(Markdown("\n\n".join(filter(None, parts))), line))

    def _text(self, fragment: Fragment | None) -> Text:
        """Render a fragment together with the link definitions that it uses."""
        if fragment is None:
            return EMPTY
        text, references = fragment.markdown, self.document.references
        if references:
            used = dict.fromkeys(label for label in markdown.labels(text) if label in references)
            missing = [references[label] for label in used if references[label] not in text]
            text = Markdown("\n\n".join([text, *missing]) if missing else text)
        for image in markdown.images(text):
            what = f"the picture '{image[:80]}' is not put into the deck"
            remedy = "describe it in the text; its description is shown"
            self._add(Code.IMAGE_LEFT_OUT, fragment.line, what, remedy)
        return markdown.text(text)

    def _add(self, code: Code, line: int, what: str, remedy: str) -> None:
        self.problems.append(Problem(code, self.document.path, line, what, remedy))


def _is_empty(fragment: Fragment | None) -> bool:
    """Tell whether nothing would show; only what may be all markup needs a parse."""
    if fragment is None:
        return True
    if "<" not in fragment.markdown and any(map(str.isalnum, fragment.markdown)):
        return False
    return not markdown.text(fragment.markdown).plain.strip()


def _choice(keyed: choices.Keyed) -> ChoiceResponse:
    right: Iterable[str] = (
        f"{choice.label}. {choice.text.markdown}" for choice in keyed.choices if choice.keyed
    )
    return ChoiceResponse(markdown.text("\n\n".join(right)), keyed.choices)
