"""The form key: what is left of a text when all that is only form is taken away.

Two texts with equal forms say the same. Markup, width, case, spacing, quotes, sentence punctuation
go, and whether Chinese is written in traditional or simplified characters; numbers with sign and
decimals, operators, brackets, symbols, accents and code stay, because they carry meaning: C and
C#, `==` and `===`, 3.1 and 31, (0, 1) and [0, 1], n² and n2, año and ano are different.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from tiku.languages.chinese import is_traditional, simplified
from tiku.model import Form
from tiku.system.patterns import lazy

_CJK_RANGES = (
    ("\u3040", "\u30ff"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)
# These stand for all letters and all marks of CJK in the patterns below: to compile classes of
# 90,000 characters takes longer than to read the texts of a small build.
_LETTER, _MARK = "一", "・"
_CJK = _LETTER + _MARK
_WORD = rf"(?:(?![{_CJK}])\w)+"
_APART = rf"(?<![^\W{_CJK}])"  # not after a letter or digit, unless that is CJK
_WITHIN = rf"(?<=(?![{_CJK}])\w)"
_NUMBER = r"(?:(?<=\d)[.,:](?=\d)"  # goes on after a mark: 3.11, 1,000, 16:9
_ALONE = rf"(?<![^\s{_CJK}])"  # after a space or CJK
_TOKEN = lazy(
    rf"(?P<run>{_ALONE}[-!?.:;,<=>|&^~+*/%@#$]{{2,}}(?=\s+\S|[{_CJK}]))"  # `..`, `:=` by themselves
    r"|(?:(?<=\bdoes )|(?<=\bis ))[!?.:;,](?= (?:do|mean|in|used)\b)"  # what does ! do
    r"|(?<=[\^_])[-+]"
    rf"|[{_CJK}]"  # CJK is written without spaces: one token a character
    rf"|{_WORD}{_NUMBER}{_WORD})*"
    rf"|{_APART}\.(?=[^\W\d])|\.(?=\.?/)"  # .NET, ./a, ../a
    rf"|{_WITHIN}(?:::|\.\.+|[.:'])(?=(?![{_CJK}])\w)"  # a.b, a:b, std::move, 1..3, don't
    rf"|{_APART}-(?=[\w.(\[∞])|-(?=[->])|(?<=-)-|(?<=\d )-(?= \d)"  # a sign, ->, --
    r"|(?<=(?<!\w)[A-Za-z] )-(?= [A-Za-z]\b)|(?<=\s)\?(?=\s[^?]{1,80}\s:\s)"  # a - b, a ? b : c
    rf"|!(?==)|{_APART}!(?=\w)|(?<=\d)!|(?<=(?<!\w)[A-Za-z])!|(?<=\$)\?"  # !=, !x, 5!, $?
    r"|(?<!\S)\?[?.:](?=\s+\S)|(?<=\w)\?[?.](?=\w)"  # ?? and ?. as operators
    r"|(?<=\w)'+(?=\()|(?<=\d)['\"](?!\w)|(?<=(?<!\w)[A-Za-z])'+(?!\w)"  # f'(x), 5', 5", x'
    r"|[()\[\]{}⌊⌋⌈⌉⟨⟩]"
    r"|(?P<mark>[^\w\s!?.-])"  # other marks; those that are only punctuation are dropped
)
_CODE = lazy(rf"[{_CJK}]|{_WORD}{_NUMBER}{_WORD})*|[^\w\s]")
_ASCII_CODE = lazy(rf"\w+{_NUMBER}\w+)*|[^\w\s\x1c-\x1f]", re.ASCII)  # the same, compiled at once
_OPERATORS = frozenset("%‰‱#@&*/\\§¶†‡′‖")  # punctuation to Unicode, but not here
_LOOKALIKES = str.maketrans("‘’“”–−", "''\"\"--")
_SCRIPTS = str.maketrans(
    {chr(c): f"^{d}" for d, c in enumerate((0x2070, 0xB9, 0xB2, 0xB3, *range(0x2074, 0x207A)))}
    | {chr(0x2080 + d): f"_{d}" for d in range(10)}
    | {"⁺": "^+", "⁻": "^-", "₊": "_+", "₋": "_-"}
)


# Prose in which no mark may be more than punctuation. Its characters have one form each, but for
# marks of full width; each alternative but the first is a mark whose neighbours rule out that
# `_TOKEN` reads it otherwise: no two stand side by side, none of a sentence behind a space.
_RUNS = r"\-!?.:;,<=>|&^~+*/%@#$，；：？！"
_ALPHANUMERIC = "A-Za-z0-9"
_PLAIN_MARKS = "_ \n、。《》「」『』【】—·()（）"
_KANA_AND_HAN = "\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff"
_PLAIN = lazy(
    rf"(?:[{_KANA_AND_HAN}{_ALPHANUMERIC}{_PLAIN_MARKS}]++"
    rf"|(?<!\s)[;；?？/%](?![{_RUNS}])"
    rf"|(?<!\s)[,，](?![{_RUNS}])(?:(?<![0-9].)|(?![0-9]))"
    rf"|(?<!\s)[:：](?![{_RUNS}])(?:(?<![{_ALPHANUMERIC}_].)|(?![{_ALPHANUMERIC}_]))"
    rf"|(?<!\s)\.(?![{_RUNS}\w])"
    rf"|(?<![{_ALPHANUMERIC}{_PLAIN_MARKS}\"“”])(?<=.)[!！](?![{_RUNS}\w])"  # behind kana or Han
    rf"|(?<=[{_ALPHANUMERIC}])-(?=[{_ALPHANUMERIC}])"
    r"|(?<=[0-9])[.,:](?=[0-9])"
    r'|(?<![0-9])["“”])*+'
)
# A run of kana and Han has a token a character; of the rest, it is the marks that part tokens.
_PLAIN_RUN = lazy(
    rf"[^\W{_ALPHANUMERIC}_]+"
    rf"|[{_ALPHANUMERIC}_]+(?:(?<=[0-9])[.,:](?=[0-9])[{_ALPHANUMERIC}_]+)*|[()/%]"
)
_WITHIN_NUMBER = lazy(r"[0-9][.,:][0-9]")
_SPACED = str.maketrans(dict.fromkeys(';?,:."-', " ") | {mark: f" {mark} " for mark in "()/%"})


def tokens(text: str) -> list[str]:
    """Split prose into what carries meaning, in the case in which it stands."""
    if not _is_plain(text):
        return any_tokens(text)
    found = _plain_joined(text)
    return found.split("\x1f") if found else []


def joined(text: str) -> str:
    """Give the tokens of prose with a mark between them that is in none."""
    return _plain_joined(text) if _is_plain(text) else "\x1f".join(any_tokens(text))


def _plain_joined(text: str) -> str:
    if text.isascii() and not _WITHIN_NUMBER.search(text):
        return "\x1f".join(text.translate(_SPACED).split())
    runs = _PLAIN_RUN.findall(text.replace("（", "(").replace("）", ")"))
    return "\x1f".join([run if run.isascii() else "\x1f".join(run) for run in runs])


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and not is_traditional(text)


def any_tokens(text: str) -> list[str]:
    """Split any prose, with whatever marks it has."""
    folded = unicodedata.normalize("NFKC", text.translate(_SCRIPTS)).translate(_LOOKALIKES)
    folded = simplified(folded)
    return [
        token
        for found in _TOKEN.finditer(folded.translate(_ALIKE))
        if not (found["mark"] and _is_punctuation(found["mark"]))
        for token in (found["run"] or (folded[found.start() : found.end()],))
    ]  # a run mark by mark, as in code


class _Alike(dict[int, int]):
    """Writes all letters of CJK alike, and all its marks; other characters are left."""

    def __missing__(self, code: int) -> int:
        """Look a character up that was not seen before."""
        char = chr(code)
        if any(first <= char <= last for first, last in _CJK_RANGES):
            code = ord(_LETTER if char.isalnum() else _MARK)
        self[ord(char)] = code
        return code


_ALIKE = _Alike()


def _is_punctuation(mark: str) -> bool:
    if mark in _OPERATORS:
        return False
    category = unicodedata.category(mark)  # one that Python does not know yet is a symbol
    return category[0] in "PZ" or category in ("Cc", "Cf") or "\ufe00" <= mark <= "\ufe0f"


def form(pieces: Iterable[tuple[str, bool]], fallback: str) -> Form:
    """Join prose and verbatim pieces (`(text, is_code)`) into a key; never empty for a text.

    Code keeps its case and every mark; a block of code keeps its lines.
    """
    found: list[str] = []
    for text, verbatim in pieces:
        if verbatim and "\n" in text:
            found.append("\n".join([line.rstrip() for line in text.strip("\n").split("\n")]))
        elif said := (_said if len(text) < _SHORT else _said.__wrapped__)(text, verbatim):
            found.append(said)
    return Form("\x1f".join(found) or fallback.strip())


_SHORT = 2_000  # characters: what is longer is not remembered


@lru_cache(4000)  # a point of an answer counts within it, and by itself
def _said(text: str, verbatim: bool) -> str:  # noqa: FBT001
    return _code(text) if verbatim else joined(text.lower())


def _code(text: str) -> str:
    if text.isascii():
        return "\x1f".join(_ASCII_CODE.findall(text))
    found = _CODE.finditer(text.translate(_ALIKE))
    return "\x1f".join([text[each.start() : each.end()] for each in found])


def words(key: Form) -> list[str]:
    """Split a form into its tokens."""
    return key.split("\x1f")
