"""The choice of the dialects that explain a document, and what even they leave unread."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from tiku.dialects import DIALECTS, answer_keys, asides, footers, key_sections, leftovers, topics
from tiku.dialects.covering import is_whole
from tiku.dialects.key_lines import Key
from tiku.dialects.key_sections import KeySection
from tiku.dialects.option_lines import is_judged
from tiku.dialects.parts import is_nothing
from tiku.dialects.within import FEWEST, MOST, asks, has_box, lines_within, says
from tiku.documents.document import title_of
from tiku.documents.known_settings import NO_DIALECT
from tiku.documents.outline import Outline
from tiku.items import stubs
from tiku.languages import asking
from tiku.model import Code, Document, Draft, Left, Problem, Reading, Span
from tiku.system.patterns import lazy
from tiku.values import NamedTuple


class Explanation(NamedTuple):
    """The dialect that explains a document best, and what even it did not read."""

    dialect: str
    reading: Reading
    unread: tuple[Left, ...]


def explain(document: Document, only: str = "", elsewhere: Sequence[Key] = ()) -> Explanation:
    """Let every dialect (or `only` the named one) read a document and take the best reading.

    The best one explains most of the text; on a tie the more explicit dialect wins. What it does
    not read, others may. `elsewhere` are answers by number that stand in another file.
    """
    if only == NO_DIALECT:
        return Explanation("", Reading(why="the settings say that it holds no questions"), ())
    outline = Outline(document)
    keys = key_sections.find(outline)
    hidden = frozenset(n for key in keys for n in range(key.first, key.last + 1))
    keyed = frozenset(key.number for key in (*(k for x in keys for k in x.keys), *elsewhere))
    seen = Outline(document, hidden, keyed) if keys or elsewhere else outline
    first, *others = [only] if only else DIALECTS
    best = DIALECTS[first].read(seen)
    if is_whole(seen, best) and not any(map(_is_stub, best.drafts)):
        drafts, read = _completed(outline, best.drafts, (), elsewhere)
        is_all = [draft.span for draft in drafts] == [draft.span for draft in best.drafts]
        unread = () if is_all else _unread(outline, drafts, read)
        left = leftovers.find(outline, drafts, (), unread) if unread else ()
        return Explanation(first, best._replace(drafts=drafts), left)
    readings = {first: best, **{name: DIALECTS[name].read(seen) for name in others}}
    by_strength = sorted(readings, key=lambda each: -_strength(outline, readings[each]))
    if topics.is_note_with_cards(outline):  # what is no card is what was noted
        by_strength.sort(key=lambda each: not (each in _OF_CARDS and readings[each].drafts))
    if not readings[by_strength[0]].drafts:
        why = "; ".join(dict.fromkeys(reading.why for reading in readings.values()))
        left = leftovers.find(outline, (), (), _unread(outline, ()))
        return Explanation("", Reading(why=why), left)
    name, best = _joined(seen, readings, by_strength)
    apart = _apart(document, seen, readings, by_strength)
    if apart.hidden:
        other, joined = _joined(seen, apart.readings, by_strength)
        if apart.hidden <= _lines(joined.drafts):  # else what was taken out would be lost
            name, best = other, joined
    empty = [draft for draft in best.drafts if _is_stub(draft)]
    drafts = tuple(draft for draft in best.drafts if not _is_stub(draft))
    drafts, read = _completed(outline, drafts, keys, elsewhere)
    unread = _unread(outline, drafts, read | hidden)
    problems = [problem for problem in best.problems if problem.line not in hidden]
    problems += _missed(outline, name, readings, unread)
    best = best._replace(drafts=drafts, problems=tuple(problems))
    return Explanation(name, best, leftovers.find(outline, drafts, empty, unread))


_OF_CARDS = frozenset({"sided", "inline", "cloze"})


class _Apart(NamedTuple):
    """The readings of dialects without the questions that others read at the end of answers."""

    readings: Mapping[str, Reading]
    hidden: frozenset[int]  # the lines of text of those


def _apart(
    document: Document, seen: Outline, readings: Mapping[str, Reading], order: Sequence[str]
) -> _Apart:
    found, hidden = dict(readings), set[int]()
    for each in order:
        if lines := lines_within(seen, each, found):
            again = DIALECTS[each].read(
                Outline(document, seen.hidden | lines, seen.keyed if seen.has_key else None)
            )
            if _firsts(again) <= _firsts(found[each]):
                found[each] = again
                hidden |= lines
    return _Apart(found, frozenset(n for n in hidden if says(seen, n)))


def _joined(
    outline: Outline, readings: Mapping[str, Reading], order: Sequence[str]
) -> tuple[str, Reading]:
    """Take the first reading that has drafts, and add what others read beside it."""
    name, *rest = sorted(order, key=lambda each: not readings[each].drafts)
    best = readings[name]
    for other in rest:
        best = _with(outline, best, readings[other])
    return name, best


def _lines(drafts: Sequence[Draft]) -> set[int]:
    return {n for draft in drafts for n in range(draft.span.first, draft.span.last + 1)}


def _completed(
    outline: Outline,
    drafts: Sequence[Draft],
    sections: Sequence[KeySection],
    elsewhere: Sequence[Key],
) -> tuple[tuple[Draft, ...], frozenset[int]]:
    """Give drafts what stands apart from them: answers, and texts, whose lines are told."""
    drafts = answer_keys.attach(drafts, sections) if sections else drafts
    drafts = answer_keys.answered(drafts, elsewhere) if elsewhere else drafts
    drafts = asides.attach(outline, footers.without(outline, drafts))
    if not any(_MAY_NAME.search(outline[n].text) for n in outline.headings):
        return drafts, frozenset()
    from tiku.dialects import passages

    return passages.attach(outline, drafts)


_MAY_NAME = lazy(  # what several questions are about
    r"材料|阅读|鉴赏|赏析|备选|備選|閱讀|资料|資料|短文|文章|案例|案情|共用|题干|題干|読解|독해|지문|다음|场景|場景|情境"
    r"|シナリオ|事例|상황|사례|\d\s?[-–—~～〜至到]|passage|\breading\b|đọc|s[zc]enario|escenario|cenário|сценарий"
    r"|кейс|ситуация|\b(?:text|case|cas|caso|fall)\b[^\n]{0,10}?\b[\dA-Z]|questions?\s\d",
    re.IGNORECASE,
)


def _with(outline: Outline, best: Reading, other: Reading) -> Reading:
    """Add what another dialect reads where the best one reads nothing.

    One question by itself is too little, unless it is a text with Anki's own gaps. A document that
    answers its questions has none without answers beside them.
    """
    taken = _lines(best.drafts)
    free = [d for d in other.drafts if taken.isdisjoint(range(d.span.first, d.span.last + 1))]
    fewest = 1 if any(_has_gap(outline, draft) for draft in free) else FEWEST
    if len(free) < max(fewest, MOST * len(other.drafts)):
        return best
    if other.confidence < 1 and asking.share(map(asks, free)) < MOST:
        return best
    if _answered(best.drafts) >= MOST > _answered(free) and not outline.has_key:
        return best
    drafts = sorted((*best.drafts, *free), key=lambda draft: draft.span)
    return best._replace(drafts=tuple(drafts), why=f"{best.why}, and {other.why}")


def _firsts(reading: Reading) -> set[int]:
    return {draft.span.first for draft in reading.drafts}


def _has_gap(outline: Outline, draft: Draft) -> bool:
    """Tell whether a draft has a gap as Anki writes it, `{{c1::Paris}}`."""
    lines = range(draft.span.first, draft.span.last + 1)
    return bool(draft.gaps) and any("{{c" in outline.raw(n) for n in lines)


def _is_stub(draft: Draft) -> bool:
    first = draft.question.markdown.partition("\n")[0] if draft.question else ""
    is_empty = stubs.is_placeholder(first) and not asking.has_mark(first)
    return is_empty or stubs.is_stub(first)


def _answered(drafts: Sequence[Draft]) -> float:
    """Give the share of drafts that have an answer, or a choice to make."""
    answered = sum(
        bool(d.answer or d.explanation or has_box(d) or is_judged(d.question.markdown))
        for d in drafts
        if d.question
    )
    return answered / len(drafts)


def _missed(
    outline: Outline, name: str, readings: Mapping[str, Reading], unread: Sequence[Span]
) -> Iterator[Problem]:
    """Report what another dialect would have read where the best one read nothing."""
    said = {problem.line for problem in readings[name].problems}
    lines = {line for span in unread for line in range(span.first, span.last + 1)}
    for other, reading in readings.items():
        for draft in reading.drafts:
            whole = range(draft.span.first, draft.span.last + 1)
            text = {line for line in whole if not is_nothing(outline.document.lines[line - 1])}
            if other != name and text and text <= lines and not said & text and _may_ask(draft):
                what = f"this looks like a question ({other}), but the file is read as {name}"
                remedy = (
                    "write all questions of a file in one way, or put them into files of their own"
                )
                yield Problem(Code.SECTION_UNREAD, outline.path, whole.start, what, remedy)


def _may_ask(draft: Draft) -> bool:
    """Tell whether a draft asks a learner, and is no offer: `Would you like me to write more?`."""
    return not draft.question or not footers.offers(draft.question.markdown)


def _strength(outline: Outline, reading: Reading) -> float:
    """Weigh how explicit the evidence is by the share of the text that it explains."""
    if not reading.drafts:
        return 0.0
    of_front = sum(_lines_of_front(outline, draft) for draft in reading.drafts)
    text = sum(map(bool, map(str.strip, outline.document.lines))) + of_front
    unread = sum(span.last - span.first + 1 for span in _unread(outline, reading.drafts))
    return reading.confidence * (1 - unread / text) if text else 0.0


def _lines_of_front(outline: Outline, draft: Draft) -> int:
    """Count the lines of a draft that stands in the front matter, where the text is blank."""
    lines = range(draft.span.first, draft.span.last + 1)
    stands = any(outline.document.lines[n - 1].strip() for n in lines)
    return 0 if stands else len(lines)


def _unread(
    outline: Outline, drafts: Sequence[Draft], beside: Collection[int] = ()
) -> tuple[Span, ...]:
    """List the stretches of text outside every draft; a heading above a draft is read.

    So are the lines `beside` them.
    """
    read = {*beside, *_lines(drafts)}
    above = {title for draft in drafts for title in draft.section}
    heads = {outline[n].leaf for n in read if outline[n].kind == "table"}
    read.update(n for leaf in heads for n in (leaf, leaf + 1))
    for section in outline.document.sections:
        if section.heading and title_of(section.heading) in above:
            read.update(range(section.heading.first, section.heading.last + 1))
    spans: list[Span] = []
    for number, line in enumerate(outline.document.lines, 1):
        if number in read or is_nothing(line):
            continue
        if spans and spans[-1].last == number - 1:
            spans[-1] = Span(outline.path, spans[-1].first, number)
        else:
            spans.append(Span(outline.path, number, number))
    return tuple(spans)
