"""The Markdown parser: markdown-it-py with the rules of `tiku.markup.rules`.

Three things differ from what markdown-it-py does by itself.

Emphasis beside Chinese, Japanese and Korean text works: `**真：**她` is bold. CommonMark lets `**`
close only where spaces or punctuation part words, which scripts without spaces do not have
(commonmark-spec issue 650). The rule here is that of the CJK-friendly amendment: full-width
punctuation does not forbid emphasis, and a CJK neighbour allows it.

Only the elements of HTML are tags: `List<String>` is text, as its author means it, where CommonMark
sees a tag that every browser drops. So is a tag without its other half, as in "What is <div>?".

No input takes quadratic time: link definitions look a few lines ahead only, and a paragraph that
is too tangled is plain text.

Beyond CommonMark there are tables, struck-out text, footnotes, boxes (`:::`, `!!!`), sound
(`[sound:a.mp3]`, as Anki writes it), and TeX between dollars or in brackets behind a backslash.
Dollars follow pandoc's rule (pandoc.org/MANUAL.html, tex_math_dollars), by which "$5 and $10" are
prices; nor are variables and code between dollars TeX.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import unquote

from tiku.markup import rules, tags
from tiku.markup.commonmark import (
    MarkdownIt,
    Node,
    RendererHTML,
    StateCore,
    Token,
    admon_plugin,
    container_plugin,
    dollarmath_plugin,
    escapeHtml,
    footnote_plugin,
    normalizeReference,
)
from tiku.markup.shapes import MAX_NESTING

__all__ = [
    "Node",
    "Token",
    "block_tokens",
    "escapeHtml",
    "inline",
    "is_tangled",
    "normalizeReference",
    "plain",
    "renderer",
    "tokens",
]

# Renders the token at a place among others.
Rule = Callable[[Sequence[Token], int], str]

_MAX_INLINE_NESTING = 12
# Some inline rules are quadratic ("*a *a …", "<? <? …"). Where a paragraph's length times its
# number of markup characters exceeds this, its markup is not read.
_MAX_TANGLE = 200_000_000
_MARKUP = "*_[<~`&!$\\"
_INTERRUPTS = ["paragraph", "reference", "blockquote"]

# What looks at the first character of a line without asking whether there is one.
_LOOK_BEYOND = ("container_box", "admonition", "footnote_def")

MATHEMATICS = ("math_inline", "math_inline_double", "math_block")


def block_tokens(text: str) -> tuple[list[Token], dict[str, tuple[int, int]]]:
    """Parse blocks only; also give the lines, 1-based, of each link definition by label."""
    env: dict[str, Any] = {}
    found = _block_parser().parse(text, env)
    definitions = env.get("references", {})
    return found, {k: (v["map"][0] + 1, v["map"][1]) for k, v in definitions.items()}


def tokens(markdown: str) -> list[Token]:
    """Parse blocks and inline markup."""
    return _full_parser().parse(markdown, {})


def inline(text: str) -> Token:
    """Parse one line of inline markup, such as a heading's."""
    return _full_parser().parseInline(text, {})[0]


def renderer(rules_of: Mapping[str, Rule]) -> Callable[[Sequence[Token]], str]:
    """Make what renders tokens as HTML, some types by own rules; the HTML is not yet sanitised."""
    parser = _full_parser()
    found = RendererHTML(parser)
    for kind, rule in rules_of.items():
        found.rules[kind] = _as_method(rule)

    def render(tokens: Sequence[Token]) -> str:
        html = str(found.render(tokens, parser.options, {}))
        return str(escapeHtml(html)) if tags.is_too_deep(html) else html

    return render


def _as_method(rule: Rule) -> Any:  # noqa: ANN401 - markdown-it-py asks for a bound method
    return lambda found, at, _options, _env: rule(found, at)


def plain(token: Token) -> str:
    """Give the text of an inline token without its markup."""
    out: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            out.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            out.append("\n")
        elif child.type == "image":
            out.append(plain(child) or unquote(str(child.attrGet("src") or "")))
        elif child.type in MATHEMATICS:
            out.append(as_dollars(child))
        elif child.type == "footnote_ref":
            out.append(f"[{child.meta['label']}]")
        elif child.type == "html_inline" and child.content.startswith("<br"):
            out.append("\n")
        elif child.type == "html_inline":
            out += (alt or source for alt, source in tags.images(child.content))
    return "".join(out)


def as_dollars(token: Token) -> str:
    """Give TeX between dollars, however its author marked it."""
    marks = "$" if token.type == "math_inline" else "$$"
    return f"{marks}{token.content.strip()}{marks}"


def is_tangled(content: str) -> bool:
    """Tell whether a paragraph is so long and full of markup that parsing it would hang."""
    if len(content) < 10_000:
        return False
    return len(content) * sum(map(content.count, _MARKUP)) > _MAX_TANGLE


@cache
def _full_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    _mend_blocks(parser)
    _add_mathematics(parser)
    footnote_plugin(parser, inline=False)
    container_plugin(parser, "box", validate=lambda name, _: rules.is_box(name))
    admon_plugin(parser)
    ruler = parser.block.ruler
    own = {rule.name: rule.fn for rule in ruler.__rules__}["admonition"]
    ruler.at("admonition", rules.only_boxes(own), {"alt": _INTERRUPTS})
    for rule in list(ruler.__rules__):
        if rule.name in _LOOK_BEYOND:
            ruler.at(rule.name, rules.within(rule.fn), {"alt": rule.alt})
    parser.core.ruler.at("inline", _inline)
    return parser


@cache
def _inline_parser() -> MarkdownIt:
    """Parse inline markup; an open bracket costs time for each level that it may be nested."""
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_INLINE_NESTING}).enable("strikethrough")
    footnote_plugin(parser, inline=False)
    _add_mathematics(parser)
    ruler = parser.inline.ruler
    ruler.at("html_inline", rules.tag)
    ruler.before("escape", "math_bracket", rules.bracket)
    ruler.at("math_inline", rules.tex)
    ruler.before("link", "sound", rules.sound)
    ruler.before("link", "latex", rules.latex)
    ruler.before("image", "picture", rules.picture)
    return parser


@cache
def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    _mend_blocks(parser)
    _add_mathematics(parser)
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _mend_blocks(parser: MarkdownIt) -> None:
    ruler = parser.block.ruler
    ruler.at("reference", rules.definition)
    ruler.at("html_block", rules.html, {"alt": _INTERRUPTS})


def _add_mathematics(parser: MarkdownIt) -> None:
    dollarmath_plugin(parser, allow_labels=False, allow_blank_lines=False)
    ruler = parser.block.ruler
    ruler.before("fence", "math_bracket", rules.bracket_block, {"alt": _INTERRUPTS})


def _inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if is_tangled(token.content):
            token.children.append(Token("text", "", 0, content=token.content))
        else:
            _parse_inline(token.content, state, token.children)


def _parse_inline(content: str, state: StateCore, found: list[Token]) -> None:
    """Do what markdown-it-py does, but with tiku's rule for emphasis."""
    parser = _inline_parser()
    line = rules.Emphasis(content, parser, state.env, found)
    parser.inline.tokenize(line)
    for rule in parser.inline.ruler2.getRules(""):
        rule(line)
