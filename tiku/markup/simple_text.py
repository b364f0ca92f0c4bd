"""Text of simple shape as HTML, plain text and pieces of a form, exactly as the parser's way does.

The HTML has only tags that are made here around escaped text: the sanitiser would let all of it be.
A line of inline markup that is not simple is read and sanitised by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from tiku.markup import highlight
from tiku.markup.simple import Node, Unclear, is_plain
from tiku.markup.simple import read as read_blocks
from tiku.markup.simple_inline import Inline, escape, read
from tiku.system.patterns import lazy

_MOST_RULES: Final = 100  # the parser's way takes tags that nothing closes for nested ones
_TASK: Final = lazy(r"\[[ xX]\] ")
_LANGUAGE: Final = lazy(r"[\w+#.-]+")
_BLANKS: Final = lazy(r"\n{3,}")
Parse = Callable[[str], Inline]


class Simple:
    """A text of simple blocks; `parse` reads inline markup that is not simple."""

    def __init__(self, markdown: str, parse: Parse) -> None:
        """Read the blocks, or raise `Unclear`."""
        if (
            "\t" in markdown
            or markdown.startswith("-\n")
            or "]:" in markdown
            or not is_plain(markdown)
        ):
            raise Unclear
        self.is_linking = False
        self._parse = parse
        self._blocks, unclear = read_blocks(markdown)
        if unclear >= 0:
            raise Unclear

    def _inline(self, content: str) -> Inline:
        found = read(content) or self._parse(content)
        self.is_linking = self.is_linking or found.is_linking
        return found

    # Pieces of a form

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Give what a form is made of."""
        return self._pieces(self._blocks)

    def _pieces(self, nodes: Sequence[Node]) -> Iterator[tuple[str, bool]]:
        for node in nodes:
            if node.kind == "code":
                yield node.text, True
            elif node.kind == "table":
                for cell in (cell for n, row in enumerate(node.rows) if n != 1 for cell in row):
                    yield "|", True
                    yield from self._inline(cell).pieces
            elif node.children:
                yield from self._pieces(node.children)
            elif node.info:
                yield f"$${node.text.strip()}$$", False
            elif node.kind != "rule":
                yield from self._inline(node.text).pieces

    # Plain text

    def plain(self) -> str:
        """Lay the text out without markup."""
        out: list[str] = []
        self._plain(self._blocks, out, 0)
        said = "".join(out)
        if " \n" in said or "\t\n" in said:
            said = "\n".join([line.rstrip(" \t") for line in said.split("\n")])
        return (_BLANKS.sub("\n\n", said) if "\n\n\n" in said else said).strip()

    def _plain(self, nodes: Sequence[Node], out: list[str], depth: int) -> None:
        for node in nodes:
            if node.kind in ("bullets", "steps"):
                for bullet in node.children:
                    out.append("  " * depth + (f"{bullet.info}. " if bullet.info else "- "))
                    self._plain_bullet(bullet, out, depth + 1, is_tight=node.tight)
                if not depth:
                    out.append("\n")
            elif node.kind == "quote":
                self._plain(node.children, out, depth)
            else:
                out.append(self._said(node) + ("\n\n" if node.kind in _PROSE else ""))

    def _plain_bullet(self, bullet: Node, out: list[str], depth: int, *, is_tight: bool) -> None:
        for child in bullet.children:
            if is_tight and child.kind == "paragraph":
                out.append(self._inline(child.text).plain + "\n")
            else:
                self._plain((child,), out, depth)

    def _said(self, node: Node) -> str:
        if node.kind == "code":
            return node.text + "\n"
        if node.kind == "table":
            rows = (row for n, row in enumerate(node.rows) if n != 1)
            return (
                "".join("".join(f"{self._inline(c).plain}\t" for c in r) + "\n" for r in rows)
                + "\n"
            )
        if node.info:
            return f"$${node.text.strip()}$$"
        return "" if node.kind == "rule" else self._inline(node.text).plain

    # HTML

    def html(self) -> str:
        """Give HTML as the sanitiser would leave it, or raise `Unclear`."""
        html = "".join(map(self._html, self._blocks)).strip()
        if html.count("<hr>") > _MOST_RULES:
            raise Unclear
        return html

    def _html(self, node: Node) -> str:
        match node.kind:
            case "paragraph" if node.info:
                html = (
                    f'<p><span class="math display">\\[{escape(node.text.strip())}\\]</span></p>\n'
                )
            case "paragraph":
                html = f"<p>{self._inline(node.text).html}</p>\n"
            case "heading":
                html = f"<h{node.level}>{self._inline(node.text).html}</h{node.level}>\n"
            case "code":
                html = _code(node)
            case "table":
                html = self._table(node)
            case "rule":
                html = "<hr>\n"
            case "quote":
                html = self._quote(node)
            case _:
                html = self._list(node)
        return html

    def _quote(self, node: Node) -> str:
        if any(self._inline(child.text).plain[:1] == "[" for child in node.children):
            raise Unclear  # it may name a box
        return f"<blockquote>\n{''.join(map(self._html, node.children))}</blockquote>\n"

    def _list(self, node: Node) -> str:
        bullets = "".join([self._bullet(each, is_tight=node.tight) for each in node.children])
        if node.kind == "bullets":
            return f"<ul>\n{bullets}</ul>\n"
        start = int(node.children[0].info)
        numbered = "" if start == 1 else f' start="{start}"'
        return f"<ol{numbered}>\n{bullets}</ol>\n"

    def _bullet(self, bullet: Node, *, is_tight: bool) -> str:
        """Render what stands in a bullet; in a tight list its paragraphs have no tag."""
        first = bullet.children[0]
        if first.kind == "paragraph" and _TASK.match(first.text):
            raise Unclear
        html, is_bare = "<li>", False
        for child in bullet.children:
            if is_tight and child.kind == "paragraph":
                html += self._inline(child.text).html
                is_bare = True
            else:
                is_apart = child is first or (is_bare and child.kind != "code")
                html += ("\n" if is_apart else "") + self._html(child)
                is_bare = False
        return f"{html}</li>\n"

    def _table(self, node: Node) -> str:
        head, delimiters, *body = node.rows
        aligned = [_alignment(each) for each in delimiters]
        html = f"<table>\n<thead>\n{self._row(head, 'th', aligned)}</thead>\n"
        if body:
            rows = "".join(self._row(row, "td", aligned) for row in body)
            html += f"<tbody>\n{rows}</tbody>\n"
        return f"{html}</table>\n"

    def _row(self, row: Sequence[str], tag: str, aligned: Sequence[str]) -> str:
        cells = zip(row, aligned, strict=True)
        shown = (f"<{tag}{how}>{self._inline(cell).html}</{tag}>\n" for cell, how in cells)
        return f"<tr>\n{''.join(shown)}</tr>\n"


_PROSE: Final = frozenset(("paragraph", "heading"))


def _alignment(delimiter: str) -> str:
    starts, ends = delimiter[0] == ":", delimiter[-1] == ":"
    how = "center" if starts and ends else "right" if ends else "left" if starts else ""
    return f' style="text-align:{how}"' if how else ""


def _code(node: Node) -> str:
    language = (node.info.split() or [""])[0].strip("{}.")
    if language == "mermaid" or (language and not _LANGUAGE.fullmatch(language)):
        raise Unclear
    named = f' class="language-{language}"' if language else ""
    return f"<pre><code{named}>{_highlighted(node.text, language)}</code></pre>\n"


def _highlighted(code: str, language: str) -> str:
    if not language:
        return escape(code)
    html = highlight.html(code, language)
    return html.replace("&quot;", '"').replace("\xa0", "&nbsp;")
