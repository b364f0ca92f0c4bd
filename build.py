"""Build the decks: the same as `tiku build`."""

import sys

from tiku.cli import run

if __name__ == "__main__":
    run(["build", *sys.argv[1:]])
