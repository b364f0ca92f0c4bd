"""Run `python -m tiku`."""

import sys

from tiku.cli import main

sys.exit(main())
