"""Settings: what they take, and where a message points."""

from __future__ import annotations

import pytest

from tiku.documents.known_settings import deck_path
from tiku.documents.settings import front_matter, project_settings
from tiku.model import Problem, Rule, Settings
from tiku.reading import read as read_sources

DIALECTS = ("labelled", "headings")


def read(text: str) -> tuple[Settings, tuple[Problem, ...]]:
    return project_settings(text, "tiku.yaml", DIALECTS)


def test_all_settings() -> None:
    text = "name: exam\ndeck: A::B\ntags: [x, two words]\ndialect: headings\nlanguage: zh-TW\n"
    expected = Settings("exam", ("A", "B"), ("two_words", "x"), "headings", "zh-TW")
    assert read(text) == (expected, ())


def test_a_value_is_the_text_that_stands_there() -> None:
    assert read("deck: 2024\nlanguage: no\ntags: 1.0 yes")[0] == Settings(
        deck=("2024",), language="no", tags=("1.0", "yes")
    )


def test_what_no_text_may_hold_is_dropped_from_a_value() -> None:
    escapes = 'name: "a\\ud800b"\ndeck: "c\\0d"\ntags: ["e\\x1bf", "\\udfff"]'
    assert read(escapes)[0] == Settings(name="ab", deck=("cd",), tags=("ef",))


@pytest.mark.parametrize("nothing", ["", "# only a comment\n", "tags:\n"])
def test_nothing_is_the_default(nothing: str) -> None:
    assert read(nothing) == (Settings(), ())


@pytest.mark.parametrize(
    ("text", "code", "line", "part"),
    [
        ("name: a\nnmae: b", "S2", 2, "use one of name, deck"),
        ("name: a\nname: b", "S3", 2, "a second time"),
        ("tags: [a, b\nname: c", "S1", 2, "not YAML"),
        ("\n- a\n- b", "S1", 1, "key: value"),
        ("a: \x07", "S1", 1, "not YAML"),
        ("[" * 5000, "S1", 1, "nested too deep"),
        ('name: "\\UFFFFFFFF"', "S1", 1, "not YAML"),
        ('name: "\\U00110000"', "S1", 1, "not YAML"),
        ("%YAML 1." + "1" * 5000 + "\n---\nname: a", "S1", 1, "not YAML"),
        ("name: [a, b]", "S3", 1, "is not one value"),
        ("tags: {a: b}", "S3", 1, "is not a list of words"),
        ("tags: [[a]]", "S3", 1, "is not a list of words"),
        ("deck: '::'", "S3", 1, "is empty"),
        ("name: collection", "S3", 1, "Anki"),
        ("name: backup-1", "S3", 1, "Anki"),
        ("name: Collection", "S3", 1, "Anki"),
        ("name: BACKUP-1", "S3", 1, "Anki"),
        ("name: ../up", "S3", 1, "cannot name"),
        ("name: .hidden", "S3", 1, "cannot name"),
        ("dialect: klingon", "S3", 1, "use one of labelled, headings"),
        ("language: 中文", "S3", 1, "language code"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, code: str, line: int, part: str) -> None:
    settings, (problem,) = read(text)
    assert settings == Settings(name="a" if text.startswith("name: a\n") else "")
    assert (problem.code, problem.line, problem.severity) == (code, line, "error")
    assert part in problem.what + problem.remedy


def front(text: str) -> tuple[int, Settings, tuple[Problem, ...]]:
    return front_matter(text.split("\n"), "x.md", DIALECTS)[:3]


def test_front_matter_is_read_and_other_tools_keys_are_left_alone() -> None:
    text = "---\n# note\ntitle: x\ndeck: A\n...\nQ: y\n"
    assert front(text) == (5, Settings(deck=("A",)), ())


def test_front_matter_may_be_indented_as_a_whole() -> None:
    assert front("---\n  title: x\n\n  deck: A\n---\nQ: y\n") == (5, Settings(deck=("A",)), ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no front matter",
        "---\n",
        "---\n\nA rule above, **not** front matter\n\n---\n",
        "---\nlayout: never closed\n",
        "--- \nQ: 1\n",
        "---\n\tdeck: a\n\nText\n\n---\n",
        "---\n\tlayout: code\n\n---\n",
    ],
)
def test_a_rule_is_no_front_matter(text: str) -> None:
    assert front(text) == (0, Settings(), ())


def test_broken_front_matter_points_at_its_line_in_the_file() -> None:
    assert [(p.code, p.line) for p in front("---\ntitle: a\n  deck: b\n---\n")[2]] == [("S1", 3)]
    assert [p.code for p in front("---\ntitle: a\ntags: [a\n---\n")[2]] == ["S1"]
    assert [(p.code, p.line) for p in front("---\ntitle: a\n\ndialect: b\n---\n")[2]] == [("S3", 4)]
    assert [(p.code, p.line) for p in front("---\ndeck: a\n\nText\n")[2]] == [("S1", 1)]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("A::B", ("A", "B")),
        (" A :: :: B", ("A", "B")),
        ('say "A"', ("say A",)),
        ("A:::B", ("A", "B")),
        ("e\u0301", ("é",)),
        ("::", ()),
    ],
)
def test_a_deck_path_has_parts_that_anki_keeps(name: str, path: tuple[str, ...]) -> None:
    assert deck_path(name) == path


