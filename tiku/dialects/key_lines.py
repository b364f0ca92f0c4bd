"""The answers of a key, read line by line: `1-5 ABCDA`, `1. B`, a table, or one below another."""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest

from tiku.dialects import marks
from tiku.dialects.cutting import Place, close, cut
from tiku.documents import tables
from tiku.documents.folds import END, Fold
from tiku.documents.lines import Line
from tiku.documents.outline import Outline
from tiku.languages import asking, label_words, labels, numbering, part_titles
from tiku.markup import markdown
from tiku.model import Fragment, Markdown
from tiku.system.patterns import any_of, lazy
from tiku.values import NamedTuple

_LETTER = "[A-HА-ЕΑ-Εアイウエオ가나다라①-⑧甲乙丙丁กขคงאבגדהأبجدकखगघअबस]"
LETTERS = rf"(?:{_LETTER}{{1,5}}(?![^\W\d_])|[√×✓✗TF对错](?![A-Za-z])|True|False)"
_ALSO = (  # 2-A,C
    rf"(?:[,，、/](?:{_LETTER}|\s(?-i:{_LETTER}))(?=\s*(?:[\d,，、;；/.。|)）\]*_]|$))){{0,5}}"
)
_PAIR = lazy(
    r"(?<![\w.])Q?(\d{1,4})\s*[.)）、．:：=–—→⇒-]?>?\s*[(（\[]?"
    rf"({LETTERS}{_ALSO})[)）\]]?(?!\w)",
    re.IGNORECASE,
)
_RANGE = lazy(
    r"(?<!\d)(\d{1,4})\s*[-–—~～至]\s*(\d{1,4})[.:：、)\s]*([A-H√×✓✗TF](?:[\s,，、]*[A-H√×✓✗TF])+)(?![A-Za-z])"
)
_PAIR_OF_NUMBERS = lazy(  # 1-2, 2-4; 3 – 1
    r"(?<![\w.])(\d{1,4})\s?[-–—=:]\s?([1-9])(?=\s?(?:[,;，；]|$))"
)
_FEWEST = 2  # answers on one line
_WITH_REASON = 3  # columns: a number, an answer, why
_LONGEST_NAME = 40  # characters of a line that names a part
_LONGEST_PART = 80  # characters of the name of a part
_MARKED = lazy(r"[*_`]")
_WORD = any_of([*label_words.ANSWERED, *label_words.EXPLAINED])
_ASKED = "|".join(
    sorted({x for roles in label_words.WORDS.values() for x in roles["question"]} - {"Q"})
)
_OF_ANSWER = lazy(  # Answer 3  Explanation for question 3  Comentário da Questão 3
    rf"[*_]{{0,3}}(?:{_WORD}|A(?=\d{{1,4}}\s?[.:：)]))\s?(?:(?:to|of|for|d[aeo]|zur?|к|sur)\s)?"
    rf"(?:(?:{_ASKED})\s)?(?=[#№]?\d)",
    re.IGNORECASE,
)
_COUNTED = lazy(r"(?:^|(?<=[\s;；,，]))(?:\*\*)?(\d{1,3})\s?(?:[．.)）](?!\d)|、)(?:\*\*)?")
_DASHED = lazy(r"((?:^|[;；,，|])\s?)(\d{1,3})\s?[-–—:：]\s?(?=[^\W\d])")  # 1-Rye, 2: Salt
_SEVERAL = 3  # answers in sentences
_LONGEST_WORD = 16  # characters of an answer beside others
_TITLE = lazy(
    r"\*\*[一二三四五六七八九十]{1,3}、[^*\n]{0,60}[题題要点点點案析][:：]?\*\*|\*\*[IVX]{1,5}\.\s"
)
_CELL = lazy(r"[ *`]*(?:Q\s*)?(?P<number>\d{1,4})[.)]?[ *`]*")


