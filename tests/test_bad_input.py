"""Everything that can be wrong with the input: one clear message, and nothing lost."""

from __future__ import annotations

import codecs
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run, tree, write
from tests.process import powerless
from tiku import cli

GOOD = "**Question:** What is TCP?\n\n**Answer:** A protocol.\n"
OTHER = "**Question:** What is UDP?\n\n**Answer:** Datagrams.\n"
CHINESE = "**题目：** 什么是变分自编码器？\n\n**答案：** 一种概率模型。\n"
BEFORE = "what the last build wrote"


def bad(path: str, content: str | bytes) -> Callable[[Path], object]:
    return lambda project: write(project / path, content)


def link(name: str, target: str) -> Callable[[Path], object]:
    return lambda project: (project / "source" / name).symlink_to(target)


def outside(project: Path) -> None:
    write(project / "secret.md", GOOD)
    link("x.md", "../secret.md")(project)


def outside_folder(project: Path) -> None:
    write(project / "secrets/s.md", GOOD)
    link("x", "../secrets")(project)


def another_deck(project: Path) -> None:
    assert cli.main(["build", "--quiet"]) == 0
    write(project / "decks/old.apkg", "x")


def pictured(path: str, content: bytes | None = None) -> Callable[[Path], object]:
    """A picture in the third line; the file itself stands where its path leads, if it is there."""

    def make(project: Path) -> None:
        write(project / "source/x.md", OTHER.replace("Datagrams", f"A ![pic]({path})"))
        if content is not None:
            write(project / "source" / path, content)

    return make


def missing_but_allowed(project: Path) -> None:
    write(project / "tiku.yaml", "missing_media: warning\n")
    pictured("tcp.png")(project)


def large_picture(project: Path) -> None:
    pictured("tcp.png", bytes(10_000_001))(project)


def picture_link(project: Path) -> None:
    write(project / "secret.png", "secret")
    pictured("tcp.png")(project)
    link("tcp.png", "../secret.png")(project)


def text_with_gaps_no_more(project: Path) -> None:
    write(project / "source/x.md", "<!-- id: tcp -->\n\n{{c1::TCP}} is a protocol.\n")
    assert cli.main(["build", "--quiet"]) == 0
    write(project / "source/x.md", f"<!-- id: tcp -->\n\n{OTHER}")


