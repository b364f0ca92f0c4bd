"""The letters that name options, in the scripts that exams use: `A`, `а`, `ア`, `가`, `①`, `🅰`."""

import re

from tiku.system.patterns import lazy
from tiku.values import NamedTuple

# Each counts from its first letter; one that is written with nothing behind it is `bare`.
_ALPHABETS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "АБВГДЕЖЗИК",
    "ΑΒΓΔΕΖΗΘ",
    "アイウエオカキク",
    "가나다라마바사",
    "कखगघङ",
    "अबसद",
    "กขคงจ",
    "أبجدهو",
    "אבגדהו",
    "甲乙丙丁戊己",
    "①②③④⑤⑥⑦⑧⑨⑩",
    "ⓐⓑⓒⓓⓔⓕ",
    "🅰🅱🅲🅳🅴🅵",
    "123456789",
)
DIGITS = len(_ALPHABETS) - 1
_KANA = frozenset("アイウエオカキク")  # which may begin a word
_BARE = _KANA | frozenset("①②③④⑤⑥⑦⑧⑨⑩ⓐⓑⓒⓓⓔⓕ🅰🅱🅲🅳🅴🅵")
_GREEK = frozenset("ΑΒΓΔΕΖΗΘ")  # which name what formulas are about, too: `α: the rate`
_CAPITALS = frozenset("".join(_ALPHABETS))
_LETTERS = re.escape("".join(_ALPHABETS) + "abcdefghijklmnopqrstuvwxyzабвгдежзикαβγδεζηθ")
_NAME = lazy(
    rf"(?P<open>[*_]{{0,3}}[(\[]?[*_]{{0,2}})(?P<letter>[{_LETTERS}])(?:(?<=أ)لف)?\ufe0f?(?P<cap>\u20e3?)"
    rf"(?P<close>[*_]{{0,2}}(?:[)\]]|\s?[.、:](?!(?<=\d[.、:])\d)|\s?-(?=\s))?[.:]?[*_]{{0,3}})"
    r"(?P<gap>\s*)"
)
_LONGEST = 24  # characters of a name, with its marks
_WIDE = {ord("Ａ") + n: ord("A") + n for n in range(26)} | {
    ord("ａ") + n: ord("a") + n for n in range(26)
}
_WIDE |= {ord(zero) + n: ord("0") + n for zero in "٠۰०" for n in range(10)}


class Name(NamedTuple):
    """The name of an option: which alphabet, the place in it from 0, and where its text starts."""

    alphabet: int
    place: int
    letter: str
    end: int


def plain(text: str) -> str:
    """Give a text with half-width brackets and letters, the same characters one by one."""
    return text.translate(_WIDE)


def name(text: str, start: int = 0) -> Name | None:
    """Read the name of an option at a place of a text: `A.`, `(b)`, `ア `, `3)`; else `None`."""
    head = text[start : start + _LONGEST]
    if head[:1].isascii() and head[:1].isalnum() and not _may_end(head[1:3]):
        return None  # a word, as most lines start with one
    found = _NAME.match(head if head.isascii() else _half(head))
    if not found:
        return None
    letter = _large(found["letter"])
    ends = ")]." if letter in _GREEK else ")].、:-"
    is_ended = bool(found["cap"]) or any(mark in found["close"] for mark in ends)
    if not is_ended and not (letter in _BARE and (found["gap"] or letter not in _KANA)):
        return None
    if found["open"].strip("*_") == "" and found["close"].strip("*_")[:1] == "]":
        return None
    alphabet = next(n for n, letters in enumerate(_ALPHABETS) if letter in letters)
    return Name(alphabet, _ALPHABETS[alphabet].index(letter), letter, start + found.end())


def _large(letter: str) -> str:
    """Give the capital of a letter; one that stands in an alphabet as it is has no other here."""
    return letter if letter in _CAPITALS else letter.upper()


def _may_end(after: str) -> bool:
    """Tell whether what follows a letter may end the name of an option."""
    return not after[:1].isalnum() and (after[:1] != " " or after[1:] in ("-", ".", ":", "、"))


def _half(text: str) -> str:
    """Make brackets and marks half-width; each character stays one."""
    return plain(text).translate(_HALF)


_HALF = {ord(wide): narrow for wide, narrow in zip("（）［］．：", "()[].:", strict=True)} | {
    ord("ا"): "أ"
}


def places(text: str, alphabet: int) -> list[int]:
    """Give the places of all letters of an alphabet in a text, in order."""
    letters = _ALPHABETS[alphabet]
    text = _circled(text, letters)
    return [letters.index(c) for each in plain(text) for c in _large(each) if c in letters]


def _circled(text: str, letters: str) -> str:
    """Circle a number that stands alone, where options have such names: `2` of `①`, `②`."""
    found = _NUMBER.fullmatch(text) if letters[0] == "①" else None
    return letters[int(found["number"]) - 1] if found else text


_ALEF = lazy(r"(?<!\w)ا(?:لف)?(?!\w)")  # as Persian spells it out
_NUMBER = lazy(r"[\s*]*(?P<number>[1-9])(?:번|\\?[.)])?[\s*]*")
_MARKS = "\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f"  # written on or beside a letter


def to_latin(text: str, alphabet: int) -> str:
    """Write the letters of an alphabet as A, B, C, …, where they stand by themselves."""
    if alphabet == 0:
        return text
    letters = _ALPHABETS[alphabet]
    text = _circled(text, letters)
    either = re.escape(letters + letters.lower())
    pattern = (
        rf"(?<![^\W_])(?<![{_MARKS}])[{either}](?!(?!번)[^\W_]|[{_MARKS}])"
        if letters[0] not in _BARE
        else f"[{either}]"
    )
    text = text.replace("\ufe0f", "").replace("\u20e3", "")
    text = _ALEF.sub("أ", text) if letters[0] == "أ" else text
    return re.sub(pattern, lambda found: chr(ord("A") + letters.index(_large(found[0]))), text)
