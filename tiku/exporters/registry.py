"""Which outputs there are. An exporter is one function in one module, and one line here."""

from __future__ import annotations

from collections.abc import Callable

from tiku import media
from tiku.exporters import anki_text, apkg, bank_csv, bank_json, duplicates_md, page
from tiku.exporters.notes import noted
from tiku.model import Bank

EXPORTERS: dict[str, Callable[[Bank], bytes]] = {
    "{name}.apkg": apkg.export,
    "{name}.anki.txt": anki_text.export,
    "bank.json": bank_json.export,
    "bank.csv": bank_csv.export,
    "duplicates.md": duplicates_md.export,
}


def export(bank: Bank) -> dict[str, bytes]:
    """Give the content of every output by its file name, below the output folder."""
    bank = noted(bank)
    files = {name.format(name=bank.name): make(bank) for name, make in EXPORTERS.items()}
    shown = {f"{media.FOLDER}{medium.name}": medium.content for medium in bank.media}
    return files | shown | page.export(bank)
