"""A piece of Markdown as HTML and as plain text, and no input that hangs."""

from __future__ import annotations

import html

import pytest

from tiku import build
from tiku.markup import markdown
from tiku.markup.parser import is_tangled
from tiku.markup.shapes import MAX_NESTING
from tiku.model import EMPTY

REL = 'rel="noopener noreferrer"'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**真：**她", "<p><strong>真：</strong>她</p>"),
        ("这是**「重要」**的", "<p>这是<strong>「重要」</strong>的</p>"),
        ("中_a_中 x_y_z", "<p>中_a_中 x_y_z</p>"),
        ("_全，_角", "<p>_全，_角</p>"),
        ("（_全_）", "<p>（<em>全</em>）</p>"),
        ("** 空** 中 **", "<p>** 空** 中 **</p>"),
        ("a **b** c", "<p>a <strong>b</strong> c</p>"),
        ("~~删。~~后", "<p><s>删。</s>后</p>"),
        ("![alt](a.png)", '<p><img src="a.png" alt="alt"></p>'),
        ("![](a.png)", '<p><img src="a.png" alt=""></p>'),
        (
            "![alt](https://example.org/a.png)",
            f'<p><a href="https://example.org/a.png" {REL}>alt</a></p>',
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ('<a href="javascript:alert(1)" onclick="x()">x</a>', f"<p><a {REL}>x</a></p>"),
        ("<script>alert(1)</script>", ""),
        ("<style>p {}</style>", ""),
        ("<ftp://a.org>", f"<p><a {REL}>ftp://a.org</a></p>"),
        ("<div>a&#x1f;b&#13;c</div>", "<div>abc</div>"),
        ("a<script>alert(1)</script>b", "<p>ab</p>"),
        ("<img src=x onerror=alert(1)>", '<img src="x">'),
        (
            "a <img src='a.png' alt=\"b < c &amp; d\"> e",
            '<p>a <img src="a.png" alt="b &lt; c &amp; d"> e</p>',
        ),
        (
            "<img alt='<script>x</script>' src=y>",
            '<img alt="&lt;script&gt;x&lt;/script&gt;" src="y">',
        ),
        ("What is <div>?", "<p>What is &lt;div&gt;?</p>"),
        ("Does </p> or <hr> close?", "<p>Does &lt;/p&gt; or &lt;hr&gt; close?</p>"),
        ("<b>bold</b>", "<p><b>bold</b></p>"),
        ("x<sub>2</SUB>", "<p>x<sub>2</sub></p>"),
        ("`<script>`", "<p><code>&lt;script&gt;</code></p>"),
        ("x < y & z", "<p>x &lt; y &amp; z</p>"),
        ("a<br>b", "<p>a<br>b</p>"),
        ("List<String> x", "<p>List&lt;String&gt; x</p>"),
        ("<T>\nx", "<p>&lt;T&gt;\nx</p>"),
        ("<Tabs>x</Tabs>", "<p>&lt;Tabs&gt;x&lt;/Tabs&gt;</p>"),
        ("<DIV>x</DIV>", "<div>x</div>"),
        ("<!-- note -->", ""),
        (
            "<https://a.org>",
            f'<p><a href="https://a.org" {REL}>https://a.org</a></p>',
        ),
    ],
)
def test_html(source: str, html: str) -> None:
    assert markdown.text(source).html == html


def test_a_table_keeps_its_alignment_and_nothing_else_of_its_style() -> None:
    table = markdown.text("| a |\n|:-:|\n| b |")
    assert '<td style="text-align:center">b</td>' in table.html
    html = markdown.text(
        '<table><tr><td style="text-align:left;position:fixed">x</td></tr></table>'
    )
    assert '<td style="text-align:left">x</td>' in html.html


def test_plain_text_is_laid_out() -> None:
    source = (
        "# Title\n\nSome *text*\nand `code`<br>more ![pic](a.png)\n\n- a\n  1. b\n- c\n\n"
        "| x | y |\n|---|---|\n| 1 | 2 |\n\n```\ncode  here\n```\n\n<b>bold</b> &amp; done\n\n"
        "<div>block</div>\n"
    )
    assert markdown.text(source).plain == (
        "Title\n\nSome text\nand code\nmore pic\n\n- a\n  1. b\n- c\n\n"
        "x\ty\n1\t2\n\ncode  here\n\nbold & done\n\nblock"
    )


