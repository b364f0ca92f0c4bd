"""No script, handler, odd link or remote request of a source is left in what tiku writes."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser

from tests import outputs
from tests.attacks import VECTORS, Arena, arena, documents, framed
from tests.judge import judge
from tiku import build
from tiku.exporters import bank_json, formulas, notes
from tiku.markup import parsed
from tiku.model import Bank

ALL = [vector for found in VECTORS.values() for vector in found]
REPORT = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def fields(bank: Bank) -> list[str]:
    """Give what the notes of a bank hold, each piece once."""
    return list(dict.fromkeys(field for note in notes.notes(bank) for field in note.fields))


def in_json(value: Any) -> Iterator[str]:
    """Find the HTML in a part of the JSON."""
    if isinstance(value, list):
        for each in value:
            yield from in_json(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from ([each] if name.endswith("html") else in_json(each))


def cards(bank: Bank) -> str:
    """Show every card of a bank, front and back, as the real Anki renders it."""
    with judge() as anki:
        assert anki.package(outputs.package(bank)).new == len(notes.notes(bank))
        sides = [side for card in anki.cards() for side in (card.front, card.back)]
    assert not [side for side in sides if "[anki:play" in side]
    tags = "".join(f"<p>{tag}</p>" for note in notes.notes(bank) for tag in note.tags)
    assert "[sound:" not in tags
    shown = "".join(f'<section class="card">{side}</section>' for side in sides)
    return f"<!DOCTYPE html><title>x</title><style>{notes.style()}</style>{shown}{tags}"


def report(vectors: list[str]) -> str:
    """Render the report on questions that are in conflict, each with a vector in all its parts."""
    entry = "Q: What is {}?\n\n{}\n\nA: {} {}\n"
    pairs = {
        f"{folder}/{vector}/{n}.md": entry.format(f"w{n}", vector, answer, vector)
        for folder, answer in (("a", "one"), ("b", "two"))
        for n, vector in enumerate(vectors)
    }
    found = outputs.report(build(pairs)).decode()
    assert found.count("### ") > 0.6 * len(vectors)
    return str(REPORT.render(found))


def assert_calm(seen: Arena) -> None:
    """Require that nothing ran and no other host was asked."""
    assert (seen.ran, seen.asked, seen.watched.dialogs) == ([], [], [])


def assert_harmless(seen: Arena, bank: Bank) -> None:
    """Require that nothing of a bank runs, asks for anything, or looks as if it might."""
    assert seen.suspect([*fields(bank), *in_json(bank_json.to_json(bank))]) == []
    assert seen.formulas(fields(bank)) == []
    shown = cards(bank)
    seen.show(shown)
    assert seen.page.locator("body > section").count() == shown.count("<section ")
    assert_calm(seen)


# The arena itself: it sees what is raw, on its own and after all of tiku


# What is in these asks hosts, or runs only after Markdown or MathJax.
DULL = {
    "breakouts through Markdown",
    "formulas",
    "pages that move, frames and trackers",
    "style sheets",
}


def test_there_are_many_vectors_each_once() -> None:
    assert len(ALL) == len(set(ALL)) > 450


def test_the_arena_sees_what_runs_and_what_is_asked(browser: Browser) -> None:
    categories = [title for title, found in VECTORS.items() for _ in found]
    with arena(browser) as seen:
        seen.show(framed(ALL[::6]))
        ran = {categories[6 * int(name[1:])] for name in seen.ran if name[1:].isdigit()}
        asked = {url for url in seen.asked if "//evil.invalid/" in url}
    assert set(VECTORS) - ran <= DULL
    assert len(seen.ran) > 30
    assert len(asked) > 5


FAULTS = {
    "<b onmouseover=alert(1)>x</b>": 'b[onmouseover="alert(1)"]',
    "<body onload=alert(1)>": "attributes of <body>",
    "<a href=' java\tscript:alert(1)'>x</a>": 'a[href=" java\tscript:alert(1)"]',
    "<img src=//evil.invalid/x>": 'img[src="//evil.invalid/x"]',
    "<table><tr><td style='background:url(x)'>": 'td[style="background:url(x)"]',
    "<b id=answer>x</b>": 'b[id="answer"]',
    # When it is read again.
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>": (
        'img[onerror="alert(1)"]'
    ),
    "<form><input name=attributes onfocus=alert(1)></form>": 'input[onfocus="alert(1)"]',
}
FORMULAS = (
    r"<p>\(\href{javascript:alert(1)}{x}\)</p>",
    r"<p>\<wbr>[\cl<wbr>ass{x}{y}\]</p>",
    r"<code class='mathjax_process'>\(\href{javascript:alert(1)}{x}\)</code>",
    r"<p>\(\hr<b></b>ef{javascript:alert(1)}{x}\)</p>",
)


def test_the_arena_names_what_could_run(browser: Browser) -> None:
    with arena(browser) as seen:
        for piece, fault in FAULTS.items():
            assert fault in seen.suspect([piece])
        assert seen.suspect(["<p>a <a href='https://example.org' title='x'>x</a></p>"]) == []
        for piece in FORMULAS:
            assert seen.formulas([piece])
        assert (
            seen.formulas([r"<p>\<span></span>(\href{x}{y}\)</p>", r"<code>\(\href\)</code>"]) == []
        )


def test_the_arena_sees_what_the_cards_would_do_if_nothing_were_removed(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsed, "sanitize", str)
    vectors = VECTORS["handlers of every kind of element"][:20]
    bank = build(documents(vectors, ["prose"]))
    with arena(browser) as seen:
        assert seen.suspect(fields(bank))
        seen.show(cards(bank))
        assert len(seen.ran) > 10


# All that tiku writes


@pytest.mark.no_cover
@pytest.mark.parametrize("category", VECTORS)
def test_nothing_runs_on_a_card(browser: Browser, category: str) -> None:
    given = documents(VECTORS[category])
    bank = build(given)
    assert len({item.sources[0].path for item in bank.items}) > 0.95 * len(given)
    with arena(browser) as seen:
        assert_harmless(seen, bank)


def test_nothing_runs_in_the_report(browser: Browser) -> None:
    with arena(browser) as seen:
        seen.show(report(ALL[::3]))
        assert_calm(seen)
        assert seen.page.locator("li > blockquote").count() > len(ALL) / 3


@pytest.mark.no_cover
def test_nothing_runs_in_the_page(browser: Browser) -> None:
    bank = build(documents(ALL, ["prose", "choice", "head"]))
    with arena(browser) as seen:
        seen.open(outputs.page(bank))
        assert_calm(seen)


WRAPPERS = (
    *"{}|a {} b|> {}|- {}|1. {}|**{}**|*{}*|~~{}~~|`{}`|${}$|&lt;{}|{}\n===".split("|"),
    *"[{}](x)|[x]({})|![{}](x)|```{}\nx\n```|<!-- {} -->|<!-- {}|<pre>{}|<b title='{}'>".split("|"),
    "<b>{}</b>",
    "<div>\n{}\n</div>",
    "<details><summary>{}</summary>\n\n{}\n</details>",
    "| {} |\n|---|\n| {} |",
)


def mixed(dice: random.Random) -> str:
    """Cut vectors, splice them, and nest them in Markdown."""
    cut = [vector[: dice.randrange(1, 2 * len(vector))] for vector in dice.sample(ALL, 2)]
    text = dice.choice(["", " ", "\n", "\n\n", '"', "'", ">"]).join(cut)
    for _ in range(dice.randint(0, 3)):
        text = dice.choice(WRAPPERS).replace("{}", text)
    return text


def test_nothing_runs_however_vectors_are_cut_and_nested(browser: Browser) -> None:
    dice = random.Random(6)
    bank = build(documents([mixed(dice) for _ in range(100)], ["prose"]))
    assert len(bank.items) > 85
    with arena(browser) as seen:
        assert_harmless(seen, bank)


# What is shown is what the author wrote


def shown(browser: Browser, bank: Bank, selector: str) -> list[str]:
    """Give the text of an element of each answer, as a browser shows it."""
    answers = [item.response.answer.html for item in bank.items]
    with arena(browser) as seen:
        seen.show("".join(f"<section>{answer}</section>" for answer in answers))
        script = "(all, s) => all.map(each => each.querySelector(s).textContent)"
        found: list[str] = seen.page.locator("section").evaluate_all(script, selector)
        assert_calm(seen)
    return found


def test_code_is_shown_as_it_stands(browser: Browser) -> None:
    """A source's control characters are dropped, with a warning; all others arrive."""
    entry = "Q: What is w{}?\nA: It is\n\n````````\n{}\n````````\n"
    bank = build({"q.md": "\n".join(entry.format(*each) for each in enumerate(ALL))})
    seen = shown(browser, bank, "pre > code")
    kept = [re.sub("[\0-\b\v\f\x0e-\x1f]", "", vector.replace("\r", "\n")) for vector in ALL]
    assert seen == [f"{vector}\n" for vector in kept]


