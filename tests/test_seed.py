"""The user's document, from its file to every output."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest

from tests import schema
from tests.conftest import ROOT
from tests.judge import Log, judge
from tests.show import show
from tiku import Bank, Settings, build
from tiku.exporters import registry
from tiku.identity import lock
from tiku.model import OpenResponse
from tiku.pipeline import rebuild
from tiku.reading import FileReading, read

NAME = "generative-ai"
SOURCE = {f"{NAME}.md": (ROOT / "source" / f"{NAME}.md").read_bytes()}


@pytest.fixture(scope="module")
def bank() -> Bank:
    return build(SOURCE)


@pytest.fixture(scope="module")
def reading() -> FileReading:
    (found,) = read(SOURCE)
    return found


def test_it_is_read_as_its_golden_says(
    reading: FileReading, golden: Callable[[Path, str], None]
) -> None:
    golden(Path(__file__).parent / "cases" / f"{NAME}.golden", show(reading))


def test_thirty_entries_are_read(reading: FileReading) -> None:
    assert len(reading.items) == 30
    assert {item.section for item in reading.items} == {("AI掘金时代：如何抓住生成式AI的风口？",)}
    for item in reading.items:
        texts = (item.stem, item.title, item.response.answer)
        assert not any(word in text.plain for text in texts for word in ("题目：", "答案："))
        assert not any(text.plain[:1].isdigit() for text in texts)


def test_every_bullet_is_a_point_with_a_term_and_a_text(reading: FileReading) -> None:
    for item in reading.items:
        assert isinstance(item.response, OpenResponse)
        assert item.response.points
        for point in item.response.points:
            assert point.term
            assert point.text
            assert not point.term.endswith("：")


def test_a_heading_that_differs_is_kept_as_title(reading: FileReading) -> None:
    titled = [n for n, item in enumerate(reading.items, 1) if item.title.plain]
    assert titled == [1, 2, 6, 25, 26, 27]
    assert reading.items[24].title.plain == "生成式AI在医疗领域的应用有哪些？"
    assert reading.items[24].stem.plain == "生成式AI在医疗领域有哪些应用？请举例说明。"


def test_the_first_answer_has_three_points_and_two_repeats_are_reported(bank: Bank) -> None:
    response = bank.items[0].response
    assert isinstance(response, OpenResponse)
    terms = [point.term for point in response.points]
    assert terms == ["生成对抗网络（GANs）", "变分自编码器（VAEs）", "自回归模型（如RNN、LSTM）"]
    assert response.answer.markdown.count("\n- ") == 3
    assert [(p.code, p.line) for p in bank.problems if p.code == "N6"] == [("N6", 14), ("N6", 15)]


def test_17_and_29_are_one_and_nothing_else_is(bank: Bank) -> None:
    assert len(bank.items) == 29
    merged = [item for item in bank.items if len(item.sources) > 1]
    assert [[span.first for span in item.sources] for item in merged] == [[189, 326]]


def test_9_21_and_10_22_are_shown_and_nothing_else_is(bank: Bank) -> None:
    seen = [(c.verdict, [span.first for span in c.sources]) for c in bank.clusters]
    assert seen == [("same", [189, 326]), ("alike", [95, 235]), ("alike", [106, 246])]


def test_every_output_has_the_same_29_items(bank: Bank) -> None:
    files = registry.export(bank)
    assert {name for name in files if "/" not in name} == {
        f"{NAME}.apkg",
        f"{NAME}.anki.txt",
        "bank.json",
        "bank.csv",
        "duplicates.md",
        "index.html",
    }
    ids = [item.id for item in bank.items]
    found = json.loads(files["bank.json"])
    jsonschema.validate(found, schema.schema())
    assert [item["id"] for item in found["items"]] == ids
    rows = csv.DictReader(io.StringIO(files["bank.csv"].decode("utf-8-sig"), newline=""))
    assert [row["id"] for row in rows] == ids
    with judge() as anki:
        assert anki.package(files[f"{NAME}.apkg"]) == Log(29, 0, 0, 0)
        assert [card.guid for card in anki.cards()] == ids
        assert anki.text(files[f"{NAME}.anki.txt"]) == Log(0, 0, 29, 0)
        assert anki.check()


def test_cards_come_in_source_order(bank: Bank) -> None:
    lines = [item.sources[0].first for item in bank.items]
    assert all(one < other for one, other in pairwise(lines))


def test_what_is_committed_is_what_a_build_gives() -> None:
    committed = (ROOT / lock.NAME).read_bytes()
    built = rebuild(SOURCE, Settings(), lock.load(committed, lock.NAME))
    assert lock.dump(built.lock) == committed, f"{lock.NAME}: run 'tiku build'"
    for name, content in registry.export(built.bank).items():
        assert (ROOT / "decks" / name).read_bytes() == content, f"{name}: run 'tiku build'"
