"""From an entry's lines to its draft: where its question ends, and which part the rest is.

A dialect finds where questions stand, and this tells what each is made of. The parts are told by
what an author marks: a label (`Answer:`), a heading (`#### Answer`), something that folds
(`<details>`), a line `?` or `%` between two sides of a card, or options, which end a question.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from types import MappingProxyType

from tiku.dialects.cutting import Place, close, cut, last_said
from tiku.dialects.marks import SIDES, Mark, marks, says, without_tags
from tiku.dialects.option_lines import (
    has_ticked,
    is_box,
    is_one_called_right,
    is_option_line,
    is_verdict,
    options_end,
)
from tiku.dialects.parts import found_ids, lead
from tiku.documents.outline import Outline
from tiku.items.options import is_label
from tiku.languages import asking, numbering
from tiku.languages.label_words import SIGNS
from tiku.languages.labels import label
from tiku.languages.part_titles import names_options
from tiku.model import Draft, Fragment, Markdown, Role, Span
from tiku.system.patterns import lazy
from tiku.values import NamedTuple


class Entry(NamedTuple):
    """The lines of a question with its answer, as a dialect found them.

    The question itself stands on the lines `first` to `stem`, or `asked` says it in their place;
    `answered` is an answer on the same line. `column` is where the text of its list item starts.
    """

    first: int
    stem: int
    last: int
    asked: str | None = None
    answered: str = ""
    section: tuple[str, ...] = ()
    column: int = 0
    quotes: int = 0
    title: Fragment | None = None
    instead: Mapping[int, str] = MappingProxyType({})  # lines written otherwise
    below: bool = False  # what stands below an unmarked stem belongs to the question
    tags: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Give what the entry stands in."""
        return Place(self.column, self.quotes)


def draft(outline: Outline, entry: Entry, *, by_marks: bool = True) -> Draft:
    """Make the draft of an entry. Without `by_marks` only options and folds end its question."""
    return _Drafting(outline, entry, by_marks=by_marks).run()


def after_question(text: str) -> str:
    """Give what follows a question on its own line, if it is no question itself."""
    return parted(text)[1]


def parted(text: str) -> tuple[str, str]:
    """Part a question from what follows it on its line; else the text, and ""."""
    if led := _LED.match(text):
        asked, rest = text[: led.start("rest")], led["rest"]
        return (text, "") if asking.asks(rest) else (asked, _BETWEEN.sub("", rest))
    end = (text.find("?") + 1) or (text.find("？") + 1)
    end += bool(end) and text[end : end + 1] in _QUOTES
    asked, rest = text[:end], text[end:]
    said = rest.strip(" *_:：")
    if not end or not said.strip(_ENDS) or asking.asks(said) or said[:1] in "(（.)]`<[":
        return text, ""
    if closed := _CLOSES.match(rest):
        asked, rest = asked + closed[0], rest[closed.end() :]
    rest = _BETWEEN.sub("", rest.strip())
    for mark in ("**", "__"):
        if asked.count(mark) % 2 and rest.endswith(mark):  # around both
            asked, rest = asked.replace(mark, "", 1), rest.removesuffix(mark)
    found = _EMPHASISED.fullmatch(rest)
    return asked, found["text"] if found else rest


_QUOTES = ('"', "”", "“", "»", "」", "』", "’")  # end a question that stands in them
_CLOSES = lazy(r"[*_]{1,3}(?=\s)")
_ENDS = "\"'”’»」』.!"  # of what somebody asks
_BETWEEN = lazy(r"^(?:[-–—:：]{1,2}|[-=]?>+|→|⇒|;;)\s*(?=\S)")
_EMPHASISED = lazy(r"(?P<mark>[*_]{1,3})(?P<text>[^*_]+)(?P=mark)")
_LED = lazy(
    r"(?P<mark>\*\*|__)(?:(?!(?P=mark)).)+[?？؟](?P=mark)\s*(?P<rest>\S.*)"
)  # **What?** That


