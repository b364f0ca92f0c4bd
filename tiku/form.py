"""The form key: what is left of a text when all that is only form is taken away.

Two texts with equal forms say the same. Markup, width, case, spacing and sentence punctuation go;
numbers with sign and decimals, operators, symbols, accents and code stay, because they carry
meaning: C and C#, `==` and `===`, 3.1 and 31, n² and n2, año and ano are different.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from tiku.model import Form

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = rf"(?:(?![{_CJK}])\w)+"
_APART = rf"(?<![^\W{_CJK}])"  # not after a letter or digit, unless that is CJK
_TOKEN = re.compile(
    rf"[{_CJK}]"  # CJK is written without spaces: one token a character
    rf"|{_WORD}(?:(?<=\d)[.,:](?=\d){_WORD})*"  # words, and numbers such as 3.11 or 1,000
    rf"|{_APART}\.(?=[^\W\d])"  # .NET
    rf"|{_APART}-(?=\.?\d)|-(?=[->])|(?<=-)-"  # a sign, ->, --
    rf"|!(?==)|{_APART}!(?=\w)|(?<=\$)\?"  # !=, !x, $?
    r"|(?<!\S)\?[?.:](?!\S)|(?<=\w)\?[?.](?=\w)"  # ?? and ?. as operators
    r"|[^\w\s!?.-]"  # other marks; those that are only punctuation are dropped below
)
# Punctuation to Unicode, but not here; the last four are only matched where they mean something.
_OPERATORS = frozenset("%#@&*/\\-.!?")
_SCRIPTS = str.maketrans(
    {chr(c): f"^{d}" for d, c in enumerate((0x2070, 0xB9, 0xB2, 0xB3, *range(0x2074, 0x207A)))}
    | {chr(0x2080 + d): f"_{d}" for d in range(10)}
)


def tokens(text: str) -> list[str]:
    """Split prose into what carries meaning, in the case in which it stands."""
    folded = unicodedata.normalize("NFKC", text.translate(_SCRIPTS))
    return [mark for mark in _TOKEN.findall(folded) if not _is_punctuation(mark)]


def _is_punctuation(mark: str) -> bool:
    if len(mark) > 1 or mark in _OPERATORS:
        return False
    return unicodedata.category(mark)[0] in "PCZ" or "\ufe00" <= mark <= "\ufe0f"


def form(pieces: Iterable[tuple[str, bool]], fallback: str) -> Form:
    """Join prose and verbatim pieces (`(text, is_code)`) into a key; never empty for a text.

    Code keeps its case; a block of code keeps its lines.
    """
    found: list[str] = []
    for text, verbatim in pieces:
        if verbatim and "\n" in text:
            found.append("\n".join(line.rstrip() for line in text.strip("\n").split("\n")))
        else:
            found += tokens(text) if verbatim else tokens(text.casefold())
    return Form("\x1f".join(found) or fallback.strip())


def words(key: Form) -> list[str]:
    """Split a form into its tokens."""
    return key.split("\x1f")
