"""Parts of a document that a reader opens: `<details>`, `::: details`, `??? note`, `> [!tip]-`.

They have a title and a body, and what they hide is mostly an answer. They are found line by line: a
fold may begin in one block of Markdown and end in another.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from tiku.documents.lines import Line
from tiku.system.patterns import INLINE_CODE, lazy
from tiku.values import NamedTuple

_TAGS = "details|solution|answer|spoiler|accordion(?:-?item)?"
_OPEN = lazy(rf"<(?P<tag>{_TAGS})(?![\w-])(?P<args>[^<>]*)>", re.IGNORECASE)
END = lazy(rf"</(?:{_TAGS})\s*>", re.IGNORECASE)
_CODE = lazy(INLINE_CODE)
_SUMMARY = lazy(
    r"<summary\b[^<>]*>(?P<title>.*?)</summary\s*>(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_LONGEST_TITLE = 5_000  # characters
_LONGEST_SUMMARY = 20  # lines
_CONTAINER = lazy(
    r"(?P<marks>:{3,})\s*\{?(?P<name>[A-Za-z][\w-]*)\}?\s*(?:\[(?P<label>[^\]]*)\]|(?P<title>.*))"
)
_ADMONITION = lazy(
    r"(?:\?\?\?\+?|!!!)\s+(?P<name>[A-Za-z][\w-]*)(?:[^\"]*\"(?P<title>[^\"]*)\")?.*"
)
_CALLOUT = lazy(r"\[!(?P<name>[A-Za-z][\w-]*)(?:\|[^\]]*)?\][+-]?\s*(?P<title>.*)")
_SHORTCODES = (
    "details|expand|spoiler|collapse|hint|toggle|accordion(?:[-_]?item)?|faq(?:[-_]?item)?"
)
_SHORTCODE = lazy(
    rf"\{{[{{%][%<]?\s*(?P<name>{_SHORTCODES})\b(?P<args>[^{{}}]*?)[%>]?[%}}]\}}",
    re.IGNORECASE,
)
_END_SHORTCODE = lazy(
    rf"\{{[{{%][%<]?\s*(?:/\s*|end)(?:{_SHORTCODES})\s*[%>]?[%}}]\}}",
    re.IGNORECASE,
)
_QUOTED = lazy(r"\"([^\"]*)\"")


class Fold(NamedTuple):
    """What folds: its lines, its title, the first line below the title, and what follows on it.

    `name` is the kind that an author gave: `details`, `tip`, `question`.
    """

    first: int
    last: int
    title: str
    below: int
    rest: str = ""
    name: str = "details"
    column: int = 0  # of the body, where it is indented
    is_closed: bool = True


class _Open(NamedTuple):
    first: int
    title: str
    below: int
    rest: str
    name: str
    marks: str  # what closes it


def lines_within(folds: Iterable[Fold]) -> set[int]:
    """Give the lines below the titles of folds; where one stands in another, each but once."""
    lines, reached = set[int](), 0
    for fold in sorted(folds, key=lambda fold: fold.below):
        lines.update(range(max(fold.below, reached + 1), fold.last + 1))
        reached = max(reached, fold.last)
    return lines


def folds(lines: Sequence[Line], raws: Sequence[str]) -> list[Fold]:
    """Find all that folds, outer ones before those within; one never closed ends at a heading.

    The raw lines tell which blank ones are those of a quote.
    """
    found: list[Fold] = []
    stack: list[_Open] = []
    text = "\n".join([line.text for line in lines])
    if not any(mark in text for mark in _MARKS):
        return found
    for number, line in enumerate(lines, 1):
        if line.kind == "heading" and line.depth == 0 and line.level <= 2:
            found += (_close(stack.pop(), number - 1, is_closed=False) for _ in range(len(stack)))
        if line.kind not in ("text", "html"):
            continue
        text = line.text
        if text.startswith((":::", "{{", "{%")):
            _container(number, text, stack, found)
        elif "<" in text:
            _html(lines, number, stack, found)
        elif text.startswith(("??? ", "???+", "!!! ", "[!")):
            found += _block(lines, raws, number, line)
    found += (_close(opened, len(lines), is_closed=False) for opened in stack)
    return sorted(found, key=lambda fold: (fold.first, -fold.last))


_MARKS = ("<", ":::", "{{", "{%", "???", "!!!", "[!")  # one of which stands where anything opens


def _close(opened: _Open, last: int, *, is_closed: bool = True) -> Fold:
    return Fold(
        opened.first, last, opened.title, opened.below, opened.rest, opened.name, 0, is_closed
    )


def _html(lines: Sequence[Line], number: int, stack: list[_Open], found: list[Fold]) -> None:
    text = lines[number - 1].text
    bare = _CODE.sub(lambda code: " " * len(code[0]), text)
    opened = _OPEN.search(bare)
    if opened:
        tag = opened["tag"].lower()
        title, below, rest = _summary(lines, number, text[opened.end() :])
        if tag != "details":
            title = _titled(opened["args"]) if tag.startswith("accordion") else tag
            below, rest = number + 1, END.sub("", text[opened.end() :])
        stack.append(_Open(number, title, below, rest, "details", "details"))
    if END.search(bare):
        _pop(stack, "details", number, found)


def _titled(args: str) -> str:
    """Give the title that something is opened with: `title="What?"`."""
    found = _TITLED.search(args)
    return found["title"] if found else ""


_TITLED = lazy(r"\b(?:title|question|header|summary)=\"(?P<title>[^\"]*)\"", re.IGNORECASE)


def _pop(stack: list[_Open], marks: str, number: int, found: list[Fold]) -> None:
    for at in range(len(stack) - 1, -1, -1):
        if stack[at].marks == marks:
            found += (
                _close(stack.pop(), number, is_closed=False) for _ in range(len(stack) - at - 1)
            )
            found.append(_close(stack.pop(), number))
            return


def _summary(lines: Sequence[Line], number: int, text: str) -> tuple[str, int, str]:
    """Give the title of `<details>`, the first line below it, and what follows the title."""
    for below in range(number, min(number + _LONGEST_SUMMARY, len(lines) + 1)):
        if below > number:
            text += "\n" + lines[below - 1].text
        if found := _SUMMARY.search(text[:_LONGEST_TITLE]):
            return " ".join(found["title"].split()), below + 1, _shown(found["rest"])
        if below > number and "<summary" not in text.lower() and lines[below - 1].text:
            break
    return "", number + 1, ""


def _shown(rest: str) -> str:
    """Give what stands behind a title on its line, without the elements that only lay it out."""
    rest = _LAST.sub("", rest).strip()
    if rest.startswith(("<div", "<p", "<section")) and not _CODED.search(rest):
        rest = _BOLD.sub("**", _LAYOUT.sub("", _PARAGRAPH.sub("\n\n", rest)))
    return rest.strip()


_LAST = lazy(r"</(?:details|solution|answer|spoiler)\s*>\s*$", re.IGNORECASE)
_CODED = lazy(r"`|<(?:pre|code)\b", re.IGNORECASE)
_PARAGRAPH = lazy(r"</p\s*>\s*<p\b[^<>]*>", re.IGNORECASE)
_LAYOUT = lazy(r"</?(?:p|div|section|article)\b[^<>]*>", re.IGNORECASE)
_BOLD = lazy(r"</?(?:b|strong)>", re.IGNORECASE)


def _container(number: int, text: str, stack: list[_Open], found: list[Fold]) -> None:
    if text.startswith(":::"):
        opened = _CONTAINER.fullmatch(text)
        marks = text[: len(text) - len(text.lstrip(":"))]
        if opened:
            title = opened["label"] or opened["title"] or ""
            stack.append(
                _Open(number, title.strip(), number + 1, "", opened["name"].lower(), marks)
            )
        elif not text.strip(":"):
            _pop(stack, marks, number, found)
    elif _END_SHORTCODE.fullmatch(text):
        _pop(stack, "{", number, found)
    elif opened := _SHORTCODE.fullmatch(text):
        title = _titled(opened["args"]) or " ".join(_QUOTED.findall(opened["args"]))
        stack.append(_Open(number, title, number + 1, "", opened["name"].lower(), "{"))


def _opens_another(line: Line, other: Line) -> bool:
    """Tell whether a callout starts on a line that is not within the one of another line."""
    return other.quotes == line.quotes and other.text.startswith("[!")


def _block(lines: Sequence[Line], raws: Sequence[str], number: int, line: Line) -> Iterator[Fold]:
    """Read an admonition with an indented body, or a callout, which is a quote."""
    is_callout = line.text.startswith("[!")
    opened = (_CALLOUT if is_callout else _ADMONITION).fullmatch(line.text)
    if not opened or (is_callout and not line.quotes):
        return
    last = number
    for below in range(number + 1, len(lines) + 1):
        other = lines[below - 1]
        if other.kind == "blank":
            last += last == below - 1 and is_callout and raws[below - 1].lstrip()[:1] == ">"
            continue
        inside = other.quotes >= line.quotes if is_callout else other.offset > line.offset
        if is_callout and (below - last > 1 or not inside or _opens_another(line, other)):
            break
        if not inside:
            break
        last = below
    title, name = (opened["title"] or "").strip(), opened["name"].lower()
    yield Fold(number, last, title, number + 1, "", name, 0 if is_callout else line.offset + 4)
