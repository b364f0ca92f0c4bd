"""Ids in the sources, and a person's word on which question is which."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Run, tree, write
from tests.documents import PATHS
from tests.judge import judge
from tests.process import powerless
from tiku import build, cli
from tiku.identity import stamping
from tiku.identity.identify import FIRST_BUILD
from tiku.identity.lock import dump
from tiku.model import Bank, Item, ItemId, Settings
from tiku.pipeline import rebuild

ENTRY = "**Question:** {}\n\n**Answer:** {}\n\n"
LONG = "A protocol that delivers every byte in order and asks again for what was lost."


def items(project: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((project / "decks/bank.json").read_text())["items"]
    return found


def known(item: Item) -> tuple[object, ...]:
    """Give what is read of a question, and what is known of it: all but where it stands."""
    times = item.created, item.modified, item.fingerprint
    return item.id, item.content, item.section, item.deck, item.tags, item.copies != (), times


# The author's own ids


def test_an_id_in_the_source_survives_any_edit() -> None:
    first = rebuild({"q.md": ENTRY.format("What is TCP? <!-- id: tcp-1 -->", "A protocol.")})
    text = "# Else\n\n" + ENTRY.format("Wholly other words! <!-- id: tcp-1 -->", "And others.")
    after = rebuild({"z.md": text}, Settings(), first.lock, FIRST_BUILD + 9)
    assert [item.id for item in after.bank.items] == ["tcp-1"]


def test_an_id_that_is_written_later_keeps_the_history_and_names_it_from_then_on() -> None:
    first = rebuild({"q.md": ENTRY.format("What is TCP?", "A protocol.")})
    named = {"q.md": ENTRY.format("What is TCP? <!-- id: tcp-1 -->", "A protocol.")}
    second = rebuild(named, Settings(), first.lock, FIRST_BUILD + 9)
    other = {"q.md": ENTRY.format("Wholly other words! <!-- id: tcp-1 -->", "And others.")}
    third = rebuild(other, Settings(), second.lock, FIRST_BUILD + 99)
    ids = {built.bank.items[0].id for built in (first, second, third)}
    assert len(ids) == 1
    assert second.bank.items[0].modified == FIRST_BUILD, "naming it changes no card"


def test_an_id_may_be_renamed_and_taken_out_again() -> None:
    texts = ("What is TCP? <!-- id: a -->", "What is TCP? <!-- id: b -->", "What is TCP?")
    lock = rebuild({}).lock
    ids = set()
    for text in texts:
        made = rebuild({"q.md": ENTRY.format(text, "A protocol.")}, Settings(), lock)
        lock = made.lock
        ids.add(made.bank.items[0].id)
    assert ids == {"a"}
    assert not lock.entries[ItemId("a")].name


def test_a_copy_with_an_id_joins_its_question_and_keeps_the_history() -> None:
    first = rebuild({"q.md": ENTRY.format("What is TCP?", "A protocol.")})
    copy = ENTRY.format("What is TCP? <!-- id: mine -->", "A protocol.")
    both = {"q.md": copy + ENTRY.format("What is TCP?", "A protocol.")}
    (item,) = rebuild(both, Settings(), first.lock, FIRST_BUILD + 9).bank.items
    assert (item.id, item.name) == (first.bank.items[0].id, "mine")


# tiku ids --write


@pytest.mark.no_cover
@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_ids_change_no_other_byte_and_nothing_that_is_read(project: Path, path: Path) -> None:
    """What is read is asked of the library: the outputs of a build would say no more of it."""
    content = path.read_bytes()
    source = write(project / "source" / path.name, content)
    before = rebuild({path.name: content})
    write(project / "tiku.lock", dump(before.lock))
    if is_refused(path, before.bank):
        assert cli.main(["ids", "--write"]) == 1
        assert source.read_bytes() == content
        return
    assert cli.main(["ids", "--write"]) == 0
    stamped = source.read_bytes()
    comment = rb"<!-- id: [^ ]* -->\r?\n| <!-- id: [^ ]* -->"  # above a line, or behind its text
    assert re.sub(comment, b"", stamped) == re.sub(comment, b"", content)
    assert stamped.count(b"<!-- id:") >= content.count(b"<!-- id:")
    after = rebuild({path.name: stamped}, Settings(), before.lock, FIRST_BUILD + 9)
    assert [*map(known, after.bank.items)] == [*map(known, before.bank.items)]
    write(project / "tiku.lock", dump(after.lock))
    assert cli.main(["ids", "--write"]) == 0
    assert source.read_bytes() == stamped


def is_refused(path: Path, bank: Bank) -> bool:
    """Tell whether there is an error, or no place for a comment: a record is front matter."""
    return path.parent.name == "records" or any(
        problem.severity == "error" for problem in bank.problems
    )


def test_ids_are_written_in_the_encoding_and_with_the_line_ends_of_the_file(
    project: Path, tiku: Run
) -> None:
    text = "Q: 什么是TCP？\r\nA: 协议。\r\n\r\nQ: 什么是UDP？\r\nA: 数据报。"
    encodings = ("utf-8", "utf-8-sig", "utf-16", "gb18030")
    for number, encoding in enumerate(encodings):
        changed = text.replace("TCP", f"T{number}").replace("UDP", f"U{number}")
        write(project / f"source/{number}.md", changed.encode(encoding))
    (project / "source/0.md").chmod(0o640)
    done = tiku("ids", "--write")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "written    8 ids into 4 files; every other byte is as it was\n"
    for number, encoding in enumerate(encodings):
        stamped = (project / f"source/{number}.md").read_bytes().decode(encoding)
        parts = re.split("<!-- id: q[a-z2-7]{12} -->\r\n", stamped)
        assert len(parts) == 3
        assert "".join(parts) == text.replace("TCP", f"T{number}").replace("UDP", f"U{number}")
    assert os.stat(project / "source/0.md").st_mode & 0o777 == 0o640  # noqa: PTH116


def test_ids_that_are_written_already_are_said(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", ENTRY.format("What is TCP?", "A protocol."))
    assert tiku("ids", "--write").stdout.startswith("written    1 id into 1 file;")
    assert tiku("ids", "--write").stdout == "written    no ids: none is left to write\n"


@pytest.mark.skipif(os.name == "nt", reason="there such rights are other ones")
@pytest.mark.parametrize("guarded", ["source/a.md", "source"])
def test_ids_are_not_written_where_somebody_guards_a_file(project: Path, guarded: str) -> None:
    for name in "ab":
        text = ENTRY.format(f"What is {name}?", f"The letter {name}.")
        write(project / f"source/{name}.md", text)
    before = tree(project / "source")
    mode = (project / guarded).stat().st_mode
    (project / guarded).chmod(mode & ~0o222)
    done = powerless(project, "ids", "--write")
    (project / guarded).chmod(mode)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "source/a.md: error: no id can be written here: Permission denied; make the file and its "
        "folder writable [W1]\n"
    )
    assert tree(project / "source") == before


def test_a_file_without_questions_is_left_as_it_is(project: Path, tiku: Run) -> None:
    write(project / "source/a.md", ENTRY.format("What is TCP?", "A protocol."))
    odd = write(project / "source/b.md", "| Q | A |\n|---|---|\n| x | y |\n")
    before = odd.read_bytes()
    assert tiku("ids", "--write").stdout.startswith("written    1 id into 1 file")
    assert odd.read_bytes() == before


def test_where_an_id_would_change_what_is_read_nothing_is_written(project: Path, tiku: Run) -> None:
    """Markdown has no comments within a front matter."""
    text = "---\nquestion: What is TCP?\nanswer: A protocol.\n---\n"
    path = write(project / "source/q.md", text)
    done = tiku("ids", "--write")
    assert done.returncode == 1
    said = "source/q.md: error: ids cannot be put here without changing how the file is read"
    assert done.stderr.startswith(said)
    assert "[L7]" in done.stderr
    assert path.read_text() == text


def test_ids_are_listed(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", ENTRY.format("What is TCP?", "A protocol."))
    done = tiku("ids")
    (item,) = build({"q.md": ENTRY.format("What is TCP?", "A protocol.")}).items
    assert done.stdout == f"{item.id}  source/q.md:1  What is TCP?\n"
    assert not (project / "tiku.lock").exists()


def test_of_copies_the_one_that_stays_is_listed_and_gets_the_id(project: Path, tiku: Run) -> None:
    entry = ENTRY.format("What is TCP?", LONG)
    write(project / "source/net.md", entry)
    tiku()
    (old,) = items(project)
    write(project / "source/all.md", entry)
    assert tiku("ids").stdout == f"{old['id']}  source/net.md:1  What is TCP?\n"
    assert "source/all.md:1: warning: this question repeats net.md:1" in tiku().stderr
    assert [each["file"] for each in items(project)[0]["sources"]] == ["net.md", "all.md"]
    assert f"- net.md:1 `{old['id']}` kept" in (project / "decks/duplicates.md").read_text()
    tiku("ids", "--write")
    assert (project / "source/all.md").read_text() == entry
    assert old["id"] in (project / "source/net.md").read_text()
    assert "in Anki" not in tiku().stdout, "it stays in its deck"
    assert [item["deck"] for item in items(project)] == [old["deck"]]


@pytest.mark.parametrize("answer", ["\nAnswer: F\n", "\nAnswer:\n", ""])
def test_a_question_without_its_key_is_the_same(project: Path, tiku: Run, answer: str) -> None:
    text = "Q: {} is a mammal?\nA. Whale\nB. [Shark](https://a.org)\n"
    other = text.format("What") + "\nAnswer: B\n\n"
    write(project / "source/q.md", other + text.format("Which") + "\nAnswer: A\n")
    tiku()
    before = [item["id"] for item in items(project)]
    write(project / "source/q.md", other + text.format("Which") + answer)
    done = tiku()
    assert [item["id"] for item in items(project)] == before
    what = "no option is called 'F'" if "F" in answer else "no option is marked as correct"
    assert f"source/q.md:7: warning: {what}; they were read" in done.stderr
    write(project / "source/q.md", other + text.format("Which") + "\nAnswer: A\n")
    tiku()
    assert [item["id"] for item in items(project)] == before


@pytest.mark.parametrize("has_other", [False, True])
def test_a_deck_is_to_be_renamed_unless_there_is_one_of_that_name(
    project: Path,
    tiku: Run,
    has_other: bool,  # noqa: FBT001
) -> None:
    other = ENTRY.format("What is UDP?", LONG[:40])
    write(project / "source/b.md", ENTRY.format("What is TCP?", LONG))
    if has_other:
        write(project / "source/a.md", other)
    write(project / "source/c.md", ENTRY.format("Who?", "He."))
    tiku()
    write(project / "source/a.md", other * has_other + (project / "source/b.md").read_text())
    (project / "source/b.md").unlink()
    told = tiku("diff").stdout
    assert "Cards > Change Deck to 'a'" in told
    assert ("rename the deck in Anki" in told) is not has_other


def test_of_copies_of_copies_each_is_where_it_stands(project: Path, tiku: Run) -> None:
    write(project / "source/net.md", ENTRY.format("What is TCP?", LONG))
    write(project / "source/m.md", ENTRY.format("How are bytes put in order?", "By numbers."))
    tiku()
    first, second = (item["id"] for item in items(project))
    write(project / "source/all.md", ENTRY.format("What is TCP?", LONG))
    tiku()
    assert tiku("review", "--same", first, second).returncode == 0
    tiku()
    (item,) = items(project)
    places = {source["file"] for source in item["sources"]}
    assert places == {"all.md", "m.md", "net.md"}
    assert {copy["source"]["file"] for copy in item["copies"]} < places
    assert len({copy["source"]["file"] for copy in item["copies"]}) == 2


@given(st.lists(st.sampled_from(["a", "", "é", "字"]), max_size=6), st.data())
def test_marks_touch_their_lines_only(lines: list[str], data: st.DataObject) -> None:
    end = data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = end.join(lines) + data.draw(st.sampled_from(["", end]))
    numbers = range(1, len(lines) + 1)
    chosen = data.draw(st.sets(st.sampled_from(numbers))) if lines else set[int]()
    marks = {number: ItemId(f"x{number}") for number in chosen}
    for encoding in ("utf-8", "utf-16", "gb18030"):
        made = stamping.stamp(text.encode(encoding), marks).decode(encoding)
        assert re.sub(r"<!-- id: x\d -->(?:\r\n|\r|\n)", "", made) == text
        assert made.count("<!-- id:") == len(marks)


# tiku link and unlink


@pytest.fixture
def reworded(project: Path, tiku: Run) -> tuple[str, str]:
    """A question that was reworded beyond recognition; give its old and its new id."""
    source = project / "source/q.md"
    write(source, ENTRY.format("What is TCP?", "Short.") + ENTRY.format("What is UDP?", LONG))
    tiku()
    old = items(project)[0]["id"]
    write(source, ENTRY.format("Name the protocol.", "Else.") + ENTRY.format("What is UDP?", LONG))
    return old, json.loads(tiku("diff", "--json").stdout)["changes"][0]["id"]


@pytest.mark.parametrize("is_built", [False, True])
def test_a_link_gives_a_question_its_history_back(
    project: Path,
    tiku: Run,
    reworded: tuple[str, str],
    is_built: bool,  # noqa: FBT001
) -> None:
    old, new = reworded
    before = (project / "decks/q.apkg").read_bytes()
    if is_built:
        tiku()
    outputs = tree(project / "decks")
    done = tiku("link", old, new)
    assert done.returncode == 0, done.stderr
    assert tree(project / "decks") == outputs
    assert f"linked     '{new}' goes on as '{old}'" in done.stdout
    assert f"Browse, search: Id:{new}" in done.stdout
    assert tiku().returncode == 0
    assert items(project)[0]["id"] == old
    assert tiku("build", "--frozen").returncode == 0
    with judge() as anki:
        anki.package(before)
        anki.study()
        histories = anki.histories()
        log = anki.package((project / "decks/q.apkg").read_bytes())
        assert (log.new, log.updated) == (0, 1)
        assert anki.histories() == histories


@pytest.fixture
def relinked(project: Path, tiku: Run) -> str:
    """A question that will be taken for an earlier one with the same answer; give the id."""
    source = project / "source/q.md"
    write(source, ENTRY.format("What is TCP?", LONG) + ENTRY.format("What is DNS?", "Names."))
    tiku()
    id_ = items(project)[0]["id"]
    write(source, ENTRY.format("Which is reliable?", LONG) + ENTRY.format("What is DNS?", "Names."))
    return str(id_)


@pytest.mark.parametrize("is_built", [False, True])
def test_an_unlinked_question_is_a_new_one_for_good(
    project: Path,
    tiku: Run,
    relinked: str,
    is_built: bool,  # noqa: FBT001
) -> None:
    if is_built:
        done = tiku()
        assert f'{relinked}  "What is TCP?" → "Which is reliable?"' in done.stdout
    done = tiku("unlink", relinked)
    assert done.returncode == 0
    assert (f"Browse, search: Id:{relinked}" in done.stdout) is is_built
    done = tiku()
    assert done.returncode == 0
    assert (f"Browse, search: Id:{relinked}" in done.stdout) is not is_built, "told once"
    first = items(project)[0]
    assert (first["stem"], first["id"] == relinked) == ("Which is reliable?", False)
    assert tiku("build", "--frozen").returncode == 0
    source = project / "source/q.md"
    write(source, source.read_text() + ENTRY.format("What is TCP?", LONG))
    assert tiku().returncode == 0
    assert [item["id"] for item in items(project)][2] == relinked, "the earlier one may return"


def test_an_unlinked_id_is_that_of_the_question_before_though_its_words_grew_twice(
    project: Path, tiku: Run
) -> None:
    other, edited = ENTRY.format("What is DNS?", "Names."), LONG.replace("byte", "single byte")
    for asked in ("What is TCP", "What is TCP used for", "What is TCP used for in practice"):
        write(project / "source/q.md", ENTRY.format(asked, LONG) + other)
        tiku()
    id_ = items(project)[0]["id"]
    assert tiku("unlink", id_).returncode == 0
    both = ENTRY.format("What is TCP used for", edited) + ENTRY.format(asked, LONG)
    write(project / "source/q.md", both + other)
    tiku()
    assert [item["id"] == id_ for item in items(project)] == [True, False, False]


RELINKED = {
    "options": (
        "Q: What is DNS?\nA. Names\nB. Ports\n\nAnswer: A\n",
        ("is DNS", "is the DNS"),
        '"What is DNS? Names Ports" → "What is the DNS? Names Ports"',
    ),
    "an answer": (
        "Q: What is DNA made of?\nA: Nucleotides in a double helix.\n",
        ("Nucleotides in a double helix", "It has four letters"),
        '"What is DNA made of?"  (the same question with another answer)',
    ),
    "a title": (
        "### 1. What are packets for?\n\n**问：** Explain why.\n\n**答：** They get lost.\n",
        ("are packets", "has several layers"),
        "(its title is 'What has several layers for?' now, and was 'What are packets for?')",
    ),
}


@pytest.mark.parametrize("name", RELINKED)
def test_what_was_reworded_is_told(project: Path, tiku: Run, name: str) -> None:
    text, edit, told = RELINKED[name]
    write(project / "source/q.md", text)
    tiku()
    write(project / "source/q.md", text.replace(*edit))
    done = tiku("diff")
    assert "re-linked  1 question" in done.stdout
    assert told in done.stdout


def test_a_link_undoes_an_unlink(project: Path, tiku: Run, relinked: str) -> None:
    tiku("unlink", relinked)
    tiku()
    assert tiku("link", relinked, items(project)[0]["id"]).returncode == 0
    tiku()
    assert items(project)[0]["id"] == relinked


@pytest.mark.parametrize(
    "told",
    [
        "link {old} nobody: no question of the sources has the id 'nobody'",
        "link nobody {new}: the lock knows no id 'nobody'",
        "link {udp} {new}: '{udp}' is the id of another question of the sources",
        "link {udp} {udp}: 'tiku link' takes two ids",
        "unlink nobody: the lock knows no id 'nobody'",
        "unlink {udp}: '{udp}' was not taken for a question with other words",
    ],
)
def test_ids_that_cannot_be_linked_are_said(
    project: Path, tiku: Run, reworded: tuple[str, str], told: str
) -> None:
    ids = dict(zip(("old", "new"), reworded, strict=True)) | {"udp": items(project)[1]["id"]}
    command, said = told.format(**ids).split(": ")
    before = (project / "tiku.lock").read_bytes()
    done = tiku(*command.split())
    assert done.returncode == 1
    assert f"tiku.lock: error: {said}; " in done.stderr
    assert "[L6]" in done.stderr
    assert (project / "tiku.lock").read_bytes() == before


# Odd names, and other sources


@pytest.mark.parametrize("name", ["a\x01b.md", "e\u0301.md"])
def test_ids_are_written_into_a_file_of_any_name(project: Path, tiku: Run, name: str) -> None:
    path = write(project / "source" / name, ENTRY.format("What is TCP?", "A protocol."))
    done = tiku("ids", "--write")
    assert done.returncode == 0, done.stderr
    assert path.read_text().startswith("<!-- id: q")
    assert [each.name for each in path.parent.iterdir()] == [name]


def test_an_id_of_another_source_that_shares_the_lock_is_an_error(project: Path, tiku: Run) -> None:
    for name in ("one", "two"):
        write(project / name / "q.md", ENTRY.format(f"What is {name}? <!-- id: x -->", "It."))
    assert tiku("build", "one", "--output", "a").returncode == 0
    before = (project / "tiku.lock").read_bytes()
    done = tiku("build", "two", "--output", "b")
    assert done.returncode == 1
    assert "two/q.md:1: error: the id 'x' is that of a question in one/q.md; " in done.stderr
    assert (project / "tiku.lock").read_bytes() == before
    write(project / "one/q.md", ENTRY.format("What is one?", "It."))
    write(project / "one/r.md", ENTRY.format("What else?", "That."))
    (project / "one/q.md").unlink()
    assert tiku("build", "one", "--output", "a").returncode == 0
    assert tiku("build", "two", "--output", "b").returncode == 0


def test_between_two_new_questions_of_its_words_an_entry_is_not_given_away() -> None:
    """Both answers are other ones: which of the two was edited nobody can tell."""
    first = rebuild({"q.md": ENTRY.format("What is a mutex for?", "To keep threads apart.")})
    both = ENTRY.format("What is a mutex for?", "Red.") + ENTRY.format(
        "What is a mutex for?", "Blue."
    )
    after = rebuild({"q.md": both}, Settings(), first.lock, FIRST_BUILD + 9)
    assert first.bank.items[0].id not in {item.id for item in after.bank.items}


def test_ids_are_listed_for_programs(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", ENTRY.format("What is *TCP*? <!-- id: x -->", "A protocol."))
    (found,) = json.loads(tiku("ids", "--json").stdout)["ids"]
    assert found == {"id": "x", "file": "source/q.md", "line": 1, "question": "What is *TCP*?"}


def test_a_part_of_a_folder_is_not_built_with_the_folder_s_lock(project: Path, tiku: Run) -> None:
    """Else everything in the rest would count as gone, or all of the part as new."""
    write(project / "source/q.md", ENTRY.format("What is TCP?", "A protocol."))
    write(project / "source/r.md", ENTRY.format("What is UDP?", "A protocol."))
    assert tiku().returncode == 0
    before = (project / "tiku.lock").read_bytes()
    done = tiku("build", "source/q.md", "--lock", "tiku.lock", "--output", "o")
    assert done.returncode == 1
    assert "tiku.lock: error: this is the lock of 'source', and 'source/q.md' is" in done.stderr
    assert "[L9]" in done.stderr
    assert (project / "tiku.lock").read_bytes() == before


def test_a_part_of_a_folder_does_not_get_a_lock_of_its_own_unasked(
    project: Path, tiku: Run
) -> None:
    """Else its questions would be known by their words alone, and not by what they were."""
    write(project / "source/net/q.md", ENTRY.format("What is TCP?", "A protocol."))
    write(project / "source/r.md", ENTRY.format("What is a keel?", "A beam."))
    assert tiku().returncode == 0
    for part in ("source/net", "source/net/q.md"):
        done = tiku("build", part, "--output", "o")
        assert done.returncode == 1
        assert f"tiku.lock: error: '{part}' is a part of 'source', whose ids" in done.stderr
        assert not (project / "source/tiku.lock").exists()
    assert tiku("build", "source/net", "--output", "o", "--lock", "part.lock").returncode == 0


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (["."], "'.' is a part of '..', whose ids are in this lock; build '..', or name a lock"),
        (["q.md"], "'q.md' is a part of '..', whose ids are in this lock; build '..', or"),
        ([".", "--lock", "../tiku.lock"], "this is the lock of '..', and '.' is built; build '..'"),
    ],
)
def test_a_part_of_a_folder_is_told_what_to_build_as_one_would_type_it(
    project: Path, source: list[str], said: str
) -> None:
    write(project / "notes/net/q.md", ENTRY.format("What is TCP?", "A protocol."))
    assert powerless(project / "notes", "build", ".").returncode == 0
    done = powerless(project / "notes/net", "build", *source)
    assert done.returncode == 1
    assert done.stderr.startswith(f"../tiku.lock: error: {said}")
