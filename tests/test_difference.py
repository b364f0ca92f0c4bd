"""What differs between two texts, and how it stands side by side."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiku.commands.side_by_side import columns
from tiku.dedupe import difference
from tiku.dedupe.difference import Piece, pieces, words

COLOUR = re.compile("\x1b\\[[0-9;]*m")
GAP = " │ "
texts = st.one_of(
    st.text(max_size=60), st.text(st.sampled_from("ab 修复,。é\n한ｱ\u0301"), max_size=80)
)
shown = st.text(st.sampled_from("ab 修复,。é\n한ｱ\u0301字"), max_size=120)
widths = st.integers(43, 120)


def test_words_that_the_other_lacks_differ() -> None:
    one, other = pieces("What is a TCP port?", "What is a UDP port?")
    assert one == [
        Piece("What is a ", differs=False),
        Piece("TCP", differs=True),
        Piece(" port?", differs=False),
    ]
    assert [piece.text for piece in other if piece.differs] == ["UDP"]


def test_a_character_of_chinese_differs_by_itself() -> None:
    one, other = pieces("图像修复的步骤", "图像生成的步骤")
    assert [piece.text for piece in one] == ["图像", "修复", "的步骤"]
    assert [piece.text for piece in other if piece.differs] == ["生成"]


def test_case_alone_is_no_difference() -> None:
    one, other = pieces("What is TCP?", "what is tcp?")
    assert (one, other) == (
        [Piece("What is TCP?", differs=False)],
        [Piece("what is tcp?", differs=False)],
    )


def test_what_follows_a_long_text_is_one_piece() -> None:
    text = "a " * 1000
    one, other = pieces(f"{text}same end", f"{text}same end")
    assert (one, other) == pieces(f"{text}same end", f"{text}same end")
    assert not any(piece.differs for piece in one)
    one, other = pieces(f"{text}x y", f"{text}x z")
    assert ([each.text for each in one if each.differs], [each.text for each in other][-1]) == (
        ["x y"],
        "x z",
    )


@given(texts, texts)
def test_joined_again_the_pieces_are_the_texts(one: str, other: str) -> None:
    left, right = pieces(one, other)
    assert ("".join(each.text for each in left), "".join(each.text for each in right)) == (
        one,
        other,
    )
    agreed = ["".join(e.text for e in side if not e.differs).casefold() for side in (left, right)]
    assert agreed[0] == agreed[1]
    assert all(piece.text for piece in (*left, *right))


@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    whole = [Piece(text, differs=False)] if text else []
    assert pieces(text, text) == (whole, whole)
    upper = text + "A"
    assert not any(piece.differs for side in pieces(upper, text + "a") for piece in side)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("如何修复图像？", "如何生成图像？", "修复 / 生成"),
        ("What is TCP?", "What is UDP?", "TCP / UDP"),
        ("What is it?", "What is it for?", "– / for"),
        ("What is it?", "What is it!", ""),
        ("The cat on red", "The dog on blue", "cat red / dog blue"),
        ("x" * 41, "y" * 40, f"{'x' * 39}… / {'y' * 40}"),
    ],
)
def test_a_difference_is_said_in_a_few_words(one: str, other: str, said: str) -> None:
    assert words(one, other) == said


# Side by side


def width(text: str) -> int:
    """Count columns by Unicode's own table."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def test_two_texts_stand_beside_each_other() -> None:
    assert list(columns("What is TCP?\nYes.", "What is UDP?", 43, colour=False)) == [
        "What is ⟦TCP⟧?       │ What is ⟦UDP⟧?",
        "⟦Yes.⟧               │",
    ]


def test_chinese_takes_two_columns() -> None:
    line, *rest = columns("图像修复", "图像生成", 43, colour=False)
    assert (line, rest) == ("图像⟦修复⟧           │ 图像⟦生成⟧", [])
    left, right = columns("字" * 11, "字" * 11, 43, colour=False)
    assert (left, right) == (GAP.join(["字" * 10] * 2), f"字{' ' * 18}{GAP}字")


def test_colour_takes_no_column() -> None:
    (line,) = columns("TCP", "UDP", 43, colour=True)
    assert line == f"\x1b[1;33mTCP\x1b[0m{' ' * 17}{GAP}\x1b[1;33mUDP\x1b[0m"


@given(shown, shown, widths, st.booleans())
def test_no_line_is_wider_than_the_terminal(
    one: str,
    other: str,
    columns_: int,
    colour: bool,  # noqa: FBT001
) -> None:
    side = (columns_ - len(GAP)) // 2
    for line in columns(one, other, columns_, colour=colour):
        plain = COLOUR.sub("", line)
        left, bar, right = plain.partition(GAP.rstrip())
        assert bar
        assert width(left) == side
        assert width(right) <= side + 1
        assert plain == plain.rstrip()


@given(shown, shown, widths, st.booleans())
def test_nothing_of_a_text_is_lost(
    one: str,
    other: str,
    columns_: int,
    colour: bool,  # noqa: FBT001
) -> None:
    lines = [COLOUR.sub("", line) for line in columns(one, other, columns_, colour=colour)]
    halves = list(zip(*(line.partition("│")[::2] for line in lines), strict=True))
    seen = [re.sub(r"[\s⟦⟧]", "", "".join(half)) for half in halves]
    assert seen == [re.sub(r"\s", "", each) for each in (one, other)]


@given(shown, shown, widths)
def test_each_line_ends_its_colour(one: str, other: str, columns_: int) -> None:
    for line in columns(one, other, columns_, colour=True):
        for half in line.split("│"):
            assert half.count("\x1b[1;33m") == half.count("\x1b[0m")


def test_a_narrow_terminal_is_not_overrun() -> None:
    assert all(width(line) <= 30 for line in columns("a" * 40, "a" * 40, 30, colour=False))


@given(texts, texts)
def test_as_difflib_finds_it(one: str, other: str) -> None:
    ours, theirs = difference._tokens(one), difference._tokens(other)
    folded = [[token.casefold() for token in each] for each in (ours, theirs)]
    matcher = SequenceMatcher(None, folded[0], folded[1], autojunk=False)
    left, right = list[Piece](), list[Piece]()
    for kind, a, b, c, d in matcher.get_opcodes():
        for side, part in ((left, ours[a:b]), (right, theirs[c:d])):
            if part:
                side.append(Piece("".join(part), kind != "equal"))
    assert pieces(one, other) == (left, right)
