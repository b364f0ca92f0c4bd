"""`tiku review` at a terminal: pairs side by side, a key for each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import Run, tree, write

pty = pytest.importorskip("pty", reason="Windows has no pseudo terminals")
termios = pytest.importorskip("termios")

ENTRY = "**Question:** What is a {}?\n\n**Answer:** {}\n\n"
PLAIN = {"NO_COLOR": "1"}
NAMES = ("mutex", "cache", "heap", "stack")
AT_TERMINAL = """
import fcntl, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that Ctrl-C is heard
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
from tiku.cli import main
sys.exit(main(["review"]))
"""
PROMPT = "[s]ame  [d]ifferent  [l]ater  [q]uit "


@pytest.fixture
def questions(project: Path) -> Path:
    """Four open pairs."""
    text = (ENTRY.format(name, "A lock.") + ENTRY.format(name, f"图 {name}.") for name in NAMES)
    write(project / "source/q.md", "".join(text))
    return project


def walk(
    project: Path,
    keys: str,
    more: Mapping[str, str] | None = None,
    meanwhile: Callable[[], object] = list,
) -> tuple[int, str]:
    """Review with a key at each prompt; give the exit code and what was seen."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    process = subprocess.Popen(
        [sys.executable, "-c", AT_TERMINAL],
        cwd=project, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "", "COLUMNS": "", **(more or {})},
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    with suppress(OSError):  # Linux says so when the other side is closed
        while chunk := os.read(ours, 4096):
            seen += chunk
            if seen.endswith(PROMPT.encode()):
                press(ours, keys[seen.count(PROMPT.encode()) - 1 :][:1])
                if seen.count(PROMPT.encode()) == 1:
                    meanwhile()
    os.close(ours)
    return process.wait(), seen.decode().replace("\r\n", "\n")


def press(terminal: int, key: str) -> None:
    """Press a key as soon as one is read; what is typed before is dropped."""
    assert key, "asked once more than was expected"
    while termios.tcgetattr(terminal)[3] & termios.ICANON:
        time.sleep(0.01)
    os.write(terminal, key.encode())


def decided(project: Path) -> dict[str, str]:
    """Give what was said of which question."""
    lines = map(json.loads, (project / "tiku.decisions").read_text("utf-8").splitlines())
    return {line["asked"][0].split()[-1].strip("?"): line["said"] for line in lines}


def test_each_pair_takes_a_key(questions: Path, tiku: Run) -> None:
    code, seen = walk(questions, "sdlq")
    assert code == 0
    assert [f"{PROMPT}{key}\n" in seen for key in "sdlq"] == [True] * 4
    shown = [f"{n} of 4  conflict: the same question, answered" in seen for n in range(1, 5)]
    assert shown == [True] * 4
    assert seen.endswith("decided    2 decisions in tiku.decisions; commit it, and build again\n")
    assert decided(questions) == {"mutex": "same", "cache": "different"}
    assert len(json.loads(tiku("review", "--json").stdout)["open"]) == 2
    code, seen = walk(questions, "SD")
    assert (code, "2 of 2" in seen) == (0, True)
    assert [*decided(questions).values()].count("same") == 2
    code, seen = walk(questions, "")
    assert (code, PROMPT in seen) == (0, False)


@pytest.mark.parametrize("key", ["q", "Q", "\x04", "\x1b"])
def test_who_quits_at_once_has_decided_nothing(questions: Path, key: str) -> None:
    before = tree(questions)
    code, seen = walk(questions, key)
    assert code == 0
    assert seen.count(PROMPT) == 1
    assert "decided    nothing\n" in seen
    assert tree(questions) == before


def test_any_other_key_decides_nothing_either(questions: Path) -> None:
    code, seen = walk(questions, "x \nd")
    assert (code, seen.count(PROMPT)) == (0, 4)
    assert decided(questions) == {"stack": "different"}


def test_an_interrupt_leaves_the_terminal_and_the_decisions_as_they_were(questions: Path) -> None:
    before = tree(questions)
    code, seen = walk(questions, "\x03")
    assert code == 0
    assert seen.endswith("decided    nothing\n")
    assert tree(questions) == before


def test_an_interrupt_keeps_what_was_said_before(questions: Path) -> None:
    walk(questions, "s\x03")
    assert decided(questions) == {"mutex": "same"}


def test_what_differs_is_coloured(questions: Path) -> None:
    _, seen = walk(questions, "q")
    assert "\nsource/" in seen, "a place is told as all are, as it is seen from here"
    assert "What is a mutex?                       │ What is a mutex?\n" in seen
    assert "\x1b[1;33mA\x1b[0m \x1b[1;33mlock\x1b[0m." in seen
    assert "│ \x1b[1;33m图\x1b[0m \x1b[1;33mmutex\x1b[0m.\n" in seen
    assert "⟦" not in seen


@pytest.mark.parametrize("more", [PLAIN, {"TERM": "dumb"}])
def test_what_differs_stands_in_brackets_without_colour(
    questions: Path, more: dict[str, str]
) -> None:
    _, seen = walk(questions, "q", more)
    assert "⟦A⟧ ⟦lock⟧.                            │ ⟦图⟧ ⟦mutex⟧.\n" in seen
    assert "\x1b" not in seen


def test_broken_decisions_are_said_before_anything_is_asked(questions: Path) -> None:
    write(questions / "tiku.decisions", "\n{\n")
    code, seen = walk(questions, "sdlq", PLAIN)
    assert (code, PROMPT in seen) == (1, False)
    assert "tiku.decisions:2: error: this is no decision; " in seen
    assert (questions / "tiku.decisions").read_text() == "\n{\n"


def test_decisions_that_break_meanwhile_are_not_overwritten(questions: Path) -> None:
    """Another program writes them while a person thinks."""
    made = questions / "tiku.decisions"
    code, seen = walk(questions, "sq", PLAIN, lambda: made.write_bytes(b"{"))
    assert code == 1
    assert "tiku.decisions:1: error: this is no decision; " in seen
    assert made.read_bytes() == b"{"


def test_decisions_that_another_made_meanwhile_stay(questions: Path) -> None:
    line = '{"ids":["a","b"],"said":"same","asked":["Who else?","Who?"]}\n'
    made = questions / "tiku.decisions"
    assert walk(questions, "sq", PLAIN, lambda: made.write_text(line))[0] == 0
    assert decided(questions) == {"else": "same", "mutex": "same"}
