"""The items of lists, each with what stands below it: what it says, and whether it is marked.

Items within items make a tree. A line of a paragraph that counts on, `6. Why?`, is an item as well.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tiku.dialects import marks, option_lines
from tiku.documents.outline import Outline, once
from tiku.languages import asking, numbering
from tiku.languages.labels import inline, label
from tiku.languages.part_titles import names_answers
from tiku.markup import markdown
from tiku.system.patterns import lazy

_NUMBER = lazy(
    r"(?:\*\*|__)?(?:Q(?:uestion)?\s*)?(?P<number>\d{1,4})\s*[.)、．:：]+(?:\*\*|__)?\s*(?=\S)",
    re.IGNORECASE,
)
TAGGED = lazy(r"^\[(?P<tag>[^\]\[]{1,30})\]\s+(?=\[[^\]]+\]\()")
_LINK_ONLY = lazy(
    r"(?:\[[^\]]{1,30}\]\s*)?\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])+)\]\((?P<target>[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)\s*"
)
_MOST = 0.5
_FEW = 3
_LONGEST_GAP = 9  # numbers that a copy of an exam leaves out
_NEARLY_ALL = 0.7
_LINES = 3  # below its first, over which a question in bold goes
_FAR = 60  # lines below an item in which its answer must be marked


class Item:
    """An item of a list, with the items below it."""

    def __init__(self, line: int, depth: int, text: str, number: int) -> None:
        """Know nothing of it yet but what it says, and where."""
        self.line, self.depth, self.text, self.number = line, depth, text, number
        self.is_listed = True  # it is an item of a list to Markdown, too
        self.stem = line  # the last line of what is asked
        self.last = 0
        self.asks = False
        self.requests = False
        self.is_link = False
        self.is_marked = False
        self.is_quoted = False  # what stands right below it, as an answer may
        self.is_ticked = False  # an option, or a thing that is done
        self.is_to_do = False  # what is ticked is no choice
        self.has_body = False
        self.children: list[Item] = []


class Group:
    """The top items of a section, and the titles above them."""

    def __init__(self, above: tuple[str, ...], *, is_titled: bool) -> None:
        """Have no items yet; `is_titled` if the heading above is that of the whole document."""
        self.above, self.is_titled = above, is_titled
        self.is_alone = False  # that heading is the only one
        self.items: list[Item] = []
        self.last = {True: 0, False: 0}  # the last number of a list, and of a line by itself
        self.before = 0  # the last number of a line by itself above this section

    def add(self, item: Item) -> None:
        """Add an item at the top."""
        self.items.append(item)
        if item.number:
            self.last[item.is_listed] = item.number


def groups(outline: Outline) -> Iterator[Group]:
    """Nest the items of each section's lists."""
    path: list[tuple[int, str]] = []
    levels = Counter(outline[n].level for n in outline.headings)
    group = Group((), is_titled=False)
    open_: list[Item] = []
    inside = marks.within_parts(outline)
    quoted = _quoted(outline)
    for number in range(1, outline.last + 1):
        line = outline[number]
        if line.kind == "heading" and not line.depth and not _names_part(outline, number):
            yield from _closed(outline, group, open_, number - 1)
            title = markdown.plain(line.text)
            path = [(level, text) for level, text in path if level < line.level]
            path.append((outline.level(number), numbering.strip(title)))
            before = group.last[False] or group.before
            group = Group(
                tuple(text for _, text in path),
                is_titled=levels[line.level] == 1 and len(path) == 1 and len(levels) > 1,
            )
            group.is_alone, group.before = len(outline.headings) == 1, before
            open_ = []
            continue
        is_break = line.kind == "rule" and not line.depth and open_ and not open_[0].number
        if is_break and not _answers_below(outline, number):
            for item in open_:  # bullets end at a break; what has a number may go on below it
                item.last = number - 1
            open_ = []
        is_part = number in inside or number in quoted
        found = None if is_part else _starts(outline, number, group)
        if found is None:
            continue
        while open_ and open_[-1].depth >= found.depth:
            open_.pop().last = number - 1
        if open_:
            open_[-1].children.append(found)
        else:
            group.add(found)
        open_.append(found)
    yield from _closed(outline, group, open_, outline.last)


def _answers_below(outline: Outline, rule: int) -> bool:
    """Tell whether what stands right below a rule is marked as the answer to what is above it."""
    below = next((n for n in range(rule + 1, outline.last + 1) if outline.is_text(n)), 0)
    mark = marks.mark_at(outline, below) if below else None
    return mark is not None and mark.role in ("answer", "explanation")


