"""The names of options, in letters of any script."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tiku
from tiku.languages import alphabets
from tiku.model import ChoiceResponse

LETTERS = [
    (n, place, letter)
    for n, letters in enumerate(alphabets._ALPHABETS)
    for place, letter in enumerate(letters)
]


@pytest.mark.parametrize(("alphabet", "place", "letter"), LETTERS)
def test_each_letter_of_an_alphabet_names_an_option(alphabet: int, place: int, letter: str) -> None:
    expected = alphabets.Name(alphabet, place, letter, 3)
    for each in {letter, letter.lower()}:
        assert alphabets.name(f"{each}) x") == expected
        assert alphabets.places(f"({each})", alphabet) == [place]
        assert alphabets.to_latin(f"{each}) ", alphabet)[:1] == (
            each if alphabet == 0 else chr(ord("A") + place)
        )


@pytest.mark.no_cover
def test_no_letter_of_any_script_is_too_much() -> None:
    every = [chr(n) for n in range(0x20000)]  # no letter beyond has a capital
    for letter in every:
        found = alphabets.name(letter + ") x")
        assert found is None or found.end == 3
    for alphabet, letters in enumerate(alphabets._ALPHABETS):
        assert set(alphabets.places(" ".join(every), alphabet)) == set(range(len(letters)))
        assert alphabets.to_latin(" ".join(every), alphabet)


@given(st.text(max_size=6), st.sampled_from([letter for *_, letter in LETTERS]), st.text())
def test_names_are_read_in_any_text(before: str, letter: str, after: str) -> None:
    for text in (before + letter + after, f"{before}{letter}) {after}".lower()):
        found = alphabets.name(text)
        assert found is None or alphabets._ALPHABETS[found.alphabet][found.place] == found.letter
        for alphabet in range(len(alphabets._ALPHABETS)):
            alphabets.places(text, alphabet)
            alphabets.to_latin(text, alphabet)


@pytest.mark.parametrize(
    ("names", "end"),
    [
        *product(("ⓐⓑⓒ", "①②③", "🅰🅱🅲"), (")", ".", "")),
        *product(("абв", "가나다"), (")", ".")),  # such a letter alone is a word
    ],
)
def test_options_named_by_letters_are_read(names: str, end: str) -> None:
    lines = "\n".join(f"{letter}{end} x{letter}" for letter in names)
    (item,) = tiku.build({"a.md": f"Q: Which?\n{lines}\nA: {names[1]}\n"}).items
    assert isinstance(item.response, ChoiceResponse)
    assert [choice.keyed for choice in item.response.choices] == [False, True, False]
