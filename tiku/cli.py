"""The command line: arguments in, exit code out.

0 done, 1 the sources have errors or the outputs cannot be written, 2 wrong usage, 3 our bug.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from tiku.request import Options
from tiku.system import terminal, timing
from tiku.system.garbage import collect_seldom, end

if TYPE_CHECKING:
    from tiku.commands.talk import Command

_MODULES: dict[Command, str] = {
    **dict.fromkeys(("ids", "link", "unlink", "adopt"), "tiku.commands.tending"),
    **dict.fromkeys(("review", "judge"), "tiku.commands.reviewing"),
    "watch": "tiku.commands.watch",
    "explain": "tiku.commands.building",
}
_RECALLING: tuple[Command, ...] = ("build", "check", "diff")  # go on from the last build
_SET_UP = (
    "take the one that tiku was set up for, such as '.venv/bin/python build.py'; "
    "README.md says how to set it up"
)
_SOON = 0.05  # seconds, in which what cleans up ends


def run(argv: Sequence[str] | None = None) -> NoReturn:
    """Run a command and end the process."""
    end(main(argv))


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code."""
    terminal.speak_utf8()
    collect_seldom()
    command: Command | None = None
    try:
        with _no_interrupt_lost():
            command, options, own = _asked(sys.argv[1:] if argv is None else argv)
            return _run(command, options.settled(), own)
    except KeyboardInterrupt:
        if command == "watch":
            return 0  # it had not begun yet, and this is how one ends it
        print("tiku: interrupted; the outputs are whole", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader, such as head, has seen enough
        _close_output()
        return 1
    except terminal.UnprintableError as error:
        print(f"tiku: the result cannot be printed: {error}", file=sys.stderr)
        _close_output()
        return 1
    except Exception as error:  # noqa: BLE001 - the outermost place: tells our bugs from bad sources
        return _ended_by(error)


def _ended_by(error: Exception) -> int:
    """Say what nothing else has foreseen: what tiku needs is missing, or this is a bug of ours."""
    if isinstance(error, FileNotFoundError) and not _is_here():
        terminal.say("the folder that tiku was started in is gone")
        return 1
    if isinstance(error, ModuleNotFoundError) and not f"{error.name}.".startswith("tiku."):
        terminal.say(
            f"'{error.name}' is not installed for this Python, {sys.executable}; {_SET_UP}"
        )
        return 1
    import traceback  # 5 ms

    traceback.print_exception(error)
    print("tiku: this is a bug in tiku, please report it", file=sys.stderr)
    return 3


def _is_here() -> bool:
    """Tell whether the current folder is still there: without it, no path has a meaning."""
    try:
        return bool(os.getcwd())  # noqa: PTH109 - pathlib may not be loaded yet
    except FileNotFoundError:
        return False


@contextmanager
def _no_interrupt_lost() -> Iterator[None]:
    """Interrupt again where Python drops a Ctrl-C: it does so in what cleans up after values."""
    before = sys.unraisablehook

    def hook(dropped: sys.UnraisableHookArgs) -> None:
        if dropped.exc_type is not KeyboardInterrupt:
            before(dropped)
            return
        import threading
        from _thread import interrupt_main

        again = threading.Timer(_SOON, interrupt_main)
        again.daemon = True
        again.start()

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = before


def _asked(argv: Sequence[str]) -> tuple[Command, Options, dict[str, Any]]:
    if [*argv] in ([], ["build"]):  # without argparse, a seventh of a build that has nothing to do
        return "build", Options(), {}
    from tiku.commands import arguments

    return arguments.parse(argv)


def _run(command: Command, options: Options, own: dict[str, Any]) -> int:
    if command in _RECALLING:
        from tiku.disk import recent

        with timing.stage("look"):
            own["recalled"] = recalled = recent.recall(options)
        if recalled and not recalled.changed:
            recent.tell(recalled.told, options, command)
            _tell_timings(options)
            return 0
    commands = importlib.import_module(_MODULES.get(command, "tiku.commands.resuming"))
    outcome = getattr(commands, command)(options, **own)
    from tiku.system import compiled  # loaded by all but the commands that need nothing

    compiled.keep()
    if isinstance(outcome, int):  # `watch` has told all that there is to tell
        return outcome
    from tiku.commands import talk

    talk.tell(outcome, command, options)
    _tell_timings(options)
    return 1 if outcome.failed else 0


def _tell_timings(options: Options) -> None:
    if options.timings:
        print("\n".join(timing.lines()), file=sys.stderr)


def _close_output() -> None:
    """Let nothing more be printed: Python would complain when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
