"""The documents of the cases, and one bank of them all."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tiku import Bank, build

PATHS = sorted((Path(__file__).parent / "cases").glob("*/*.md"))
ALL = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in PATHS}
NASTY = (
    "**Question:** =1+1 {}?\n\n**Answer:** {}\n\n",
    [
        "=cmd|' /C calc'!A0",
        "+1",
        "- a\n- b",
        "@SUM(A1)",
        "＝1",
        "'quoted",
        "-1",
        'say "x", y',
        "\ttab",
        "NA",
        "null",
        "007",
        "1e5",
        "|x|",
        "a\n\nb\n\n    code",
    ],
)
TWICE = "**Question:** What is a bank, then?\n\n**Answer:** All items of a build.\n\n"


@cache
def bank() -> Bank:
    """All that the cases hold, texts that spreadsheets mistake, and a question that was merged.

    It is built once in a process, for that takes seconds.
    """
    form, answers = NASTY
    nasty = "".join(form.format(n, answer) for n, answer in enumerate(answers))
    return build({**ALL, "nasty.md": nasty, "twice.md": TWICE, "twice-more.md": TWICE})
