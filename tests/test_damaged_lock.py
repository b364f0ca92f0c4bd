"""A lock that is damaged: it is one message, and nothing is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run, tree, write
from tests.locks import (
    BUILT,
    FIRST_CHINESE,
    FIRST_ID,
    built_then_edited,
    line,
)
from tests.process import powerless
from tiku import cli
from tiku.identity import lock
from tiku.identity.identify import FIRST_BUILD
from tiku.identity.lock import Lock, LockError, dump, load
from tiku.model import ItemId, Settings
from tiku.pipeline import rebuild


@pytest.fixture
def built(project: Path) -> Path:
    return built_then_edited(project)


def instead(number: int, text: bytes) -> Callable[[bytes], bytes]:
    return lambda content: b"\n".join(
        text if n == number else each for n, each in enumerate(content.split(b"\n"), 1)
    )


def above(number: int, text: bytes) -> Callable[[bytes], bytes]:
    return lambda content: b"\n".join(
        text + b"\n" + each if n == number else each
        for n, each in enumerate(content.split(b"\n"), 1)
    )


HISTORY = "get the file back from your history, such as with 'git checkout -- tiku.lock' [L2]"
DAMAGED = f"error: this line is damaged; {HISTORY}"
CUT = f"error: the end of the file is missing; {HISTORY}"
NOT_WHOLE = f"error: this is not a whole lock; {HISTORY}"
NO_LOCK = f"error: this is no lock of tiku's; {HISTORY}"
CONFLICT = (
    "error: git has left a merge conflict here; delete the lines with the marks, and keep the "
    "lines of both sides: of an id that stands twice, the one modified later counts [L3]"
)
OTHER = "install the tiku that wrote it, or a later one [L4]"

Damage = tuple[Callable[[bytes], bytes], int, str]
DAMAGES: dict[str, Damage] = {
    "an empty file": (lambda _: b"", 1, NOT_WHOLE),
    "blank lines": (lambda _: b"\n\n\n", 1, DAMAGED),
    "cut at the end of the first line": (lambda c: c[: c.index(b"\n") + 1], 1, NOT_WHOLE),
    "cut at the end of a line": (lambda c: c[: c.rindex(b"\n", 0, -1) + 1], 5, CUT),
    "cut within a line": (lambda c: c[: c.index(b'"keys"')], 2, DAMAGED),
    "cut within the last line": (lambda c: c[:-4], 6, DAMAGED),
    "a line too many at the end": (lambda c: c + b"{}\n", 6, DAMAGED),
    "a blank line": (above(3, b""), 3, DAMAGED),
    "two locks in one": (lambda c: c + c, 6, DAMAGED),
    "no first line": (lambda c: c[c.index(b"\n") + 1 :], 1, NO_LOCK),
    "no JSON": (instead(3, b"id: x"), 3, DAMAGED),
    "JSON, but no object": (instead(3, b"[]"), 3, DAMAGED),
    "JSON within JSON within JSON": (instead(3, b'{"id":' + b"[" * 100_000), 3, DAMAGED),
    "binary": (lambda _: bytes(range(256)) * 9, 1, DAMAGED),
    "a package": (lambda _: b"PK\x03\x04\x14\x00\x00\n\x00\x00", 1, DAMAGED),
    "UTF-16": (lambda c: c.decode().encode("utf-16"), 1, DAMAGED),
    "an older encoding": (lambda c: c.decode().encode("gb18030"), FIRST_CHINESE, DAMAGED),
    "a byte that is no UTF-8": (
        lambda c: line(c, 2, asked="What?").replace(b"What?", b"What\xff?"), 2, DAMAGED,
    ),
    "half of a character": (
        lambda c: line(c, 2, asked="What?").replace(b"What?", b"What\\ud83d?"), 2, DAMAGED,
    ),
    "an id that is empty": (lambda c: line(c, 2, id=""), 2, DAMAGED),
    "another version": (
        lambda c: line(c, 1, **{"tiku.lock": 2}), 1,
        f"error: this lock has version 2, and this tiku reads 1; {OTHER}",
    ),
    "an older version": (
        lambda c: line(c, 1, **{"tiku.lock": 0}), 1,
        f"error: this lock has version 0, and this tiku reads 1; {OTHER}",
    ),
    "a version that is a text": (lambda c: line(c, 1, **{"tiku.lock": "1"}), 1, NO_LOCK),
    "a version that is a fraction": (lambda c: line(c, 1, **{"tiku.lock": 1.0}), 1, NO_LOCK),
    "a version that is true": (lambda c: line(c, 1, **{"tiku.lock": True}), 1, NO_LOCK),
    "another file of JSON": (lambda _: b'{\n  "version": 1\n}\n', 1, DAMAGED),
    "a lock of Poetry's": (lambda _: b'[[package]]\nname = "attrs"\n', 1, DAMAGED),
    "a time past every number": (
        lambda c: line(c, 2, created=7).replace(b'"created":7', b'"created":1e999'), 2, DAMAGED,
    ),
    "a time that is no number": (
        lambda c: line(c, 2, created=7).replace(b'"created":7', b'"created":NaN'), 2, DAMAGED,
    ),
    "a time of 5,000 digits": (
        lambda c: line(c, 2, created=7).replace(b":7,", b":" + b"7" * 5000 + b","), 2, DAMAGED,
    ),
    "a time of 4,000 digits": (
        lambda c: line(c, 2, created=7).replace(b":7,", b":" + b"7" * 4000 + b","), 2, DAMAGED,
    ),
    "a time before 1970": (lambda c: line(c, 2, created=-1), 2, DAMAGED),
    "a time in milliseconds": (lambda c: line(c, 2, modified=1_767_225_600_000), 2, DAMAGED),
    "a conflict": (
        lambda c: above(3, b"<<<<<<< HEAD")(above(4, b"=======")(above(5, b">>>>>>> b")(c))),
        3, CONFLICT,
    ),
    "a conflict that shows the base": (
        above(3, b"||||||| merged common ancestors"), 3, CONFLICT,
    ),
    "a mark that was forgotten": (above(4, b"======="), 4, CONFLICT),
    "the last mark, forgotten": (above(5, b">>>>>>> other"), 5, CONFLICT),
    "a conflict with CRLF": (
        lambda c: above(3, b"<<<<<<< HEAD")(c).replace(b"\n", b"\r\n"), 3, CONFLICT,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DAMAGES)
def test_a_damaged_lock_is_one_message_and_nothing_is_written(
    built: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    damage, number, message = DAMAGES[case]
    write(built / lock.NAME, damage(BUILT))
    before = tree(built)
    assert cli.main(["build"]) == 1
    said = capsys.readouterr()
    (first, *_) = (each for each in said.err.splitlines() if ": error: " in each)
    assert first == f"tiku.lock:{number}: {message}"
    assert said.err.endswith("\ntiku: 1 error; decks is as it was\n")
    assert said.out == ""
    assert tree(built) == before


@pytest.mark.parametrize("command", [["check"], ["diff"], ["build", "--check"]])
def test_no_command_goes_on_with_a_damaged_lock(
    built: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    write(built / lock.NAME, BUILT[:-1] + b"<<<<<<< HEAD\n")
    before = tree(built)
    assert cli.main(command) == 1
    assert f"tiku.lock:6: {DAMAGED}" in capsys.readouterr().err
    assert tree(built) == before


WRONG: tuple[Any, ...] = (1, 1.5, "x", True, [], ["x"], [1], {}, {"keys": ["a", "b"]})
KINDS: dict[str, tuple[type, ...]] = {
    "id": (str,),
    "created": (int,),
    "modified": (int,),
    "content": (str,),
    "file": (str,),
    "deck": (list,),
    "section": (list,),
    "keys": (),
    "title": (str,),
    "asked": (str,),
    "reply": (str,),
    "bare": (bool,),
    "retired": (bool,),
    "into": (str,),
    "name": (str,),
    "was": (),
    "never": (list,),
}


@pytest.mark.parametrize("field", KINDS)
def test_a_field_that_is_not_what_it_should_be_is_refused(field: str) -> None:
    for value in WRONG:
        is_right = type(value) in KINDS[field] and value not in ([1], [])
        if is_right or (value == [] and field in ("section", "never")):
            assert load(line(BUILT, 3, **{field: value}), "x").entries
            continue
        with pytest.raises(LockError) as caught:
            load(line(BUILT, 3, **{field: value}), "a/b.lock")
        problem = caught.value.problem
        assert (problem.code, problem.path, problem.line) == ("L2", "a/b.lock", 3), value


@pytest.mark.parametrize("field", ["id", "created", "modified", "file", "deck", "keys"])
def test_a_field_that_is_missing_is_refused(field: str) -> None:
    with pytest.raises(LockError) as caught:
        load(line(BUILT, 3, **{field: None}), "x")
    assert (caught.value.problem.code, caught.value.problem.line) == ("L2", 3)


def test_of_an_id_that_stands_twice_the_line_modified_later_counts(built: Path) -> None:
    """As git leaves it with `merge=union` where two branches changed one question."""
    content = (built / lock.NAME).read_bytes()
    known = load(content, lock.NAME)
    first = known.entries[ItemId(FIRST_ID)]
    later = first._replace(modified=first.modified + 9, content="later")
    lines = content.splitlines(keepends=True)
    other = dump(Lock({later.id: later})).splitlines(keepends=True)[1]
    expected = {**known.entries, later.id: later}
    for both in ([*lines[:2], other, *lines[2:]], [lines[0], other, *lines[1:]]):
        assert dict(load(b"".join(both), lock.NAME).entries) == expected


def test_of_an_id_that_stands_twice_the_words_of_both_are_known() -> None:
    """Two branches edited one question; a person keeps the words of either."""
    entry = "**Question:** {}\n\n**Answer:** {}\n"
    base = rebuild({"q.md": entry.format("What is whey?", "What runs off when the curd is cut.")})
    reworded = entry.format("How would you explain whey?", "What runs off when the curd is cut.")
    ours = {"q.md": entry.format("How would you explain whey?", "A pale liquid full of lactose.")}
    theirs = {"q.md": entry.format("What exactly is whey?", "All that runs off when curd is cut.")}
    one = rebuild({"q.md": reworded}, Settings(), base.lock, FIRST_BUILD + 1)
    one = rebuild(ours, Settings(), one.lock, FIRST_BUILD + 2)
    other = rebuild(theirs, Settings(), base.lock, FIRST_BUILD + 3)
    (id_,) = base.lock.entries
    assert {*one.lock.entries} == {*other.lock.entries} == {id_}
    first, line_of_one, last = dump(one.lock).splitlines(keepends=True)
    _, line_of_other, _ = dump(other.lock).splitlines(keepends=True)
    for between in ((line_of_one, line_of_other), (line_of_other, line_of_one)):
        both = load(b"".join((first, *between, last)), lock.NAME)
        for kept in (ours, theirs):
            after = rebuild(kept, Settings(), both, FIRST_BUILD + 9)
            assert [item.id for item in after.bank.items] == [id_]


def test_a_folder_is_no_lock(built: Path, tiku: Run) -> None:
    (built / lock.NAME).unlink()
    write(built / lock.NAME / "precious", "x")
    refused(built, tiku, "tiku.lock: error: this is no regular file; take it out [R6]")


def test_a_pipe_is_no_lock(built: Path, tiku: Run) -> None:
    (built / lock.NAME).unlink()
    os.mkfifo(built / lock.NAME)
    refused(built, tiku, "tiku.lock: error: this is no regular file; take it out [R6]")


@pytest.mark.parametrize(
    ("target", "why"),
    [("tiku.lock", "Too many levels of symbolic links"), ("gone", "No such file or directory")],
)
def test_a_link_that_leads_nowhere_is_no_lock(
    built: Path, tiku: Run, target: str, why: str
) -> None:
    (built / lock.NAME).unlink()
    (built / lock.NAME).symlink_to(target)
    remedy = "make it readable, or take it out [R5]"
    refused(built, tiku, f"tiku.lock: error: this cannot be read: {why}; {remedy}")
    assert (built / lock.NAME).is_symlink()


def refused(project: Path, tiku: Run, message: str) -> None:
    before = tree(project)
    for arguments in (["build"], ["check"], ["build", "--frozen"]):
        done = tiku(*arguments)
        assert done.returncode == 1
        assert f"{message}\n" in done.stderr
        assert done.stderr.endswith("\ntiku: 1 error; decks is as it was\n")
    assert tree(project) == before


def test_a_lock_that_may_not_be_read(built: Path) -> None:
    (built / lock.NAME).chmod(0)
    done = powerless(built, "build")
    (built / lock.NAME).chmod(0o644)
    assert done.returncode == 1
    assert "tiku.lock: error: this cannot be read: Permission denied" in done.stderr
    assert (built / lock.NAME).read_bytes() == BUILT


def test_a_folder_that_may_not_be_entered_has_no_lock_that_is_known(built: Path) -> None:
    """It may lie in there: nobody can tell, so it does not count as missing."""
    write(built / "closed/tiku.lock", BUILT).parent.chmod(0)
    for command in ("build", "check", "diff"):
        done = powerless(built, command, "--lock", "closed/tiku.lock", "--output", "new")
        assert done.returncode == 1
        assert "closed" in done.stderr
        assert "Permission denied" in done.stderr
    (built / "closed").chmod(0o755)
    assert (built / "closed/tiku.lock").read_bytes() == BUILT
