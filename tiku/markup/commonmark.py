"""What tiku takes from markdown-it-py and its plugins: no other module imports them."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import (
    escapeHtml,
    isMdAsciiPunct,
    isPunctChar,
    isWhiteSpace,
    normalizeReference,
    unescapeAll,
)
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, html_block, reference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, html_inline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode as Node
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

__all__ = [
    "MarkdownIt",
    "Node",
    "RendererHTML",
    "Scanned",
    "StateBlock",
    "StateCore",
    "StateInline",
    "Token",
    "admon_plugin",
    "container_plugin",
    "dollarmath_plugin",
    "escapeHtml",
    "footnote_plugin",
    "html_block",
    "html_inline",
    "isMdAsciiPunct",
    "isPunctChar",
    "isWhiteSpace",
    "normalizeLink",
    "normalizeReference",
    "reference",
    "unescapeAll",
]
