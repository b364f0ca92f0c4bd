"""Markdown beyond CommonMark, as HTML: what a card, the page and the bank show."""

from __future__ import annotations

from itertools import groupby

import pytest
from pygments.token import STANDARD_TYPES

from tests.test_properties import CASES
from tiku.markup import highlight, markdown, mathml
from tiku.markup.commonmark import escapeHtml

LINK = 'rel="noopener noreferrer"'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        # Mathematics
        ("$x_1^2$", r'<p><span class="math inline">\(x_1^2\)</span></p>'),
        ("a $$x<y$$ b", r'<p>a <span class="math display">\[x&lt;y\]</span> b</p>'),
        ("$$\nx\n=\ny\n$$", '<p><span class="math display">\\[x\n=\ny\\]</span></p>'),
        (r"\(a_b\)", r'<p><span class="math inline">\(a_b\)</span></p>'),
        ("\\[\na\n=\nb\n\\]", '<p><span class="math display">\\[a\n=\nb\\]</span></p>'),
        ("It costs $5 or $10.", "<p>It costs $5 or $10.</p>"),
        ("A $20,000 car and US$30", "<p>A $20,000 car and US$30</p>"),
        ("a$ b$ c", "<p>a$ b$ c</p>"),
        (r"\$x\$", "<p>$x$</p>"),
        (r"`$x$` and \\(no\\)", r"<p><code>$x$</code> and \<span>(</span>no\)</p>"),
        ("价格是$5到$10元", "<p>价格是$5到$10元</p>"),
        ("&#92;(no&#92;)", r"<p>\<span>(</span>no\)</p>"),
        ("$x^2$ is 25", r'<p><span class="math inline">\(x^2\)</span> is 25</p>'),
        ("$n$个$\\alpha$", ('<p><span class="math inline">\\(n\\)</span>个'
         '<span class="math inline">\\(\\alpha\\)</span></p>')),
        ("$x_{中}$", r'<p><span class="math inline">\(x_{中}\)</span></p>'),
        ("Set $HOME/$PATH, $a->b($c)", "<p>Set $HOME/$PATH, $a-&gt;b($c)</p>"),
        ("US$、HK$, $3.50 per item", "<p>US$、HK$, $3.50 per item</p>"),
        ("$foo, `$bar` is", "<p>$foo, <code>$bar</code> is</p>"),
        ("变量$name和$age的值", "<p>变量$name和$age的值</p>"),
        (r"a\[0\] and \[link\](x) and \(words only\)",
         "<p>a[0] and [link](x) and (words only)</p>"),
        (r"\[x\]", r'<p><span class="math display">\[x\]</span></p>'),
        ("[$]x[/$] [$$]y[/$$]", (r'<p><span class="math inline">\(x\)</span> '
         r'<span class="math display">\[y\]</span></p>')),
        # Code
        (
            "```python\nif x: 'a'\n```",
            ('<pre><code class="language-python"><span class="k">if</span> x: '
            "<span class=\"s1\">'a'</span>\n</code></pre>"),
        ),
        ("```nosuch\n<b>\n```", '<pre><code class="language-nosuch">&lt;b&gt;\n</code></pre>'),
        ("    plain", "<pre><code>plain\n</code></pre>"),
        ("```\n\\(x\\)\n```", "<pre><code>\\(x\\)\n</code></pre>"),
        # Lists of tasks
        (
            "- [ ] a\n- [x] *b*",
            ('<ul>\n<li><span class="task">☐</span> a</li>\n'
            '<li><span class="task">☑</span> <em>b</em></li>\n</ul>'),
        ),
        ("- [a](http://b)", f'<ul>\n<li><a href="http://b" {LINK}>a</a></li>\n</ul>'),
        # Boxes
        (
            "> [!NOTE]\n> *Mind*",
            ('<div class="admonition note"><p class="admonition-title">Note</p>\n'
            "<p><em>Mind</em></p>\n</div>"),
        ),
        (
            "> [!tip]- A `b`\n> c\n\n> quote",
            ('<div class="admonition tip"><p class="admonition-title">A <code>b</code></p>\n'
                "<p>c</p>\n</div>\n"
            "<blockquote>\n<p>quote</p>\n</blockquote>"),
        ),
        (
            "::: warning Hot <b>\nx\n:::",
            ('<div class="admonition warning"><p class="admonition-title">Hot &lt;b&gt;</p>\n'
            "<p>x</p>\n</div>"),
        ),
        (
            ":::{important}\nx\n:::",
            ('<div class="admonition important"><p class="admonition-title">Important</p>\n'
            "<p>x</p>\n</div>"),
        ),
        ("::: details More\nx\n:::", "<details><summary>More</summary>\n<p>x</p>\n</details>"),
        (
            '!!! danger "M"\n    x',
            '<div class="admonition danger">\n<p class="admonition-title">M</p>\n<p>x</p>\n</div>',
        ),
        ("!!! error occurs here", "<p>!!! error occurs here</p>"),
        (
            "> [!WARNING] **All** $x$",
            (
                '<div class="admonition warning"><p class="admonition-title"><strong>All</strong> '
                '<span class="math inline">\\(x\\)</span></p>\n</div>'
            ),
        ),
        ("> `[!NOTE]` is", "<blockquote>\n<p><code>[!NOTE]</code> is</p>\n</blockquote>"),
        ("!!! It threw an exception", "<p>!!! It threw an exception</p>"),
        ("::: columns\nx\n:::", "<p>::: columns\nx\n:::</p>"),
        # Footnotes
        (
            "a[^n]\n\n[^n]: *b*",
            ('<p>a<sup class="footnote-ref">n</sup></p>\n<div class="footnotes">\n'
            '<div class="footnote"><sup class="footnote-ref">n</sup>\n<p><em>b</em></p>\n</div>\n'
            "</div>"),
        ),
        ("a[^n]", "<p>a[^n]</p>"),
        # Pictures, sound and film
        ("![a *b*](x/y.png 't')", '<p><img src="x/y.png" alt="a b" title="t"></p>'),
        ("![a](x (1).png)", '<p><img src="x%20(1).png" alt="a"></p>'),
        ("![a]( x y.png)", '<p><img src="x%20y.png" alt="a"></p>'),
        ("![a](x y.png)", '<p><img src="x%20y.png" alt="a"></p>'),
        ("![a](x y.png \"it's\")", '<p><img src="x%20y.png" alt="a" title="it\'s"></p>'),
        ("![[x y.png|200]]", '<p><img src="x%20y.png" alt=""></p>'),
        ("![](a.mp3)", '<p><audio controls="" src="a.mp3"></audio></p>'),
        ("[sound:a.mp3] `[sound:b.mp3]`",
         '<p><audio controls="" src="a.mp3"></audio> <code>[sound:b.mp3]</code></p>'),
        ("[sound:a]", "<p>[sound:a]</p>"),
        ('<audio controls><source src="a.mp3"></audio>',
         '<p><audio controls=""><source src="a.mp3"></audio></p>'),
        ("What is <source>?", "<p>What is &lt;source&gt;?</p>"),
        ("What is <source srcset>?", "<p>What is &lt;source srcset&gt;?</p>"),
        ('<picture><source media="print" srcset="d.png 2x"/><img src="a.png" alt="b"></picture>',
         '<p><img src="a.png" alt="b"></p>'),
        ('<picture>\n<source\n  srcset="d.png">\n<img src="a.png">\n</picture>',
         '<img src="a.png">'),
        ('A <picture>\n<source\n  srcset="d.png">\n<img src="a.png">\n</picture>',
         '<p>A \n\n<img src="a.png">\n</p>'),
        ("![](a.mp4)", '<p><video controls="" src="a.mp4"></video></p>'),
        ("<img src='//a.org/x.png' alt='b'>", f'<a href="https://a.org/x.png" {LINK}>b</a>'),
        ("![b](https://a.org/x.png)", f'<p><a href="https://a.org/x.png" {LINK}>b</a></p>'),
        (
            "<video src='https://a.org/v.mp4' controls></video>",
            f'<p><a href="https://a.org/v.mp4" {LINK}>https://a.org/v.mp4</a><video></video></p>',
        ),
        ("<img src='data:image/png;base64,AAAA' alt='b'>", "b"),
        ("![b](data:text/html,x)", "<p>![b](data:text/html,x)</p>"),
        # Other scripts
        ("<ruby>漢<rt>かん</rt></ruby>", "<p><ruby>漢<rt>かん</rt></ruby></p>"),
        ('<p dir="rtl">שלום</p>', '<p dir="rtl">שלום</p>'),
    ],
)  # fmt: skip
def test_html(source: str, html: str) -> None:
    assert markdown.text(source).html == html


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        (r"\(a\) and $b$", "$a$ and $b$"),
        ("\\[\na\n\\]", "$$a$$"),
        ("a[^n]\n\n[^n]: b", "a[n]\n\nb"),
        ("> [!NOTE]\n> b", "Note\nb"),
        ("> [!TIP] *A*\n> b", "A\nb"),
        ('!!! tip "T"\n    x', "T\nx"),
        ("::: tip T\nx\n:::", "tip T\nx"),
        ("![d](a.png) [sound:a.mp3]", "d a.mp3"),
        ('See <picture><source srcset="d.png"><img src="a.png"></picture>', "See a.png"),
    ],
)  # fmt: skip
def test_plain(source: str, plain: str) -> None:
    assert markdown.text(source).plain == plain


