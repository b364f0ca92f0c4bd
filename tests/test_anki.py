"""Packages in the real Anki."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import documents, outputs
from tests.judge import Judge, Log, judge
from tiku import Bank, Settings, build
from tiku.exporters import collection, notes
from tiku.identity.identify import FIRST_BUILD
from tiku.pipeline import rebuild

ENTRY = "**Question:** {}\n\n**Answer:** {}\n\n"
OPEN = """# 网络

### 1. 传输

**题目：** 什么是TCP？

**答案：** - **可靠：** 是
- 快
"""
CLOZE = """# Net

{{c1::TCP}} keeps {{c2::order::what}} and so does {{c1::SCTP}}; `a}}` and \\(x^{y^{2}}\\) stay,
as {{c2::`{{}}`}} does.
"""
MARKUP = r"""# Math

**Question:** What is $x^{2}$ at \(x=2\), and \\(not this\\)?

- [ ] not an option

**Answer:** $$4$$

```python
print(2 ** 2)  # [sound:none.mp3] {{Stem}}
```

> [!NOTE]
> Prices are $5 and $10.[^1]

| a | b |
|---|--:|
| <ruby>漢<rt>かん</rt></ruby> | עברית |

![plot](plot.png) ![](it.mp3)

[^1]: Or so.
"""
STUDY = "---\nstudy: [reveal, shuffle, reversed, typed, unanswered]\n---\n"
REVERSED = STUDY + "Q: Which protocol is reliable & <fast>?\nA: TCP & more.\n"
UNANSWERED = STUDY + "Q: What else?\nA:\n"
MEDIA = {"net/plot.png": b"plot", "net/it.mp3": b"sound"}
CHOICE = """# Net

**Question:** Which is *connectionless*?

- A. TCP
- B. UDP

**Hint:** It sends datagrams.

**Answer:** B

