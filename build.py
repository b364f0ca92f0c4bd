"""Build the decks: the same as `tiku build`."""

import sys

if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever types `python3` may have another one
        sys.exit("tiku: it needs Python 3.11 or newer, and this is " + sys.version.split()[0])

    from tiku.cli import run

    run(["build", *sys.argv[1:]])
