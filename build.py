"""Build the decks: the same as `tiku build`."""

import sys

from tiku.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
