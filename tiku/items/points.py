"""The points of an answer: its bullets, each once, with term and text apart."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from tiku.languages.chinese import is_traditional
from tiku.languages.words import NEGATIONS
from tiku.markup import form, markdown
from tiku.model import Block, Code, Form, Fragment, Markdown, Point, Problem
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_MARKER = lazy(r"\s*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_TERM = lazy(r"(\*\*|__)(?!\1)(?P<term>.+?)\1(?P<after>\s*[:：])?\s*", re.DOTALL)
# Repeats of these are no slip of the pen: the same line of code or step may be due twice.
_NEVER_FOLDED = frozenset({"code", "table", "steps"})


class Folded(NamedTuple):
    """An answer without its repeats, the points that are left of it, and what was found."""

    answer: Fragment
    points: tuple[Point, ...]
    problems: tuple[Problem, ...]


def fold(path: str, answer: Fragment) -> Folded:
    """Drop each bullet that repeats another of its list, and each such paragraph; report both.

    What is only nearly a repeat is kept and reported.
    """
    answer = _without_arrow(answer)
    if _is_one_by_one(answer.markdown):
        return Folded(Fragment(Markdown(answer.markdown.strip("\n")), answer.line), (), ())
    return _folded(path, answer)


def _without_arrow(answer: Fragment) -> Fragment:
    """Take an arrow off the start of an answer, `-> A lock`, where no other line begins so."""
    text = answer.markdown
    if not text.lstrip().startswith(_ARROWS):
        return answer
    found = _ARROW.match(text)
    if not found or any(
        line.lstrip().startswith(_ARROWS) for line in text[found.end() :].split("\n")
    ):
        return answer
    return Fragment(Markdown(text[found.end() :]), answer.line)


_ARROWS = ("->", "-->", "=>", "==>", "→", "⇒", "➜", "➔", "➡")
_ARROW = lazy(
    r"[ \t]*(?:-{1,2}>|={1,2}>|[→⇒➜➔➡])\ufe0f?[ \t]*(?=[^\sa-z])"
)  # but not `-> is an arrow`


def _folded(path: str, answer: Fragment) -> Folded:
    found = _Folding(path, answer)
    found.run()
    lines = enumerate(answer.markdown.split("\n"), 1)
    kept = [line for number, line in lines if number not in found.dropped]
    folded = Fragment(Markdown("\n".join(kept).strip("\n")), answer.line)
    return Folded(folded, tuple(found.points), tuple(found.problems))


def _is_one_by_one(answer: str) -> bool:
    """Tell whether each line begins with a letter, another one each: no list, and no repeat."""
    heads = {""}
    for line in filter(None, answer.split("\n")):
        head = _head(line)
        if head in heads:
            return False
        heads.add(head)
    return True


def _head(text: str) -> str:
    """Give the letter with which a text begins, and its form too; "" where that is not sure."""
    start, after = text[:1], text[1:2]
    if start.isascii():  # no accent follows
        is_sure = start.isalpha() and (after.isascii() or "\u4e00" <= after <= "\u9fff")
        return start.lower() if is_sure else ""
    return start if "\u4e00" <= start <= "\u9fff" and not is_traditional(text) else ""


class _Part(NamedTuple):
    """A bullet or paragraph with what is compared; `key` is None for what is never folded."""

    block: Block
    content: str
    term: str
    text: str  # what the content says beside its term
    form: Form
    key: Hashable


class _Folding:
    def __init__(self, path: str, answer: Fragment) -> None:
        self.path, self.answer = path, answer
        self.lines = answer.markdown.split("\n")
        self.dropped: set[int] = set()
        self.points: list[Point] = []
        self.problems: list[Problem] = []
        self.paragraphs: dict[str, list[tuple[Block, str]]] = {}  # by the letters they begin with
        self.said: dict[Hashable, _Part] = {}  # the last paragraph of each key

    def run(self) -> None:
        blocks = markdown.structure(self.answer.markdown).blocks
        for block in blocks:
            if block.kind == "paragraph":
                content = "\n".join(self.lines[block.first - 1 : block.last])
                self.paragraphs.setdefault(_head(content), []).append((block, content))
        self._once_said(blocks)
        for block in blocks:
            if block.kind in ("bullets", "steps"):
                parts = self._list(block)
                self.points += (
                    Point(Markdown(part.term), Markdown(part.text), part.form) for part in parts
                )
                self._beside(parts)
        self.problems.sort(key=lambda problem: problem.line)

    def _once_said(self, blocks: Sequence[Block]) -> None:
        """Fold whole statements; what leads to something below it may stand several times."""
        leading = {one.first for one, below in pairwise(blocks) if below.kind in _LED_TO}
        alike = (each for each in self.paragraphs.values() if len(each) > 1)
        near = self.paragraphs.values() if "" in self.paragraphs else alike
        whole = [
            self._part(block, content)
            for block, content in sorted(
                (each for found in near for each in found), key=lambda each: each[0].first
            )
            if block.first not in leading
            and not content.rstrip().endswith((":", "："))
            and len(content) >= _STATEMENT
        ]
        self._once(whole, "paragraph")

    def _list(self, block: Block) -> list[_Part]:
        """Fold the bullets of a list, and of the lists within them; no list of steps."""
        for bullet in block.children:  # the inner ones first: without repeats they may be equal
            for child in bullet.children:
                if child.kind in ("bullets", "steps"):
                    self._list(child)
        parts = [self._part(bullet, self._left_of(bullet)) for bullet in block.children]
        if block.kind == "bullets":
            parts = self._once(parts, "point")
            self.problems += (
                self._problem(Code.POINT_ALIKE, part, f"this point is {why} {{}}", other)
                for part, other, why in _nearly(parts)
            )
        return parts

    def _left_of(self, bullet: Block) -> str:
        """Give the content of a bullet without what was dropped in it."""
        if not self.dropped:
            return _content(self.lines[bullet.first - 1 : bullet.last])
        numbers = range(bullet.first, bullet.last + 1)
        return _content([self.lines[n - 1] for n in numbers if n not in self.dropped])

    def _once(self, parts: Sequence[_Part], name: str) -> list[_Part]:
        seen: dict[Hashable, _Part] = {}
        kept = []
        for part in parts:
            if part.key is not None and part.key in seen:
                self.dropped.update(range(part.block.first, _last(self.lines, part.block) + 1))
                what = f"this {name} repeats {{}}; it was dropped"
                self.problems.append(self._problem(Code.POINT_REPEATED, part, what, seen[part.key]))
            else:
                seen.setdefault(part.key, part)
                kept.append(part)
        return kept

    def _beside(self, parts: Sequence[_Part]) -> None:
        """Report a bullet that says what a paragraph says."""
        for head in {"", *(part.form[:1] for part in parts)}:
            for block, content in self.paragraphs.pop(head, ()):
                part = self._part(block, content)
                before = self.said.get(part.key)
                if part.key is not None and not (before and before.block.first > block.first):
                    self.said[part.key] = part
        for part in parts:
            if part.key in self.said:
                what = "this point says what {} says"
                self.problems.append(
                    self._problem(Code.POINT_ALIKE, part, what, self.said[part.key])
                )

    def _part(self, block: Block, content: str) -> _Part:
        key = markdown.key(content)
        is_foldable = key.form and not any(c.kind in _NEVER_FOLDED for c in block.children)
        return _Part(block, content, *_parted(content), key.form, key if is_foldable else None)

    def _problem(self, code: Code, part: _Part, what: str, other: _Part) -> Problem:
        start = self.answer.line - 1
        remedy = {
            Code.POINT_REPEATED: "delete it in the source",
            Code.POINT_ALIKE: "delete one of the two if they are the same",
        }[code]
        there = f"line {start + other.block.first}"
        return Problem(code, self.path, start + part.block.first, what.format(there), remedy)


_LED_TO = frozenset({"code", "table", "bullets", "steps", "quote", "html"})
_STATEMENT = 8  # characters of a paragraph that says something by itself
_MOST_POINTS = 60  # of a list in which near repeats are looked for
_MOSTLY = 0.7  # of the words of the longer of two near repeats
_FOOTNOTE = lazy(r"\[\^[^\]\s]+\]")
_TICK = lazy(r"\[[ xX]\]\s+")


def _nearly(parts: Sequence[_Part]) -> Iterator[tuple[_Part, _Part, str]]:
    """Find points that nearly repeat an earlier one, each once."""
    if len(parts) < 2:
        return
    words = [form.words(part.form) for part in parts]
    sets = [frozenset(each) for each in words]
    terms = [_Term(part.term.lower()) for part in parts]
    bare = [_bare(part) for part in parts]
    for n in range(min(len(parts), _MOST_POINTS)):
        for m in range(n):
            if parts[n].key is not None and parts[m].key is not None and bare[n] == bare[m]:
                yield parts[n], parts[m], "but for a tick or a note the same as"
            elif terms[n].says(terms[m]):
                yield parts[n], parts[m], "about the same term as"
            elif (sets[m] <= sets[n] and _says_more(words[m], words[n])) or (
                sets[n] <= sets[m] and _says_more(words[n], words[m])
            ):
                yield parts[n], parts[m], "nearly the same as"
            else:
                continue
            break


class _Term:
    """The term of a point, in lower case, with its tokens where its first letter does not tell."""

    def __init__(self, text: str) -> None:
        self.text, self.head = text, _head(text)

    def says(self, other: "_Term") -> bool:
        """Tell whether two terms are the same."""
        if not self.text or (self.head != other.head and self.head and other.head):
            return False
        return bool(self.tokens) and self.tokens == other.tokens

    @cached_property
    def tokens(self) -> list[str]:
        return form.tokens(self.text)


def _bare(part: _Part) -> Hashable:
    """Give what a point says without tick and notes."""
    if "[" not in part.content:
        return part.key
    content = _FOOTNOTE.sub("", _TICK.sub("", part.content))
    return part.key if content == part.content else markdown.key(content)


def _says_more(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether one point is the start of another, or has its words but for a few small ones."""
    if not 0 < len(short) < len(long):
        return False
    rest = iter(long)
    if not all(word in rest for word in short):
        return False
    extra = (Counter(long) - Counter(short)).keys()
    if any(word in NEGATIONS or not word[0].isalpha() for word in extra):
        return False
    is_start = list(long[: len(short)]) == list(short)
    return is_start or len(short) >= _MOSTLY * len(long)


def bullets(text: str, block: Block) -> Iterator[str]:
    """Give the Markdown of each bullet of a top-level list, without marker and indent."""
    lines = text.split("\n")
    return (_content(lines[bullet.first - 1 : bullet.last]) for bullet in block.children)


def _content(body: Sequence[str]) -> str:
    marker = _MARKER.match(body[0])
    width = marker.end() if marker else 0
    rest = [line[min(width, len(line) - len(line.lstrip())) :] for line in body[1:]]
    return "\n".join([body[0][width:], *rest]).strip()


def _last(lines: Sequence[str], bullet: Block) -> int:
    last = bullet.last
    while last > bullet.first and not lines[last - 1].strip():
        last -= 1
    return last


def _parted(content: str) -> tuple[str, str]:
    """Split `**term:** text`, `**term**: text`; bold that goes on in a sentence is no term."""
    found = _TERM.match(content) if content[:2] in ("**", "__") else None
    if found and (
        found["after"]
        or found["term"].rstrip().endswith((":", "："))
        or found.end() == len(content)
    ):
        return found["term"].rstrip().rstrip(":：").rstrip(), content[found.end() :]
    return "", content
