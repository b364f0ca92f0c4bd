"""Numbers before questions that Markdown takes for text: `1- What?`, `Q.2 What?`, `1.2 What?`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from tiku.documents.flavours import are_code
from tiku.languages import alphabets, asking, part_titles
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_FEWEST = 2  # questions
_MOST = 0.6  # of the numbers follow the one before
_SOME = 0.3  # of what they count asks, for titles and tasks need not


def may_stand(text: str) -> bool:
    """Tell by a glance whether such numbers may stand in a document."""
    return bool(_FIRST.match(text) or _FIRST_BELOW.search(text))


# A first number, but for those that are read as they stand: `1.`, `Q1:`, `Question 1)`.
_SHORT = "zad|ćw|pyt|aufg|fr|ej|preg|perg|exo?|es|dom|vr|opg|úl"  # of words for a task
_ONE = (
    r"(?![ ]{0,3}(?:#{1,6}[ ])?[*_]{0,3}(?i:q|question)?[ ]?1[.)、:：][ *])"
    rf"[ #*_(\[`\\]{{0,9}}(?:(?:(?i:no|q[a-z]{{0,7}}|{_SHORT})[ .)#№–-]{{0,3}})?[1١۱१](?!\d)"
    r"|第[ ]?1[ ]?[题題问問道])"
)
_FIRST, _FIRST_BELOW = lazy(_ONE), lazy(rf"\n{_ONE}")


class _Kind(NamedTuple):
    """How a number is written: the group of `_COUNTED`, and the marks of bold and of a heading."""

    name: str
    bold: str
    heading: str


class _Numbered(NamedTuple):
    """A line that begins with a number."""

    line: int
    kind: _Kind
    number: int
    before: str  # the mark of a heading, or of bold that the line is in
    text: str


def dotted(lines: Sequence[str]) -> list[str]:
    """Write such numbers as `1.`, if they count and some of what they count asks.

    Each kind counts for itself. Where plain lines have a list of another kind, those that ask get
    the mark that it has not; numbers in brackets count only where there is no such list.
    """
    told = [*lines]
    found = [
        numbered
        for n, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True))
        if not is_code and (numbered := _numbered(n, line))
    ]
    used = {item["mark"] for line in lines if (item := _ITEM.match(line))}
    for kind in dict.fromkeys(each.kind for each in found):
        run = [each for each in found if each.kind == kind]
        mark = _mark(kind, used)
        if mark and _count_up(run) and (_ask(lines, run) or _are_collected(lines, kind)):
            for each in run:
                told[each.line] = f"{each.before}{each.number}{mark} {each.text}"
            if not kind.heading:
                used.add(mark)
    return told


def numbered(lines: Sequence[str]) -> list[str]:
    """Write `(@) What?` and `(@name) What?` of Pandoc as `1. What?`; a key counts anew."""
    told, count, is_key = [*lines], 0, False
    for n, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True)):
        if is_code:
            continue
        if found := _EXAMPLE.fullmatch(line):
            count += 1
            told[n] = f"{count}. {found['text']}"
        elif line[:1] == "#" and not is_key:
            is_key = part_titles.names_answers(line.partition("{")[0].strip("# "))
            count *= not is_key
    return told


_EXAMPLE = lazy(r"\(@[\w-]{0,30}\)[ ]+(?P<text>\S.*)")


def _mark(kind: _Kind, used: Collection[str]) -> str:
    """Give the mark that numbers of a kind get, "" if lists have all or these may be parts."""
    if kind.heading:
        return "."
    if kind.name == "framed" and used:
        return ""
    return next((mark for mark in (".", ")") if mark not in used), "")


_ITEM = lazy(r"[ ]{0,3}\d{1,9}(?P<mark>[.)])\s")
_COUNTED = lazy(
    r"""(?P<before>[ ]{0,3}(?P<heading>\#{1,6}[ ]{1,3})?)(?P<bold>\*\*|__)?(?:
      (?P<dashed>\d{1,3}(?:[ ]?[-–—]|:-|(?<=[^\x00-\x7f])[.)]))     # 1- 1 – 1:- ١.
    | (?P<marked>\d{1,3}(?:[/>\]ºª]|\\[.)]|\.\)|\.-|\ufe0f?\u20e3  # 1/ 1> 1] 1º 1\. 1.) 1️⃣
        |:(?=[^\W\d_]))                                                # 1:What
      |\\\d{1,3}[.)、])                                               # \1.
    | (?P<parted>\d{1,2}\.\d{1,2}[.:)]?(?=[ *_]))                      # 1.1 What
    | (?P<framed>\(\d{1,3}\)\.?|\[\d{1,3}\]|`\d{1,3}`)              # (1) [1] `1`
    | (?P<asked>[(\[]?(?:
          (?i:no|q[ns]|query|ques?)[ ]?[.)]?[-–\#№]?[ ]?\d{1,3}[.:)\]–-]{0,2}  # Ques-1: No.1
        | (?i:"""
    + _SHORT
    + r""")\.[ ]?\d{1,3}[.:)]{0,2}                                   # Zad. 1.
        | (?i:q)(?:[ ]?[-–\#№]|[.)])[ ]?\d{1,3}[.:)\]–-]{0,2}         # Q.1 Q-1) Q) 1.
        | (?i:q|question[ ])\d{1,3}[)\]–-]?(?![ ](?:of|von|de|из)[ ])(?=[ *_])  # Q1- **What**
      )|\#\d{1,3}[.:)]?)                                            # #1
    | (?P<ordinal>(?(heading)(?!)|第)[ ]?\d{1,3}[ ]?[题題问問])        # 第1题（单选）：
      (?:[ ]?[（(【][^()（）【】]{1,16}[)）】])?(?:[ ]?[.:：、]|[ \u3000])
    )(?P<closed>(?P=bold))?[ ]{0,3}
    (?P<text>(?(parted)\S.*
      |(?:(?:\*\*|__)?[^\W\d_].*|[¿¡"'`“«].+|[\[【(（](?=[单多判填简问选不]).+)))""",
    re.VERBOSE,
)
_DIGITS = lazy(r"\d+")


def _numbered(line: int, text: str) -> _Numbered | None:
    found = _COUNTED.fullmatch(text)
    if not found:
        return None
    name = next(
        name for name in ("dashed", "marked", "parted", "framed", "asked", "ordinal") if found[name]
    )
    digits = _DIGITS.findall(found[name])
    bold = found["bold"] if found["bold"] and not found["closed"] else ""
    kind = _Kind(name, found["bold"] or "", (found["heading"] or "").strip())
    number = int(digits[-1]) if digits else 0
    return _Numbered(line, kind, number, found["before"] + bold, found["text"])


def _count_up(run: Sequence[_Numbered]) -> bool:
    """Tell whether lines count; versions, `3.11 What is new?`, are no numbers of parts."""
    if run[0].kind.name == "parted":
        is_first = run[0].number == 1
        if not is_first or len({each.text for each in run}) < _MOST * len(run):
            return False
    return count_up([each.number for each in run])


def count_up(numbers: Sequence[int]) -> bool:
    """Tell whether numbers go up by one, or begin anew with each part."""
    follows = [after in (1, before + 1) for before, after in pairwise([0, *numbers])]
    return len(numbers) >= _FEWEST and asking.share(follows) >= _MOST


def _ask(lines: Sequence[str], run: Sequence[_Numbered]) -> bool:
    """Tell whether a third of what is counted asks, or has options right below it."""
    asks = (
        asking.requests(each.text)
        or asking.names_type(each.text[:_LONGEST_KIND])
        or _has_options(lines, each.line)
        for each in run
    )
    return asking.share(asks) >= _SOME


def _are_collected(lines: Sequence[str], kind: _Kind) -> bool:
    """Tell whether headings of parts, `### 1.2 …`, stand below the title of a collection."""
    if not kind.heading or kind.name != "parted":
        return False
    title = next((line for line in lines if line[:1] == "#"), "")
    return asking.names_collection(title)


_LONGEST_KIND = 8  # characters: [多选题]


def _has_options(lines: Sequence[str], line: int) -> bool:
    said = (each.lstrip(" -*") for each in lines[line + 1 : line + 3])
    below = next(filter(None, said), "")
    option = alphabets.name(below)
    is_first = option is not None and option.place == 0 and not option.letter.isdigit()
    return is_first or below.startswith("[")  # or a box
