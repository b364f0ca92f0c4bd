"""TeX as MathML, which browsers show without a script: the one module that imports latex2mathml."""

from __future__ import annotations

import re
from functools import lru_cache

from tiku.system import lean
from tiku.system.patterns import lazy

_SPAN = lazy(
    r'<span class="math (inline|display)">\\[(\[](.*?)\\[)\]]</span>', re.DOTALL
)  # as tiku.markup.rendering writes it
_LONGEST = 5_000  # characters


def replaced(text: str) -> str:
    """Put MathML in the place of the TeX in sanitised HTML; what is no TeX stays as it is."""
    return _SPAN.sub(_replacement, text) if 'class="math ' in text else text


def _replacement(found: re.Match[str]) -> str:
    import html

    made = _made(html.unescape(found[2]), is_block=found[1] == "display")
    return f'<span class="math {found[1]}">{made}</span>' if made else found[0]


@lru_cache(4096)
def _made(tex: str, *, is_block: bool) -> str:
    lean.load("latex2mathml.converter")
    from latex2mathml.converter import convert

    from tiku.markup import sanitize

    # It does not escape text, and gaps of a cloze must stay what they are.
    if len(tex) > _LONGEST or ("<" in tex and r"\text" in tex) or "{{c" in tex:
        return ""
    try:
        made = convert(tex, display="block" if is_block else "inline")
    except Exception:  # noqa: BLE001 - it raises whatever its tables run into, of all kinds
        return ""
    return sanitize.mathml(made)
