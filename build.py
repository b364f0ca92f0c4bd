"""Build the decks: the same as `tiku build`."""

import sys

from tiku.cli import main

sys.exit(main(["build", *sys.argv[1:]]))
