"""The page, in a real browser, from disk, with the network cut off."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, expect

from tests import browser as browsers
from tests import outputs
from tests.browser import DESKTOP, PHONE, Theme, Watched
from tests.conftest import write
from tests.judge import judge
from tests.test_exporters import ALL
from tiku import build
from tiku.exporters import page, page_findings, page_parts, page_statistics
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
    Settings,
    Span,
    Text,
)
from tiku.pipeline import rebuild

NETWORK = """---
tags: [net, "exam::2026"]
---
# Transport

**Question:** What is TCP?

**Answer:** A *reliable* protocol.

**Question:** Which is connectionless?

- A. TCP
- B. UDP

**Answer:** B

# Naming

**Question:** What is DNS?

**Answer:** Names to addr**ess**es, ＡＢＣ & more.

**Question:** What is DHCP?
"""
MORE = """# Other

**Question:** What is TCP?

**Answer:** A slow protocol.

**Question:** 什么是UDP？

**Answer:** 一种协议。

# A heading without a question

Some text.
"""
SOURCES = {"net/basics.md": NETWORK, "more.md": MORE}
TCP, UDP = "What is TCP?", "Which is connectionless?"


class Look(NamedTuple):
    """How wide the window is, and which theme the system has."""

    theme: Theme = "light"
    width: int = DESKTOP


DAY, NIGHT = Look(), Look("dark")
PHONE_BY_DAY, PHONE_BY_NIGHT = Look("light", PHONE), Look("dark", PHONE)


@contextmanager
def shown(
    browser: Browser, files: dict[str, bytes], folder: Path, look: Look = DAY
) -> Iterator[Watched]:
    """Open the page from disk; at the end it must have complained of nothing."""
    for name, content in files.items():
        write(folder / name, content)
    with browsers.page(browser, width=look.width, theme=look.theme) as watched:
        watched.page.goto((folder / "index.html").as_uri())
        expect(watched.page.locator("#found")).to_have_text(re.compile(r"questions?$"))
        yield watched
        assert watched.complaints == []
        assert watched.outside == []
        assert watched.dialogs == []


@pytest.fixture(scope="module")
def bank() -> Bank:
    return build(SOURCES)


@pytest.fixture(scope="module")
def files(bank: Bank) -> dict[str, bytes]:
    return outputs.page(bank)


@pytest.fixture
def seen(browser: Browser, files: dict[str, bytes], tmp_path: Path) -> Iterator[Page]:
    with shown(browser, files, tmp_path) as watched:
        yield watched.page


def listed(of: Page) -> list[str]:
    return of.locator("#list .start").all_inner_texts()


def choose(of: Page, row: int, place: str) -> None:
    """Click on a row of the list, and wait until its card is there."""
    of.locator("#list a").nth(row).click()
    expect(of.locator("#position")).to_have_text(place)


def card(of: Page) -> str:
    return of.locator("#card .card").inner_text()


def violations(of: Page) -> list[str]:
    found = Axe().run(of).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


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


# Cards as in Anki

RENDER = """([type, items]) => items.map(item =>
    Tiku.templates.cards(type ?? Tiku.bank.types[item.type ?? 0], item).map(({name, front, back}) =>
        [name, ...[front, back].map(html => {
            const inert = document.createElement("template");
            inert.innerHTML = html;
            return inert.innerHTML;
        })]))"""
SAME = """pairs => {
    const same = html => {
        const inert = document.createElement("template");
        inert.innerHTML = html;
        for (const each of inert.content.querySelectorAll(".math")) {
            each.textContent = "";  // MathML here, TeX in Anki
        }
        for (const each of inert.content.querySelectorAll("[data-cloze]")) {
            each.dataset.cloze = same(each.dataset.cloze);
        }
        return inert.innerHTML;
    };
    return pairs.map(same);
}"""


def items_of(found: dict[str, bytes]) -> list[dict[str, Any]]:
    """Give what the page says of each item."""
    return [
        row
        for name, content in found.items()
        if name.startswith("page/data/items-")
        for row in json.loads(content.decode().split(", ", 1)[1].removesuffix(");\n"))
    ]


def without_script(side: str) -> str:
    """Take off what a template's script does: the page does it once for all cards."""
    return side.partition("<script>")[0]


def test_front_and_back_are_those_of_the_real_anki(
    browser: Browser, tmp_path: Path, files: dict[str, bytes]
) -> None:
    bank = build(ALL)
    answered = {i.id for i in bank.items if i.response.kind != "question-only"}
    items = [item for item in items_of(outputs.page(bank)) if item["id"] in answered]
    assert {i.response.kind for i in bank.items} == {"open", "choice", "cloze", "question-only"}
    with judge() as anki, shown(browser, files, tmp_path) as watched:
        anki.package(outputs.package(bank))
        theirs: dict[str, list[str]] = {item["id"]: [] for item in items}
        for one in anki.cards():
            theirs[one.guid] += map(without_script, (one.front, one.back))
        ours = watched.page.evaluate(RENDER, [None, items])
        for item, cards in zip(items, ours, strict=True):
            sides = [side for _, *both in cards for side in both]
            both = [watched.page.evaluate(SAME, each) for each in (sides, theirs[item["id"]])]
            assert both[0] == both[1]


