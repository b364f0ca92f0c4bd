"""Draft to `Item`: every rule that makes an item valid lives here."""

from collections.abc import Iterable, Iterator

from tiku.items import (
    choices,
    judged,
    keys,
    options,
    points,
    stem_keys,
    stems,
    stubs,
    subtasks,
    titles,
)
from tiku.items.option_marks import Option
from tiku.languages import labels, part_titles
from tiku.markup import markdown, media
from tiku.model import (
    EMPTY,
    ChoiceResponse,
    ClozeResponse,
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
    Said,
    Text,
)
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_LONGEST_KEY = 8  # characters: the letters of some options
_ID = lazy(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def is_id(text: str) -> bool:
    """Tell whether an author may write this as an id."""
    return bool(_ID.fullmatch(text))


class Normalized(NamedTuple):
    """The item of a draft, if it makes one, and what was found on the way.

    `media` are the files that it shows, by path below the source folder, each with its line.
    """

    item: Item | None
    problems: tuple[Problem, ...]
    media: tuple[tuple[str, int], ...] = ()


class _Asked(NamedTuple):
    """A question's stem, hint and options, and the text that holds its key."""

    stem: Fragment
    hint: Fragment | None
    options: tuple[Option, ...]
    answer: Markdown
    feedback: str = ""


def normalize(draft: Draft, document: Document) -> Normalized:
    """Make the item of a draft: its stem, its response by kind, its texts rendered."""
    return _Normalizer(draft, document).run()


class _Normalizer:
    def __init__(self, draft: Draft, document: Document) -> None:
        self.folder = document.path.rpartition("/")[0]
        self.draft, self.document = self._rooted(draft), document
        self.problems: list[Problem] = []
        self.media: list[tuple[str, int]] = []

    def run(self) -> Normalized:
        question = self._question()
        if question is None:
            return Normalized(None, tuple(self.problems))
        self._find_media()
        chosen = None if self.draft.gaps else self._choice(question)
        asked = chosen[0] if chosen else self._open(question)
        stem = self._text(asked.stem)
        response = _choice(chosen[1]) if chosen else self._open_response(asked)
        explicit = self._explicit_id()
        item = Item(
            id=explicit or keys.mint(stem),
            name=explicit or ItemId(""),
            content=Said(
                stem=stem,
                response=response,
                title=EMPTY if question is self.draft.heading else self._title(stem),
                explanation=self._explanation(chosen[1].rest if chosen else "", asked),
                hint=self._text(asked.hint),
            ),
            section=self.draft.section,
            sources=(self.draft.span,),
        )
        return Normalized(item, tuple(self.problems), tuple(self.media))

    def _rooted(self, draft: Draft) -> Draft:
        """Name the files that a draft shows by their paths below the source folder."""
        if not self.folder:
            return draft
        parts = (
            draft.heading,
            draft.question,
            draft.answer,
            draft.explanation,
            draft.hint,
            draft.hidden,
        )
        if not any(part and media.may_name(part.markdown) for part in parts):
            return draft
        return draft._replace(
            heading=self._rooted_part(draft.heading),
            question=self._rooted_part(draft.question),
            answer=self._rooted_part(draft.answer),
            explanation=self._rooted_part(draft.explanation),
            hint=self._rooted_part(draft.hint),
            hidden=self._rooted_part(draft.hidden),
        )

    def _rooted_part(self, part: Fragment | None) -> Fragment | None:
        return part and part._replace(markdown=Markdown(media.rooted(part.markdown, self.folder)))

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
        if not titles.adds_to(markdown.key(heading.markdown).form, stem):
            return EMPTY
        return markdown.text(heading.markdown)

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

    def _choice(self, question: Fragment) -> tuple[_Asked, choices.Keyed] | None:
        """Find the options and the key: where they are named, else where an answer names them."""
        named = self._named(question)
        ways = [named] if named else list(self._loosely(question))
        if any(subtasks.are_parts(way.stem.markdown, way.options, way.answer) for way in ways):
            return None
        for asked in (*ways, *self._keyed_in_stem(named)):
            keyed = self._keyed(asked)
            if any(choice.keyed for choice in keyed.choices):
                if keyed.disputed:
                    what = "the ticks and the answer name different options; the ticks were taken"
                    self._add(Code.KEY_DISPUTED, self.draft.span.first, what, "make them agree")
                return asked, keyed
        if named:
            said = self.draft.answer.markdown.strip() if self.draft.answer else ""
            is_name = said.isalnum() and len(said) <= _LONGEST_KEY
            what = f"no option is called '{said}'" if is_name else "no option is marked as correct"
            what += "; they were read as part of the question"
            remedy = "answer with the letter of one, or write '- [x]' before it"
            self._add(Code.KEY_MISSING, self.draft.span.first, what, remedy)
        return None

    def _keyed_in_stem(self, asked: _Asked | None) -> Iterator[_Asked]:
        """Take the key from the stem's brackets, where what stands below the options names none."""
        if asked and asked.answer and self.draft.answer:
            stem, key = stem_keys.taken(asked.stem.markdown, asked.options)
            if key:
                fragment = Fragment(Markdown(stem), asked.stem.line)
                answer = Markdown(f"{key}\n\n{asked.answer}")
                yield asked._replace(stem=fragment, answer=answer)

    def _named(self, question: Fragment) -> _Asked | None:
        """Part options with names or boxes from the stem; they may stand below the hint instead."""
        hint, answer = self.draft.hint, self.draft.answer
        split = options.split(question.markdown)
        if not split.options and hint:
            below = options.split(hint.markdown)
            if below.options:
                hint = Fragment(Markdown(below.stem), hint.line)
                return self._made(options.Split(question.markdown, below.options), question, hint)
        if split.options:
            return self._made(split, question, hint)
        boxes = options.split(f"-\n\n{answer.markdown}") if answer else None
        if boxes and boxes.options and all(o.ticked is not None for o in boxes.options):
            stem = options.without_list(question.markdown, [o.text for o in boxes.options])
            rest = Markdown(boxes.stem.removeprefix("-").strip())
            asked = self._made(options.Split(stem, boxes.options), question, hint)
            return asked and asked._replace(answer=rest)
        return None

    def _loosely(self, question: Fragment) -> Iterator[_Asked]:
        """Part a list without names, which counts only where a mark or the answer names an item."""
        for split in options.split_loosely(question.markdown):
            is_weak = any(option.is_weak for option in split.options)
            if self.draft.answer or any(o.ticked for o in split.options) or is_weak:
                found = self._made(split, question, self.draft.hint)
                yield from [found] if found else []

    def _made(
        self, split: options.Split, question: Fragment, hint: Fragment | None
    ) -> _Asked | None:
        stem, found, key = split.stem, split.options, ""
        if not self.draft.answer:
            stem, key = stem_keys.taken(stem, found)
            found, key = (found, key) if key else stem_keys.taken_from_last(found)
        fragment = stems.clean(Fragment(Markdown(stem), question.line))
        if _is_empty(fragment):
            return None
        answer = key or (self.draft.answer.markdown if self.draft.answer else "")
        return _Asked(fragment, hint, found, Markdown(answer), split.feedback)

    def _keyed(self, asked: _Asked) -> choices.Keyed:
        texts = [self._text(Fragment(Markdown(o.text), asked.stem.line)) for o in asked.options]
        return choices.key(asked.options, texts, asked.answer)

    def _open(self, question: Fragment) -> _Asked:
        """Take a question as it stands, options that nothing marks among it."""
        stem, answer = judged.split(question) if not self.draft.answer else (question, "")
        if (
            not self.draft.answer
            and not answer
            and any(map(part_titles.names_gaps, self.draft.section))
        ):
            from tiku.items import filled

            stem, answer = filled.split(question)
        return _Asked(stems.clean(stem), self.draft.hint, (), Markdown(answer))

    def _open_response(self, asked: _Asked) -> OpenResponse | ClozeResponse | NoResponse:
        draft, line = self.draft, self.draft.span.first
        if draft.gaps and draft.answer:
            return ClozeResponse(
                self._text(draft.answer), draft.gaps, self._text(draft.hidden or draft.answer)
            )
        if asked.answer:
            return OpenResponse(self._text(Fragment(asked.answer, asked.stem.line)))
        is_missing = draft.answer is None or _is_empty(draft.answer)
        if draft.answer is None or is_missing or stubs.is_placeholder(draft.answer.markdown):
            if not any(problem.code == Code.KEY_MISSING for problem in self.problems):
                remedy = "write one; until then the question makes no card"
                what = "this question has no answer"
                said = (
                    ""
                    if is_missing or not draft.answer
                    else f", only '{draft.answer.markdown.strip()}'"
                )
                self._add(Code.ANSWER_MISSING, line, what + said, remedy)
            return NoResponse()
        folded = points.fold(self.document.path, draft.answer)
        self.problems += folded.problems
        return OpenResponse(self._text(folded.answer), folded.points)

    def _explanation(self, rest: str, asked: _Asked) -> Text:
        """Join what the answer says beyond its key with the explanation proper."""
        explanation = self.draft.explanation
        said = rest if asked.answer else ""
        if not said and not asked.feedback:
            return self._text(explanation)
        parts = [_unlabelled(said), explanation.markdown if explanation else "", asked.feedback]
        joined = Markdown("\n\n".join(filter(None, parts)))
        line = self.draft.answer.line if self.draft.answer else asked.stem.line
        return self._text(Fragment(joined, line))

    def _text(self, fragment: Fragment | None) -> Text:
        """Render a fragment together with the link definitions that it uses."""
        return markdown.text(self._whole(fragment.markdown)) if fragment else EMPTY

    def _whole(self, text: Markdown) -> Markdown:
        """Put the definitions of links and footnotes that a text uses below it."""
        references = self.document.references
        if references:
            used = dict.fromkeys(label for label in markdown.labels(text) if label in references)
            found = (media.rooted(references[label], self.folder) for label in used)
            missing = [definition for definition in found if definition not in text]
            return Markdown("\n\n".join([text, *missing]))
        return text

    def _find_media(self) -> None:
        draft = self.draft
        parts = (draft.heading, draft.question, draft.answer, draft.explanation, draft.hint)
        for part in filter(None, parts):
            for source, below in markdown.images(self._whole(part.markdown)):
                path, line = media.path_of(source), part.line + below
                if media.is_medium(path):
                    self.media.append((path, line))
                    continue
                shown = source if len(source) <= 80 else f"{source[:79]}…"
                what = f"'{shown}' is not put into the deck, for it is {_KINDS[bool(path)]}"
                remedy = (
                    "put the picture beside the source; until then a link or its description shows"
                )
                self._add(Code.IMAGE_LEFT_OUT, line, what, remedy)

    def _add(self, code: Code, line: int, what: str, remedy: str) -> None:
        self.problems.append(Problem(code, self.document.path, line, what, remedy))


def _unlabelled(said: str) -> str:
    """Take the label off what stands in a quote below a key: `> 💡 **Explanation:** It is.`."""
    if said[:1] != ">":
        return said
    first, *below = said.split("\n")
    found = labels.label(first.lstrip("> "))
    if not found or found.role != "explanation" or any(line[:1] not in (">", "") for line in below):
        return said
    inner = (line[1:].removeprefix(" ") for line in below)
    return "\n".join([found.rest, *inner]).strip()


_KINDS = {True: "neither picture nor sound", False: "no file in the source folder"}


def _is_empty(fragment: Fragment | None) -> bool:
    """Tell whether nothing would show; only what may be all markup needs a parse."""
    if fragment is None:
        return True
    return not _shows(fragment.markdown) and not _plain(fragment.markdown)


def _plain(text: Markdown) -> str:
    return markdown.text(text).plain.strip()


def _shows(text: str) -> bool:
    """Tell whether a text surely shows something: its first letter, behind marks of its block."""
    if text[:1].isalpha():
        return True
    start = text[:_MARKS_BEFORE].lstrip("*_ -#>")
    return start[:1].isalpha() or (
        text[:1].isalnum() and not ("&" in text or "<" in text or "[" in text)
    )


_MARKS_BEFORE = 8  # characters; many more might nest too deep to be shown


def _choice(keyed: choices.Keyed) -> ChoiceResponse:
    right: Iterable[str] = (
        f"{choice.label}. {choice.text.markdown}" for choice in keyed.choices if choice.keyed
    )
    return ChoiceResponse(markdown.text("\n\n".join(right)), keyed.choices)
