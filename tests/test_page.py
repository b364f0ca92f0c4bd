"""The page, in a real browser, from disk, with the network cut off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import browser as browsers
from tests import outputs
from tests.conftest import write
from tests.pages import (
    DAY,
    NIGHT,
    PHONE_BY_DAY,
    PHONE_BY_NIGHT,
    TCP,
    UDP,
    Look,
    card,
    choose,
    listed,
    shown,
    violations,
)
from tiku import build
from tiku.exporters import page_parts

# Look


@pytest.mark.parametrize("look", [DAY, PHONE_BY_NIGHT])
def test_every_view_is_accessible_and_fits(
    browser: Browser, files: dict[str, bytes], tmp_path: Path, look: Look
) -> None:
    with shown(browser, files, tmp_path, look) as watched:
        of = watched.page
        of.locator("summary").first.click()
        for view in ("", "#kind=choice&id=", "#view=repeats", "#view=problems", "#view=statistics"):
            of.evaluate("view => { location.hash = view }", view)
            if "id=" in view:
                choose(of, 0, "1 of 1")
                of.locator("#flip").click()
            expect(of.locator(".views [aria-current]")).to_have_count(1)
            of.locator("h2, .keyed").first.wait_for(state="attached")
            assert of.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
            before = list(watched.complaints)
            assert violations(of) == []
            assert before == []
            watched.complaints.clear()  # axe's own styles are refused by the page's policy


@pytest.mark.parametrize("look", [PHONE_BY_DAY, NIGHT])
def test_cards_follow_the_theme_and_the_reader(
    browser: Browser, files: dict[str, bytes], tmp_path: Path, look: Look
) -> None:
    with shown(browser, files, tmp_path, look) as watched:
        of = watched.page
        night = of.locator("#card .card.nightMode")
        assert night.count() == (look.theme == "dark")
        other = "light" if look.theme == "dark" else "dark"
        of.locator("#theme").select_option(other)
        expect(night).to_have_count(int(other == "dark"))
        of.reload()
        expect(of.locator("#card .card")).to_have_count(1)
        assert night.count() == (other == "dark")
        assert of.locator("html").get_attribute("data-theme") == other


def test_on_a_phone_the_card_takes_the_place_of_the_list(
    browser: Browser, files: dict[str, bytes], tmp_path: Path
) -> None:
    with shown(browser, files, tmp_path, PHONE_BY_DAY) as watched:
        of = watched.page
        expect(of.locator("#study")).to_be_hidden()
        choose(of, 1, "2 of 6")
        expect(of.locator("#list")).to_be_hidden()
        of.locator("#back").click()
        expect(of.locator("#list")).to_be_visible()


# Keys


def test_keys_turn_go_search_and_clear(seen: Page) -> None:
    expect(seen.locator("#position")).to_have_text("1 of 6")
    assert "slow" not in card(seen)
    seen.keyboard.press(" ")
    assert "slow" in card(seen)
    seen.keyboard.press(" ")
    assert "slow" not in card(seen)
    seen.keyboard.press("ArrowRight")
    expect(seen.locator("#position")).to_have_text("2 of 6")
    assert "什么是UDP" in card(seen)
    seen.keyboard.press("ArrowLeft")
    expect(seen.locator("#position")).to_have_text("1 of 6")
    seen.keyboard.press("ArrowLeft")  # there is nothing before
    expect(seen.locator("#position")).to_have_text("1 of 6")
    seen.keyboard.press("/")
    seen.keyboard.type("dns/names")
    expect(seen.locator("#found")).to_have_text("0 of 6 questions")
    seen.keyboard.press("Escape")
    expect(seen.locator("#found")).to_have_text("6 questions")
    assert seen.locator("#query").input_value() == ""
    seen.locator("#list a").nth(2).focus()
    seen.keyboard.press("Enter")
    expect(seen.locator("#position")).to_have_text("3 of 6")
    seen.keyboard.press("ArrowDown")
    expect(seen.locator("#list a").nth(3)).to_be_focused()
    expect(seen.locator("#position")).to_have_text("4 of 6")
    seen.keyboard.press("ArrowUp")
    expect(seen.locator("#position")).to_have_text("3 of 6")


def test_a_button_that_has_the_focus_is_pressed_once(seen: Page) -> None:
    seen.keyboard.press("Tab")
    seen.keyboard.press("Enter")  # skips the list
    expect(seen.locator("#flip")).to_be_focused()
    seen.keyboard.press(" ")
    expect(seen.locator("#flip")).to_have_text("Hide the answer")


def test_answers_may_stay_open(seen: Page) -> None:
    seen.locator("#open").check()
    assert "slow" in card(seen)
    seen.reload()
    expect(seen.locator("#flip")).to_have_text("Hide the answer")


# Search and filters


SEARCHES = [
    ("slow", [TCP]),  # an answer
    ("  DNS what ", ["What is DNS?"]),  # all words, in any case and order
    ("abc", ["What is DNS?"]),  # in any width
    ("协议", ["什么是UDP？"]),
    ("addresses &", ["What is DNS?"]),  # markup breaks no word up
    ("naming", ["What is DNS?", "What is DHCP?"]),  # a section
    ("exam::2026 tcp", [TCP, UDP]),  # a tag, a choice
    ("<em>", []),  # markup is no text
    ("", [TCP, "什么是UDP？", TCP, UDP, "What is DNS?", "What is DHCP?"]),
]


def test_a_search_finds_words(seen: Page) -> None:
    for query, found in SEARCHES:
        seen.locator("#query").fill(query)
        expect(seen.locator("#list li")).to_have_count(len(found))
        of = f"{len(found)} of 6 questions" if query else "6 questions"
        expect(seen.locator("#found")).to_have_text(of)
        assert listed(seen) == found, query


FILTERS = [
    ("deck", "net", [TCP, UDP, "What is DNS?", "What is DHCP?"]),
    ("deck", "more", [TCP, "什么是UDP？"]),
    ("tag", "net::basics::Naming", ["What is DNS?", "What is DHCP?"]),
    ("tag", "exam", [TCP, UDP, "What is DNS?", "What is DHCP?"]),
    ("kind", "choice", [UDP]),
    ("kind", "question-only", ["What is DHCP?"]),
    ("mark", "N1", ["What is DHCP?"]),
    ("mark", "conflict", [TCP, TCP]),
    ("mark", "any", [TCP, "What is DHCP?"]),
]


def test_a_filter_leaves_what_fits(seen: Page) -> None:
    seen.locator("summary").first.click()
    for name, value, found in FILTERS:
        seen.locator(f"#{name}").select_option(value)
        expect(seen.locator("#found")).to_have_text(f"{len(found)} of 6 questions")
        assert listed(seen) == found, value
        label = seen.locator(f"#{name} option:checked").inner_text()
        assert label.endswith(f"({len(found)})") or value == "conflict"
        seen.locator("#clear").click()
        expect(seen.locator("#found")).to_have_text("6 questions")


def test_filters_and_search_hold_together_and_stand_in_the_address(seen: Page) -> None:
    seen.locator("#query").fill("tcp")
    seen.locator("summary").first.click()
    seen.locator("#deck").select_option("more")
    expect(seen.locator("#found")).to_have_text("1 of 6 questions")
    seen.reload()
    expect(seen.locator("#found")).to_have_text("1 of 6 questions")
    assert seen.locator("#query").input_value() == "tcp"
    seen.go_back()
    expect(seen.locator("#found")).to_have_text("3 of 6 questions")
    seen.locator("#query").fill("tcp ")  # the same is found, and a row leads on from here
    expect(seen.locator("#list a").last).to_have_attribute("href", re.compile(r"q=tcp\+"))
    choose(seen, -1, "3 of 3")
    assert seen.locator("#query").input_value() == "tcp "


def test_all_can_be_shown_again(seen: Page) -> None:
    every = seen.get_by_role("button", name="Show all")
    expect(every).to_be_hidden()
    seen.goto(f"{seen.url}#q=nowhere&kind=choice")
    expect(seen.locator("#found")).to_contain_text("0 of ")
    expect(seen.locator("#position")).to_have_text("No question")
    every.click()
    expect(every).to_be_hidden()
    expect(seen.locator("#query")).to_have_value("")
    expect(seen.locator("#found")).to_contain_text("questions")
    expect(seen.locator("#print")).to_be_focused()


def test_an_address_of_a_question_that_is_gone(seen: Page) -> None:
    seen.goto(f"{seen.url}#id=nobody")
    expect(seen.locator("#position")).to_have_text("No question has this id")


def test_a_long_list_has_pages(browser: Browser, tmp_path: Path) -> None:
    text = "".join(f"Q: What is w{n}?\nA: Answer {n}.\n\n" for n in range(120))
    with shown(browser, outputs.page(build({"q.md": text})), tmp_path) as watched:
        of = watched.page
        assert len(listed(of)) == 50
        of.locator("#pager button").last.click()
        expect(of.locator("#list .start").first).to_have_text("What is w50?")
        choose(of, -1, "100 of 120")
        of.keyboard.press("ArrowRight")
        expect(of.locator("#list .start").first).to_have_text("What is w100?")
        assert of.locator("#pager button").last.is_disabled()


def test_a_search_goes_through_every_part(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_parts, "_MEAN", 2)
    monkeypatch.setattr(page_parts, "_RUNS", 3)
    text = "".join(f"Q: What is w{n}?\nA: Answer {n % 7}.\n\n" for n in range(100))
    made = outputs.page(build({"q.md": text}))
    assert sum(name.startswith("page/data/items-") for name in made) > 20
    assert sum(name.startswith("page/data/index-") for name in made) > 5
    with shown(browser, made, tmp_path) as watched:
        of = watched.page
        of.locator("#query").fill("answer 3.")
        expect(of.locator("#found")).to_have_text("14 of 100 questions")
        assert listed(of) == [f"What is w{n}?" for n in range(3, 100, 7)]
        choose(of, -1, "14 of 14")
        of.keyboard.press(" ")
        assert "Answer 3." in card(of)


def test_a_missing_part_is_named(browser: Browser, files: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in files.items():
        if name != "page/data/index-1.js":
            write(tmp_path / name, content)
    with browsers.page(browser) as watched:
        watched.page.goto((tmp_path / "index.html").as_uri())
        expect(watched.page.get_by_role("alert")).to_contain_text("page/data/index-1.js is missing")
