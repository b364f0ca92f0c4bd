"""A build after an edit writes what one without a memory writes, and is mostly a patch."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.process import powerless
from tests.twins import (
    Project,
    Texts,
    asked,
    entry,
    point,
    replaced,
    sources,
)
from tiku.disk import recent
from tiku.identity.identify import FIRST_BUILD


@pytest.fixture
def built(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.write(sources())
    project.build()
    return project


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
