"""What the page shows of repeats, problems and numbers, and what it prints."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests import outputs
from tests.pages import (
    NIGHT,
    TCP,
    listed,
    shown,
)
from tiku import build
from tiku.exporters import page_findings, page_statistics
from tiku.model import (
    Cluster,
    Code,
    Problem,
    Settings,
    Span,
)
from tiku.pipeline import rebuild

# Repeats, problems, statistics


def test_repeats_are_side_by_side_with_the_difference_marked(seen: Page) -> None:
    seen.locator("#about a", has_text="In conflict, number 1").click()
    sides = seen.locator("#conflict-0 .side")
    expect(sides).to_have_count(2)
    assert sides.locator(".stem").all_inner_texts() == [TCP, TCP]
    assert sides.locator("mark").all_inner_texts() == ["slow", "reliable"]
    assert sides.locator("code").all_inner_texts() == ["more.md:3", "net/basics.md:6"]
    left, right = (sides.nth(n).bounding_box() for n in (0, 1))
    assert left
    assert right
    assert left["y"] == right["y"]
    sides.nth(1).locator("a").click()
    expect(seen.locator("#position")).to_have_text("3 of 6")


def test_what_was_merged_is_shown_as_it_was_read(browser: Browser, tmp_path: Path) -> None:
    text = "Q: What is TCP?\nA: A protocol.\n\nQ: What is **TCP**?\nA: A protocol.\n\nQ: B?\nA: b\n"
    with shown(browser, outputs.page(build({"q.md": text})), tmp_path) as watched:
        watched.page.locator("[data-view=repeats]").click()
        sides = watched.page.locator("#same-0 .side")
        expect(sides).to_have_count(2)
        assert sides.locator(".badge").all_inner_texts() == ["Kept", "Merged"]
        assert sides.locator("a").count() == 1


def test_many_repeats_have_pages(browser: Browser, tmp_path: Path) -> None:
    bank = build({"q.md": "".join(f"Q: Q{n}?\nA: a{n}\n\n" for n in range(30))})
    ids = [item.id for item in bank.items]
    clusters = tuple(Cluster("alike", (one, other), (), "look") for one, other in pairwise(ids))
    made = outputs.page(bank._replace(clusters=clusters))
    with shown(browser, made, tmp_path) as watched:
        of = watched.page
        of.goto(of.url.split("#")[0] + f"#view=repeats&verdict=alike&of={ids[27]}+{ids[28]}")
        expect(of.locator("#alike-27")).to_be_focused()
        assert of.locator(".cluster").count() == 4
        of.locator("#repeats .pager button").first.click()
        expect(of.locator(".cluster")).to_have_count(25)
        for view in ("repeats", "problems"):  # addresses outlive what they lead to
            of.goto(of.url.split("#")[0] + f"#view={view}&page=99&of=none")
            expect(of.locator(f"#{view} h2")).to_be_visible()


def test_a_problem_stands_beside_its_question_and_in_the_list(seen: Page) -> None:
    seen.locator("#list a", has_text="DHCP").click()
    about = seen.locator("#about")
    expect(about).to_contain_text("this question has no answer")
    expect(about).to_contain_text("net/basics.md:23 N1")
    expect(about).to_contain_text("it makes no card in Anki")
    seen.locator("[data-view=problems]").click()
    expect(seen.locator("#problems h3").first).to_have_text("more.md")
    assert seen.locator("#problems h3").all_inner_texts() == ["more.md", "net/basics.md"]
    expect(seen.locator("#problems")).to_contain_text("D3")
    seen.locator("#problems li", has_text="N1").locator("a").click()
    expect(seen.locator("#list [aria-current]")).to_contain_text("What is DHCP?")


def test_a_problem_belongs_to_the_closest_lines_around_it() -> None:
    bank = build({"q.md": "Q: A?\nA: a\n\nQ: B?\nA: b\n\nQ: C?\nA: c\n"})
    a, b, c = bank.items
    spans = {a.id: (1, 9), b.id: (3, 4), c.id: (7, 7)}
    problems = tuple(
        Problem(Code.ANSWER_MISSING, path, line, "what", "remedy")
        for path, line in [
            ("q.md", 3),
            ("q.md", 5),
            ("q.md", 7),
            ("q.md", 10),
            ("q.md", 0),
            ("", 0),
        ]
    )
    items = tuple(i._replace(sources=(Span("q.md", *spans[i.id]),)) for i in bank.items)
    found = page_findings.concerned(bank._replace(items=items, problems=problems))
    assert [found[each] for each in problems] == [(b.id,), (a.id,), (c.id,), (), (), ()]


def test_statistics_count_and_lead_to_what_they_count(seen: Page) -> None:
    seen.locator("[data-view=statistics]").click()
    facts = seen.locator("#statistics .facts")
    assert facts.locator("dd").all_inner_texts() == ["6", "2", "0", "0"]
    words = ["questions", "decks", "repeats merged", "retired"]
    assert facts.locator("dt").all_inner_texts() == words
    tables = seen.locator("#statistics table")
    assert tables.nth(0).locator("tr").all_inner_texts() == ["net::basics\t4\t", "more\t2\t"]
    assert tables.nth(2).locator("td.value").all_inner_texts() == ["1", "5", *"000000"]
    assert tables.nth(0).locator("rect").nth(1).get_attribute("width") == "50"
    tables.nth(1).locator("a", has_text="Choice").click()
    expect(seen.locator("#found")).to_have_text("1 of 6 questions")


def test_the_page_shows_what_the_newest_build_changed(browser: Browser, tmp_path: Path) -> None:
    entries = [f"Q: Q{n}?\nA: a{n}\n\n" for n in range(4)]
    first, lock = rebuild({"q.md": "".join(entries)})
    assert page_statistics.newest(first).new == frozenset()
    entries[1] = "Q: Q1?\nA: b\n\n"
    second = rebuild(
        {"q.md": "".join([*entries, "Q: New?\nA: n\n\n"])}, Settings(), lock, 2 * 10**9
    )
    with shown(browser, outputs.page(second.bank), tmp_path) as watched:
        of = watched.page
        of.locator("[data-view=statistics]").click()
        words = ["questions", "deck", "repeats merged", "retired"]
        assert of.locator("#statistics .facts dt").all_inner_texts() == words
        expect(of.locator(".newest")).to_contain_text("2033-05-18 03:33 UTC: 1 new, 1 changed")
        assert of.locator(".newest rect").count() == 3
        of.locator(".newest a", has_text="1 new").click()
        expect(of.locator("#found")).to_have_text("1 of 5 questions")
        assert listed(of) == ["New?"]


# Print


def test_print_lays_out_what_was_found_on_white(
    browser: Browser, files: dict[str, bytes], tmp_path: Path
) -> None:
    with shown(browser, files, tmp_path, NIGHT) as watched:
        of = watched.page
        of.locator("#query").fill("tcp")
        expect(of.locator("#found")).to_have_text("3 of 6 questions")
        of.keyboard.press("Control+p")
        cards = of.locator("#print-sheet .card")
        expect(cards).to_have_count(3)
        of.emulate_media(media="print")
        expect(of.locator("header.top")).to_be_hidden()
        expect(of.locator("#cards")).to_be_hidden()
        expect(of.locator("#print-sheet > p")).to_have_text("3 questions, search “tcp”")
        expect(cards.nth(1)).to_contain_text("A reliable protocol.")
        assert of.locator("#print-sheet .nightMode").count() == 0
        background = "getComputedStyle(document.body).backgroundColor"
        assert of.evaluate(background) == "rgb(255, 255, 255)"
        of.evaluate("location.hash = 'q=dns'")
        of.locator("#found", has_text="1 of 6").wait_for(state="attached")
        of.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert cards.count() == 0
