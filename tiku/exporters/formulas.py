"""Formulas on a card, which Anki's MathJax typesets: none may link, style or name anything."""

from __future__ import annotations

import re

# MathJax takes whatever these say: `\href{javascript:…}`, `\style{background:url(…)}`.
_REACHING = re.compile(
    r"\\(?:bbox|class|cssId|href|includegraphics|mmlToken|style|unicode)(?![A-Za-z])"
)
# Neither breaks a command up: MathJax looks past `<wbr>`, and in a text with gaps Anki takes all
# tags and marks of gaps out of formulas.
_WITHIN = re.compile(r"<[^<>]*>|\{\{c\d+::|\}\}|[\ue000-\uf8ff]\d*")
_WBR = re.compile(r"<wbr\b[^<>]*>")
_OPENING = re.compile(r"\\(?=[(\[])")


def harmless(field: str) -> str:
    """Show the formulas of a field as text if there is one that reaches beyond itself."""
    if "\\" not in field or not _REACHING.search(_WITHIN.sub("", field)):
        return field
    return _OPENING.sub(r"\\<span></span>", _WBR.sub("", field))
