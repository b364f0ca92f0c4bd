"""Items whose content is packed away are the same items, and give the same outputs."""

from __future__ import annotations

import pickle
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given

from tests.test_properties import any_settings, document
from tiku import reading
from tiku.exporters import registry
from tiku.items import packed
from tiku.items.packed import Packed, pack
from tiku.model import EMPTY, Item, Said, Settings
from tiku.pipeline import build, rebuild
from tiku.reading import read

CASES = Path(__file__).parent / "cases"
PICTURE = b"\x89PNG\r\n\x1a\n"
SOURCES: dict[str, str | bytes] = {
    **{p.relative_to(CASES).as_posix(): p.read_bytes() for p in sorted(CASES.rglob("*.md"))},
    "shown.md": "Q: What is ![this](p.png)?\nA: That.\n",
    "p.png": PICTURE,
}


def said(item: Item) -> Said:
    content = item.content
    return Said(
        stem=content.stem,
        response=content.response,
        title=content.title,
        explanation=content.explanation,
        hint=content.hint,
    )


@pytest.fixture
def all_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGE", 0)


def items_of(sources: dict[str, str | bytes]) -> list[Item]:
    return list(chain.from_iterable(each.items for each in read(sources)))


@pytest.mark.no_cover
def test_packed_items_say_the_same() -> None:
    items = items_of({name: each for name, each in SOURCES.items() if name != "p.png"})
    assert len(items) > 2 * packed._COUNT
    assert len({item.kind for item in items}) == 4
    found = list(pack(items))
    for _ in range(2):  # each is unpacked again: so many are not kept
        assert list(map(said, found)) == list(map(said, items))
    for item, each in zip(items, found, strict=True):
        assert isinstance(each.content, Packed)
        assert (each.kind, each.is_bare) == (item.kind, item.is_bare)
        assert (each.title is EMPTY) == (item.title is EMPTY)
        assert each.content.may_show or "src=" not in item.stem.html + item.response.answer.html
    assert {each.content.may_show for each in found} == {True, False}


def test_processes_hand_on_what_is_packed() -> None:
    found = list(pack(items_of({"a.md": SOURCES["labelled/before-the-label.md"]})))
    assert list(map(said, pickle.loads(pickle.dumps(found)))) == list(map(said, found))


@pytest.mark.no_cover
def test_a_large_bank_is_packed_and_gives_the_same_outputs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Copies, conflicts, pictures and an edited bank among them."""
    sources = dict([*SOURCES.items()][::3]) | {n: SOURCES[n] for n in ("shown.md", "p.png")}
    plain = rebuild(sources, Settings())
    edited = {**sources, "shown.md": "Q: What is ![this](p.png)?\nA: Something else.\n"}
    after = rebuild(edited, Settings(), plain.lock)
    monkeypatch.setattr(reading, "LARGE", 0)
    small = rebuild(sources, Settings())
    assert Counter(type(item.content) for item in small.bank.items)[Packed] > 100
    assert registry.export(small.bank) == registry.export(plain.bank)
    assert small.lock == plain.lock
    again = rebuild(edited, Settings(), small.lock)
    assert registry.export(again.bank) == registry.export(after.bank)


@given(document)
@any_settings
def test_any_document_says_the_same(text: str) -> None:
    items = items_of({"q.md": text})
    assert list(map(said, pack(items))) == list(map(said, items))


@pytest.mark.usefixtures("all_packed")
def test_a_source_with_nothing_in_it() -> None:
    assert build({"q.md": "nothing\n"}).items == ()
