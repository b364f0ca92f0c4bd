"""Nothing is written outside of the output folder, or read outside of the source folder."""

from __future__ import annotations

import base64
import io
import re
import sqlite3
import zipfile
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import tree, write
from tiku import build, cli
from tiku.dialects import DIALECTS
from tiku.documents.settings import project_settings
from tiku.exporters.registry import export

ENTRY = "Q: Why is {}?\nA: So.\n"
PATHS = (
    *("../../x.md", "..", "../..", "a/../../b.md", "./x.md", "....md", ".md", " .md", "x. .md"),
    *("/etc/passwd", "/x.md", "//host/share/x.md", "~/x.md", "~root/x.md", "file:///etc/x.md"),
    *("C:\\x.md", "C:x.md", "C:/x.md", "..\\..\\x.md", "\\\\host\\share\\x.md", "x.md:stream"),
    *("CON.md", "con", "nul.txt.md", "Aux.md", "PRN .md", "COM1.md", "lpt9.md", "con/x.md"),
    *("x\0y.md", "x\ny.md", "x\r.md", "x\x1b]0;y\x07.md", "\x7f.md", "\u202egpj.md", "e\u0301.md"),
    *("-rf.md", "--output=x.md", "$(id).md", "`id`.md", "|id.md", "%2e%2e%2fx.md", "*.md", "?.md"),
    *("a" * 300 + ".md", "题" * 84 + ".md", "😀" * 80 + ".md", "a" * 239 + "题.md"),
    *("collection.md", "COLLECTION.md", "backup-1.md", "Backup-.md"),
)
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d) *(\..*)?", re.IGNORECASE)


@pytest.mark.parametrize("path", PATHS)
def test_every_output_has_a_name_that_stays_in_its_folder(path: str) -> None:
    bank = build({path: ENTRY.format("x")})
    assert len(bank.items) == 1
    for within in export(bank):
        *folders, name = within.split("/")
        assert folders in ([], ["page"], ["page", "data"])
        assert re.fullmatch(r"[^\s./\\:*?\"<>|\x00-\x1f\x7f~-][^/\\:*?\"<>|\x00-\x1f\x7f]*", name)
        assert ".." not in name
        assert len(name.encode()) <= 255
        assert not DEVICE.fullmatch(name)
        assert not re.match("collection[.]|backup-", name, re.IGNORECASE)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../x",
            "..",
            ".x",
            "/x",
            "a/b",
            "a\\b",
            "C:x",
            "x:y",
            "con",
            "NUL.txt",
            "com1",
            "aux .x",
        ),
        *("collection", "Backup-7", "x" * 61, "x?", "*", "a|b", '"a"', "<x>"),
    ],
)
def test_no_setting_names_outputs_that_leave_their_folder(name: str) -> None:
    settings, problems = project_settings(f"name: '{name}'\n", "tiku.yaml", DIALECTS)
    assert settings.name == ""
    assert [problem.code for problem in problems] == ["S3"]


def test_a_build_writes_only_its_outputs(project: Path) -> None:
    """Decks, tags and files are named to lead away; a file named by a build is none of them."""
    hostile = (
        "../../up",
        "/tmp/away",
        "..\\..\\up",
        "C:\\up",
        "~/up",
        "a::..::..::b",
        "con",
        "\x1b[2J",
    )
    for number, deck in enumerate(hostile):
        quoted = deck.replace("\\", "\\\\").replace("\x1b", "\\e")
        text = f'---\ndeck: "{quoted}"\ntags: ["{quoted}"]\nname: "{quoted}"\n---\n\n'
        write(project / f"source/{number}.md", text + ENTRY.format(number))
    for name in (
        "..x.md",
        "a\\..\\..\\b.md",
        "C:x.md",
        "$(touch hit).md",
        "x\ny.md",
        "题" * 80 + ".md",
    ):
        write(project / "source" / name, ENTRY.format(name.encode().hex()))
    before, beside = set(tree(project)), set(project.parent.iterdir())
    assert cli.main(["build", "--quiet"]) == 0
    written = set(tree(project)) - before
    outputs = ("bank.apkg", "bank.anki.txt", "bank.json", "bank.csv", "duplicates.md")
    assert {f"decks/{name}" for name in outputs} < written
    ours = re.compile(r"tiku\.lock|(decks/)?\.tiku/[\w.]+|decks/(media/|page/(data/)?)?[\w.-]+")
    assert [name for name in written if not ours.fullmatch(name)] == []
    assert set(project.parent.iterdir()) == beside


def test_the_package_holds_only_what_anki_expects() -> None:
    paths = (*PATHS[:40], "../evil.png", "x/../../evil.svg")
    bank = build({path: ENTRY.format(n) + f"![p](<{path}>)\n" for n, path in enumerate(paths)})
    package = export(bank)["bank.apkg"]
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = archive.namelist()
        content = archive.read("collection.anki2")
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"collection\.anki2|media|\d+", name) for name in names)
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(content)
        assert db.execute("select count(*) from notes").fetchone() == (len(bank.items),)


