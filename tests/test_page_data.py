"""The page of any bank: its files, and what no text of a source may do there."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import outputs
from tests.pages import (
    SOURCES,
    choose,
    items_of,
    shown,
)
from tiku import build
from tiku.exporters import page, page_parts
from tiku.identity.identify import FIRST_BUILD
from tiku.model import (
    Bank,
    Cluster,
    Code,
    Form,
    Html,
    Item,
    ItemId,
    Markdown,
    OpenResponse,
    Problem,
    Said,
    Span,
    Text,
)


def test_an_empty_bank_says_so(browser: Browser, tmp_path: Path) -> None:
    with shown(browser, outputs.page(Bank("nothing", ())), tmp_path) as watched:
        of = watched.page
        expect(of.locator("#found")).to_have_text("0 questions")
        expect(of.locator("#position")).to_have_text("No question")
        for view, says in (("repeats", "No question repeats"), ("problems", "None were found")):
            of.locator(f"[data-view={view}]").click()
            expect(of.locator(f"#{view}")).to_contain_text(says)
        of.locator("[data-view=statistics]").click()
        expect(of.locator("#statistics")).to_contain_text("Questions by")


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    '"><img src=x onerror=alert(1)>',
    "\u2028alert(1)\u2029",
    "__proto__",
    "{{FrontSide}}{{#X}}",
    "javascript:alert(1)",
]


def hostile(text: str, number: int, item: Item) -> Item:
    """Put a text into every place of an item."""
    prose = Text(Markdown(text), Html(html.escape(text)), text, Form(text))
    return item._replace(
        id=ItemId(f"{text}{number}"),
        content=Said(stem=prose, response=OpenResponse(prose), title=prose),
        deck=(text,),
        tags=(text,),
        section=(text,),
        language=text,
        sources=(Span(text, 1, 1),),
    )


def test_no_text_gets_out_of_its_place(browser: Browser, tmp_path: Path) -> None:
    (item,) = build({"q.md": "Q: A?\nA: one\n"}).items
    items = tuple(hostile(text, n, item) for text in HOSTILE for n in (0, 1))
    clusters = tuple(
        Cluster("conflict", (one.id, other.id), one.sources, one.stem.plain)
        for one, other in zip(items[::2], items[1::2], strict=True)
    )
    problems = tuple(Problem(Code.ANSWER_MISSING, text, 1, text, text) for text in HOSTILE)
    made = outputs.page(Bank(" ".join(HOSTILE), items, clusters, problems))
    with shown(browser, made, tmp_path) as watched:
        of = watched.page
        expect(of.locator("h1")).to_have_text(" ".join(" ".join(HOSTILE).split()))
        for number, text in enumerate(HOSTILE):
            seen = " ".join(text.split())
            choose(of, 2 * number, f"{2 * number + 1} of {len(items)}")
            expect(of.locator("#about")).to_contain_text(seen)
            of.keyboard.press(" ")
            expect(of.locator("#card .answer")).to_have_text(seen)
        for view in ("repeats", "problems", "statistics"):
            of.locator(f"[data-view={view}]").click()
            for text in HOSTILE:
                expect(of.locator(f"#{view}")).to_contain_text(" ".join(text.split()))
        assert of.locator("[onerror], script:not([src])").count() == 0


def test_the_policy_refuses_inline_scripts(
    browser: Browser, files: dict[str, bytes], tmp_path: Path
) -> None:
    with shown(browser, files, tmp_path) as watched:
        watched.page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'),"
            " {textContent: 'window.ran = true'}))"
        )
        assert watched.page.evaluate("window.ran") is None
        assert any("Content Security Policy" in each for each in watched.complaints)
        watched.complaints.clear()


def test_the_same_bank_gives_the_same_bytes(bank: Bank, files: dict[str, bytes]) -> None:
    assert outputs.page(bank) == files
    assert outputs.page(build(SOURCES)) == files


def test_every_script_is_loaded_and_every_loaded_file_is_there(files: dict[str, bytes]) -> None:
    text = files["index.html"].decode()
    loaded = re.findall(r'(?:src|href)="(page/[^"]+)"', text)
    assert {name for name in files if re.fullmatch(r"page/\w+\.js", name)} < set(loaded)
    assert set(loaded) < set(files)
    script, parts = files["page/page.js"].decode(), Path(page.__file__).parent / "page"
    written = [each.read_text("utf-8") for each in parts.glob("*.js") if each.name != "theme.js"]
    assert len(written) > 10
    assert all(each.removeprefix('"use strict";\n\n') in script for each in written)
    assert script.count('"use strict"') == 1


def test_a_new_question_changes_few_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_parts, "_MEAN", 16)
    entries = [f"Q: What is w{n}?\nA: Answer {n}.\n\n" for n in range(300)]
    before = outputs.page(build({"q.md": "".join(entries)}))
    after = outputs.page(build({"q.md": "".join([*entries, "Q: New?\nA: n\n"])}))
    changed = {name for name in after if before.get(name) != after[name]}
    assert len([name for name in after if "items-" in name]) > 8
    assert len([name for name in changed if "items-" in name]) == 1


def test_no_part_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_parts, "_LARGEST", 5_000)
    text = "".join(f"Q: What is w{n}?\nA: {'long ' * 300}\n\n" for n in range(20))
    made = outputs.page(build({"q.md": text}))
    sizes = [len(content) for name, content in made.items() if "items-" in name]
    assert len(sizes) > 5
    assert max(sizes) < 8_000
    assert FIRST_BUILD  # the time of a first build is no time: it is not shown
    assert all(row["modified"] == 0 for row in items_of(made))
