"""Every dialect against its folder of cases, each a document and what is read of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents import PATHS
from tests.show import show
from tiku.dialects import (
    DIALECTS,
    Dialect,
    bold,
    cloze,
    definitions,
    details,
    headings,
    inline,
    labelled,
    lists,
    paragraphs,
    records,
    sided,
    tables,
)
from tiku.reading import read


@pytest.mark.parametrize("document", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_document_is_read_by_the_dialect_of_its_folder_as_its_golden_says(
    document: Path, golden: Callable[[Path, str], None]
) -> None:
    (reading,) = read({document.name: document.read_bytes()})
    folder = document.parent.name
    assert reading.dialect == ("" if folder == "nothing" else folder)
    golden(document.with_suffix(".golden"), show(reading))


def test_every_dialect_has_cases_and_every_folder_a_dialect() -> None:
    assert {path.parent.name for path in PATHS} == {*DIALECTS, "nothing"}


# That each is one is for the type check to say.
MODULES: dict[str, Dialect] = {
    "labelled": labelled,
    "headings": headings,
    "details": details,
    "bold": bold,
    "lists": lists,
    "tables": tables,
    "inline": inline,
    "cloze": cloze,
    "sided": sided,
    "definitions": definitions,
    "records": records,
    "paragraphs": paragraphs,
}


def test_each_dialect_is_a_module_that_reads() -> None:
    assert {**DIALECTS} == MODULES
    assert len(DIALECTS) == len(MODULES)
    with pytest.raises(KeyError):
        DIALECTS["entries"]
