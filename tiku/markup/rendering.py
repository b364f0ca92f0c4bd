"""Tokens to HTML, which is not yet sanitised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from posixpath import splitext

from tiku.markup import highlight, parser, tags
from tiku.markup.parser import Rule, Token, escapeHtml
from tiku.system.patterns import lazy

_ALERT = lazy(r"\[!(?P<name>[A-Za-z]+)\][+-]?[ \t]*")
_TASK = lazy(r"\[(?P<mark>[ xX])\][ \t]+")
_BOX = lazy(r"\{?\.?(?P<name>[\w-]+)\}?[ \t]*(?P<title>.*)")
_BRACKET = lazy(r"\\([(\[])")
_FOLDS = ("details", "spoiler", "answer", "solution")


def html(tokens: Sequence[Token]) -> str:
    """Render tokens; this may change them, so take what else is wanted of them first."""
    return _render()(list(_with_tasks(_with_alerts(tokens))))


# Boxes: `> [!NOTE]`, `::: note`, `!!! note`


def _with_alerts(tokens: Sequence[Token]) -> Iterator[Token]:
    """Make boxes of the quotes that GitHub calls alerts and Obsidian callouts."""
    ends: set[int] = set()
    skipped = 0
    for n, token in enumerate(tokens):
        if skipped:
            skipped -= 1
        elif found := _alert(tokens, n):
            ends.add(token.level)
            yield from _title_of_alert(tokens[n + 2], found)
            skipped = 0 if tokens[n + 2].children else 3  # the paragraph, if the title is all of it
        elif token.type == "blockquote_close" and token.level in ends:
            ends.discard(token.level)
            yield _html("</div>\n")
        else:
            yield token


def plain_alert(said: str) -> str:
    """Give the plain text of an alert's first paragraph: its title, or its name if it has none."""
    found = _ALERT.match(said)
    rest = said[found.end() :] if found else said
    if found and rest[:1] in ("", "\n"):
        return f"{found['name'].capitalize()}{rest}"
    return rest


def _alert(tokens: Sequence[Token], at: int) -> re.Match[str] | None:
    """Find the name of an alert in the first line of a quote that opens here."""
    if tokens[at].type != "blockquote_open" or at + 2 >= len(tokens):
        return None
    children = tokens[at + 2].children or []
    is_text = bool(children) and children[0].type == "text"
    return _ALERT.match(children[0].content) if is_text else None


def _title_of_alert(inline: Token, found: re.Match[str]) -> Iterator[Token]:
    """Take the title, with its markup, out of the first line of an alert."""
    children = inline.children or []
    children[0].content = children[0].content[found.end() :]
    breaks = (n for n, child in enumerate(children) if child.type.endswith("break"))
    end = next(breaks, len(children))
    head, inline.children = children[:end], children[end + 1 :]
    if not any(child.content or child.type == "image" for child in head):
        head = [Token("text", "", 0, content=found["name"].capitalize())]
    yield _html(_box_head(found["name"]))
    yield Token("inline", "", 0, children=head)
    yield _html("</p>\n")


def _box_head(name: str) -> str:
    return f'<div class="admonition {escapeHtml(name.lower())}"><p class="admonition-title">'


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=content)


def _box_open(tokens: Sequence[Token], at: int) -> str:
    found = _BOX.match(tokens[at].info.strip())
    name, title = (found["name"], found["title"].strip(' []"')) if found else ("note", "")
    if name.lower() in _FOLDS:
        return f"<details><summary>{escapeHtml(title or name.capitalize())}</summary>\n"
    return f"{_box_head(name)}{escapeHtml(title or name.capitalize())}</p>\n"


def _box_close(tokens: Sequence[Token], at: int) -> str:
    before = (tokens[n] for n in range(at - 1, -1, -1))
    opening = next(t for t in before if t.level == tokens[at].level and t.nesting == 1)
    found = _BOX.match(opening.info.strip())
    return "</details>\n" if found and found["name"].lower() in _FOLDS else "</div>\n"


# Lists of tasks


