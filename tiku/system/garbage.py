"""How seldom Python looks for garbage: a build makes millions of values and hardly any cycle."""

import atexit
import gc


def collect_seldom() -> None:
    """Look for garbage in cycles seldom, and not at all when Python ends.

    There it would look through all values, a tenth of an edit. What cleans up still does.
    """
    gc.set_threshold(200_000, 20, 20)
    atexit.register(gc.freeze)