def test_tex_between_other_marks_is_the_same_tex() -> None:
    assert markdown.text(r"What is \(x^2\)?").form == markdown.text("What is $x^2$?").form
    assert markdown.text("What is $x^2$?").form != markdown.text("What is $x_2$?").form


def test_boxes_and_notes_count_as_text() -> None:
    """Else two answers that differ in one of them would be merged, and one lost."""
    for one, other in (("::: tip A\nx\n:::", "::: tip B\nx\n:::"),
                       ("x[^1]\n\n[^1]: a", "x[^1]\n\n[^1]: b"),
                       ("> [!NOTE] a\n> x", "> [!NOTE] b\n> x")):  # fmt: skip
        assert markdown.text(one).form != markdown.text(other).form


def test_the_class_names_are_those_of_pygments() -> None:
    assert {name for name in STANDARD_TYPES.values() if name} == highlight.CLASSES


@pytest.mark.parametrize("language", ["python", "js", "c", "bash", "pycon", "robotframework"])
def test_code_is_marked_as_the_library_splits_it(language: str) -> None:
    for case in CASES[::5]:
        for code in (case[:1500], "\ufeffa", f"{case[:200]}\r\n\ta"):
            assert highlight.html(code, language) == _marked(code, language)


def _marked(code: str, language: str) -> str:
    lexer = highlight._lexer(language)
    found = list(lexer.get_tokens(code)) if lexer else []
    if "".join(text for _, text in found) != code:
        return escapeHtml(code)
    named = groupby(found, key=lambda token: highlight._name(token[0]))
    runs = ((name, escapeHtml("".join(text for _, text in run))) for name, run in named)
    return "".join(f'<span class="{name}">{text}</span>' if name else text for name, text in runs)


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("x^2", "<math"),
        (r"\frac{a}{b}", "<mfrac>"),
        (r"\begin{x}", r"\(\begin{x}\)"),
        (r"\text{a < b}", "a&nbsp;&lt;&nbsp;b"),
        (r"\hat{p}", "<mover accent"),
        (r"a\tag{1}", "<mtext>1</mtext>"),
        (r"\begin{aligned}a&=b\\c&=d\end{aligned}", "text-align:left"),
        (r"\href{javascript:alert(1)}{x}", r"\(\href"),
        (r"\sqrt" * 251 + "x", r"\(\sqrt"),
        ("(" * 200 + "x", "<math"),  # in no time
        ("{" * 3000, "{{{"),
        ("x" * 6000, "xxx"),
    ],
)
def test_tex_becomes_mathml_where_it_can(tex: str, shown: str) -> None:
    html = mathml.replaced(markdown.text(f"${tex}$").html)
    assert shown in html
    assert '"javascript' not in html


def test_code_that_a_lexer_would_mend_is_only_escaped() -> None:
    code = "*** Test ***\nlog\ta\n"
    assert highlight.html(code, "robotframework") == code
    assert highlight.html("a = '<'", "python") == "a = <span class=\"s1\">'&lt;'</span>"


def test_mathml_stands_only_for_tex() -> None:
    assert mathml.replaced("<p>no</p>") == "<p>no</p>"
    assert 'display="block"' in mathml.replaced(markdown.text("$$x$$").html)