def names_number(title: str) -> bool:
    """Tell whether a heading names the answer, or the explanation, of a number: `Answer 3`."""
    if _OF_ANSWER.match(title):
        return True
    value, rest = numbering.split_number(title)
    found = labels.label(rest) if value else None
    return found is not None and found.role in ("answer", "explanation") and len(found.word) > 1


class Key(NamedTuple):
    """The answer of a number, where it stands, and the part of the document that it names."""

    number: int
    answer: Fragment
    part: str = ""


def keys_between(
    outline: Outline, first: int, last: int, once: Container[int] = ()
) -> Iterator[Key]:
    """Read the answers between two lines: in a table, in one line for many, or one by one.

    Where headings part the answers, numbers that questions have but `once` begin anew only below
    another one: else they count the steps of an answer.
    """
    part, form, top = "", _Form(), 0
    starts: list[tuple[int, int, str]] = []
    parts, titles = list[str](), list[int]()
    found: dict[int, list[Key]] = {}
    value = 0  # of the last answer
    for number in range(first, last + 1):
        line = outline[number]
        last_one = starts[-1][1] if starts else 0
        is_within = top and starts and not titles[bisect_right(titles, starts[-1][0]) :]
        if many := _many(outline, number, part, is_first=not starts) or _led(line, number, value):
            found[number] = many
            titles.append(number)
            value = many[-1].number
        elif form.admits(outline, number) and (
            one := _one(outline, number, (last_one, value), once if is_within else ())
        ):
            form = _form(outline, number)
            starts.append(one)
            parts.append(part)
            value = one[1]
        elif form.ends_at(line) or (not form.rank and _may_name_part(line, number)):
            part = _part_of(line.text) or part
            top = top if starts else line.level
            is_title = _is_bold(line.text) and bool(_TITLE.match(line.text))
            titles += [number] if is_title or 0 < line.level <= top else []
            form = form if line.kind == "text" else _Form()
    ends = _ends(outline, [at for at, _, _ in starts], titles, last)
    for (at, value, text), end, part in zip(starts, ends, parts, strict=True):
        found[at] = [Key(value, _answer(outline, at, end, text), part)]
    for at in sorted(found):
        yield from found[at]


def _ends(
    outline: Outline, starts: Sequence[int], titles: Sequence[int], last: int
) -> Iterator[int]:
    """Give the last line of each answer, within what folds; a rule below the last ends the key."""
    folds = deque(sorted(fold[:2] for fold in outline.folds.values() if fold.is_closed))
    around: list[tuple[int, int]] = []
    for at, after in zip_longest(starts, starts[1:]):
        below = range(at + 1, last + 1) if after is None else ()
        rules = (n for n in below if outline[n].kind == "rule" and not outline[n].depth)
        while folds and folds[0][0] < at:
            around.append(folds.popleft())
        while around and around[-1][1] < at:
            around.pop()
        end = next(rules, after or last + 1)
        within = [fold_end + 1 for _, fold_end in around[-1:]]
        yield min([end, *within, *titles[bisect_right(titles, at) :][:1]]) - 1


def _many(outline: Outline, number: int, part: str, *, is_first: bool) -> list[Key]:
    """Read several answers that start on a line: of a table, of code, or of the line itself."""
    line = outline[number]
    found: Iterable[Key] = ()
    if line.kind == "table" and line.leaf == number:
        found = from_table(outline, number)
    elif line.kind == "code" and line.leaf == number and is_first:
        found = _from_code(outline, number)
    elif line.kind == "text" and (found := _in_line(_whole(line), number)):
        before, *is_pair = _PAIR.split(line.text, maxsplit=1)
        part = (_part_of(before) if is_pair else "") or part
    return [key._replace(part=part) for key in found]


