"""Draft to `Item`: every rule that makes an item valid lives here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from tiku import choices, identify, markdown, points, stems, titles
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
    Text,
)

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def is_id(text: str) -> bool:
    """Tell whether an author may write this as an id."""
    return bool(_ID.fullmatch(text))


class Normalized(NamedTuple):
    """The item of a draft, if it makes one, and what was found on the way."""

    item: Item | None
    problems: tuple[Problem, ...]


class _Asked(NamedTuple):
    """A question's stem, hint and options."""

    stem: Fragment
    hint: Fragment | None
    options: tuple[choices.Option, ...]


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
        self._report_images()
        asked = self._asked(question)
        keyed = self._keyed(asked) if asked.options else None
        if keyed is None:  # options without a key stay where they stand
            asked = _Asked(stems.clean(question), self.draft.hint, asked.options)
        stem = self._text(asked.stem)
        response = _choice(keyed) if keyed else self._open_response(asked)
        explicit = self._explicit_id()
        item = Item(
            id=explicit or identify.mint(stem),
            name=explicit or ItemId(""),
            stem=stem,
            response=response,
            title=EMPTY if question is self.draft.heading else self._title(stem),
            explanation=self._explanation(keyed.rest if keyed else ""),
            hint=self._text(asked.hint),
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
        if is_id(ids[0].markdown):
            return ItemId(ids[0].markdown)
        what = f"'{ids[0].markdown[:80]}' is no id"
        remedy = "use up to 64 letters, digits, '-' and '_', and start with a letter or digit"
        self._add(Code.ID_INVALID, ids[0].line, what, remedy)
        return None

    # Response

    def _asked(self, question: Fragment) -> _Asked:
        """Part the options from the stem; they may stand below the hint instead."""
        hint = self.draft.hint
        split = choices.split(question.markdown)
        if not split.options and hint:
            below = choices.split(hint.markdown)
            hint = Fragment(Markdown(below.stem), hint.line)
            return _Asked(stems.clean(question), hint, below.options)
        stem = stems.clean(Fragment(Markdown(split.stem), question.line))
        return _Asked(stem, hint, () if _is_empty(stem) else split.options)

    def _open_response(self, asked: _Asked) -> OpenResponse | NoResponse:
        draft = self.draft
        if draft.answer is None or _is_empty(draft.answer):
            if not asked.options:  # else it has been said
                remedy = "write one; until then the question makes no card"
                what = "this question has no answer"
                self._add(Code.ANSWER_MISSING, draft.span.first, what, remedy)
            return NoResponse()
        folded = points.fold(self.document.path, draft.answer)
        self.problems += folded.problems
        return OpenResponse(self._text(folded.answer), folded.points)

    def _keyed(self, asked: _Asked) -> choices.Keyed | None:
        line, answer = self.draft.span.first, self.draft.answer
        texts = [self._text(Fragment(Markdown(o.text), asked.stem.line)) for o in asked.options]
        keyed = choices.key(asked.options, texts, answer.markdown if answer else "")
        if not any(choice.keyed for choice in keyed.choices):
            what = "no option is marked as correct; they were read as part of the question"
            remedy = "answer with the letter of one, or write '- [x]' before it"
            self._add(Code.KEY_MISSING, line, what, remedy)
            return None
        if keyed.disputed:
            what = "the ticks and the answer name different options; the ticks were taken"
            self._add(Code.KEY_DISPUTED, line, what, "make them agree")
        return keyed

    def _explanation(self, rest: str) -> Text:
        """Join what the answer says beyond its key with the explanation proper."""
        explanation = self.draft.explanation
        if not rest or not self.draft.answer:
            return self._text(explanation)
        parts = [rest, explanation.markdown if explanation else ""]
        joined = Markdown("\n\n".join(filter(None, parts)))
        return self._text(Fragment(joined, self.draft.answer.line))

    def _text(self, fragment: Fragment | None) -> Text:
        """Render a fragment together with the link definitions that it uses."""
        if fragment is None:
            return EMPTY
        text, references = fragment.markdown, self.document.references
        if references:
            used = dict.fromkeys(label for label in markdown.labels(text) if label in references)
            missing = [references[label] for label in used if references[label] not in text]
            text = Markdown("\n\n".join([text, *missing]) if missing else text)
        return markdown.text(text)

    def _report_images(self) -> None:
        draft = self.draft
        parts = (draft.heading, draft.question, draft.answer, draft.explanation, draft.hint)
        for part in filter(None, parts):
            for image, line in markdown.images(part.markdown):
                what = f"the picture '{image[:80]}' is not put into the deck"
                remedy = "describe it in the text; its description is shown"
                self._add(Code.IMAGE_LEFT_OUT, part.line + line, what, remedy)

    def _add(self, code: Code, line: int, what: str, remedy: str) -> None:
        self.problems.append(Problem(code, self.document.path, line, what, remedy))


def _is_empty(fragment: Fragment | None) -> bool:
    """Tell whether nothing would show; only what may be all markup needs a parse."""
    if fragment is None:
        return True
    start = fragment.markdown[:1]
    if start.isalnum() and not set("&<[") & set(fragment.markdown):
        return False
    return not markdown.text(fragment.markdown).plain.strip()


def _choice(keyed: choices.Keyed) -> ChoiceResponse:
    right: Iterable[str] = (
        f"{choice.label}. {choice.text.markdown}" for choice in keyed.choices if choice.keyed
    )
    return ChoiceResponse(markdown.text("\n\n".join(right)), keyed.choices)
