"""The terminal: what may be printed, in which encoding and colour; it loads nothing heavy."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, TextIO

from tiku.system.patterns import lazy

_CONTROL = lazy("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m"}
_PLAIN = "\x1b[0m"


class UnprintableError(Exception):
    """What is to be said cannot be printed, for instance since the disk is full."""


def speak_utf8() -> None:
    """Let neither an old console, an odd locale nor a stream that is closed fail on any text."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # whoever started tiku has closed it
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")


@contextmanager
def printing() -> Iterator[None]:
    """Print all of what is told within. Raises UnprintableError if that cannot be."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnprintableError(error.strerror) from error


def say(text: str) -> None:
    """Tell a person what tiku is at."""
    print(f"tiku: {shown(text)}", file=sys.stderr, flush=True)


def message(problem: Mapping[str, Any], *, colour: bool = False) -> str:
    """Write a problem as `path:line: severity: what; what to do [CODE]`; it comes as in JSON."""
    severity, line = problem["severity"], problem["line"]
    place = f"{problem['file']}:{line}" if line else problem["file"]
    if colour:
        severity = f"{_COLOURS[severity]}{severity}{_PLAIN}"
    said = f"{shown(problem['what'])}; {shown(problem['remedy'])}"
    return f"{shown(place)}: {severity}: {said} [{problem['code']}]"


def shown(text: str) -> str:
    """Show control characters, which a file name may hold, instead of obeying them."""
    if text.isprintable():
        return text
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def has_colour(stream: TextIO) -> bool:
    """Tell whether a stream is a terminal that shows colours."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.platform != "win32" or _obeys(stream.fileno())


_OBEY = 4  # ENABLE_VIRTUAL_TERMINAL_PROCESSING


@cache
def _obeys(file: int) -> bool:
    """Have a console of Windows take colours for such, which it shows as letters unless told to."""
    import ctypes
    import msvcrt

    console = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    handle = ctypes.c_void_p(msvcrt.get_osfhandle(file))  # type: ignore[attr-defined, unused-ignore]
    mode = ctypes.c_ulong()
    return bool(
        console.GetConsoleMode(handle, ctypes.byref(mode))
        and console.SetConsoleMode(handle, mode.value | _OBEY)
    )
