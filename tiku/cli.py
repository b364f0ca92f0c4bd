"""The command line: arguments in, exit code out.

0 done, 1 the sources have errors or the outputs cannot be written, 2 wrong usage, 3 our bug.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import tiku
from tiku import terminal, timing
from tiku.request import Options

if TYPE_CHECKING:
    from tiku.talk import Command

_FLAGS = ("-q", "--quiet", "--json")
_HELP: dict[Command, str] = {
    "build": "read the sources and write the outputs (the default)",
    "check": "read the sources and list all problems; write nothing",
    "explain": "show how each source was read, and what was not",
    "diff": "tell what a build would add, change, move, re-link and retire; write nothing",
    "watch": "build, and build again whenever a source is saved, until Ctrl-C",
    "ids": "list the questions with their ids, or write the ids into the sources",
    "link": "say that a question is an earlier one with other words",
    "unlink": "say that a question was taken for an earlier one and is not",
    "adopt": "take over the ids of a deck that somebody studies already",
    "review": "walk through the questions that are perhaps the same, and say which are",
    "judge": "judge pairs of questions, as JSON lines, to measure how repeats are found",
}
_ARGUMENTS: dict[Command, dict[str, str]] = {
    "link": {"old": "the id of the earlier question", "new": "the id that it has now"},
    "unlink": {"id_": "the id"},
    "adopt": {"package": "an .apkg file, of tiku, Anki or another tool"},
}
_PAIRS: dict[Command, dict[str, str]] = {
    "review": {
        "--same": "two ids: the questions are one",
        "--different": "two ids: the questions are two",
        "--later": "two ids: take back what was said",
    },
}
_MODULES: dict[Command, str] = {
    **dict.fromkeys(("ids", "link", "unlink", "adopt"), "tiku.tending"),
    **dict.fromkeys(("review", "judge"), "tiku.reviewing"),
    "watch": "tiku.watch",
}
_PORTS = range(8642, 8662)
_SOON = 0.05  # seconds, in which what cleans up ends
_PLACES = (
    ("--output", "DIR", "the folder of the outputs (default: 'decks' beside the source)"),
    (
        "--lock",
        "FILE",
        "remembers which question is which (default: 'tiku.lock' beside the source)",
    ),
)
_SWITCHES: dict[Command, dict[str, str]] = {
    "build": {
        "--timings": "print where the time went, by stage",
        "--check": "write nothing; fail if outputs or lock are not what the sources give",
        "--frozen": "write the outputs, but fail if the lock would change: for CI",
    },
    "ids": {"--write": "write them, as comments that no Markdown shows; change no other byte"},
}


def collect_seldom() -> None:
    """Look for garbage in cycles seldom: a build makes millions of values and hardly any cycle."""
    gc.set_threshold(200_000, 20, 20)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code."""
    terminal.speak_utf8()
    collect_seldom()
    try:
        with _no_interrupt_lost():
            return _run(_parse(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        print("tiku: interrupted; the outputs are whole", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader, such as head, has seen enough
        _close_output()
        return 1
    except terminal.UnprintableError as error:
        print(f"tiku: the result cannot be printed: {error}", file=sys.stderr)
        _close_output()
        return 1
    except Exception:  # noqa: BLE001 - the outermost place: tells our bugs from bad sources
        import traceback  # 5 ms

        traceback.print_exc()
        print("tiku: this is a bug in tiku, please report it", file=sys.stderr)
        return 3


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


def _run(arguments: argparse.Namespace) -> int:
    names = Options._fields
    given = vars(arguments)
    options = Options(**{key: value for key, value in given.items() if key in names})
    own = {key: value for key, value in given.items() if key not in {*names, "command"}}
    if arguments.command == "build":
        from tiku import recent

        with timing.stage("look"):
            own["recalled"] = recalled = recent.recall(options)
        if recalled and not recalled.changed:
            recent.tell(recalled.told, options)
            _tell_timings(options)
            return 0
    commands = importlib.import_module(_MODULES.get(arguments.command, "tiku.commands"))
    outcome = getattr(commands, arguments.command)(options, **own)
    if isinstance(outcome, int):  # `watch` has told all that there is to tell
        return outcome
    from tiku import talk  # loaded by all but the commands that need nothing

    talk.tell(outcome, arguments.command, options)
    _tell_timings(options)
    return 1 if outcome.failed else 0


def _tell_timings(options: Options) -> None:
    if options.timings:
        print("\n".join(timing.lines()), file=sys.stderr)


def _close_output() -> None:
    """Let nothing more be printed: Python would complain when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _folder(path: str) -> Path:
    if not path:
        message = "a folder needs a name"
        raise argparse.ArgumentTypeError(message)
    return Path(path)


def _ports(text: str) -> range:
    if not text.isdecimal() or int(text) > 65535:
        message = f"'{text}' is no port; name the source before --serve"
        raise argparse.ArgumentTypeError(message)
    return range(int(text), int(text) + 1)


def parser(only: str = "") -> argparse.ArgumentParser:
    """Describe the command line, or `only` what belongs to one command: all takes 10 ms."""
    whole = argparse.ArgumentParser(
        prog="tiku",
        description="Markdown questions to a question bank, Anki decks, JSON and CSV.",
        formatter_class=_formatter,
    )
    whole.add_argument("--version", action="version", version=f"tiku {tiku.__version__}")
    names = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, text in _HELP.items() if only not in _HELP else [(only, _HELP[only])]:
        command = names.add_parser(name, help=text, description=text, formatter_class=_formatter)
        _describe(command, name)
    return whole


# To ask how wide the terminal is takes 3 ms, and argparse asks even where it prints no help.
_formatter = partial(argparse.HelpFormatter, width=78)


def _describe(command: argparse.ArgumentParser, name: Command) -> None:
    """Add the arguments of a command, and the options that it has a use for."""
    if name == "judge":
        about = 'a file with an object a line, such as {"a": …, "b": …} (default: standard input)'
        command.add_argument("pairs", nargs="?", default="-", metavar="PAIRS", help=about)
        return
    for argument, about in _ARGUMENTS.get(name, {}).items():
        kind = Path if argument == "package" else str
        command.add_argument(argument, type=kind, metavar=argument.upper().strip("_"), help=about)
    about = "a folder of Markdown files, or one file (default: source)"
    command.add_argument(
        "source", nargs="?", type=_folder, default=Path("source"), metavar="SOURCE", help=about
    )
    if name == "watch":
        about = f"show the page on this machine, and reload it (default: {_PORTS[0]}, or the next)"
        command.add_argument(
            "--serve", nargs="?", type=_ports, const=_PORTS, metavar="PORT", help=about
        )
    else:
        command.add_argument("--json", action="store_true", help="print the result as JSON")
    command.add_argument("-q", "--quiet", action="store_true", help="print only problems")
    for option, metavar, about in _PLACES if name != "explain" else ():
        command.add_argument(option, type=_folder, metavar=metavar, help=about)
    for option, about in _SWITCHES.get(name, {}).items():
        command.add_argument(option, action="store_true", help=about)
    for option, about in _PAIRS.get(name, {}).items():
        command.add_argument(option, nargs=2, action="append", default=[], metavar="ID", help=about)


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    given = list(argv)
    flags = next((n for n, each in enumerate(given) if each not in _FLAGS), len(given))
    if flags < len(given) and given[flags] in _HELP:
        given.insert(0, given.pop(flags))  # tiku -q check
    elif not given or (given[0][:1] == "-" and given[0] not in ("-h", "--help", "--version")):
        given.insert(0, "build")
    return parser(given[0]).parse_args(given)
