"""A build after an edit writes what one without a memory writes, and is mostly a patch."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import random
import shutil
import time
from collections.abc import Callable, Sequence
from itertools import accumulate, chain
from pathlib import Path

import pytest

from tests.conftest import tree, write
from tests.process import powerless
from tiku import cli
from tiku.commands import building
from tiku.disk import cache, recent
from tiku.exporters import collection, writing
from tiku.identity.identify import FIRST_BUILD
from tiku.patching import memory
from tiku.request import Options, Place

WORDS = (
    "packet router switch cable antenna modem firewall proxy gateway tunnel beacon socket kernel "
    "thread mutex semaphore pipeline cache register compiler linker parser token grammar"
).split()
SOURCES = {
    "net/a.md": "# Nets\n\n## Wires\n\n{0}{1}{2}\n## Air\n\n{3}{4}",
    "net/b.md": "---\ntags: [b]\n---\n\n{5}{6}{7}",
    "c.md": "# Rest\n\n{8}{9}{10}{11}",
}


def entry(n: int) -> str:
    """Write a question that shares nothing with those of other numbers."""
    word, other = WORDS[n % len(WORDS)], WORDS[(n * 7 + 3) % len(WORDS)]
    return (
        f"**Question:** How does a {word} number {n} work with {n + 1000} {other} parts?\n\n"
        f"**Answer:** It joins the {word} {n} times, each of {n + 2000} kinds, to its {other}.\n\n"
        f"- **Point {n}:** the {word} of {n + 3000}\n- **Other {n}:** and {n + 4000} {other}\n\n"
    )


def asked(n: int) -> str:
    return entry(n).split("\n")[0]


def point(n: int) -> str:
    return entry(n).split("\n")[-3] + "\n"


def sources(first: int = 0) -> dict[str, str]:
    return {
        path: text.format(*(entry(first + n) for n in range(12))) for path, text in SOURCES.items()
    }


class Project:
    """A project that builds with its memory, and its twin that has none; both have pictures."""

    def __init__(self, folder: Path) -> None:
        self.one, self.twin = folder / "one", folder / "twin"
        for project in (self.one, self.twin):
            write(project / "tiku.yaml", "missing_media: warning\n")
            for n in range(3):
                write(project / f"source/net/p{n}.png", f"picture {n % 2}")
        self.time = FIRST_BUILD
        self.patches = 0

    def write(self, texts: dict[str, str]) -> None:
        for project in (self.one, self.twin):
            for path in (project / "source").rglob("*.md"):
                if path.relative_to(project / "source").as_posix() not in texts:
                    path.unlink()
            for name, text in texts.items():
                path = project / "source" / name
                if not path.exists() or path.read_text(encoding="utf-8") != text:
                    write(path, text)

    def build(self, *, at: int | None = None) -> str:
        """Check and build both, hold them against each other, and give what the build told."""
        self.time = self.time + 100 if at is None else at
        told = []
        real = building.check
        checks = 0

        def check(options: Options, recalled: recent.Recalled | None = None) -> building.Outcome:
            nonlocal checks
            checks += 1
            return real(options, recalled)

        for project in (self.one, self.twin):
            with pytest.MonkeyPatch.context() as patch, contextlib.chdir(project):
                patch.setenv("SOURCE_DATE_EPOCH", str(self.time))
                patch.setattr(building, "check", check)
                patch.setattr(writing, "_BATCH", 3)
                patch.setattr(collection, "_MANY", 12)
                foretold = [said("check"), said("diff"), said("diff", "--json")]
                checks = 0
                built = said("build", "--json")
                told.append((foretold, built))
            if project == self.one:
                self.patches += not checks
        shutil.rmtree(self.twin / "decks/.tiku/cache", ignore_errors=True)
        assert told[0] == told[1]
        one, twin = tree(self.one), tree(self.twin)
        assert one.keys() == twin.keys()
        for name, content in one.items():
            assert content == twin[name], name
        if not built[0]:
            check_blocks(Place(self.one / "decks", self.one / "tiku.lock"))
        return built[1]


def said(*argv: str) -> tuple[int, str, str]:
    """Run a command, and give its exit code and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(argv)
    assert code in (0, 1), err.getvalue()
    return code, out.getvalue(), err.getvalue()


