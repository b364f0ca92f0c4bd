"""`tiku review`, as a person without a terminal and as a program run it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run, tree, write
from tests.process import powerless

ENTRY = "**Question:** {}\n\n**Answer:** {}\n\n"
LOCK, THING = (ENTRY.format("What is a mutex?", each) for each in ("A lock.", "A thing."))
LOSS, SKY = ENTRY.format("What repairs a loss?", "Time."), ENTRY.format("Why so blue?", "Light.")


@pytest.fixture
def ids(project: Path, tiku: Run) -> list[str]:
    """A project with one open pair, and two questions more; give the ids."""
    write(project / "source/q.md", LOCK + THING + LOSS + SKY)
    return [each["id"] for each in json.loads(tiku("ids", "--json").stdout)["ids"]]


def decided(project: Path) -> list[tuple[str, frozenset[str], list[str]]]:
    lines = map(json.loads, (project / "tiku.decisions").read_text("utf-8").splitlines())
    return [(each["said"], frozenset(each["ids"]), each["asked"]) for each in lines]


def open_of(tiku: Run, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(tiku("review", "--json", *arguments).stdout)["open"]
    return found


def test_the_open_pairs_are_listed(project: Path, tiku: Run, ids: list[str]) -> None:
    before = tree(project)
    done = tiku("review")
    assert done.returncode == 0
    verdict, one, other, how = done.stdout.splitlines()
    assert verdict == "conflict   the same question, answered or explained otherwise"
    for line, id_, place in ((one, ids[0], "q.md:1"), (other, ids[1], "q.md:5")):
        assert line.split(None, 2)[1:] == [id_, "What is a mutex?"]
        assert line.split()[0].endswith(place)
    assert how.startswith("open       1 pair")
    assert "--same ID ID" in how
    assert tree(project) == before


def test_nothing_is_left_to_decide(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", LOSS + SKY)
    (line,) = tiku("review").stdout.splitlines()
    assert line.startswith("open ")
    assert "--same" not in line
    assert open_of(tiku) == []


def test_a_place_is_listed_as_it_is_seen_from_here(tiku: Run, ids: list[str]) -> None:
    assert f"  source/q.md:1  {ids[0]}  " in tiku("review").stdout


def test_the_open_pairs_are_given_to_programs(tiku: Run, ids: list[str]) -> None:
    (pair,) = open_of(tiku)
    place = {"file": "source/q.md", "question": "What is a mutex?"}
    assert pair == {
        "verdict": "conflict",
        "reason": "the same question, answered or explained otherwise",
        "questions": [
            {"id": ids[0], "line": 1, **place},
            {"id": ids[1], "line": 5, **place},
        ],
    }


def test_one_that_is_different_is_not_listed_again(
    project: Path, tiku: Run, ids: list[str]
) -> None:
    done = tiku("review", "--different", ids[0], ids[1])
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("decided    1 decision in tiku.decisions; ")
    asked = ["What is a mutex?", "What is a mutex?"]
    assert decided(project) == [("different", frozenset(ids[:2]), asked)]
    assert open_of(tiku) == []
    assert tiku().stderr == ""
    assert tiku("review", "--later", ids[1], ids[0]).returncode == 0
    assert decided(project) == []
    assert len(open_of(tiku)) == 1


def test_a_build_makes_one_of_the_same(project: Path, tiku: Run, ids: list[str]) -> None:
    tiku()
    assert tiku("review", "--same", ids[1], ids[0]).returncode == 0
    done = tiku()
    assert "source/q.md:5: warning: this question repeats line 1; " in done.stderr
    bank = json.loads((project / "decks/bank.json").read_text("utf-8"))
    assert [item["id"] for item in bank["items"]] == [ids[0], *ids[2:]]
    assert [copy["id"] for copy in bank["items"][0]["copies"]] == [ids[1]]
    assert tiku("build", "--frozen").returncode == 0
    assert tiku("build", "--check").returncode == 0
    assert tiku("review", "--later", ids[1], ids[0]).returncode == 0, "a copy has an id too"
    assert "returned   1 question" in tiku().stdout


def test_an_option_may_stand_several_times(project: Path, tiku: Run, ids: list[str]) -> None:
    one, other, third, fourth = ids
    options = ("--same", one, third, "--different", one, other, "--same", third, fourth)
    assert "decided    3 decisions in " in tiku("review", *options).stdout
    assert {(said, pair) for said, pair, _ in decided(project)} == {
        ("same", frozenset((one, third))),
        ("same", frozenset((third, fourth))),
        ("different", frozenset((one, other))),
    }
    assert tiku("review", "--later", one, third, "--different", fourth, third).returncode == 0
    assert {(said, pair) for said, pair, _ in decided(project)} == {
        ("different", frozenset((third, fourth))),
        ("different", frozenset((one, other))),
    }


def test_what_is_said_anew_takes_the_place_of_the_old(
    project: Path, tiku: Run, ids: list[str]
) -> None:
    tiku("review", "--same", ids[0], ids[1])
    tiku("review", "--different", ids[1], ids[0])
    assert [(said, pair) for said, pair, _ in decided(project)] == [
        ("different", frozenset(ids[:2]))
    ]


@pytest.mark.parametrize("option", ["--same", "--different", "--later"])
def test_an_unknown_id_is_an_error_and_nothing_is_recorded(
    project: Path, tiku: Run, ids: list[str], option: str
) -> None:
    done = tiku("review", "--same", ids[2], ids[3], option, ids[0], "nobody")
    assert done.returncode == 1
    assert "tiku.decisions: error: no question has the id 'nobody'; " in done.stderr
    assert "[M5]" in done.stderr
    assert not (project / "tiku.decisions").exists()


def test_one_id_twice_is_an_error(project: Path, tiku: Run, ids: list[str]) -> None:
    done = tiku("review", "--same", ids[0], ids[0])
    assert done.returncode == 1
    assert f"tiku.decisions: error: '{ids[0]}' and '{ids[0]}' are one id; " in done.stderr
    assert not (project / "tiku.decisions").exists()


def test_a_pair_has_two_ids(tiku: Run, ids: list[str]) -> None:
    assert tiku("review", "--same", ids[0]).returncode == 2


def test_the_author_s_ids_and_those_that_the_lock_knows_name_a_question(
    project: Path, tiku: Run, ids: list[str]
) -> None:
    tiku()
    source = project / "source/q.md"
    write(source, "<!-- id: mine -->\n" + source.read_text("utf-8"))
    tiku()
    assert open_of(tiku)[0]["questions"][0]["id"] == ids[0]
    assert tiku("review", "--different", "mine", ids[1]).returncode == 0
    assert open_of(tiku) == []


def test_a_decision_on_a_deleted_question_is_reported_until_its_line_is(
    project: Path, tiku: Run, ids: list[str]
) -> None:
    tiku("review", "--different", ids[0], ids[1], "--same", ids[2], ids[3])
    assert tiku().returncode == 0
    write(project / "source/q.md", LOCK + THING + LOSS)
    lines = (project / "tiku.decisions").read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines, 1) if "same" in line)
    for command in ("build", "check", "review"):
        done = tiku(command)
        assert done.returncode == 0
        what = f"this decision no longer applies: no question has the id '{ids[3]}'"
        assert f"tiku.decisions:{at}: warning: {what}; delete the line [M4]\n" in done.stderr
    write(project / "tiku.decisions", f"{lines[2 - at]}\n")
    assert "[M4]" not in tiku().stderr


def test_a_decision_on_another_source_that_shares_the_lock_applies(
    project: Path, tiku: Run
) -> None:
    write(project / "one/q.md", LOCK + LOSS)
    write(project / "two/q.md", SKY)
    tiku("build", "one", "--output", "a")
    ids = [each["id"] for each in json.loads(tiku("ids", "one", "--json").stdout)["ids"]]
    assert tiku("review", "one", "--same", *ids).returncode == 0
    assert "[M4]" not in tiku("build", "two", "--output", "b").stderr


def test_decisions_lie_beside_the_lock(project: Path, tiku: Run, ids: list[str]) -> None:
    done = tiku("review", "--lock", "locks/a.lock", "--different", *ids[:2])
    assert done.returncode == 0, done.stderr
    assert (project / "locks/tiku.decisions").exists()
    assert open_of(tiku, "--lock", "locks/a.lock") == []
    assert len(open_of(tiku)) == 1


# What stands in the way


BROKEN = {
    b'\n{"ids":["a"]}\n': "tiku.decisions:2: error: this is no decision; ",
    b"\n\n<<<<<<< HEAD\n": "tiku.decisions:3: error: a merge has left a conflict here; ",
    b"\xff\xfe": "tiku.decisions: error: this is no text in UTF-8; ",
}


@pytest.mark.parametrize("content", BROKEN)
def test_broken_decisions_are_an_error_and_are_not_overwritten(
    project: Path, tiku: Run, ids: list[str], content: bytes
) -> None:
    tiku()
    write(project / "tiku.decisions", content)
    write(project / "source/q.md", LOCK + THING)
    before = tree(project)
    for arguments in (["review"], ["review", "--same", *ids[:2]], ["build"], ["check"], ["diff"]):
        done = tiku(*arguments)
        assert done.returncode == 1
        assert BROKEN[content] in done.stderr
        assert "[M5]" in done.stderr
        assert tree(project) == before


def test_decisions_that_are_a_folder_are_an_error(project: Path, tiku: Run, ids: list[str]) -> None:
    (project / "tiku.decisions").mkdir()
    done = tiku("review", "--same", *ids[:2])
    assert (done.returncode, done.stdout) == (1, "")
    assert "tiku.decisions: error: this is no regular file" in done.stderr


def test_sources_with_errors_are_not_reviewed(project: Path, tiku: Run, ids: list[str]) -> None:
    write(project / "source/bad.md", "---\ntags: [a]\n  deck: a\n---\n" + LOSS)
    done = tiku("review", "--same", *ids[:2])
    assert (done.returncode, done.stdout) == (1, "")
    assert "source/bad.md:3: error: " in done.stderr
    assert not (project / "tiku.decisions").exists()


def test_where_nothing_can_be_written_an_error_says_so(project: Path, ids: list[str]) -> None:
    project.chmod(0o555)
    done = powerless(project, "review", "--same", *ids[:2])
    project.chmod(0o755)
    assert (done.returncode, done.stdout) == (1, "")
    assert "error: " in done.stderr
    assert "Permission denied" in done.stderr
    assert "[W1]" in done.stderr
    assert not (project / "tiku.decisions").exists()


@pytest.fixture
def held(project: Path, tiku: Run, ids: list[str]) -> str:
    """What is said where the decisions cannot be replaced, and nothing else is in the way."""
    tiku("review", "--same", *ids[:2])
    before = (project / "tiku.decisions").read_bytes()
    project.chmod(0o555)
    done = powerless(project, "review", "--different", *ids[:2])
    project.chmod(0o755)
    assert (done.returncode, done.stdout) == (1, "")
    assert (project / "tiku.decisions").read_bytes() == before
    return done.stderr


def test_decisions_that_cannot_be_replaced_stay_whole(held: str) -> None:
    assert ": Permission denied; " in held
    assert "[W1]" in held


def test_it_is_the_decisions_that_cannot_be_written(held: str) -> None:
    assert "tiku.decisions: error: this cannot be written: Permission denied; " in held
