"""Headings that ask, each with its section as the answer: `## What is TCP?`, `### 3. 什么是…？`.

Headings form a tree. One that asks is a question; one whose own headings ask is a section; and one
that does not ask is a question beside others that do, or where the document says that it is a deck.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tiku.dialects import cutting, marks, option_lines, topics
from tiku.dialects.cutting import Place
from tiku.dialects.entries import Entry, asked_ends, draft
from tiku.dialects.marks import says
from tiku.documents.outline import Outline, once
from tiku.languages import asking, numbering
from tiku.languages.label_words import SYMBOLS
from tiku.languages.labels import label
from tiku.languages.part_titles import names_options, role_of_title
from tiku.markup import markdown
from tiku.model import Code, Fragment, Markdown, Problem, Reading
from tiku.system.patterns import lazy

_MOST = 0.5  # of the headings of a level must ask for that level to be the questions'
_NEARLY_ALL = 0.6  # must ask for those beside them that do not ask to be questions too
_NUMBERED = 0.8
_TITLE = 2  # the level down to which a lone heading is a title
_SHORT = 40  # lines of a document that is one question
_LONGEST = 200  # characters of a title that only counts
_MAIN = 0.25  # of the questions at the level that has most
_FEW, _SOME = 5, 0.25  # headings that ask make a document one of questions, whatever their level
_FEW_ENTRIES = 3
_MARKED = 0.4  # of the questions must have marked answers for marks to part them


class Node:
    """A heading with the headings below it."""

    def __init__(self, line: int, level: int, title: str, above: tuple[str, ...]) -> None:
        """Know nothing of it yet but what it says, and where."""
        self.line, self.level, self.title, self.above = line, level, title, above
        self.last = 0
        self.asks = False
        self.is_numbered = False
        self.is_tagged = False  # as a card
        self.is_title = False  # of the document: alone at its level, with headings below it
        self.counts = False  # it only counts, as `Question 3` does
        self.is_furniture = False
        self.has_body = False
        self.is_awaited = False  # its answer stands apart, by its number
        self.is_spread = False  # most sections that have headings of its level have one that asks
        self.is_main = False  # it stands at a level at which many ask
        self.is_marked = False  # options or an answer are marked below it
        self.is_keyed = False  # options and which is right
        self.children: list[Node] = []


def read(outline: Outline) -> Reading:
    """Read the headings that ask, and those beside them, each with what stands below it."""
    roots = _tree(outline)
    nodes = list(_all(roots))
    if not nodes:
        return Reading(why="no headings")
    for node in roots[:1]:
        node.is_title = _is_title(outline, node, nodes)
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
    tagged = _tagged(outline) if any(node.is_tagged for node in chosen) else []
    found = [_entry(outline, node, tagged) for node in chosen]
    found = _answered_in_quotes(outline, _answered_below(outline, chosen, found))
    drafts = tuple(draft(outline, entry, by_marks=by_marks) for entry in found)
    levels = Counter(node.level for node in chosen)
    told = " and ".join(f"level {level} ({count})" for level, count in sorted(levels.items()))
    problems = tuple(_unread(outline, nodes, chosen))
    is_asked = asking.share(node.asks or node.is_marked for node in chosen) >= _MOST
    return Reading(drafts, problems, confidence=0.8 if is_asked else 0.5, why=f"headings of {told}")


# The tree


def _tree(outline: Outline) -> list[Node]:
    """Nest the headings by level; a heading in a list or a fold counts like any other."""
    roots: list[Node] = []
    path: list[Node] = []
    for number in outline.headings:
        line = outline[number]
        if _names_part(line.text):
            continue
        level = _level(outline, number, path)
        while path and path[-1].level >= level:
            path.pop().last = number - 1
        node = _node(outline, number, level, path)
        (path[-1].children if path else roots).append(node)
        path.append(node)
    for node in path:
        node.last = outline.last
    for node in _all(roots):
        _see_marks(outline, node)
        node.asks = node.asks and not _is_chapter(outline, node)
    _untag_title(outline, roots)
    return roots


def _is_chapter(outline: Outline, node: Node) -> bool:
    """Tell whether a heading is only a link, and a title such as `Quiz` stands right below it."""
    if "](" not in outline[node.line].text or not _ONLY_LINK.fullmatch(outline[node.line].text):
        return False
    return any(asking.is_topical(child.title) and not child.asks for child in node.children)


_ONLY_LINK = lazy(r"\[[^\[\]]{1,200}\]\([^()\s]{1,300}\)")


def _untag_title(outline: Outline, roots: Sequence[Node]) -> None:
    """Let `#flashcards` behind a title make a deck, and no card, if cards stand below."""
    if len(roots) != 1 or "cards" not in outline[roots[0].line].text.rpartition("#")[2]:
        return
    texts = [line.text for line in outline.lines if line.kind == "text"]
    if any(text in marks.SIDES or "::" in text or _TAG.search(text) for text in texts):
        title = roots[0]
        title.is_tagged, title.is_title = False, True
        title.asks = asking.asks(title.title)


def _level(outline: Outline, number: int, path: Sequence[Node]) -> int:
    """Give a heading's level: one that counts on in a list stands where the last one stands."""
    line = outline[number]
    if path and line.is_ordered:
        before = outline[path[-1].line]
        if before.is_ordered and int(line.marker[:-1]) == int(before.marker[:-1]) + 1:
            return path[-1].level
    return outline.level(number)


