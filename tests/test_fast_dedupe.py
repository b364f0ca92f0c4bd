"""What dedupe finds in a quick way is what the plain way finds."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.test_properties import LINES
from tiku.dedupe import frames, loose
from tiku.dedupe.traits import _is_deictic, _says_nothing
from tiku.languages.words import (
    ASKING,
    DEICTIC_STRETCHES,
    DEICTIC_WORDS,
    FILLING,
    FILLING_STRETCHES,
    GENERIC,
    GENERIC_STRETCHES,
    NEGATIONS,
)
from tiku.markup import form

stems = st.sampled_from(LINES)
letters = "".join(
    (*GENERIC_STRETCHES, *FILLING_STRETCHES, "它其该这输出次の이것 its output этот是非")
)
words = st.sampled_from(sorted({*GENERIC, *ASKING, *FILLING, *NEGATIONS, *loose._WORDS}))
texts = st.one_of(
    stems.map(lambda text: frames.canonical(form.tokens(text.lower()))),
    st.text(letters, max_size=12),
    st.lists(words, max_size=6).map(" ".join),
    st.lists(words, max_size=6).map("".join),
    st.text(max_size=9),
)


@example("suivant")
@given(texts)
def test_deictic(text: str) -> None:
    plain = re.search(f"{DEICTIC_STRETCHES}|{DEICTIC_WORDS}", text)
    assert _is_deictic(text) == bool(plain)


@given(texts)
def test_generic(text: str) -> None:
    plain = text
    for stretch in GENERIC_STRETCHES if not text.isascii() else ():
        plain = plain.replace(stretch, " ")
    assert _says_nothing(text) == all(word in GENERIC for word in plain.split())


@given(texts)
def test_frames(text: str) -> None:
    """Try every pattern of Chinese and Japanese, whatever its cues."""
    every = tuple((name, ("",), pattern) for name, _, pattern in frames._CUED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "_CUED", every)
        patch.setattr(frames, "_CUES", frozenset([""]))
        plain = frames._cjk(text)
    assert frames._cjk(text) == plain


@given(texts)
def test_loose_key(text: str) -> None:
    """Look each word up in each table."""
    asked = frames.without_tail(text)
    is_cjk = loose._has_letters(asked)
    filling = () if is_cjk and not loose._LATIN_START.match(asked) else FILLING
    asks, order, negations = set[str](), dict[str, None](), 0
    for word in loose._split(asked, is_cjk=is_cjk):
        if word in ASKING:
            asks.add(ASKING[word])
        elif word not in filling and word not in FILLING_STRETCHES:
            negations += word in NEGATIONS
            order[f"{word}{negations}" if word in NEGATIONS else word] = None
    found = loose.of(text)
    assert found.key == loose.Loose(" ".join(sorted(asks)), " ".join(sorted(order)))
    assert found.order == " ".join(order)
    assert not any(" " in word or not word for word in (*asks, *order))


@given(texts)
def test_known_stretches(text: str) -> None:
    for at, char in enumerate(text):
        known = [each for each in loose._STRETCHES.get(char, ()) if text[at:].startswith(each)]
        assert loose._known(text, at) == max(known, key=len, default="")


@given(texts)
def test_words_written_together(text: str) -> None:
    words = text.split(" ")
    plain = words[0]
    for before, word in pairwise(words):
        plain += word if frames._joins(before) and frames._joins(word) else f" {word}"
    assert frames._joined(text) == plain


@given(
    st.one_of(
        stems.map(lambda text: "\x1f".join(form.tokens(text))),
        st.text("\x1faB:.' 中进ア한ß語ⅣK\u303f\u3040\n", max_size=9),
        st.lists(words).map("\x1f".join),
    )
)
def test_canonical_of_a_form(key: str) -> None:
    assert frames.of_form(key) == frames.canonical(key.split("\x1f"))


@given(st.lists(st.one_of(words, st.text(max_size=3), st.sampled_from(["\u303f", "\u3040", "::"]))))
def test_canonical(tokens: list[str]) -> None:
    found, was_cjk = "", True
    for token in tokens:
        is_cjk = frames.is_cjk_letter(token[:1])
        word = token if is_cjk else " ".join(token) if token in frames._MARKS else token.casefold()
        found += word if is_cjk or was_cjk else f" {word}"
        was_cjk = is_cjk
    if "'" not in found and "cannot" not in found:
        assert frames.canonical(tokens) == found.lstrip(frames._ORNAMENTS)
