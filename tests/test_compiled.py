"""Expressions that were kept are those that Python would compile, whatever became of the file."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.process import unmeasured
from tiku.system import compiled

ROOT = Path(__file__).parent.parent
MANY: list[tuple[Any, int]] = [
    (r"[一-鿿]+", 0),
    (r"(?P<number>\d{1,4})(?P<dot>[.)])(\s|$)", re.MULTILINE),
    (r"ſ|[à-ž]*+(?i:answer)(?<!x)", re.IGNORECASE | re.DOTALL),
    (" a (?P<b> b # a comment\n)?", re.VERBOSE),
    ("", re.ASCII),
    (rb"[a-z]+\n", re.MULTILINE),
    (r"b'[a-z]+\n'", re.MULTILINE),
]
# Prints the expressions that all modules of tiku hold.
LISTED = """
import importlib, pkgutil, tiku
from tiku.system.patterns import _Lazy
made, before = [], _Lazy.__init__
_Lazy.__init__ = lambda self, *given: (made.append(given), before(self, *given))[1]
for module in pkgutil.walk_packages(tiku.__path__, "tiku."):
    if module.name != "tiku.__main__":
        importlib.import_module(module.name)
print(ascii([(text() if callable(text) else text, int(flags)) for text, flags in made]))
"""


@pytest.fixture(autouse=True)
def kept(tmp_path: Path) -> Iterator[Path]:
    """Begin with nothing kept, in a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        forget()
        yield compiled._path()
    forget()


def forget() -> None:
    compiled._kept.cache_clear()
    compiled._used.clear()
    compiled._new.clear()


def test_an_expression_is_kept_and_is_what_python_compiles(kept: Path) -> None:
    for _ in range(2):
        for text, flags in MANY:
            assert compiled.expression(text, flags) == re.compile(text, flags)
            assert compiled.expression(text, flags).groupindex == re.compile(text, flags).groupindex
        compiled.keep()
        forget()
    assert kept.exists()


@pytest.mark.usefixtures("kept")
def test_what_was_kept_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for text, flags in MANY:
        compiled.expression(text, flags)
    compiled.keep()
    forget()
    monkeypatch.setattr(compiled, "_compiled", None)
    for text, flags in MANY:
        assert compiled.expression(text, flags) == re.compile(text, flags)
    assert not compiled._new


def test_all_expressions_of_tiku_are_kept_and_do_not_depend_on_the_process() -> None:
    first, second = (listed(seed) for seed in ("1", "2"))
    assert first == second
    assert len(first) > 300
    for _ in range(2):
        for text, flags in first:
            assert compiled.expression(text, flags) == re.compile(text, flags), text
        compiled.keep()
        forget()


def listed(seed: str) -> list[tuple[Any, int]]:
    done = subprocess.run(
        [sys.executable, "-c", LISTED],
        env=unmeasured() | {"PYTHONHASHSEED": seed},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    found: list[tuple[Any, int]] = ast.literal_eval(done.stdout.decode())
    return found


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_file_changes_nothing(data: st.DataObject) -> None:
    forget()
    for text, flags in MANY:
        compiled.expression(text, flags)
    compiled.keep()
    path = compiled._path()
    whole = path.read_bytes()
    start = data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(
        data.draw(
            st.one_of(
                st.just(whole[:start]),
                st.binary(min_size=1, max_size=8).map(
                    lambda other: whole[:start] + other + whole[start + len(other) :]
                ),
                st.just(whole[start:]),
            )
        )
    )
    forget()
    for text, flags in MANY:
        assert compiled.expression(text, flags) == re.compile(text, flags)
    path.unlink()


def test_a_file_of_another_python_counts_as_missing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled.expression("a|b")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version", "2.7")
        compiled.keep()
    assert kept.exists()
    assert not compiled._read().places


def test_where_nothing_can_be_kept_all_goes_on(kept: Path) -> None:
    kept.parent.parent.mkdir(parents=True)
    kept.parent.write_text("a file where a folder should be", encoding="utf-8")
    assert compiled.expression("a|b") == re.compile("a|b")
    compiled.keep()
    assert [*compiled._new] == [compiled._name("a|b", 0)]


def test_a_python_that_compiles_in_another_way_does_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_made", None)
    assert compiled.expression("a|b", re.IGNORECASE) == re.compile("a|b", re.IGNORECASE)


@pytest.mark.usefixtures("kept")
def test_what_follows_from_a_key_is_no_pattern_of_the_same_text() -> None:
    for _ in range(2):
        for key, text in ((("a", "b"), "x"), ("a\nb", "y"), (("a\nb",), "z"), ("0 a", "w")):
            assert compiled.derived(key, lambda text=text: text).match(text), key  # type: ignore[misc]
            assert compiled.expression(repr((key,))).match("ab") is None
        assert compiled.expression("a\nb").match("a\nb")
        compiled.keep()
        forget()


def test_a_wrong_expression_is_refused_as_python_does() -> None:
    with pytest.raises(re.error, match="unterminated subpattern"):
        compiled.expression("(a")


def test_what_others_kept_meanwhile_stays_but_for_what_is_too_much(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("a|b", "c|d"):
        compiled.expression(text)
        compiled.keep()
        forget()
    assert compiled._read().places.keys() == {compiled._name(text, 0) for text in ("a|b", "c|d")}
    size = kept.stat().st_size
    monkeypatch.setattr(compiled, "_MOST", 1)
    compiled.expression("e|f")
    compiled.keep()
    assert [*compiled._read().places] == [compiled._name("e|f", 0)]
    assert kept.stat().st_size < size


def test_a_second_build_has_nothing_to_compile(tmp_path: Path, kept: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source/a.md").write_text("## What is a lock?\n\n```python\nx = 1\n```\n", "utf-8")
    seen = []
    for seed in ("1", "2"):
        env = unmeasured() | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [
            sys.executable,
            "-m",
            "tiku",
            "build",
            "--output",
            seed,
            "--lock",
            f"{seed}.lock",
        ]
        subprocess.run(command, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, check=True)
        seen.append((kept.read_bytes(), kept.stat().st_mtime_ns))
    assert seen[0] == seen[1]
