"""The command line as argparse describes and reads it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tiku
from tiku.request import Options
from tiku.values import NamedTuple

if TYPE_CHECKING:
    from tiku.commands.talk import Command

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
_PORTS = range(8642, 8662)
_PLACES = (
    (
        "--output",
        "DIR",
        "the folder of the outputs (default: 'decks' beside the source, or in '.')",
    ),
    (
        "--lock",
        "FILE",
        "remembers which question is which (default: 'tiku.lock' beside the source, or in '.')",
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


class Asked(NamedTuple):
    """A command, its options, and what it is given beyond them."""

    command: Command
    options: Options
    own: dict[str, Any]


def parse(argv: Sequence[str]) -> Asked:
    """Read the command line; where it is wrong, say so and exit."""
    given = vars(_namespace(argv))
    command = given.pop("command")
    options = {name: given.pop(name) for name in Options._fields if name in given}
    return Asked(command, Options(**options), given)


def _folder(path: str) -> Path:
    if not path:
        message = "a folder needs a name"
        raise argparse.ArgumentTypeError(message)
    return Path(path)


def _file(path: str) -> Path:
    if not Path(path).name:
        message = f"'{path}' names no file"
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
        path = _file if metavar == "FILE" else _folder
        command.add_argument(option, type=path, metavar=metavar, help=about)
    for option, about in _SWITCHES.get(name, {}).items():
        command.add_argument(option, action="store_true", help=about)
    for option, about in _PAIRS.get(name, {}).items():
        command.add_argument(option, nargs=2, action="append", default=[], metavar="ID", help=about)


def _correct(typed: str) -> None:
    """Say which command is meant, and exit, if one is much like what was typed."""
    from difflib import get_close_matches  # 3 ms

    if meant := get_close_matches(typed, _HELP, n=1):
        parser().error(f"'{typed}' is no command; did you mean '{meant[0]}'?")


def _namespace(argv: Sequence[str]) -> argparse.Namespace:
    given = list(argv)
    flags = next((n for n, each in enumerate(given) if each not in _FLAGS), len(given))
    if flags < len(given) and given[flags] in _HELP:
        given.insert(0, given.pop(flags))  # tiku -q check
    elif not given or (given[0][:1] == "-" and given[0] not in ("-h", "--help", "--version")):
        given.insert(0, "build")
    elif given[0] not in _HELP and os.path.exists(given[0]):  # noqa: PTH110 - raises nothing
        parser().error(f"'{given[0]}' is no command; to build it: tiku build {given[0]}")
    elif given[0] not in _HELP:
        _correct(given[0])
    return parser(given[0]).parse_args(given)
