"""Mermaid diagrams, drawn while a bank is built: the one module that imports merman.

They are drawn only where a project asks for it, since merman has wheels for some systems only: the
outputs must not depend on what happens to be installed.
"""

from __future__ import annotations

import atexit
import re
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tiku.system import entities
from tiku.system.patterns import lazy

if TYPE_CHECKING:
    from merman import MermanEngine

LANGUAGE = "mermaid"
# Text as SVG's own: HTML within an SVG is taken out by `tiku.markup.svg`.
_OPTIONS = '{"svg": {"pipeline": "resvg-safe"}}'
_SOURCE = lazy(
    r'<figure><pre><code class="language-mermaid">(.*?)</code></pre><figcaption>[^<>]*'
    r"</figcaption></figure>",
    re.DOTALL,
)  # as tiku.markup.rendering writes it


def can_draw() -> bool:
    """Tell whether what draws is installed."""
    return find_spec("merman") is not None


def replaced(text: str, place: Callable[[bytes], str]) -> str:
    """Put pictures in the place of diagrams in HTML; `place` keeps an SVG and gives its name."""
    if LANGUAGE not in text:
        return text

    def picture(found: re.Match[str]) -> str:
        source = entities.unescape(found[1])
        drawn = drawing(source)
        return (
            f'<img src="{place(drawn)}" alt="{entities.escape(source.strip())}">'
            if drawn
            else found[0]
        )

    return _SOURCE.sub(picture, text)


def drawing(source: str) -> bytes | None:
    """Draw a diagram as SVG; None if it cannot be read."""
    from merman import MermanError

    try:
        return bytes(_engine().render_svg(source, None).encode())
    except MermanError:
        return None


@cache
def _engine() -> MermanEngine:
    from merman import MermanEngine

    atexit.register(_engine.cache_clear)  # it cleans up after itself with what Python takes away
    return MermanEngine(_OPTIONS, None)
