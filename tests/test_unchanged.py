"""Builds after which nothing may change by itself: bytes, times, the lock; and where it lies."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Run, tree, write
from tests.locks import (
    BUILT,
    ENTRY,
    OUTPUTS,
    SOURCE,
    built_then_edited,
    line,
    lines_of,
)
from tests.test_properties import any_settings, document
from tiku import Settings
from tiku.exporters import registry
from tiku.identity import lock
from tiku.identity.identify import FIRST_BUILD
from tiku.identity.lock import dump, load
from tiku.model import Bank
from tiku.pipeline import rebuild


@pytest.fixture
def built(project: Path) -> Path:
    return built_then_edited(project)


# Nothing changes by itself

words = st.lists(
    st.sampled_from(["what", "is", "TCP", "UDP", "2", "**b**", "`x == 1`", "题", "保证", "?"]),
    max_size=5,
).map(" ".join)
entry = st.builds(
    lambda title, asked, reply, id_: (
        f"## {title}\n\n" * bool(title) + ENTRY.format(f"What {asked}{id_}", reply)
    ),
    words, words, words, st.sampled_from(["", "", "", " <!-- id: a -->", " <!-- id: b -->"]),
)  # fmt: skip
sources = st.dictionaries(
    st.sampled_from(["a.md", "b/c.md", "b/d.md"]),
    st.lists(entry, max_size=6).map("".join) | document,
    max_size=3,
)


def is_faulty(bank: Bank) -> bool:
    return any(problem.severity == "error" for problem in bank.problems)


@given(sources, sources, st.integers(0, 10**9))
@any_settings
def test_a_build_after_a_build_changes_nothing(
    before: dict[str, str], after: dict[str, str], later: int
) -> None:
    """Whatever stood there before, and whenever they are run."""
    first = rebuild({**before})
    if is_faulty(first.bank):
        return
    for asked in (before, after):
        known = load(dump(first.lock), "x")
        assert known == first.lock
        one = rebuild({**asked}, Settings(), known, FIRST_BUILD + later)
        if is_faulty(one.bank):
            return
        other = rebuild({**asked}, Settings(), load(dump(one.lock), "x"), FIRST_BUILD + 2 * later)
        assert other == one
        assert registry.export(other.bank) == registry.export(one.bank)
        if asked is before:
            assert one == first


def test_neither_clock_nor_epoch_matters_when_nothing_changed(built: Path, tiku: Run) -> None:
    assert tiku().returncode == 0
    before = {path: path.stat() for path in built.rglob("*") if ".tiku" not in path.parts}
    for epoch in ("", "1767225601", "1790000000", str(int(time.time()) + 10**6)):
        for arguments in (["build"], ["build", "--frozen"], ["build", "--check"], ["check"]):
            assert tiku(*arguments, SOURCE_DATE_EPOCH=epoch).returncode == 0
    after = {path: path.stat() for path in built.rglob("*") if ".tiku" not in path.parts}
    for path, then in before.items():
        assert (after[path].st_ino, after[path].st_mtime_ns) == (then.st_ino, then.st_mtime_ns)


def test_a_first_build_is_the_same_whenever_it_is_run(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", SOURCE)
    for name, epoch in (("one", ""), ("two", "1790000000")):
        where = ("--output", name, "--lock", f"{name}/tiku.lock")
        assert tiku("build", *where, SOURCE_DATE_EPOCH=epoch).returncode == 0
    one, two = ({k: v for k, v in tree(project / n).items() if k[0] != "."} for n in ("one", "two"))
    assert one == two
    assert "tiku.lock" in one


def test_an_edit_moves_the_time_of_its_line_alone(built: Path, tiku: Run) -> None:
    assert tiku(SOURCE_DATE_EPOCH="1790000000").returncode == 0
    old, new = (lines_of(content) for content in (BUILT, (built / lock.NAME).read_bytes()))
    for before, after in zip(old, new, strict=True):
        if after.get("id") == "tcp":
            assert after["modified"] == 1_790_000_000
            assert after["created"] == before["created"]
        elif after.get("asked") == "Is it fast?":
            assert after == {**before, "retired": True}
        else:
            assert after == before


# `--frozen` and `--check`


def test_frozen_fails_where_the_lock_would_change_and_writes_nothing(
    built: Path, tiku: Run
) -> None:
    write(built / "source/q.md", SOURCE + ENTRY.format("How is it done?", "By hand."))
    before = tree(built)
    done = tiku("build", "--frozen")
    assert done.returncode == 1
    (said,) = (each for each in done.stderr.splitlines() if ": error: " in each)
    assert said == (
        "tiku.lock: error: this build would change it (1 added, 1 updated, 1 retired), and "
        "--frozen forbids that; run 'tiku build' and commit the lock [L5]"
    )
    assert done.stderr.endswith("\ntiku: 1 error; decks is as it was\n")
    assert tree(built) == before


def test_frozen_fails_without_a_lock(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", SOURCE)
    done = tiku("build", "--frozen")
    assert done.returncode == 1
    assert "tiku.lock: error: this build would change it (3 added)" in done.stderr
    assert [name for name in tree(project) if ".tiku/" not in name] == ["source/q.md"]


def test_frozen_writes_the_outputs_where_the_lock_stays(built: Path, tiku: Run) -> None:
    """As after a clone, in which only sources and lock are."""
    assert tiku().returncode == 0
    before = tree(built)
    for name in OUTPUTS:
        (built / "decks" / name).unlink()
    assert tiku("build", "--frozen").returncode == 0
    assert tree(built) == before


def test_check_fails_where_only_the_lock_is_out_of_date(built: Path, tiku: Run) -> None:
    assert tiku().returncode == 0
    assert tiku("build", "--check").returncode == 0
    current = (built / lock.NAME).read_bytes()
    number = next(n for n, each in enumerate(lines_of(current), 1) if each.get("id") == "tcp")
    write(built / lock.NAME, line(current, number, asked="What was TCP?"))
    before = tree(built)
    done = tiku("build", "--check")
    assert done.returncode == 1
    assert [each for each in done.stderr.splitlines() if ": error: " in each] == [
        "tiku.lock: error: this is not what the sources give; run 'tiku build' [W3]"
    ]
    assert tree(built) == before
    assert "(places only)" in tiku("build", "--frozen").stderr
    assert tree(built) == before
    assert tiku().returncode == 0
    assert tree(built) == {**before, "tiku.lock": current}


def test_check_fails_where_there_is_no_lock_yet(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", SOURCE)
    done = tiku("build", "--check")
    assert done.returncode == 1
    assert "tiku.lock: error: this is not what the sources give" in done.stderr
    assert list(tree(project)) == ["source/q.md"]


# Where the lock lies


def test_the_lock_lies_beside_the_source(project: Path, tiku: Run) -> None:
    write(project / "a/b/q.md", SOURCE)
    assert tiku("build", "a/b").returncode == 0
    assert (project / "a/tiku.lock").exists()
    write(project / "c/d/q.md", SOURCE)
    assert tiku("build", "c/d/q.md").returncode == 0
    assert (project / "c/d/tiku.lock").exists()


def test_a_source_whose_name_is_no_text(project: Path, tiku: Run) -> None:
    folder = os.fsdecode(b"\xff")
    write(project / folder / "q.md", SOURCE)
    done = tiku("build", folder)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert tiku("build", folder, "--check").returncode == 0
