"""Code with its parts marked by the short class names of Pygments, which this module alone imports.

Any style sheet of Pygments fits; tiku's own is `code.css` beside the card.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from tiku.markup import lexing
from tiku.system import lean

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
    runs: list[tuple[str, str]] = []
    run = name = ""
    for kind, text in _tokens(lexer, code):
        if (named := _name(kind)) == name:
            run += text
        else:
            runs.append((run, name))
            run, name = text, named
    runs.append((run, name))
    if "".join([run for run, _ in runs]) != code:  # some lexers mend what they read
        return escape(code)
    return "".join([_marked(*each) for each in runs])


def _tokens(lexer: Lexer, code: str) -> Iterable[tuple[_TokenType, str]]:
    """Split code into tokens; the library looks for filters and line ends that are not there."""
    is_as_usual = type(lexer).get_tokens is _get_tokens() and not lexer.filters
    mends = lexer.tabsize or lexer.stripall or lexer.stripnl or lexer.ensurenl
    if not is_as_usual or mends or "\r" in code:
        return lexer.get_tokens(code)
    bare = code.removeprefix("\ufeff")
    return ((kind, text) for _, kind, text in lexer.get_tokens_unprocessed(bare))


@cache
def _get_tokens() -> Callable[..., object]:
    from pygments.lexer import Lexer

    return Lexer.get_tokens


def _marked(text: str, name: str) -> str:
    escaped = escape(text)
    return f'<span class="{name}">{escaped}</span>' if name else escaped


def escape(text: str) -> str:
    """Escape text for HTML, as markdown-it-py does it, which is slow to load."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


@lru_cache(1000)
def _name(kind: _TokenType) -> str:
    """Give the short name of a kind of token, or of the next above it that has one; "" if plain."""
    from pygments.token import STANDARD_TYPES

    kinds = (each for each in reversed(kind.split()) if each in STANDARD_TYPES)
    name = STANDARD_TYPES[next(kinds)]
    return "" if name in _PLAIN else name


@lru_cache(256)
def _lexer(language: str) -> Lexer | None:
    """Give the lexer of a language that Pygments itself knows, whatever else is installed."""
    lean.load("pygments.lexers")
    lean.load("pygments.lexer")
    from pygments.lexers import LEXERS, get_lexer_by_name

    if not any(language in aliases for _, _, aliases, _, _ in LEXERS.values()):
        return None
    _prepare()
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


@cache
def _prepare() -> None:
    """Have Pygments compile and split as tiku does: by itself it takes three times as long."""
    from pygments import lexer, token

    lexing.prepare(lexer, token)