def asked_ends(outline: Outline, found: Sequence[tuple[int, int]]) -> list[int]:
    """Where no answer is marked, tell where what asks ends and what answers begins, if most do so.

    Each is the first and last line of a question with its answer. What asks is the first paragraph,
    and what stands below nearly all begins with text that asks for nothing more; two that ask the
    same show something else instead. The end is 0 where nothing asks or answers.
    """
    if outline.has_key:
        return [0] * len(found)
    quoted = [_quoted_end(outline, *lines) for lines in found]
    if len(found) > 1 and all(quoted):
        return quoted
    ends = [_asked_end(outline, *lines) for lines in found]
    in_lists = _are_told_in_lists(outline, ends, found)
    told = [*zip(ends, found, strict=True)]
    below = [
        bool(end) and _tells(outline, end + 1, last, in_lists=in_lists) for end, (_, last) in told
    ]
    if asking.share(below) >= _MOST:  # then others may answer `Write to us.`
        replies = [bool(end) and _replies(outline, end, last) for end, (_, last) in told]
        below = [a or b for a, b in zip(below, replies, strict=True)]
    asked = ["\n".join(outline.raws(first, end)) for end, (first, _) in told if end]
    if asking.share(below) < _NEARLY_ALL or len({*map(_form, asked)}) < len(asked):
        return [0] * len(found)
    return ends


_MOST, _NEARLY_ALL = 0.5, 0.8


def _quoted_end(outline: Outline, first: int, last: int) -> int:
    """Give the end of a quote at the start of an entry that has more below it; else 0."""
    said = [n for n in range(first, last + 1) if outline[n].text and outline[n].kind != "heading"]
    below = next((n for n in said if not outline[n].quotes), 0)
    return next((n for n in reversed(said) if n < below), 0)


def _form(text: str) -> str:
    """Give a question without its label and number."""
    named = label(text.strip().lstrip("# "))
    return (named.rest if named else text).strip()


def _are_told_in_lists(
    outline: Outline, ends: Sequence[int], found: Sequence[tuple[int, int]]
) -> bool:
    """Tell whether lists below what asks answer it: as many items each, but one, would be options.

    They are none either where something asks to choose one, or where items ask in turn.
    """
    lists = []
    for end, (first, last) in zip(ends, found, strict=True):
        if not end:
            continue
        depth = outline[first].depth + 1
        items = [n for n in range(end + 1, last + 1) if outline[n].marker]
        items = [n for n in items if outline[n].depth == depth]
        asks = any(asking.has_mark(outline[n].text) for n in items)
        if asks or any(map(_CHOOSE.search, outline.raws(first, end))):
            return False
        lists += [len(items)] if items else []
    return len({*lists}) > 1 or {*lists} == {1}


_CHOOSE = lazy(
    r"\b(?:which|choose|select|pick|welche[rs]?|cuál(?:es)?|qual|quais|quel(?:le)?s?|quale|котор\w+|выберите)\b"
    r"|哪|选|選|下列|以下|次の|どれ|다음",
    re.IGNORECASE,
)


def _tells(outline: Outline, first: int, last: int, *, in_lists: bool) -> bool:
    """Tell whether lines begin with a paragraph that does not tell to do more, or a heading.

    They may begin with a list where the answers stand `in_lists`.
    """
    start = next(n for n in range(first, last + 1) if outline[n].kind not in ("blank", "rule"))
    text = outline[start].text
    if outline[start].kind == "heading":
        return True
    is_listed = in_lists and bool(outline[start].marker)
    is_told = outline.is_prose(start) or outline[start].quotes > 0 or is_listed
    return is_told and not (asking.requests(text) or _TO_DO.match(text))


def _replies(outline: Outline, end: int, last: int) -> bool:
    """Tell whether prose that does not ask stands right below a question mark."""
    below = (n for n in range(end + 1, last + 1) if outline[n].kind not in ("blank", "rule"))
    start = next(below, end)
    text = outline[start].text
    is_told = asking.ends_asking(outline[end].text) and outline.is_prose(start)
    return is_told and not (asking.asks(text) or _TO_DO.match(text))


# What is shown, or asked for politely.
_TO_DO = lazy(
    r"!\[|<img|please\b|bitte\b|por favor\b|s'il vous pla|请|請|\w+en sie\b|your answer\b",
    re.IGNORECASE,
)


def _asked_end(outline: Outline, first: int, last: int) -> int:
    texts = [n for n in range(first, last + 1) if outline[n].kind == "text"]
    if not texts or options_end(outline, first + 1, last):
        return 0
    start = first if outline[first].kind == "heading" else texts[0]
    leaf = [n for n in range(start, last + 1) if outline[n].leaf == outline[start].leaf]
    asks = (n for n in leaf if asking.ends_asking(outline[n].text))
    named = label(outline[start].text)
    text = named.rest if named else outline[start].text
    end = next(asks, leaf[-1] if asking.requests(text) else 0)
    return end if texts[-1] > end else 0


