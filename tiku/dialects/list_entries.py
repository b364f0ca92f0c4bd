"""Items of lists that are questions, as entries: what each asks, and where its answer stands."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tiku.dialects import list_items, marks, topics
from tiku.dialects.cutting import last_said, quotes_around
from tiku.dialects.entries import Entry, after_question, draft, parted
from tiku.dialects.list_items import TAGGED, Group, Item
from tiku.documents.outline import Outline
from tiku.languages import asking, numbering
from tiku.languages.labels import inline
from tiku.model import Draft, Fragment, Markdown
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_LEAD = lazy(
    r"(?:\[[^\]\[]{1,30}\]\s*)?(?P<lead>(?P<mark>\*\*|__|<b>|<strong>)(?P<text>.+?)(?:(?P=mark)|</b>|</strong>))(?P<rest>.*)",
    re.DOTALL,
)
_BEFORE_ANSWER = lazy(r"^\s*(?:[-–—:：]|->|=>|→)?\s*")
_BREAK = lazy(r"\s{0,9}<br\s?/?>\s*$")
_MOST, _ANSWERED = 0.5, 0.4
_FEW = 3
_TITLE = 60  # characters


class _Style(NamedTuple):
    """How a document writes its items: what stands in bold, and whether they have answers."""

    leads: bool
    splits: bool
    answers: bool


def _style(items: Sequence[Item]) -> _Style:
    leads = asking.share(has_lead(item) for item in items)
    splits = asking.share(bool(after_question(item.text)) for item in items)
    bodies = asking.share(item.has_body or (leads >= _MOST and _has_rest(item)) for item in items)
    return _Style(leads >= _MOST, splits >= _MOST, bodies >= _ANSWERED)


def is_lead(item: Item) -> bool:
    """Tell whether an item is all bold, but for a link to what there is to read."""
    found = _LEAD.fullmatch(item.text)
    rest = _LINK.sub(" ", found["rest"]) if found else item.text
    return set(re.findall(r"\w+", rest.lower())) <= _POINTERS


_LINK = lazy(r"\[[^\[\]]*\]\([^()]*\)")
_POINTERS = frozenset("learn read see watch more from here and in this".split())


def has_lead(item: Item) -> bool:
    """Tell whether an item begins in bold, and all else is beside that."""
    found = _LEAD.fullmatch(item.text)
    rest = found["rest"].strip() if found and not _is_type(found) else "?"
    return not rest or rest[:1] in "-–—:：[(（" or rest[-1:] in ')）"'


def _is_type(lead: re.Match[str], *, is_more: bool = False) -> bool:
    """Tell whether what stands in bold names the type of the question behind it."""
    return bool(is_more or lead["rest"].strip()) and asking.names_type(lead["text"])


def _has_rest(item: Item) -> bool:
    found = _LEAD.fullmatch(item.text)
    return bool(found and found["rest"].strip(" .-–—:："))


def drafts(outline: Outline, chosen: Sequence[tuple[Group, Item]]) -> Iterator[Draft]:
    """Make the drafts; a section that never answers beside others that do holds no questions."""
    whole = _style([item for _, item in chosen])
    by_group: dict[int, list[Item]] = defaultdict(list)
    for group, item in chosen:
        by_group[id(group)].append(item)
    styles = {key: _style(items) for key, items in by_group.items()}
    above = {id(group): group.above[-1:] for group, _ in chosen}
    choices = {
        key
        for key, items in by_group.items()
        if _have_lists(items) and (outline.has_key or _are_choices(items, above[key]))
    }
    for group, item in chosen:
        items = by_group[id(group)]
        style = styles[id(group)] if len(items) >= _FEW else whole
        if (whole.answers and not outline.has_key) and not any(
            each.has_body or each.asks or each.is_marked for each in items
        ):
            continue
        inner = list_items.asked(item)
        entry = _entry(outline, group, item, style)
        yield draft(outline, entry._replace(below=entry.below or id(group) in choices))
        title = Fragment(Markdown(item.text), item.line)
        for child in inner:
            found = draft(outline, _entry(outline, group, child, style)._replace(title=title))
            yield found._replace(number=0) if item.number else found  # keys count the upper ones


def _are_choices(items: Sequence[Item], titles: Sequence[str]) -> bool:
    """Tell whether lists below what asks are options that no key names, and no answers in points.

    The title says so, or many of them end with what is said of options only.
    """
    ends = asking.share(bool(_OF_OTHERS.search(item.children[-1].text)) for item in items)
    return len(items) >= _FEW and (ends >= _SOME or any(map(_OF_CHOICES.search, titles)))


def _have_lists(items: Sequence[Item]) -> bool:
    """Tell whether each item has a short list right below it, and no marked answer."""
    return all(
        may_have_options(item) and not item.is_marked and item.children[0].line <= item.stem + 2
        for item in items
    )


def may_have_options(item: Item) -> bool:
    """Tell whether as many items stand below one as a question has options."""
    return _FEWEST <= len(item.children) <= _MOST_OPTIONS


_FEWEST, _MOST_OPTIONS, _SOME = 2, 6, 0.3
_OF_OTHERS = lazy(
    r"\b(?:all|none|both|any|neither)\s(?:of\s)?(?:the\s|these\s)?above\b|以上(?:皆|都|全|均|所有)"
    r"|\btodas\s(?:las|as)\santeriores|\bninguna\sde\slas\santeriores|\bnenhuma\sdas\s(?:anteriores|alternativas)"
    r"|\b(?:alle|keine)\s(?:der\s)?(?:oben\s)?genannten|\bничего\sиз|\bвсе\s(?:выше)?перечисленн"
    r"|上記(?:すべて|のいずれ)|위의?\s(?:모두|전부)",
    re.IGNORECASE,
)
_OF_CHOICES = lazy(
    r"\b(?:multiple|single)[\s-]choice\b|\bmcqs?\b|(?:单选|多选|单项选择|多项选择|不定项选择|选择|選擇)[题題]"
    r"|객관식|選択問題",
    re.IGNORECASE,
)


def without_said(outline: Outline, chosen: list[tuple[Group, Item]]) -> list[tuple[Group, Item]]:
    """Leave out lists that go on with a text: where others are answered, or within much else."""
    by_group: dict[int, list[Item]] = defaultdict(list)
    for group, item in chosen:
        by_group[id(group)].append(item)
    said = {key for key, items in by_group.items() if _is_said(outline, items)}
    others = [(group, item) for group, item in chosen if id(group) not in said]
    if not others and not outline.has_key and not _are_most(outline, chosen):
        within = {key for key, items in by_group.items() if _is_within(outline, items[-1])}
        return [(group, item) for group, item in chosen if id(group) not in within]
    is_answered = outline.has_key or _style([item for _, item in others]).answers
    return others if others and is_answered else chosen


def _is_within(outline: Outline, last: Item) -> bool:
    """Tell whether a section goes on below a list: `Check your understanding:` closes a chapter."""
    below = (outline[n] for n in range(last.stem + 1, outline.last + 1))
    told = next((x for x in below if x.kind == "heading" or (x.text and not x.depth)), None)
    return told is not None and told.kind != "heading"


def _are_most(outline: Outline, chosen: Sequence[tuple[Group, Item]]) -> bool:
    """Tell whether a document says hardly more than what items ask."""
    texts = sum(map(outline.is_text, range(1, outline.last + 1)))
    return sum(item.stem - item.line + 1 for _, item in chosen) >= _MOST * texts


def _is_said(outline: Outline, items: Sequence[Item]) -> bool:
    """Tell whether items go on with the text above them, `Check first:`, and ask no learner."""
    above = outline.said_above(items[0].line)
    if not above or not outline.is_prose(above):
        return False
    if _NOTICE.fullmatch(outline[above].text):
        return True
    if not outline[above].text.endswith((":", "：")):
        return False
    if topics.is_about_questions(outline) or any(item.is_marked for item in items):
        return False
    titles = (*outline.above(items[0].line)[-1:], outline[above].text)
    has_bodies = asking.share(item.has_body for item in items) >= _MOST
    return not has_bodies and not any(asking.is_topical(x) for x in titles if len(x) < _TITLE)


_NOTICE = lazy(  # what a sheet says to those who sit the exam
    r"[*_\W]{0,4}(?:注意事[项項]|(?:考生|答题|作答|应试)(?:须知|说明|注意)|考试说明|수험생\s?유의\s?사항|주의\s?사항|受験上の注意"
    r"|instructions(?:\s(?:to|for)\s(?:the\s)?(?:candidates|students))?)[*_\W]{0,4}",
    re.IGNORECASE,
)


def _entry(outline: Outline, group: Group, item: Item, style: _Style) -> Entry:
    line, last = outline[item.line], item.last
    if inner := list_items.asked(item):
        last = inner[0].line - 1
    text, answered, above = _BREAK.sub("", item.text), "", group.above
    if found := TAGGED.match(text):
        text, above = text[found.end() :], (*above, found["tag"])
    if (found := _LEAD.fullmatch(text)) and _is_type(found, is_more=item.stem > item.line):
        text = found["rest"].lstrip(" :：-–—")
    if (found := _LEAD.fullmatch(text)) and _parts(item, found, style):
        text, answered = found["text"], _BEFORE_ANSWER.sub("", found["rest"], count=1)
    elif item.stem == item.line and (found_inline := inline(text))[1]:
        text, answered = found_inline
    elif defined := _defined(outline, group, item):
        text, answered = defined["term"], defined["said"]
    elif style.splits and after_question(text) and item.stem == item.line:
        text, answered = parted(text)
    elif style.splits and item.stem == item.line and (told := _TOLD.fullmatch(text)):
        text, answered = told["asked"], told["bare"] or told["said"]
    elif item.stem > item.line:
        text = "\n".join(
            [text, *(outline.raw(n).strip() for n in range(item.line + 1, item.stem + 1))]
        )
    last = _last(outline, last, item)
    answer = range(item.stem + 1, last_said(outline, item.stem, last) + 1)
    return Entry(
        first=item.line,
        stem=item.stem,
        last=last,
        asked=text.strip(),
        answered=answered.strip(),
        section=above,
        column=line.offset if line.marker else 0,
        quotes=quotes_around(outline, answer) if item.is_quoted else line.quotes,
        below=not (style.answers or item.is_marked or _answers(outline, item))
        or (outline.has_key and _asks_in_parts(outline, item))
        or (item.number in outline.keyed and _only_shows(outline, item)),
    )


_TOLD = lazy(  # Name one. **Rye**
    r"(?P<asked>[^*]+[.:!])\s{1,3}(?:\*\*(?P<bare>[^*]+)\*\*|(?P<said>\*\*[^*]+\*\*\s\([^()]*\)))"
)


def _asks_in_parts(outline: Outline, item: Item) -> bool:
    """Tell whether the first part of a question stands below it, and asks: `(i) How old?`."""
    below = (outline[n].text for n in range(item.stem + 1, item.last + 1) if outline[n].text)
    part = _FIRST_PART.match(next(below, ""))
    return bool(part and asking.requests(part["text"]))


def _only_shows(outline: Outline, item: Item) -> bool:
    """Tell whether nothing but code stands below an item, as what is asked about."""
    below = {outline[n].kind for n in range(item.stem + 1, item.last + 1)}
    return "code" in below and below <= {"code", "blank"}


_FIRST_PART = lazy(r"\(?i[.)]\s+(?P<text>\S.*)")


def _defined(outline: Outline, group: Group, item: Item) -> re.Match[str] | None:
    """Part a term from what explains it, below a title that says that terms are explained."""
    is_bare = not (outline.has_key or item.has_body or item.is_marked) and item.stem == item.line
    is_named = is_bare and any(map(_OF_TERMS.search, group.above[-1:]))
    return _DEFINED.fullmatch(item.text) if is_named else None


_OF_TERMS = lazy(r"名词解释|名詞解釋|术语解释|용어\s?(?:설명|정리)|用語(?:説明|解説)")
_DEFINED = lazy(r"(?P<term>[^:：。？?]{1,40}?)\s?[:：]\s?(?P<said>[^\s*_].*)")


def _parts(item: Item, lead: re.Match[str], style: _Style) -> bool:
    """Tell whether what stands in bold is the question of an item, and the rest its answer.

    It is if most are so, or if it asks and a dash or a colon parts it from the rest. What asks
    behind it, with its answer below, is the question.
    """
    if item.stem != item.line:
        return False
    asks = asking.ends_asking(lead["text"])
    if item.is_marked:
        return style.leads and (asks or not asking.has_mark(lead["rest"]))
    return style.leads or (asks and bool(_PARTED.match(lead["rest"])))


_PARTED = lazy(r"\s{0,3}(?:[-–—:：]|->|=>|→)\s{1,3}[^\s?？؟]")


def _answers(outline: Outline, item: Item) -> bool:
    """Tell whether what stands below an item that asks is its answer, not more of the question."""
    if not item.asks or item.text.rstrip(" *_").endswith((":", "：")):
        return False
    first = next((n for n in range(item.stem + 1, item.last + 1) if outline.is_text(n)), 0)
    return bool(first) and not outline[first].marker


def _last(outline: Outline, last: int, item: Item) -> int:
    """Leave out the titles that stand right above the next item, as `Medium (5)` does.

    What stands in a quote ends at a rule.
    """
    if item.is_quoted:
        lines = range(item.stem + 1, last + 1)
        return next((n - 1 for n in lines if outline[n].kind == "rule"), last)
    if last >= outline.last:
        return last
    end, is_left = last, False
    after = outline[last + 1]
    begins = int(after.marker[:-1]) if after.is_ordered else numbering.number_of(after.text)
    while end > item.stem:
        if outline[end].kind == "blank" or (is_left and outline[end].kind == "rule"):
            end -= 1
        elif _is_title(outline, end, is_near=end == last, begins=begins < _FIRST):
            end, is_left = end - 1, True
        else:
            break
    return end if is_left else last


def _is_title(outline: Outline, number: int, *, is_near: bool, begins: bool) -> bool:
    """Tell a title from the end of an answer: right above an item, or above one that begins anew.

    There it stands in bold, or below a rule; in bold with a colon it leads on to any item.
    """
    line, above = outline[number], outline[number - 1]
    is_alone = line.kind == "text" and not line.depth and line.leaf == number
    if not is_alone or above.kind != "blank" or marks.mark_at(outline, number):
        return False
    if is_near and outline[number + 1].kind == "text" and len(line.text) < _TITLE:
        return True
    if outline[number + 1].leaf == number:
        return False
    is_bold = bool(_WHOLLY_BOLD.fullmatch(line.text))
    if not begins:  # `**Advanced:**` and `**Part B**` lead on to the next item, whatever its number
        ends = line.text.rstrip("*_")[-1:] in ":："
        names = ends or asking.names_type(line.text) or bool(_PART.match(line.text))
        return (is_bold and names) or asking.is_type(line.text)
    is_below_rule = outline[outline.said_above(number)].kind == "rule"
    is_short = len(line.text) < _TITLE and line.text[-1:] not in ".。!！?？؟"
    return is_bold or (is_below_rule and is_short)


_PART = lazy(
    r"\W{2}(?:part|section|teil|abschnitt|parte|sección|partie|sezione|seção|deel|część|bölüm|phần|часть|раздел)"
    r"\s(?:\d{1,2}|[A-HIVX]{1,4})\b",
    re.IGNORECASE,
)
_FIRST = 2
_WHOLLY_BOLD = lazy(r"(\*\*|__)(?:(?!\1).)+\1[:：]?")
