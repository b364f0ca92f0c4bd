"""Cards in a real browser: by day and by night, on a phone and on a desk, and what they do."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests import outputs
from tests.browser import DESKTOP, PHONE, Theme, Watched, page
from tests.judge import Card, judge
from tests.test_anki import KINDS, MEDIA, STUDY
from tiku import build
from tiku.exporters import notes

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
POINTS = STUDY + "Q: Which layers are there?\nA:\n\n- **link:** one\n- **net:** two\n- three\n"
NUMBERS = ("one", "two", "three", "four")
OPTIONS = STUDY + "Q: Which is it?\n\n- [ ] one\n- [x] two\n- [ ] three\n- [ ] four\n"
LONG = (
    "**Question:** What is "
    + "wide" * 60
    + "?\n\n**Answer:** | "
    + " | ".join(f"column {n}" for n in range(12))
    + " |\n"
    + "|---" * 12
    + "|\n| "
    + " | ".join("x" * 20 for _ in range(12))
    + " |\n\n```js\n"
    + "call(); " * 60
    + "\n```\n\n$$"
    + "x + " * 80
    + "y$$\n"
)


def cards(text: str) -> list[Card]:
    """Give the cards of a source as the real Anki renders them."""
    media = dict.fromkeys(MEDIA, PIXEL)
    with judge() as anki:
        anki.package(outputs.package(build({"net/q.md": text, **media})))
        return anki.cards()


def show(watched: Watched, html: str, theme: Theme = "light") -> Page:
    """Show a side of a card in the page that Anki makes for it."""
    night = "nightMode night_mode" if theme == "dark" else ""
    watched.page.goto("about:blank")
    watched.page.set_content(
        f"<!doctype html><html lang='en'><head><title>Card</title><style>{notes.style()}</style>"
        f"</head><body class='card card1 {night}'><main id='qa'>{html}</main></body></html>"
    )
    return watched.page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", [*KINDS, "long"])
def test_every_kind_is_readable_by_everybody(browser: Browser, kind: str, theme: Theme) -> None:
    for card in cards({**KINDS, "long": LONG}[kind]):
        for side in (card.front, card.back):
            with page(browser, width=PHONE, theme=theme) as watched:
                shown = show(watched, side, theme)
                found = Axe().run(shown, options={"preload": False})
                serious = [v["id"] for v in found.response["violations"] if v["impact"] in SERIOUS]
                assert serious == [], found.generate_report()
                assert scrolls_sideways(shown) is False
                shown.set_viewport_size({"width": DESKTOP, "height": 800})
                assert scrolls_sideways(shown) is False
                assert watched.outside == []
                assert [said for said in watched.complaints if "_tiku-user.css" not in said] == []


SERIOUS = ("serious", "critical")


def scrolls_sideways(shown: Page) -> bool:
    return bool(
        shown.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
    )


@pytest.mark.parametrize("labels", ["ABCD", "АБВГ", "甲乙丙丁"])
def test_options_are_picked_in_front_and_told_behind_in_the_same_order(
    browser: Browser, labels: str
) -> None:
    options = "".join(f"- {n}. {text}\n" for n, text in zip(labels, NUMBERS, strict=True))
    (card,) = cards(f"{STUDY}Q: Which is it?\n\n{options}\nA: {labels[1]}\n")
    with page(browser) as watched:
        seen = set()
        for _ in range(12):  # the chance that four options come in one order only is 24 ** -11
            shown = show(watched, card.front)
            order = shown.locator(".choice .text").all_inner_texts()
            seen.add(tuple(order))
            assert sorted(order) == ["four", "one", "three", "two"]
        assert len(seen) > 1
        shown.get_by_role("button", name="one").click()
        shown.get_by_role("button", name="two").focus()
        shown.keyboard.press("Enter")
        shown.get_by_role("button", name="four").click()
        shown.get_by_role("button", name="four").press(" ")
        assert shown.locator("[aria-pressed=true] .text").all_inner_texts() == [
            text for text in order if text in ("one", "two")
        ]
        turn(shown, card.back)
        assert shown.locator(".choice .text").all_inner_texts() == order
        assert shown.locator(".distractor.picked .text").all_inner_texts() == ["one"]
        assert shown.locator(".keyed.picked .text").all_inner_texts() == ["two"]
        assert shown.locator(".picked").count() == 2


def turn(shown: Page, back: str) -> None:
    """Show the back as Anki does: in the same window, with its script run."""
    shown.evaluate(
        "html => { const qa = document.getElementById('qa'); qa.replaceChildren("
        "document.createRange().createContextualFragment(html)); }",
        back,
    )


def test_points_come_one_by_one_where_that_is_asked_for(browser: Browser) -> None:
    (card, *_) = cards(POINTS)
    with page(browser) as watched:
        shown = show(watched, card.back)
        visible = shown.locator(".answer li:visible")
        more = shown.get_by_role("button")
        for count in range(3):
            assert visible.count() == count
            assert more.inner_text() == f"Show point {count + 1} of 3"
            more.click()
        assert visible.count() == 3
        assert more.count() == 0
    (plain,) = cards(POINTS.removeprefix(STUDY))
    with page(browser) as watched:
        assert show(watched, plain.back).locator(".answer li:visible").count() == 3


def test_without_javascript_all_is_there_to_read(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    for text, side, count in ((POINTS, "back", 3), (OPTIONS, "front", 4)):
        (card, *_) = cards(text)
        shown = context.new_page()
        shown.set_content(f"<style>{notes.style()}</style>{getattr(card, side)}")
        assert shown.locator("li:visible, .choice:visible").count() == count
    context.close()


def test_a_learner_s_own_style_wins(browser: Browser, tmp_path: Path) -> None:
    """Anki serves `_tiku-user.css` from its media folder, which no import touches."""
    (card, *_) = cards(POINTS)
    (tmp_path / "_tiku-user.css").write_text(".card.card { --ink: rgb(1, 2, 3); }")
    body = f"<style>{notes.style()}</style><body class=card>{card.front}"
    (tmp_path / "card.html").write_text(body, encoding="utf-8")
    with page(browser) as watched:
        watched.page.goto((tmp_path / "card.html").as_uri())
        colour = watched.page.locator(".stem").evaluate("each => getComputedStyle(each).color")
        assert colour == "rgb(1, 2, 3)"
