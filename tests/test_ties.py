"""What ties a question to others: two of one finding have a key, and its digest, in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_properties import LINES
from tiku.dedupe import alike, loose
from tiku.dedupe.ties import initials, ties
from tiku.dedupe.traits import Traits, traits
from tiku.document import parse
from tiku.model import Draft, Fragment, Item, Markdown, Span
from tiku.normalize import normalize
from tiku.patching import memory

flats = st.recursive(st.text() | st.booleans(), lambda inner: st.lists(inner).map(tuple))
answers = st.lists(st.sampled_from(LINES), max_size=3).map("\n\n".join)


def item(stem: str, answer: str) -> Item | None:
    document, _ = parse("a.md", stem, {})
    draft = Draft(
        span=Span("a.md", 1, 1),
        question=Fragment(Markdown(stem), 1),
        answer=Fragment(Markdown(answer), 1) if answer else None,
    )
    return normalize(draft, document).item


def read(pairs: list[tuple[str, str]]) -> list[Traits]:
    return [traits(made) for stem, answer in pairs if (made := item(stem, answer))]


@given(st.lists(st.tuples(st.sampled_from(LINES), answers), min_size=2, max_size=8))
def test_what_is_found_is_tied(pairs: list[tuple[str, str]]) -> None:
    found = read(pairs)
    words = frozenset().union(*map(initials, found))
    tied = [memory.digests(ties(one, words)) for one in found]
    for (a, b), _ in alike.pairs(found):
        assert tied[a] & tied[b]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("如何保证消息顺序?", "消息顺序如何保证?"),
        ("什么是进程?", "什么是进程?它和线程有什么区别?"),
        ("Why does a quick brown fox jump?", "Why does a QBF jump?"),
        ("What is a colour picker?", "What is a color picker?"),
    ],
)
def test_ties_by_each_key(one: str, other: str) -> None:
    found = read([(one, "One."), (other, "Two.")])
    words = frozenset().union(*map(initials, found))
    assert [pair for pair, _ in alike.pairs(found)] == [(0, 1)]
    tied = [memory.digests(ties(each, words)) for each in found]
    assert tied[0] & tied[1]


@given(flats, flats)
def test_no_two_values_are_written_alike(one: memory.Flat, other: memory.Flat) -> None:
    assert (memory.flat(one) == memory.flat(other)) == (repr(one) == repr(other))


def test_a_value_is_written_alike_whatever_objects_it_is_made_of() -> None:
    apart = [" ".join(each) for each in ("ab", "ab")]
    assert memory.flat((apart[0], apart[1])) == memory.flat(("a b", "a b"))


@given(st.lists(st.integers(0, (1 << 48) - 1)))
def test_packed(digests: list[int]) -> None:
    assert list(memory.unpacked(memory.packed(digests))) == digests


@given(st.sampled_from(LINES), answers)
def test_what_traits_keep_is_what_is_found(stem: str, answer: str) -> None:
    for one in read([(stem, answer)]):
        for find in (loose.read, alike.first_asked, alike.initials):
            found = find(one)
            assert found is find(one)
            assert found == find(traits(one.item))
