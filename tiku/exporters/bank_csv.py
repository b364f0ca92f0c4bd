"""`bank.csv`: one row an item, for spreadsheets and data frames.

UTF-8 with a BOM, so that a spreadsheet shows Chinese. A cell that a spreadsheet would take for a
formula starts with an apostrophe; so does one that starts with an apostrophe of its own. Whoever
reads the file takes one leading apostrophe off a cell and has the text as it was.
"""

from __future__ import annotations

import csv
import io
import unicodedata

from tiku.model import Bank, ChoiceResponse, Item

COLUMNS = (
    "id",
    "kind",
    "deck",
    "section",
    "title",
    "stem",
    "choices",
    "correct",
    "answer",
    "explanation",
    "hint",
    "tags",
    "language",
    "sources",
    "fingerprint",
)


def export(bank: Bank) -> bytes:
    """Write the bank as CSV; texts are Markdown, lists are joined as `docs/outputs.md` says."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    # A program that also takes these for separators cuts cells up, unless they are quoted.
    quoted = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    rows.writerow(COLUMNS)
    for item in bank.items:
        row = [_safe(cell) for cell in _row(item)]
        (quoted if any(";" in cell or "\t" in cell for cell in row) else rows).writerow(row)
    return out.getvalue().encode("utf-8-sig")


def _row(item: Item) -> tuple[str, ...]:
    response = item.response
    choices = response.choices if isinstance(response, ChoiceResponse) else ()
    return (
        item.id,
        response.kind,
        "::".join(item.deck),
        " > ".join(item.section),
        item.title.markdown,
        item.stem.markdown,
        "\n".join(f"{choice.label}. {choice.text.markdown}" for choice in choices),
        "".join(choice.label for choice in choices if choice.keyed),
        response.answer.markdown,
        item.explanation.markdown,
        item.hint.markdown,
        " ".join(item.tags),
        item.language,
        "\n".join(f"{span.path}:{span.first}" for span in item.sources),
        item.fingerprint,
    )


def _safe(cell: str) -> str:
    """Quote what starts a formula, in full width too, after what is not seen too."""
    seen = (char for char in cell if unicodedata.category(char)[0] not in "CZ")
    start = unicodedata.normalize("NFKC", next(seen, ""))
    return f"'{cell}" if (start and start in "=+-@'|%") or cell[:1] in ("\t", "\n") else cell
