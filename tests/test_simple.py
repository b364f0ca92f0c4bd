"""What is read simply is read exactly as the parser reads it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.test_properties import CASES, document
from tiku.markup import markdown, parsed, parser, simple, simple_inline
from tiku.markup.simple import Unclear, is_line
from tiku.markup.simple_text import Simple

_WORDS = st.sampled_from(
    "a 中 真： 1945. ** * _ ` `` **b** *c* `d` `*` x_y < & > $ $5 ~ [ ] [x] ! \\ \" ' “ ” — | é 😀"
    " # - + = : （ ） \u3000 \xa0 <br> &amp; [a](b.c) ![a](b.png)"
    " $x$ $y_1 $$z$$ [a](https://a.b/c) [中*](https://a.b) [x](http://a.b/). ~~s~~ *** https://a.b"
    " ==c==".split(" ")
)
_TEXT = st.lists(st.tuples(_WORDS, st.sampled_from(["", "", " "])), max_size=6).map(
    lambda words: "".join(word + space for word, space in words)
)
_STARTS = st.sampled_from(
    "|||||- |- |* |+ |1. |2. |1) |10. |# |### |> |---|***|===|- - -|```|```python|~~~|-|1.|    |\t"
    "|- [ ] |- [x] |-     |[a]: b|[^1]: c|::: note|!!! note"
    "|$$|$$|>|> |> |> $$|> [!NOTE]|\\[|<div>".split("|")
) | st.sampled_from(["|a|b|", "|-|:-:|", "a | b", "--|--"])
_INDENTS = st.sampled_from([*[""] * 6, "  ", "  ", "   ", "    ", " ", "      "])
_LINES = st.one_of(st.just(""), st.tuples(_INDENTS, _STARTS, _TEXT).map("".join))
plainly = st.lists(_LINES, max_size=9).map("\n".join)
many = settings(max_examples=600, deadline=None)


def _pieces(case: str) -> list[str]:
    """Cut a document into what stands between blank lines and headings."""
    return [case, *case.split("\n\n"), *case.split("\n#"), *case.split("\n")]


@many
@given(plainly)
@example("# |a\n|-|:-:|")
def test_text_is_what_the_parser_gives(source: str) -> None:
    if source.strip():
        assert markdown.text(source) == parsed.text(source)


@many
@given(plainly)
@example("> \u3000")
def test_a_key_is_what_the_parser_gives(source: str) -> None:
    if source.strip():
        assert markdown.key(source) == parsed.key(source)


@pytest.mark.no_cover
@many
@given(document)
def test_text_of_any_document_is_what_the_parser_gives(source: str) -> None:
    if source.strip():
        assert markdown.text(source) == parsed.text(source)
        assert markdown.key(source) == parsed.key(source)


@pytest.mark.no_cover
def test_text_of_cases_is_what_the_parser_gives() -> None:
    for source in {piece for case in CASES for piece in _pieces(case) if piece.strip()}:
        assert markdown.text(source) == parsed.text(source)
        assert markdown.key(source) == parsed.key(source)


@pytest.mark.no_cover
@many
@given(st.lists(_LINES | st.sampled_from(["", "<!-- a", "<pre>", "-->", "a"]), max_size=25))
def test_a_structure_is_what_the_parser_gives(lines: list[str]) -> None:
    source = "\n".join(lines)
    assert markdown.structure(source) == parsed.structure(source)
    below = f"-\n{source}"  # what is asked for where an answer may be a list of boxes
    assert markdown.structure(below) == parsed.structure(below)


@pytest.mark.no_cover
@many
@given(document)
def test_the_structure_of_any_document_is_what_the_parser_gives(source: str) -> None:
    source = source.replace("\r", "\n")  # what `tiku.documents.encoding` does to all that is read
    assert markdown.structure(source) == parsed.structure(source)


@pytest.mark.no_cover
def test_the_structure_of_cases_is_what_the_parser_gives() -> None:
    for source in {piece for case in CASES for piece in _pieces(case)}:
        assert markdown.structure(source) == parsed.structure(source)
        assert markdown.structure(f"-\n\n{source}") == parsed.structure(f"-\n\n{source}")
        assert markdown.structure(f"> a\n\n{source}") == parsed.structure(f"> a\n\n{source}")


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("> - a\n\nb", "> - a\n"),
        ("> a\nb\n\nc", "> a\nb\n"),
        ("a\n\n<!--\n\nb -->\n\nc\n\nd", "<!--\n\nb -->\n"),
        ("a\n\n- b\nc\n\n- d\n\ne", "- b\nc\n\n- d\n"),
        ("    ```\n\n# a\n\nb", "    ```\n"),
        ("[a]: b\n\nc\n\n[a]: d", "[a]: b\n"),
    ],
)
def test_the_parser_reads_no_more_than_is_needed(
    source: str, lines: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = parser.block_tokens, list[str]()

    def block_tokens(text: str) -> tuple[list[parser.Token], dict[str, tuple[int, int]]]:
        seen.append(text)
        return real(text)

    monkeypatch.setattr(parser, "block_tokens", block_tokens)
    found = markdown.structure(source)
    assert f"{lines}\n" in seen
    assert source not in seen
    assert found == parsed.structure(source)


@pytest.mark.parametrize(
    "source",
    [
        "**真：**她 `a` *b*",
        "a\nb  \nc",
        "- a\n- b\n  - c\n\n- d",
        "3. a\n\n   b\n4. c",
        "# a\n\nb\n===\n\n---",
        '```python\nif x:\n    y = "z"\n```',
        "| a | b |\n|:-|-:|\n| c | d |",
        "[a](b.c) and $x^2$",
        "a [b](https://c.d/e) **$x$**",
        "> a\n>\n> *b*\n\nc",
        "- a\n\n  > b",
        "$$\nx <\n  y\n$$\na",
    ],
)
def test_what_is_simple(source: str) -> None:
    assert Simple(source, parsed.inline).html() == parsed.text(source).html


@pytest.mark.parametrize(
    "source",
    [
        "> a\nb",
        "> - a",
        "> [!NOTE]\n> a",
        ">a",
        "- $$\n  a\n  $$",
        "$$\n\n$$",
        "<div>",
        "\ta",
        "    a",
        "a <br> b",
        "- a\nb",
        "- [ ] a",
        "[a]: b",
        "a\x1fb",
        "```\na",
    ],
)
def test_what_is_not(source: str) -> None:
    with pytest.raises(Unclear):
        Simple(source, parsed.inline).html()


_HOSTS = st.lists(st.sampled_from(["a", "0", "a1", "www", "xn", "a" * 30]), min_size=1, max_size=12)
_LINKS = st.builds(
    "{}[{}]({}://{}{}{}){}".format,
    st.sampled_from(["", "a ", "[", "[b ", "**", "](", "真"]),
    st.text(min_size=1, max_size=5),
    st.sampled_from(["http", "https"]),
    st.tuples(st.sampled_from(".-"), _HOSTS).map(lambda each: each[0].join(each[1])),
    st.sampled_from([".com", ".c", ".0", "", ".0x", "-b", ":80", "."]),
    st.text("/a.-_%?#B~:", max_size=6),
    st.sampled_from(["", ".", " a", "**", "]", "(b)", "[c](https://d.e)"]),
)
_FORMULAS = st.builds(
    "{0}{1}{2}{1}{3}".format,
    st.sampled_from(["", "a", "5", "a ", "真", "**", "\\", "$"]),
    st.sampled_from(["$", "$$"]),
    st.lists(st.sampled_from([*"x 5 ^2 _ \\sum 真 < & * \\$ ` {真}".split(" "), " "])).map("".join),
    st.sampled_from(["", "a", "5", " a", "真", "(", "**", " $y$", "$"]),
)  # fmt: skip


@many
@given(_LINKS | _FORMULAS)
@example(f"[a](http://{'a.' * 130}com)")  # no host is so long
def test_a_link_and_a_formula_are_what_the_parser_gives(source: str) -> None:
    if source.isprintable() and (found := simple_inline.read(source.strip())):
        assert found == parsed.inline(source.strip())


def test_a_link_and_a_formula_are_read_simply() -> None:
    found = simple_inline.read("[a](https://b.c) $x$")
    assert found
    assert found.is_linking
    assert "math inline" in found.html


@many
@given(_TEXT)
@example("$$ x $$")  # its spaces are none of the formula
def test_the_plain_text_of_a_line_is_what_the_parser_gives(line: str) -> None:
    assert markdown.plain(line) == " ".join(parser.plain(parser.inline(line)).split())


@many
@given(_STARTS, _TEXT)
def test_what_is_one_line_of_a_paragraph_is_read_as_one(start: str, rest: str) -> None:
    if is_line(start + rest):
        (block,) = parsed.structure(start + rest).blocks
        assert (block.kind, block.text) == ("paragraph", (start + rest).strip())


@pytest.mark.parametrize("line", ["a", "**a** b", "`a` b", "真：a"])
def test_what_is_surely_one_line(line: str) -> None:
    assert is_line(line)


@pytest.mark.parametrize(
    "line", ["", " a", "- a", "* a", "***", "** *", "```", "# a", "a\nb", "a\tb", "[a]: b", "1. a"]
)
def test_what_may_be_more_than_a_line(line: str) -> None:
    assert not is_line(line)


def test_what_stands_below_an_empty_bullet_needs_no_parser() -> None:
    assert simple.read("-\n\na\n\n* b").after < 0
    assert simple.read("-\n\n- b").after == 0
    assert markdown.text("-\n\na") == parsed.text("-\n\na")
    assert markdown.key("-\n\na") == parsed.key("-\n\na")
