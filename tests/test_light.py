"""What is not needed is not loaded: loading it would cost more than to build a bank of thirty."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.process import unmeasured
from tests.test_properties import CASES, document
from tiku.languages import chinese
from tiku.markup import form, highlight
from tiku.markup.commonmark import escapeHtml

PLAIN = """
# 第1章

### 1. 什么是锁？

**题目：** 什么是锁，`lock` 呢？

**答案：** 锁是一种机制。

- **互斥：** 一次只有一个线程。
- **可重入：** 同一线程可再次获得 [锁](https://a.b/c)，$O(1)$。

> 一句话。

| 名 | 值 |
| --- | --- |
| a | b |

### 2. What is a queue?

**题目：** What is a queue?

**答案：** A list, first in, first out.

1. put
2. get
"""
HEAVY = (
    # It brings inspect, ast and dis along, and is slow to make a class; argparse loads it in 3.14.
    *(["dataclasses"] if sys.version_info < (3, 14) else []),
    "markdown_it",
    "mdit_py_plugins",
    "nh3",
    "pygments",
    "opencc",
    "math_core",
)


@pytest.fixture
def loaded(tmp_path: Path) -> set[str]:
    """Name the modules that are loaded when a project of plain questions is checked."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source/a.md").write_text(PLAIN, encoding="utf-8")
    code = (
        "import sys\nfrom tiku import cli\nassert cli.main(['check', '-q']) == 0\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=unmeasured(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stdout.split())


def test_plain_questions_load_nothing_heavy(loaded: set[str]) -> None:
    assert "tiku.markup.markdown" in loaded
    assert not loaded.intersection(HEAVY)


@given(st.text() | document)
def test_code_is_escaped_as_the_parser_does(text: str) -> None:
    assert highlight.escape(text) == escapeHtml(text)


@given(st.text(st.characters(max_codepoint=127)) | document)
def test_code_of_ascii_has_the_form_of_any_code(text: str) -> None:
    text = text.encode("ascii", "replace").decode()
    assert form._code(text) == "\x1f".join(form._CODE.findall(text))


def test_code_of_cases_has_the_form_of_any_code() -> None:
    lines = {line for case in CASES for line in case.split("\n")}
    for line in {line.encode("ascii", "replace").decode() for line in lines}:
        assert form._code(line) == "\x1f".join(form._CODE.findall(line))


@pytest.mark.no_cover
def test_what_is_cjk_is_told_without_the_pattern() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        assert chinese.is_cjk(char) == bool(chinese.CJK.match(char))
