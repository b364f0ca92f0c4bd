"""Questions in elements of HTML, written as Markdown has them.

So are a table with a row on each line and a head that names a question, a list whose items ask,
lines in bold that ask, each ended by a break, and labels in a span or a paragraph, which hides it.
Whatever else is in HTML stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiku.documents.flavours import are_code
from tiku.languages import asking, part_titles
from tiku.languages.labels import label
from tiku.system.patterns import lazy

_TABLE = lazy(r"\s{0,8}<table\b[^<>]{0,200}>\s*", re.IGNORECASE)
_LAYS_OUT = lazy(r"\s*(?:</?(?:thead|tbody)>\s*)?", re.IGNORECASE)
_ROW = lazy(
    r"\s*+(?:<thead>|<tbody>)?+\s*+<tr>(?P<cells>.*)</tr>\s*+(?:</thead>)?+\s*+"
    r"(?P<id><!--[^<>]*-->)?+\s*+",
    re.IGNORECASE,
)
_CELL = lazy(r"<t[hd]\b[^<>]{0,100}>(?P<text>(?:(?!</?t[hd]\b).)*)</t[hd]>", re.IGNORECASE)
_TAGS = lazy(r"<[^<>]{1,200}>")
_ITEM = lazy(r"\s{0,8}<li>\s*(?P<text>\S.*)")
_ENDS = lazy(r"</li>\s*+$|^\s*+<p>|</p>(?=\s*+(?:</li>)?+\s*+$)")
_BLOCK = lazy(r"</?(?:[uo]l|table|pre|div|details|h[1-6])\b", re.IGNORECASE)
_BOLD = lazy(
    r"\s{0,3}<(?P<tag>b|strong)>(?P<text>[^<>]{3,300})</(?P=tag)>\s?<br\s*/?>\s*", re.IGNORECASE
)
_BREAKS = lazy(r"(?:\s?<br\s?/?>){1,4}\s*$", re.IGNORECASE)
_FEWEST = 2  # questions
_MOST = 0.6  # of the items ask


def written(lines: Sequence[str]) -> list[str]:
    """Write such elements as Markdown, each question on its own line."""
    told = [*lines]
    code = [*are_code(lines)]
    first, kind = -1, ""
    for n, line in enumerate(lines):
        bare = line.strip().lower()
        if code[n]:
            first = -1
        elif bare == "<ol>" or _TABLE.fullmatch(line):
            first, kind = n, bare[1:3]
        elif first >= 0 and bare == ("</ol>" if kind == "ol" else "</table>"):
            (_write_list if kind == "ol" else _write_table)(told, range(first, n + 1))
            first = -1
    _write_bold(told, code)
    _write_spans(told, code)
    return told


def _write_table(lines: list[str], span: range) -> None:
    rows = dict[int, list[str]]()
    for n in span[1:-1]:
        if row := _ROW.fullmatch(lines[n]):
            rows[n] = [cell["text"].strip() for cell in _CELL.finditer(row["cells"])]
            rows[n][-1:] = [f"{cell} {row['id'] or ''}" for cell in rows[n][-1:]]
        elif not _LAYS_OUT.fullmatch(lines[n]):
            return
    head, *asked = rows or [0]
    roles = [part_titles.role_of_column(_TAGS.sub("", cell).strip()) for cell in rows.get(head, ())]
    are_together = bool(asked) and asked[-1] - asked[0] == len(asked) - 1
    if "question" not in roles or len({*map(len, rows.values())}) > 1 or not are_together:
        return
    rows |= {head: [], asked[0] - 1: ["---"] * len(roles), asked[0] - 2: rows[head]}
    for n in span:
        cells = (cell.replace("|", r"\|") for cell in rows.get(n, ()))
        lines[n] = f"| {' | '.join(cells)} |" if rows.get(n) else ""


def _write_list(lines: list[str], span: range) -> None:
    items = {n: item["text"] for n in span if (item := _ITEM.fullmatch(lines[n]))}
    texts = [_TAGS.sub("", text) for text in items.values()]
    if len(items) < _FEWEST or asking.share(map(asking.requests, texts)) < _MOST:
        return
    if any(_BLOCK.search(lines[n]) for n in span[1:-1]):
        return
    count = 0
    for n in span:
        count += n in items
        text = _ENDS.sub("", _ENDS.sub("", items.get(n, lines[n].strip()))).strip()
        lines[n] = f"{count}. {text}" if n in items else f"   {text}".rstrip()
    lines[span[0]] = lines[span[-1]] = ""


def _write_spans(lines: list[str], code: Sequence[bool]) -> None:
    """Take off the spans around labels: `<span class="spoiler">Answer: B</span>`."""
    end = ""
    for n, line in enumerate(lines):
        found = None if code[n] else _SPAN.match(line)
        if found and label(line[found.end() :]):
            lines[n], end = line[found.end() :], f"</{found['tag']}>"
        elif not line.strip():
            end = ""
        if end and end in lines[n]:
            before, _, after = lines[n].rpartition(end)
            lines[n], end = before + after, ""


_SPAN = lazy(r"[ ]{0,3}<(?P<tag>span|p)\b[^<>]{0,200}>\s?")


def _write_bold(lines: list[str], code: Sequence[bool]) -> None:
    found = {
        n: bold["text"].strip()
        for n, line in enumerate(lines)
        if not code[n] and (bold := _BOLD.fullmatch(line)) and asking.requests(bold["text"])
    }
    if len(found) < _FEWEST:
        return
    for n, text in found.items():
        lines[n] = f"**{text}**"
    for n in range(min(found), len(lines)):
        if not code[n] and "<" in lines[n]:
            lines[n] = _BREAKS.sub("", lines[n])
