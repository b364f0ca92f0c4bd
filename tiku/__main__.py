"""Run `python -m tiku`."""

import sys

from tiku.cli import main

if __name__ == "__main__":
    sys.exit(main())