@once
def _quoted(outline: Outline) -> frozenset[int]:
    """Give the lines of quotes right below an item that counts, and belongs to no quote itself."""
    found: set[int] = set()
    for number in range(2, outline.last + 1):
        above = outline[number - 1]
        if outline.raw(number).startswith(">") and (
            number - 1 in found or (above.is_ordered and not above.quotes)
        ):
            found.add(number)
    return frozenset(found)


def _names_part(outline: Outline, number: int) -> bool:
    """Tell whether a heading names a part of the item above it, as `#### Answer` does."""
    if not marks.mark_at(outline, number) or names_answers(markdown.plain(outline[number].text)):
        return False
    below = (outline[n] for n in range(number + 1, outline.last + 1) if outline[n].kind != "blank")
    first = next(below, None)
    return not (first and first.is_ordered and first.marker[:-1] == "1")  # a list of its own


def _closed(outline: Outline, group: Group, open_: Sequence[Item], last: int) -> Iterator[Group]:
    for item in open_:
        item.last = last
    group.items = _numbered(outline, group.items, group.before)
    if group.items:
        is_next = _answer_on_next_line(outline, group.items)
        for item in group.items:
            _judge(outline, item, is_next=is_next)
        group.items = _with_parts(_with_lists(outline, group.items))
        yield group


def _with_lists(outline: Outline, items: list[Item]) -> list[Item]:
    """Give an answer the list that begins anew right below its label: `Answer:` over `1. One`."""
    found: list[Item] = []
    listed = 0  # the number that such a list has come to
    for item in items:
        goes_on = item.number == listed + 1 and not (item.is_marked or item.asks)
        if goes_on and found and (listed or _awaits(outline, found[-1])):
            found[-1].children.append(item)
            found[-1].last, listed = item.last, item.number
        else:
            found.append(item)
            listed = 0
    return found


def _awaits(outline: Outline, item: Item) -> bool:
    """Tell whether an item ends with the label of an answer, and nothing behind it."""
    last = outline.said_above(item.last + 1)
    opened = [m for m in marks.marks(outline, item.stem + 1, item.last) if m.line == last]
    return bool(opened) and opened[-1].role == "answer" and not opened[-1].rest


def _with_parts(items: list[Item]) -> list[Item]:
    """Where most items have a marked answer, let other numbers within one be parts of that.

    The next marked item has to count on from the one above them: else a part of an exam may begin.
    """
    if asking.share(item.is_marked for item in items) < _MOST or len(items) < _FEW:
        return items
    found: list[Item] = []
    at = 0
    while at < len(items):
        owner = items[at]
        found.append(owner)
        end = at + 1
        while end < len(items) and not items[end].is_marked:
            end += 1
        if _are_parts(owner, items[at + 1 : end], items[end] if end < len(items) else None):
            owner.last = items[end - 1].last
            owner.children += items[at + 1 : end]
            at = end
        else:
            at += 1
    return found


def _are_parts(owner: Item, run: Sequence[Item], after: Item | None) -> bool:
    """Tell whether numbers begin anew below an item, and go on counting from it below them."""
    if not run or not after or not owner.is_marked or after.number != owner.number + 1:
        return False
    first, *more = (item.number for item in run)
    begins = first == 1 and more[:1] == [2]
    return begins if first == owner.number else first not in (0, owner.number + 1)


def every(items: Sequence[Item]) -> Iterator[Item]:
    """Give items, and all below them."""
    for item in items:
        yield item
        yield from every(item.children)


def count_up(items: Sequence[Item]) -> bool:
    """Tell whether the number of nearly each item is one more than the last."""
    return (
        len(items) == 1
        or asking.share(
            b.number == a.number + 1 or (b.number > a.number and not b.is_listed)
            for a, b in pairwise(items)
        )
        >= _NEARLY_ALL
    )


def _numbered(outline: Outline, items: list[Item], before: int) -> list[Item]:
    """Where items with numbers count up, bullets between them are parts of what they say.

    Markdown begins another list at a bullet below a number that is not indented. Where there are
    few numbers, they have to ask or go on from the one `before` them, or the bullets be options.
    """
    counted = [item for item in items if item.number]
    if not all(item.is_listed for item in counted) and not items[0].is_listed:
        counted = [item for item in counted if not item.is_listed]  # `Q1.` over a list of steps
    starts = {item.line for item in counted}
    rest = [item for item in items if item.line not in starts]
    if not counted or not rest or not (count_up(counted) or _begin_anew(counted, rest)):
        return items
    goes_on = 0 < before == counted[0].number - 1
    if len(counted) < _FEW and not (items[0].number and (goes_on or _is_quiz(counted, rest))):
        return items
    owner = None
    for item in items:
        if item.line in starts:
            owner = item
        elif owner and (item.line < counted[-1].line or not _text_above(outline, item, owner)):
            owner.last = item.last
            owner.children.append(item)
    return counted


