"""The lock: what is written is read back, and what cannot be trusted is refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.conftest import Run, tree, write
from tests.process import powerless
from tests.test_properties import any_settings
from tiku import cli
from tiku.disk.aside import Aside
from tiku.exporters import bank_json
from tiku.identity import entries as entries_module
from tiku.identity import lock
from tiku.identity.entries import Entries
from tiku.identity.lock import Entry, Lines, Lock, LockError, Wording, dump, load
from tiku.model import ItemId
from tiku.pipeline import rebuild

ENTRY = "**Question:** {}\n\n**Answer:** {}\n\n"
SOURCE = (
    "# Net\n\n"
    "## A title\n\n"
    + ENTRY.format("What is TCP? <!-- id: tcp -->", "A protocol.")
    + "## 中文\n\n"
    + ENTRY.format("什么是 UDP？", "一种协议。")
    + ENTRY.format("Why?", "")
)
LATEST = 4_102_444_799
OUTPUTS = ("bank.csv", "bank.json", "q.anki.txt", "q.apkg")


def lines_of(content: bytes) -> list[Any]:
    return [json.loads(line) for line in content.decode().splitlines()]


# What is written is read back

some = st.text(min_size=1, max_size=20)
texts = st.lists(st.text(max_size=20), max_size=3).map(tuple)
wordings = st.builds(
    Wording,
    stem=st.text(max_size=16),
    question=st.text(max_size=16),
    answer=st.text(max_size=16),
    title=st.text(max_size=20),
    asked=st.text(max_size=40),
    reply=st.text(max_size=40),
)
entries = st.builds(
    Entry,
    id=some.map(ItemId),
    created=st.integers(0, LATEST),
    modified=st.integers(0, LATEST),
    content=st.text(max_size=20),
    source=some,
    file=some,
    deck=st.lists(some, min_size=1, max_size=3).map(tuple),
    section=texts,
    wording=wordings,
    is_bare=st.booleans(),
    is_cloze=st.booleans(),
    is_reversed=st.booleans(),
    retired=st.booleans(),
    into=st.text(max_size=9),
    name=st.text(max_size=9),
    was=st.none() | wordings,
    never=texts,
)
locks = st.lists(
    entries, max_size=8, unique_by=(lambda entry: entry.id, lambda entry: entry.created)
).map(lambda found: Lock({entry.id: entry for entry in found}))


def test_every_field_is_tried() -> None:
    assert {*Entry._fields} == {
        "id", "created", "modified", "content", "source", "file", "deck", "section", "wording",
        "is_bare", "is_cloze", "is_reversed", "retired", "into", "name", "was", "never",
    }  # fmt: skip


@given(locks)
@any_settings
def test_what_is_written_is_read_back(known: Lock) -> None:
    content = dump(known)
    assert load(content, "x") == known
    assert dump(load(content, "x")) == content


@given(locks)
@any_settings
def test_a_lock_is_one_line_an_item_sorted_by_id(known: Lock) -> None:
    """So git merges what two branches added, and a diff shows what changed."""
    content = dump(known)
    first, *between, last = content.split(b"\n")[:-1]
    assert content.endswith(b"\n")
    assert json.loads(first)["tiku.lock"] == 1
    assert json.loads(last) == {"tiku.lock": "end"}
    assert [json.loads(line)["id"] for line in between] == sorted(known.entries)
    backwards = Lock({each: known.entries[each] for each in reversed([*known.entries])})
    assert dump(backwards) == content


@given(locks, st.lists(entries, max_size=5), st.integers(0, 3), st.booleans())
@any_settings
def test_entries_that_are_put_aside(
    known: Lock,
    others: list[Entry],
    room: int,
    is_full: bool,  # noqa: FBT001 - a table
) -> None:
    plain = {**known.entries, **{each.id: each for each in others}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entries_module, "_ROOM", room)
        if is_full:
            patch.setattr(Aside, "put", lambda _, content: content)
        found = Entries(known.entries)
        for each in (*others, *known.entries.values(), *others):
            found.put(each)
    assert list(found) == list(plain)
    assert dict(found) == plain
    assert len(found) == len(plain)
    assert found == plain
    assert (found == known.entries) == (plain == known.entries)
    assert found != 1
    assert dump(Lock(found)) == dump(Lock(plain))


@given(locks, st.lists(entries, max_size=3, unique_by=lambda entry: entry.id))
@any_settings
def test_lines_give_way_to_lines(known: Lock, others: list[Entry]) -> None:
    """A lock of which some lines are replaced is what all of it would be written as."""
    lines = Lines(dump(known))
    assert dict(lines) == known.entries
    assert len(lines) == len(known.entries)
    new = {entry.id: entry for entry in (*others, *list(known.entries.values())[:2])}
    new |= {each: entry._replace(content="another") for each, entry in new.items()}
    made = dump(known)
    for start, end, line in reversed([*lines.edits(new)]):
        made = made[:start] + line + made[end:]
    assert made == dump(Lock({**known.entries, **new}))


def test_an_entry_that_says_little_is_short() -> None:
    words = Wording(stem="a", question="b", answer="", asked="Why?")
    entry = Entry(
        id=ItemId("x"),
        created=7,
        modified=8,
        content="c",
        source="s",
        file="q.md",
        deck=("q",),
        wording=words,
    )
    assert dump(Lock({entry.id: entry})).split(b"\n")[1] == (
        b'{"id":"x","created":7,"modified":8,"content":"c","source":"s","file":"q.md",'
        b'"deck":["q"],"keys":["a","b",""],"asked":"Why?"}'
    )


def test_of_a_long_text_the_start_is_kept_on_one_line() -> None:
    long = "**Question:** " + "very\nlong " * 500 + "?\n\n**Answer:** " + "so " * 500
    (entry,) = rebuild({"q.md": long}).lock.entries.values()
    for text in (entry.wording.asked, entry.wording.reply):
        assert 300 < len(text) <= 400
        assert "\n" not in text


# A lock that is damaged

BUILT = dump(
    rebuild(
        {"q.md": SOURCE.replace("A protocol.", "Segments.") + ENTRY.format("Is it fast?", "Yes.")}
    ).lock
)
FIRST_ID = lines_of(BUILT)[1]["id"]
FIRST_CHINESE = next(n for n, each in enumerate(BUILT.split(b"\n"), 1) if not each.isascii())


def line(content: bytes, number: int, /, **values: Any) -> bytes:
    """Put values into the JSON of a line; `None` takes a field out."""
    lines = content.split(b"\n")
    found = {**json.loads(lines[number - 1]), **values}
    kept = {key: value for key, value in found.items() if value is not None}
    lines[number - 1] = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
    return b"\n".join(lines)


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


def built_then_edited(project: Path) -> Path:
    """A project that was built, in which a question was then deleted and another edited."""
    gone = ENTRY.format("Is it fast?", "Yes.")
    write(project / "source/q.md", SOURCE.replace("A protocol.", "Segments.") + gone)
    assert cli.main(["build", "-q"]) == 0
    assert (project / lock.NAME).read_bytes() == BUILT
    write(project / "source/q.md", SOURCE)
    return project


@pytest.fixture
def built(project: Path) -> Path:
    return built_then_edited(project)


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


# A lock that is lost


@pytest.mark.parametrize("command", [["build"], ["check"], ["diff"], ["build", "--check"]])
def test_a_lock_that_is_lost_is_said_where_outputs_are(
    built: Path, tiku: Run, command: list[str]
) -> None:
    (built / lock.NAME).unlink()
    before = tree(built)
    done = tiku(*command)
    assert done.returncode == 1
    assert done.stderr.endswith(
        "tiku.lock: error: this lock is missing, but 'decks' was built with one; get it back from "
        "your history; or take the ids over with 'tiku adopt decks/q.apkg'; or delete the old "
        "outputs, and begin anew [L1]\ntiku: 1 error; decks is as it was\n"
    )
    assert tree(built) == before


@pytest.mark.parametrize("left", ["q.apkg", "bank.json"])
def test_one_output_is_enough_to_miss_the_lock(built: Path, tiku: Run, left: str) -> None:
    for name in ("tiku.lock", *(f"decks/{each}" for each in OUTPUTS if each != left)):
        (built / name).unlink()
    assert "tiku.lock: error: this lock is missing" in tiku().stderr
    (built / "decks" / left).unlink()
    assert tiku().returncode == 0


def test_a_lock_of_another_name_is_missed_too(built: Path, tiku: Run) -> None:
    done = tiku("build", "--lock", "other.lock")
    assert "other.lock: error: this lock is missing, but 'decks' was built with one" in done.stderr
    assert not (built / "other.lock").exists()
    assert tiku("build", "--lock", "other.lock", "--output", "other").returncode == 0
    assert (built / "other.lock").exists()


# What is only unusual


def turned(content: bytes) -> bytes:
    """Give the questions in another order, as git may after a merge."""
    first, *between, last, _ = content.split(b"\n")
    return b"\n".join((first, *reversed(between), last, b""))


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"),
        lambda content: content.removesuffix(b"\n"),
        turned,
        lambda content: line(content, 1, about="x"),
    ],
    ids=["CRLF", "BOM", "BOM and CRLF", "no last line end", "another order", "another comment"],
)
def test_what_git_or_an_editor_does_to_every_line_is_no_change(
    built: Path, tiku: Run, change: Callable[[bytes], bytes]
) -> None:
    assert tiku().returncode == 0
    before, known = tree(built), (built / lock.NAME).read_bytes()
    write(built / lock.NAME, change(known))
    assert load(change(known), "x") == load(known, "x")
    for arguments in (["build", "--check"], ["build", "--frozen"], ["build"]):
        assert tiku(*arguments).returncode == 0
    assert tree(built) == {**before, "tiku.lock": change(known)}


def test_what_a_later_tiku_may_add_to_a_line_is_passed_over() -> None:
    assert load(line(BUILT, 3, more={"a": 1}), "x") == load(BUILT, "x")


# Whatever the bytes are

places = st.integers(0, len(BUILT))
changes = st.lists(
    st.tuples(places, st.integers(0, 40), st.binary(max_size=9) | st.sampled_from(
        [b"\n", b"\r\n", b"{}", b"<<<<<<<", b'"', b"\\", b"\\ud800", b"-", b"1e999", b"NaN",
         b"null", b"9" * 30, b"[", b"]", b"\xef\xbb\xbf", b"\x00", BUILT[100:300], BUILT]
    )),
    min_size=1, max_size=4,
)  # fmt: skip


@pytest.mark.no_cover
@given(changes)
@example([(BUILT.index(b'"asked":"') + 9, 0, b"\\ud800")])
@settings(any_settings, max_examples=1000)
def test_no_damage_makes_anything_but_a_lock_error(damage: list[tuple[int, int, bytes]]) -> None:
    content = BUILT
    for start, length, new in damage:
        content = content[:start] + new + content[start + length :]
    check_any(content)


@given(st.binary(max_size=200))
@any_settings
def test_no_bytes_make_anything_but_a_lock_error(content: bytes) -> None:
    check_any(content)
    first, last = BUILT[: BUILT.index(b"\n") + 1], b'{"tiku.lock":"end"}\n'
    check_any(first + content + b"\n" + last)


def check_any(content: bytes) -> None:
    """Load bytes; what is taken for a lock can be written, and then read as the same."""
    try:
        found = load(content, "x.lock")
    except LockError as error:
        problem = error.problem
        assert problem.code in ("L2", "L3", "L4")
        assert problem.path == "x.lock"
        assert 1 <= problem.line <= content.count(b"\n") + 1
        assert problem.what
        assert problem.remedy
    else:
        assert load(dump(found), "x") == found


ASKED = "**Question:** {}\n\n**Answer:** {}\n\n"
KEPT = ASKED.format("What is whey?", "What runs off when the curd is cut.")


def _ids(text: str) -> list[str]:
    return [each["id"] for each in json.loads(text)["items"]]


def test_a_line_that_is_missing_is_said_where_the_outputs_know_its_question(
    project: Path, tiku: Run
) -> None:
    source, bank, place = (project / each for each in ("source/q.md", "decks/bank.json", lock.NAME))
    answer = "An enzyme of calves, which makes the milk set."
    write(project / "source/q.md", KEPT + ASKED.format("What is rennet?", answer))
    assert tiku().returncode == 0
    source.write_text(KEPT + ASKED.format("For what does one use rennet?", answer))
    assert tiku().returncode == 0
    before, whole = _ids(bank.read_text()), place.read_bytes()
    lines = [each for each in whole.splitlines(keepends=True) if before[1].encode() not in each]
    assert len(lines) == len(whole.splitlines()) - 1
    place.write_bytes(b"".join(lines))
    for command in ("check", "diff", "build"):
        done = tiku(command)
        assert done.returncode == 0
        place_of = f"source/q.md:5: warning: this question is '{before[1]}' in 'decks/bank.json'"
        assert place_of in done.stderr
        assert f"'git log -S{before[1]} -- tiku.lock' finds it [L10]" in done.stderr
    assert _ids(bank.read_text()) != before
    assert "L10" not in tiku().stderr, "said once"
    place.write_bytes(whole)
    assert "L10" not in tiku().stderr
    assert _ids(bank.read_text()) == before


def test_nothing_is_said_of_a_line_that_comes_again_as_it_was(project: Path, tiku: Run) -> None:
    """The id is a function of the question, where nobody edited it."""
    place = project / lock.NAME
    write(project / "source/q.md", KEPT + ASKED.format("What is rennet?", "An enzyme."))
    assert tiku().returncode == 0
    before = _ids((project / "decks/bank.json").read_text())
    lines = place.read_bytes().splitlines(keepends=True)
    place.write_bytes(b"".join(each for each in lines if before[0].encode() not in each))
    write(project / "source/r.md", ASKED.format("What is annatto?", "A dye."))
    assert "L10" not in tiku().stderr
    assert _ids((project / "decks/bank.json").read_text())[:2] == before
    (project / "decks/bank.json").unlink()
    write(project / "source/s.md", ASKED.format("What is brine?", "Salt in water."))
    assert "L10" not in tiku().stderr


def test_what_is_no_bank_to_its_end_is_read_as_far_as_it_goes() -> None:
    lines = ['      "id": "a",\n', '      "stem_text": "What?",\n', '      "stem_text": "Wh']
    assert [*bank_json.stems(lines)] == [("a", "What?")]
