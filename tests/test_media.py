"""Pictures, sound and film: which file a text names, its name in a deck, what is refused."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from tests import outputs
from tests.conftest import Run, tree, write
from tiku import Settings, build
from tiku.exporters import bank_json, notes, registry
from tiku.identity.identify import FIRST_BUILD
from tiku.identity.lock import Lock
from tiku.markup import diagrams, markdown, media
from tiku.model import Bank
from tiku.pipeline import Built, rebuild

ENTRY = "Q: What is {}?\nA: It is {}.\n\n"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>alert(1)</script><style>'
    b'.a{fill:red}</style><image href="https://a.org/x.png"/><path class="a" d="M0 0"/></svg>'
)


@pytest.mark.parametrize(
    ("text", "rooted"),
    [
        ("![a](x.png)", "![a](net/a%20b/x.png)"),
        ("![a](./x.png 'title')", "![a](net/a%20b/x.png 'title')"),
        ("![a](<x y.png>)", "![a](<net/a b/x y.png>)"),
        ("![a](x y.png)", "![a](net/a b/x y.png)"),
        ("![a](x (1).png)", "![a](net/a b/x (1).png)"),
        ("![a]( x y.png)", "![a]( net/a b/x y.png)"),
        ("![a](x y.png 'title')", "![a](net/a b/x y.png 'title')"),
        ("![[x y.png|200]]", "![[net/a b/x y.png|200]]"),
        ("![a](../../img/x.png)", "![a](img/x.png)"),
        ("![a](../../../x.png)", "![a](../x.png)"),
        ("![a](x(1).png)", "![a](net/a%20b/x(1).png)"),
        ("![a](x.png?raw=true)", "![a](net/a%20b/x.png?raw=true)"),
        ("[![a](x.png)](y.md)", "[![a](net/a%20b/x.png)](y.md)"),
        ("<img alt='q' src='x.png'>", "<img alt='q' src='net/a%20b/x.png'>"),
        ("<IMG SRC=x.png>", "<IMG SRC=net/a%20b/x.png>"),
        ("<audio controls><source src='x.mp3'></audio>",
         "<audio controls><source src='net/a%20b/x.mp3'></audio>"),
        ("[sound:x y.mp3]", "[sound:net/a b/x y.mp3]"),
        ("![a][r]\n\n[r]: x.png", "![a][r]\n\n[r]: net/a%20b/x.png"),
        ("`![a](x.png)` ![a](x.png)", "`![a](x.png)` ![a](net/a%20b/x.png)"),
        ("```\n![a](x.png)\n```\n![a](x.png)", "```\n![a](x.png)\n```\n![a](net/a%20b/x.png)"),
        ("![a](/x.png)", "![a](/x.png)"),
        ("![a](https://a.org/x.png)", "![a](https://a.org/x.png)"),
        ("![a](data:image/png;base64,AA)", "![a](data:image/png;base64,AA)"),
        ("[a](x.png) and [r]: x", "[a](x.png) and [r]: x"),
    ],
)  # fmt: skip
def test_files_are_named_from_the_source_folder(text: str, rooted: str) -> None:
    assert media.rooted(text, "net/a b") == rooted
    assert media.rooted(text, "") == text


@pytest.mark.parametrize("folder", ["C#", "what?", "a%20b", "top(1)", "it's", "x[1]", "深 度"])
@pytest.mark.parametrize(
    "text",
    [
        "![x](p.png)", "![x](<p q.png>)", "![x](p q.png)", "![[p q.png|100]]", "[sound:p q.mp3]",
        '<img src="p q.png">', "![it](it's.png)", "[^1]: x ![n](n.png) y\n\nz[^1]",
        "The ` key\n\n![p](a.png)\n\nand ` again", "<img alt='a>b' src='c.png'>",
        "| ![[a.png\\|100]] | x |\n|---|---|\n| y | z |",
    ],
)  # fmt: skip
def test_a_file_is_found_whatever_its_folder_is_called(folder: str, text: str) -> None:
    (own,) = {media.path_of(source) for source, _ in markdown.images(text)}
    found = {media.path_of(s) for s, _ in markdown.images(media.rooted(text, folder))}
    assert found == {f"{folder}/{own}"}


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("a%20b.png", "a b.png"),
        ("./x/../a.png?raw=1#b", "a.png"),
        ("/a.png", "a.png"),
        ("img\\a.png", "img/a.png"),
        ("gr%C3%B6%C3%9Fe.png", "größe.png"),
        ("gro\u0308ße.png", "größe.png"),
        ("../a.png", "../a.png"),
        ("https://a.org/a.png", ""),
        ("//a.org/a.png", ""),
        ("file:///a.png", ""),
        ("C:/a.png", ""),
        ("a%00.png", ""),
        ("", ""),
    ],
)
def test_a_source_names_a_file_below_the_folder_or_none(source: str, path: str) -> None:
    assert media.path_of(source) == path


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("net/Plot 1.PNG", "plot-1-"),
        ("größe.png", "groe-"),
        ("图.png", "file-"),
        ("a" * 300 + ".png", "a" * 60 + "-"),
    ],
)
def test_a_name_is_plain_and_tells_what_is_in_the_file(path: str, name: str) -> None:
    one, other = media.medium(path, b"1"), media.medium(path, b"2")
    assert one.name.startswith(name)
    assert one.name.endswith(".png")
    assert one.name != other.name
    assert len(one.name) < 120
    assert media.medium(path, b"1") == one


def pictured(**files: bytes) -> Bank:
    text = "".join(ENTRY.format(f"![{n}]({name})", n) for n, name in enumerate(files))
    return build({"q.md": text, **files})


def test_what_is_missing_shows_its_description() -> None:
    bank = build(
        {"q.md": ENTRY.format("![the plot](x.png) here", "![](y.mp3) and ![](图%20a.png)")}
    )
    (item,) = bank.items
    assert item.stem.html == "<p>What is the plot here?</p>"
    assert item.response.answer.html == "<p>It is y.mp3<audio></audio> and 图 a.png.</p>"
    assert [(p.code, p.line) for p in bank.problems] == [("N11", 1), ("N11", 2), ("N11", 2)]
    assert bank.media == ()


def test_one_basename_in_two_folders_is_two_files() -> None:
    texts = {f"{folder}/q.md": ENTRY.format("![p](x.png)", folder) for folder in "ab"}
    bank = build({**texts, "a/x.png": b"1", "b/x.png": b"2"})
    assert len(bank.items) == 2, "other pictures, other questions"
    assert sorted(medium.path for medium in bank.media) == ["a/x.png", "b/x.png"]
    again = build({**texts, "a/x.png": b"1", "b/x.png": b"1"})
    assert len({medium.name for medium in again.media}) == 1, "the same bytes are one file"


def test_the_same_picture_named_from_two_folders_is_the_same_question() -> None:
    names = {"a/q.md": "../x.png", "b/q.md": "/x.png", "q.md": "./x.png"}
    texts = {path: ENTRY.format(f"![p]({name})", "it") for path, name in names.items()}
    assert [p.code for p in build({**texts, "x.png": b"1"}).problems] == ["M1", "M1"]


def test_a_picture_that_changes_changes_its_question_and_no_other() -> None:
    text = ENTRY.format("![p](x.png)", "this") + ENTRY.format("that", "that")
    first, lock = rebuild({"q.md": text, "x.png": b"1"})
    second = rebuild({"q.md": text, "x.png": b"2"}, Settings(), lock, FIRST_BUILD + 60).bank
    assert [item.id for item in second.items] == [item.id for item in first.items]
    assert [item.modified - FIRST_BUILD for item in second.items] == [60, 0]


def test_an_svg_is_cleaned_and_a_broken_one_refused() -> None:
    bank = pictured(**{"good.svg": SVG, "bad.svg": b"<svg><path></svg>"})
    (medium,) = bank.media
    assert b"<path" in medium.content
    assert b".a{fill:red}" in medium.content
    for harm in (b"script", b"onload", b"a.org", b"alert"):
        assert harm not in medium.content
    assert [(p.code, p.line) for p in bank.problems] == [("N13", 4)]


def test_files_are_in_the_package_and_beside_the_json_under_the_same_names() -> None:
    bank = pictured(**{"x y.png": b"1", "s.mp3": b"2"})
    names = {medium.name: medium.content for medium in bank.media}
    with zipfile.ZipFile(io.BytesIO(outputs.package(bank))) as archive:
        listed = json.loads(archive.read("media"))
        assert {name: archive.read(number) for number, name in listed.items()} == names
    files = registry.export(bank)
    found = {name: each for name, each in files.items() if name.startswith("media/")}
    assert found == {f"media/{name}": content for name, content in names.items()}
    asked = bank_json.to_json(bank)
    assert {each["name"]: each["source"] for each in asked["media"]} == {
        medium.name: medium.path for medium in bank.media
    }
    html = "".join(item["stem_html"] for item in asked["items"])
    assert all(f'src="media/{name}"' in html for name in names)
    fields = "".join(note.fields[0] for note in notes.notes(bank))
    picture, sound = sorted(names, key=lambda name: name.endswith("mp3"))
    assert f'<img src="{picture}"' in fields
    assert f"[sound:{sound}]" in fields


def test_a_link_to_a_file_beside_is_text_on_a_card_and_a_link_elsewhere() -> None:
    bank = build({"q.md": ENTRY.format("[this](other.md)", "[that](https://a.org)")})
    (note,) = notes.notes(bank)
    assert note.fields[0] == "<p>What is this?</p>"
    assert 'href="https://a.org"' in note.fields[1]
    assert 'href="other.md"' in bank.items[0].stem.html


# Diagrams

DIAGRAM = "Q: How does it flow?\nA:\n\n```mermaid\ngraph TD\n A --> B\n```\n"


def test_a_diagram_is_code_unless_it_is_to_be_drawn() -> None:
    bank = build({"q.md": DIAGRAM})
    html = bank.items[0].response.answer.html
    assert html.startswith('<figure><pre><code class="language-mermaid">graph TD\n A --&gt; B')
    assert html.endswith("<figcaption>A diagram, as its Mermaid source</figcaption></figure>")
    assert bank.media == ()


@pytest.mark.skipif(not diagrams.can_draw(), reason="merman is not installed")
def test_a_diagram_is_drawn_and_one_that_is_none_stays_code() -> None:
    quoted = DIAGRAM.replace("A -->", '%% " onload="alert(1)\n A["Start"] -->')
    text = quoted + DIAGRAM.replace("flow", "go").replace("graph", "grph")
    bank = build({"q.md": text}, Settings(diagrams="drawn"))
    (medium,) = bank.media
    assert medium.content.startswith(b"<?xml")
    assert re.search(rb">\s*Start\s*<", medium.content)
    drawn, code = (item.response.answer.html for item in bank.items)
    assert drawn.startswith(f'<img src="{medium.name}" alt="graph TD')
    assert "onload=&quot;alert(1)" in drawn
    assert drawn.count('"') == 4
    assert 'class="language-mermaid"' in code
    assert build({"q.md": text}, Settings(diagrams="drawn")) == bank


@pytest.mark.skipif(not diagrams.can_draw(), reason="merman is not installed")
def test_what_draws_is_let_go_of_in_time(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", DIAGRAM)
    write(project / "tiku.yaml", "diagrams: drawn\n")
    done = tiku("build", "-q", PYTHONUTF8="1")  # a process, which ends
    assert (done.returncode, done.stderr) == (0, "")
    assert [*(project / "decks/media").iterdir()]


def test_where_nothing_can_draw_a_setting_that_asks_for_it_is_an_error(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tiku import cli

    monkeypatch.setattr(diagrams, "can_draw", lambda: False)
    write(project / "source/q.md", DIAGRAM)
    write(project / "tiku.yaml", "diagrams: drawn\n")
    assert cli.main(["build"]) == 1
    assert "tiku.yaml: error: 'diagrams: drawn' needs merman" in capsys.readouterr().err


# On the disk


def test_outputs_within_the_source_folder_are_no_sources(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", ENTRY.format("this", "it"))
    write(project / "source/tiku.yaml", "name: mine\n")
    for _ in range(2):
        done = tiku("build", "source", "--output", "source/out")
        assert (done.returncode, done.stderr) == (0, "")
        assert "read       1 question in 1 file\n" in done.stdout
    assert (project / "source/out/mine.apkg").exists()


def test_a_build_writes_pictures_and_takes_away_those_of_before(project: Path, tiku: Run) -> None:
    write(project / "source/a/q.md", ENTRY.format("![p](x%20y.png)", "it"))
    write(project / "source/a/x y.png", b"1")
    write(project / "decks/media/mine.png", b"mine")
    assert tiku().returncode == 0
    (first,) = (name for name in tree(project / "decks/media") if name != "mine.png")
    write(project / "source/a/x y.png", b"2")
    assert "is not what the sources give" in tiku("--check").stderr
    assert tiku().returncode == 0
    assert tiku("--check").returncode == 0
    found = tree(project / "decks/media")
    assert found.pop("mine.png") == b"mine"
    assert list(found.values()) == [b"2"]
    assert first not in found


def test_a_leftover_alone_makes_the_outputs_out_of_date(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", ENTRY.format("this", "it"))
    tiku()
    old = write(project / "decks/media/x-0123456789abcdef.png", b"1")
    assert f"{old.relative_to(project)}: error" in tiku("--check").stderr
    tiku()
    assert not old.exists()


@pytest.mark.parametrize("within", ["media", "page", "page/data"])
def test_a_folder_of_outputs_that_is_a_link_is_not_followed(
    project: Path, tiku: Run, within: str
) -> None:
    write(project / "source/q.md", ENTRY.format("![p](x.png)", "it"))
    write(project / "source/x.png", b"1")
    kept = write(project / "elsewhere/old-0123456789abcdef.png", b"kept")
    (project / "decks" / within).parent.mkdir(parents=True)
    (project / "decks" / within).symlink_to(project / "elsewhere")
    done = tiku()
    assert done.returncode == 1
    assert f"{within} is no folder of its own" in done.stderr
    assert tree(project / "elsewhere") == {kept.name: b"kept"}


def test_a_file_of_the_source_folder_is_found_however_its_name_is_spelled(
    project: Path, tiku: Run
) -> None:
    write(project / "source/q.md", ENTRY.format("![p](größe.png)", "it"))
    write(project / "source" / "gro\u0308ße.png", b"1")
    assert tiku().returncode == 0


def test_a_vault_of_obsidian_finds_files_by_their_last_name(project: Path, tiku: Run) -> None:
    text = ENTRY.format("![[cell.png|300]]", "![](img/root.png)")
    for folder in ("notes", "notes/bio"):
        write(project / folder / "q.md", text.replace("What", folder))
    for place in ("old/a/cell.png", "files/cell.png", "files/img/root.png", "root.png"):
        write(project / "notes" / place, place.encode())
    assert tiku("build", "notes").stderr.count("[N11]") == 4
    (project / "notes/.obsidian").mkdir()
    assert tiku("build", "notes").returncode == 0

    def shown() -> set[bytes]:
        return {path.read_bytes() for path in (project / "decks/media").iterdir()}

    assert shown() == {b"files/cell.png", b"files/img/root.png"}
    write(project / "notes/files/cell.png", b"new")
    assert tiku("build", "notes").returncode == 0
    assert shown() == {b"new", b"files/img/root.png"}
    write(project / "notes/bio/cell.png", b"beside")
    assert tiku("build", "notes").returncode == 0
    assert shown() == {b"beside", b"files/img/root.png"}


def test_one_file_alone_takes_pictures_from_beside_it_only(project: Path, tiku: Run) -> None:
    write(project / "source/q.md", ENTRY.format("![p](x.png) ![o](../o.png)", "it"))
    write(project / "source/x.png", b"1")
    write(project / "o.png", b"secret")
    done = tiku("build", "source/q.md", "--output", "out", "--lock", "out/tiku.lock")
    assert done.stderr.startswith(
        "source/q.md:1: error: the file '../o.png' leads out of the source"
    )


def test_of_files_that_are_one_the_last_by_name_is_named() -> None:
    paths = [f"{letter}/x.png" for letter in "abcdefgh"]
    text = "".join(ENTRY.format(path, f"![]({path})") for path in paths)
    found = build({"q.md": text, **dict.fromkeys(paths, b"1")})
    assert [each.path for each in found.media] == ["h/x.png"]


@pytest.mark.parametrize("shown", ["![]({}.png)", "[sound:{}.mp3]"])
@pytest.mark.parametrize(("before", "after"), [("bones", "skeleton"), ("", "bones")])
def test_a_folder_that_is_renamed_keeps_the_ids_of_what_only_shows_a_file(
    shown: str, before: str, after: str
) -> None:
    """A question names its pictures by their paths, and nothing else tells these two apart."""
    asked = "## Which is it?\n\n{}\n\n### Answer\n\nThe {} bone.\n\n"
    text = "".join(asked.format(shown.format(n), name) for n, name in ((1, "long"), (2, "short")))
    names = ("1.png", "2.png", "1.mp3", "2.mp3")

    def built(folder: str, lock: Lock) -> Built:
        there = f"{folder}/" if folder else ""
        files = {f"{there}{name}": name.encode() for name in names}
        return rebuild({f"{there}q.md": text, **files}, lock=lock)

    first = built(before, Lock())
    again = built(after, first.lock)
    assert len(first.bank.items) == 2
    assert [item.id for item in again.bank.items] == [item.id for item in first.bank.items]


@pytest.mark.parametrize(
    ("shown", "language"),
    [
        ("![](a.png)", ""),
        ("![the plot](a.png)", ""),
        ("<img src='a.png'>", ""),
        ("[sound:a.mp3]", ""),
        ("![](https://a.org/图.png)", ""),
        ("![曲线](a.png)", "zh"),
        ("曲线 ![](a.png)", "zh"),
    ],
)
def test_the_names_of_files_tell_no_language(shown: str, language: str) -> None:
    """A picture without a description has its path in the plain text."""
    files: dict[str, str | bytes] = {"图/q.md": f"Q: What is this?\nA: {shown}\n"}
    files |= {"图/a.png": b"1", "图/a.mp3": b"2"}
    (item,) = build(files).items
    assert item.language == language
