"""What stands between tiku and a person: keys that are read, and colours, on Windows too."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tiku.commands import reviewing
from tiku.system import terminal

STREAM = SimpleNamespace(isatty=lambda: True, fileno=lambda: 2)


@pytest.mark.parametrize(
    ("keys", "read"),
    [("s", "s"), ("\xe0Ss", "s"), ("\0D\xe0Hq", "q"), ("\x03", "\x03")],
    ids=["a letter", "Delete", "F10 and an arrow", "Ctrl-C"],
)
def test_keys_without_a_character_decide_nothing(
    keys: str, read: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows they come as two: Delete ends in an S, F10 in a D."""
    typed = iter(keys)
    monkeypatch.setitem(sys.modules, "termios", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(getwch=lambda: next(typed)))
    assert reviewing._key() == read
    assert not list(typed)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A console of Windows and the modes that it was given; it shows colours if there is a 7."""
    modes = [3]

    def get(_: object, mode: ctypes._Pointer[ctypes.c_ulong]) -> int:
        ctypes.cast(mode, ctypes.POINTER(ctypes.c_ulong)).contents.value = modes[-1]
        return 1

    def change(_: object, mode: int) -> int:
        modes.append(mode)
        return 1

    console = SimpleNamespace(GetConsoleMode=get, SetConsoleMode=change)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=console), raising=False)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(get_osfhandle=lambda file: file))
    monkeypatch.setattr(sys, "platform", "win32")
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    terminal._obeys.cache_clear()
    yield modes
    terminal._obeys.cache_clear()


def test_a_console_of_windows_is_told_to_show_colours(windows: list[int]) -> None:
    assert terminal.has_colour(STREAM)  # type: ignore[arg-type]
    assert terminal.has_colour(STREAM)  # type: ignore[arg-type]
    assert windows == [3, 7]


def test_a_console_that_knows_none_gets_none(
    windows: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ctypes.windll.kernel32.SetConsoleMode", lambda *_: 0)
    assert not terminal.has_colour(STREAM)  # type: ignore[arg-type]
    assert windows == [3]