def _is_title(outline: Outline, first: Node, nodes: Sequence[Node]) -> bool:
    """Tell whether the first heading is the document's title, though it may ask."""
    if first.is_title:
        return True
    if first.level > _TITLE or _TAG.search(outline[first.line].text):
        return False
    is_alone = all(node.level != first.level for node in nodes if node is not first)
    if not is_alone or _is_answered(outline, first, nodes):
        return False
    below = [node for node in nodes if node is not first and not node.is_furniture]
    lines = outline.lines[first.line : first.last]
    bold = (line.text for line in lines if line.kind == "text" and line.text[:2] in _BOLD)
    asked = sum(map(asking.has_mark, bold))
    if any(node.asks for node in below) or len(below) > 1 or asked > 1:
        return True
    is_type = asking.is_type(first.title)  # True or false?
    if not is_type and (asking.has_mark(outline[first.line].text) or first.counts):
        return False
    items = sum(line.is_ordered and line.depth == 1 for line in lines)
    has_table = any(line.kind == "table" for line in lines)
    return is_type or not first.is_marked or has_table or len(lines) > _SHORT or items > 1


def _is_answered(outline: Outline, first: Node, nodes: Sequence[Node]) -> bool:
    """Tell whether the first heading alone asks, and the only `## Answer` is that of it."""
    asking_ones = [node for node in nodes if node.asks]
    if asking_ones != [first] or not asking.has_mark(outline[first.line].text):
        return False
    return sum(role_of_title(outline[n].text) == "answer" for n in outline.headings) == 1


_BOLD = ("**", "__")


def _names_part(text: str) -> bool:
    """Tell whether a heading names a part of the entry above it, at whatever level it stands."""
    bare = numbering.strip(text).strip()
    named = label(bare)
    if role_of_title(bare) in _PARTS or names_options(bare):
        return True
    return bool(named and named.role in _PARTS and not marks.is_adorned(named))


def _untagged(text: str) -> str:
    """Take off a heading the tag that makes it a card, and spaces of no width."""
    return _TAG.sub("", text).replace("\u200b", "")


def _node(outline: Outline, number: int, level: int, path: Sequence[Node]) -> Node:
    line = outline[number]
    text = markdown.plain(_untagged(line.text))
    title = numbering.strip(text)
    named = label(text)
    is_named = bool(named and named.role == "question")
    counts = not title.strip() or bool(is_named and named and not named.rest)
    node = Node(number, level, title, tuple(each.title for each in path if each.title))
    node.is_tagged = bool(_TAG.search(line.text))
    asks = asking.asks(title) or node.is_tagged or (is_named and numbering.opens_question(title))
    node.asks = asks and not role_of_title(title)
    node.is_numbered = title != text or line.is_ordered
    node.counts = counts or bool(_COUNTER.fullmatch(text.strip()[:_LONGEST]))
    node.is_furniture = asking.is_furniture(title)
    return node


_TAG = lazy(r"\s?#(?:card|flashcard)s?(?:[-/][\w-]+)?(?:\s+#[\w/-]+)*\s*$")
_COUNTER = lazy(
    r"(?:第\s*[\d一二三四五六七八九十百]+\s*[题題问問道]|(?:q|question|problem|exercise|quiz|card|task|puzzle|riddle"
    r"|exercice|ejercicio|exercício|esercizio|übung|упражнение|练习|習題|习题|練習|frage|aufgabe|pregunta|pergunta|domanda|вопрос|задача|задание|문제|問題?|câu)\s*(?:no\.?|n[º°]|#|№)?\s*\d+)"
    rf"[\s.:：)]*(?:[\s–—-]*(?:[(（][^()（）]{{1,60}}[)）]|\[[^\[\]]{{1,60}}\]|[{SYMBOLS}]\ufe0f?))?",
    re.IGNORECASE,
)
_PARTS = ("answer", "explanation", "hint")