def test_questions_that_aliases_repeat_are_read_once() -> None:
    many = ", ".join(["*{}"] * 1000)
    lists = "".join(f"{b}: &{b} [{many.format(*a * 1000)}]\n" for a, b in ("ab", "bc", "cd"))
    records = "a: &a\n- {question: 'Why?', answer: So.}\n- {question: 'How?', answer: Thus.}\n"
    bank = build({"q.md": f"---\n{records}{lists}---\n"})
    assert [item.stem.plain for item in bank.items] == ["Why?", "How?"]
    assert bank.problems == ()


# What lies outside of the source folder

SECRET = b"nobody may read this 7f3a91"
SHOWN = b"this may be seen 5c20de"


def picture(text: bytes) -> bytes:
    """Give a picture of one dot that says something of itself."""
    header = (1).to_bytes(4) * 2 + bytes([8, 0, 0, 0, 0])
    chunks = [(b"IHDR", header), (b"tEXt", b"Comment\0" + text), (b"IDAT", zlib.compress(b"\0\0"))]
    made = b"\x89PNG\r\n\x1a\n"
    for kind, data in [*chunks, (b"IEND", b"")]:
        made += len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
    return made


def holds(content: bytes, text: bytes) -> bool:
    """Tell whether an output holds a text: as it is, in an archive, or in a data URL."""
    if text in content:
        return True
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(holds(archive.read(name), text) for name in archive.namelist())
    found = re.findall(rb"[A-Za-z0-9+/]{24,}", content)
    return any(text in base64.b64decode(each[: len(each) // 4 * 4]) for each in found)


def test_a_text_is_found_wherever_an_output_may_hide_it() -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    url = b"<img src='data:image/png;base64," + base64.b64encode(picture(SECRET)) + b"'>"
    for file, content in ((inner, url), (outer, b"")):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("0", content or inner.getvalue())
    assert holds(outer.getvalue(), SECRET)
    assert not holds(outer.getvalue(), SHOWN)


WAYS_OUT = r"""
![p](../secret.png)
![p](<../secret.png>)
![p](x/../../secret.png)
![p](@/secret.png)
![p](file://@/secret.png)
![p](//@/secret.png)
![p](%2e%2e/secret.png)
![p](..%2fsecret.png)
![p](..\secret.png)
![p](..\\secret.png)
![p](&#46;&#46;/secret.png)
![p](.%2e/secret.png?x#y)
![p][r]¶¶[r]: ../secret.png
[![p](../secret.png)](../secret.png)
<img src=../secret.png>
<img src='@/secret.png'>
<img src=file://@/secret.png>
<img srcset='../secret.png 1x'>
<video poster=../secret.png></video>
<audio src=../secret.mp3></audio>
<object data=../secret.png></object>
[sound:../secret.mp3]
![p](link.png)
![p](folder/secret.png)
![p](folder/../secret.png)
![p](loop.png)
![p](link.svg)
![p](inner.svg)
<img src=link.png>
[p](link.png) [p](../secret.md)
![[../secret.png]] ![[secret.md]]
{{include ../secret.md}} !include ../secret.md
<!--#include file='../secret.md'-->
@import '../secret.md'
``` {file=../secret.md}¶```
{% include "../secret.md" %}
""".strip().split("\n")


def around(project: Path) -> None:
    """Lay secrets around a source folder, and links to them into it."""
    for name in ("secret.png", "secret.mp3", "away/secret.png"):
        write(project / name, picture(SECRET))
    write(project / "secret.md", b"Q: What is it?\nA: " + SECRET + b"\n")
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><text>" + SECRET + b"</text></svg>"
    write(project / "secret.svg", drawing)
    write(project / "source/inner.svg", drawing.replace(SECRET, b"<image href='../secret.png'/>"))
    write(project / "source/seen.png", picture(SHOWN))
    for link, target in {
        "link.png": "../secret.png",
        "link.svg": "../secret.svg",
        "folder": "../away",
        "loop.png": "loop.png",
    }.items():
        (project / "source" / link).symlink_to(target)


@pytest.mark.parametrize("way", range(0, len(WAYS_OUT), 6))
def test_no_file_outside_of_the_source_folder_is_read(project: Path, way: int) -> None:
    around(project)
    (project / "source/folder").unlink()  # which is an error by itself: see the next test
    parts = [
        each.replace("@", project.as_posix()).replace("¶", "\n") for each in WAYS_OUT[way : way + 6]
    ]
    entries = (f"Q: What is w{n}?\nA: It is\n\n{part}\n" for n, part in enumerate(parts))
    write(project / "source/q.md", "\n".join(entries) + "\nQ: What is seen?\nA: ![p](seen.png)\n")
    code = cli.main(["build", "--quiet"])
    outputs = {name: content for name, content in tree(project).items() if name[:6] == "decks/"}
    assert [name for name, content in outputs.items() if holds(content, SECRET)] == []
    assert code == 1 or b"What is seen?" in outputs["decks/bank.json"]


def test_a_folder_that_is_a_link_out_of_the_source_is_not_read(project: Path) -> None:
    around(project)
    write(project / "away/q.md", b"Q: What is away?\nA: " + SECRET + b"\n")
    write(project / "source/q.md", "Q: What is it?\nA: ![p](folder/secret.png)\n")
    assert cli.main(["build", "--quiet"]) == 1
    assert not (project / "decks").exists()
