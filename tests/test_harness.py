"""Every edit of the contract, judged by the developers' harness; a user's copy does not have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import outputs
from tests.edits import BASE, EDITS
from tests.test_edits import TABLE, build
from tests.test_shared import SHARED, judge
from tiku.identity.identify import FIRST_BUILD
from tiku.pipeline import rebuild

pytestmark = [
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"there is no {SHARED.name} folder"),
    pytest.mark.no_cover,  # what is covered must not depend on what a user has not
]
ALL = "integrity,history,render,media,stale,churn,duplicates"


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_passes_the_harness(name: str, tmp_path: Path) -> None:
    first = rebuild(BASE)
    after, _ = build(EDITS[name](BASE), first.lock, FIRST_BUILD + 1000)
    for path, built in (("a.apkg", first), ("b.apkg", after)):
        (tmp_path / path).write_bytes(outputs.package(built.bank))
    kept, new, updated, moved, _ = TABLE[name]
    expected = (
        f"kept={kept}", f"new={new}", f"updated={updated}", f"cards_not_moved={moved}",
        "swapped=0", "lost=0", "duplicated=0", "conflicting=0",
    )  # fmt: skip
    done = judge(
        "anki/harness.py", "import", tmp_path / "a.apkg", tmp_path / "b.apkg",
        "--fail-on", ALL, *(part for each in expected for part in ("--expect", each)),
        # To the harness likeness is sameness; questions of one template are very like.
        "--similarity", "0.95" if "of its template" in name else "0.6",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
