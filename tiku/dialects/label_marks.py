"""Where the labels of a document stand, with the headings and folds that name parts as they do."""

import re
from collections.abc import Iterator
from functools import lru_cache

from tiku.dialects import marks
from tiku.dialects.item_titles import is_title, title_above
from tiku.dialects.tasks import passage_above, task_at
from tiku.documents.outline import Outline, once
from tiku.languages import numbering
from tiku.languages.label_words import SIGNS, SYMBOLS, TITLES
from tiku.languages.labels import Label, label
from tiku.languages.part_titles import names_options
from tiku.model import Block, Role, Section
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_LONGEST = 30  # characters of a heading that only says `Question`


class LabelMark(NamedTuple):
    """A label: the part that it opens, its word, its line, what follows, and how it is written.

    One that is `below` itself is a heading that belongs to the part.
    """

    role: Role
    word: str
    line: int
    rest: str
    emphasised: bool
    below: int  # the line after the label, which in an underlined heading is not the next
    above: int = 0  # the first line of what a question is about, which stands above its label
    title: int = 0  # the line of a question's title, which is no heading


def label_marks(section: Section, outline: Outline) -> Iterator[LabelMark]:
    """Find all that opens a part in a section."""
    heading = section.heading
    before = 0  # the line of the last mark
    if heading and (found := label_of(heading, outline)):
        below = heading.first if found is _BEGUN else heading.last + 1
        place = (heading.first, found.rest, True, below)
        yield LabelMark(found.role, found.word, *place)
        before = heading.first
    first = heading.last + 1 if heading else section.blocks[0].first if section.blocks else 1
    folds = {
        n: f
        for n in (range(first, section.last + 1) if outline.folds else ())
        if (f := outline.folds.get(n)) and marks.fold_role(f)
    }
    lines = {*folds}
    for block in section.blocks:
        _add_label_lines(block, outline, lines)
    below = 0  # the lines that belong to the last mark
    is_marked = False
    adorned = _first_told(outline, section)
    for number in sorted(lines):
        if number < below:
            continue
        if fold := folds.get(number):
            role = marks.fold_role(fold)
            assert role
            again = marks.named_again(outline, fold, role)
            word, rest, end = again or ("", fold.rest, fold.below)
            mark = LabelMark(role, word, number, rest, emphasised=True, below=end)
            below, is_marked, before = mark.below, True, number
            yield mark
            continue
        text = outline[number].text
        found = label(text) or task_at(outline, number)
        if found and found.word in SIGNS and not is_marked and adorned < number:
            if outline[outline.said_above(number)].text.endswith(ASKS):
                adorned = section.last  # what stands above it asks, too
            else:
                continue
        if found and not marks.is_no_label(outline, number, found):
            emphasised, is_marked = text.startswith(("*", "_")), True
            mark = LabelMark(found.role, found.word, number, found.rest, emphasised, number + 1)
            yield _led(outline, mark, before) if mark.role == "question" else mark
            before = number


def _led(outline: Outline, mark: LabelMark, before: int) -> LabelMark:
    """Say what stands above the label of a question, below the line `before`."""
    passage = passage_above(outline, mark.line, before)
    return mark._replace(above=passage, title=title_above(outline, mark.line))


def _first_told(outline: Outline, section: Section) -> int:
    """Give the first line of text below a heading that asks, for that answers; else the last."""
    heading = section.heading
    if not heading or not heading.text.endswith(ASKS):
        return section.last
    lines = range(heading.last + 1, section.last + 1)
    return next((n for n in lines if outline.is_text(n)), section.last)


ASKS = ("?", "？")


def label_of(heading: Block, outline: Outline) -> Label | None:
    """Find the label of a heading; `## Question` is one where the next heading is `## Answer`."""
    if heading.first in outline.hidden:
        return None
    text = outline.marked.heading(heading)
    found = heading_label(text) or task_at(outline, heading.first)
    if not found and heading.first in (paired := _paired(outline)):
        found = paired[heading.first]
    asks = found and found.is_sentence and text.endswith(ASKS)
    return None if asks else found