class _Drafting:
    """The parts of an entry: what is asked, up to the line `asked`, and what follows by role."""

    def __init__(self, outline: Outline, entry: Entry, *, by_marks: bool) -> None:
        self.outline, self.entry = outline, entry
        self.last = last_said(outline, entry.stem, outline.visible_to(entry.stem, entry.last))
        self.found = list(marks(outline, entry.stem + 1, self.last))
        self.marks = _opening(outline, list(self._parting(by_marks=by_marks)))
        self.until = self.marks[0].line - 1 if self.marks else self.last
        roles = {mark.role for mark in self.marks}
        self.is_answered = bool(entry.answered) or "answer" in roles
        self.options = self._options()
        self.parts: dict[Role, Fragment] = {}
        self.closed: dict[int, str] = {}  # lines that end a fold, without its end

    def run(self) -> Draft:
        entry, outline = self.entry, self.outline
        self._close()
        asked = self._asked()
        instead = {**self.closed, **dict(self._instead(asked))}
        question = cut(outline, range(entry.first, asked + 1), entry.place, instead)
        if entry.answered:
            self._add("answer", Fragment(Markdown(entry.answered), entry.stem))
        self._add("answer", self._cut(asked + 1, self.until))
        for mark, after in zip_longest(self.marks, self.marks[1:]):
            self._add(mark.role, self._part(mark, after.line - 1 if after else self.last))
        self._answer()
        above = lead(outline.marked, entry.first)
        return Draft(
            span=Span(outline.path, entry.first, self.last),
            section=asking.without_contents(entry.section),
            heading=entry.title,
            question=question if question.markdown else None,
            answer=self.parts.get("answer"),
            explanation=self.parts.get("explanation"),
            hint=self.parts.get("hint"),
            ids=found_ids(outline.marked, above, self.last),
            number=numbering.number_of(outline.raw(entry.first)),
            tags=entry.tags,
        )

    # The question

    def _asked(self) -> int:
        """Give the last line of the question."""
        entry, is_open = self.entry, not self.is_answered
        if entry.below and is_open and has_ticked(self.outline, entry.stem + 1, self.options):
            return self.options
        if (self.is_answered or entry.below) and not entry.answered:
            return self.until
        return self.options or entry.stem

    def _options(self) -> int:
        """Give the last line of the options; letters below text are a list within an answer."""
        outline, first = self.outline, self.entry.stem + 1
        end = options_end(outline, first, self.until)
        if not end or self.is_answered or self.entry.below:
            return end
        start = next(
            n for n in range(first, end + 1) if outline[n].marker or self._may_be_option(n)
        )
        is_free = outline.has_key or is_box(outline[start].text)
        is_free = is_free or is_one_called_right(outline, start, end)
        said = self._prose(first, start)
        is_free = is_free or not said or self._tells_to_choose(said, start)
        return end if is_free else 0

    def _tells_to_choose(self, first: int, before: int) -> bool:
        """Tell whether all that is said above options is how many of them to choose."""
        texts = (x for x in self.outline.lines[first - 1 : before - 1] if x.kind == "text")
        return all(len(x.text) < _LONGEST and bool(_TO_CHOOSE.search(x.text)) for x in texts)

    def _may_be_option(self, number: int) -> bool:
        return is_option_line(self.outline, number)

    def _prose(self, first: int, before: int) -> int:
        """Give the first line of text between two lines, 0 if there is none."""
        outline = self.outline
        lines = range(first, before)
        texts = (n for n in lines if outline[n].kind == "text" and says(outline, n))
        return next((n for n in texts if not is_label(outline[n].text)), 0)

    def _instead(self, last: int) -> Iterator[tuple[int, str]]:
        """Say lines of a question otherwise; a title over its options says nothing."""
        entry, outline = self.entry, self.outline
        for number in range(entry.stem + 1, last + 1):
            if outline[number].kind == "heading" and names_options(outline[number].text):
                yield number, ""
        yield from entry.instead.items()
        if entry.asked is not None:
            yield entry.first, entry.asked
            yield from ((number, "") for number in range(entry.first + 1, entry.stem + 1))

    # The other parts

    def _parting(self, *, by_marks: bool) -> Iterator[Mark]:
        """Give the marks that part this entry.

        What opens below text that answers already only says more; and what looks like an answer
        above the options is a part of the question, as the solution is that an exam asks about.
        """
        outline, answered = self.outline, self._answered_from()
        for mark, after in zip_longest(self.found, self.found[1:]):
            end = after.line - 1 if after else self.last
            if mark.fold is None and self._asks_on(mark, end, is_last=after is None):
                continue
            if outline[mark.line].text[:1] in SIGNS and 0 < answered < mark.line:
                continue  # it adorns an answer
            is_first = bool(mark.fold) and not 0 < answered < mark.line
            if by_marks or outline[mark.line].text in SIDES or is_first:
                yield mark

    def _asks_on(self, mark: Mark, end: int, *, is_last: bool) -> bool:
        """Tell whether options stand below what looks like an answer, with their key or ticks."""
        options = options_end(self.outline, mark.below, end)
        return bool(options) and (is_box(self.outline[options].text) or not is_last)

    def _answered_from(self) -> int:
        """Give the first line of text above all marks that is neither question nor option."""
        if self.entry.below or not self.found:
            return 0
        first = self.entry.stem + 1
        end = options_end(self.outline, first, self.found[0].line - 1)
        return self._prose(max(first, end + 1), self.last + 1)

    def _close(self) -> None:
        """Take the ends off all that folds and is a part, or the entry itself."""
        own = self.outline.folds.get(self.entry.first)
        for fold in (own, *(mark.fold for mark in self.marks)):
            if fold and fold.last <= self.last:
                close(self.outline, fold, self.closed)

    def _part(self, mark: Mark, end: int) -> Fragment:
        instead = {n: text for n, text in self.closed.items() if mark.line <= n <= end}
        instead |= dict.fromkeys(range(mark.line, mark.below), "")
        instead[mark.below - 1 if mark.fold else mark.line] = mark.rest
        column = max(mark.column, self.entry.column, mark.fold.column if mark.fold else 0)
        lines = range(mark.line, last_said(self.outline, mark.line, end) + 1)
        place = Place(column, max(self.entry.quotes, self.outline[mark.line].quotes))
        return cut(self.outline, lines, place, {**self.entry.instead, **instead})

    def _cut(self, first: int, last: int) -> Fragment:
        instead = {**self.entry.instead, **self.closed}
        return cut(self.outline, range(first, last + 1), self.entry.place, instead)

    def _add(self, role: Role, fragment: Fragment) -> None:
        """Add a part, or to one."""
        if not fragment.markdown.strip():
            return
        if before := self.parts.get(role):
            fragment = Fragment(Markdown(f"{before.markdown}\n\n{fragment.markdown}"), before.line)
        self.parts[role] = fragment

    def _answer(self) -> None:
        """Where there is no answer, take the explanation for it, or what a hint hides."""
        parts = self.parts
        hidden = any(mark.role == "hint" and mark.fold for mark in self.marks)
        if "answer" in parts:
            return
        if "explanation" in parts and not self.options:
            if not is_verdict(self.outline.raw(self.entry.stem)):
                parts["answer"] = parts.pop("explanation")
        elif "hint" in parts and (hidden or label(parts["hint"].markdown)):
            parts["answer"] = parts.pop("hint")


