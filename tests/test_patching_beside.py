"""Edits beside pictures, tags, questions without answers, shared points and repeats."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

import pytest

from tests.conftest import write
from tests.twins import (
    HEADS,
    NUMBERS,
    SHARED,
    Project,
    Texts,
    alike,
    asked,
    disputed,
    entry,
    point,
    replaced,
    sources,
    tale,
)


def shown() -> Texts:
    """Write questions that show pictures, one of which is missing."""
    one = replaced(" 0 times", " 0 times ![p](p0.png) <img src='p2.png'>")
    other = replaced(" 3 times", " 3 times ![p](p1.png) ![gone](gone.png)")
    return other(one(sources()))


PATCHED_BESIDE_PICTURES: dict[str, Callable[[Texts], Texts]] = {
    "below a picture": replaced("with 1004 ", "with about 1004 "),
    "in a file without pictures": replaced("with 1009 ", "with about 1009 "),
    "beside a picture": replaced("It joins the packet 0", "It never joins the packet 0"),
    "what a picture shows": replaced("![p](p0.png)", "![the packet](p0.png)"),
    "what a missing picture shows": replaced("![gone]", "![the lost one]"),
    "a picture twice": replaced("![p](p0.png)", "![p](p0.png) and ![p](p0.png)"),
    "lines above pictures": replaced("# Nets\n", "# Nets\n\n\n"),
    "a picture of another question": lambda t: replaced(" 1 times", " 1 times ![p](p0.png)")(
        replaced("![p](p0.png)", "")(t)
    ),
}


@pytest.mark.parametrize("name", PATCHED_BESIDE_PICTURES)
def test_an_edit_beside_pictures_is_a_patch(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path)
    project.write(shown())
    project.build()
    texts = PATCHED_BESIDE_PICTURES[name](shown())
    project.write(texts)
    project.build()
    assert project.patches == 1
    project.write(texts | {"net/a.md": texts["net/a.md"].replace("2 times", "2 times, at times")})
    project.build()
    assert project.patches == 2
    project.write(shown())
    project.build()


def tagged() -> Texts:
    """Write how hard each question of a file is, and what some of another one are about."""
    texts = sources()
    for n in range(5):
        texts = replaced(asked(n), f"{asked(n)}\n**Difficulty:** {('Easy', 'Hard')[n % 2]}")(texts)
    for n in (5, 7):
        texts = replaced(point(n), f"{point(n)}\n**Topic:** Nets, {n}\n")(texts)
    return texts


TAGGED: dict[str, tuple[bool, Callable[[Texts], Texts]]] = {
    "a question": (True, replaced("with 1004 ", "with about 1004 ")),
    "an answer": (True, replaced(" 5 times", " 5 times or never")),
    "a tag": (True, replaced("Nets, 5", "Wires, 5")),
    "a tag that others have": (
        True,
        replaced(f"{asked(1)}\n**Difficulty:** Hard", asked(1)),
    ),
    "a tag more": (True, replaced(point(6), point(6) + "\n**Topic:** Air\n")),
    "tags that only one has": (True, replaced("**Topic:** Nets, 7\n", "")),
    "a file without tags": (True, replaced(" 9 times", " 9 times, slowly")),
    "those of the file": (False, replaced("tags: [b]", "tags: [c]")),
}


@pytest.mark.parametrize("name", TAGGED)
def test_an_edit_beside_tags(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path)
    project.write(tagged())
    project.build()
    is_patch, edit = TAGGED[name]
    texts = edit(tagged())
    project.write(texts)
    project.build()
    assert project.patches == is_patch
    project.write(replaced(" 6 times", " 6 times, at times")(texts))
    project.build()
    assert project.patches == is_patch + 1
    project.write(tagged())
    project.build()


def bare(n: int) -> str:
    return asked(n) + "\n\n"


BARE: dict[str, tuple[str, str]] = {
    "a question without an answer": (bare(2), bare(2).replace("work", "never work")),
    "an answer to one": (bare(2), entry(2)),
    "an answer to the first of several": (bare(1), entry(1)),
    "an answer to the first of a file": (bare(8), entry(8)),
    "no answer any more": (entry(4), bare(4)),
    "no answer to the first any more": (entry(0), bare(0)),
    "one less": (bare(2), ""),
    "one more": (bare(2), bare(2) + bare(50)),
    "one more with an answer": (bare(2), bare(2) + entry(50)),
    "an answer of another kind": (bare(2), bare(2).strip() + "\n\n- [x] One\n- [ ] Two\n\n"),
}


@pytest.mark.parametrize("name", BARE)
@pytest.mark.parametrize("study", ["[]", "[unanswered]"])
def test_questions_without_answers(tmp_path: Path, name: str, study: str) -> None:
    project = Project(tmp_path)
    for each in (project.one, project.twin):
        write(each / "tiku.yaml", f"study: {study}\n")
    texts = {
        path: "".join((HEADS[path], *(bare(n) if n in (1, 2, 8) else entry(n) for n in numbers)))
        for path, numbers in NUMBERS.items()
    }
    project.write(texts)
    project.build()
    edited = replaced(*BARE[name])(texts)
    project.write(edited)
    project.build()
    has_place = name != "an answer to the first of a file" or study != "[]"
    assert project.patches == has_place
    project.write(edited | {"c.md": edited["c.md"].replace(" 10 times", " 10 times, at times")})
    project.build()
    project.write(texts)
    project.build()


NOT_PATCHED_OF_PICTURES: dict[str, Callable[[Texts], Texts]] = {
    "another picture": replaced("p0.png", "p1.png"),
    "a picture less": replaced("![p](p1.png)", ""),
    "a picture more": replaced(" 4 times", " 4 times ![p](p2.png)"),
    "another one that is missing": replaced("gone.png", "lost.png"),
    "one of another name that is the same": replaced("p0.png", "p2.png"),
    "one that is no picture by its name": replaced(" 4 times", " 4 times ![p](p2.doc)"),
    "one that only another file shows": replaced(" 9 times", " 9 times <img src='net/p1.png'>"),
}


@pytest.mark.parametrize("name", NOT_PATCHED_OF_PICTURES)
def test_an_edit_of_pictures_is_the_same_bytes(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path)
    project.write(shown())
    project.build()
    project.write(NOT_PATCHED_OF_PICTURES[name](shown()))
    project.build()
    project.write(shown())
    project.build()


def test_a_picture_that_changed_is_a_full_build(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(shown())
    project.build()
    for each in (project.one, project.twin):
        write(each / "source/net/p1.png", "another picture")
    project.write(replaced("with 1004 ", "with about 1004 ")(shown()))
    project.build()
    assert project.patches == 0


def sharing() -> Texts:
    """Write questions of which four have one point in common, and two another one, and answers."""
    texts = sources()
    for shared, numbers in ((SHARED[0], range(4)), (SHARED[1], (1, 5))):
        for n in numbers:
            texts = replaced(point(n), point(n) + shared)(texts)
    brief = "**Question:** Is the {} a part of {}?\n\n**Answer:** Yes.\n\n"
    return texts | {"c.md": texts["c.md"] + brief.format("lid", "it") + brief.format("cap", "all")}


SHARING: dict[str, tuple[bool, Callable[[Texts], Texts]]] = {
    "beside a point of four": (True, replaced(" 2 times", " 2 times, slowly")),
    "a point of four": (True, replaced(point(2) + SHARED[0], point(2))),
    "a point of five": (True, replaced(point(9), point(9) + SHARED[0])),
    "beside a point of two": (True, replaced(" 5 times", " 5 times, slowly")),
    "a point of two is that of three": (False, replaced(point(9), point(9) + SHARED[1])),
    "two points of two": (False, replaced(point(5), point(5) + point(1))),
    "a question with an answer of two": (False, replaced("Is the lid", "Is perhaps the lid")),
    "an answer that two had": (True, replaced("it?\n\n**Answer:** Yes.", "it?\n\n**Answer:** No.")),
}


@pytest.mark.parametrize("name", SHARING)
def test_points_and_answers_may_be_shared(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path)
    project.write(sharing())
    project.build()
    is_patch, edit = SHARING[name]
    project.write(edit(sharing()))
    project.build()
    assert project.patches == is_patch
    project.write(sharing())
    project.build()


def repeating() -> Texts:
    """Write questions of which some repeat others, in each way that there is."""
    texts = sources()
    return texts | {
        "net/b.md": texts["net/b.md"] + entry(6) + alike(0) + tale(0) + tale(1),
        "c.md": texts["c.md"] + entry(0) + disputed(9) + entry(6) + tale(2),
        "_d & `e`.md": disputed(5) + alike(1) + entry(0) + entry(21) + tale(3),
    }


REPEATING: dict[str, Callable[[Texts], Texts]] = {
    "above what is kept": replaced("# Nets\n", "# Nets\n\n\n"),
    "above a copy": replaced(point(11), point(11) + "\n\n"),
    "above a copy of the same file": replaced(point(7), point(7) + "\n"),
    "between a question and one in conflict": replaced(point(10), point(10) + "- **More:** 10\n"),
    "above one that is alike": lambda t: {
        path: "\n" * path.startswith("_d") + text for path, text in t.items()
    },
    "above all": lambda t: (
        {path: "\n\n" + text for path, text in t.items() if path != "net/b.md"}
        | {"net/b.md": t["net/b.md"].replace("\n\n", "\n\n\n", 1)}
    ),
    "a line less": replaced("# Rest\n\n", "# Rest\n"),
    "a line within a copy": lambda t: t | {"c.md": t["c.md"].replace("parts?\n\n", "parts?\n\n\n")},
    "below all": lambda t: t | {"c.md": t["c.md"] + "\n"},
    "a question more": replaced(asked(11), entry(80) + asked(11)),
    "a question less": replaced(entry(10), ""),
    "edits around one in conflict": lambda t: replaced(" 8 times", " 8 times, slowly")(
        replaced(" 10 times", " 10 times, fast")(t)
    ),
    "new questions around one in conflict": replaced(entry(9), entry(80) + entry(9) + entry(81)),
    "a question below one in conflict": replaced(asked(10), entry(80) + asked(10)),
    "a question below what was merged": replaced(tale(2), entry(80) + tale(2)),
    "a question below a copy": replaced(disputed(9), entry(80) + disputed(9)),
    "a point that is repeated": replaced(point(8), 2 * point(8)),
}


@pytest.mark.parametrize("name", REPEATING)
def test_lines_above_what_is_in_a_finding(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path)
    project.write(repeating())
    project.build()
    bank = json.loads((project.one / "decks/bank.json").read_bytes())
    assert {each["verdict"] for each in bank["clusters"]} == {
        "same",
        "conflict",
        "alike",
        "different",
    }
    texts = REPEATING[name](repeating())
    assert texts != repeating()
    project.write(texts)
    project.build()
    assert project.patches == 1
    project.write(texts | {"c.md": "\n" + texts["c.md"]})
    project.build()
    project.write(repeating())
    project.build()
    assert project.patches == 3 - (name == "a question less")  # whose id comes back


def test_new_questions_around_a_copy(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(repeating())
    project.build()
    around = disputed(9) + entry(6)
    texts = replaced(around, disputed(9) + entry(90) + entry(6) + entry(91))(repeating())
    project.write(texts)
    project.build()
    project.write(replaced(entry(90), entry(92))(replaced(entry(91), "")(texts)))
    project.build()


def test_a_question_that_goes_to_another_file_of_the_same_deck(tmp_path: Path) -> None:
    project = Project(tmp_path)
    head = "---\ndeck: D\n---\n\n"
    for one, other in (((0, 1), (2, 3, 4)), ((0, 3, 1), (2, 4)), ((0, 1), (2, 3, 4))):
        project.write(
            {
                "a.md": head + "".join(map(entry, one)),
                "b.md": head + "".join(map(entry, other)),
            }
        )
        project.build()


def test_new_questions_in_files_whose_numbers_differ_in_length(tmp_path: Path) -> None:
    project = Project(tmp_path)
    texts = {"10.md": entry(0) + entry(1), "2.md": entry(2) + entry(3)}
    project.write(texts)
    project.build()
    project.write({path: text + entry(20 + n) for n, (path, text) in enumerate(texts.items())})
    project.build()
    assert project.patches == 1


@pytest.mark.parametrize("paths", [["a.md"], ["a.md", "b.md"], ["x/a.md", "y/b.md"]])
def test_headings_come_go_and_change(tmp_path: Path, paths: Sequence[str]) -> None:
    """Questions are counted by headings where they are of one deck, in one file or in several."""
    chosen, project = random.Random(7), Project(tmp_path)
    head = "---\ndeck: D\n---\n\n" * (paths[-1] == "b.md")
    above = [[f"# A\n\n## {n // 3}\n\n" * (n % 3 == 0) for n in range(8)] for _ in paths]
    for _ in range(20):
        texts = {}
        for start, path in zip(range(0, 80, 8), paths, strict=False):
            found = zip(above[start // 8], map(entry, range(start, start + 8)), strict=True)
            texts[path] = head + "".join(chain(*found))
        project.write(texts)
        project.build()
        levels = chosen.choice((("",), ("# {}",), ("## {}",), ("# {}", "## {}"), ("### {}",)))
        made = "".join(f"{level.format(chosen.choice('ABC'))}\n\n" for level in levels if level)
        chosen.choice(above)[chosen.randrange(8)] = made
    assert project.patches > 8
