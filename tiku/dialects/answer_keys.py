"""Answers that stand apart from their questions: a key at the end, such as `1-5 ABCDA`.

A key has a title that names answers, and numbers that its questions have too; it may stand behind
the title, `Answers: 1-B, 2-C`. Where a document has such a part, dialects do not see it, and each
question without an answer gets the one of its number.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from tiku import label_words, labels, markdown, numbering, options, part_titles, tables
from tiku.dialects import marks, option_lines
from tiku.dialects.cutting import Place, cut
from tiku.lines import Line
from tiku.model import Draft, Fragment, Markdown
from tiku.outline import Outline
from tiku.patterns import lazy

_LETTERS = r"(?:[A-HА-Еアイウエオ가나다라①-⑧]{1,5}(?![^\W\d_])|[√×✓✗TF对错](?![A-Za-z])|True|False)"
_PAIR = lazy(
    rf"(?<![\w.])Q?(\d{{1,4}})\s*[.)）、．:：=–—-]?\s*[(（\[]?({_LETTERS})[)）\]]?(?![\w])",
    re.IGNORECASE,
)
_RANGE = lazy(
    r"(?<!\d)(\d{1,4})\s*[-–—~～至]\s*(\d{1,4})[.:：、)\s]*([A-H√×✓✗TF](?:[\s,，、]*[A-H√×✓✗TF])+)(?![A-Za-z])"
)
_PAIR_OF_NUMBERS = lazy(  # 1-2, 2-4; 3 – 1
    r"(?<![\w.])(\d{1,4})\s?[-–—=:]\s?([1-9])(?=\s?(?:[,;，；]|$))"
)
_FEWEST = 2
_MOST = 0.6
_WITH_REASON = 3  # columns: a number, an answer, why
_LONGEST_NAME = 40  # characters of a title with the key behind it
_LONGEST_TITLE = 80  # characters of a title that is no heading
_MOST_TRIES = 50  # titles of a document that may be those of keys


class Key(NamedTuple):
    """The answer of a number, where it stands, and the part of the document that it names."""

    number: int
    answer: Fragment
    part: str = ""


class KeySection(NamedTuple):
    """A part of a document that holds answers by number: its first line is its title."""

    first: int
    last: int
    keys: tuple[Key, ...]
    title: str = ""


def find(outline: Outline) -> list[KeySection]:
    """Find the parts that are keys; most of the questions with numbers above have their answer."""
    found: list[KeySection] = []
    candidates = _candidates(outline)
    ordinary = _ordinary(outline, candidates)
    if not any(_is_title(outline, n) for n in candidates - ordinary):
        return found
    titles = Counter(_bare(outline[n].text) for n in range(1, outline.last + 1) if outline[n].text)
    number = 1
    asked: dict[int, int] = {}  # the numbers of questions, each with its line
    tries = _MOST_TRIES
    while number <= outline.last:
        is_candidate = number in candidates and tries and len(asked) >= _FEWEST
        is_title = is_candidate and _is_title(outline, number)
        tries -= bool(is_title)
        if is_title and number not in ordinary:
            section = _section(outline, number, asked)
            known = asked.keys() & {key.number for key in section.keys}
            is_rare = 2 * titles[_bare(outline[number].text)] <= len(section.keys)
            if is_rare and len(known) >= _FEWEST and len(known) >= _MOST * len(asked):
                found.append(section)
                number = section.last + 1
                asked.clear()
                continue
        line = outline[number]
        if line.is_ordered and line.depth == 1:
            asked[int(line.marker[:-1])] = number
        elif line.kind in ("heading", "text") and line.leaf == number and _STARTS.match(line.text):
            asked[numbering.number_of(line.text)] = number
        number += 1
    return found


def _candidates(outline: Outline) -> frozenset[int]:
    """Give the lines that may be titles of keys, by a glance."""
    short = [
        (number, line.text[:_LONGEST_TITLE])
        for number, line in enumerate(outline.lines, 1)
        if line.kind == "heading" or _is_alone(line, number)
    ]
    may_name = part_titles.may_name_answers([text for _, text in short])
    found = {number for (number, _), is_found in zip(short, may_name, strict=True) if is_found}
    return frozenset(found | {n for n, fold in outline.folds.items() if fold.title})


def _is_alone(line: Line, number: int) -> bool:
    """Tell whether a short line starts a paragraph within nothing else."""
    is_first = line.kind == "text" and line.leaf == number
    if not is_first or line.depth or line.marker:
        return False
    return len(line.text) < _LONGEST_TITLE or bool(_COLON.search(line.text, 0, _LONGEST_NAME))


def _ordinary(outline: Outline, candidates: frozenset[int]) -> frozenset[int]:
    """Give the lines that are labels, where several answers are labelled: none names a key."""
    texts = ((n, outline[n].text) for n in candidates)
    found = frozenset(
        n
        for n, text in texts
        if labels.label(text) and not _NUMBERED.search(text, 0, _LONGEST_NAME)
    )
    return found if found and _is_labelled(outline) else frozenset()


def _is_labelled(outline: Outline) -> bool:
    """Tell whether several answers are labelled where they stand."""
    found = (labels.label(line.text) for line in outline.lines if line.kind == "text")
    answers = (each for each in found if each and each.role == "answer")
    return len(list(islice(answers, 2))) > 1


def _bare(text: str) -> str:
    return text.casefold().strip(" *_#:：")


_STARTS = lazy(
    rf"(?:[{label_words.SYMBOLS}]\ufe0f?\s*)*+(?:\*\*|__|<b>|<strong>)?(?:第|Q|\w+\s)?\s?#?\d{{1,4}}\s?\\?(?:[题題.)、．:：*(（]|$)"
)
_COLON = lazy("[:：]")


def _is_title(outline: Outline, number: int) -> bool:
    line = outline[number]
    if line.kind == "heading":
        return part_titles.names_answers(markdown.plain(line.text))
    if line.depth:
        return False
    if fold := outline.folds.get(number):
        return bool(fold.title) and part_titles.names_answers(marks.without_tags(fold.title))
    if not _is_alone(line, number):
        return False
    title, rest = _parted(line.text)
    if rest and not _SHORT.match(rest) and not _WORDED.match(rest):
        return False  # before what is hard to read is asked for what it shows
    return part_titles.names_answers(markdown.plain(title))


def _parted(text: str) -> tuple[str, str]:
    """Part a title from the answers behind it, `**Answer key:** 1-B, 2-C`."""
    title, *rest = _COLON.split(text.translate(_NO_BOLD), maxsplit=1)
    return title.strip(), "".join(rest).strip()


_NO_BOLD = dict.fromkeys(map(ord, "*_"))
_NUMBERED = lazy(rf"[:：][\s*_]*\d{{1,4}}\s?\W?\s?\W?{_LETTERS}", re.IGNORECASE)
_SHORT = lazy(
    rf"Q?\d{{1,4}}\s*\W?\s*\W?{_LETTERS}|[A-H]+$|\d{{1,4}}\s?[-–—=]\s?[1-9]\s?[,;，；]",
    re.IGNORECASE,
)


_WORDED = lazy(r"1\s?[、.．)）][^\n]{1,200}?[\s;；,，]2\s?[、.．)）]")


def _section(outline: Outline, first: int, asked: Mapping[int, int]) -> KeySection:
    line = outline[first]
    _, behind = _parted(line.text) if line.kind == "text" else ("", "")
    if not behind or outline.folds.get(first):
        last = _last(outline, first)
        title = markdown.plain(line.text)
        return KeySection(first, last, tuple(keys_between(outline, first + 1, last)), title)
    below = (n for n in range(first + 1, outline.last + 1) if outline[n].leaf != line.leaf)
    last = next(below, outline.last + 1) - 1
    text = " ".join([behind, *(outline[n].text for n in range(first + 1, last + 1))])
    is_key = _NAMES_KEY.search(_parted(line.text)[0])  # `Answers: AB` may be those of the last
    if is_key and len(text) == len(asked) and re.fullmatch("[A-H]+", text):
        pairs = zip(sorted(asked), text, strict=True)
        keys = tuple(Key(n, Fragment(Markdown(letter), first)) for n, letter in pairs)
        lines = sorted(asked.values())
        return KeySection(first, last, keys if _all_have_options(outline, lines, first) else ())
    in_words = not is_key and not _SHORT.match(text)
    if in_words and not _are_bare(outline, sorted(asked.values()), first):
        return KeySection(first, last, ())  # the solution of the last one, in steps
    return KeySection(first, last, tuple(_from_line(text, first)))


_NAMES_KEY = lazy(r"key|clave|gabarito|schlüssel|ключ|答案|正解", re.IGNORECASE)


def _are_bare(outline: Outline, lines: Sequence[int], end: int) -> bool:
    """Tell whether nothing stands below the questions on some lines."""
    return not any(
        outline.is_text(n) and outline[n].leaf != outline[one].leaf
        for one, after in pairwise((*lines, end))
        for n in range(one + 1, after)
    )


def _all_have_options(outline: Outline, lines: Sequence[int], end: int) -> bool:
    """Tell whether each question has options and no answer: else letters are those of the last."""
    return all(
        option_lines.options_end(outline, one + 1, after - 1)
        and not marks.answers(outline, one + 1, after - 1)
        for one, after in pairwise((*lines, end))
    )


def _last(outline: Outline, first: int) -> int:
    title = outline[first]
    if fold := outline.folds.get(first):
        return fold.last
    for number in range(first + 1, outline.last + 1):
        line = outline[number]
        if line.kind == "heading" and (title.kind != "heading" or line.level <= title.level):
            return number - 1
        if title.kind != "heading" and line.kind == "rule":
            return number - 1
    return outline.last


def keys_between(outline: Outline, first: int, last: int) -> Iterator[Key]:
    """Read the answers between two lines: in a table, in one line for many, or one by one."""
    number, part = first, ""
    starts: list[tuple[int, int, str]] = []
    parts: list[str] = []
    while number <= last:
        line = outline[number]
        if line.kind == "table" and line.leaf == number:
            yield from (key._replace(part=part) for key in _from_table(outline, number))
        elif line.kind == "text" and (many := list(_from_line(_whole(line), number))):
            before, *is_pair = _PAIR.split(line.text, maxsplit=1)
            named = (_part_of(before) if is_pair else "") or part
            yield from (key._replace(part=named) for key in many)
        elif line.kind in ("text", "heading") and (one := _one(outline, number, starts)):
            starts.append(one)
            parts.append(part)
        elif line.kind == "heading" or _may_name_part(line, number):
            part = _part_of(line.text) or part
        number += 1
    if starts:  # a rule below the last answer ends the key
        below = range(starts[-1][0] + 1, last + 1)
        rules = (n for n in below if outline[n].kind == "rule" and not outline[n].depth)
        last = next(rules, last + 1) - 1
    ends = [start[0] - 1 for start in starts[1:]] + [last]
    for (at, value, text), end, part in zip(starts, ends, parts, strict=False):
        yield Key(value, _answer(outline, at, end, text), part)


def _may_name_part(line: Line, number: int) -> bool:
    """Tell whether a line is a title of answers below it, and no sentence."""
    is_alone = line.kind == "text" and line.leaf == number and not line.depth
    is_short = len(line.text) < _LONGEST_NAME and line.text[-1:] not in ".。!！?？"
    return is_alone and (is_short or line.text.rstrip("*_").endswith((":", "：")))


def _part_of(text: str) -> str:
    """Give the name of the part whose answers stand behind it or below it; "" if it names none."""
    name = markdown.plain(text).strip().rstrip(":：").strip()
    return name if len(name) < _LONGEST_TITLE else ""


def _one(
    outline: Outline, number: int, before: Sequence[tuple[int, int, str]]
) -> tuple[int, int, str] | None:
    """Read the start of an answer; its number must count on, or begin anew."""
    line = outline[number]
    if line.is_ordered and line.depth == 1 and line.kind == "text":
        value, text = int(line.marker[:-1]), line.text
    elif line.depth <= 1 and (not line.depth or line.marker):
        value, text = _numbered(line.text)
        if line.kind == "heading" and text and not _MARKED.search(text):
            text = f"**{text}**"  # the title of an answer, which it starts with
        if not value or (not text and line.kind != "heading" and not line.marker):
            return None
    else:
        return None
    last = before[-1][1] if before else value - 1
    return (number, value, text) if last < value <= last + 3 or value == 1 else None


def _numbered(text: str) -> tuple[int, str]:
    """Part the number of an answer from it: `3. B`, `**3. The point:**`, `Answer 3: B`."""
    named = _OF_ANSWER.match(text)
    value, rest = numbering.split_number(text[named.end() :] if named else text)
    is_cut = text.startswith("**") and rest.count("**") % 2
    return value, f"**{rest}" if is_cut else rest


_MARKED = lazy(r"[*_`]")


_WORD = "|".join(map(re.escape, label_words.ANSWERED))
_OF_ANSWER = lazy(
    rf"[*_]{{0,3}}(?:{_WORD}|A(?=\d{{1,4}}\s?[.:：)]))\s?(?:to\s)?(?:question\s)?(?=[#№]?\d)",
    re.IGNORECASE,
)


def _answer(outline: Outline, first: int, last: int, text: str) -> Fragment:
    line = outline[first]
    while last > first and (
        outline[last].kind in ("blank", "rule") or _is_short_title(outline, last)
    ):
        last -= 1
    place = Place(line.offset if line.depth else 0, line.quotes)
    return cut(outline, range(first, last + 1), place, {first: text})


def _is_short_title(outline: Outline, number: int) -> bool:
    """Tell a title between answers, such as `Medium`, from the end of an answer."""
    line = outline[number]
    if line.kind == "heading":
        return True
    above = outline[number - 1]
    is_alone = (
        line.kind == "text" and line.leaf == number and above.kind == "blank" and not line.depth
    )
    return is_alone and len(line.text) < 40 and not line.text.endswith((".", "。", "!", "?"))


def _whole(line: Line) -> str:
    """Give a line with the number of the list item that it starts, if it does."""
    return f"{line.marker} {line.text}" if line.is_ordered else line.text


def _from_line(text: str, number: int) -> Iterator[Key]:
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


def _from_words(text: str, number: int) -> Iterator[Key]:
    """Read a line that holds several answers in words: `1、蓝 2、绿`; three may be sentences."""
    _, *parts = _COUNTED.split(text.strip())
    if not parts:
        return
    numbers, words = parts[::2], [word.strip(" ;；,，。") for word in parts[1::2]]
    counts = [int(n) for n in numbers] == [*range(int(numbers[0]), int(numbers[0]) + len(numbers))]
    are_short = all(len(word) < _LONGEST_WORD for word in words)
    if counts and all(words) and len(words) >= (_FEWEST if are_short else _SEVERAL):
        keys = zip(numbers, words, strict=True)
        yield from (Key(int(n), Fragment(Markdown(word), number)) for n, word in keys)


_COUNTED = lazy(r"(?:^|(?<=[\s;；,，]))(\d{1,3})\s?(?:[、．.)）](?!\d))")
_SEVERAL = 3  # answers in sentences
_LONGEST_WORD = 16  # characters of an answer beside others


def _from_table(outline: Outline, first: int) -> Iterator[Key]:
    """Read a table of numbers and answers: in columns, side by side, or in rows."""
    rows = tables.rows(outline, first)
    numbered = [row for row in rows if _starts_with_number(row)]
    if not numbered:
        yield from _across(rows)
    for row in numbered:
        cells = [cell.strip(" *`") for cell in row.cells]
        if len(cells) == _WITH_REASON:
            cells[1:] = ["\n\n".join(filter(None, cells[1:]))]
        for name, text in _by_two(cells):
            if text and (found := _CELL.fullmatch(name)):
                yield Key(int(found["number"]), Fragment(Markdown(text), row.line))


def _starts_with_number(row: tables.Row) -> bool:
    """Tell whether a row is that of a number, and not one of nothing but numbers."""
    found = [bool(_CELL.fullmatch(cell)) for cell in row.cells]
    return found[:1] == [True] and not (len(found) > 1 and all(found))


_CELL = lazy(r"[ *`]*(?:Q\s*)?(?P<number>\d{1,4})[.)]?[ *`]*")


def _by_two(cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give cells two by two."""
    return zip(cells[::2], cells[1::2], strict=False)


