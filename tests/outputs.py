"""The outputs of a bank, each as a whole."""

from __future__ import annotations

from tiku.exporters import anki_text, apkg, bank_csv, bank_json, duplicates_md, writing
from tiku.exporters import page as page_exporter
from tiku.exporters.writing import Writer
from tiku.model import Bank


def package(bank: Bank) -> bytes:
    """Give the Anki package."""
    return _only(apkg.Writer, bank)


def text(bank: Bank) -> bytes:
    """Give the notes in Anki's text format."""
    return _only(anki_text.Writer, bank)


def table(bank: Bank) -> bytes:
    """Give `bank.csv`."""
    return _only(bank_csv.Writer, bank)


def whole_json(bank: Bank) -> bytes:
    """Give `bank.json`."""
    return _only(bank_json.Writer, bank)


def report(bank: Bank) -> bytes:
    """Give `duplicates.md`."""
    return _only(duplicates_md.Writer, bank)


def page(bank: Bank) -> dict[str, bytes]:
    """Give the files of the page."""
    return writing.whole(page_exporter.Writer, bank)


def _only(make: type[Writer], bank: Bank) -> bytes:
    (content,) = writing.whole(make, bank).values()
    return content
