"""Options in a list of HTML, `<li>A. one</li>` on a line each, written as those of Markdown.

Other lists stay as they are, for what stands in them is no Markdown; lines keep their numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from tiku.documents.flavours import are_code
from tiku.languages import alphabets
from tiku.system.patterns import lazy

SIGN = "<li>"  # stands in a text that may have such lists
_OPENS = lazy(r"<[uo]l(?:\s+type=[\"']?(?P<type>[aA1])[\"']?)?>")
_ENDS = lazy(r"</[uo]l>\s*(?:<br\s*/?>)?")
_BLOCK = lazy(r"</?(?:li|[uo]l|p|div|pre|table)\b")
_MOST = 26  # options


def written(lines: Sequence[str]) -> Sequence[str]:
    """Write such lists; each begins and ends on lines of their own."""
    told, first = [*lines], -1
    kind = ""
    for n, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True)):
        if is_code:
            first = -1
        elif opened := _OPENS.fullmatch(line.strip()) if "<" in line else None:
            first, kind = n, opened["type"] or "1"
        elif first >= 0 and _ENDS.fullmatch(line.strip()):
            _write(told, range(first, n + 1), kind)
            first = -1
        elif line.strip() and not _item(line):
            first = -1
    return told


def _item(line: str) -> str:
    """Give what stands in an item that is whole on its line; empty if nothing or a block does."""
    bare = line.strip()
    text = bare.removeprefix(SIGN).removesuffix("</li>").strip()
    return text if bare.startswith(SIGN) and not _BLOCK.search(text) else ""


def _write(lines: list[str], span: range, kind: str) -> None:
    """Write a list of options: its items have names, or it is one of letters."""
    found = {n: text for n in span if (text := _item(lines[n]))}
    names = [alphabets.name(text) for text in found.values()]
    is_named = [name.place if name else -1 for name in names] == [*range(len(names))]
    if not 1 < len(found) <= _MOST or not (is_named or kind in "aA"):
        return
    for place, (n, text) in enumerate(found.items()):
        letter = "" if is_named else f"{chr(ord('A') + place)}. "
        lines[n] = f"- {letter}{text}"
    lines[span[0]] = lines[span[-1]] = ""