_LONGEST = 120  # characters of what tells how many options to choose
_TO_CHOOSE = lazy(
    r"\b(?:choose|select|pick|tick|check)\b|\b(?:choisi|sélectionn|coche|selec[ct]ion|elig|elij|escolh"
    r"|marqu|wähle|kreuze|sceg?l|pilih|seçin|wybierz|выбер|отмет)\w*|选择|選擇|多选|多選|選び|選択|고르",
    re.IGNORECASE,
)


def _opening(outline: Outline, found: Sequence[Mark]) -> list[Mark]:
    """Keep the marks that open a part: the first of each role, but for one that says nothing.

    `<details>` over `Correct answer: D` is one answer, and so is an answer in several folds.
    """
    kept: list[Mark] = []
    seen: set[Role] = set()
    for mark in found:
        if kept and kept[-1].role == mark.role and not _says(outline, kept[-1], mark.line):
            kept[-1] = mark._replace(line=kept[-1].line, fold=mark.fold or kept[-1].fold)
        elif mark.role not in seen or (mark.fold and kept and kept[-1].role == mark.role):
            kept.append(mark)
            seen.add(mark.role)
    return kept


def _says(outline: Outline, mark: Mark, before: int) -> bool:
    """Tell whether anything stands between a mark and a line below it."""
    if without_tags(mark.rest):
        return True
    return any(says(outline, n) for n in range(mark.below, before))
