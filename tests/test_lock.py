"""The lock: what is written is read back, and what cannot be trusted is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.conftest import Run, tree, write
from tests.locks import (
    BUILT,
    OUTPUTS,
    built_then_edited,
    line,
)
from tests.test_properties import any_settings
from tiku.disk.aside import Aside
from tiku.exporters import bank_json
from tiku.identity import entries as entries_module
from tiku.identity import lock
from tiku.identity.entries import Entries
from tiku.identity.lock import Entry, Lines, Lock, LockError, Wording, dump, load
from tiku.model import ItemId
from tiku.pipeline import rebuild


@pytest.fixture
def built(project: Path) -> Path:
    return built_then_edited(project)


LATEST = 4_102_444_799


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
    for start, end, text in reversed([*lines.edits(new)]):
        made = made[:start] + text + made[end:]
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


def test_source_lock_and_outputs_may_lie_on_three_drives(
    built: Path, tiku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows knows no way from one drive to another."""

    def relative(path: Path, start: Path) -> str:
        raise ValueError(path, start)

    monkeypatch.setattr("os.path.relpath", relative)
    asked = ("--lock", "e/tiku.lock", "--output", "f/decks")
    (built / "e").mkdir()
    assert tiku(*asked).returncode == 0
    before = ids(built / "f/decks/bank.json")
    source = built / "source/q.md"
    source.write_text(source.read_text("utf-8").replace("一种", "一种网络"), encoding="utf-8")
    assert tiku(*asked).returncode == 0
    assert ids(built / "f/decks/bank.json") == before


def ids(bank: Path) -> list[str]:
    return [item["id"] for item in json.loads(bank.read_text("utf-8"))["items"]]


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


def test_a_lock_of_an_earlier_build_is_said_where_it_costs_a_history(
    project: Path, tiku: Run
) -> None:
    """It was edited in two steps, and the lock from before both does not know it any more."""
    source, bank, place = (project / each for each in ("source/q.md", "decks/bank.json", lock.NAME))
    answer = "An enzyme of calves, which makes the milk set."
    write(source, KEPT + ASKED.format("What is rennet?", answer))
    assert tiku().returncode == 0
    before, older = _ids(bank.read_text()), place.read_bytes()
    source.write_text(KEPT + ASKED.format("For what does one use the stomachs of calves?", answer))
    assert tiku().returncode == 0
    source.write_text(
        KEPT + ASKED.format("For what does one use the stomachs of calves?", "Cheese.")
    )
    assert tiku().returncode == 0
    assert _ids(bank.read_text()) == before
    place.write_bytes(older)
    said = tiku("check").stderr
    assert f"source/q.md:5: warning: this question is '{before[1]}' in 'decks/bank.json'" in said
    assert "other words for that, as an older one does" in said
    link = re.findall(r"say '(tiku link \S+ \S+)' \[L10\]", tiku().stderr)
    assert len(link) == 1
    assert "L10" not in tiku().stderr, "said once"
    assert tiku(*link[0].split()[1:]).returncode == 0
    assert tiku().returncode == 0
    assert _ids(bank.read_text()) == before


def test_nothing_is_said_of_what_a_person_told_apart(project: Path, tiku: Run) -> None:
    answer = "An enzyme of calves, which makes the milk set."
    write(project / "source/q.md", KEPT + ASKED.format("What is rennet?", answer))
    assert tiku().returncode == 0
    before = _ids((project / "decks/bank.json").read_text())
    write(project / "source/q.md", KEPT + ASKED.format("Why do calves have it?", answer))
    assert tiku().returncode == 0
    assert tiku("unlink", before[1]).returncode == 0
    assert "L10" not in tiku().stderr
    assert _ids((project / "decks/bank.json").read_text()) != before


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