def _across(rows: Sequence[tables.Row]) -> Iterator[Key]:
    """Read numbers in one row and their answers in the next."""
    for numbers, texts in zip(rows[::2], rows[1::2], strict=False):
        for name, text in zip(numbers.cells, texts.cells, strict=False):
            if re.fullmatch(r"\s*\d{1,4}\s*", name) and text.strip():
                yield Key(int(name), Fragment(Markdown(text.strip(" *`")), texts.line))


# Keys to drafts

_Run = list[tuple[int, int]]  # numbers that count up, each with a place


def attach(drafts: Sequence[Draft], sections: Sequence[KeySection]) -> tuple[Draft, ...]:
    """Give each draft without an answer that of its number, from the first key below it."""
    found = list(drafts)
    start = 0
    for section in sections:
        at = next((n for n, d in enumerate(found) if d.span.first > section.first), len(found))
        found[start:at] = answered(found[start:at], section.keys, section.title)
        start = at
    return tuple(found)


def answered(drafts: Sequence[Draft], keys: Sequence[Key], title: str = "") -> list[Draft]:
    """Give drafts their answers by number; where numbers begin anew, part by part.

    A key that names parts, or one in its title, is only that of those.
    """
    ours = _runs([(draft.number, n) for n, draft in enumerate(drafts) if draft.number])
    theirs = _runs([(key.number, n) for n, key in enumerate(keys)])
    pairs = _named_alike(drafts, keys, title, (ours, theirs))
    named = {id(run) for pair in pairs for run in pair}
    unnamed = [[run for run in runs if id(run) not in named] for runs in (ours, theirs)]
    if len(unnamed[0]) == len(unnamed[1]):
        pairs += zip(*unnamed, strict=True)
    elif not pairs and ours and (whole := _of_no_part(theirs, keys)):
        pairs = [(ours[-1], whole)]
    result = list(drafts)
    for one, other in pairs:
        by_number = dict(other)
        for number, n in one:
            if number in by_number and (free := _without_remark(drafts[n])):
                result[n] = _with(free, keys[by_number[number]].answer)
    return result