CLOZES = [
    'A {{c1::be "t" <b>x</b>::hint}} c {{c2::d}} {{c1::e}}',
    "{{c1::out {{c2::in}} er}} {{c3::std::vector::c}}",
    "{{c1,2::two}} x {{c2::}} }} {{c0::none}}",
    "{{c1:: a ::}} {{C1::no}} {{c 1::no}} {{c2::<i>i</i>}} {{c1::open",
]


def test_clozes_are_those_of_the_real_anki(
    browser: Browser, tmp_path: Path, files: dict[str, bytes]
) -> None:
    front = "{{#Text}}<p>{{cloze:Text}}</p>{{/Text}}{{^More}}none{{/More}} {{Tags}} {{type:More}}"
    with judge() as anki, shown(browser, files, tmp_path) as watched:
        made = anki.col.models.copy(anki.col.models.by_name("Cloze") or {}, add=False)
        made["tmpls"][0] |= {"qfmt": front, "afmt": "{{FrontSide}}<hr>{{cloze:Text}} {{Deck}}"}
        anki.col.models.rename_field(made, made["flds"][1], "More")
        anki.col.models.add_dict(made)
        kind = anki.col.models.by_name(made["name"])
        deck = anki.col.decks.id("X::Y")
        assert deck
        for text in CLOZES:
            note = anki.col.new_note(kind or {})
            note["Text"], note["More"], note.tags = text, "<br>", ["a", "b::c"]
            anki.col.add_note(note, deck)
        fields = ["Text", "More"]
        templates = [["Cloze", front, "{{FrontSide}}<hr>{{cloze:Text}} {{Deck}}"]]
        type_ = {"name": "t", "isCloze": True, "fields": fields, "templates": templates}
        items = [{"fields": [t, "<br>"], "tags": ["a", "b::c"], "deck": "X::Y"} for t in CLOZES]
        ours = watched.page.evaluate(RENDER, [type_, items])
        sides = [[side for _, *both in each for side in both] for each in ours]
        theirs = [side for one in anki.cards() for side in (one.front, one.back)]
        assert [side for each in sides for side in each] == watched.page.evaluate(SAME, theirs)
        assert [len(each) // 2 for each in sides] == [2, 3, 2, 2]


def test_a_template_makes_a_card_only_if_its_front_shows_a_field(seen: Page) -> None:
    kind = {
        "name": "t",
        "isCloze": False,
        "fields": ["A", "B"],
        "templates": [["One", "{{A}}", "{{B}}"], ["Two", "x{{#B}}{{B}}{{/B}}", "{{A}}"]],
    }
    items = [
        {"fields": fields, "tags": [], "deck": "d"} for fields in (["a", " <br> "], ["a", "b"])
    ]
    assert seen.evaluate(RENDER, [kind, items]) == [
        [["One", "a", " <br> "]],
        [["One", "a", "b"], ["Two", "xb", "a"]],
    ]


BROKEN = {
    "{{#A}}x": "never closed",
    "x{{/A}}": "closes nothing",
    "{{None}}": "no field",
    "{{odd:A}}": "no filter",
}


def test_a_broken_template_is_an_error(seen: Page) -> None:
    for broken, why in BROKEN.items():
        kind = {"name": "t", "isCloze": False, "fields": ["A"], "templates": [["1", broken, ""]]}
        with pytest.raises(Error, match=why):
            seen.evaluate(RENDER, [kind, [{"fields": ["a"], "tags": [], "deck": "d"}]])


def test_media_come_from_their_folder_and_links_lead_out(seen: Page) -> None:
    field = (
        '<img src="a-1.png" alt=""> [sound:b&amp;c.mp3] [[type:T]] [sound:d.mp4]'
        '<a href="https://x.test/">x</a><a href="other.md">y</a>'
        '<a href="#id=1" title="[sound:q]">z</a><script>"{{</scr" + "ipt>"</script>'
    )
    made = """html => { const made = document.createElement("div");
        made.append(Tiku.nodes(html, {isFront: true, expected: name => name}));
        return made.innerHTML }"""
    found = seen.evaluate(made, field)
    assert '<img src="media/a-1.png" alt="">' in found
    assert '<audio controls="" preload="none" src="media/b&amp;c.mp3"></audio>' in found
    assert '<video controls="" preload="none" src="media/d.mp4"></video>' in found
    assert '<input type="text"' in found
    assert "script" not in found
    assert '<a href="https://x.test/" target="_blank" rel="noopener noreferrer">x</a>' in found
    assert '<a>y</a><a title="[sound:q]">z</a>' in found


def test_a_script_of_cards_is_called_for_each_card(seen: Page) -> None:
    seen.evaluate("() => { window.tikuCard = root => root.setAttribute('data-called', 'yes') }")
    seen.locator("#flip").click()
    expect(seen.locator("#card .card[data-called=yes]")).to_have_count(1)


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


# Any bank


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
