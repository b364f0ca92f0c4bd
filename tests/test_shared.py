"""The judges and documents that the developers share; a user's copy of tiku does not have them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

SHARED = ROOT.parent / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"there is no {SHARED.name} folder")


def judge(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SHARED / script, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_user_s_document_is_read_without_a_fault(project: Path, tiku: Run) -> None:
    corpus = SHARED / "corpora" / "seed-genai-zh"
    found = project / "found.json"
    found.write_text(tiku("explain", "--json", corpus).stdout, encoding="utf-8")
    score = judge("corpora/score.py", found, corpus / "truth.jsonl")
    assert score.returncode == 0, score.stderr
    assert "truth    30 (+0 opt)  extracted    30  P 1.000  R 1.000  F1 1.000" in score.stdout
    assert "answer-start 1.000 of 30" in score.stdout


def test_the_source_is_the_user_s_document_unchanged() -> None:
    source = ROOT / "source" / "generative-ai.md"
    assert source.read_bytes() == (SHARED / "seed" / "ai-questions.md").read_bytes()


def test_the_package_passes_the_harness() -> None:
    deck = ROOT / "decks" / "generative-ai.apkg"
    done = judge(
        "anki/harness.py", "import", deck, deck,
        "--fail-on", "integrity,history,render,media,stale,churn,duplicates",
        "--expect", "new=0", "--expect", "updated=0",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_two_processes_make_the_same_package(project: Path, tiku: Run) -> None:
    source = ROOT / "source"
    for name, place in (
        ("one", {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"}),
        ("two", {"PYTHONHASHSEED": "2", "TZ": "UTC", "LANG": "tr_TR"}),
    ):
        where = ("--output", name, "--lock", f"{name}.lock")  # else the lock is beside the source
        assert tiku("build", source, *where, **place).returncode == 0
    assert (project / "one.lock").read_bytes() == (project / "two.lock").read_bytes()
    packages = [project / name / "generative-ai.apkg" for name in ("one", "two")]
    done = judge("anki/harness.py", "determinism", *packages)
    assert done.returncode == 0, done.stdout
    assert packages[0].read_bytes() == packages[1].read_bytes()
