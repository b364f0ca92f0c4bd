"""Which outputs there are. Each is a writer in one module, and one line here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from tiku.exporters import anki_text, apkg, bank_csv, bank_json, duplicates_md, page, writing
from tiku.exporters.writing import Portion, Sizes, Writer
from tiku.markup import media
from tiku.model import Bank
from tiku.system import timing


class _Media(Writer):
    """Writes the files that the items show."""

    name = "media"

    def begin(self) -> Iterator[Portion]:
        """Give them as they are."""
        return ((f"{media.FOLDER}{each.name}", each.content) for each in self.bank.media)


WRITERS: tuple[type[Writer], ...] = (
    apkg.Writer,
    anki_text.Writer,
    bank_json.Writer,
    bank_csv.Writer,
    duplicates_md.Writer,
    _Media,
    page.Writer,
)


def outputs(
    bank: Bank, scratch: Path | None = None, sizes: Sizes | None = None
) -> Iterator[Portion]:
    """Give every output piece by piece, each file by its name; pieces of one follow each other.

    What is not kept is put into the folder `scratch`, which is empty again when all are written.
    How many bytes rows take is noted down in `sizes`.
    """
    sizes = Sizes() if sizes is None else sizes
    with ExitStack() as opened:
        writers = [opened.enter_context(closing(make(bank, scratch))) for make in WRITERS]
        for each in writers:
            yield from sizes.counted(each, timing.steps(f"export {each.name}", each.begin()))
        for batch in timing.steps("make notes", writing.batches(bank.items)):
            sizes.begin(batch)
            for each in writers:
                portions = timing.steps(f"export {each.name}", each.add(batch))
                yield from sizes.counted(each, portions)
        for each in writers:
            yield from timing.steps(f"export {each.name}", each.end())


def export(bank: Bank) -> dict[str, bytes]:
    """Give the whole content of every output by its name."""
    return writing.joined(outputs(bank))