def _of_no_part(runs: Sequence[_Run], keys: Sequence[Key]) -> _Run:
    """Give the only answers, or the only ones that name no part, if other ones do."""
    found = [run for run in runs if len(runs) == 1 or not keys[run[0][1]].part]
    return found[0] if len(found) == 1 else []


def _without_remark(draft: Draft) -> Draft | None:
    """Give a draft that has no answer; what stands below options and names none explains it."""
    if not draft.answer:
        return draft
    question = draft.question.markdown if draft.question else ""
    is_key = _KEY.match(draft.answer.markdown)
    if draft.explanation or is_key or not options.split(question).options:
        return None
    return draft._replace(answer=None, explanation=draft.answer)


_KEY = lazy(r"[\W_]*(?:[A-Ha-h](?![A-Za-z])|\d|√|×|T\b|F\b|True|False)")


def _named_alike(
    drafts: Sequence[Draft], keys: Sequence[Key], title: str, runs: tuple[list[_Run], list[_Run]]
) -> list[tuple[_Run, _Run]]:
    """Pair the questions and answers of the parts that both name; several parts have the words."""
    ours, theirs = runs
    if len(ours) < 2:
        return []
    names = [_words(drafts[run[0][1]].section[-1:]) for run in ours]
    pairs = []
    for run in theirs:
        part = _words([keys[run[0][1]].part]) or (_words([title]) if len(theirs) == 1 else set())
        same = [n for n, name in enumerate(names) if name == part]
        within = [n for n, name in enumerate(names) if name and (name <= part or part <= name)]
        fits = same or within
        if part and len(fits) == 1:
            pairs.append((ours[fits[0]], run))
    return pairs


