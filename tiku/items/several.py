"""Keys that name several options, and may go on: `A, C. Because …`, `**A. One** & **C. Two**`.

So does a list of all options that marks the right ones: `- A` over `- B - Correct`.
"""

import re
from collections.abc import Callable, Sequence

from tiku.items.option_marks import WHOLLY_BOLD, is_signed
from tiku.languages import alphabets, truth_words
from tiku.system.patterns import lazy

# What may stand before a key.
PREFIX = (
    r"(?i:(?:(?:the )?(?:correct |right )?(?:options?|answers?|choices?)(?: is| are)?"
    r"|letras?|opción|opciones|respuestas?|réponses?|respostas?|risposta|risposte|odpowied[źz]i?"
    r"|ответы?|选项?|選項?|antwort(?:en)?|alternativas?|đáp án|chọn|cevap"
    r"|گزینه(?:\u200c?ی)?|विकल्प|ข้อ)[\s:：]*)?"
)
_WORD = r"(?:and|und|y|et|e|и|και|i|og|och|en|ve|và)"
_COMMA = rf"[,，、;；&+/]\s{{0,3}}(?:{_WORD}\s)?"
_BETWEEN = rf"\s{{0,3}}(?:{_COMMA}|\b{_WORD}\s|<br\s?/?>|[和及与與と])\s{{0,3}}"
_MARKS = r"[*_`]{0,3}"
_APART = rf"{_MARKS}{_BETWEEN}{_MARKS}"
_END = (  # of letters behind which an explanation stands
    r"(?:[.．:：。)）](?![A-Za-z0-9])[*_]{0,3}|[*_]{2,3}[.．:：。]?|(?=\s?[-–—]{1,3}\s)"
    r"|(?=\s?[(（][^()（）\n]{1,200}[)）][*_]{0,3}[.。]?\s*(?:\n|$)))(?:\s?[-–—]{1,3}(?=\s))?"
)
_LETTERS = lazy(
    r"[\s*_`(（\[【]{0,9}" + PREFIX + r"[*_`(（]{0,9}"
    rf"(?P<keys>[A-Z](?:{_APART}[A-Z](?![^\W_])){{1,9}}){_END}\s*"
)
_GLUED = lazy(
    r"[\s*_`(（\[【]{0,9}(?P<keys>[A-H]{2,8})[*_`)）\]】]{0,5}[.。,，]\s*(?=[A-H]{0,4}[⺀-鿿])"
)
_NEXT = lazy(rf"{_BETWEEN}(?=[*_]{{0,3}}[(（]?[A-Z][.)）、:：])")


def letters(text: str) -> tuple[set[str], int]:
    """Read the letters at the start of a text that explains them, and where it goes on."""
    found = _LETTERS.match(text) or _GLUED.match(text)
    named = re.findall(r"(?<![a-z<])[A-Z]", found["keys"]) if found else []
    if not found or len(named) != len({*named}):
        return set(), 0
    return {*named}, found.end()


def listed(answer: str, labels: Sequence[str]) -> set[str]:
    """Give the letters that an answer marks as right which lists the letters of all options."""
    items = [item.strip() for item in answer.strip().split("\n") if item.strip()]
    if len(items) != len(labels) or not all(item[:2] in _BULLETS for item in items):
        return set()
    rests = [
        item[2:].strip().removeprefix(name) if item[2:].strip()[:1] == name else "?"
        for item, name in zip(items, labels, strict=True)
    ]
    right = [bool(rest) and (is_signed(f"x{rest}") or bool(_CALLS.match(rest))) for rest in rests]
    told = zip(labels, rests, right, strict=True)
    is_list = all(not rest or is_right for _, rest, is_right in told) and any(right)
    return {name for name, is_right in zip(labels, right, strict=True) if is_right & is_list}


_BULLETS = ("- ", "* ", "+ ")
_CALLS = lazy(rf"[.)]?\s?[-–—:：]\s?(?:{truth_words.CORRECT})[*_]{{0,2}}$", re.IGNORECASE)


def named_with_texts(line: str, of_text: Callable[[str], set[str]], all_of: set[str]) -> set[str]:
    """Give the options that a line names one after another with their texts; none if it says more.

    Each has the text of the option of that name, or is bold as a whole.
    """
    parts = _NEXT.split(line.strip()) if "." in line or ")" in line or ":" in line else []
    if len(parts) < 2:
        return set()
    named = [_named(part.strip(), of_text) for part in parts]
    found = {letter for letter in named if letter}
    return found if len(found) == len(parts) and found <= all_of else set()


def _named(part: str, of_text: Callable[[str], set[str]]) -> str:
    name = alphabets.name(part)
    if not name or name.alphabet != 0:
        return ""
    is_same = of_text(part[name.end :].strip(" *_.;")) == {name.letter}
    return name.letter if is_same or WHOLLY_BOLD.fullmatch(part) else ""