def check_blocks(place: Place) -> None:
    """See that each block of rows stands where the memory says, or is part of the one above."""
    record = cache.load(place, "recent")
    bank = memory.load_bank(place, json.loads(record)["memory"]) if record else None
    if bank is None:
        return
    content = (place.folder / "bank.json").read_bytes()
    table = (place.folder / "bank.csv").read_bytes()
    text = (place.folder / f"{bank.name}.anki.txt").read_bytes()
    items = json.loads(content)["items"]
    assert sum(bank.blocks[0]) == len(items)
    for item, *ends in zip(*map(accumulate, bank.blocks), strict=True):
        above = items[:item]
        cards = [each for each in above if each["id"].encode() + b"\t" in text]
        assert content[: ends[0]].count(b'\n      "fingerprint": ') == len(above)
        assert len(rows(table[: ends[1]].decode("utf-8-sig"), ",")) == 1 + len(above)
        assert len(rows(text[: ends[2]].decode(), "\t")) >= HEADERS + len(cards)
    assert ends[1:] == [len(table), len(text)]


HEADERS = 7


def rows(text: str, separator: str) -> list[list[str]]:
    assert text.endswith("\n")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


@pytest.fixture
def built(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.write(sources())
    project.build()
    return project


Texts = dict[str, str]
SHARED = tuple(f"- **Shared {n}:** what {n} of them say\n" for n in range(4))


def replaced(old: str, new: str) -> Callable[[Texts], Texts]:
    def edit(texts: Texts) -> Texts:
        assert any(old in text for text in texts.values())
        return {path: text.replace(old, new) for path, text in texts.items()}

    return edit


PATCHED: dict[str, Callable[[Texts], Texts]] = {
    "an answer": replaced("It joins the packet 0 times", "It joins the packet 0 times or never"),
    "a question": replaced("with 1004 ", "with about 1004 "),
    "a point": replaced("the packet of 3000", "the packet of 3000 and a half"),
    "two questions of a file": lambda t: replaced("0 times", "0 times, slowly")(
        replaced("2 times", "2 times, fast")(t)
    ),
    "questions of two files": lambda t: replaced("0 times", "0 times, slowly")(
        replaced("9 times", "9 times, fast")(t)
    ),
    "an empty line": replaced("## Air", "\n## Air"),
    "a new question": replaced("## Air", entry(50) + "## Air"),
    "a new question at the end": lambda t: t | {"c.md": t["c.md"] + entry(60)},
    "two new questions": replaced("## Air", entry(50) + entry(51) + "## Air"),
    "a question less": replaced(entry(3), ""),
    "the last question less": replaced(entry(11), ""),
    "two questions in another order": replaced(entry(9) + entry(10), entry(10) + entry(9)),
    "a point that is repeated": replaced("- **Other 6:**", "- **Point 6:** the x\n- **Other 6:**"),
    "a point twice": replaced(point(6), 2 * point(6)),
    "code": replaced("of 2007 kinds", "of `2007` kinds"),
    "another heading": replaced("## Wires", "## Cables"),
    "a heading less": replaced("## Air\n\n", ""),
    "a heading more": replaced(entry(4), "## Light\n\n" + entry(4)),
    "a new question below a new heading": replaced("## Air", "## Light\n\n" + entry(50) + "## Air"),
}


@pytest.mark.parametrize("name", PATCHED)
def test_an_edit_is_a_patch(built: Project, name: str) -> None:
    texts = PATCHED[name](sources())
    built.write(texts)
    built.build()
    assert built.patches == 1
    built.write(sources())
    built.build()
    built.write(texts | {"c.md": texts["c.md"].replace("8 times", "8 times, at times")})
    built.build()


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
        path: "".join((_HEADS[path], *(bare(n) if n in (1, 2, 8) else entry(n) for n in numbers)))
        for path, numbers in _NUMBERS.items()
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


def disputed(n: int) -> str:
    return f"{asked(n)}\n\n**Answer:** Nobody knows about {n}.\n\n"


def alike(n: int) -> str:
    return entry(n + 500).replace(point(n + 500), "") + SHARED[2] + SHARED[3] + "\n"


def tale(n: int) -> str:
    return f"# Tale {n}\n\n**Question:** How does the tale end?\n\n**Answer:** Ending {n}.\n\n"


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


NOT_PATCHED: dict[str, Callable[[Texts], Texts]] = {
    "a copy": replaced("## Air", entry(9) + "## Air"),
    "a new file": lambda t: t | {"new.md": entry(70)},
    "a file less": lambda t: {path: text for path, text in t.items() if path != "c.md"},
    "other tags": replaced("tags: [b]", "tags: [b, c]"),
    "a question that another one has": replaced(asked(1), asked(7)),
    "everything": lambda _: sources(first=100),
}


@pytest.mark.parametrize("name", NOT_PATCHED)
def test_more_than_an_edit_is_a_full_build(built: Project, name: str) -> None:
    built.write(NOT_PATCHED[name](sources()))
    built.build()
    assert built.patches == 0
    built.write(sources())
    built.build()


def test_an_edit_at_the_time_of_the_last_build(built: Project) -> None:
    for word in ("slowly", "fast", "now and then"):
        built.write(replaced("0 times", f"0 times, {word}")(sources()))
        built.build(at=FIRST_BUILD + 100)
    for at in (FIRST_BUILD + 50, FIRST_BUILD + 200):
        built.write(replaced("9 times", f"9 times, {at}")(sources()))
        built.build(at=at)


def test_answers_in_a_file_of_their_own(tmp_path: Path) -> None:
    project = Project(tmp_path)
    texts = sources() | {"keys.md": entry(40)}
    project.write(texts)
    project.build()
    for n, (path, patches) in enumerate((("c.md", 1), ("keys.md", 1), ("c.md", 2))):
        texts[path] = texts[path].replace(" times", f" times {n}", 1)
        project.write(texts)
        project.build()
        assert project.patches == patches
    quiz = "1. One?\n   A) a\n   B) b\n\n2. Two?\n   A) c\n   B) d\n"
    texts |= {"quiz.md": quiz, "quiz-answers.md": "1. A\n2. B\n"}
    for extra in ("", " or so"):
        project.write(texts | {"c.md": texts["c.md"].replace(" times", f" times{extra}", 1)})
        project.build()
    assert project.patches == 2


def test_a_text_that_asks_nothing(tmp_path: Path) -> None:
    project = Project(tmp_path)
    about, gone = "# About\n\nThis is a text", "# More\n\nAnd another one.\n"
    texts = sources() | {"about.md": f"{about}.\n", "copy.md": entry(0), "d/more.md": gone}
    project.write(texts)
    project.build()
    for n, extra in enumerate(("\n", " of two lines,\nor three.\n", "\n\n![gone](gone.png)\n")):
        project.write(texts | {"about.md": about + extra})
        project.build()
        assert project.patches == n + 1
    project.write(texts | {"copy.md": f"\n{entry(0)}"})  # a question that is another one's copy
    project.build()
    project.write(texts | {"about.md": about + entry(70)})
    project.build()
    project.write(texts | {"copy.md": "# Nothing\n"})
    project.build()


def test_a_damaged_memory_counts_for_nothing(built: Project) -> None:
    texts = sources()
    for n, path in enumerate(sorted((built.one / "decks/.tiku/cache").iterdir())):
        path.write_bytes(path.read_bytes()[:-9])
        texts = replaced(f"{n} times", f"{n} times again")(texts)
        built.write(texts)
        built.build()


def test_a_lock_that_may_not_be_read(built: Project) -> None:
    time.sleep(recent._FINE / 1e9)  # a young one would be read to see whether it is as it was
    built.build()  # sees that it is no longer young
    built.write(replaced("0 times", "0 times, slowly")(sources()))
    (built.one / "tiku.lock").chmod(0)
    done = powerless(built.one, "build")
    (built.one / "tiku.lock").chmod(0o644)
    assert "tiku.lock: error: this cannot be read: Permission denied" in done.stderr


def test_nothing_is_left_of_a_source_that_is_gone(built: Project) -> None:
    cache = built.one / "decks/.tiku/cache"
    assert len([*cache.glob("file-*")]) == 3
    built.write({path: text for path, text in sources().items() if path != "c.md"})
    built.build()
    assert len([*cache.glob("file-*")]) == 2


def test_an_output_that_was_edited_is_written_anew(built: Project) -> None:
    path = built.one / "decks/bank.csv"
    path.write_bytes(path.read_bytes() + b"x")
    built.write(replaced("0 times", "0 times, slowly")(sources()))
    built.build()
    assert built.patches == 0


# Random scripts of edits


class Author:
    """Edits a bank at random, and sometimes writes what is tied to something else."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.next = 100
        self.about = "# About\n\nThis asks nothing.\n"
        self.files = {path: [entry(n) for n in numbers] for path, numbers in _NUMBERS.items()}
        for entries in self.files.values():
            self._picture(entries, 1)
            self._share(entries, 0)
            self._share(entries, 2)
        self._bare(self.files["net/a.md"], 3)
        if seed % 2:
            more = [entry(30), entry(0), disputed(5), alike(0), alike(1), entry(30)]
            self.files |= {"d.md": [*more, *map(tale, range(2))]}
            self.files["c.md"] += [entry(7), tale(2), tale(3), entry(31)]
            self.random.shuffle(self.files["d.md"])

    def texts(self) -> dict[str, str]:
        files = ((path, entries) for path, entries in self.files.items() if entries)
        texts = {path: _HEADS[path] + "".join(entries) for path, entries in files}
        return texts | {"about.md": self.about}

    def edit(self) -> None:
        path = self.random.choice([path for path, entries in self.files.items() if entries])
        entries = self.files[path]
        at = self.random.randrange(len(entries))
        name = self.random.choice(_EDITS)
        getattr(self, f"_{name}")(entries, at)

    def _word(self, entries: list[str], at: int) -> None:
        words = entries[at].split(" ")
        words.insert(self.random.randrange(3, len(words)), self.random.choice(WORDS))
        entries[at] = " ".join(words)

    def _less(self, entries: list[str], at: int) -> None:
        words = entries[at].split(" ")
        del words[self.random.randrange(3, len(words))]
        entries[at] = " ".join(words)

    def _new(self, entries: list[str], at: int) -> None:
        self.next += 1
        entries.insert(at + self.random.randrange(2), entry(self.next))

    def _gone(self, entries: list[str], at: int) -> None:
        del entries[at]

    def _copy(self, entries: list[str], at: int) -> None:
        entries.insert(self.random.randrange(len(entries)), entries[at])

    def _swap(self, entries: list[str], at: int) -> None:
        other = self.random.randrange(len(entries))
        entries[at], entries[other] = entries[other], entries[at]

    def _line(self, entries: list[str], at: int) -> None:
        entries[at] += "\n"

    def _lines(self, entries: list[str], at: int) -> None:
        entries[at] = entries[at].replace("\n\n", "\n\n\n", 1)

    def _more(self, entries: list[str], at: int) -> None:
        self.next += 1
        entries[at] = f"{entries[at].rstrip()}\n{point(self.next)}\n"

    def _disputed(self, entries: list[str], at: int) -> None:
        entries.insert(at, disputed(self.random.randrange(12)))

    def _repeat(self, entries: list[str], at: int) -> None:
        lines = entries[at].split("\n")
        entries[at] = "\n".join([*lines[:4], *lines[4:5], *lines[4:]])

    def _bare(self, entries: list[str], at: int) -> None:
        entries[at] = entries[at].partition("**Answer:**")[0] + "**Answer:**\n\n"

    def _heading(self, entries: list[str], at: int) -> None:
        entries[at] = f"## Part {self.random.randrange(4)}\n\n{entries[at]}"

    def _about(self, _entries: list[str], _at: int) -> None:
        self.about += f"\nIt tells of a {self.random.choice(WORDS)}.\n"

    def _share(self, entries: list[str], at: int) -> None:
        entries[at] = f"{entries[at].rstrip()}\n{self.random.choice(SHARED)}\n"

    def _unshare(self, entries: list[str], at: int) -> None:
        entries[at] = entries[at].replace(self.random.choice(SHARED), "")

    def _brief(self, entries: list[str], at: int) -> None:
        entries[at] = f"{entries[at].partition('**Answer:**')[0]}**Answer:** Yes.\n\n"

    def _picture(self, entries: list[str], at: int) -> None:
        extra = self.random.choice(_PICTURES)
        entries[at] = entries[at].replace(" times", f" times {extra}", 1)

    def _caption(self, entries: list[str], at: int) -> None:
        entries[at] = entries[at].replace("![p]", f"![{self.random.choice(WORDS)}]", 1)

    def _markup(self, entries: list[str], at: int) -> None:
        extra = self.random.choice(_MARKUP)
        entries[at] = entries[at].replace(" times", f" times {extra}", 1)


_NUMBERS = {"net/a.md": range(5), "net/b.md": range(5, 8), "c.md": range(8, 12)}
_HEADS = {"net/a.md": "# Nets\n\n", "net/b.md": "---\ntags: [b]\n---\n\n", "c.md": "", "d.md": ""}
_EDITS = (
    *("word", "word", "word", "less", "new", "new", "gone", "copy", "swap"),
    *("line", "lines", "more", "more", "disputed"),
    *("repeat", "bare", "heading", "markup", "picture", "caption"),
    *("share", "share", "unshare", "brief", "about"),
)
_STEPS = 8
_PICTURES = ("![p](p0.png)", "![p](p1.png)", "<img src='p2.png'>", "![gone](gone.png)")
_MARKUP = ("`code`", "$x^2$", "<b>b</b>", "[l](https://a.b)", "NASA", "中文")


@pytest.mark.no_cover
def test_patched_and_full_builds_are_the_same_bytes(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    patches = 0
    count = request.config.getoption("--scripts") // 2  # each takes as long as several histories
    for seed in range(count):
        author, project = Author(seed), Project(tmp_path / str(seed))
        for _ in range(_STEPS):
            project.write(author.texts())
            project.build()
            for _ in range(author.random.randint(1, 3)):
                author.edit()
        patches += project.patches
        shutil.rmtree(tmp_path / str(seed))
    assert patches > count  # else this test would say nothing
