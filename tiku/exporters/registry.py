"""Which outputs there are. An exporter is one function in one module, and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tiku import media, timing
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


def outputs(bank: Bank) -> Iterator[tuple[str, bytes]]:
    """Give every output, its name below the output folder and its content, one after the other."""
    bank = noted(bank)
    for name, make in EXPORTERS.items():
        with timing.stage(f"export {name.removeprefix('{name}')}"):
            content = make(bank)
        yield name.format(name=bank.name), content
    yield from ((f"{media.FOLDER}{medium.name}", medium.content) for medium in bank.media)
    with timing.stage("export page"):
        files = page.export(bank)
    yield from files.items()


def export(bank: Bank) -> dict[str, bytes]:
    """Give the content of every output by its name."""
    return dict(outputs(bank))
