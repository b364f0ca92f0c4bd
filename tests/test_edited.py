"""Where the questions of a source differ from those of the last build."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiku.patching.edited import stretches

questions = st.text("abcdef", max_size=8).map(list)
orders = st.integers(0, 8).flatmap(lambda n: st.permutations("abcdefgh"[:n]))


@pytest.mark.parametrize(
    ("was", "now", "found"),
    [
        ("abc", "abc", []),
        ("", "ab", [("", "ab")]),
        ("abc", "", [("abc", "")]),
        ("abcdef", "aXcdYf", [("b", "X"), ("e", "Y")]),
        ("abcd", "XabcdY", [("", "X"), ("", "Y")]),
        ("abcd", "bXc", [("a", ""), ("", "X"), ("d", "")]),
        ("aabb", "aXabb", [("", "X")]),
        ("abcd", "acbd", [("bc", "cb")]),  # one that stands elsewhere
        ("abcdef", "Xbcdeaf", [("abcde", "Xbcdea")]),
    ],
)
def test_stretches(was: str, now: str, found: list[tuple[str, str]]) -> None:
    places = stretches(was, now)
    assert [(was[o.start : o.stop], now[n.start : n.stop]) for o, n in places] == found


@given(st.one_of(questions, orders), st.one_of(questions, orders))
def test_what_is_in_no_stretch_stays(was: list[str], now: list[str]) -> None:
    found = stretches(was, now)
    gone = {n for each in found for n in each.old}
    come = {n for each in found for n in each.new}
    assert [x for n, x in enumerate(was) if n not in gone] == [
        x for n, x in enumerate(now) if n not in come
    ]
    assert not {was[n] for n in gone} & {now[n] for n in come} or len(found) == 1
    assert all(one.old.stop < other.old.start for one, other in pairwise(found))
    assert all(one.new.stop < other.new.start for one, other in pairwise(found))
    assert all(each.old or each.new for each in found)
