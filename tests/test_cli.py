"""The command line: what each command says, writes and refuses."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

import tiku as package
from tests.conftest import ROOT, Run, tree, write
from tests.process import powerless, python, unmeasured
from tiku import cli
from tiku.commands import arguments, building, watch
from tiku.identity.identify import FIRST_BUILD

GOOD = "**Question:** What is TCP?\n\n**Answer:** A protocol.\n"
OUTPUTS = ["bank.csv", "bank.json", "duplicates.md", "index.html", "q.anki.txt", "q.apkg"]


def outputs(project: Path) -> list[str]:
    folder = project / "decks"
    return sorted(p.name for p in folder.iterdir() if p.is_file()) if folder.is_dir() else []


def test_a_build_writes_every_output_and_says_so(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD)
    done = tiku()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "read       1 question in 1 file\n"
        "written    1 question to decks/: q.apkg, q.anki.txt, bank.json, bank.csv, duplicates.md, "
        "index.html, page/\n"
    )
    assert outputs(project) == OUTPUTS


def test_the_summary_names_what_was_found(project: Path, tiku: Run) -> None:
    copy = GOOD.replace("A protocol.", "- a\n- b\n- a")
    more = "**Question:** Is TCP what?\n\n**Answer:** x\n\n**Question:** Why?\n\n**Answer:**\n"
    write(project / "source/q.md", f"{GOOD}\n{GOOD}\n{copy}\n{more}")
    done = tiku()
    assert done.returncode == 0
    assert [line.split(None, 1) for line in done.stdout.splitlines()][:6] == [
        ["read", "5 questions in 1 file"],
        ["dropped", "1 repeated point"],
        ["merged", "1 repeated question"],
        ["conflict", "1 question with several answers, all kept"],
        ["alike", "1 pair or group, all kept; 'tiku review' asks which are the same"],
        ["no", "answer  1 question, no card for them"],
    ]
    assert "source/q.md:5: warning: this question repeats line 1; the two became one" in done.stderr


def test_what_a_build_brings_is_said_in_words(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD)
    assert "added      1 question that no build had before\n" in tiku("diff").stdout


def test_build_py_is_the_same(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD)
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", "--output", "other"],
        cwd=project, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stdout.endswith("bank.csv, duplicates.md, index.html, page/\n")
    tiku("build")
    for name in OUTPUTS:
        assert (project / "other" / name).read_bytes() == (project / "decks" / name).read_bytes()


def test_a_second_build_changes_nothing(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD)
    tiku()
    before = {name: (project / "decks" / name).stat() for name in OUTPUTS}
    tiku()
    after = {name: (project / "decks" / name).stat() for name in OUTPUTS}
    assert [s.st_mtime_ns for s in before.values()] == [s.st_mtime_ns for s in after.values()]
    assert [s.st_ino for s in before.values()] == [s.st_ino for s in after.values()]


def test_two_processes_write_the_same_bytes(project: Path, tiku: Run) -> None:
    for path in (ROOT / "tests/cases/labelled").glob("*.md"):
        if "id" not in path.stem and "without" not in path.stem:
            write(project / "source" / path.name, path.read_bytes())
    write(project / "source" / "a.png", b"picture")
    tokyo = {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    lima = {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LANG": "de_DE.ISO-8859-1"}
    one = tiku("--output", "one", "--lock", "one/tiku.lock", **tokyo)
    other = tiku("--output", "two", "--lock", "two/tiku.lock", **lima)
    assert (one.returncode, other.returncode) == (0, 0)
    found = tree(project / "one")
    assert len([name for name in found if ".tiku" not in name]) > 6
    assert found == tree(project / "two")


def test_an_edit_moves_the_time_of_its_item_alone(project: Path, tiku: Run) -> None:
    source = write(project / "source/q.md", GOOD + "\n" + GOOD.replace("TCP", "UDP"))
    tiku()
    source.write_text(source.read_text().replace("A protocol", "A **fast** protocol", 1))
    tiku(SOURCE_DATE_EPOCH="1790000000")
    items = json.loads((project / "decks/bank.json").read_text())["items"]
    assert [item["modified"] for item in items] == ["2026-09-21T14:13:20Z", "2026-01-01T00:00:00Z"]


def test_check_lists_problems_and_writes_nothing(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD)
    assert tiku("check").returncode == 0
    write(project / "source/bad.md", "---\ntags: [a]\n  deck: a\n---\n" + GOOD)
    done = tiku("check")
    assert done.returncode == 1
    assert "source/bad.md:3: error: " in done.stderr
    assert outputs(project) == []


def test_build_check_compares_the_outputs(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD)
    missing = tiku("build", "--check")
    assert missing.returncode == 1
    assert "decks/q.apkg: error: this is not what the sources give; run 'tiku build' [W3]" in (
        missing.stderr
    )
    assert not (project / "decks").exists()
    tiku("build")
    same = tiku("build", "--check")
    assert (same.returncode, same.stdout.splitlines()[-1]) == (
        0,
        "current    decks/ is what the sources give",
    )
    write(project / "source/q.md", GOOD.replace("A protocol", "Another"))
    assert tiku("build", "--check").returncode == 1
    write(project / "source/q.md", GOOD.replace("**Question:** What is TCP?", ""))
    assert tiku("build", "--check").returncode == 1


def test_json_is_for_machines(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD + "\n" + GOOD)
    found = json.loads(tiku("--json").stdout)
    (problem,) = found.pop("problems")
    (change,) = found.pop("changes")
    assert (change["kind"], change["line"], change["new"]) == ("added", 1, "What is TCP?")
    assert (problem["code"], problem["file"], problem["line"]) == ("M1", "source/q.md", 5)
    assert found == {
        "ok": True,
        "files": 1,
        "read": 2,
        "items": 1,
        "merged": 1,
        "conflict": 0,
        "alike": 0,
        "unanswered": 0,
        "output": "decks",
        "written": [
            "q.apkg",
            "q.anki.txt",
            "bank.json",
            "bank.csv",
            "duplicates.md",
            "index.html",
            "page/",
        ],
        "steps": [],
    }
    failed = json.loads(tiku("check", "nowhere", "--json").stdout)
    assert (failed["ok"], failed["problems"][0]["code"]) == (False, "R1")


def test_explain_names_the_folders_that_are_left_out(project: Path, tiku: Run) -> None:
    """Those of the names that programs give to what they install, if there is Markdown in them."""
    write(project / "source/q.md", GOOD)
    write(project / "source/site/node_modules/x/README.md", GOOD)
    write(project / "source/site/node_modules/x/node_modules/y.md", GOOD)
    write(project / "source/node_modules/x.js", "")
    write(project / "source/.venv/node_modules/x.md", GOOD)
    (project / "source/__pycache__").symlink_to(project / "source/site")
    assert tiku("explain").stdout.endswith(
        "What is TCP?\n"
        "source/site/node_modules/: not read\n"
        "               folders of this name are left out, for programs keep theirs in them\n"
    )
    assert "node_modules" not in tiku("explain", "source/q.md").stdout
    assert tiku("check").stderr == ""


def test_quiet_prints_only_problems(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD + "\n" + GOOD)
    done = tiku("--quiet")
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert tiku("explain", "-q").stdout == ""


def test_explain_shows_items_and_what_was_not_read(project: Path, tiku: Run) -> None:
    more = "\n**Question:**\n\n**Answer:** Of what?\n\n" + GOOD.replace("TCP", "UDP")
    write(project / "source/q.md", "Hello.\n\n" + GOOD + more)
    write(project / "source/no.md", "Nothing here.\n")
    done = tiku("explain")
    assert done.stdout == (
        "source/no.md: not read\n"
        "               no entry with labels such as 'Question:' and 'Answer:'\n"
        "               no headings\n"
        "               nothing that folds asks\n"
        "               no questions in bold\n"
        "               no list of questions\n"
        "               no table of questions\n"
        "               no '::' between two sides\n"
        "               no text with gaps\n"
        "               no line '?' between two sides\n"
        "               no definitions of terms that ask\n"
        "               no record in the front matter\n"
        "               no paragraphs that ask\n"
        "            1  -- nothing here looks like a question\n"
        "source/q.md: labelled, by its labels Question (3), Answer (3)\n"
        "          3-5  open           What is TCP?\n"
        "        11-13  open           What is UDP?\n"
        "            1  -- text above the first question\n"
        "            7  -- this answer has no question\n"
    )
    assert "source/no.md: warning: no question was found; write" in done.stderr


def test_explain_json_lists_the_items_before_any_merge(project: Path, tiku: Run) -> None:
    choice = "**Question:** Which?\n\n- [x] a\n- [ ] b\n"
    write(project / "source/sub/q.md", GOOD + "\n" + GOOD + "\n" + choice)
    open_ = {"question": "What is TCP?", "answer": "A protocol.", "kind": "open", "choices": []}
    expected = [
        {**open_, "correct": [], "file": "sub/q.md", "line": 1},
        {**open_, "correct": [], "file": "sub/q.md", "line": 5},
        {
            "question": "Which?",
            "answer": "A. a",
            "kind": "choice",
            "choices": ["A: a", "B: b"],
            "correct": ["A"],
            "file": "sub/q.md",
            "line": 9,
        },
    ]
    assert json.loads(tiku("explain", "--json").stdout) == expected
    one = json.loads(tiku("explain", "--json", "source/sub/q.md").stdout)
    assert one == [{**each, "file": "q.md"} for each in expected]


def test_a_single_file_is_a_source_too(project: Path, tiku: Run) -> None:
    write(project / "notes/my questions.md", GOOD)
    done = tiku("build", "notes/my questions.md")
    assert "to notes/decks/: my questions.apkg" in done.stdout


def test_settings_stand_beside_the_source(project: Path, tiku: Run) -> None:
    write(project / "source/a.md", GOOD)
    write(project / "tiku.yaml", "name: exam\ndeck: Root\ntags: x\nlanguage: de\n")
    assert tiku().returncode == 0
    found = json.loads((project / "decks/bank.json").read_text())
    assert found["name"] == "exam"
    assert (project / "decks/exam.apkg").exists()
    item = found["items"][0]
    assert (item["deck"], item["tags"], item["language"]) == (["Root", "a"], ["x"], "de")


def test_a_file_by_itself_is_read_as_it_is_in_its_folder(project: Path, tiku: Run) -> None:
    write(project / "source/exams/a.md", GOOD)
    settings = 'files:\n  "exams/*": {dialect: headings}\n  "old/*": {dialect: lists}\n'
    for path in ("tiku.yaml", "source/tiku.yaml"):
        write(project / path, settings)
        assert "no headings" in tiku("explain", "source/exams/a.md").stdout
        (project / path).unlink()
    assert "labelled" in tiku("explain", "source/exams/a.md").stdout


def test_settings_may_end_in_yml(project: Path, tiku: Run) -> None:
    write(project / "source/a.md", GOOD)
    write(project / "tiku.yml", "nonsense: x\n")
    assert tiku().stderr.startswith("tiku.yml:1: error: there is no setting 'nonsense'")
    write(project / "tiku.yaml", "name: exam\n")
    assert tiku().returncode == 0
    assert (project / "decks/exam.apkg").exists()


def test_settings_are_found_from_anywhere_in_the_project(
    project: Path, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "source/sub/a.md", GOOD)
    write(project / "tiku.yaml", "dialect: headings\n")
    for source in ("source", "source/sub", "source/sub/a.md", project / "source/sub"):
        assert "no headings" in tiku("explain", source).stdout
    write(project / "source/sub/.git/HEAD", "another repository")
    assert "labelled" in tiku("explain", "source/sub/a.md").stdout
    monkeypatch.chdir(project / "source")
    (project / "tiku.yaml").unlink()
    assert cli.main(["build", "."]) == 0
    assert outputs(project) == [
        "bank.csv",
        "bank.json",
        "duplicates.md",
        "index.html",
        "sub.anki.txt",
        "sub.apkg",
    ]
    write(project / "tiku.yaml", "nonsense: x\n")
    assert cli.main(["check", "."]) == 1


@pytest.mark.parametrize("epoch", ["abc", "-5", "9" * 5000, "1.5"])
def test_a_build_time_that_is_none_is_an_error(project: Path, tiku: Run, epoch: str) -> None:
    write(project / "source/q.md", GOOD)
    tiku()
    write(project / "source/q.md", GOOD.replace("A protocol", "Another"))
    done = tiku(SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 1
    assert (
        f"SOURCE_DATE_EPOCH: error: '{epoch[:80]}' is no time in seconds since 1970" in done.stderr
    )
    assert "decks is as it was" in done.stderr


def test_a_build_is_never_of_the_future_nor_before_the_first(project: Path, tiku: Run) -> None:
    for epoch in ("9999999999", "5"):
        write(project / "source/q.md", GOOD)
        tiku()
        write(project / "source/q.md", GOOD.replace("A protocol", f"In {epoch}"))
        assert tiku(SOURCE_DATE_EPOCH=epoch).returncode == 0
        (item,) = json.loads((project / "decks/bank.json").read_text())["items"]
        modified = datetime.fromisoformat(item["modified"]).timestamp()
        assert FIRST_BUILD < modified <= time.time() + 2


def test_the_dialect_can_be_named(project: Path, tiku: Run) -> None:
    text = "# What is TCP?\n\nSee below.\n\n" + GOOD
    write(project / "source/q.md", text)
    assert "labelled" in tiku("explain").stdout
    write(project / "source/q.md", f"---\ndialect: headings\n---\n{text}")
    assert "headings" in tiku("explain").stdout
    write(project / "source/q.md", text)
    write(project / "tiku.yaml", "dialect: headings\n")
    assert "headings" in tiku("explain").stdout


@pytest.mark.parametrize("arguments", [["-q", "check"], ["--json", "-q", "check", "source"]])
def test_flags_may_stand_before_the_command(project: Path, tiku: Run, arguments: list[str]) -> None:
    write(project / "source/q.md", GOOD)
    assert tiku(*arguments).returncode == 0
    assert outputs(project) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nope"],
        ["frobnicate"],
        ["build", "a", "b"],
        ["--output", ""],
        ["--lock", ""],
        ["--lock", "/"],
        ["--lock", "."],
    ],
)
def test_wrong_usage_is_2(tiku: Run, arguments: list[str]) -> None:
    done = tiku(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: tiku")


def test_a_source_without_a_command_is_told_how_to_be_built(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD)
    done = tiku("source/q.md")
    assert done.returncode == 2
    assert done.stderr.endswith(
        "tiku: error: 'source/q.md' is no command; to build it: tiku build source/q.md\n"
    )


def test_an_error_above_many_warnings_is_named_again(project: Path, tiku: Run) -> None:
    write(project / "source/a.md", b"\xff\xfe\x00")
    for n in range(19):
        write(project / f"source/b/{n}.md", "Nothing.\n")
    said = tiku().stderr.splitlines()
    assert said[-1] == "tiku: 1 error"
    write(project / "source/d.md", "Nothing.\n")
    said = tiku().stderr.splitlines()
    assert said[0].startswith("source/a.md:1: error:")
    assert said[-1] == "tiku: 1 error, the first in source/a.md:1"


@pytest.mark.parametrize("typed", ["bild", "chekc", "explian", "expalin"])
def test_a_command_that_is_mistyped_is_told_which_is_meant(tiku: Run, typed: str) -> None:
    done = tiku(typed)
    assert done.returncode == 2
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("tiku: error")]
    assert line.startswith(f"tiku: error: '{typed}' is no command; did you mean '")


def test_version_and_help(tiku: Run) -> None:
    assert tiku("--version").stdout == f"tiku {package.__version__}\n"
    assert "explain" in tiku("--help").stdout


def test_a_bug_of_ours_is_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_options: object, **_own: object) -> None:
        message = "oops"
        raise RuntimeError(message)

    monkeypatch.setattr(building, "check", broken)
    assert cli.main(["check"]) == 3
    said = capsys.readouterr().err
    assert "RuntimeError: oops" in said
    assert "please report it" in said


def test_a_folder_that_one_is_in_keeps_its_outputs(
    project: Path, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = project / "notes"
    write(notes / "net/q.md", GOOD)
    monkeypatch.chdir(notes)
    assert cli.main(["build", "."]) == 0
    seen = tree(project)
    assert sorted(path.name for path in project.iterdir()) == ["notes", "source"]
    for folder, source in ((project, "notes"), (notes / "net", ".."), (notes, notes)):
        monkeypatch.chdir(folder)
        assert cli.main(["build", str(source)]) == 0
        assert cli.main(["build", str(source), "--check"]) == 0
    assert tree(project) == seen
    (notes / "tiku.lock").unlink()
    assert "tiku.lock: error: this lock is missing" in tiku("build", "notes").stderr


def test_a_folder_that_has_its_outputs_beside_it_keeps_them_there(
    project: Path, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "notes/q.md", GOOD)
    assert tiku("build", "notes").returncode == 0
    monkeypatch.chdir(project / "notes")
    assert cli.main(["build", ".", "--check"]) == 0
    (project / "tiku.lock").unlink()
    assert cli.main(["build", "."]) == 1


def test_a_lock_that_is_named_moves_no_outputs(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD)
    for _ in range(2):
        assert tiku("build", "source", "--lock", "source/tiku.lock").returncode == 0
    assert outputs(project) == OUTPUTS
    assert not (project / "source/decks").exists()


def test_outputs_in_the_source_leave_the_lock_beside_it(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD)
    where = ("build", "source", "--output", "source/decks")
    for more in ((), ("--frozen",), ("--check",)):
        assert tiku(*where, *more).returncode == 0
    assert (project / "tiku.lock").exists()


@pytest.mark.parametrize("lock", [(), ("--lock", "source/own/own.lock")])
def test_what_a_part_left_in_a_source_moves_no_outputs(
    project: Path, tiku: Run, lock: Sequence[str]
) -> None:
    part, whole = ("build", "source/own", *lock), ("build", "source")
    write(project / "source/own/q.md", GOOD)
    if lock:  # else the whole takes the ids of its part over
        assert tiku(*whole).returncode == 0
    assert tiku(*part).returncode == 0
    for command in (whole, part, (*whole, "--frozen"), (*whole, "--check")):
        assert tiku(*command).returncode == 0
    assert (project / "decks/bank.json").exists()
    assert (project / "tiku.lock").exists()


def test_a_folder_with_a_lock_of_its_own_keeps_to_itself(
    project: Path, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "source/q.md", GOOD)
    write(project / "notes/q.md", GOOD)
    monkeypatch.chdir(project / "notes")
    assert cli.main(["build", "."]) == 0
    assert tiku().returncode == 0
    shutil.rmtree(project / "notes/decks")
    seen = tree(project)
    assert cli.main(["build", "."]) == 0
    assert tiku("build", "notes", "--check").returncode == 0
    assert outputs(project) == OUTPUTS
    assert seen.items() <= tree(project).items()


def test_a_folder_beside_a_project_that_does_not_know_it_keeps_to_itself(
    project: Path, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "source/q.md", GOOD)
    assert tiku().returncode == 0
    seen = tree(project)
    write(project / 'my "notes"/q.md', GOOD)
    monkeypatch.chdir(project / 'my "notes"')
    assert cli.main(["build", "."]) == 0
    assert cli.main(["build", ".", "--check"]) == 0
    assert (project / 'my "notes"/tiku.lock').exists()
    assert seen.items() <= tree(project).items()
    shutil.rmtree(project / 'my "notes"/decks')
    (project / 'my "notes"/tiku.lock').unlink()
    monkeypatch.chdir(project)
    assert tiku("build", 'my "notes"', "--output", "other").returncode == 0
    monkeypatch.chdir(project / 'my "notes"')
    assert cli.main(["check", "."]) == 0
    assert cli.main(["build", ".", "--output", "../other", "--check"]) == 0


def test_a_project_is_no_source(
    project: Path, tiku: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project / "source/q.md", GOOD)
    assert tiku().returncode == 0
    assert cli.main(["build", "."]) == 1
    assert "tiku.lock: error: this is the lock of 'source', and '.' is" in capsys.readouterr().err


def test_the_outputs_may_lie_above_the_sources(project: Path, tiku: Run) -> None:
    write(project / "notes/a.md", GOOD)
    for _ in range(2):
        assert tiku("build", "notes", "--output", ".").returncode == 0
    assert b"TCP" in (project / "bank.json").read_bytes()


def test_the_report_of_a_build_is_no_source_of_the_next(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD + GOOD.replace("A protocol", "A way to talk"))
    where = ("build", "source", "--output", "source")
    assert tiku(*where).returncode == 0
    seen = tree(project)
    shutil.rmtree(project / "source/.tiku")
    assert "in 1 file\n" in tiku(*where).stdout
    assert tree(project) == seen
    assert tiku(*where, "--check").returncode == 0


def test_a_source_is_no_place_for_an_output(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD)
    path = write(project / "source/duplicates.md", GOOD.replace("TCP", "UDP"))
    where = ("build", "source", "--output", "source")
    for check in ([], ["--check"]):
        done = tiku(*where, *check)
        assert done.returncode == 1
        assert done.stderr.startswith(
            "source/duplicates.md: error: this is a source, and would be replaced by an output of "
            "the same name; give the source another name, or name another folder with --output [W6]"
        )
    assert path.read_text() == GOOD.replace("TCP", "UDP")
    assert tiku("build", "source", "--output", "decks").returncode == 0


@pytest.mark.skipif(not Path("/proc").exists(), reason="this needs a system that has capabilities")
def test_outputs_that_may_not_be_read_are_said(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD)
    tiku()
    (project / "decks").chmod(0)
    done = powerless(project, "build", "--check")
    (project / "decks").chmod(0o755)
    assert done.returncode == 1
    assert "decks: error: this cannot be read: Permission denied; make it readable" in done.stderr


def test_what_is_not_there_is_one_error(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", GOOD)
    tiku()
    done = tiku("build", "source/none.md")
    assert done.stderr == (
        "source/none.md: error: there is no such folder or file; put your Markdown into a folder "
        "'source', or name its folder: 'tiku build .' for the one that you are in [R1]\n"
        "tiku: 1 error\n"
    )


def test_what_is_not_there_is_explained_in_no_line(project: Path, tiku: Run) -> None:
    done = tiku("explain", "nowhere.md")
    assert (done.returncode, done.stdout) == (1, "")
    assert not (project / "decks").exists()


@pytest.mark.parametrize("given", [[], ["build"]])
def test_a_build_without_options_needs_no_argparse(project: Path, given: list[str]) -> None:
    assert cli._asked(given) == arguments.parse(given)
    write(project / "source/q.md", GOOD)
    code = f"import sys; from tiku.cli import main; main({given}); print('argparse' in sys.modules)"
    said, _ = python(project, code, unmeasured()).communicate()
    assert said.decode().endswith("False\n")


def test_an_interrupt_is_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_options: object, **_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "check", interrupted)
    assert cli.main(["check"]) == 130
    assert "interrupted" in capsys.readouterr().err
    monkeypatch.setattr(watch, "watch", interrupted)
    assert cli.main(["-q", "watch"]) == 0, "so it ends, even while it begins"
    assert capsys.readouterr().err == ""


def test_control_characters_of_a_name_are_shown_and_not_obeyed(project: Path, tiku: Run) -> None:
    write(project / "source" / "\x1b[31m.md", "Nothing.\n")
    write(project / "source" / os.fsdecode(b"\xff.md"), "Nothing.\n")
    done = tiku("check")
    assert "source/\\x1b[31m.md: warning" in done.stderr
    assert "source/\\xff.md: warning" in done.stderr
    assert "\x1b" not in done.stderr
