"""What tells by a glance that a text may have what few have, so that its module is loaded.

Each is one expression, or a look for a few letters that few texts have: a look for two letters
takes a fifth as long as an expression for a dozen of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import cast

from tiku.languages.numbering import SPAN
from tiku.languages.speakers import ANSWERING
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
    return any(sign in text for sign in "•▪‣◦⁃") or any(
        dash in text and f"\n{dash} " in text for dash in "–—"
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
    return bool(_FIRST.search(f"\n{text}"))


_FIRST = lazy(r"\n[ #*_+-]{0,9}[SQDPFVВПKÎ]1?[ ]?[.:)]")


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


def has_verdicts(text: str) -> bool:
    """Tell whether verdicts may stand before statements, or one of two behind them in bold."""
    return any(sign in text for sign in _OF_VERDICTS) and bool(_VERDICT.search(text))


_OF_VERDICTS = ("(F)", "( F )", "(E)", "( E )", "** F", "**F**")
_VERDICT = lazy(
    r"\n[ ]{0,3}(?:[A-Za-z][.)][ ]{1,3})?\([ ]?[FE][ ]?\)"
    r"|\*\*[VTRWP]\*\*[ /]{1,3}F|[VTRWP][ /]{1,3}\*\*F\*\*"
)


def has_roman(text: str) -> bool:
    """Tell whether a Roman numeral may name the first option."""
    return any(sign in text for sign in ("(i)", "\ni) ", "\ni. ", " i) ", " i. "))


def is_matched(text: str) -> bool:
    """Tell whether words may be matched with meanings."""
    is_lettered = any(f"{third} " in text for third in ("C.", "C)", "c.", "c)"))
    return is_lettered and bool(_MATCHED.search(f"\n{text}"))


_MATCHED = lazy(  # at the start of a line, or behind a number or a mark
    r"[\n#*_.):][ ]{0,2}(?:[Mm]atch|[OoZz](?:rdne|uordn)|[Rr]el(?:acion|ie)|[Ee]mpareja|[Uu]ne\b"
    r"|[Aa]sso[cz]i|[Aa]bbina|[Cc]ollega|[Ll]igue|[Vv]erbind|[Kk]oppel|[Dd]opasuj|[Pp]ołącz"
    r"|[Сс]о(?:отнес|постав)|[Ee]şleştir)"
)


def has_html(text: str) -> bool:
    """Tell whether a table, a list or bold lines of HTML may stand in a text."""
    return "<" in text and any(sign in text for sign in _OF_HTML)


_OF_HTML = (
    "<tr>",
    "<li>",
    "</b><br",
    "</strong><br",
    "</b> <br",
    "</strong> <br",
    "\n<span ",
    "\n<p ",
)


def has_boxes(text: str) -> bool:
    """Tell whether a box of MkDocs may stand in another one, or may hold a question."""
    return ("???" in text or "!!!" in text) and any(sign in text for sign in _OF_BOXES)


_OF_BOXES = (
    *("    ???", "    !!!", "\t???", "\t!!!"),
    *("? question", "?+ question", "! question", "? quiz", "?+ quiz", "! quiz"),
    *("? exercise", "! exercise", "? problem", "! problem"),
)


def has_shared(text: str) -> bool:
    """Tell whether a text may be said to be that of several questions."""
    return bool(
        (_SPAN.search(text) or ALONE.search(text) or "备选" in text or "備選" in text)
        and _SHARED.search(text)
    ) or (any(name in text for name in _PASSAGES) and bool(LABELLED.search(text)))


_SHARED = lazy(
    r"共用|题干|题目|材料|短文|文章|阅读|閱讀|资料|資料|案[例情]|[备備][选選]|图表|文を|글을|자료|đoạn"
    r"|[Pp]assage|refers?\sto|following\stext|based\son\sthe|\*\*(?:Case|Scenario|Text)"
)
_SPAN = lazy(SPAN)
ALONE = lazy(r"\n\*\*[^*\n]{2,40}\*\*[:：]?\s*\n")  # a line in bold


_PASSAGES = ("材料", "资料", "資料", "短文", "案例")
# A passage behind its name, `材料一：…`, in whatever marks.
LABELLED = lazy(
    r"\n[*_【]{0,3}(?P<title>(?:阅读|背景|给定)?(?:材料|资料|資料|短文|案例)\s?"
    r"(?:[一二三四五六七八九十]{1,2}|\d{1,2}))(?:[*_】]{1,3}[:：]?|[:：][*_]{0,2})"
    r"[ \u3000]{0,2}(?P<text>[^\s*_][^\n]{20,})"
)


def has_speakers(text: str) -> bool:
    """Tell whether somebody who answers in a conversation may be named in a text."""
    return bool(ANSWERING.search(text))
