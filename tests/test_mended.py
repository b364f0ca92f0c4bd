"""Slips of the pen that were mended in question and answer at once."""

from __future__ import annotations

import pytest

from tests.test_edits_of_styles import _entry
from tiku.identity.identify import FIRST_BUILD
from tiku.model import Settings
from tiku.pipeline import rebuild

FIRST = ("What turns fermented milk into cheese?", "A mould, whose threads grow through the curd.")
OTHERS = "".join(
    _entry(f"What is {each} for?", f"A cheese of {each} is fermented, mild and with a mould.")
    for each in ("milk", "the first brine", "the longest ageing")
)
LONG = " and ".join(f"what {each} is" for each in ("salt", "whey", "curd", "wax") * 9)


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        (("What turns fermanted milk into cheese?", FIRST[1].replace("grow", "graw")), FIRST, True),
        (
            FIRST,
            ("What tuurns fermented milk into cheese?", FIRST[1].replace("curd", "crud")),
            True,
        ),
        # Short answers, too, in which there is a slip.
        (("What is lipase?", "An enzyne."), ("What is lipose?", "An enzyme."), True),
        # So much that the lock keeps its start.
        (
            (f"Explain milk, {LONG}", f"First boilled, {LONG}"),
            (f"Explaain milk, {LONG}", f"First boiled, {LONG}"),
            True,
        ),
        (("What is curd that sets?", LONG), (f"What is curd thta sets? {LONG}", "—"), False),
        # Another answer, or the same.
        (("What is abduction?", "Away from it."), ("What is adduction?", "Towards it."), False),
        (("Is a proton stable?", "Yes."), ("Is a proten stable?", "Yes."), False),
        # The same letters on both sides, a first one, and a number.
        (("What is sing in the past?", "sang it"), ("What is sink in the past?", "sank it"), False),
        (("What is 'dog' in German?", "'hund'"), ("What is 'fog' in German?", "'hurd'"), False),
        (("What is a bit32?", "Some bytes."), ("What is a bit64?", "Some bites."), False),
        # Both words stand elsewhere.
        (("What is milk to us?", "White water."), ("What is mild to us?", "White watar."), False),
    ],
)
def test_slips_on_both_sides(
    before: tuple[str, str], after: tuple[str, str], *, kept: bool
) -> None:
    first = rebuild({"a.md": _entry(*before) + OTHERS})
    second = rebuild({"a.md": _entry(*after) + OTHERS}, Settings(), first.lock, FIRST_BUILD + 9)
    assert (first.bank.items[0].id == second.bank.items[0].id) == kept
