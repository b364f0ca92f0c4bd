"""What the documentation says is what tiku does."""

from __future__ import annotations

import argparse
import ast
import graphlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.process import unmeasured
from tiku.commands import arguments
from tiku.dialects import DIALECTS
from tiku.disk import walk
from tiku.documents.known_settings import KEYS
from tiku.exporters import bank_csv
from tiku.languages import label_words
from tiku.model import Code, Problem
from tiku.reading import read

DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)\)", text):
        assert (path.parent / target).exists(), target


def test_every_page_can_be_reached() -> None:
    linked = {
        (path.parent / target).resolve()
        for path in PAGES
        for target in re.findall(r"\]\(([^)#\s]+)\)", path.read_text(encoding="utf-8"))
    }
    for path in PAGES[1:]:
        assert {path, path.parent} & linked, path.name


def test_the_gate_runs_the_commands_of_the_readme() -> None:
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    build, tests = re.findall(r"^python3 -m venv \.venv && (.*)$", README, flags=re.MULTILINE)
    assert build.endswith("pip install -c constraints.txt -e . && .venv/bin/python build.py")
    install, run = tests.split(" && ")
    assert install.removeprefix(".venv/bin/pip install ") in gate
    assert f"step {run.removeprefix('.venv/bin/')}\n" in gate


def options(parser: argparse.ArgumentParser) -> set[str]:
    found: set[str] = set()
    for action in parser._actions:
        found.update(action.option_strings)
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                found.update({f"tiku {name}", *options(sub)})
    return found


def test_the_readme_names_every_command_and_option_and_no_other() -> None:
    real = options(arguments.parser()) - {"-h", "--help"}
    assert {name for name in real if name not in README} == set()
    told = " ".join(re.findall(r"`(tiku [^`\n]*)`", README))
    said = re.findall(r"tiku [a-z]+(?=[ `]|$)|(?<= )--?[a-z]+", told)
    assert len(said) > 5
    assert {name for name in said if name not in real} == set()


def test_the_id_of_the_examples_is_a_real_one() -> None:
    first = json.loads((ROOT / "decks" / "bank.json").read_text(encoding="utf-8"))["items"][0]
    assert re.findall(r"\bq[a-z2-7]{12}\b", page("outputs.md")) == [first["id"]] * 2


def test_every_code_is_explained_with_its_severity() -> None:
    rows = re.findall(r"^\| ([A-Z]\d+) \| (\w+) \|", page("problems.md"), flags=re.MULTILINE)
    assert dict(rows) == {code.value: Problem(code, "", 0, "", "").severity for code in Code}


def test_every_setting_dialect_language_and_column_is_described() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", page("settings.md"), flags=re.MULTILINE)) == set(KEYS)
    dialects = re.findall(r"^## ([a-z]+)$", page("dialects.md"), flags=re.MULTILINE)
    assert dialects == list(DIALECTS)
    assert len(label_words.WORDS) == 30, "README.md and dialects.md say 30 languages"
    for column in bank_csv.COLUMNS:
        assert f"`{column}`" in page("outputs.md")


def test_every_folder_that_is_left_out_is_named() -> None:
    for name in ("problems.md", "dialects.md"):
        assert all(f"`{folder}`" in page(name) for folder in walk.IGNORED)


@pytest.mark.parametrize(
    "example", re.findall(r"```python\n(.*?)```", page("library.md"), re.DOTALL)
)
def test_the_examples_of_the_library_run(example: str) -> None:
    exec(compile(example, "library.md", "exec"), {})


def dialects() -> Iterator[tuple[str, str]]:
    """Give the example of each dialect, by its name."""
    names = "|".join(DIALECTS)
    parts = re.split(rf"\n## ({names})\n", page("dialects.md"))[1:]
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        found = re.search(r"```markdown\n(.*?)```", text, re.DOTALL)
        assert found, name
        yield name, found[1]


@pytest.mark.parametrize(("name", "example"), [*dialects()])
def test_the_example_of_a_dialect_is_read_in_it(name: str, example: str) -> None:
    (reading,) = read({"x.md": example.encode()})
    assert (reading.dialect, bool(reading.items)) == (name, True)


def test_each_dialect_has_an_example() -> None:
    assert {name for name, _ in dialects()} == DIALECTS.keys()


@cache
def modules() -> dict[str, ast.Module]:
    """Give the code of each module of tiku by its name below the package."""
    found = {}
    for path in sorted((ROOT / "tiku").rglob("*.py")):
        name = path.relative_to(ROOT / "tiku").with_suffix("").as_posix().replace("/", ".")
        found[name.removesuffix(".__init__")] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imported(code: ast.Module, names: Collection[str]) -> Iterator[str]:
    """Give the modules of tiku that one imports, anywhere in it."""
    for node in ast.walk(code):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "tiku":
            base = (node.module or "").removeprefix("tiku").lstrip(".")
            found = (f"{base}.{alias.name}".lstrip(".") for alias in node.names)
            yield from (name if name in names else base for name in found)


def test_no_modules_import_each_other() -> None:
    code = modules()
    graph = {name: {*imported(tree, code)} - {name} for name, tree in code.items()}
    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError


def test_imports_point_down() -> None:
    """As the architecture says, for each package and module that it names."""
    (listed,) = re.findall(r"```\n(cli .*?)```", page("architecture.md"), re.DOTALL)
    layers = [re.findall(r"\w+", layer) for layer in listed.split("→")]
    heights = {name: number for number, layer in enumerate(layers) for name in layer}
    code = modules()
    assert heights.keys() <= {name.split(".")[0] for name in code}
    up = [
        f"{name} imports {other}"
        for name, tree in code.items()
        for other in imported(tree, code)
        if (above := heights.get(name.split(".")[0])) is not None
        and (below := heights.get(other.split(".")[0])) is not None
        and above > below
    ]
    assert up == []


def test_the_benchmark_of_identity_runs() -> None:
    script = ROOT / "benchmarks" / "identity.py"
    done = subprocess.run(
        [sys.executable, script, ROOT / "source"],
        env=unmeasured(), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = re.findall(r"^(letters|words|phrases) +kept .* swapped 0 ", done.stdout, re.MULTILINE)
    assert told == ["letters", "words", "phrases"]


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


def test_every_library_is_imported_in_one_module_and_justified() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split("[><=]", each)[0] for each in project["dependencies"]]
    modules = {
        "markdown-it-py": "markdown_it",
        "mdit-py-plugins": "mdit_py_plugins",
        "py-svg-hush": "py_svg_hush",
        "pyyaml": "yaml",
    }
    said = page("decisions/0002-dependencies.md").lower()
    found = [imports(path) for path in (ROOT / "tiku").rglob("*.py")]
    for name in names:
        module = modules.get(name, name.replace("-", "_"))
        assert sum(module in each for each in found) == 1, name
        assert f"- **{name}**" in said
    assert not any("anki" in each for each in found), "AGPL"
