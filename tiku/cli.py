"""The command line: arguments in, exit code out.

0 done, 1 the sources have errors or the outputs cannot be written, 2 wrong usage, 3 our bug.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import tiku
from tiku import commands, talk
from tiku.commands import Options

_FLAGS = ("-q", "--quiet", "--json")
_HELP = {
    "build": "read the sources and write the outputs (the default)",
    "check": "read the sources and list all problems; write nothing",
    "explain": "show how each source was read, and what was not",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code."""
    talk.speak_utf8()
    try:
        return _run(_parse(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        print("tiku: interrupted; the outputs are whole", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader, such as head, has seen enough
        _close_output()
        return 1
    except Exception:  # noqa: BLE001 - the outermost place: tells our bugs from bad sources
        traceback.print_exc()
        print("tiku: this is a bug in tiku, please report it", file=sys.stderr)
        return 3


def _run(arguments: argparse.Namespace) -> int:
    is_build = arguments.command == "build"
    options = Options(
        source=arguments.source,
        output=arguments.output if is_build else None,
        check=arguments.check if is_build else False,
        json=arguments.json,
        quiet=arguments.quiet,
    )
    outcome = getattr(commands, arguments.command)(options)
    try:
        talk.tell(outcome, arguments.command, options)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"tiku: the result cannot be printed: {error.strerror}", file=sys.stderr)
        _close_output()
        return 1
    return 1 if outcome.failed else 0


def _close_output() -> None:
    """Let nothing more be printed: Python would complain when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _folder(path: str) -> Path:
    if not path:
        message = "a folder needs a name"
        raise argparse.ArgumentTypeError(message)
    return Path(path)


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    whole = argparse.ArgumentParser(
        prog="tiku", description="Markdown questions to a question bank, Anki decks, JSON and CSV."
    )
    whole.add_argument("--version", action="version", version=f"tiku {tiku.__version__}")
    names = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, text in _HELP.items():
        command = names.add_parser(name, help=text, description=text)
        about = "a folder of Markdown files, or one file (default: source)"
        command.add_argument(
            "source", nargs="?", type=_folder, default=Path("source"), metavar="SOURCE", help=about
        )
        command.add_argument("--json", action="store_true", help="print the result as JSON")
        command.add_argument("-q", "--quiet", action="store_true", help="print only problems")
        if name == "build":
            about = "the folder of the outputs (default: 'decks' beside the source)"
            command.add_argument("--output", type=_folder, metavar="DIR", help=about)
            about = "write nothing; fail if the outputs are not what the sources give"
            command.add_argument("--check", action="store_true", help=about)
    return whole


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    given = list(argv)
    flags = next((n for n, each in enumerate(given) if each not in _FLAGS), len(given))
    if flags < len(given) and given[flags] in _HELP:
        given.insert(0, given.pop(flags))  # tiku -q check
    elif not given or (given[0][:1] == "-" and given[0] not in ("-h", "--help", "--version")):
        given.insert(0, "build")
    return parser().parse_args(given)
