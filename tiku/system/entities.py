"""What HTML writes otherwise, as the module `html` does, which loads a table of 2,000 names."""

from __future__ import annotations


def escape(text: str) -> str:
    """Write the characters that mean something in HTML as entities, quotes among them."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#x27;")


def unescape(text: str) -> str:
    """Write entities as the characters that they stand for."""
    if "&" not in text:
        return text
    from html import unescape

    return unescape(text)
