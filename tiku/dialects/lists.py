"""Lists of questions, `1. What is TCP?` or `- Explain floats`, each with what stands below it.

An item that asks is a question; one whose own items ask is a section. A list counts if most of its
items ask, if their answers or options are marked, or if they count up where the document says that
questions follow. What looks like a list but is a line of a paragraph, `6. Why?`, counts as well.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tiku.dialects import list_entries, list_items, option_lines, topics
from tiku.dialects.list_items import Group, Item, count_up, every
from tiku.documents.document import title_of
from tiku.documents.outline import Outline
from tiku.items import filled, options
from tiku.languages import asking, numbering, part_titles, truth_words
from tiku.model import Fragment, Markdown, Reading
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_MOST = 0.5
_NEARLY_ALL = 0.7
_FEW = 3
_FEW_TYPED = 2  # below a title such as `True or false`, each answered
_SEVERAL = 4
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
    if asking.share(list_entries.has_lead(item) for _, item in chosen) >= _MOST:
        chosen += _alike(groups, [item for _, item in chosen])
    chosen = [*chosen, *_beside(groups, chosen)]
    chosen.sort(key=lambda each: each[1].line)
    if outline.keyed:
        chosen = _with_keyed(outline, groups, chosen)
    chosen = list_entries.without_said(outline, chosen)
    if not chosen:
        return Reading(why="no list of questions")
    drafts = tuple(list_entries.drafts(outline, chosen))
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
    is_told = near.is_topical or has_key or any(item.has_body for item in group.items)
    if any(map(_are_open, above)) and not is_told:
        return
    is_topical = near.is_topical or any(map(asking.is_topical, group.above))
    titles = () if group.is_titled else above
    if any(map(part_titles.names_gaps, titles)):
        for item in group.items:
            item.is_marked = item.is_marked or _is_filled(item)
    names = asking.is_topical if has_key else asking.names_list
    is_named = near.is_named or any(map(names, titles))
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
    if item.requests or list_entries.may_have_options(item):
        return True
    return bool(_TO_FILL.search(item.text) or options.split(item.text).options)


_TO_FILL = lazy(
    rf"_{{3,}}|[(（]\s*(?:[)）]|(?:{truth_words.IN_LETTERS}|{truth_words.IN_WORDS})[)）])",
    re.IGNORECASE,
)


def _is_filled(item: Item) -> bool:
    """Tell whether an item is a text with gaps, and with what fills them."""
    return bool(filled.split(Fragment(Markdown(item.text), item.line))[1])


def _is_questions(title: str) -> bool:
    """Tell the title of numbered questions; every document may have one over something else."""
    return title.strip().casefold() == "questions"


def _are_open(title: str) -> bool:
    """Tell whether a title is that of questions which nobody has answered yet, as in minutes."""
    return bool(_OPEN.fullmatch(title.strip(" *_:")))


_OPEN = lazy(
    r"open\s(?:questions|points|issues)|questions\sfor\s(?:the\s)?(?:team|design|engineering|legal|product|client|customers?"
    r"|stakeholders|reviewers|(?:next\s)?meeting|follow-up)|offene\s(?:fragen|punkte)|questions\s(?:ouvertes|en\ssuspens)"
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
        numbered = [item for item in peers if item.number]
        are_numbered = len(numbered) > _MOST * len(peers) or (
            bool(numbered) and all(item.requests and item.is_marked for item in numbered)
        )
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
    is_alike = list_entries.has_lead if len(chosen) >= _MOST * count else list_entries.is_lead
    for group in groups:
        is_new = taken.isdisjoint(item.line for item in group.items)
        if (
            is_new
            and not any(map(_names_answer, group.above[-2:]))
            and len(group.items) >= _FEW
            and asking.share(map(is_alike, group.items)) >= _NEARLY_ALL
        ):
            yield from ((group, item) for item in group.items)


def _beside(
    groups: Sequence[Group], chosen: Sequence[tuple[Group, Item]]
) -> Iterator[tuple[Group, Item]]:
    """Take lists below titles beside those of the questions, if they are written as these are.

    Where nearly all are answered, all of theirs ask and are; where none is, they count, and half of
    them ask or leave a gap.
    """
    items = [item for _, item in chosen]
    taken, titles = {item.line for item in items}, {group.above[:-1] for group, _ in chosen}
    are_answered = asking.share(item.has_body for item in items) >= _NEARLY_ALL
    are_bare = not any(item.has_body for item in items) and all(item.number for item in items)
    for group in groups if len(items) >= _FEW and (are_answered or are_bare) else ():
        new = group.items
        is_beside = bool(group.above) and group.above[:-1] in titles
        is_new = is_beside and taken.isdisjoint(item.line for item in every(new))
        if not is_new or _are_open(group.above[-1]):
            continue
        if are_answered:  # in an introduction, too
            is_alike = all(item.asks and item.has_body for item in new)
        else:
            is_alike = new[0].number == 1 and _counts_up(new, _FEW) and _wait(new)
            is_alike = is_alike and not asking.is_furniture(group.above[-1])
        yield from ((group, item) for item in new if is_alike)


def _wait(items: Sequence[Item]) -> bool:
    """Tell whether half of some items ask or leave a gap, and say no more; steps tell, too."""
    waits = asking.share(item.asks or bool(_GAP.search(item.text)) for item in items)
    return waits >= _MOST and asking.share(not item.has_body for item in items) >= _NEARLY_ALL


_GAP = lazy(r"_{3,}|(?:\.{3}|…)\W{0,3}$")


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