def test_rules_hold_for_the_files_that_they_match() -> None:
    text = 'files:\n  "old/*": {encoding: Big5, dialect: headings}\n  "*.md": {dialect: labelled}\n'
    settings, problems = project_settings(text, "tiku.yaml", DIALECTS)
    assert (settings.files, problems) == (
        (Rule("old/*", "headings", "big5", 2), Rule("*.md", "labelled", line=3)),
        (),
    )
    content = "Q: 什麼是TCP?\nA: 通訊協定".encode("big5")
    found, plain = read_sources({"old/a.md": content, "b.md": content.decode("big5")}, settings)
    assert [(r.dialect, r.items[0].stem.plain) for r in (found, plain)] == [
        ("labelled", "什麼是TCP?"),
        ("labelled", "什麼是TCP?"),
    ]
    assert not any(problem.code == "R8" for problem in found.problems)


def test_a_file_may_be_named_as_one_without_questions() -> None:
    text = 'files:\n  "templates/*": {dialect: none}\n'
    settings, problems = project_settings(text, "tiku.yaml", DIALECTS)
    assert problems == ()
    asked = "Q: What is TCP?\nA: A protocol.\n\n```\n"
    files = {"a.md": asked, "b.md": f"---\ndialect: none\n---\n{asked}", "templates/c.md": asked}
    read, *left = read_sources(files, settings)
    assert len(read.items) == 1
    assert [problem.code for problem in read.problems] == ["R12"]
    assert [(each.dialect, each.items, each.problems) for each in left] == [("", (), ())] * 2
    assert left[0].why == "the settings say that it holds no questions"
    (broken,) = read_sources({"templates/c.md": b"\xff\xfe\x00"}, settings)
    assert [problem.code for problem in broken.problems] == ["R3"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("files: x\n", "tiku.yaml:1: 'files' is no list of patterns"),
        ('files:\n  "*": x\n', "tiku.yaml:2: 'files' has a pattern without settings"),
        ('files:\n  "*": {deck: x}\n', "tiku.yaml:2: 'files' cannot set 'deck'"),
        ('files:\n  "*": {dialect: x}\n', "tiku.yaml:2: 'dialect' is no dialect: 'x'"),
        ("encoding: rot13\n", "tiku.yaml:1: 'encoding' is no encoding that Python knows: 'rot13'"),
        ("encoding: x\n", "tiku.yaml:1: 'encoding' is no encoding that Python knows: 'x'"),
    ],
)
def test_rules_that_say_nothing_are_errors(text: str, said: str) -> None:
    _, (problem,) = project_settings(text, "tiku.yaml", DIALECTS)
    assert f"{problem.path}:{problem.line}: {problem.what}" == said
    assert problem.severity == "error"


def test_a_front_matter_names_the_encoding_of_its_file() -> None:
    text = "---\nencoding: cp1251\n---\n\nВопрос: Что?\nОтвет: То.\n"
    (reading,) = read_sources({"a.md": text.encode("cp1251")})
    assert (reading.items[0].stem.plain, reading.problems) == ("Что?", ())
    (wrong,) = read_sources({"a.md": text.replace("cp1251", "gb18030").encode("cp1251")})
    assert [(p.code, p.line) for p in wrong.problems if p.severity == "error"] == [("R3", 5)]
    (marked,) = read_sources({"a.md": text.encode("utf-8-sig")})  # the mark says more
    assert marked.items[0].stem.plain == "Что?"
