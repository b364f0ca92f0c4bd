"""Whether two answers say the same: equal, or all of one in the other, block for block."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import zip_longest

from tiku.items import keys, points
from tiku.markup import markdown
from tiku.model import (
    EMPTY,
    ChoiceResponse,
    Fragment,
    Item,
    NoResponse,
    OpenResponse,
    Response,
    Text,
)
from tiku.system.patterns import lazy

_TICK = lazy("\\[(?:\x1f[xX])?\x1f\\]")
_MANY = 8  # different answers to one question, from which on none is looked for in another


def parted(items: Sequence[Item]) -> list[list[int]]:
    """Part items that ask the same by their answers; no part of an answer is lost in its group.

    An answer that is contained in another joins it, if there is only one such.
    """
    groups: dict[Hashable, list[int]] = {}
    for n, item in enumerate(items):
        groups.setdefault(keys.answer(item), []).append(n)
    classes = list(groups.values())
    if len(classes) < 2 or len(classes) > _MANY:
        return classes
    said = [_Said(items[group[0]]) for group in classes]
    homes: dict[int, int] = {}
    largest = [
        n for n in range(len(said)) if not any(_within(said, n, m) for m in range(len(said)))
    ]
    for n in range(len(said)):
        above = [m for m in largest if _within(said, n, m)]
        homes[n] = above[0] if n not in largest and len(above) == 1 else n
    found: dict[int, list[int]] = {}
    for n, group in enumerate(classes):
        found.setdefault(homes[n], []).extend(group)
    return [sorted(group) for group in found.values()]


def says_nothing(item: Item) -> bool:
    """Tell whether an item has neither answer, explanation nor hint."""
    return not (item.response.answer.form or item.explanation.form or item.hint.form)


def body(item: Item) -> Hashable:
    """Give what a question points at in its answer: the options, however ticked and ordered."""
    answer = item.response.answer
    if not _TICK.search(answer.form):
        return answer.form
    return tuple(sorted(_TICK.sub("[]", markdown.text(piece).form) for piece in _pieces(answer)))


def size(item: Item) -> int:
    """Count what an item says in answer, to know the copy that says more."""
    return sum(len(text.form) for text in (item.response.answer, item.explanation, item.hint))


# Uniting


def union(responses: Sequence[Response]) -> Response:
    """Unite answers to one question, the fullest first: the first, and what it lacks of others."""
    first = next((each for each in responses if not isinstance(each, NoResponse)), responses[0])
    if not isinstance(first, OpenResponse):
        return first
    others = [each.answer for each in responses if isinstance(each, OpenResponse)]
    answer = union_of_texts([first.answer, *others])
    if answer == first.answer:
        return first
    return OpenResponse(answer, points.fold("", Fragment(answer.markdown, 1)).points)


def union_of_texts(texts: Sequence[Text]) -> Text:
    """Give the first text that says something, with the blocks of the others that it lacks."""
    found: dict[Hashable, Text] = {}
    for text in texts:
        if text != EMPTY:
            found.setdefault(_content(text), text)
    said = list(found.values())
    if len(said) < 2:
        return said[0] if said else EMPTY
    blocks = {_key(piece) for piece in _pieces(said[0])}
    whole: list[str] = [said[0].markdown]
    for text in said[1:]:
        pieces = list(_pieces(text))
        for piece, below in zip_longest(pieces, pieces[1:], fillvalue=""):
            leads = piece.endswith((":", "：")) and _key(below) in blocks  # "These are:"
            if _key(piece) not in blocks and not (below and leads):
                blocks.add(_key(piece))
                whole.append(piece)
    return markdown.text("\n\n".join(whole)) if len(whole) > 1 else said[0]


class _Said:
    """What an item says, block for block."""

    def __init__(self, item: Item) -> None:
        """Split what it says."""
        is_choice = isinstance(item.response, ChoiceResponse)
        answer = item.response.answer
        self.answer = (keys.answer(item),) if is_choice else _blocks(answer)
        self.rest = (_blocks(item.explanation), _blocks(item.hint))


def _within(said: Sequence[_Said], n: int, m: int) -> bool:
    """Tell whether all that one says is in the other, which says more."""
    one, other = said[n], said[m]
    if n == m or (one.answer, one.rest) == (other.answer, other.rest):
        return False
    parts = zip((one.answer, *one.rest), (other.answer, *other.rest), strict=True)
    return all(_is_subsequence(ours, theirs) for ours, theirs in parts)


def _is_subsequence(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> bool:
    rest = iter(theirs)
    return all(block in rest for block in ours)


def _blocks(text: Text) -> tuple[Hashable, ...]:
    return tuple(map(_key, _pieces(text)))


def _pieces(text: Text) -> Iterator[str]:
    """Cut a text into blocks, and lists into bullets; steps, tables and quotes stay whole."""
    lines = text.markdown.split("\n")
    for block in markdown.structure(text.markdown).blocks:
        for part in block.children if block.kind == "bullets" else (block,):
            yield "\n".join(lines[part.first - 1 : part.last]).rstrip()


def _key(piece: str) -> Hashable:
    return _content(markdown.text(piece))


def _content(text: Text) -> Hashable:
    """Give what a text says: steps say what bullets with the same words do."""
    return text.form, markdown.links(text)