def test_code_in_a_line_and_entities_are_shown_as_they_stand(browser: Browser) -> None:
    in_line = re.compile(r"[^`\s\0-\x1f](?:[^`\0-\x1f]*[^`\s\0-\x1f])?")
    plain = [vector for vector in ALL if in_line.fullmatch(vector)]
    assert len(plain) > 350
    entry = "Q: What is w{}?\nA: It is `{}`.\n"
    bank = build({f"{n}.md": entry.format(n, vector) for n, vector in enumerate(plain)})
    assert shown(browser, bank, "code") == plain
    tags = [vector for vector in plain if re.fullmatch(r"<[\w /=\"'():;,.<>-]+>", vector)]
    assert len(tags) > 100
    entry = "Q: What is w{}?\nA: It is {} here.\n"
    escaped = {f"{n}.md": entry.format(n, html.escape(tag)) for n, tag in enumerate(tags)}
    assert shown(browser, build(escaped), "p") == [f"It is {tag} here." for tag in tags]


@pytest.mark.parametrize(
    "field",
    [
        r"<p>\(x^2\) and \[\text{a class}\]</p>",
        r"<p>\(\displaystyle x\), \(\textstyle y\)</p>",
        r"<p>C:\href and \class, where no formula is</p>",
    ],
)
def test_a_formula_that_keeps_to_itself_is_left_alone(field: str) -> None:
    assert formulas.harmless(field) == field


def test_a_formula_that_reaches_beyond_itself_is_text() -> None:
    field = r"<p>\(x\) <code>\[y\]</code> \<wbr>(\style{color:red}{z}\)</p>"
    shown_as_text = r"<p>\<span></span>(x\) <code>\<span></span>[y\]</code> "
    shown_as_text += r"\<span></span>(\style{color:red}{z}\)</p>"
    assert formulas.harmless(field) == shown_as_text
