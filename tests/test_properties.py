"""Truths that hold for any input."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import SCHEMA
from tests.documents import PATHS
from tiku import build
from tiku.dedupe.repeats import dedupe
from tiku.documents.encoding import decode
from tiku.exporters import bank_csv, registry
from tiku.exporters.notes import FIELDS
from tiku.markup.markdown import text
from tiku.model import Item
from tiku.reading import read

CASES = [path.read_text(encoding="utf-8") for path in PATHS]
LINES = sorted({line for case in CASES for line in case.split("\n")})


def fragments(texts: list[str]) -> st.SearchStrategy[str]:
    """Cut pieces out of documents, and nest them in a list or a quote."""
    pieces = [
        "\n".join(lines[start : start + size])
        for lines in (text_.split("\n") for text_ in texts)
        for size in (2, 5, 9)
        for start in range(0, len(lines), size)
    ]
    nestings = st.sampled_from(["", "", "> ", "    ", "\t"])
    return st.tuples(st.sampled_from(pieces), nestings, st.sampled_from(["", "- ", "1. "])).map(
        lambda each: each[2] + "\n".join(each[1] + line_ for line_ in each[0].split("\n"))
    )


# Real lines and pieces, shuffled and nested, between lines of anything.
line = st.one_of(
    fragments(CASES),
    st.sampled_from(LINES),
    st.sampled_from(LINES).map(lambda text_: "> " + text_),
    st.sampled_from(LINES).map(lambda text_: "   " + text_),
    st.text(max_size=30),
    st.sampled_from(["---", "deck: a::b", "tags: [x, y]", "&#31;", "<div>&#x1f;</div>", "- [x] a"]),
    st.text("*_`[]()<>!#-+.:：|~$\\&\"'1Aa题目答案问答 \t", max_size=30),
)
paths = st.one_of(
    st.sampled_from(["a.md", "b/c.md", "b/d e.md", "A.md", "\ud800.md", "1" * 5000 + ".md"]),
    st.text(min_size=1, max_size=9).map(lambda name: f"{name}.md"),
)
document = st.lists(line, max_size=30).map("\n".join)
any_settings = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
CHECKED = ("?", "题", "what", "is", "TCP", "UDP", "2", "**bold**", "`x == 1`", "。", "保证", "如何")


@given(st.dictionaries(paths, document, max_size=4))
@any_settings
def test_no_document_makes_a_build_raise_and_every_bank_is_sound(sources: dict[str, str]) -> None:
    bank = build({**sources})
    if any(problem.severity == "error" for problem in bank.problems):
        return
    files = registry.export(bank)
    found = json.loads(files["bank.json"])
    SCHEMA.validate(found)
    assert len({item["id"] for item in found["items"]}) == len(found["items"])
    assert all(item["stem"].strip() for item in found["items"])
    rows = list(csv.reader(io.StringIO(files["bank.csv"].decode("utf-8-sig"), newline="")))
    assert [len(row) for row in rows] == [len(bank_csv.COLUMNS)] * (len(found["items"]) + 1)
    for row, item in zip(rows[1:], found["items"], strict=True):
        cells = dict(zip(bank_csv.COLUMNS, row, strict=True))
        assert cells["stem"].removeprefix("'") == item["stem"]
        assert cells["answer"].removeprefix("'") == item["answer"]
        assert not any(cell[:1] and cell[0] in "=+-@\t\r" for cell in row)
    with zipfile.ZipFile(io.BytesIO(files[f"{bank.name}.apkg"])) as archive:
        db = sqlite3.connect(":memory:")
        db.deserialize(archive.read("collection.anki2"))
        fields = [row[0].split("\x1f") for row in db.execute("SELECT flds FROM notes")]
        db.close()
    assert {len(each) for each in fields} <= {len(FIELDS)}
    assert len(fields) == sum(item["kind"] != "question-only" for item in found["items"])


@given(st.binary(max_size=300))
@any_settings
def test_no_bytes_make_a_build_raise(content: bytes) -> None:
    build({"x.md": content})


@given(st.dictionaries(st.sampled_from(["a.md", "b.md", "c.md"]), document, min_size=1))
@any_settings
def test_the_order_in_which_sources_are_given_does_not_matter(sources: dict[str, str]) -> None:
    turned = dict(reversed(sources.items()))
    assert registry.export(build({**sources})) == registry.export(build({**turned}))


@given(document)
@any_settings
def test_no_line_is_read_twice_and_none_is_made_up(text_: str) -> None:
    (reading,) = read({"x.md": text_})
    decoded, _ = decode("x.md", text_)
    assert decoded is not None
    spans = [
        *(span for item in reading.items for span in item.sources),
        *(left.span for left in reading.unread),
    ]
    lines = [n for span in spans for n in range(span.first, span.last + 1)]
    assert len(lines) == len(set(lines)), "no line twice"
    assert all(1 <= n <= decoded.count("\n") + 1 for n in lines)
    for item in reading.items:
        assert item.stem.form


entries = st.lists(
    st.tuples(
        st.lists(st.sampled_from(CHECKED), min_size=1, max_size=4).map(" ".join),
        st.lists(st.sampled_from(CHECKED), max_size=3).map(" ".join),
    ),
    max_size=12,
)


def items_of(pairs: list[tuple[str, str]]) -> tuple[Item, ...]:
    source = "".join(f"**Question:** {q}\n\n**Answer:** {a}\n\n" for q, a in pairs)
    (reading,) = read({"x.md": source})
    return reading.items


@given(entries)
@any_settings
def test_deduping_loses_nothing_and_twice_is_once(pairs: list[tuple[str, str]]) -> None:
    items = items_of(pairs)
    once = dedupe(items)
    assert sorted(s for item in once.items for s in item.sources) == sorted(
        s for item in items for s in item.sources
    )
    again = dedupe(once.items)
    assert again.items == once.items
    assert [found[:2] for found in again.findings] == [found[:2] for found in once.findings]


@given(entries, st.randoms(use_true_random=False))
@any_settings
def test_the_order_of_items_does_not_change_what_is_merged(
    pairs: list[tuple[str, str]], random: object
) -> None:
    items = list(items_of(pairs))
    shuffled = items[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def groups(found: tuple[Item, ...]) -> set[frozenset[object]]:
        return {frozenset(item.sources) for item in found}

    assert groups(dedupe(items).items) == groups(dedupe(shuffled).items)


html = st.sampled_from(
    "<script> </script> <SCRIPT/x <img src=x onerror=y> <svg onload=x> <a href='javascript:x'> </a>"
    " <style> <iframe> <b> </b> <div> </div> <!-- --> &#31; &#x1f; &lt;script&gt; &#0; `<script>`"
    " [x](javascript:y) ![x](y) <p style='x'> on\n\n x".split(" ")
)


class Safe(HTMLParser):
    """Refuse all that a card must not hold."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "style", "svg", "iframe", "object", "link"}
        for name, value in attrs:
            assert not name.startswith("on")
            assert name != "src" or not re.match(r"\s*([a-z+.-]+:|//)", value or "", re.IGNORECASE)
            assert not (value or "").strip().lower().startswith("javascript")


@given(st.one_of(st.text(max_size=200), st.lists(html, max_size=12).map("".join)))
@any_settings
def test_a_text_is_safe_and_pure(source: str) -> None:
    one = text(source)
    assert one == text(source)
    Safe().feed(one.html)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", one.html)
    assert bool(one.form) == bool(source.strip())
