"""Boxes of MyST and Quarto, written as `::: name title`, which opens and folds as theirs do.

MyST fences them like code, `{admonition} Answer` behind three ticks, with options on lines of their
own; Quarto gives classes, `::: {.callout-tip title="Answer"}`, or puts the title into a heading.
"""

from __future__ import annotations

from collections.abc import Sequence

from tiku.languages import part_titles
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_FOLDS = ("dropdown", "toggle")
_BOXES = frozenset(
    "admonition note info tip hint important warning caution attention danger error seealso"
    " solution answer exercise question details spoiler".split()
).union(_FOLDS)
_CODE_OF = ("code", "code-block", "code-cell", "sourcecode")
_CELLS = frozenset(
    "python r julia bash sh sql c cpp java javascript js ojs go rust haskell".split()
)
_SIGNS = ("```{", "~~~{", ":::{", "::: {", "::: callout-")
_FENCED = lazy(
    r"(?P<indent>[ \t]{0,20})(?P<marks>`{3,}|~{3,}|:{3,})"
    r"\{(?P<name>[a-z][\w-]*)[^{}]*\}[ \t]*(?P<title>.*)"
)
_CLASSED = lazy(
    r"(?P<indent>[ \t]{0,20})(?P<marks>:{3,})\s?"
    r"(?:\{(?P<classes>[^{}]*)\}|(?P<name>[\w-]+)?(?P<title>\s.*)?)"
)
_CODE = lazy(r"[ \t]{0,20}(?:(?:[-*+]|\d{1,3}[.)])[ \t]{1,4}){0,3}(?P<marks>`{3,}|~{3,})")
_OPTION = lazy(r"\s*:[a-z][a-z-]*:(?:\s.*)?")
_CLASS = lazy(r"\.([\w-]+)")
_TITLE = lazy(r"""\btitle=(?P<quote>["'])(?P<title>.*?)(?P=quote)""")
_HEADING = lazy(r"\s*#{1,6}\s+(?P<title>.*?)\s*(?:\{[^{}]*\})?\s*")


class _Box(NamedTuple):
    """A box: by which sign and how many of them it ends, and how it opens and ends as written."""

    sign: str
    least: int
    opens: str
    ends: str
    may_have_title: bool = False  # in a heading below


def plain(lines: Sequence[str]) -> list[str]:
    """Write such boxes; each line keeps its number, and code stays as it is."""
    text = "\n".join(lines)
    if not any(sign in text for sign in _SIGNS):
        return [*lines]
    reading = _Reading()
    for line in lines:
        reading.add(line)
    return reading.told


class _Reading:
    def __init__(self) -> None:
        self.told: list[str] = []
        self._open: list[_Box] = []
        self._code = ""  # what ends the code that a line is in
        self._is_cell = False  # options may stand in it
        self._begun = -1  # the line on which a box opens, as long as nothing stands in it

    def add(self, line: str) -> None:
        """Read one more line."""
        bare = line.strip()
        if self._code:
            ends = bare.startswith(self._code) and not bare.strip(self._code[0])
            self._code = "" if ends else self._code
            self._is_cell = self._is_cell and bool(_OPTION.fullmatch(line))
            line = "" if self._is_cell else line
        elif self._open and _is_end(bare, self._open[-1]):
            line = self._open.pop().ends
            self._begun = -1
        elif self._is_option(line):
            line = self._below_options()
        elif self._is_title(line):
            line = ""
        elif box := _fenced(line) or _classed(line):
            self._open.append(box)
            self._begun = len(self.told)
            line = box.opens
        elif bare:
            self._begun = -1
            code = _CODE.match(line)
            self._code = code["marks"] if code else ""
            cell = _cell(line) if code and "{" in line else line
            self._is_cell = cell != line
            line = cell
        self.told.append(line)

    def _is_option(self, line: str) -> bool:
        return self._begun >= 0 and bool(_OPTION.fullmatch(line))

    def _below_options(self) -> str:
        """Leave an option out; a formula begins below it, for it holds no blank line."""
        opens = self._open[-1].opens
        if not opens.endswith("$$"):
            return ""
        self.told[self._begun] = ""
        self._begun = len(self.told)
        return opens

    def _is_title(self, line: str) -> bool:
        """Tell whether a heading is the title of the box that it begins, which is written there."""
        heading = _HEADING.fullmatch(line) if self._begun >= 0 else None
        if not heading or not self._open[-1].may_have_title:
            return False
        marks, _, name = self.told[self._begun].rpartition(" ")
        self.told[self._begun] = f"{marks} {_named(name, heading['title'])}"
        self._begun = -1
        return True


def _is_end(bare: str, box: _Box) -> bool:
    return len(bare) >= box.least and not bare.strip(box.sign)


def _cell(line: str) -> str:
    """Write the language of code as it is elsewhere: of `{code-block} c` and of `{r}`."""
    found = _FENCED.fullmatch(line)
    if found and found["name"] in _CODE_OF:
        return f"{found['indent']}{found['marks']}{found['title']}"
    if found and found["name"] in _CELLS:
        return f"{found['indent']}{found['marks']}{found['name']}"
    return line


def _fenced(line: str) -> _Box | None:
    """Read what MyST fences; a box of another name stays as it is, and is code behind ticks."""
    found = _FENCED.fullmatch(line)
    if not found:
        return None
    sign, least, indent = found["marks"][0], len(found["marks"]), found["indent"]
    if found["name"] == "math":
        return _Box(sign, least, f"{indent}$$", f"{indent}$$")
    marks = indent + ":" * least
    if found["name"] in _BOXES:
        return _Box(sign, least, f"{marks} {_named(found['name'], found['title'])}", marks)
    return _Box(sign, least, line, marks) if sign == ":" else None


def _classed(line: str) -> _Box | None:
    """Read what stands between colons; what only lays out is left out."""
    found = _CLASSED.fullmatch(line)
    if not found or not (found["name"] or found["classes"] is not None):
        return None
    marks, name = found["indent"] + found["marks"], found["name"] or ""
    if found["classes"] is None and not name.startswith("callout-"):
        return _Box(":", 3, line, marks)
    names = [name, *_CLASS.findall(found["classes"] or "")]
    boxes = [each for each in (n.removeprefix("callout-") for n in names) if each in _BOXES]
    if not boxes:
        return _Box(":", 3, "", "")
    title = _TITLE.search(found["classes"] or "")
    opens = f"{marks} {_named(boxes[0], title['title'] if title else '')}"
    return _Box(":", 3, opens, marks, may_have_title=not title)


def _named(name: str, title: str) -> str:
    """Give a box a name that is known: what is called an answer folds, as what is a dropdown."""
    if name in _FOLDS or part_titles.role_of_title(title):
        name = "details"
    return f"{'note' if name == 'admonition' else name} {title}".rstrip()