**Explanation:** See `RFC 768`.
"""


def import_all(anki: Judge, bank: Bank) -> Log:
    log = anki.package(outputs.package(bank))
    assert anki.check()
    assert anki.empty_cards() == 0
    assert anki.missing_media() == []
    for card in anki.cards():
        assert "{{" not in card.front
        assert "docs.ankiweb.net/templates/errors" not in card.front + card.back
    return log


class Imported(NamedTuple):
    """What a package brought into a fresh collection; no test changes it."""

    anki: Judge
    package: bytes
    log: Log


@pytest.fixture(scope="module")
def imported() -> Iterator[Imported]:
    """Everything that the cases hold."""
    bank = documents.bank()
    with judge() as anki:
        yield Imported(anki, outputs.package(bank), import_all(anki, bank))


def test_everything_is_imported_and_shown(imported: Imported) -> None:
    bank = documents.bank()
    expected = [note.guid for note in notes.notes(bank)]
    assert imported.log == Log(len(expected), 0, 0, 0)
    cards = imported.anki.cards()
    assert list(dict.fromkeys(card.guid for card in cards)) == expected
    assert sorted({card.due for card in cards}) == list(range(len(expected)))
    assert {card.template for card in cards} == {"Card", "Cloze"}
    assert {card.deck for card in cards} == {"::".join(i.deck) for i in bank.items
                                             if i.response.kind != "question-only"}  # fmt: skip


def test_importing_again_touches_nothing(imported: Imported) -> None:
    anki, package, log = imported
    before = anki.rows()
    assert anki.package(package) == Log(0, 0, log.new, 0)
    assert anki.text(outputs.text(documents.bank())) == Log(0, 0, log.new, 0)
    assert anki.rows() == before


def test_pages_of_a_large_package(monkeypatch: pytest.MonkeyPatch, imported: Imported) -> None:
    """A bank that grows has another size of pages, which is nothing to Anki."""
    monkeypatch.setattr(collection, "_MANY", 1)
    large = outputs.package(documents.bank())
    assert len(large) > len(imported.package)  # of few notes
    assert imported.anki.package(large) == Log(0, 0, imported.log.new, 0)
    assert imported.anki.check()
    with judge() as anki:
        assert anki.package(large) == imported.log
        assert anki.check()
        assert anki.rows() == imported.anki.rows()


def test_the_text_format_alone_brings_an_edit() -> None:
    with judge() as anki:
        import_all(anki, build({"q.md": ENTRY.format("A?", "a") + ENTRY.format("B?", "b")}))
        edited = build({"q.md": ENTRY.format("A?", "a") + ENTRY.format("B?", "**c**")})
        assert anki.text(outputs.text(edited)) == Log(0, 1, 1, 0)
        assert any("<strong>c</strong>" in card.back for card in anki.cards())


def test_an_edit_arrives_and_everything_else_is_left_alone() -> None:
    sources = {"q.md": ENTRY.format("Same?", "a") + ENTRY.format("Edited?", "b")}
    first, lock = rebuild(sources)
    sources["q.md"] = ENTRY.format("New?", "n") + sources["q.md"].replace("b\n", "**c**\n")
    second = rebuild(sources, Settings(), lock, FIRST_BUILD + 60).bank
    with judge() as anki:
        import_all(anki, first)
        same = anki.rows()[0]
        assert anki.package(outputs.package(second)) == Log(1, 1, 1, 0)
        assert anki.check()
        assert anki.rows()[0] == same
        assert any("<strong>c</strong>" in card.back for card in anki.cards())


def test_an_author_may_turn_a_question_into_a_choice() -> None:
    """One note type for both: with two, Anki would refuse the note for ever."""
    first, lock = rebuild({"q.md": ENTRY.format("Which?", "B")})
    asked = {"q.md": ENTRY.format("Which?\n\n- A. a\n- B. b", "B")}
    second = rebuild(asked, Settings(), lock, FIRST_BUILD + 60).bank
    with judge() as anki:
        import_all(anki, first)
        assert anki.package(outputs.package(second)) == Log(0, 1, 0, 0)
        (card,) = anki.cards()
        assert 'class="choice keyed"' in card.back


KINDS = {
    "open": OPEN,
    "choice": CHOICE,
    "cloze": CLOZE,
    "markup": MARKUP,
    "reversed": REVERSED,
    "unanswered": UNANSWERED,
}


@pytest.mark.parametrize("kind", KINDS)
def test_cards_look_as_their_goldens_say(kind: str, golden: Callable[[Path, str], None]) -> None:
    with judge() as anki:
        import_all(anki, build({"net/net.md": KINDS[kind], **MEDIA}))
        cards = anki.cards()
    shown = "\n".join(
        f"<!-- {card.template} {n}, {side} -->\n{text.partition('<script>')[0].strip()}"
        for n, card in enumerate(cards, 1)
        for side, text in (("front", card.front), ("back", card.back))
    )
    golden(Path(__file__).parent / "cases" / "cards" / f"{kind}.html", shown + "\n")


def test_each_number_of_a_text_with_gaps_has_a_card() -> None:
    with judge() as anki:
        import_all(anki, build({"q.md": CLOZE}))
        first, second = anki.cards()
        assert (first.template, first.guid) == (second.template, second.guid)
        assert "[what]" in second.front
        assert '<span class="cloze" data-cloze="TCP"' in first.front
        assert "SCTP" not in first.front.replace('data-cloze="SCTP"', "")
        assert "{{}}" in second.back.replace("&#125;", "}").replace("&#123;", "{")


DECK = "---\ntags: flashcards\n---\n\n"


@pytest.mark.parametrize(
    ("text", "fronts"),
    [
        ("{{c1::A {{c2::nested}} gap}} here", ["[...] here", "A [...] gap here"]),
        ("It costs $5 and {{c1::Paris}} $10", ["It costs $5 and [...] $10"]),
        (
            r"{{c1::\\(a_{b_{c}}\\)}} is $E={{c2::mc^2}}$",
            [r"[...] is \(E=mc^2\)", r"\(a_{b_{c}}\) is \(E=[...]\)"],
        ),
        ("![the {{c1::alt}}](p.png) of {{c2::this}}", ["the [...] of this", "the alt of [...]"]),
        ("[x](http://a.org/{{c2::y}}) and {{c1::z}}", ["x and [...]"]),
        ("`{{c1::no}}` but {{c3::a::hint}}", ["{{c1::no}} but [hint]"]),
        ("{{c0::zero}} and {{c999::many}}", ["[...] and many", "zero and [...]"]),
        ("{{c1::**bold**}} and {{c1:: b }}", ["[...] and [...]"]),
        ("{{c1::`std::set`}} and {{c2::`a::b`::hint}}", ["[...] and a::b", "std::set and [hint]"]),
        ("{{c1::std::set}} and {{c1::a `b::c` d}}", ["[set] and [...]"]),
        ("C: {{c1::`std::set`}} and [`a::b`]", ["[...] and a::b", "std::set and [...]"]),
        (f"{DECK}==`std::set`== and {{`a::b`}}", ["[...] and a::b", "std::set and [...]"]),
        (f"{DECK}==`a == b`== and {{`a{{b}}`}}", ["[...] and a{b}", "a == b and [...]"]),
    ],
)
def test_gaps_are_hidden_one_number_at_a_time(text: str, fronts: list[str]) -> None:
    with judge() as anki:
        import_all(anki, build({"q.md": f"{text}\n"}))
        shown = [re.search('"passage"[^>]*>(.*?)</div>', c.front, re.DOTALL) for c in anki.cards()]
        plain = [html.unescape(re.sub("<[^<>]*>", "", found[1])) for found in shown if found]
        assert plain == fronts


def test_a_gap_that_is_added_is_a_new_card_and_the_others_keep_their_history() -> None:
    text = "{{{{c1::TCP}}}} keeps the {}, and {{{{c2::UDP}}}} does not, whatever happens below.\n"
    first, lock = rebuild({"q.md": text.format("order")})
    second = rebuild(
        {"q.md": text.format("{{c3::order}}")}, Settings(), lock, FIRST_BUILD + 60
    ).bank
    with judge() as anki:
        import_all(anki, first)
        anki.study()
        before = anki.histories()
        assert len(before) == 2
        assert anki.package(outputs.package(second)) == Log(0, 1, 0, 0)
        assert anki.histories() == before
        assert [card.template for card in anki.cards()] == ["Cloze"] * 3
        assert anki.check()


def test_pictures_and_sounds_arrive_and_new_bytes_do_too() -> None:
    """Anki never replaces a file of a name that it has."""
    sources: dict[str, str | bytes] = {
        "a/q.md": "Q: What is ![it](x.png)?\nA: ![](s p.mp3)\n",
        "a/x.png": b"1",
    }
    sources |= {"b/q.md": "Q: What is ![this](x.png)?\nA: ![](<../a/s p.mp3>)\n", "b/x.png": b"2"}
    sources["a/s p.mp3"] = b"sound"
    first, lock = rebuild(sources)
    assert len(first.media) == 3
    second = rebuild(sources | {"a/x.png": b"3"}, Settings(), lock, FIRST_BUILD + 60).bank
    with judge() as anki:
        assert import_all(anki, first) == Log(2, 0, 0, 0)
        assert anki.package(outputs.package(second)) == Log(0, 1, 1, 0)
        assert anki.missing_media() == []
        folder = Path(anki.col.media.dir())
        assert {path.read_bytes() for path in folder.iterdir()} == {b"1", b"2", b"3", b"sound"}
        fronts = "".join(card.front for card in anki.cards())
        assert all(medium.name in fronts for medium in second.media if medium.path.endswith("png"))


def test_a_question_without_an_answer_has_a_note_where_that_is_asked_for() -> None:
    bare, asked = (build({"q.md": text}) for text in (UNANSWERED.removeprefix(STUDY), UNANSWERED))
    assert notes.notes(bare) == ()
    assert [note.guid for note in notes.notes(asked)] == [bare.items[0].id]
    assert bare.problems[0].remedy == "write one; until then the question makes no card"
    assert asked.problems[0].remedy == "write it"
    first, lock = rebuild({"q.md": UNANSWERED})
    assert first.retired == ()
    gone = rebuild({"q.md": "Q: Else?\nA: b.\n"}, Settings(), lock, FIRST_BUILD + 60).bank
    assert [each.id for each in gone.retired] == [first.items[0].id]


def test_a_text_with_gaps_and_a_question_never_share_a_note() -> None:
    """Anki refuses a note that changes its type."""
    text = "{} is a reliable protocol of the internet."
    first, lock = rebuild({"q.md": text.format("{{c1::TCP}}")})
    asked = f"Q: {text.format('[…]')}\nA: {text.format('**TCP**')}\n"
    second = rebuild({"q.md": asked}, Settings(), lock, FIRST_BUILD + 60).bank
    assert first.items[0].id != second.items[0].id
    with judge() as anki:
        import_all(anki, first)
        assert anki.package(outputs.package(second)) == Log(1, 0, 0, 0)


def test_names_that_anki_would_change_arrive_unchanged() -> None:
    sources = {
        'Say "A"/b.md': ENTRY.format("A?", "a"),
        "é/日本::語.md": ENTRY.format("B?", "b"),
        "10 x.md": '---\ntags: [\'q"uote\', "two words", "a::b", "标签"]\n---\n'
        + ENTRY.format("C?", "c"),
    }
    bank = build(sources)
    with judge() as anki:
        import_all(anki, bank)
        stored = {str(row[0]): str(row[2]).split() for row in anki.rows()}
        assert stored == {note.guid: list(note.tags) for note in notes.notes(bank)}
        assert {card.deck for card in anki.cards()} == {note.deck for note in notes.notes(bank)}


def test_no_entity_breaks_up_a_note_or_a_row() -> None:
    """A separator of fields or a line end would come in as `&#x1f;` or `&#13;`."""
    text = "Q: A?\nA: b\n\n<div>x&#x1f;y&#13;z&#0;</div>\n\nQ: <i title='&#x1f;'>B</i>?\nA: b\n"
    bank = build({"q.md": text})
    with judge() as anki:
        assert import_all(anki, bank) == Log(2, 0, 0, 0)
        assert anki.text(outputs.text(bank)) == Log(0, 0, 2, 0)
        assert "xyz" in anki.cards()[0].back


def test_decks_arrive_under_their_names() -> None:
    """Anki adds `_` to a deck whose name another one has, in any case."""
    names = ("TCP.md", "tcp.md", "a/Default.md", "Default.md", "e\u0301.md", "\u00e9/x.md")
    bank = build({name: ENTRY.format(f"{n}?", "a") for n, name in enumerate(names)})
    assert [p.code for p in bank.problems] == ["S4"]
    with judge() as anki:
        import_all(anki, bank)
        decks = {card.deck for card in anki.cards()}
        assert decks == {note.deck for note in notes.notes(bank)}
        assert decks == {"TCP", "a::Default", "Default", "é", "é::x"}


def test_the_times_of_notes_and_cards_are_those_of_the_items() -> None:
    bank = build({"q.md": ENTRY.format("A?", "a")})
    bank = bank._replace(items=(bank.items[0]._replace(modified=FIRST_BUILD + 7),))
    with judge() as anki:
        import_all(anki, bank)
        assert anki.col.db
        assert anki.col.db.list("select mod from cards") == [FIRST_BUILD + 7]
        assert anki.col.db.list("select mod from notes") == [FIRST_BUILD + 7]
        assert anki.col.db.list("select id from notes") == [bank.items[0].created * 1000]


def test_fields_are_stored_as_they_were_sent() -> None:
    """Anki stores NFC; what differs from that would count as changed for ever."""
    bank = build(
        {"q.md": ENTRY.format("e\u0301 \u212b?", "<b>e\u0301</b>") + "# \\<b\\>\n\n" + ENTRY}
    )
    with judge() as anki:
        import_all(anki, bank)
        sent = {note.guid: "\x1f".join(note.fields) for note in notes.notes(bank)}
        assert {str(row[0]): str(row[3]) for row in anki.rows()} == sent
        assert anki.text(outputs.text(bank)) == Log(0, 0, 2, 0)
        assert any("&lt;b&gt;" in card.front for card in anki.cards())