def test_nothing_is_the_empty_text() -> None:
    assert markdown.text(" \n ") == EMPTY


def test_a_heading_is_one_line_of_plain_text() -> None:
    assert markdown.plain('<a name="x"></a>1. The **bold** `code` [link](x)') == (
        "1. The bold code link"
    )


def test_pictures_are_found_in_markdown_and_in_html() -> None:
    source = (
        "![a](a.png) and <img alt='x' src=\"b.png\">\n\n<p><IMG SRC=c.png></p>\n\n`![no](d.png)`"
    )
    assert markdown.images(source) == [("a.png", 0), ("b.png", 0), ("c.png", 2)]
    assert markdown.images("no pictures < here") == []


def test_faults_are_found_with_their_lines() -> None:
    assert markdown.structure("a\n\n```\ncode").faults == (("unclosed", 3),)
    assert markdown.structure("a\n\n<!-- never\n\nclosed").faults == (("unclosed", 3),)
    assert (
        markdown.structure("```\ncode\n```\n\n> ~~~~\n> x\n> ~~~~~\n<!-- closed -->").faults == ()
    )
    assert markdown.structure("x\n\n" + "> " * (MAX_NESTING + 1) + "deep").faults == (("deep", 3),)
    assert markdown.structure("x\n\n" + "> " * (MAX_NESTING - 1) + "less").faults == ()
    assert markdown.structure("x\n\n" + "*a " * 100_000).faults == (("tangled", 3),)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "unit",
    ["*a ", "_a _", "**a b", "a <?", "a <!--", "[", "![", "`a", "<", "&", "~a~", "[a]("],
)
def test_a_long_paragraph_full_of_markup_is_plain_text(unit: str) -> None:
    """Without that, the worst of these would take hours."""
    source = unit * (400_000 // len(unit))
    assert is_tangled(source)
    assert markdown.text(source).html == f"<p>{html.escape(source.strip(), quote=False)}</p>"


def test_a_long_paragraph_without_much_markup_is_parsed() -> None:
    source = f"![x](data:image/png;base64,{'A' * 300_000}) **bold**"
    assert not is_tangled(source)
    assert "<strong>bold</strong>" in markdown.text(source).html


@pytest.mark.no_cover
def test_many_link_definitions_in_a_row_do_not_hang() -> None:
    source = "".join(f"[l{n}]: https://example.org/{n}\n" for n in range(20_000)) + "\n[l19999]"
    assert 'href="https://example.org/19999"' in markdown.text(source).html


@pytest.mark.no_cover
@pytest.mark.parametrize("source", ["<div>" * 100_000, ("<div>" * 200 + "\n\n") * 500])
def test_html_that_is_nested_too_deep_is_text(source: str) -> None:
    """A sanitiser would take minutes."""
    assert markdown.text(source).html.startswith("&lt;div&gt;")
    assert "<div>" in markdown.text("<div>" * 200 + "x").html


ONCE_ENDLESS = [
    "Q" + " " * 30_000 + "x",
    "x" + " " * 40_000 + "b",
    "x" + " " * 40_000 + "<!--",
    "<img " * 16_000,
    "x <img " * 16_000,
    "![" * 50_000,
    "![\n" * 1_000,
    "[a][" * 25_000,
    "- " * 3_000 + "x",
    "Q: x\nA: b\n" * 3_000,
    "".join(f"Q: Why?\n\nA: [x](http://{n})\n\n" for n in range(1_000)),
    "Q: Why?\n\n<details><summary>Answer</summary>\n\n**A**\n\n</details>\n\n" * 6_000,
]


@pytest.mark.no_cover
@pytest.mark.parametrize("source", ONCE_ENDLESS, ids=lambda source: source[:12])
def test_no_document_hangs(source: str) -> None:
    """Some of these once took minutes or hours; the limit is that of the test run."""
    assert build({"x.md": f"Q: First?\n\n{source}"}).items


def test_a_link_definition_may_span_lines() -> None:
    html = markdown.text('[a]:\n  https://example.org\n  "Two\n  lines"\n\n[a]').html
    assert 'href="https://example.org" title="Two\nlines"' in html


@pytest.mark.parametrize("end", [">", "> ", ">\n"])
def test_a_table_in_a_quote_may_end_with_nothing(end: str) -> None:
    assert "<td>b</td>" in markdown.text(f"> | a |\n> |---|\n> | b |\n{end}").html
