"""How alike words are spelled, held against the textbook's tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiku.identity import spelling

words = st.text("abc", min_size=1, max_size=7) | st.text(min_size=1, max_size=7)
two = st.tuples(words, words) | words.flatmap(
    lambda word: st.tuples(st.just(word), st.permutations(word).map("".join))
)


def in_common(one: str, other: str) -> int:
    """Count the letters of the longest common subsequence."""
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for n, letter in enumerate(one):
        for m, each in enumerate(other):
            longest = max(table[n][m + 1], table[n + 1][m])
            table[n + 1][m + 1] = table[n][m] + 1 if letter == each else longest
    return table[-1][-1]


def slips(word: str, letters: set[str]) -> set[str]:
    """Make all words that one slip makes of a word."""
    ends = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    return {
        word,
        *(start + rest[1:] for start, rest in ends if rest),
        *(start + each + rest for start, rest in ends for each in letters),
        *(start + each + rest[1:] for start, rest in ends if rest for each in letters),
        *(start + rest[1] + rest[0] + rest[2:] for start, rest in ends if len(rest) > 1),
    }


@given(two)
def test_likeness(pair: tuple[str, str]) -> None:
    shared = 2 * in_common(*pair) / len("".join(pair))
    assert spelling.likeness(*pair) == pytest.approx(shared)


@given(
    st.lists(words, max_size=5), st.lists(words, max_size=5), st.sampled_from([0, 0.3, 0.6, 0.9])
)
def test_all_that_are_alike_are_found(ours: list[str], theirs: list[str], least: float) -> None:
    found = {
        (ratio, m, n)
        for m, word in enumerate(ours)
        for n, each in enumerate(theirs)
        if (ratio := spelling.likeness(word, each)) > least
    }
    assert set(spelling.alike(enumerate(ours), enumerate(theirs), least)) == found


@given(two)
def test_one_slip(pair: tuple[str, str]) -> None:
    word, other = pair
    assert spelling.is_one_slip(word, other) == (other in slips(word, set(other)))


@pytest.mark.parametrize(
    ("word", "other", "is_slip"),
    [
        ("celar", "cellar", True),
        ("recieve", "receive", True),
        ("adduction", "abduction", True),
        ("cat", "cat", True),
        ("abcd", "badc", False),
        ("form", "farms", False),
    ],
)
def test_slips(word: str, other: str, is_slip: bool) -> None:  # noqa: FBT001 - of a table
    assert spelling.is_one_slip(word, other) == is_slip
