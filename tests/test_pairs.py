"""Labelled pairs of questions: none is merged falsely, and most of what is due is found.

`cases/repeats/pairs.jsonl` has one pair a line, for a person to read: `expect` is `auto` (must be
merged), `flag` (the same, reworded: must be shown), `conflict` (shown, never merged), `distinct`
(left alone) or `distinct_ok` (may be shown).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Run
from tests.test_shared import SHARED
from tests.test_shared import judge as scored
from tiku.dedupe.judging import Verdict, judge

PAIRS = ROOT / "tests/cases/repeats/pairs.jsonl"
KEYS = {"id", "a", "b", "label", "kind", "lang", "expect"}
MORE = {"answer_a", "answer_b", "ctx_a", "ctx_b"}
Row = dict[str, Any]
Judged = tuple[Row, Verdict]


def rows() -> list[Row]:
    return [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return [(row, judge(row)) for row in rows()]


def listed(found: list[Judged]) -> str:
    """Write pairs as a person reads them in a failing test."""
    said = (f"{row['id']}: {row['a']!r} | {row['b']!r} -> {v.verdict}" for row, v in found)
    return "\n".join(["", *said])


def share_holds(found: list[Judged], is_right: Callable[[Judged], bool], least: float) -> None:
    """Hold the share of pairs that are judged right against what it should be at least."""
    wrong = [each for each in found if not is_right(each)]
    assert found
    assert len(found) - len(wrong) >= least * len(found), listed(wrong)


def is_shown(pair: Judged) -> bool:
    return pair[1].verdict != "distinct"


def test_each_row_says_what_is_expected_of_it() -> None:
    found = rows()
    assert len({row["id"] for row in found}) == len(found) >= 220
    for row in found:
        assert set(row) - MORE == KEYS
        assert row["label"] == (not row["expect"].startswith("distinct"))
        assert row["expect"] in {"auto", "flag", "conflict", "distinct", "distinct_ok"}
        assert row["a"] != row["b"] or set(row) & MORE, row["id"]


def test_no_different_question_is_merged(judged: list[Judged]) -> None:
    wrong = [(row, v) for row, v in judged if not row["label"] and v.verdict == "merge"]
    assert not wrong, listed(wrong)


def test_no_conflict_is_merged_and_all_are_shown(judged: list[Judged]) -> None:
    due = [(row, v) for row, v in judged if row["expect"] == "conflict"]
    wrong = [(row, v) for row, v in due if v.verdict not in ("conflict", "review")]
    assert due
    assert not wrong, listed(wrong)


def test_what_is_only_said_otherwise_is_merged(judged: list[Judged]) -> None:
    due = [pair for pair in judged if pair[0]["expect"] == "auto"]
    share_holds(due, lambda pair: pair[1].verdict == "merge", 0.98)


def test_most_repeats_are_shown(judged: list[Judged]) -> None:
    share_holds([pair for pair in judged if pair[0]["label"]], is_shown, 0.85)


def test_hardly_any_different_question_is_shown(judged: list[Judged]) -> None:
    due = [pair for pair in judged if pair[0]["expect"] == "distinct"]
    share_holds(due, lambda pair: not is_shown(pair), 0.97)


def test_a_pair_is_judged_alike_in_either_order(judged: list[Judged]) -> None:
    sides = [(f"{name}_a".removeprefix("_"), f"{name}_b".removeprefix("_"))
             for name in ("", "answer", "ctx")]  # fmt: skip
    for row, verdict in judged:
        turned = {ours: row.get(theirs) for pair in sides for ours, theirs in (pair, pair[::-1])}
        assert judge(turned).verdict == verdict.verdict, row["id"]


@pytest.mark.no_cover
@pytest.mark.parametrize("gold", ["pairs", "metamorphic"])
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"there is no {SHARED.name} folder")
def test_the_scorer_finds_no_false_merge_and_no_silent_conflict(
    gold: str, project: Path, tiku: Run
) -> None:
    pairs = SHARED / "dedupe" / f"{gold}.jsonl"
    found = project / "found.jsonl"
    done = tiku("judge", pairs)
    assert (done.returncode, done.stderr) == (0, "")
    found.write_text(done.stdout, encoding="utf-8")
    score = scored("dedupe/score_dedup.py", pairs, found, "--show")
    assert score.returncode == 0, score.stdout
