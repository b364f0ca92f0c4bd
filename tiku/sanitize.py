"""The one allow-list for HTML that ends up in a card, a page or the bank."""

from __future__ import annotations

import html
import re

import nh3

_TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em"
    " figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small"
    " span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr".split()
)
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "code": {"class"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
}
_DROPPED_WITH_CONTENT = {"script", "style"}

_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes=_ATTRIBUTES,
    clean_content_tags=_DROPPED_WITH_CONTENT,
    filter_style_properties={"text-align"},
    url_schemes={"http", "https", "mailto"},
)
_STRIPPER = nh3.Cleaner(tags=set(), clean_content_tags=_DROPPED_WITH_CONTENT)
# An entity may bring in what the source itself may not hold: it would break up Anki's fields.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def sanitize(text: str) -> str:
    """Keep only harmless HTML: no script, handler, style sheet, picture or odd link."""
    return _CONTROL.sub("", _CLEANER.clean(text))


def strip_tags(text: str) -> str:
    """Give the text of an HTML snippet, entities decoded."""
    return _CONTROL.sub("", html.unescape(_STRIPPER.clean(text)))
