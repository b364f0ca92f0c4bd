"""Lists of questions, `1. What is TCP?` or `- Explain floats`, each with what stands below it.

An item that asks is a question; one whose own items ask is a section. A list counts if most of its
items ask, if their answers or options are marked, or if they count up where the document says that
questions follow. What looks like a list but is a line of a paragraph, `6. Why?`, counts as well.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tiku.dialects import list_items, marks, option_lines, topics
from tiku.dialects.cutting import last_said, quotes_around
from tiku.dialects.entries import Entry, after_question, draft, parted
from tiku.dialects.list_items import TAGGED, Group, Item, count_up, every
from tiku.documents.document import title_of
from tiku.documents.outline import Outline
from tiku.items import options
from tiku.languages import asking, numbering, part_titles, truth_words
from tiku.languages.labels import inline
from tiku.model import Draft, Fragment, Markdown, Reading
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_LEAD = lazy(
    r"(?:\[[^\]\[]{1,30}\]\s*)?(?P<lead>(?P<mark>\*\*|__|<b>|<strong>)(?P<text>.+?)(?:(?P=mark)|</b>|</strong>))(?P<rest>.*)",
    re.DOTALL,
)
_BEFORE_ANSWER = lazy(r"^\s*(?:[-–—:：]|->|=>|→)?\s*")
_BREAK = lazy(r"\s{0,9}<br\s?/?>\s*$")
_MOST = 0.5
_ANSWERED = 0.4
_NEARLY_ALL = 0.7
_FEW = 3
_FEW_TYPED = 2  # below a title such as `True or false`, each answered
_SEVERAL = 4
_TITLE = 60  # characters
_MANY = 3


def read(outline: Outline) -> Reading:
    """Read the items of the lists that hold questions."""
    is_topical = topics.is_about_questions(outline)
    groups = list(list_items.groups(outline))
    repeated = _titles_in_key(outline)
    is_all = _is_all(outline, groups)
    total = sum(item.asks for group in groups for item in every(group.items))
    chosen = [
        (group, item)
        for group in groups
        for item in _chosen(
            group,
            _Near(
                is_topical,
                total > _MANY,
                is_all=is_all,
                is_named=not repeated.isdisjoint(group.above[-1:]),
            ),
            has_key=outline.has_key,
        )
    ]
    if asking.share(_has_lead(item) for _, item in chosen) >= _MOST:
        chosen += _alike(groups, [item for _, item in chosen])
        chosen.sort(key=lambda each: each[1].line)
    if outline.keyed and (chosen or is_topical):
        chosen = _with_keyed(outline, groups, chosen)
    if not chosen:
        return Reading(why="no list of questions")
    chosen = _without_said(outline, chosen)
    drafts = tuple(_drafts(outline, chosen))
    markers = Counter(outline[item.line].marker[-1:] or "." for _, item in chosen)
    told = ", ".join(
        f"'{'1' * (mark in '.)')}{mark}' ({count})" for mark, count in markers.most_common()
    )
    marked = asking.share(item.is_marked and not item.is_to_do for _, item in chosen)
    asked = asking.share(item.requests for _, item in chosen)
    return Reading(
        drafts, (), confidence=0.6 + 0.4 * max(marked, 0.5 * asked), why=f"items of lists {told}"
    )


# Which items are questions


def _is_all(outline: Outline, groups: Sequence[Group]) -> bool:
    """Tell whether a document has no text but a list of questions, by number, with answers."""
    items = [item for group in groups for item in group.items]
    asked = [item for item in items if item.number and asking.has_mark(item.text)]
    if not asked or len(asked) < len(items) or not all(item.has_body for item in items):
        return False
    inside = {n for item in items for n in range(item.line, item.last + 1)}
    return not any(outline.is_text(n) for n in range(1, outline.last + 1) if n not in inside)


def _chosen(group: Group, near: "_Near", *, has_key: bool) -> Iterator[Item]:
    """Take the items of a section that are questions."""
    above = group.above[-1:]
    counted = all(item.number for item in group.items)
    is_section = any(map(asking.is_topical, above)) and not group.is_alone
    around = above if is_section else group.above[1:]
    if any(asking.is_furniture(x) and not (counted and _is_questions(x)) for x in around):
        return
    is_told = near.is_topical or counted or any(item.has_body for item in group.items)
    if any(map(_are_open, above)) and not is_told:
        return
    is_topical = near.is_topical or any(map(asking.is_topical, group.above))
    titles = () if group.is_titled else above
    is_named = near.is_named or any(map(asking.is_topical, titles))
    is_named = is_named or any(map(asking.names_type, titles))
    fewest = _FEW
    if has_key:  # most of the numbers that count have an answer in it
        fewest = 1 if group.items[0].number > 1 else 2
        is_named = is_named or all(map(_asks_to_fill, group.items))
    is_typed = any(map(asking.names_type, titles))
    if is_typed and has_key:
        fewest = 1
    elif is_typed and all(item.has_body for item in group.items):
        fewest = min(fewest, _FEW_TYPED)
    goes_on = group.before and group.items[0].number == group.before + 1
    is_named = is_named and _counts_up(group.items, fewest) and (is_typed or not goes_on)
    near = near._replace(is_topical=is_topical, is_named=is_named, is_typed=is_typed)
    yield from _walk(group.items, near)


def _titles_in_key(outline: Outline) -> frozenset[str]:
    """Give the titles that stand in keys, where those of the parts of a document are repeated."""
    if not outline.hidden:
        return frozenset()
    headings = (section.heading for section in outline.document.sections)
    hidden = (title_of(each) for each in headings if each and each.first in outline.hidden)
    return frozenset(map(numbering.strip, hidden))


def _asks_to_fill(item: Item) -> bool:
    """Tell whether an item asks, has options below or on its line, a gap, or `(T/F)`."""
    if item.requests or _FEWEST <= len(item.children) <= _MOST_OPTIONS:
        return True
    return bool(_TO_FILL.search(item.text) or options.split(item.text).options)


_TO_FILL = lazy(
    rf"_{{3,}}|[(（]\s*(?:[)）]|(?:{truth_words.IN_LETTERS}|{truth_words.IN_WORDS})[)）])",
    re.IGNORECASE,
)


def _is_questions(title: str) -> bool:
    """Tell the title of numbered questions; every document may have one over something else."""
    return title.strip().casefold() == "questions"


def _are_open(title: str) -> bool:
    """Tell whether a title is that of questions which nobody has answered yet, as in minutes."""
    return bool(_OPEN.fullmatch(title.strip(" *_:")))


_OPEN = lazy(
    r"open\s(?:questions|points|issues)|offene\s(?:fragen|punkte)|questions\s(?:ouvertes|en\ssuspens)"
    r"|preguntas\s(?:abiertas|pendientes)|perguntas\s(?:em\saberto|pendentes)|domande\saperte"
    r"|open(?:staande)?\svragen|открытые\sвопросы|otwarte\spytania|açık\ssorular",
    re.IGNORECASE,
)


class _Near(NamedTuple):
    """What is around a list: a topic of questions, and many other questions."""

    is_topical: bool
    many: bool
    is_named: bool = False  # by the title right above the numbered items are questions
    is_typed: bool = False  # it names a type of question
    is_all: bool = False  # nothing else stands in the document


def _walk(items: Sequence[Item], near: _Near) -> Iterator[Item]:
    items = [item for item in items if not option_lines.is_box(item.text)]  # things to do
    peers = [item for item in items if not asking.leads_within(item.text)]  # or of contents
    if not peers or _are_options(peers):
        return
    if _are_questions(peers, near):
        are_numbered = asking.share(bool(item.number) for item in peers) > _MOST
        for item in peers:
            if item.is_link and not item.asks and not near.is_topical:
                continue
            if are_numbered and not (item.number or item.requests or item.is_marked):
                continue  # a list of something else
            if _is_section(item):
                yield from _walk(item.children, near)
            else:
                yield item
        return
    for item in peers:
        yield from _walk(item.children, near)


def _alike(groups: Sequence[Group], chosen: Sequence[Item]) -> Iterator[tuple[Group, Item]]:
    """Take the lists that are written as those of questions are, though nothing in them asks."""
    taken = {item.line for item in chosen}
    count = sum(len(group.items) for group in groups)
    is_alike = _has_lead if len(chosen) >= _MOST * count else _is_lead
    for group in groups:
        is_new = taken.isdisjoint(item.line for item in group.items)
        if (
            is_new
            and not any(map(_names_answer, group.above[-2:]))
            and len(group.items) >= _FEW
            and asking.share(map(is_alike, group.items)) >= _NEARLY_ALL
        ):
            yield from ((group, item) for item in group.items)


def _with_keyed(
    outline: Outline, groups: Sequence[Group], chosen: list[tuple[Group, Item]]
) -> list[tuple[Group, Item]]:
    """Add the lists that go on with the numbers of others, if a key answers all of theirs.

    If there are no others, it answers nothing else.
    """
    known = {item.number for _, item in chosen}
    lines = {item.line for _, item in chosen}
    for group in groups:
        numbers = [item.number for item in group.items]
        is_new = lines.isdisjoint(item.line for item in group.items) and known.isdisjoint(numbers)
        goes_on = numbers[0] - 1 in known or numbers[-1] + 1 in known
        goes_on = goes_on or (not known and len(numbers) > 1 and outline.keyed == {*numbers})
        if is_new and goes_on and outline.keyed.issuperset(numbers) and count_up(group.items):
            chosen += [(group, item) for item in group.items]
            known |= {*numbers}
    return sorted(chosen, key=lambda each: each[1].line)


def _names_answer(title: str) -> bool:
    """Tell whether a title is that of an answer, `How to answer`, and of no questions."""
    return part_titles.role_named_in(title) == "answer" and not asking.is_topical(title)


def _is_lead(item: Item) -> bool:
    """Tell whether an item is all bold, but for a link to what there is to read."""
    found = _LEAD.fullmatch(item.text)
    rest = _LINK.sub(" ", found["rest"]) if found else item.text
    return set(re.findall(r"\w+", rest.lower())) <= _POINTERS


_LINK = lazy(r"\[[^\[\]]*\]\([^()]*\)")
_POINTERS = frozenset("learn read see watch more from here and in this".split())


def _are_questions(items: Sequence[Item], near: _Near) -> bool:
    asked = asking.share(item.asks for item in items)
    has_to_do = not near.is_topical and any(item.is_to_do for item in items)
    marked = asking.share(x.is_marked and not (has_to_do and x.is_ticked) for x in items)
    if marked >= _MOST:
        return len(items) > 1 or near.is_topical or near.is_typed or asked == 1.0
    links = asking.share(item.is_link for item in items)
    if near.is_named and items[0].depth == 1 and links < _MOST:
        return True
    if near.is_topical:
        wanted = asking.share(item.requests for item in items)
        return (asked >= _MOST and (links < _MOST or near.many or len(items) > _SEVERAL)) or (
            links < _MOST and wanted >= _MOST / 2
        )
    if len(items) < _FEW:
        return near.is_all or (near.many and all(x.number and x.asks and x.has_body for x in items))
    all_request = all(item.requests and item.has_body for item in items)
    return asked >= (_MOST if all_request else _NEARLY_ALL)


def _counts_up(items: Sequence[Item], fewest: int) -> bool:
    if len(items) < fewest or not all(item.number for item in items):
        return False
    return len(items) == 1 or count_up(items)


def _is_section(item: Item) -> bool:
    """Tell whether the questions are the items below this one."""
    if item.asks or item.is_marked or not item.children:
        return False
    return asking.share(child.asks for child in item.children) > _MOST


def _are_options(items: Sequence[Item]) -> bool:
    """Tell whether items are the options of a question, from `A.` on."""
    letters = [option_lines.letter(item.text) for item in items[:26]]
    return len(items) > 1 and letters == [chr(ord("A") + n) for n in range(len(letters))]


# From items to entries


class _Style(NamedTuple):
    """How a document writes its items: what stands in bold, and whether they have answers."""

    leads: bool
    splits: bool
    answers: bool


def _style(items: Sequence[Item]) -> _Style:
    leads = asking.share(_has_lead(item) for item in items)
    splits = asking.share(bool(after_question(item.text)) for item in items)
    bodies = asking.share(item.has_body or (leads >= _MOST and _has_rest(item)) for item in items)
    return _Style(leads >= _MOST, splits >= _MOST, bodies >= _ANSWERED)


def _has_lead(item: Item) -> bool:
    found = _LEAD.fullmatch(item.text)
    rest = found["rest"].strip() if found and not _is_type(found) else "?"
    return not rest or rest[:1] in "-–—:：[(（" or rest[-1:] in ')）"'


def _is_type(lead: re.Match[str], *, is_more: bool = False) -> bool:
    """Tell whether what stands in bold names the type of the question behind it."""
    return bool(is_more or lead["rest"].strip()) and asking.names_type(lead["text"])


def _has_rest(item: Item) -> bool:
    found = _LEAD.fullmatch(item.text)
    return bool(found and found["rest"].strip(" .-–—:："))


def _drafts(outline: Outline, chosen: Sequence[tuple[Group, Item]]) -> Iterator[Draft]:
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
        _FEWEST <= len(item.children) <= _MOST_OPTIONS
        and not item.is_marked
        and item.children[0].line <= item.stem + 2
        for item in items
    )


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


def _without_said(outline: Outline, chosen: list[tuple[Group, Item]]) -> list[tuple[Group, Item]]:
    """Leave out lists that go on with a text, where other lists ask and are answered."""
    by_group: dict[int, list[Item]] = defaultdict(list)
    for group, item in chosen:
        by_group[id(group)].append(item)
    said = {key for key, items in by_group.items() if _is_said(outline, items)}
    others = [(group, item) for group, item in chosen if id(group) not in said]
    is_answered = outline.has_key or _style([item for _, item in others]).answers
    return others if others and is_answered else chosen


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
        or (outline.has_key and _asks_in_parts(outline, item)),
    )


def _asks_in_parts(outline: Outline, item: Item) -> bool:
    """Tell whether the first part of a question stands below it, and asks: `(i) How old?`."""
    below = (outline[n].text for n in range(item.stem + 1, item.last + 1) if outline[n].text)
    part = _FIRST_PART.match(next(below, ""))
    return bool(part and asking.requests(part["text"]))


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
    if not begins:  # `**Advanced:**` leads on to the next item, whatever its number
        return is_bold and line.text.rstrip("*_")[-1:] in ":："
    is_below_rule = outline[outline.said_above(number)].kind == "rule"
    is_short = len(line.text) < _TITLE and line.text[-1:] not in ".。!！?？؟"
    return is_bold or (is_below_rule and is_short)


_FIRST = 2
_WHOLLY_BOLD = lazy(r"(\*\*|__)(?:(?!\1).)+\1[:：]?")
