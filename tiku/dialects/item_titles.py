"""Titles that are no headings: `1. **Lists**` over `- **Question:** …`, if nearly all have one."""

from tiku.documents.outline import Outline, once
from tiku.languages import asking, numbering
from tiku.languages.labels import label
from tiku.system.patterns import lazy

_NEARLY_ALL = 0.8
_SEVERAL = 2
_FARTHEST = 12  # lines between a title and the question's label
_LONGEST = 100  # characters
_BOLD = lazy(r"(?P<mark>\*\*|__)(?P<title>[^*_]{1,100}|(?:(?!(?P=mark)).){1,100})(?P=mark)[:：.]?")
_END = ":： "


def title_above(outline: Outline, number: int) -> int:
    """Give the line of the title over the question whose label stands on a line; 0 if none has."""
    return _titles(outline).get(number, 0)


def title_on(outline: Outline, number: int) -> str:
    """Give what a title on a line says, without bold around all of it."""
    text = outline[number].text
    found = _BOLD.fullmatch(text)
    return numbering.strip(found["title"] if found else text).strip(_END)


def is_title(outline: Outline, number: int) -> bool:
    """Tell whether a line is the title of a question."""
    return number in _titles(outline).values()


@once
def _titles(outline: Outline) -> dict[int, int]:
    asked = [n for n in range(1, outline.last + 1) if _role(outline, n) == "question"]
    found = {n: title for n in asked if (title := _around(outline, n) or _above(outline, n))}
    is_regular = asking.share(n in found for n in asked) >= _NEARLY_ALL
    return found if len(found) >= _SEVERAL and is_regular else {}


def _role(outline: Outline, number: int) -> str:
    line = outline[number]
    found = label(line.text) if line.kind == "text" else None
    return found.role if found else ""


def _around(outline: Outline, number: int) -> int:
    """Give the line of the item in which a label is the first one."""
    line = outline[number]
    depth = line.depth - 1 if line.marker else line.depth
    for above in range(number - 1, max(0, number - _FARTHEST) if depth else number, -1):
        if _role(outline, above) in ("question", "answer"):
            break
        if outline[above].marker and outline[above].depth == depth:
            return above if _may_be_title(outline, above) else 0
    return 0


def _above(outline: Outline, number: int) -> int:
    """Give the line right above a label: one wholly in bold, or an item or a number by itself."""
    above = outline.said_above(number)
    if not above or not _may_be_title(outline, above):
        return 0
    line = outline[above]
    is_parted = outline[above - 1].kind == "blank" and outline[above + 1].kind == "blank"
    is_alone = is_parted and line.depth < 2 and not _is_listed(outline, above)
    counts = is_alone and (bool(line.marker) or numbering.is_numbered(line.text))
    return above if _BOLD.fullmatch(line.text) or counts else 0


def _is_listed(outline: Outline, number: int) -> bool:
    """Tell whether a line may be the last item of a list, below others or what leads up to it."""
    above = outline[outline.said_above(number)]
    is_led = above.depth > 0 or above.text.endswith((":", "："))
    return bool(outline[number].marker) and is_led


def _may_be_title(outline: Outline, number: int) -> bool:
    line = outline[number]
    is_one = line.leaf == number and line.kind == "text" and len(line.text) < _LONGEST
    return is_one and not label(line.text) and number not in outline.hidden
