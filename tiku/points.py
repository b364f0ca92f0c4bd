"""The points of an answer: its bullets, each once, with term and text apart."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from tiku import markdown
from tiku.model import Block, Code, Fragment, Markdown, Point, Problem

_MARKER = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_TERM = re.compile(r"(\*\*|__)(?P<term>(?:(?!\1).)+?)\1(?P<after>\s*[:：])?\s*", re.DOTALL)
# Repeats of these are no slip of the pen: the same line of code or step may be due twice.
_NEVER_FOLDED = frozenset({"code", "table", "steps"})


class Folded(NamedTuple):
    """An answer without its repeated bullets, what is left of them, and what was dropped."""

    answer: Fragment
    points: tuple[Point, ...]
    problems: tuple[Problem, ...]


def fold(path: str, answer: Fragment) -> Folded:
    """Drop each bullet that repeats another of its list, and report it."""
    lines = answer.markdown.split("\n")
    dropped: set[int] = set()
    points: list[Point] = []
    problems: list[Problem] = []
    for block in markdown.structure(answer.markdown).blocks:
        if block.kind not in ("bullets", "steps"):
            continue
        seen: dict[Hashable, int] = {}
        for bullet in block.children:
            content = _content(lines, bullet)
            key = _foldable(block, bullet, content)
            if key in seen:
                dropped.update(range(bullet.first, _last(lines, bullet) + 1))
                problems.append(_repeated(path, answer.line, bullet.first, seen[key]))
                continue
            if key is not None:
                seen[key] = bullet.first
            points.append(_point(content))
    kept = [line for number, line in enumerate(lines, 1) if number not in dropped]
    folded = Fragment(Markdown("\n".join(kept).strip("\n")), answer.line)
    return Folded(folded, tuple(points), tuple(problems))


def bullets(text: str, block: Block) -> Iterator[str]:
    """Give the Markdown of each bullet of a top-level list, without marker and indent."""
    lines = text.split("\n")
    return (_content(lines, bullet) for bullet in block.children)


def _content(lines: Sequence[str], bullet: Block) -> str:
    body = lines[bullet.first - 1 : bullet.last]
    marker = _MARKER.match(body[0])
    width = marker.end() if marker else 0
    rest = [line[min(width, len(line) - len(line.lstrip())) :] for line in body[1:]]
    return "\n".join([body[0][width:], *rest]).strip()


def _foldable(block: Block, bullet: Block, content: str) -> Hashable:
    """Give the key by which a bullet is compared, `None` if it must not be folded."""
    if block.kind != "bullets" or any(child.kind in _NEVER_FOLDED for child in bullet.children):
        return None
    text = markdown.text(content)
    return (text.form, markdown.links(text)) if text.form else None


def _last(lines: Sequence[str], bullet: Block) -> int:
    last = bullet.last
    while last > bullet.first and not lines[last - 1].strip():
        last -= 1
    return last


def _point(content: str) -> Point:
    """Split `**term:** text`, `**term**: text`; bold that goes on in a sentence is no term."""
    found = _TERM.match(content)
    if found and (
        found["after"]
        or found["term"].rstrip().endswith((":", "："))
        or found.end() == len(content)
    ):
        term = found["term"].rstrip().rstrip(":：").rstrip()
        return Point(Markdown(term), Markdown(content[found.end() :]))
    return Point(Markdown(""), Markdown(content))


def _repeated(path: str, start: int, line: int, first: int) -> Problem:
    what = f"this point repeats line {start + first - 1}; it was dropped"
    return Problem(Code.POINT_REPEATED, path, start + line - 1, what, "delete it in the source")