def _led(line: Line, number: int, before: int) -> list[Key]:
    """Read the only answer of a part behind its name, `三、填空题：6. 蓝`; its number goes on.

    Behind the number of a part, `三、1. 蓝`, it may begin anew.
    """
    if line.kind != "text":
        return []
    if led := _PART.match(line.text):
        rest = _ALONE.fullmatch(line.text, led.end())
        text = Fragment(Markdown(rest["said"]), number) if rest else None
        return [Key(int(rest["number"]), text)] if rest and text else []
    found = _LED.fullmatch(line.text) if before else None
    if not found or int(found["number"]) != before + 1:
        return []
    text = Fragment(Markdown(found["said"].strip("*_ ")), number)
    return [Key(before + 1, text, _part_of(found["part"]))]


def _in_line(text: str, number: int) -> list[Key]:
    """Read the answers on a line, and those behind the number of a part: `二、1. B  2. C`."""
    found = _PART.match(text)
    rest = text[found.end() :] if found else text
    return [*from_line(rest, number)] or ([*_from_words(rest, number, _FEWEST)] if found else [])


_PART = lazy(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[IVX]{1,4}[.、])\s{0,3}(?=\d{1,3}\s?[.．、)）])"
)
_ALONE = lazy(r"(?P<number>\d{1,4})\s?[.．、)）]\s{0,3}(?P<said>\S.*)")
_LED = lazy(
    r"(?P<part>[^\d:：]{2,30}?)[:：][ *_]{0,4}(?P<number>\d{1,4})\s?[.．、)）]\s?"
    r"(?P<said>[^\s\d][^\n]{0,200})"
)


class _Form(NamedTuple):
    """How the answers of a part start: as headings, in bold or as folds, or as items of a list.

    What starts with less, such as a list below a heading, stands within an answer.
    """

    rank: int = 0
    level: int = 0

    def admits(self, outline: Outline, number: int) -> bool:
        """Tell whether an answer may start on a line."""
        may_start = outline[number].kind in ("text", "heading") or number in outline.folds
        return may_start and _form(outline, number).rank >= self.rank

    def ends_at(self, line: Line) -> bool:
        """Tell a heading over other answers from one within an answer."""
        return line.kind == "heading" and (not self.level or line.level <= self.level)


def _form(outline: Outline, number: int) -> _Form:
    line = outline[number]
    if line.kind == "heading":
        return _Form(2, line.level)
    is_bold = not line.marker and line.text.startswith(("**", "__"))
    return _Form(int(is_bold or number in outline.folds))


def _may_name_part(line: Line, number: int) -> bool:
    """Tell whether a line is a title of answers below it, and no sentence."""
    is_alone = line.kind == "text" and line.leaf == number and not line.depth
    is_short = len(line.text) < _LONGEST_NAME and line.text[-1:] not in ".。!！?？؟"
    return is_alone and (is_short or line.text.rstrip("*_").endswith((":", "：")))


def _part_of(text: str) -> str:
    """Give the name of the part whose answers stand behind it or below it; "" if it names none."""
    name = markdown.plain(text).strip().rstrip(":：").strip()
    return name if len(name) < _LONGEST_PART else ""


def _one(
    outline: Outline,
    number: int,
    before: tuple[int, int],
    once: Container[int],
) -> tuple[int, int, str] | None:
    """Read the start of an answer; its number must count on, or begin anew.

    It counts on from the last one `before`, or the last of several on a line, 0 if there is none.
    """
    line = outline[number]
    if fold := outline.folds.get(number):
        value, said = _numbered(marks.without_tags(fold.title))
        text = fold.rest
        if not value or (said and not _is_of_answer(said)):
            return None
    elif line.is_ordered and line.depth == 1 and line.kind == "text":
        value, text = int(line.marker[:-1]), line.text
    elif line.depth <= 1 and (not line.depth or line.marker):
        value, text = _numbered(line.text)
        if line.kind == "heading" and text and not _MARKED.search(text):
            text = f"**{text}**"  # the title of an answer, which it starts with
        is_alone = line.kind == "heading" or line.marker or _is_bold(line.text)
        if not value or not (text or is_alone):
            return None
    else:
        return None
    goes_on = not before[0] or any(last < value <= last + 3 for last in before)
    begins = value == 1 and value not in once
    return (number, value, text) if goes_on or begins else None