def _text_above(outline: Outline, item: Item, owner: Item) -> bool:
    """Tell whether a paragraph stands right above an item, so that it may belong to that.

    A label there, as `Explanation:`, is one of the question above it, the `owner`.
    """
    above = outline.said_above(item.line)
    is_owner = outline[above].leaf == outline[owner.line].leaf
    return outline.is_prose(above) and not (is_owner or marks.mark_at(outline, above))


def _is_quiz(counted: Sequence[Item], bullets: Sequence[Item]) -> bool:
    """Tell whether items ask, or all bullets between them are options."""
    return all(asking.asks(each.text) for each in counted) or _are_options(bullets)


def _begin_anew(counted: Sequence[Item], bullets: Sequence[Item]) -> bool:
    """Tell whether numbers begin anew with each part of an exam, and all bullets are options."""
    are_parts = all(b.number in (1, a.number + 1) for a, b in pairwise(counted))
    return are_parts and _are_options(bullets)


def _are_options(bullets: Sequence[Item]) -> bool:
    return all(option_lines.is_box(each.text) or option_lines.letter(each.text) for each in bullets)


def _starts(outline: Outline, number: int, group: Group) -> Item | None:
    """Tell whether an item starts on a line; a number within a paragraph must go on counting."""
    line = outline[number]
    if line.kind != "text":
        return None
    counted = _NUMBER.match(line.text)
    if label(line.text) and not counted:
        return None  # labels are another dialect's
    if line.marker:
        value = (
            int(line.marker[:-1]) if line.is_ordered else int(counted["number"]) if counted else 0
        )
        text = line.text
        return Item(number, line.depth, text, value)
    if counted and not line.depth and not line.quotes:
        value = int(counted["number"])
        goes_on = value > 1 and value - 1 in group.last.values()
        begins = value == 1 or value == group.before + 1 or _is_counted_on(outline, group, value)
        starts = number == line.leaf and begins
        if goes_on or starts or _is_gap(outline, number, group, value):
            found = Item(number, 1, _unnumbered(outline, number, counted), value)
            found.is_listed = False
            return found
    return None


def _is_gap(outline: Outline, number: int, group: Group, value: int) -> bool:
    """Tell whether a bold line that asks goes on with a list of such lines, which skips some."""
    text, last = outline[number].text, group.last[False]
    is_bold = text[:2] == text[-2:] == "**" and outline[number].leaf == number
    return is_bold and 0 < last < value <= last + _LONGEST_GAP and asking.asks(text)


def _is_counted_on(outline: Outline, group: Group, value: int) -> bool:
    """Tell whether a list of bold lines may start with a number: others count on from it."""
    if any(group.last.values()):
        return False
    known = _bold_numbers(outline)
    return value in known and value + 1 in known


@once
def _bold_numbers(outline: Outline) -> set[int]:
    """Give the numbers of lines that are wholly bold."""
    lines = (line for n, line in enumerate(outline.lines, 1) if line.leaf == n)
    texts = (line.text for line in lines if line.text[:2] == line.text[-2:] == "**")
    return {int(found["number"]) for text in texts if (found := _NUMBER.match(text))}


def _unnumbered(outline: Outline, number: int, counted: re.Match[str]) -> str:
    """Take the number off a line; bold that spans it and the text stays bold."""
    text = outline[number].text
    rest, mark = text[counted.end() :], text[:2]
    is_open = mark in ("**", "__") and counted[0].count(mark) == 1
    return mark + rest if is_open and (mark in rest or _closes(outline, number, mark)) else rest


def _closes(outline: Outline, number: int, mark: str) -> bool:
    """Tell whether bold ends in one of the next lines of its paragraph."""
    below = range(number + 1, min(number + _LINES, outline.last) + 1)
    return any(outline[n].leaf == outline[number].leaf and mark in outline[n].text for n in below)


