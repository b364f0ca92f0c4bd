"""Code with its parts marked by the short class names of Pygments, which this module alone imports.

Any style sheet of Pygments fits; tiku's own is `code.css` beside the card.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

_LONGEST: Final = 50_000  # characters: some lexers are quadratic
# What looks like any other text: it is half of all tokens.
_PLAIN: Final = frozenset(("", "n", "nx", "nn", "nv", "p", "w", "esc", "ow", "o", "x"))
CLASSES: Final = frozenset(
    "bp c c1 ch cm cp cpf cs dl err esc fm g gd ge ges gh gi go gp gr gs gt gu il k kc kd kn kp kr"
    " kt l ld m mb mf mh mi mo n na nb nc nd ne nf ni nl nn no nt nv nx o ow p pm py s s1 s2 sa sb"
    " sc sd se sh si sr ss sx vc vg vi vm w x".split()
)


def html(code: str, language: str) -> str:
    """Mark keywords, strings, comments and names of code, and escape it as HTML.

    Code in no language, or in one that Pygments does not know, is only escaped.
    """
    lexer = _lexer(language.lower()) if language and len(code) <= _LONGEST else None
    if lexer is None:
        return escape(code)
    found = list(lexer.get_tokens(code))
    if "".join(text for _, text in found) != code:  # some lexers mend what they read
        return escape(code)
    out: list[str] = []
    for name, tokens in groupby(found, key=lambda token: _name(token[0])):
        text = escape("".join(text for _, text in tokens))
        out.append(text if name in _PLAIN else f'<span class="{name}">{text}</span>')
    return "".join(out)


def escape(text: str) -> str:
    """Escape text for HTML, as markdown-it-py does it, which is slow to load."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def _name(kind: _TokenType) -> str:
    """Give the short name of a kind of token, or of the next above it that has one."""
    from pygments.token import STANDARD_TYPES

    return next(STANDARD_TYPES[each] for each in reversed(kind.split()) if each in STANDARD_TYPES)


@lru_cache(256)
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
