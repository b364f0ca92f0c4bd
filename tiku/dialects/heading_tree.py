"""Headings as a tree: what each says, whether it asks, and what stands below it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tiku.dialects import marks, option_lines
from tiku.documents.outline import Outline, once
from tiku.languages import asking, numbering
from tiku.languages.label_words import SYMBOLS
from tiku.languages.labels import label
from tiku.languages.part_titles import names_options, role_of_title
from tiku.markup import markdown
from tiku.system.patterns import lazy

_TITLE = 2  # the level down to which a lone heading is a title
_SHORT = 40  # lines of a document that is one question
_LONGEST = 200  # characters of a title that only counts


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
        self.is_opened = False  # the answer folds below a title that names it
        self.children: list[Node] = []


def tree(outline: Outline) -> list[Node]:
    """Nest the headings by level; a heading in a list or a fold counts like any other."""
    roots: list[Node] = []
    path: list[Node] = []
    of_answers = _of_answers(outline)
    for number in outline.headings:
        line = outline[number]
        if _names_part(line.text) or number in of_answers:
            continue
        level = _level(outline, number, path)
        while path and path[-1].level >= level:
            path.pop().last = number - 1
        node = _node(outline, number, level, path)
        (path[-1].children if path else roots).append(node)
        path.append(node)
    for node in path:
        node.last = outline.last
    for node in every(roots):
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


def _of_answers(outline: Outline) -> set[int]:
    """Give the headings with which an answer that folds goes on.

    None counts. One that asks is a question if nothing asks above the fold, which then is all that
    a document has, or if it stands elsewhere, too: the fold is a key.
    """
    inside, found, asks_above = marks.within_answers(outline), set[int](), False
    outside = {outline[n].text for n in outline.headings if n not in inside}
    for number in outline.headings if inside else ():
        text = outline[number].text
        if number not in inside:
            asks_above = asking.requests(text) or bool(numbering.number_of(text))
        elif not numbering.number_of(text) and not (
            asking.asks(text) and (text in outside or not asks_above)
        ):
            found.add(number)
    return found


def _level(outline: Outline, number: int, path: Sequence[Node]) -> int:
    """Give a heading's level: one that counts on in a list stands where the last one stands."""
    line = outline[number]
    if path and line.is_ordered:
        before = outline[path[-1].line]
        if before.is_ordered and int(line.marker[:-1]) == int(before.marker[:-1]) + 1:
            return path[-1].level
    return outline.level(number)


def is_title(outline: Outline, first: Node, nodes: Sequence[Node]) -> bool:
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


def untagged(text: str) -> str:
    """Take off a heading the tag that makes it a card, and spaces of no width."""
    return _TAG.sub("", text).replace("\u200b", "")


def _node(outline: Outline, number: int, level: int, path: Sequence[Node]) -> Node:
    line = outline[number]
    text = markdown.plain(untagged(line.text))
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
    node.is_furniture = asking.is_furniture(title) or any(x in title for x in _SHARED)
    return node


_SHARED = ("备选答案", "備選答案", "备选选项", "備選選項")  # options of several questions
_TAG = lazy(r"\s?#(?:card|flashcard)s?(?:[-/][\w-]+)?(?:\s+#[\w/-]+)*\s*$")
_COUNTER = lazy(
    r"(?:第\s*[\d一二三四五六七八九十百]+\s*[题題问問道]|(?:q|question|problem|exercise|quiz|card|task|puzzle|riddle"
    r"|exercice|ejercicio|exercício|esercizio|übung|упражнение|练习|習題|习题|練習|frage|aufgabe|pregunta|pergunta|domanda|вопрос|задача|задание|문제|問題?|câu)\s*(?:no\.?|n[º°]|#|№)?\s*\d+)"
    rf"[\s.:：)]*(?:[\s–—-]*(?:[(（][^()（）]{{1,60}}[)）]|\[[^\[\]]{{1,60}}\]|[{SYMBOLS}]\ufe0f?))?",
    re.IGNORECASE,
)
_PARTS = ("answer", "explanation", "hint")


def every(nodes: Sequence[Node]) -> Iterator[Node]:
    """Give headings with all below them, in their order."""
    for node in nodes:
        yield node
        yield from every(node.children)


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
    folds = (mark.fold for mark in marks.marks(*below) if answers == 1 and mark.role == "answer")
    node.is_opened = any(fold is not None and marks.names_answer(fold) for fold in folds)
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


def says_more(outline: Outline, node: Node, last: int = 0) -> bool:
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


def tagged_lines(outline: Outline) -> list[int]:
    """Give the lines of text that are cards of their own by their tag."""
    lines = enumerate(outline.lines, 1)
    return [n for n, line in lines if line.kind == "text" and _TAG.search(line.text)]
