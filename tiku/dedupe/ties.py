"""What ties a question to others: every key by which one may be found to repeat, or resemble, it.

Two questions that have no key in common never come into one finding, whatever else a bank holds;
so a question whose keys are its own can be edited without a look at all others.

Points of answers are another matter, for many answers share some. Only a point that two questions
and no third have tells something of them, and only together with a second one of that kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tiku.dedupe import frames, loose
from tiku.dedupe.loose import Loose
from tiku.dedupe.traits import Asked, Traits
from tiku.model import Form, OpenResponse

Key = tuple[str | tuple[str, ...], ...]

_RICH = 40  # characters of the form of an answer that few questions share by chance


def ties(one: Traits, words: Collection[str]) -> Iterator[Key]:
    """Give the keys of an item but for its points; `words` are the initials of all questions."""
    yield of_asked(one.asked)
    if first := first_asked(one):
        yield of_asked(first)
    own = loose.read(one)
    if own.key.bag:
        yield of_loose(one, own.key)
    for key, _ in (*loose.bracketed(one), *loose.shortened(own, words)):
        if key.bag:
            yield of_loose(one, key)
    if form := whole(one):
        yield of_answer(form)


def points(one: Traits) -> Iterator[Key]:
    """Give the keys of the points of an item."""
    response = one.item.response
    for point in response.points if isinstance(response, OpenResponse) else ():
        yield "point", point.form


def of_asked(asked: Asked) -> Key:
    """Give the key of what is asked."""
    return "asked", asked.frame.name, asked.frame.slots, asked.links, asked.options


def of_loose(one: Traits, key: Loose) -> Key:
    """Let a loose key count only among questions of the same options and links."""
    return "loose", key.asks, key.bag, one.asked.options, one.asked.links


def of_answer(form: Form) -> Key:
    """Give the key of a whole answer."""
    return "answer", form


def first_asked(one: Traits) -> Asked | None:
    """Give what a question of several sentences asks first."""
    start = loose.first_sentence(one)
    return one.asked._replace(frame=frames.frame(start)) if start else None


def whole(one: Traits) -> Form:
    """Give an answer that is no answer to many questions, as `Yes.` is; empty if it is one."""
    response = one.item.response
    is_rich = isinstance(response, OpenResponse) and len(response.answer.form) >= _RICH
    return response.answer.form if is_rich and one.reach == "whole" else Form("")


def initials(one: Traits) -> frozenset[str]:
    """Give the words of an item that may be initials of what others ask, in small letters."""
    text = one.item.stem.plain
    return frozenset(_initials(text)) if text != text.lower() else frozenset()


def _initials(text: str) -> Iterator[str]:
    for word in text.split():
        bare = word.strip("?!.,:;()\"'`？。，（）")
        if 3 <= len(bare) <= 6 and bare.isupper() and bare.isalpha():
            yield bare.lower()
