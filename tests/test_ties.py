"""What ties a question to others: two of one finding have a key, and its digest, in common."""

from __future__ import annotations

from array import array
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_properties import LINES
from tiku.dedupe import alike
from tiku.dedupe import gists as gists_module
from tiku.dedupe.gists import Gists
from tiku.dedupe.repeats import dedupe
from tiku.dedupe.ties import initials
from tiku.dedupe.traits import Traits, traits
from tiku.documents.document import parse
from tiku.items.keys import Flat, flat
from tiku.items.normalize import normalize
from tiku.model import Draft, Fragment, Item, Markdown, Span
from tiku.patching import memory, tying
from tiku.patching.memory import Ties
from tiku.patching.noting import keys
from tiku.patching.tying import Held

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


def gists(found: list[Traits]) -> Gists:
    return Gists.of([one.item for one in found])


def read(pairs: list[tuple[str, str]]) -> list[Traits]:
    return [traits(made) for stem, answer in pairs if (made := item(stem, answer))]


@given(st.lists(st.tuples(st.sampled_from(LINES), answers), min_size=2, max_size=8))
def test_what_is_found_is_tied(pairs: list[tuple[str, str]]) -> None:
    found = read(pairs)
    words = frozenset().union(*map(initials, found))
    tied = [keys(one, words) for one in found]
    for (a, b), _ in alike.pairs(gists(found)):
        assert tied[a] & tied[b]


few = st.lists(st.sampled_from("abcdef"), max_size=4).map(lambda of: [f"- about {c}" for c in of])
others = st.lists(few, min_size=2, max_size=6)


@given(others, st.lists(few, min_size=1, max_size=2), st.lists(few, min_size=1, max_size=2))
def test_points_may_be_shared_where_that_says_nothing(
    rest: list[list[str]], old: list[list[str]], new: list[list[str]]
) -> None:
    before, after = (
        read(
            [
                *((f"How does the {n} work?", "\n".join(each)) for n, each in enumerate(rest)),
                *((f"Why would {name} {n} go?", "\n".join(e)) for n, e in enumerate(edited)),
            ]
        )
        for name, edited in (("old", old), ("new", new))
    )
    kept = len(rest)
    was, now = [[keys(one, ()) for one in all_] for all_ in (before, after)]
    digests = Ties(array("Q", sorted(key for each in was for key in each)))
    gone, come = (Counter(key for each in all_[kept:] for key in each) for all_ in (was, now))
    held = Held(gone, come, now[kept:], ())
    is_noted = any(max(pair) >= kept for pair, _ in alike.pairs(gists(before)))
    if not is_noted and tying.is_free(digests, held):
        assert [*alike.pairs(gists(before))] == [*alike.pairs(gists(after))]


@pytest.mark.parametrize(
    ("points", "is_free"),
    [
        ("", True),
        ("p", True),  # which only it has
        ("a", True),  # which another one has
        ("ab", False),  # which another one has: the two may be the same
        ("c", False),  # which two others have, and no third
        ("d", True),  # which three others have
        ("apd", True),
    ],
)
def test_which_points_tie(points: str, is_free: bool) -> None:  # noqa: FBT001 - a table
    said = ("abc", "cd", "d", "d", "")
    found = read(
        [
            (f"How does the {n} work?", "\n".join(f"- about {c}" for c in each))
            for n, each in enumerate((*said, points))
        ]
    )
    *others, own = [keys(one, ()) for one in found]
    (was,) = [keys(one, ()) for one in read([("How does the 5 work?", "It.")])]
    digests = Ties(array("Q", sorted(key for each in (*others, was) for key in each)))
    assert tying.is_free(digests, Held(Counter(was), Counter(own), [own], ())) == is_free


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
    assert [pair for pair, _ in alike.pairs(gists(found))] == [(0, 1)]
    tied = [keys(each, words) for each in found]
    assert tied[0] & tied[1]


@given(flats, flats)
def test_no_two_values_are_written_alike(one: Flat, other: Flat) -> None:
    assert (flat(one) == flat(other)) == (repr(one) == repr(other))


def test_a_value_is_written_alike_whatever_objects_it_is_made_of() -> None:
    apart = [" ".join(each) for each in ("ab", "ab")]
    assert flat((apart[0], apart[1])) == flat(("a b", "a b"))


@given(st.lists(st.integers(0, (1 << 48) - 1)))
def test_packed(digests: list[int]) -> None:
    assert list(memory.unpacked(memory.packed(digests))) == digests


@given(st.lists(st.tuples(st.sampled_from(LINES), answers), min_size=1, max_size=8))
def test_what_a_build_keeps_is_what_a_patch_finds(pairs: list[tuple[str, str]]) -> None:
    found = read(pairs)
    kept = gists(found)
    assert [kept.keys(n) for n in range(len(found))] == [keys(one, kept.words) for one in found]
    some = [n for n in range(len(found)) if n % 2]
    moved = kept.moved([found[n].item for n in some], [n if n % 4 == 1 else -1 for n in some])
    assert [moved.keys(k) for k in range(len(some))] == [keys(found[n], moved.words) for n in some]


def test_digests_that_are_equal_by_chance_merge_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [one.item for one in read([("What is it?", "This."), ("Where is it?", "This.")])]
    monkeypatch.setattr(gists_module, "digest", lambda _: 1)
    assert [each.stem for each in dedupe(found).items] == [each.stem for each in found]