def _judge(outline: Outline, item: Item, *, is_next: bool = False) -> None:
    """See what an item says, and what stands below it.

    `is_next` says that questions of this list have one line, and their answers begin on the next.
    """
    for child in item.children:
        _judge(outline, child)
    item.stem = item.line if is_next and _is_whole(outline, item) else _stem_end(outline, item)
    text = item.text if item.stem == item.line else f"{item.text} {outline[item.stem].text}"
    text = TAGGED.sub("", text, count=1)
    item.asks = asking.asks(text)
    item.requests = item.asks or asking.requests(text)
    item.is_link = _is_link(item.text)
    first = item.children[0].line if item.children else item.last + 1
    last = item.last
    if not (item.requests or item.number or item.depth > 1):  # what is beside it is of others
        beside = (n for n in range(item.stem + 1, last + 1) if _is_beside(outline, n))
        last = next(beside, last + 1) - 1
    item.is_marked = bool(option_lines.options_end(outline, item.stem + 1, last)) or any(
        mark.role in ("answer", "explanation")
        for mark in marks.marks(outline, item.stem + 1, min(last, first + _FAR))
    )
    below = (outline, item.stem + 1, last)
    item.is_ticked = option_lines.has_ticked(*below)
    is_choice = item.is_ticked and option_lines.is_choice(*below, 0 if item.requests else 2)
    item.is_to_do = item.is_ticked and not is_choice
    item.is_marked = (
        item.is_marked
        or bool(inline(item.text)[1])
        or option_lines.is_judged(item.text if item.stem == item.line else outline[item.stem].text)
    )
    item.is_quoted = item.stem + 1 in _quoted(outline)
    item.is_marked = item.is_marked or (item.is_quoted and asking.has_mark(text))
    inner = {n for child in asked(item) for n in range(child.line, child.last + 1)}
    item.has_body = any(
        outline.is_text(n) for n in range(item.stem + 1, item.last + 1) if n not in inner
    )


def _is_beside(outline: Outline, number: int) -> bool:
    """Tell whether a line says something beside a bullet at the top: it is no line of that."""
    line = outline[number]
    return line.kind != "blank" and line.depth < 1 + bool(line.marker)


def asked(item: Item) -> list[Item]:
    """Give the items below one that are questions of their own, if most are."""
    inner = [child for child in item.children if asking.has_mark(child.text)]
    return inner if len(inner) >= _MOST * len(item.children) and not item.is_marked else []


def _is_link(text: str) -> bool:
    """Tell whether an item is hardly more than a link."""
    found = _LINK_ONLY.match(text)
    return bool(found and len(found["text"]) > len(asking.bare(text[found.end() :])))


def _answer_on_next_line(outline: Outline, items: Sequence[Item]) -> bool:
    """Tell whether of the items whose first line may be whole, above others, half ask in it."""
    above = [item for item in items if _goes_on(outline, item)]
    asks = [asking.ends_asking(item.text) or bool(_IN_BOLD.fullmatch(item.text)) for item in above]
    whole = (_is_whole(outline, item) for item, does in zip(above, asks, strict=True) if not does)
    return any(asks) and sum(asks) >= sum(whole)


_IN_BOLD = lazy(r"\*\*[^*]+[^*:：]\*\*")


def _goes_on(outline: Outline, item: Item) -> bool:
    """Tell whether the paragraph of an item has another line."""
    if item.line >= item.last:
        return False
    below = outline[item.line + 1]
    return below.kind == "text" and below.leaf == outline[item.line].leaf and not below.marker


def _is_whole(outline: Outline, item: Item) -> bool:
    """Tell whether the first line of an item is no part of a sentence that the next one ends."""
    if not _goes_on(outline, item) or item.text.endswith((",", "，", "、", ":", "：", "\\")):
        return False
    below = outline[item.line + 1].text
    if below[:1].islower() or asking.has_mark(below):
        return False
    number, leaf = item.line + 1, outline[item.line].leaf
    while number <= item.last and outline[number].leaf == leaf:
        if marks.mark_at(outline, number) or option_lines.is_option_line(outline, number):
            return False  # what stands above that may ask, too
        number += 1
    return True


def _stem_end(outline: Outline, item: Item) -> int:
    """Give the last line of an item's first paragraph, or that at which its question ends."""
    number, leaf = item.line, outline[item.line].leaf
    while number < item.last:
        text, below = outline[number].text, outline[number + 1]
        if asking.ends_asking(text) or below.kind != "text" or below.leaf != leaf or below.marker:
            break
        if marks.mark_at(outline, number + 1) is not None or option_lines.is_option_line(
            outline, number + 1
        ):
            break
        number += 1
    return number
