"""The form key: what is only form is equal, what carries meaning is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_properties import LINES
from tiku.markup import form
from tiku.markup.markdown import text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("**变分自编码器（VAEs）：** 模型", "变分自编码器(VAEs): 模型"),
        ("ＨＴＴＰ是无状态协议。", "http是无状态协议"),
        ("Early stopping.", "early   stopping"),
        ("生成式 AI 模型", "生成式AI模型"),
        ("See [the guide](https://example.org)!", "see the guide"),
        ("“Quoted” — text…", "quoted text"),
        ("A & B", "A &amp; B"),
        ("它是**什么**？", "它是什么"),
        ("What is it??", "What is it?"),
        ("don’t", "don't"),
        ("−5", "-5"),
        ("✔\ufe0f a\u200b", "✔ a"),
        ("H<sub>2</sub>O", "H₂O"),
        ("`foo.bar()`", "foo.bar()"),
        ("`3.11`", "3.11"),
        ("`==`", "=="),
        ("A<br>B", "A B"),
    ],
)
def test_what_is_only_form_does_not_count(one: str, other: str) -> None:
    assert text(one).form == text(other).form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is C?", "What is C#?"),
        ("What is C?", "What is C++?"),
        ("a == b", "a === b"),
        ("a & b", "a && b"),
        ("Vue 2", "Vue 3"),
        ("Python 3.11", "Python 311"),
        ("1,000", "1.000"),
        ("-1", "1"),
        ("n²", "n2"),
        ("año", "ano"),
        ("What is .NET?", "What is NET?"),
        ("什么是.NET？", "什么是NET？"),
        ("What does ?? do?", "What does ?. do?"),
        ("a?.b", "a b"),
        ("List<String>", "List<Integer>"),
        ("`;`", "`,`"),
        ("`[]`", "`()`"),
        ("`int x;`", "`int x`"),
        ("What does [] create?", "What does {} create?"),
        ("f(x)", "f'(x)"),
        ("f'(x)", "f''(x)"),
        ("(0, 1)", "[0, 1]"),
        ("⌊x⌋", "⌈x⌉"),
        ("5!", "5"),
        ("What is n!?", "What is n?"),
        ("Is -x an integer?", "Is x an integer?"),
        ("ls -l", "ls l"),
        ("-(x)", "(x)"),
        ("5 - 3", "5 3"),
        ("a - b", "a b"),
        ("f''", "f'"),
        ("f′(x)", "f(x)"),
        ("5′", "5″"),
        ("‖x‖", "x"),
        ("std::move", "std move"),
        ("[1..3]", "[1 3]"),
        ("a ? b : c", "a b c"),
        ("Maße", "Masse"),
        ("5‰", "5"),
        ("–5", "5"),
        ("\ue001", "\ue002"),
        ("What is this? <img src=a.png>", "What is this? <img src=b.png>"),
        ("<div><img src=a.png></div>", "<div><img src=b.png></div>"),
        ("5'", '5"'),
        ("foo.bar", "foo:bar"),
        ("./a", "/a"),
        ("H<sub>2</sub>O", "H<sup>2</sup>O"),
        ("~~not~~ good", "not good"),
        ("![pic](a.png)", "![pic](b.png)"),
        ("| a | b |\n|---|---|\n| | c |", "| a | b |\n|---|---|\n| c | |"),
        ("`String`", "`string`"),
        ("x != y", "x = y"),
        ("!x", "x"),
        ("$?", "$"),
        ("i++", "i"),
        ("a -> b", "a b"),
        ("- [x] yes", "- [ ] yes"),
        ("What does 😀 mean?", "What does 😂 mean?"),
        ("की", "का"),
        ("```\na\n  b\n```", "```\na\nb\n```"),
        ("![](a.png)", "![](b.png)"),
    ],
)
def test_what_carries_meaning_counts(one: str, other: str) -> None:
    assert text(one).form != text(other).form


@pytest.mark.parametrize("bare", ["?!", "…", "---", "。"])
def test_a_text_of_marks_alone_keeps_a_form(bare: str) -> None:
    assert text(bare).form


_PIECES = st.sampled_from(
    "a ab 1 23 中 文 か カ 體 é _ ( ) （ ） / % , ， . 。 : ： ; ； ? ？ ! ！ - ' \" “ ” — … 、"
    " · + = # * does is do mean ° ² ﬁ \u3000 \n".split(" ")
)


@pytest.mark.no_cover
@settings(max_examples=1000, deadline=None)
@given(st.lists(_PIECES | st.just(" "), max_size=12).map("".join))
def test_the_tokens_of_plain_prose_are_those_of_any(prose: str) -> None:
    assert form.tokens(prose) == form.any_tokens(prose)
    assert form.joined(prose) == "\x1f".join(form.any_tokens(prose))


def test_the_tokens_of_cases_are_those_of_any() -> None:
    plain = 0
    for line in LINES:
        assert form.tokens(line) == form.any_tokens(line)
        assert form.joined(line) == "\x1f".join(form.any_tokens(line))
        plain += form._PLAIN.fullmatch(line) is not None
    assert plain > len(LINES) / 4


@pytest.mark.parametrize("prose", ["什么是（a b）？", "Early stopping, 3.11 and a-b.", "中：a"])
def test_what_is_plain_prose(prose: str) -> None:
    assert form._PLAIN.fullmatch(prose)


@pytest.mark.parametrize(
    "prose", ["a:b", "1，000", "什么是.NET", "a - b", "5!", "don't", "…", "！=", "é"]
)
def test_what_is_not_plain_prose(prose: str) -> None:
    assert not form._PLAIN.fullmatch(prose)


@pytest.mark.parametrize(
    "char", ["\u3040", "゠", "・", "ー", "\u4dbf", "\u9fff", "𠀀", "\U0003ffff"]
)
def test_a_character_of_cjk_is_a_token(char: str) -> None:
    assert form.any_tokens(f"a{char}b.c {char}") == ["a", char, "b", ".", "c", char]
    assert form.form([(f"`a{char}b`", True)], "").split("\x1f") == ["`", "a", char, "b", "`"]
