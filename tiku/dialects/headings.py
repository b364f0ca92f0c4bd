"""Headings that ask, each with its section as the answer: `## What is TCP?`, `### 3. 什么是…？`.

Headings form a tree. One that asks is a question; one whose own headings ask is a section; and one
that does not ask is a question beside others that do, or where the document says that it is a deck.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tiku.dialects import cutting, marks, option_lines, topics
from tiku.dialects.cutting import Place
from tiku.dialects.entries import Entry, asked_ends, draft
from tiku.dialects.heading_tree import (
    Node,
    every,
    is_title,
    says_more,
    tagged_lines,
    tree,
    untagged,
)
from tiku.dialects.marks import says
from tiku.documents.outline import Outline
from tiku.languages import asking, numbering
from tiku.model import Code, Fragment, Markdown, Problem, Reading
from tiku.system.patterns import lazy

_MOST = 0.5  # of the headings of a level must ask for that level to be the questions'
_NEARLY_ALL = 0.6  # must ask for those beside them that do not ask to be questions too
_NUMBERED = 0.8
_MAIN = 0.25  # of the questions at the level that has most
_FEW, _SOME = 5, 0.25  # headings that ask make a document one of questions, whatever their level
_FEW_ENTRIES = 3
_FEW_ASKED = 2
_MARKED = 0.4  # of the questions must have marked answers for marks to part them


def read(outline: Outline) -> Reading:
    """Read the headings that ask, and those beside them, each with what stands below it."""
    roots = tree(outline)
    nodes = list(every(roots))
    if not nodes:
        return Reading(why="no headings")
    for node in roots[:1]:
        node.is_title = is_title(outline, node, nodes)
    accepted = _levels(outline, nodes)
    _spread([roots, *(node.children for node in nodes)])
    main = Counter(node.level for node in nodes if node.asks)
    for node in nodes:
        node.is_main = main[node.level] >= _MAIN * max(main.values(), default=0)
        node.has_body = node.is_awaited or _has_body(outline, node)
    chosen = list(_chosen(roots, accepted))
    if not chosen:
        return Reading(why="no level at which most headings ask")
    by_marks = asking.share(node.is_marked for node in chosen) >= _MARKED
    tagged = tagged_lines(outline) if any(node.is_tagged for node in chosen) else []
    found = [_entry(outline, node, tagged) for node in chosen]
    found = _answered_in_quotes(outline, _answered_below(outline, chosen, found))
    drafts = tuple(draft(outline, entry, by_marks=by_marks) for entry in found)
    levels = Counter(node.level for node in chosen)
    told = " and ".join(f"level {level} ({count})" for level, count in sorted(levels.items()))
    problems = tuple(_unread(outline, nodes, chosen))
    is_asked = asking.share(node.asks or node.is_marked for node in chosen) >= _MOST
    return Reading(drafts, problems, confidence=0.8 if is_asked else 0.5, why=f"headings of {told}")


# Which headings are questions


def _levels(outline: Outline, nodes: Sequence[Node]) -> dict[int, float]:
    """Give the levels at which questions stand, each with the share of headings that ask."""
    shares: dict[int, float] = {}
    is_deck, is_topical = topics.is_deck(outline), topics.is_about_questions(outline)
    is_collection, is_faq = topics.is_collection(outline), topics.is_faq(outline)
    for level in {node.level for node in nodes}:
        beside = [node for node in nodes if node.level == level]
        peers = [node for node in beside if not node.is_furniture]
        if not (is_topical or is_deck or outline.has_key) and _is_of_readme(nodes, beside, peers):
            continue
        # Things to do are ticked, too; so that all have to be choices, and two at least.
        choices = len(peers) > 1 and all(node.is_keyed or node.asks for node in peers)
        told = asking.share(
            node.asks
            or (node.is_keyed and choices)
            or (node.counts and (node.is_marked or outline.has_key))
            for node in peers
        )
        marked = asking.share(node.is_marked for node in peers)
        are_cards = is_deck and level > 1 and _is_uniform(peers, nodes)
        are_counted = max(told, marked) >= _SOME and _are_counted(peers)
        are_keyed = are_counted and _are_keyed(outline, peers)
        for node in peers:
            node.is_awaited = are_keyed and node.is_numbered
        are_named = are_counted and told >= _SOME and topics.names_questions(outline)
        are_named = are_named or (is_faq and told >= _MOST)
        are_entries = bool(peers) and is_collection and _are_entries(outline, peers, told)
        if are_keyed or are_named or (peers and are_cards) or are_entries:
            shares[level] = 1.0
        elif peers and (told >= _MOST or (marked >= _MOST and is_topical) or _are_tasks(peers)):
            shares[level] = max(told, marked, _told_of_counted(peers))
    leaves = [node for node in nodes if not node.children and not node.is_furniture]
    asked = [node for node in leaves if node.asks]
    if not shares and len(asked) >= _FEW and len(asked) >= _SOME * len(leaves):
        shares = dict.fromkeys({node.level for node in asked}, _MOST)
    return shares


def _told_of_counted(peers: Sequence[Node]) -> float:
    """Give the share of headings with numbers that ask, if nearly all that ask have one."""
    if asking.share(node.is_numbered for node in peers if node.asks) < _NUMBERED:
        return 0.0
    return asking.share(node.asks for node in peers if node.is_numbered)


def _is_of_readme(nodes: Sequence[Node], beside: Sequence[Node], peers: Sequence[Node]) -> bool:
    """Tell whether hardly anything asks beside what every document has, such as usage.

    So it does in a text of which a section or two tell how, `如何做灰度`.
    """
    asked = [node for node in peers if node.asks and not asking.is_of_program(node.title)]
    others = len(beside) - sum(not asking.is_of_program(node.title) for node in peers)
    if len(asked) > _FEW_ASKED or any(node.is_marked for node in asked):
        return False
    tell_how = asked and all(asking.tells_how(node.title) for node in asked)
    are_few = len(asked) * _FEW < sum(not node.asks for node in nodes)
    return others >= _FEW_ASKED or bool(tell_how and are_few)


def _are_tasks(peers: Sequence[Node]) -> bool:
    """Tell whether headings tell to do something, each with its answer marked: `## List all`.

    Where the answer to each folds, `Answer`, they may just count: `### 2. Pointers` over code.
    """
    is_answered = len(peers) >= _FEW_ENTRIES and all(node.is_marked for node in peers)
    if is_answered and all(node.is_opened for node in peers) and _are_counted(peers):
        return True
    told = (
        asking.requests(node.title)
        or (len(node.title.split()) >= _WORDS and bool(_TELLS.match(node.title)))
        for node in peers
    )
    return is_answered and asking.share(told) >= _NEARLY_ALL


_WORDS = 4  # of a task; `Run the build` is a step of a guide
_TELLS = lazy(
    r"(?:get|change|add|remove|delete|set|run|use|make|label|expose|scale|deploy|update|configure|store|rename"
    r"|replace|sort|count|display|return|enable|disable|install|mount|copy|move|undo|generate|query|insert|verify)\s",
    re.IGNORECASE,
)


def _are_counted(peers: Sequence[Node]) -> bool:
    """Tell whether nearly all headings of a level have numbers, and none another one below it."""
    is_flat = all(not node.children for node in peers)
    return is_flat and asking.share(node.is_numbered for node in peers) >= _NUMBERED


def _are_entries(outline: Outline, peers: Sequence[Node], told: float) -> bool:
    """Tell whether headings count up, in all or anew in each part, each above a text.

    Where most have headings below them, they are the parts. If some ask, none need have a number.
    """
    if told >= _SOME and len(peers) >= _FEW_ENTRIES and not any(node.children for node in peers):
        return all(says_more(outline, node) for node in peers)
    numbers = [numbering.number_of(outline[node.line].text) for node in peers]
    steps = [b in (1, a + 1) for a, b in pairwise(numbers)]
    if len(numbers) < _FEW_ENTRIES or numbers[0] != 1 or asking.share(steps) < _NUMBERED:
        return False
    are_parts = asking.share(bool(node.children) for node in peers) >= _MOST
    return not are_parts and all(node.is_numbered and says_more(outline, node) for node in peers)


def _are_keyed(outline: Outline, peers: Sequence[Node]) -> bool:
    """Tell whether headings count up that answers apart may be of: below most is no text."""
    if not outline.has_key or not numbering.count_up(outline[node.line].text for node in peers):
        return False
    return asking.share(node.is_marked or not says_more(outline, node) for node in peers) >= _MOST


def _spread(groups: Sequence[Sequence[Node]]) -> None:
    """See at which levels headings that ask are spread over the whole document."""
    found: dict[int, list[bool]] = defaultdict(list)
    for group in groups:
        for level in {node.level for node in group}:
            found[level].append(any(node.asks for node in group if node.level == level))
    for group in groups:
        for node in group:
            node.is_spread = asking.share(found[node.level]) >= _NEARLY_ALL


def _is_uniform(peers: Sequence[Node], nodes: Sequence[Node]) -> bool:
    """Tell whether nearly all headings of a document stand at one level, with none below them."""
    others = [node for node in nodes if not (node.is_title or node.is_furniture)]
    is_flat = all(not node.children for node in peers)
    return is_flat and len(peers) >= _NUMBERED * len(others)


def _chosen(nodes: Sequence[Node], accepted: dict[int, float]) -> Iterator[Node]:
    """Walk down the tree, and take what is a question; where all have numbers, it has one too."""
    numbered = asking.share(node.is_numbered for node in nodes if node.asks) >= _NUMBERED
    before: Node | None = None
    local = asking.share(node.asks for node in nodes if not node.is_furniture)
    are_marked = asking.share(node.is_marked for node in nodes if node.asks) >= _MARKED
    goes_on = len(nodes)  # below the last question only what others have, too, is part of it
    while goes_on and not nodes[goes_on - 1].is_numbered:
        goes_on -= 1
    parts = 0
    for at, node in enumerate(nodes):
        share = accepted.get(node.level, 0.0)
        is_one = not (node.is_furniture or node.is_title) and (
            (accepted and node.asks)
            or (
                share
                and not (numbered and not node.is_numbered and not node.is_marked)
                and (
                    node.counts
                    or (share >= _NEARLY_ALL and (local > 0 or node.is_spread or share == 1.0))
                )
            )
        )
        if is_one and not node.asks and _holds_questions(node):
            is_one = False
        if is_one and node.has_body:
            yield node
            before = node
        elif (
            before
            and numbered
            and not are_marked  # else this is no part of the answer, which has a title of its own
            and not node.is_numbered
            and not node.is_furniture
            and node.level == before.level
            and (at < goes_on or parts)
        ):
            before.last = node.last
            parts += 1
            continue
        else:
            before = None
        if not is_one or _holds_questions(node):
            yield from _chosen(node.children, accepted)


def _holds_questions(node: Node) -> bool:
    """Tell whether headings below this one are questions of their own."""
    below = [child for child in node.children if not child.is_furniture]
    if node.is_furniture:
        return _asking_below(node) > 1
    if any(child.is_tagged for child in below):
        return True
    if not node.asks:
        asking_below = _asking_below(node)
        return asking_below > 1 or (asking_below == 1 and len(below) == 1)
    asked = [child for child in below if child.is_main and (child.asks or child.counts)]
    return bool(asked) and len(asked) >= _MOST * len(below)


def _asking_below(node: Node) -> int:
    """Count the questions below a heading, at any level."""
    return sum(
        (child.asks or (child.counts and child.is_marked)) and not child.is_furniture
        for child in every(node.children)
    )


def _has_body(outline: Outline, node: Node) -> bool:
    """Tell whether anything is said below a heading; a question whose headings ask needs it."""
    last = node.last
    if node.asks:
        if not _holds_questions(node):
            return True
        last = node.children[0].line - 1
    return says_more(outline, node, last)


# From headings to entries


def _entry(outline: Outline, node: Node, tagged: Sequence[int]) -> Entry:
    line = outline[node.line]
    after = tagged[bisect_right(tagged, node.line) :][:1]
    title = "" if node.counts else numbering.strip(untagged(line.text)).strip()
    is_titled = not node.asks and node.is_marked and _asks_below(outline, node)
    below = node.line + 1
    while (
        below <= outline.last and outline[below].kind == "rule" and outline[below].leaf == node.line
    ):
        below += 1
    return Entry(
        first=node.line,
        stem=below - 1,
        last=min([_last(node), *(n - 1 for n in after)]),
        asked="" if is_titled else title,
        section=node.above,
        column=line.offset if line.depth else 0,
        below=node.counts or is_titled or node.is_awaited or _is_worked_out(outline, node),
        title=Fragment(Markdown(title), node.line) if is_titled else None,
    )


def _asks_below(outline: Outline, node: Node) -> bool:
    """Tell whether a paragraph asks between a heading that does not and options, or an answer."""
    first = node.line + 1
    end = option_lines.options_end(outline, first, node.last) if node.is_keyed else 0
    mark = next(marks.marks(outline, first, node.last), None)
    lines = range(first, end or (mark.line if mark else first))
    texts = [n for n in lines if outline[n].text]
    return bool(texts) and outline.is_prose(texts[0]) and asking.requests(outline[texts[0]].text)


def _is_worked_out(outline: Outline, node: Node) -> bool:
    """Tell whether a heading that does not ask stands over a task, and that over its solution.

    The solution is a heading, such as `### 解题思路`, and nothing is called an answer.
    """
    if node.asks or not node.is_marked or not node.children:
        return False
    found = list(marks.marks(outline, node.line + 1, node.last))
    is_alone = {mark.role for mark in found} == {"explanation"}
    first = found[0].line if found else 0
    is_below = is_alone and outline[first].kind == "heading"
    return is_below and any(says(outline, n) for n in range(node.line + 1, first))


def _answered_below(
    outline: Outline, nodes: Sequence[Node], entries: Sequence[Entry]
) -> list[Entry]:
    """Below headings that only count, part what asks from text below it, if most are so."""
    counting = [n for n, node in enumerate(nodes) if node.counts]
    if asking.share(nodes[n].is_marked for n in counting) >= _MARKED:
        return [*entries]
    lines = [(entries[n].stem + 1, entries[n].last) for n in counting]
    ends = dict(zip(counting, asked_ends(outline, lines), strict=True))
    found = [(entry, ends.get(n, 0)) for n, entry in enumerate(entries)]
    return [
        entry._replace(stem=end, asked=_text(outline, entry.stem + 1, end), below=False)
        if end
        else entry
        for entry, end in found
    ]


def _answered_in_quotes(outline: Outline, entries: Sequence[Entry]) -> list[Entry]:
    """Where answers are quotes, let pictures, code and tables above them be part of the question.

    Nearly all entries must have a quote, with nothing but such things above it.
    """
    ends = [_shown_end(outline, entry) for entry in entries]
    if asking.share(end >= 0 for end in ends) < _NEARLY_QUOTED:
        return [*entries]
    if asking.share(end == 0 for end in ends) < _BARELY_QUOTED:
        return [*entries]  # quotes are notes on what is shown
    return [
        entry._replace(
            stem=end, asked=f"{entry.asked}\n\n{_text(outline, entry.stem + 1, end)}", below=False
        )
        if end > 0
        else entry
        for entry, end in zip(entries, ends, strict=True)
    ]


def _shown_end(outline: Outline, entry: Entry) -> int:
    """Give the last line of what is shown above the first quote, 0 if nothing is.

    It is -1 where there is no quote, or where prose stands above it.
    """
    said = [n for n in range(entry.stem + 1, entry.last + 1) if says(outline, n)]
    quote = next((n for n in said if outline[n].quotes), 0)
    shown = [n for n in said if n < quote]
    if not quote or not all(_shows(outline, n) for n in shown):
        return -1
    has_options = option_lines.options_end(outline, entry.stem + 1, entry.last)  # ① … ② …
    return shown[-1] if shown and not has_options else 0


def _shows(outline: Outline, number: int) -> bool:
    """Tell whether a line is one of code or of a table, or a picture."""
    line = outline[number]
    return line.kind in ("code", "table") or line.text.startswith(("![", "<img"))


_NEARLY_QUOTED = 0.8
_BARELY_QUOTED = 0.25  # have nothing but a quote


def _text(outline: Outline, first: int, last: int) -> str:
    quotes = cutting.quotes_around(outline, range(first, last + 1))
    return cutting.cut(outline, range(first, last + 1), Place(0, quotes)).markdown.strip()


def _last(node: Node) -> int:
    """Give the last line of an answer: questions of their own below it are none of it."""
    if _holds_questions(node):
        return next(child.line - 1 for child in node.children if not child.is_furniture)
    return node.last


def _is_over_all(first: Node, chosen: Sequence[Node]) -> bool:
    """Tell whether the first heading is a title at the level of questions, as `# FAQ` may be."""
    if first.asks or first.is_numbered or first.is_marked or first.counts:
        return False
    is_above = first.level == 1 or not first.has_body
    return is_above and first.line < min(node.line for node in chosen)


def _unread(outline: Outline, nodes: Sequence[Node], chosen: Sequence[Node]) -> Iterator[Problem]:
    """Report headings beside those that were read, and those that ask elsewhere."""
    read = {line for node in chosen for line in range(node.line, node.last + 1)}
    above = {title for node in chosen for title in node.above}
    levels = {node.level for node in chosen}
    for node in nodes:
        if node.line in read or node.title in above or node.is_furniture:
            continue
        if node is nodes[0] and _is_over_all(node, chosen):
            continue
        if node.level in levels or node.asks:
            does = "asks at another level" if node.asks else "does not ask"
            what = f"'{node.title}' stands beside questions and {does}; it was not read"
            remedy = "end it with '?' at the level of the others, if it is one"
            yield Problem(Code.SECTION_UNREAD, outline.path, node.line, what, remedy)