def _with_tasks(tokens: Iterator[Token]) -> Iterator[Token]:
    """Show the boxes of a list of tasks."""
    before = ("", "")
    for token in tokens:
        children = token.children or []
        if before == ("list_item_open", "paragraph_open") and children:
            found = _TASK.match(children[0].content)
            if found and children[0].type == "text":
                sign = "☐" if found["mark"] == " " else "☑"
                children[0].content = children[0].content[found.end() :]
                children.insert(0, _inline_html(f'<span class="task">{sign}</span> '))
        before = (before[1], token.type)
        yield token


def _inline_html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)


# Single tokens


def _text(tokens: Sequence[Token], at: int) -> str:
    """Escape text, and keep a bracket behind a backslash from being taken for TeX by MathJax."""
    return _BRACKET.sub(r"\\<span>\1</span>", str(escapeHtml(tokens[at].content)))


def _raw(tokens: Sequence[Token], at: int) -> str:
    content = tokens[at].content
    return str(escapeHtml(content)) if tags.is_too_deep(content) else content


def _code(tokens: Sequence[Token], at: int) -> str:
    token = tokens[at]
    language = (token.info.split() or [""])[0].strip("{}.")
    named = f' class="language-{escapeHtml(language)}"' if language else ""
    shown = f"<pre><code{named}>{highlight.html(token.content, language)}</code></pre>"
    return f"{_DIAGRAM.format(shown)}\n" if language == "mermaid" else f"{shown}\n"


_DIAGRAM = "<figure>{}<figcaption>A diagram, as its Mermaid source</figcaption></figure>"


def _image(tokens: Sequence[Token], at: int) -> str:
    token = tokens[at]
    source, alt = str(token.attrGet("src") or ""), parser.plain(token)
    title = str(token.attrGet("title") or "")
    kind = splitext(re.split("[?#]", source, maxsplit=1)[0])[1].lower()
    if kind in tags.SOUNDS or kind in tags.VIDEOS:
        tag = "audio" if kind in tags.SOUNDS else "video"
        return f'<{tag} controls src="{escapeHtml(source)}">{escapeHtml(alt)}</{tag}>'
    told = f' title="{escapeHtml(title)}"' if title else ""
    return f'<img src="{escapeHtml(source)}" alt="{escapeHtml(alt)}"{told}>'


def _math(tokens: Sequence[Token], at: int) -> str:
    tex = escapeHtml(tokens[at].content.strip())
    return f'<span class="math inline">\\({tex}\\)</span>'


def _display(tokens: Sequence[Token], at: int) -> str:
    tex = escapeHtml(tokens[at].content.strip())
    return f'<span class="math display">\\[{tex}\\]</span>'


def _block_math(tokens: Sequence[Token], at: int) -> str:
    return f"<p>{_display(tokens, at)}</p>\n"


def _note(tokens: Sequence[Token], at: int) -> str:
    return f'<sup class="footnote-ref">{escapeHtml(tokens[at].meta["label"])}</sup>'


def _note_open(tokens: Sequence[Token], at: int) -> str:
    label = escapeHtml(tokens[at].meta["label"])
    return f'<div class="footnote"><sup class="footnote-ref">{label}</sup>\n'


_RULES: dict[str, Rule] = {
    "text": _text,
    "html_inline": _raw,
    "html_block": _raw,
    "fence": _code,
    "code_block": _code,
    "image": _image,
    "math_inline": _math,
    "math_inline_double": _display,
    "math_block": _block_math,
    "container_box_open": _box_open,
    "container_box_close": _box_close,
    "footnote_ref": _note,
    "footnote_block_open": lambda _tokens, _at: '<div class="footnotes">\n',
    "footnote_block_close": lambda _tokens, _at: "</div>\n",
    "footnote_open": _note_open,
    "footnote_close": lambda _tokens, _at: "</div>\n",
    "footnote_anchor": lambda _tokens, _at: "",
}


@cache
def _render() -> Callable[[Sequence[Token]], str]:
    return parser.renderer(_RULES)
