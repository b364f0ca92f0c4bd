"""Numbers that only count entries: `1.`, `(2)`, `3、`, `第4题：`, `Q5.`, `一、`, `II.`.

`3.11 有哪些新特性` and `16:9` start with a number that means something, so a number counts as
numbering only before a mark that ends it, and a year never does; without such a mark it does before
words that begin a question, as in `4.1.2 What is it?`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from tiku.languages.label_words import EXERCISES, SYMBOLS, WORDS, is_symbol
from tiku.system.patterns import lazy

# Two numbers, and what stands between the first and the last one: `4～5`, `1 to 3`.
SPAN = r"\d\s?(?:[-–—~～〜至到]|to\b|through\b|and\b|đến\b|bis\b|a\b|à\b)\s?(?:第|[问問Qq])?\s?\d"
# Words that begin a question and cannot follow what it is about: `3.11.2 有哪些` is a version.
_OPENERS = (
    r"(?!what(?:'s|\s+is|\s+are)?\s+(?:new|changed)\b)"  # 3.2.1 What is new? asks of a version
    r"(?:what|how|why|when|where|which|who|explain|describe|define|compare)\b"
    r"|什么是|為什麼|为什么|如何|怎么|怎樣|怎样|请|請|简述|簡述|解释|解釋|说说|说明|介绍|谈谈|列举"
)
_WORDS = "|".join(
    sorted(
        {
            *(word.casefold() for roles in WORDS.values() for word in roles["question"]),
            *map(str.casefold, EXERCISES),
        },
        key=lambda word: (-len(word), word),
    )
)
_NUMBERING = lazy(
    rf"""(?:[{SYMBOLS}]\ufe0f?)*+\s*(?:                 # ❓ Q1.
        (?!1[5-9]\d\d|20\d\d)               # a year
        \d{{1,4}}(?:[.．、](?!\d)|[)）])        # 1.  2)  3、  but not 3.11, 3、4
      | \d{{1,2}}[:：](?=\s)                   # 4: but not 16:9, nor 404: what is it?
      | [(（\[【]\s*\d{{1,4}}\s*[)）\]】][.、]?(?=\s*(?:[^\W\d]|[*_`"“「《¿¡]))  # (5), not [1] + 2
      | [(（]\s*[一二三四五六七八九十]{{1,3}}\s*[)）]
      | 第\s*(?:\d{{1,4}}|[一二三四五六七八九十百]{{1,5}})\s*[题題问問章节節](?:[.．:：、]|\s)
      | [一二三四五六七八九十百]{{1,5}}[、．.](?![一二三四五六七八九十百千万])  # but not 三、四线
      | [①-⑳] | \d\ufe0f?\u20e3
      | (?:{_WORDS}|[QPПВ])\s*(?:n[°º]|nr\.|no\.|\#|№)?\s*\d{{1,4}}(?:\.\d{{1,3}})?
        (?:\s*(?:[.．](?!\d)|[:：)）、])                            # Q1.  Q1.1 What
          |(?:(?<=\.\d)|(?<=\.\d\d)|(?<=\.\d\d\d))\s(?:[-–—]\s)?)
      | (?:[问問试試][题題]?|[题題]目|質問|질문|문제)\s?
        (?:\d{{1,3}}\s|[一二三四五六七八九十]{{1,3}}[\s:：、.])(?=\s*\S)  # 質問1 …
      | (?:\#|№|n[°º])\s*\d{{1,4}}\s*[.:)]
      | [\[【]\s*[Qq]\s*\d{{1,4}}\s*[\]】]                 # [Q7]
      | [\[【]?(?:单选|多选|判断|填空|简答|问答|选择|论述|单项选择|多项选择)题?[\]】:：]
      | (?-i:[IVX]{{2,5}}[.)、])(?=\s)
      | (?:\d{{1,3}}(?:\.\d{{1,3}}){{2,4}}|\d{{1,3}}\s(?:[-–—]\s)?  # 4.1.2   7 -
          |[(（]?[ivx]{{1,5}}[.)）]|[(（]?[a-z][.)）])\s*(?={_OPENERS})
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_HALF_WIDTH = {c + 0xFEE0: c for c in range(0x21, 0x7F)}
_ONLY_NUMBER = lazy(r"\s*[(（#]?\d{1,4}[.．)）、:：]?\s*")


def strip(text: str) -> str:
    """Take the numbering off the start of a heading or stem; `5.` alone is nothing but one."""
    if not _may_be_numbered(text):
        return text
    if count := _count(text):
        return text[len(count) + 1 :].lstrip()
    return _stripped(text) if len(text) < _LONGEST else _stripped.__wrapped__(text)


def _may_be_numbered(text: str) -> bool:
    """Tell by a glance whether a text may start with a number, or a word or letter that counts."""
    start = text[:1]
    if not start.isalpha():
        return start.isdigit() or start.isspace() or start in _OPENINGS or is_symbol(start)
    if start == "第":  # it counts what a mark or a space ends: `第4题：`, but not `第1章`
        return any(c in _ENDS_ORDINAL or c.isspace() for c in text)
    if start in _COUNTING or not _ENDS_NUMBER.isdisjoint(text[1:7]):
        return True
    return _may_count(text) and bool(_DIGIT.search(text))


def _may_count(text: str) -> bool:
    """Tell by the first letters of a text whether it may start with a word before a number."""
    start, after = text[:1], text[1:2]
    if "\u4e00" <= start <= "\u9fff":
        return start in _BEGINNINGS
    is_word = start.isascii() and after.isascii() and after.isalpha() and start not in "QqPpNn"
    return not is_word or (start + after).lower() in _BEGINNINGS


def _count(text: str) -> str:
    """Give the number, no year, with which a text begins as `12. What` does; "" of any other."""
    digits, mark, _ = text[:5].partition(". ")
    return digits if mark and digits.isascii() and digits.isdigit() else ""


# The first two letters of words that count, or the first one of those in Han.
_BEGINNINGS = frozenset(
    word[: 1 if "\u4e00" <= word[0] <= "\u9fff" else 2] for word in _WORDS.split("|")
)
_OPENINGS = frozenset("([【（［#＃№")
_COUNTING = frozenset("一二三四五六七八九十百单多判填简问选论")
_ENDS_NUMBER = frozenset(".)、．）")  # of letters that count: `a.`, `IV)`
_ENDS_ORDINAL = frozenset(".．:：、")
_DIGIT = lazy(r"[\d一二三四五六七八九十]")
_LONGEST = 300  # characters of a text that may come again


@lru_cache(2_000)  # a heading is asked for several times
def _stripped(text: str) -> str:
    if _ONLY_NUMBER.fullmatch(text):
        return ""
    if signed := _SIGNED.match(text):  # ✅ **2. What?**
        bold = text[signed.end() :]
        rest = _stripped.__wrapped__(bold)
        return f"{signed['mark']}{rest}" if rest != bold else text
    found = _NUMBERING.match(text.translate(_HALF_WIDTH))
    return text[found.end() :] if found else text


_SIGNED = lazy(rf"(?:[{SYMBOLS}]\ufe0f?\s*)++(?P<mark>\*\*|__)(?=\S)")


def opens_question(text: str) -> bool:
    """Tell whether a text begins with a word such as `what`, in lower case, too."""
    return bool(_OPENS.match(text))


_OPENS = lazy(_OPENERS, re.IGNORECASE)


def is_numbered(text: str) -> bool:
    """Tell whether a heading starts with a number that counts."""
    return strip(text) != text


def split_number(text: str) -> tuple[int, str]:
    """Part the number that a text starts with from the rest of it; 0 if there is none."""
    text = text.lstrip()
    found = _FIRST_NUMBER.match(text)
    if not found:
        return 0, text
    rest = text[found.end() :].lstrip(" .)）、．:：-–—")
    return int(found["number"]), rest.lstrip(" *_.)）、．:：-–—") if text[:1] in "*_" else rest


def number_of(text: str) -> int:
    """Give the number that a question starts with, 0 if there is none: `3.`, `Q3`, `第3题`."""
    text = text.lstrip()
    bare = text.lstrip("#").lstrip(" ")
    if len(text) - len(bare) < _MOST_MARKS and (count := _count(bare)):
        return int(count)
    if is_symbol(bare[:1]):  # of `❓ 1. What?`, but not of `⭐ 2 stars`
        text = _ADORNED.sub("", bare)
        return number_of(text) if text != bare and is_numbered(text) else 0
    found = _FIRST_NUMBER.match(text)
    return int(found["number"]) if found else 0


_ADORNED = lazy(rf"^(?:[{SYMBOLS}]\ufe0f?\s*)++")


_MOST_MARKS = 40  # before a number
_FIRST_NUMBER = lazy(
    rf"[>#*_(（\[【\s-]{{0,40}}(?:<(?:b|strong)>)?(?:(?:{_WORDS}|q|no|nr|第)\.?)?\s{{0,3}}(?:n[º°]|[#№])?\s{{0,3}}(?P<number>\d{{1,4}})"
    r"(?!\d|\.\d)\s{0,3}\\?"
    r"(?:[题題問问번]|[.)）\]】、．:：（【*_-]|\s|$)",
    re.IGNORECASE,
)


_COUNT = lazy(r"\D{0,9}(\d{1,4})(?!\d)")


def count_up(texts: Iterable[str]) -> bool:
    """Tell whether texts start with numbers that count: nearly each is one more than the last."""
    found = [int(m[1]) for text in texts if (m := _COUNT.match(text))]
    steps = [other - one for one, other in pairwise(found)]
    return bool(steps) and steps.count(1) >= 0.8 * len(steps)