def _is_of_answer(said: str) -> bool:
    """Tell whether what stands behind a number in a title asks, or names an answer."""
    return asking.asks(said) or part_titles.role_of_summary(said) == "answer"


def _is_bold(text: str) -> bool:
    return text.startswith("**") and text.rstrip(":： ").endswith("**")


def _numbered(text: str) -> tuple[int, str]:
    """Part the number of an answer from it: `3. B`, `**3. The point:**`, `Answer 3: B`."""
    named = _OF_ANSWER.match(text)
    value, rest = numbering.split_number(text[named.end() :] if named else text)
    rest = _ARROW.sub("", rest, count=1)
    is_cut = text.startswith("**") and rest.count("**") % 2
    return value, f"**{rest}" if is_cut else rest


_ARROW = lazy(r"^(?:→|⇒|➜|➡\ufe0f?|[-=]>)\s*")  # of `3 → B`


def _answer(outline: Outline, first: int, last: int, text: str) -> Fragment:
    line = outline[first]
    if fold := outline.folds.get(first):
        return _folded(outline, fold, text)
    said = (n for n in range(first + 1, last + 1) if outline.is_text(n))
    least = first if text else next(said, first)
    while last > least and (
        outline[last].kind in ("blank", "rule")
        or END.fullmatch(outline[last].text)  # of a fold around several answers
        or _is_short_title(outline, last, below=line)
    ):
        last -= 1
    place = Place(line.offset if line.depth else 0, line.quotes)
    return cut(outline, range(first, last + 1), place, {first: text})


def _folded(outline: Outline, fold: Fold, rest: str) -> Fragment:
    """Give what stands in a fold, below its title; `rest` stands behind that."""
    instead = {**dict.fromkeys(range(fold.first, fold.below), ""), fold.below - 1: rest}
    close(outline, fold, instead)
    place = Place(fold.column, outline[fold.first].quotes)
    return cut(outline, range(fold.first, fold.last + 1), place, instead)


def _is_short_title(outline: Outline, number: int, below: Line) -> bool:
    """Tell a title between answers, such as `Medium`, from the end of one that a line begins.

    Between answers with headings of their own only a heading is one, and `Note: it is 1.6 km` is
    none.
    """
    line = outline[number]
    if line.kind == "heading":
        return True
    if below.kind == "heading" or _SAYS_MORE.search(line.text):
        return False
    above = outline[number - 1]
    is_alone = (
        line.kind == "text" and line.leaf == number and above.kind == "blank" and not line.depth
    )
    return is_alone and len(line.text) < 40 and not line.text.endswith((".", "。", "!", "?"))


_SAYS_MORE = lazy(r"[:：]\s*[^\s*_]")


def _whole(line: Line) -> str:
    """Give a line with the number of the list item that it starts, if it does."""
    return f"{line.marker} {line.text}" if line.is_ordered else line.text


def from_line(text: str, number: int) -> Iterator[Key]:
    """Read a line that holds several answers: `1-5 ABCDA`, `1. B  2. C`."""
    ranges = list(_RANGE.finditer(text))
    for found in ranges:
        letters = re.findall(r"[A-H√×✓✗TF]", found[3])
        first, last = int(found[1]), int(found[2])
        if last - first + 1 == len(letters):
            yield from (
                Key(first + n, Fragment(Markdown(each), number)) for n, each in enumerate(letters)
            )
    if ranges:
        return
    pairs = _PAIR.findall(text) or _PAIR_OF_NUMBERS.findall(text)
    if len(pairs) >= _FEWEST and [int(n) for n, _ in pairs] == list(
        range(int(pairs[0][0]), int(pairs[0][0]) + len(pairs))
    ):
        yield from (Key(int(n), Fragment(Markdown(each), number)) for n, each in pairs)
    else:
        yield from _from_words(text, number)


