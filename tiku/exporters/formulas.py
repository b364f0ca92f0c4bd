"""Formulas on a card, which Anki's MathJax typesets: none may link, style or name anything."""

from __future__ import annotations

from tiku.system.patterns import lazy

# MathJax takes whatever these say: `\href{javascript:…}`, `\style{background:url(…)}`.
_COMMANDS = ("bbox", "class", "cssId", "href", "includegraphics", "mmlToken", "style", "unicode")
_REACHING = lazy(rf"\\(?:{'|'.join(_COMMANDS)})(?![A-Za-z])")
# Neither breaks a command up: MathJax looks past `<wbr>`, and in a text with gaps Anki takes all
# tags and marks of gaps out of formulas.
_WITHIN = lazy(r"<[^<>]*>|\{\{c\d+::|\}\}|[\ue000-\uf8ff]\d*")
# How each of them starts, if nothing breaks it up; what may do so is not ASCII, or is one of `<{}`.
_BREAK = r"[^\x00-;=-z|~\x7f]"
_STARTS = lazy(
    rf"\\(?:(?:[bchimsu][A-Za-z]?)?{_BREAK}|{'|'.join(sorted({name[:3] for name in _COMMANDS}))})"
)
_WBR = lazy(r"<wbr\b[^<>]*>")
_OPENING = lazy(r"\\(?=[(\[])")


def harmless(field: str) -> str:
    """Show the formulas of a field as text if there is one that reaches beyond itself."""
    if "\\" not in field or not _STARTS.search(field):
        return field
    if not _REACHING.search(_WITHIN.sub("", field)):
        return field
    return _OPENING.sub(r"\\<span></span>", _WBR.sub("", field))
