"""What Python does about values that nobody needs: seldom anything, and nothing at the end."""

import atexit
import gc
import os
import sys
from typing import NoReturn


def collect_seldom() -> None:
    """Look for garbage in cycles seldom, and not at all when Python ends.

    There it would look through all values, a tenth of an edit. What cleans up still does.
    """
    gc.set_threshold(200_000, 20, 20)
    atexit.register(gc.freeze)


def end(code: int) -> NoReturn:
    """End the process at once: the system takes all memory back, faster than value by value.

    What cleans up is done, and what was printed gets out; where it cannot, or other threads go on,
    Python ends as ever.
    """
    threading = sys.modules.get("threading")
    if threading and threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - as multiprocessing ends its processes
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except OSError:
        sys.exit(code)
    os._exit(code)
