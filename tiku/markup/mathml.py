"""TeX as MathML, which browsers show without a script: the one module that imports math-core."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from tiku.system import entities
from tiku.system.patterns import lazy

if TYPE_CHECKING:
    from math_core import LatexToMathML

_SPAN = lazy(
    r'<span class="math (inline|display)">\\[(\[](.*?)\\[)\]]</span>', re.DOTALL
)  # as tiku.markup.rendering writes it
_LONGEST = 5_000  # characters
_MOST_PARTS = 250  # commands and braces; 400 fractions within each other need a MiB of stack
_TAG = lazy(r"\\tag\s*\{([^{}]*)\}")  # MathJax takes it anywhere, TeX in numbered equations only


def replaced(text: str) -> str:
    """Put MathML in the place of the TeX in sanitised HTML; what is no TeX stays as it is."""
    return _SPAN.sub(_replacement, text) if 'class="math ' in text else text


def _replacement(found: re.Match[str]) -> str:
    made = _made(entities.unescape(found[2]), is_block=found[1] == "display")
    return f'<span class="math {found[1]}">{made}</span>' if made else found[0]


@lru_cache(4096)
def _made(tex: str, *, is_block: bool) -> str:
    from math_core import LatexError

    from tiku.markup import sanitize

    # The library calls itself for each part within another, on a stack of a limited size, and gaps
    # of a cloze must stay what they are.
    if len(tex) > _LONGEST or tex.count("\\") + tex.count("{") > _MOST_PARTS or "{{c" in tex:
        return ""
    tex = _TAG.sub(r"\\qquad(\\text{\1})", tex) if "\\tag" in tex else tex
    try:
        made = _converter().convert_with_local_state(tex, displaystyle=is_block)
    except LatexError:
        return ""
    return sanitize.mathml(made)


@cache
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False)