def _from_words(text: str, number: int, sentences: int = _SEVERAL) -> Iterator[Key]:
    """Read a line that holds several answers in words: `1、蓝 2、绿`; three may be sentences."""
    _, *parts = _COUNTED.split(text.strip())
    if not _count(parts[::2]):
        _, *parts = _COUNTED.split(_DASHED.sub(r"\1\2. ", text.strip()))
    if not parts:
        return
    numbers, words = parts[::2], [word.strip(" ;；,，。·•|/") for word in parts[1::2]]
    if words[-1].count(")") > words[-1].count("("):  # around all of them
        words[-1] = words[-1].removesuffix(")")
    are_short = all(len(word) < _LONGEST_WORD for word in words)
    if _count(numbers) and all(words) and len(words) >= (_FEWEST if are_short else sentences):
        keys = zip(numbers, words, strict=True)
        yield from (Key(int(n), Fragment(Markdown(word), number)) for n, word in keys)


def _count(numbers: Sequence[str]) -> bool:
    """Tell whether each number is one more than that before it."""
    return len(numbers) >= _FEWEST and all(int(b) == int(a) + 1 for a, b in pairwise(numbers))


def _from_code(outline: Outline, first: int) -> Iterator[Key]:
    """Read code that is nothing but pairs, line by line or in columns: `1. B    5. C`."""
    lines = (n for n in range(first, outline.last + 1) if outline[n].leaf == first)
    found = {n: outline[n].text for n in lines if not outline[n].text.startswith(("```", "~~~"))}
    if any(_PAIR.sub("", text).strip(" \t,;|") for text in found.values()):
        return
    pairs = [(n, pair) for n, text in found.items() for pair in _PAIR.findall(text)]
    for n, (value, letters) in sorted(pairs, key=lambda pair: int(pair[1][0])):
        yield Key(int(value), Fragment(Markdown(letters), n))


def from_table(outline: Outline, first: int) -> Iterator[Key]:
    """Read a table of numbers and answers: in columns, side by side, or in rows."""
    rows = tables.rows(outline, first)
    numbered = [row for row in rows if _starts_with_number(row)]
    if not numbered:
        yield from _across(rows)
    reasons = [row.cells[2] for row in numbered if len(row.cells) == _WITH_REASON]
    # `Easy`, which says nothing of one answer
    are_kinds = all(reasons) and 2 * len({*reasons}) <= len(reasons)
    for row in numbered:
        cells = [cell.strip(" *`") for cell in row.cells]
        if len(cells) == _WITH_REASON:
            reason = "" if are_kinds else cells.pop()
            cells[1:] = ["\n\n".join(filter(None, [cells[1], reason]))]
        for name, text in _by_two(cells):
            if text and (found := _CELL.fullmatch(name)):
                yield Key(int(found["number"]), Fragment(Markdown(text), row.line))


def _starts_with_number(row: tables.Row) -> bool:
    """Tell whether a row is that of a number, and not one of nothing but numbers."""
    found = [bool(_CELL.fullmatch(cell)) for cell in row.cells]
    return found[:1] == [True] and not (len(found) > 1 and all(found))


def _by_two(cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give cells two by two."""
    return zip(cells[::2], cells[1::2], strict=False)


def _across(rows: Sequence[tables.Row]) -> Iterator[Key]:
    """Read numbers in one row and their answers in the next."""
    for numbers, texts in zip(rows[::2], rows[1::2], strict=False):
        for name, text in zip(numbers.cells, texts.cells, strict=False):
            if re.fullmatch(r"\s*\d{1,4}\s*", name) and text.strip():
                yield Key(int(name), Fragment(Markdown(text.strip(" *`")), texts.line))