def _all(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _see_marks(outline: Outline, node: Node) -> None:
    """See whether options or one marked answer stand right below a heading, or both."""
    last = min([child.line - 1 for child in node.children if not child.is_furniture] or [node.last])
    below = (outline, node.line + 1, last)
    answers, end = marks.answers(*below), option_lines.options_end(*below)
    options = bool(end)
    if options and not (node.asks or answers):
        options = not option_lines.options_end(outline, end + 1, last)  # `Quiz 3`, over several
    if answers and _asks_in_folds(outline, node.line + 1, last):
        answers = 0  # they are of that
    node.is_marked = answers == 1 or (not answers and options)
    is_choice = options and option_lines.is_choice(*below, option_lines.FEWEST)
    node.is_keyed = is_choice or (options and answers == 1)


def _asks_in_folds(outline: Outline, first: int, last: int) -> bool:
    """Tell whether a question is the title of something that folds between two lines."""
    lines = _asking_folds(outline)
    at = bisect_left(lines, first)
    return at < len(lines) and lines[at] <= last


@once
def _asking_folds(outline: Outline) -> list[int]:
    folds = sorted(outline.folds.items())
    return [n for n, fold in folds if asking.asks(fold.title) and not marks.fold_role(fold)]


# Which headings are questions


def _levels(outline: Outline, nodes: Sequence[Node]) -> dict[int, float]:
    """Give the levels at which questions stand, each with the share of headings that ask."""
    shares: dict[int, float] = {}
    is_deck, is_topical = topics.is_deck(outline), topics.is_about_questions(outline)
    is_collection = topics.is_collection(outline)
    for level in {node.level for node in nodes}:
        peers = [node for node in nodes if node.level == level and not node.is_furniture]
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
        if are_keyed or (are_counted and told >= _SOME and topics.names_questions(outline)):
            shares[level] = 1.0
        elif peers and (told >= _MOST or (marked >= _MOST and is_topical)):
            shares[level] = max(told, marked)
        elif peers and (are_cards or (is_collection and _are_entries(outline, peers))):
            shares[level] = 1.0
    leaves = [node for node in nodes if not node.children and not node.is_furniture]
    asked = [node for node in leaves if node.asks]
    if not shares and len(asked) >= _FEW and len(asked) >= _SOME * len(leaves):
        shares = dict.fromkeys({node.level for node in asked}, _MOST)
    return shares


def _are_counted(peers: Sequence[Node]) -> bool:
    """Tell whether nearly all headings of a level have numbers, and none another one below it."""
    is_flat = all(not node.children for node in peers)
    return is_flat and asking.share(node.is_numbered for node in peers) >= _NUMBERED


def _are_entries(outline: Outline, peers: Sequence[Node]) -> bool:
    """Tell whether headings count up, in all or anew in each part, each above a text.

    Where most have headings below them, they are the parts.
    """
    numbers = [numbering.number_of(outline[node.line].text) for node in peers]
    steps = [b in (1, a + 1) for a, b in pairwise(numbers)]
    if len(numbers) < _FEW_ENTRIES or numbers[0] != 1 or asking.share(steps) < _NUMBERED:
        return False
    are_parts = asking.share(bool(node.children) for node in peers) >= _MOST
    return not are_parts and all(node.is_numbered and _says_more(outline, node) for node in peers)


def _are_keyed(outline: Outline, peers: Sequence[Node]) -> bool:
    """Tell whether headings count up that answers apart may be of: below most is no text."""
    if not outline.has_key or not numbering.count_up(outline[node.line].text for node in peers):
        return False
    return asking.share(node.is_marked or not _says_more(outline, node) for node in peers) >= _MOST


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
    for node in nodes:
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
        ):
            before.last = node.last
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
        for child in _all(node.children)
    )


def _has_body(outline: Outline, node: Node) -> bool:
    """Tell whether anything is said below a heading; a question whose headings ask needs it."""
    last = node.last
    if node.asks:
        if not _holds_questions(node):
            return True
        last = node.children[0].line - 1
    return _says_more(outline, node, last)


def _says_more(outline: Outline, node: Node, last: int = 0) -> bool:
    """Tell whether any text stands below a heading, down to the end of its section or a line."""
    return any(_says(outline, n) for n in range(node.line + 1, (last or node.last) + 1))


def _says(outline: Outline, number: int) -> bool:
    """Tell whether a line is part of an answer: no way to another place of the document."""
    text = outline[number].text
    if (
        not outline.is_text(number)
        or number in outline.titles
        or asking.leads_back(text)
        or asking.leads_within(text)
    ):
        return False
    return bool(marks.without_tags(text))


# From headings to entries


def _entry(outline: Outline, node: Node, tagged: Sequence[int]) -> Entry:
    line = outline[node.line]
    after = tagged[bisect_right(tagged, node.line) :][:1]
    title = "" if node.counts else numbering.strip(_untagged(line.text)).strip()
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
        below=node.counts or is_titled or node.is_awaited,
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


def _tagged(outline: Outline) -> list[int]:
    """Give the lines of text that are cards of their own by their tag."""
    lines = enumerate(outline.lines, 1)
    return [n for n, line in lines if line.kind == "text" and _TAG.search(line.text)]


def _last(node: Node) -> int:
    """Give the last line of an answer: questions of their own below it are none of it."""
    if _holds_questions(node):
        return next(child.line - 1 for child in node.children if not child.is_furniture)
    return node.last


def _is_over_all(first: Node, chosen: Sequence[Node]) -> bool:
    """Tell whether the first heading is a title at the level of questions, as `# FAQ` may be."""
    is_title = not (first.asks or first.is_numbered or first.is_marked or first.counts)
    is_title = is_title and (first.level == 1 or not first.has_body)
    return is_title and first.line < min(node.line for node in chosen)


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