def _words(texts: Sequence[str]) -> set[str]:
    """Give the words of titles but for their numbers, and those that only name answers."""
    bare = (numbering.strip(text).casefold() for text in texts)
    words = (word for text in bare for word in re.findall(r"\w+", text))
    return {x for x in words if not (part_titles.names_answers(x) or part_titles.role_of_word(x))}


def _with(draft: Draft, answer: Fragment) -> Draft:
    first, newline, rest = answer.markdown.partition("\n")
    found = labels.label(first)
    is_named = found and found.role == "answer" and len(found.word) > 1  # not the option A
    text = found.rest + newline + rest if found and is_named else answer.markdown
    lines = text.strip().split("\n")
    for n, line in enumerate(lines):
        named = labels.label(line)
        if n and named and named.role == "explanation":
            why = Fragment(
                Markdown("\n".join([named.rest, *lines[n + 1 :]]).strip()), answer.line + n
            )
            text = "\n".join(lines[:n])
            return draft._replace(
                answer=Fragment(Markdown(text.strip()), answer.line), explanation=why
            )
    return draft._replace(answer=Fragment(Markdown(text.strip()), answer.line))


def _runs(numbers: Sequence[tuple[int, int]]) -> list[_Run]:
    runs: list[_Run] = []
    for pair in numbers:
        if not runs or pair[0] <= runs[-1][-1][0]:
            runs.append([])
        runs[-1].append(pair)
    return runs
