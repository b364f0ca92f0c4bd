"""`tiku judge`: labelled pairs in, a verdict on each out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run, write

MERGED = {"id": 1, "a": "What is TCP?", "b": "Explain TCP."}
CONFLICT = {**MERGED, "id": "x", "answer_a": "A protocol.", "answer_b": "Something else."}
REVIEW = {"id": 3, "a": "如何保证消息可靠？", "b": "消息可靠如何保证？"}
DISTINCT = {"id": 4, "a": "What is TCP?", "b": "What is UDP?"}
BY_PLACE = {"a": "Advantages", "b": "Advantages", "ctx_a": "TCP", "ctx_b": "UDP"}
Judged = Callable[[str | bytes], subprocess.CompletedProcess[str]]
PAIRS = (MERGED, CONFLICT, REVIEW, DISTINCT, BY_PLACE)


def lines(*values: object) -> str:
    return "".join(f"{json.dumps(value, ensure_ascii=False)}\n" for value in values)


@pytest.fixture
def judged(tiku: Run, monkeypatch: pytest.MonkeyPatch) -> Judged:
    """Judge what comes through standard input."""

    def judge(content: str | bytes) -> subprocess.CompletedProcess[str]:
        given = content.encode() if isinstance(content, str) else content
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        return tiku("judge")

    return judge


def found(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_pair_has_a_verdict(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tiku", "judge"],
        input=lines(*PAIRS), cwd=project, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    merged, conflict, review, distinct, by_place = found(done)
    assert [each["verdict"] for each in (merged, conflict, review, distinct)] == [
        "merge",
        "conflict",
        "review",
        "distinct",
    ]
    assert [each["id"] for each in (merged, conflict, review, distinct)] == [1, "x", 3, 4]
    assert all(each["reason"] for each in (merged, conflict, review))
    assert by_place == {
        "a": "Advantages",
        "b": "Advantages",
        "verdict": by_place["verdict"],
        "reason": by_place["reason"],
    }
    assert by_place["verdict"] != "merge"


def test_a_file_is_judged_like_standard_input(project: Path, tiku: Run, judged: Judged) -> None:
    write(project / "pairs.jsonl", "\ufeff" + lines(*PAIRS))
    assert tiku("judge", "pairs.jsonl").stdout == judged(lines(*PAIRS)).stdout
    assert [path.name for path in project.iterdir() if path.is_file()] == ["pairs.jsonl"]


WRONG = ("{", "[]", "null", "7", '"a"', "{}", '{"a": "x"}', '{"a": 1, "b": "x"}',
         '{"a": "x", "b": "y", "answer_a": ["z"]}', '{"a": "x", "b": "\\ud800"}',
         '{"a": ' * 20_000)  # fmt: skip


@pytest.mark.parametrize("line", WRONG, ids=lambda line: line[:40])
def test_a_wrong_line_is_said_and_the_others_are_judged(judged: Judged, line: str) -> None:
    done = judged(lines(MERGED) + "\n" + f"{line}\n" + lines(DISTINCT))
    assert done.returncode == 1
    assert done.stderr.startswith("standard input:3: error: this is no pair of questions; ")
    assert done.stderr.endswith("[M6]\n")
    assert [(each["id"], each["verdict"]) for each in found(done)] == [
        (1, "merge"),
        (4, "distinct"),
    ]


def test_a_wrong_line_of_a_file_is_said_with_its_name(project: Path, tiku: Run) -> None:
    write(project / "pairs.jsonl", lines(MERGED, 7, DISTINCT, None))
    done = tiku("judge", "pairs.jsonl")
    assert done.returncode == 1
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [
        "pairs.jsonl:2",
        "pairs.jsonl:4",
    ]
    assert len(found(done)) == 2


def test_no_pairs_are_no_verdicts(judged: Judged) -> None:
    done = judged("\n\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_empty_question_is_like_no_other(judged: Judged) -> None:
    (verdict,) = found(judged(lines({"id": 1, "a": "", "b": ""})))
    assert (verdict["verdict"], verdict["reason"]) == ("distinct", "one of them is empty")


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_what_cannot_be_read_is_said(tiku: Run, name: str) -> None:
    done = tiku("judge", name)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{name}: error: this cannot be read: ")
    assert "[R5]" in done.stderr


def test_what_is_not_utf_8_is_said(judged: Judged) -> None:
    done = judged(b'{"a": "\xff", "b": "x"}\n')
    assert done.returncode == 1
    assert done.stderr.startswith("standard input: error: this cannot be read: it is no text in")


@pytest.mark.parametrize("space", ["\u2028", "\x85"])
def test_a_line_ends_where_json_lines_end(judged: Judged, space: str) -> None:
    done = judged(lines({"id": 1, "a": f"What is{space}TCP?", "b": "Explain TCP."}))
    assert (done.returncode, len(found(done))) == (0, 1)
