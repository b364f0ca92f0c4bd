"""Locks that git merges: two people add questions, and no id is lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest

from tests.conftest import Run, tree, write
from tiku.identity import lock
from tiku.identity.lock import Lock, load

ENTRY = "**Question:** {}\n\n**Answer:** {}\n\n"


def git(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false")
    return subprocess.run(
        ["git", *who, *arguments],
        cwd=project, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def questions(*numbers: int) -> str:
    return "".join(ENTRY.format(f"What is T{n}?", f"Answer {n}.") for n in numbers)


EPOCH = {"SOURCE_DATE_EPOCH": "1790000000"}


@pytest.fixture
def repository(project: Path, tiku: Run) -> Path:
    """A repository of 30 questions with their lock; outputs are not committed."""
    write(project / ".gitignore", "decks/\n.tiku/\n")
    write(project / "tiku.yaml", "name: net\n")
    write(project / "source/base.md", questions(*range(30)))
    assert tiku().returncode == 0
    for arguments in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "base"]):
        assert git(project, *arguments).returncode == 0
    return project


def branch(project: Path, tiku: Run, name: str, change: Callable[[], object]) -> Lock:
    """Make a branch on which the sources are changed, build there, commit, and come back."""
    assert git(project, "switch", "-q", "-c", name, "main").returncode == 0
    change()
    assert tiku(**EPOCH).returncode == 0
    built = load((project / lock.NAME).read_bytes(), "x")
    assert git(project, "add", ".").returncode == 0
    assert git(project, "commit", "-q", "-m", name).returncode == 0
    assert git(project, "switch", "-q", "main").returncode == 0
    return built


def adds(project: Path, name: str, *numbers: int) -> Callable[[], object]:
    return lambda: write(project / f"source/{name}.md", questions(*numbers))


def merged(project: Path) -> list[int]:
    """Merge both branches; give the codes of git."""
    return [git(project, "merge", "-q", "--no-edit", each).returncode for each in ("one", "two")]


def known_after_a_build(project: Path, tiku: Run) -> Lock:
    """Build; everything is as if it had been built at once, and a second build changes nothing."""
    done = tiku()
    assert (done.returncode, done.stderr) == (0, "")
    assert tiku("build", "--frozen").returncode == 0
    assert tiku("build", "--check").returncode == 0
    found = load((project / lock.NAME).read_bytes(), "x")
    with (
        zipfile.ZipFile(BytesIO((project / "decks/net.apkg").read_bytes())) as archive,
        closing(sqlite3.connect(":memory:")) as db,
    ):
        db.deserialize(archive.read("collection.anki2"))
        notes = dict(db.execute("SELECT guid, id FROM notes").fetchall())
    assert notes == {
        each: entry.created * 1000 for each, entry in found.entries.items() if entry.active
    }
    assert len(set(notes.values())) == len(notes)
    return found


def test_two_branches_that_add_questions_merge_and_keep_their_ids(
    repository: Path, tiku: Run
) -> None:
    """Both took the same seconds for their questions, and these are told apart."""
    base = load((repository / lock.NAME).read_bytes(), "x")
    one = branch(repository, tiku, "one", adds(repository, "one", 30, 32, 40))
    two = branch(repository, tiku, "two", adds(repository, "two", 31, 37, 41))
    first, second = (
        {each: entry for each, entry in built.entries.items() if each not in base.entries}
        for built in (one, two)
    )
    assert {e.created for e in first.values()} == {e.created for e in second.values()}
    assert merged(repository) == [0, 0]
    found = known_after_a_build(repository, tiku).entries
    assert set(found) == {*one.entries, *two.entries}
    assert len({entry.created for entry in found.values()}) == len(found) == 36
    for each, entry in {**first, **second}.items():
        assert found[each].modified == entry.modified
        assert found[each].file == entry.file
    for each, entry in base.entries.items():
        assert found[each] == entry


def test_a_conflict_is_resolved_as_its_message_says(repository: Path, tiku: Run) -> None:
    """The ids of both stand at one place of the lock, so git asks."""
    one = branch(repository, tiku, "one", adds(repository, "one", 33))
    two = branch(repository, tiku, "two", adds(repository, "two", 35))
    assert merged(repository) == [0, 1]
    before = tree(repository / "decks")
    done = tiku()
    assert done.returncode == 1
    assert (
        "error: git has left a merge conflict here; delete the lines with the marks" in done.stderr
    )
    assert tree(repository / "decks") == before
    without_marks(repository)
    found = known_after_a_build(repository, tiku).entries
    assert set(found) == {*one.entries, *two.entries}


def test_a_question_that_both_edited_is_one_line_again_after_a_build(
    repository: Path, tiku: Run
) -> None:
    def edited(answer: str) -> Callable[[], object]:
        text = questions(*range(30)).replace("Answer 7.", answer)
        return lambda: write(repository / "source/base.md", text)

    one = branch(repository, tiku, "one", edited("Answer 7 of one."))
    branch(repository, tiku, "two", edited("Answer 7 of two."))
    assert merged(repository) == [0, 1]
    edited("Answer 7 of both.")()
    without_marks(repository)
    found = known_after_a_build(repository, tiku).entries
    assert set(found) == set(one.entries)


def test_with_union_git_itself_merges_what_stands_at_one_place(repository: Path, tiku: Run) -> None:
    """As docs/identity.md proposes for `.gitattributes`."""
    write(repository / ".gitattributes", "/tiku.lock merge=union\n")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "union")
    one = branch(repository, tiku, "one", adds(repository, "one", *range(31, 60, 2)))
    two = branch(repository, tiku, "two", adds(repository, "two", *range(32, 60, 2)))
    assert merged(repository) == [0, 0]
    found = known_after_a_build(repository, tiku).entries
    assert set(found) == {*one.entries, *two.entries}


def without_marks(project: Path) -> None:
    lines = (project / lock.NAME).read_bytes().splitlines(keepends=True)
    marks = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
    write(project / lock.NAME, b"".join(each for each in lines if not each.startswith(marks)))
