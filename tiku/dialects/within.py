"""Questions that stand at the end of an answer in another dialect."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tiku.dialects.option_lines import is_judged
from tiku.dialects.parts import lead
from tiku.documents.outline import Outline
from tiku.languages import asking
from tiku.languages.part_titles import role_of_word
from tiku.model import Draft, Reading
from tiku.system.patterns import lazy

FEWEST = 2  # questions in another dialect beside those of the main one
MOST = 0.5
_BANK = 3  # questions that are no part of one answer

_SIGN = lazy(r"\n(?:\?|[ >*+-]*(?:\[[xX]\]|[(（]?[Bb][.)、．）:：]))")  # a line "?", an option "B."
_HEAD = lazy(r"\n(\|.*)\n\|?[ \t:]*-")


def may_stand(draft: Draft) -> bool:
    """Tell whether the signs of questions in another dialect stand below the start of an answer."""
    return any(part and _has_signs(part.markdown) for part in (draft.answer, draft.explanation))


def _has_signs(text: str) -> bool:
    return (
        "{{c" in text
        or "::" in text
        or bool(_SIGN.search(text))
        or ("\n|" in text and any(map(_names_question, _HEAD.findall(text))))
    )


def _names_question(head: str) -> bool:
    return any(role_of_word(cell) == "question" for cell in head.split("|"))


def lines_within(outline: Outline, name: str, readings: Mapping[str, Reading]) -> frozenset[int]:
    """Give the lines of questions at the end of answers in one dialect that others read.

    Such questions have signs of their own. Where they are all that stands below a heading that
    does not ask, any will do, and the heading is a section.
    """
    own = readings[name]
    others = {each: found for each, found in readings.items() if each != name and found.drafts}
    sure = [
        found for each, found in others.items() if _is_sure(each, found) or _is_bank(own, found)
    ]
    lines = {line for found in sure for line in _lines_around(own, found)}
    ends = _Ends(outline, own, others.values())
    lines.update(ends.of(sure, has_answer=True))
    for each, found in others.items():
        if own.confidence < 1 and (_is_sure(each, found) or _most_ask(found)):
            lines.update(ends.of([found], has_answer=False))
    return frozenset(lines)


def _is_sure(name: str, reading: Reading) -> bool:
    """Tell whether signs make the questions; "::" is an operator too, which an answer may show."""
    return reading.confidence == 1 and (name != "inline" or _most_ask(reading))


def _is_bank(own: Reading, other: Reading) -> bool:
    """Tell whether several questions, all answered, stand in the answer of the only one above."""
    drafts = other.drafts
    are_answered = all(draft.answer and asking.has_mark(_head(draft)) for draft in drafts)
    return len(own.drafts) == 1 and len(drafts) >= _BANK and are_answered


def _most_ask(reading: Reading) -> bool:
    return asking.share(map(asks, reading.drafts)) >= MOST


class _Ends:
    """The ends of answers in one dialect that are all questions in others."""

    def __init__(self, outline: Outline, own: Reading, others: Iterable[Reading]) -> None:
        self.outline, self.own = outline, own
        self.read = {n for other in others for draft in other.drafts for n in _lines(draft)}

    def of(self, others: Sequence[Reading], *, has_answer: bool) -> Iterator[int]:
        """Give the lines from the first question of others to the end of the answer it stands in.

        That is one that `has_answer` above it, or else one below what does not ask.
        """
        within: defaultdict[int, list[Draft]] = defaultdict(list)
        for other in others:
            for at, found in _by_owner(self.outline, self.own.drafts, other.drafts).items():
                within[at] += found if len(found) >= FEWEST else []
        for at, drafts in within.items():
            draft = self.own.drafts[at]
            start = min((_start(self.outline, each.span.first) for each in drafts), default=0)
            lines = range(start, draft.span.last + 1)
            if not drafts or not all(n in self.read or not says(self.outline, n) for n in lines):
                continue
            if _answers_above(self.outline, draft, start) == has_answer:
                is_section = not has_answer and not requests(_head(draft))
                yield from lines if has_answer or is_section else ()


def says(outline: Outline, number: int) -> bool:
    """Tell whether a line is text of a question, and no title of several."""
    line = outline[number]
    is_head = line.kind == "heading" or (line.kind == "table" and number - line.leaf < 2)
    return outline.is_text(number) and not is_head


def _lines_around(best: Reading, other: Reading) -> set[int]:
    """Give the lines of questions whose answers the other dialect reads without what they ask."""
    bare = [_lines(draft) for draft in best.drafts if not draft.question]
    taken = {line for lines in bare for line in lines}
    around = [_lines(draft) for draft in other.drafts if taken and draft.question and draft.answer]
    found = [lines for lines in around if not taken.isdisjoint(lines)]
    return {line for lines in found for line in lines} if len(found) >= FEWEST else set()


def _lines(draft: Draft) -> range:
    return range(draft.span.first, draft.span.last + 1)


def _by_owner(
    outline: Outline, drafts: Sequence[Draft], others: Sequence[Draft]
) -> Mapping[int, list[Draft]]:
    """Give the answered questions of others that stand within a draft, by its place."""
    firsts = [draft.span.first for draft in drafts]
    within: defaultdict[int, list[Draft]] = defaultdict(list)
    for other in others:
        first, last = other.span.first, other.span.last
        at = bisect_left(firsts, first) - 1
        is_answered = other.answer or has_box(other) or outline.has_key
        if at >= 0 and last <= drafts[at].span.last and is_answered:
            within[at].append(other)
    return within


def _start(outline: Outline, first: int) -> int:
    """Give the line at which a question starts, the head of its table, or its id above it."""
    return lead(outline.marked, outline[first].leaf if outline[first].kind == "table" else first)


def _answers_above(outline: Outline, draft: Draft, start: int) -> bool:
    """Tell whether a question has an answer above a line."""
    if draft.answer and draft.answer.line < start:
        return True
    # What looks like an answer may belong to the questions below, and what is asked end before.
    question = draft.question.line if draft.question else draft.span.first
    return any(map(outline.is_text, range(question + 1, start)))


def asks(draft: Draft) -> bool:
    """Tell whether a draft is a question by more than its place."""
    return bool(draft.answer and draft.explanation) or requests(_head(draft)) or has_box(draft)


def _head(draft: Draft) -> str:
    return draft.question.markdown.partition("\n")[0] if draft.question else ""


def requests(question: str) -> bool:
    """Tell whether a line asks for something: an answer, or a judgement."""
    return asking.requests(question) or is_judged(question)


def has_box(draft: Draft) -> bool:
    """Tell whether a question has an option that is ticked."""
    return bool(draft.question and any(box in draft.question.markdown for box in _BOXES))


_BOXES = ("[x]", "[X]")