ERRORS = {
    "a picture that is missing": (
        pictured("a/tcp.png"),
        (
            "source/x.md:3: error: the file 'a/tcp.png' is missing; add the file, or correct its path; "
            "'missing_media: warning' in tiku.yaml builds without [N11]"
        ),
    ),
    "a picture outside of the source": (
        pictured("../secret.png", b"secret"),
        (
            "source/x.md:3: error: the file '../secret.png' leads out of the source folder; copy the "
            "file into the source folder [N12]"
        ),
    ),
    "a picture that is a link out of the source": (
        picture_link,
        (
            "source/x.md:3: error: the file 'tcp.png' leads out of the source folder; copy the file "
            "into the source folder [N12]"
        ),
    ),
    "a picture that is no SVG": (
        pictured("tcp.svg", b"<svg><path></svg>"),
        (
            "source/x.md:3: error: the file 'tcp.svg' is no well-formed SVG; export it again, or use a "
            "PNG [N13]"
        ),
    ),
    "bytes that are no text": (
        bad("source/x.md", b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe" + bytes(range(256))),
        (
            "source/x.md:1: error: these bytes are not text in any encoding that tiku knows; "
            "save the file as UTF-8 or take it out [R3]"
        ),
    ),
    "one damaged line": (
        bad("source/x.md", "第一行的中文文字\n第二行的中文文字\n".encode() + b"\xff\n"),
        (
            "source/x.md:3: error: byte 0xff is not UTF-8, though the rest of the file is; "
            "repair this line and save the file as UTF-8 [R3]"
        ),
    ),
    "a line of 50 MB": (
        bad("source/x.md", GOOD + "x" * 50_000_000),
        (
            "source/x.md:4: error: this line has 50,000,000 characters; tiku reads up to 10,000,000; "
            "break it up, or move embedded data into a file of its own [R7]"
        ),
    ),
    "a link that leaves": (
        outside,
        (
            "source/x.md: error: this link leads out of the source folder; "
            "copy what it leads to into the folder, or delete the link [R4]"
        ),
    ),
    "a link to a folder that leaves": (
        outside_folder,
        (
            "source/x: error: this link leads out of the source folder; "
            "copy what it leads to into the folder, or delete the link [R4]"
        ),
    ),
    "a link to the system": (
        link("x.md", "/etc/hostname"),
        (
            "source/x.md: error: this link leads out of the source folder; "
            "copy what it leads to into the folder, or delete the link [R4]"
        ),
    ),
    "a link to nothing": (
        link("x.md", "gone.md"),
        (
            "source/x.md: error: this cannot be read: No such file or directory; "
            "make it readable, or take it out [R5]"
        ),
    ),
    "a link to itself": (
        link("x.md", "x.md"),
        (
            "source/x.md: error: this cannot be read: Too many levels of symbolic links; "
            "make it readable, or take it out [R5]"
        ),
    ),
    "one name in two spellings": (
        lambda project: [
            write(project / "source" / name, GOOD.replace("TCP", name))
            for name in ("\u00e9.md", "e\u0301.md")
        ],
        (
            "source/é.md: error: another file has the same name, with its accents written "
            "otherwise; rename one of the two [R15]"
        ),
    ),
    "what git could not merge": (
        bad("source/x.md", f"{GOOD}\n<<<<<<< HEAD\nA: one\n=======\nA: two\n>>>>>>> b\n"),
        (
            "source/x.md:5: error: git could not merge these lines, up to 9; keep what is right, "
            "and delete the lines of '<<<', '===' and '>>>' [R16]"
        ),
    ),
    "a tiku.yaml that is a pipe": (
        lambda project: os.mkfifo(project / "tiku.yaml"),
        "tiku.yaml: error: this is no regular file; take it out [R6]",
    ),
    "a pipe": (
        lambda project: os.mkfifo(project / "source/x.md"),
        "source/x.md: error: this is no regular file; take it out [R6]",
    ),
    "broken front matter": (
        bad("source/x.md", "---\ntags: [a]\n  deck: a\n---\n" + GOOD),
        (
            "source/x.md:3: error: this is not YAML: expected <block end>, but found "
            "'<block mapping start>'; write one 'key: value' a line; quote a value that holds ': ' [S1]"
        ),
    ),
    "front matter with tabs": (
        bad("source/x.md", "---\n\ttags: a\n\tdeck: b\n---\n" + GOOD),
        "source/x.md:2: error: this is not YAML: there is a tab; write spaces in its place [S1]",
    ),
    "front matter with a tab in a list": (
        bad("source/x.md", "---\ntags:\n\t- a\n---\n" + GOOD),
        "source/x.md:3: error: this is not YAML: there is a tab; write spaces in its place [S1]",
    ),
    "a tiku.yaml with tabs": (
        bad("tiku.yaml", 'files:\n\t"a.md": {dialect: lists}\n'),
        "tiku.yaml:2: error: this is not YAML: there is a tab; write spaces in its place [S1]",
    ),
    "a broken tiku.yaml": (
        bad("tiku.yaml", "name: [\n"),
        (
            "tiku.yaml:2: error: this is not YAML: expected the node content, but found "
            "'<stream end>'; write one 'key: value' a line; quote a value that holds ': ' [S1]"
        ),
    ),
    "a tiku.yaml that is no text": (
        bad("tiku.yaml", b"\x00\xff\xfe\x00"),
        (
            "tiku.yaml:1: error: these bytes are not text in any encoding that tiku knows; "
            "save the file as UTF-8 or take it out [R3]"
        ),
    ),
    "a tiku.yaml that is a folder": (
        bad("tiku.yaml/x", ""),
        ("tiku.yaml: error: this is no regular file; take it out [R6]"),
    ),
    "an unknown dialect": (
        bad("source/x.md", "---\ndialect: klingon\n---\n" + GOOD),
        (
            "source/x.md:2: error: 'dialect' is no dialect: 'klingon'; use one of labelled, headings, "
            "details, bold, lists, tables, inline, cloze, sided, definitions, records, paragraphs, none [S3]"
        ),
    ),
    "an id twice": (
        bad(
            "source/x.md",
            GOOD.replace("?", "? <!-- id: a -->")
            + "\n"
            + GOOD.replace("TCP?", "UDP? <!-- id: a -->"),
        ),
        (
            "source/x.md:5: error: the id 'a' belongs to the question at line 1 already; "
            "an id names one question: delete or change one of the two [I1]"
        ),
    ),
}

WARNINGS = {
    "an answer without a question": (
        bad("source/x.md", "# Rest\n\n**Answer:** lost\n\n" + GOOD.replace("TCP", "UDP")),
        (
            "source/x.md:3: warning: this answer has no question; write the question, or delete the "
            "entry [N4]"
        ),
    ),
    "ticks that the answer contradicts": (
        bad("source/x.md", "**Question:** Which?\n\n- [x] a\n- [ ] b\n\n**Answer:** B\n"),
        (
            "source/x.md:1: warning: the ticks and the answer name different options; the ticks were "
            "taken; make them agree [N9]"
        ),
    ),
    "options without a key": (
        bad("source/x.md", "**Question:** Which?\n\n- [ ] a\n- [ ] b\n"),
        (
            "source/x.md:1: warning: no option is marked as correct; they were read as part of the "
            "question; answer with the letter of one, or write '- [x]' before it [N2]"
        ),
    ),
    "a file without a question": (
        bad("source/x.md", "Only prose.\n"),
        (
            "source/x.md: warning: no question was found; write '**Question:** …' and '**Answer:** …', or "
            "headings that ask [D1]"
        ),
    ),
    "a file without a question in the dialect that is named": (
        bad("source/x.md", "---\ndialect: lists\n---\nQ: Why?\nA: Because.\n"),
        (
            "source/x.md: warning: no question was found in the dialect 'lists', which the settings "
            "name; name the one that the file is written in, or none: tiku finds out [D1]"
        ),
    ),
    "a pattern that fits no file": (
        bad("tiku.yaml", 'name: exam\nfiles:\n  "source/g*.md": {dialect: labelled}\n'),
        (
            "tiku.yaml:3: warning: no file fits 'source/g*.md'; write a path below the source folder, "
            "such as 'exams/*.md', or delete it [S5]"
        ),
    ),
    "an answer that is missing": (
        bad("source/x.md", "**Question:** Why?\n\n**Answer:**\n"),
        (
            "source/x.md:1: warning: this question has no answer; write one; until then the question "
            "makes no card [N1]"
        ),
    ),
    "a question that is missing": (
        bad(
            "source/x.md",
            "## 1. Why?\n\n**Answer:** So.\n\n## 2. How?\n\n**Question:** How?\n\n"
            "**Answer:** So.\n",
        ),
        (
            "source/x.md:1: warning: this entry has no question; its heading was taken; write the "
            "question above its answer [N3]"
        ),
    ),
    "a heading that is empty": (
        bad(
            "source/x.md",
            "##\n\n**Question:** Why?\n\n**Answer:** So.\n\n## 2. How?\n\n"
            "**Question:** How?\n\n**Answer:** So.\n",
        ),
        "source/x.md:1: warning: this heading is empty; write a title, or delete the heading [N5]",
    ),
    "a fence that is never closed": (
        bad("source/x.md", GOOD.replace("TCP", "x") + "\n```python\nprint()\n"),
        (
            "source/x.md:5: warning: the code fence, comment or HTML that opens here is never closed; "
            "close it: all that follows is read as part of it [R12]"
        ),
    ),
    "a <pre> that is never closed": (
        bad("source/x.md", GOOD.replace("TCP", "x") + "\n<pre>\n\nQ: lost?\nA: yes\n"),
        (
            "source/x.md:5: warning: the code fence, comment or HTML that opens here is never closed; "
            "close it: all that follows is read as part of it [R12]"
        ),
    ),
    "decks that differ in case": (
        bad("source/GOOD.md", GOOD.replace("TCP", "UDP")),
        (
            "source/good.md: warning: the deck 'good' differs from 'GOOD' in case only; spell both "
            "alike; Anki holds them for one, and 'GOOD' was taken [S4]"
        ),
    ),
    "a stem of which nothing shows": (
        bad("source/x.md", GOOD.replace("TCP", "x") + "\nQ: [a]: http://example.org\nA: b\n"),
        (
            "source/x.md:5: warning: this answer has no question; write the question, or delete the "
            "entry [N4]"
        ),
    ),
    "control characters": (
        bad("source/x.md", GOOD.replace("TCP", "x\x00\x1b")),
        (
            "source/x.md:1: warning: here stands a control character, U+0000; delete it; tiku dropped "
            "it (2 in the file) [R9]"
        ),
    ),
    "a lone surrogate": (
        bad("source/x.md", GOOD.replace("TCP", "x\ud83d").encode("utf-8", "surrogatepass")),
        (
            "source/x.md:1: warning: here stands half of a character (a lone surrogate), U+D83D; "
            "delete it; tiku replaced it [R10]"
        ),
    ),
    "10,000 nested quotes": (
        bad("source/x.md", GOOD.replace("TCP", "x") + "\n" + "> " * 10_000 + "deep\n"),
        (
            "source/x.md:5: warning: lists or quotes are nested over 100 deep; the rest is cut; "
            "flatten them [R11]"
        ),
    ),
    "1,000 nested lists": (
        bad("source/x.md", GOOD.replace("TCP", "x") + "\n" + "- " * 1_000 + "deep\n"),
        (
            "source/x.md:5: warning: lists or quotes are nested over 100 deep; the rest is cut; "
            "flatten them [R11]"
        ),
    ),
    "a paragraph of nothing but markup": (
        bad("source/x.md", GOOD.replace("TCP", "x") + "\n" + "*a " * 100_000),
        (
            "source/x.md:5: warning: this paragraph is too long and too full of markup to be parsed; "
            "break it up with blank lines; it is shown as plain text [R13]"
        ),
    ),
    "an older encoding": (
        bad("source/x.md", CHINESE.encode("gb18030")),
        (
            "source/x.md:1: warning: the file is not UTF-8; read as GB18030, which is a guess; save "
            "the file as UTF-8 to be sure, or set 'encoding: gb18030' for it [R8]"
        ),
    ),
    "a remote picture": (
        bad("source/x.md", GOOD.replace("TCP", "![it](https://a.org/tcp.png)")),
        (
            "source/x.md:1: warning: 'https://a.org/tcp.png' is not put into the deck, for it is no "
            "file in the source folder; put the picture beside the source; until then a link or its "
            "description shows [N8]"
        ),
    ),
    "a file that is no picture": (
        bad("source/x.md", GOOD.replace("TCP", "![it](tcp.pdf)")),
        (
            "source/x.md:1: warning: 'tcp.pdf' is not put into the deck, for it is neither picture nor "
            "sound; put the picture beside the source; until then a link or its description shows [N8]"
        ),
    ),
    "a picture that is missing, where that is allowed": (
        missing_but_allowed,
        (
            "source/x.md:3: warning: the file 'tcp.png' is missing; add the file, or correct its path; "
            "until then its description is shown [N8]"
        ),
    ),
    "a picture that is a web page": (
        pictured("tcp.png", b"\n<!DOCTYPE html>\n<title>tcp.png</title>"),
        (
            "source/x.md:3: warning: 'tcp.png' is a web page, not the file itself; download the file "
            "that the page shows [N15]"
        ),
    ),
    "a picture that Git LFS holds": (
        pictured("tcp.png", b"version https://git-lfs.github.com/spec/v1\noid sha256:0"),
        (
            "source/x.md:3: warning: 'tcp.png' is a pointer of Git LFS, not the file itself; run: git "
            "lfs pull [N15]"
        ),
    ),
    "an empty picture": (
        pictured("tcp.png", b""),
        "source/x.md:3: warning: 'tcp.png' is empty; put the file itself there [N15]",
    ),
    "a large picture": (
        large_picture,
        (
            "source/x.md:3: warning: the file 'tcp.png' has 10,000,001 bytes; make it smaller: every "
            "device that studies the deck keeps a copy [N14]"
        ),
    ),
    "an id of a text with gaps that is a question now": (
        text_with_gaps_no_more,
        (
            "source/x.md:3: warning: the id 'tcp' was given to a text with gaps, which this no longer "
            "is; give it another id: Anki refuses a note that changes its type [I2]"
        ),
    ),
    "a deck of another name": (
        another_deck,
        "decks/old.apkg: warning: this build does not write it; delete it if nobody needs it [W4]",
    ),
}

SILENT = {
    "UTF-8 with BOM": codecs.BOM_UTF8 + GOOD.encode(),
    "UTF-16": GOOD.encode("utf-16"),
    "CRLF": GOOD.replace("\n", "\r\n").encode(),
    "CR": GOOD.replace("\n", "\r").encode(),
}


@pytest.mark.parametrize("case", ERRORS)
def test_an_error_is_one_message_and_the_outputs_stay(project: Path, tiku: Run, case: str) -> None:
    make, message = ERRORS[case]
    write(project / "source/good.md", GOOD.replace("TCP", "ICMP"))
    write(project / "decks/bank.csv", BEFORE)
    make(project)
    done = tiku()
    assert done.stderr == f"{message}\ntiku: 1 error; decks is as it was\n"
    assert (done.returncode, done.stdout) == (1, "")
    assert [path.name for path in (project / "decks").iterdir()] == ["bank.csv"]
    assert (project / "decks/bank.csv").read_text() == BEFORE


@pytest.mark.parametrize("case", ERRORS)
def test_an_edit_that_breaks_something_is_told_so_too(project: Path, tiku: Run, case: str) -> None:
    make, message = ERRORS[case]
    write(project / "source/good.md", GOOD.replace("TCP", "ICMP"))
    write(project / "source/x.md", OTHER)
    tiku()
    (project / "source/x.md").unlink()
    before = tree(project / "decks")
    make(project)
    done = tiku()
    assert done.stderr == f"{message}\ntiku: 1 error; decks is as it was\n"
    assert (done.returncode, done.stdout) == (1, "")
    if make is not text_with_gaps_no_more:  # which builds
        assert tree(project / "decks") == before


@pytest.mark.parametrize("case", WARNINGS)
def test_a_warning_is_one_message_and_the_rest_is_built(
    project: Path, tiku: Run, case: str
) -> None:
    make, message = WARNINGS[case]
    write(project / "source/good.md", GOOD)
    make(project)
    done = tiku()
    assert done.stderr == message + "\n"
    assert done.returncode == 0
    assert (project / "decks/bank.json").exists()


@pytest.mark.parametrize("case", SILENT)
def test_what_is_only_unusual_is_read_without_a_word(project: Path, tiku: Run, case: str) -> None:
    write(project / "source/x.md", SILENT[case])
    done = tiku()
    assert (done.returncode, done.stderr) == (0, "")
    built = (project / "decks/bank.csv").read_bytes()
    write(project / "source/x.md", GOOD)
    tiku()
    assert (project / "decks/bank.csv").read_bytes() == built


def test_no_source_folder(tmp_path: Path, tiku: Run) -> None:
    (tmp_path / "source").rmdir()
    done = tiku()
    assert done.returncode == 1
    assert done.stderr.startswith(
        "source: error: there is no such folder or file; "
        "put your Markdown into a folder 'source', or name its folder: 'tiku build .' for the one "
        "that you are in [R1]\n"
    )
    assert not (tmp_path / "decks").exists()


def test_no_markdown_in_it(project: Path, tiku: Run) -> None:
    write(project / "source/notes.txt", GOOD)
    write(project / "source/.hidden.md", GOOD)
    write(project / "source/.git/x.md", GOOD)
    write(project / "source/node_modules/x.md", GOOD)
    done = tiku()
    assert done.returncode == 1
    assert done.stderr.startswith("source: error: there is no Markdown in it (.md, .markdown")
    assert "[R2]" in done.stderr


def test_no_question_in_any_file(project: Path, tiku: Run) -> None:
    write(project / "source/a.md", "Prose.\n")
    write(project / "source/b.md", "More.\n")
    done = tiku()
    assert done.returncode == 1
    assert (
        "source: error: no question was found in any of 2 files; "
        "'tiku explain FILE' says how a file was read [D2]\n"
    ) in done.stderr


def test_a_file_that_may_not_be_read(project: Path) -> None:
    write(project / "source/good.md", GOOD)
    write(project / "source/x.md", GOOD).chmod(0)
    done = powerless(project, "build")
    assert done.returncode == 1
    assert done.stderr == (
        "source/x.md: error: this cannot be read: Permission denied; "
        "make it readable, or take it out [R5]\ntiku: 1 error\n"
    )


def test_a_folder_that_may_not_be_read(project: Path) -> None:
    write(project / "source/good.md", GOOD)
    write(project / "source/x/y.md", GOOD).parent.chmod(0)
    done = powerless(project, "build")
    (project / "source/x").chmod(0o755)
    assert done.returncode == 1
    assert "source/x: error: this cannot be read: Permission denied" in done.stderr


def test_a_parent_that_may_not_be_entered(project: Path) -> None:
    write(project / "closed/source/x.md", GOOD)
    (project / "closed").chmod(0)
    done = powerless(project, "check", "closed/source")
    (project / "closed").chmod(0o755)
    assert done.returncode == 1
    assert done.stderr.startswith("closed/source: error: this cannot be read: Permission denied")


def test_a_file_that_is_named_may_be_a_link(project: Path, tiku: Run) -> None:
    write(project / "elsewhere/x.md", GOOD)
    (project / "x.md").symlink_to("elsewhere/x.md")
    assert tiku("check", "x.md").returncode == 0


def test_a_socket_is_no_source(project: Path, tiku: Run) -> None:
    write(project / "source/good.md", GOOD)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("source/x.md")
        assert "source/x.md: error: this is no regular file" in tiku().stderr


def test_what_a_link_within_the_source_leads_to_is_read_once(project: Path, tiku: Run) -> None:
    write(project / "source/good.md", GOOD)
    write(project / "source/real/b.md", GOOD.replace("TCP", "UDP"))
    write(project / "source/.hidden/c.md", GOOD.replace("TCP", "IP"))
    link("a-link-to.md", "good.md")(project)
    link("again", "real")(project)
    link("one.md", ".hidden/c.md")(project)
    link("other.md", ".hidden/c.md")(project)
    done = tiku("ids")
    assert (done.returncode, done.stderr) == (0, "")
    places = [line.split()[1] for line in done.stdout.splitlines()]
    assert places == ["source/good.md:1", "source/one.md:1", "source/real/b.md:1"]


def test_patterns_of_settings_that_hold_for_more_are_no_fault(project: Path, tiku: Run) -> None:
    """A part of the source, and another source beside it, need not have what they are for."""
    write(project / "tiku.yaml", 'files:\n  "exams/*.md": {dialect: labelled}\n')
    entry = "Q: What is {}?\nA: It.\n"
    write(project / "source/exams/a.md", entry.format("TCP"))
    write(project / "source/more/b.md", entry.format("UDP"))
    write(project / "other/c.md", entry.format("IP"))
    assert "S5" not in tiku("build", "source").stderr
    for source, lock in (("source/more", "part.lock"), ("other", "tiku.lock")):
        done = tiku(
            "build", source, "--output", source.replace("/", "-") + "-decks", "--lock", lock
        )
        assert (done.returncode, done.stderr) == (0, "")
    (project / "tiku.lock").unlink()
    for source in ("source", "other"):
        assert "[S5]" not in tiku("check", source, "--output", "new").stderr
    (project / "source/exams/a.md").unlink()
    assert "[S5]" in tiku("check", "source", "--output", "new").stderr


def test_a_file_that_is_too_large(project: Path, tiku: Run) -> None:
    write(project / "source/good.md", GOOD)
    with (project / "source/x.md").open("wb") as sparse:
        sparse.truncate(300 * 1024 * 1024)
    done = tiku()
    assert "source/x.md: error: this file has 314,572,800 bytes; tiku reads up to" in done.stderr
    assert "[R14]" in done.stderr
