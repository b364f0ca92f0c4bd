"""The cards of the page: those of the real Anki."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests import documents, outputs
from tests.judge import judge
from tests.pages import (
    items_of,
    shown,
)

RENDER = """([type, items]) => items.map(item =>
    Tiku.templates.cards(type ?? Tiku.bank.types[item.type ?? 0], item).map(({name, front, back}) =>
        [name, ...[front, back].map(html => {
            const inert = document.createElement("template");
            inert.innerHTML = html;
            return inert.innerHTML;
        })]))"""
SAME = """items => {
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
    return items.map(sides => sides.map(same));
}"""


def without_script(side: str) -> str:
    """Take off what a template's script does: the page does it once for all cards."""
    return side.partition("<script>")[0]


@pytest.mark.no_cover
def test_front_and_back_are_those_of_the_real_anki(
    browser: Browser, tmp_path: Path, files: dict[str, bytes]
) -> None:
    bank = documents.bank()
    answered = {i.id for i in bank.items if i.response.kind != "question-only"}
    items = [item for item in items_of(outputs.page(bank)) if item["id"] in answered]
    assert {i.response.kind for i in bank.items} == {"open", "choice", "cloze", "question-only"}
    with judge() as anki, shown(browser, files, tmp_path) as watched:
        anki.package(outputs.package(bank))
        theirs: dict[str, list[str]] = {item["id"]: [] for item in items}
        for one in anki.cards():
            theirs[one.guid] += map(without_script, (one.front, one.back))
        rendered = watched.page.evaluate(RENDER, [None, items])
        ours = [[side for _, *both in cards for side in both] for cards in rendered]
        same = [watched.page.evaluate(SAME, each) for each in (ours, [*theirs.values()])]
        for mine, other in zip(*same, strict=True):
            assert mine == other


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
        assert [[side for each in sides for side in each]] == watched.page.evaluate(SAME, [theirs])
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