@once
def _paired(outline: Outline) -> dict[int, Label]:
    """Give what headings name that only say `Question`, if one of the next ones says `Answer`.

    What stands between the two belongs to the question, but for a heading such as `Skeleton`, which
    begins the answer.
    """
    headings = [each.heading for each in outline.document.sections if each.heading]
    named = ((x, outline.marked.heading(x)) for x in headings)
    texts = [(block, text) for block, text in named if not names_options(text[:_LONGEST])]
    found: dict[int, Label] = {}
    for at, (block, text) in enumerate(texts):
        asked = _alone(text) if len(text) < _LONGEST else None
        if not asked or asked.role != "question" or asked.rest:
            continue
        between: list[int] = []
        for other, title in texts[at + 1 : at + 1 + _MOST_BETWEEN]:
            answered = heading_label(title)
            if answered and answered.role == "explanation":
                continue
            if other.level < block.level or answered or _alone(title):
                if answered and answered.role == "answer":
                    found[block.first] = asked
                    found.update(dict.fromkeys(between[:1], _BEGUN))
                break
            if other.level == block.level and (between or _BEGINS.search(title)):
                between.append(other.first)
    return found


_BEGINS = lazy(  # what to say, or what is looked at
    r"skeleton|outline|framework|what to (?:say|cover|include)|key points|evaluat"
    r"|look(?:s|ing)? for|approach|strategy|rubric|要点|思路|考察|考点|评分",
    re.IGNORECASE,
)
_BEGUN = Label("answer", "", "")  # by a heading that is part of it


_MOST_BETWEEN = 6  # headings between a question and its answer


def _alone(heading: str) -> Label | None:
    """Find what a heading names that is nothing but such a word: `Question`, `❓ The question`."""
    bare = _ARTICLE.sub("", numbering.strip(heading).strip(), count=1)
    return label(f"**{bare}**")


_ARTICLE = lazy(rf"^(?:[{SYMBOLS}]\ufe0f?\s*)*+the\s", re.IGNORECASE)


@lru_cache(2_000)  # asked for three times of each heading
def heading_label(heading: str) -> Label | None:
    """Find the label of a heading, without a colon too: `### Answer`, `### Question 2`."""
    text = numbering.strip(heading).strip()
    if text.strip(" *_:：").casefold().lstrip("✅💡 ") in TITLES:
        return Label("answer", text.strip(" *_:："), "")
    found, bare = label(heading) or label(text), _alone(text)
    if found and marks.is_adorned(found):
        found = None
    if found and not (found.word in SIGNS and bare and not bare.rest):
        return found
    if _ORDINAL.fullmatch(text):
        return Label("question", "题", "")
    is_numbered = any(map(str.isdigit, text))
    return bare if bare and (bare.role != "question" or is_numbered) else None


_ORDINAL = lazy(r"第\s?(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s?[题題问問]")


def _add_label_lines(block: Block, outline: Outline, found: set[int]) -> None:
    """Add the lines at which a label can stand: of a paragraph, of an item, right below HTML.

    Markdown reads a line below a bullet, without a blank line between, as part of the bullet.
    """
    if block.kind == "paragraph":
        found.update(range(block.first, block.last + 1))
    elif block.kind == "html":
        whole = range(block.first, block.last + 1)
        closed = next((n for n in whole if outline.raw(n).startswith("</")), block.last)
        found.update(range(closed + 1, block.last + 1))
    for child in block.children:
        if child.kind == "paragraph" and block.kind == "bullet":
            if child.last > child.first:
                below = range(child.first + 1, child.last + 1)
                named = bool(label(outline[child.first].text))
                found.update(n for n in below if named or outline.raw(n)[:1].strip("> \t"))
            line = outline[block.first]
            if outline[child.first].marker or label(line.text) or is_title(outline, block.first):
                found.add(child.first)
        else:
            _add_label_lines(child, outline, found)
