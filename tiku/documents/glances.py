"""What tells by a glance that a text may have what few have, so that its module is loaded.

Each is a look for a few letters, and an expression only where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import cast

from tiku.system.patterns import lazy

Write = Callable[[Sequence[str]], Sequence[str]]


def later(module: str, function: str) -> Write:
    """Give a function of a module here, which is imported when it is first called."""

    def written(lines: Sequence[str]) -> Sequence[str]:
        found = cast("Write", getattr(import_module(f"tiku.documents.{module}"), function))
        return found(lines)

    return written


def has_bullets(text: str) -> bool:
    """Tell whether bullets of word processors may begin lines: `• one`, `– one`."""
    return any(f"{sign} " in text or f"{sign}\t" in text for sign in "•▪‣◦⁃") or any(
        f"\n{dash} " in text for dash in "–—"
    )


def has_blanks(text: str) -> bool:
    """Tell whether something to be filled in may stand beside a number."""
    return any(sign in text for sign in _BLANKS) and bool(_BLANK.search(text))


_BLANKS = ("__", "\\_", "....", "( ", "(\u00a0")
_BLANK = lazy(
    r"\n[ ]{0,3}(?:[-*+][ ]+)?(?:_{2}|\\_|\.{4}|\([ ]+\)[ ]{0,9}\d|\d{1,3}[.)][ ]+\([ ]+\))"
)


def has_pairs(text: str) -> bool:
    """Tell whether a letter of another language may stand before a question."""
    return any(f"{x}1" in text or f"{x}:" in text for x in _ASKS) and bool(_FIRST.search(text))


_ASKS = "SQDPFVВПKÎ"
_FIRST = lazy(rf"(?:^|\n)[ #*_+-]{{0,9}}[{_ASKS}]1?[ ]?[.:)]")


def has_beside(text: str) -> bool:
    """Tell whether answers without a label may stand beside questions."""
    return (
        any(sign in text for sign in _OF_OUTPUT)
        or ("? (" in text and bool(TRIVIA.search(text)))
        or ("___" in text and ". (" in text)
        or (" → " in text and bool(TRANSLATE.search(text)))
    )


_OF_OUTPUT = ("utput:", "utput*", "usgabe:", "alida:", "ortie", "aída:", "ывод:", "ıktı:")
TRIVIA = lazy(
    r"\b(?:trivia|quiz(?:fragen|zes)?|riddles?|brain\s?teasers?|rätsel|scherzfragen|acertijos"
    r"|adivinanzas|adivinhas|charadas|devinettes|énigmes|indovinelli|raadsels|zagadki|загадки"
    r"|викторина|bilmece(?:ler)?)\b",
    re.IGNORECASE,
)
TRANSLATE = lazy(
    r"\b(?:translat(?:e|ion)|übersetz|traduc|traduis|traduz|traduç|vertaal|vertaling|przetłumacz"
    r"|переведи|перевод|çevir)",
    re.IGNORECASE,
)


def has_roman(text: str) -> bool:
    """Tell whether a Roman numeral may name the first option."""
    return any(sign in text for sign in ("(i)", "\ni) ", "\ni. ", " i) ", " i. "))


def is_matched(text: str) -> bool:
    """Tell whether words may be matched with meanings."""
    return any(part in text for part in _MATCHED) and bool(MATCHED.search(text))


_MATCHED = (
    "atch rdne uord elacion mpareja une ssoci elie bbina ollega ligue igue erbind oppel opasuj"
    " ołącz оотнес опостав şleştir"
).split()
MATCHED = lazy(
    r"\b(?:match(?:ing)?\b|ordne[nt]?\b|zuordn|relacion[ae]|empareja|une\b|associez|reliez|relie\b"
    r"|abbina|collega|associe\b|ligue\b|verbind\b|koppel\b|dopasuj|połącz|соотнесите|сопоставьте"
    r"|eşleştir)",
    re.IGNORECASE,
)


def has_html(text: str) -> bool:
    """Tell whether a table, a list or bold lines of HTML may stand in a text."""
    return "<" in text and any(sign in text for sign in _OF_HTML)


_OF_HTML = ("<tr>", "<li>", "</b><br", "</strong><br", "</b> <br", "</strong> <br")


def has_boxes(text: str) -> bool:
    """Tell whether a box of MkDocs may stand in another one."""
    return any(sign in text for sign in ("    ???", "    !!!", "\t???", "\t!!!"))
