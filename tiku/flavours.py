"""What other programs read otherwise than CommonMark does, written so that it says the same.

`[Answer]: B` is the definition of a link to CommonMark, which shows nothing; what stands in
`<div markdown>` is HTML; and `<!-- Answer: B -->` hides the answers of a sheet of exercises. Lines
keep their numbers.
"""

from collections.abc import Iterator, Sequence

from tiku.labels import label
from tiku.patterns import lazy

_DEFINED = lazy(r"(?P<indent>[ >\t]{0,40})\[(?P<word>[^\[\]\n]{2,20})\]:(?P<rest>[ \t]+\S.*)")
_DIV = lazy(r"[ >\t]{0,40}<div\b[^<>]*\smarkdown(?:=[^<>]*)?>\s*")
_ANY_DIV = lazy(r"<(?P<end>/?)div\b")
_FENCE = lazy(r"[ >\t]{0,40}(?P<marks>`{3,}|~{3,})")
_COMMENT = lazy(r"(?P<indent>[ \t]{0,40})<!--\s*(?P<text>(?:(?!-->).)*?)\s*-->\s*")


def plain(lines: Sequence[str]) -> list[str]:
    """Write such lines as CommonMark; what is code stays as it is."""
    text = "\n".join(lines)
    if "<!--" in text:
        lines = _uncovered(lines)
    if "]: " not in text and "markdown" not in text:
        return [*lines]
    return list(_plain(lines))


def _plain(lines: Sequence[str]) -> Iterator[str]:
    fence = ""
    open_divs: list[bool] = []  # whether each is one whose content is Markdown
    for line in lines:
        fenced = _FENCE.match(line)
        if fenced and (not fence or fenced["marks"].startswith(fence)):
            fence = "" if fence else fenced["marks"]
            yield line
        elif fence:
            yield line
        elif "<" in line and (divs := [div["end"] for div in _ANY_DIV.finditer(line)]):
            yield "" if _is_layout(line, divs, open_divs) else line
        else:
            told = _DEFINED.fullmatch(line)
            is_part = told and _names_part(f"{told['word']}:")
            yield f"{told['indent']}{told['word']}:{told['rest']}" if told and is_part else line


def _is_layout(line: str, divs: Sequence[str], open_divs: list[bool]) -> bool:
    """Tell whether a line does nothing but open or close an element with Markdown in it."""
    is_opening = bool(_DIV.fullmatch(line))
    closed = False
    for end in divs:
        if not end:
            open_divs.append(is_opening)
        elif open_divs:
            closed = open_divs.pop()
    return is_opening or (closed and line.strip(" >\t") == "</div>")


def _uncovered(lines: Sequence[str]) -> list[str]:
    """Show the answers that comments hide, if no answer shows that has a label."""
    shown: dict[int, str] = {}
    start = -1
    for number, line in enumerate(lines):
        if start >= 0:
            if line.strip() == "-->":
                inner = (text.strip() for text in lines[start + 1 : number])
                if _names_part(next(filter(None, inner), "")):
                    shown |= {start: "", number: ""}
                start = -1
        elif line.strip() == "<!--":
            start = number
        elif found := _COMMENT.fullmatch(line):
            if _names_part(found["text"]):
                shown[number] = found["indent"] + found["text"]
        elif (named := label(line.strip())) and named.role == "answer":
            return [*lines]
    return [shown.get(number, line) for number, line in enumerate(lines)]


def _names_part(text: str) -> bool:
    found = label(text)
    return found is not None and found.role in ("answer", "explanation")
