"""What tiku takes from genanki: no other module imports it."""

from __future__ import annotations

from tiku.system import lean

lean.load("genanki")

from genanki import Deck, Model  # noqa: E402
from genanki import Note as MadeNote  # noqa: E402
from genanki.apkg_col import APKG_COL  # noqa: E402
from genanki.apkg_schema import APKG_SCHEMA  # noqa: E402

__all__ = ["APKG_COL", "APKG_SCHEMA", "Deck", "MadeNote", "Model"]
