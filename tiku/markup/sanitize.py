"""The one allow-list for HTML that ends up in a card, a page or the bank."""

from __future__ import annotations

import re

import nh3

from tiku.markup import highlight, tags
from tiku.system import entities
from tiku.system.patterns import lazy

_TAGS = frozenset(
    "a abbr audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl"
    " dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s"
    " samp small source span strong sub summary sup table tbody td tfoot th thead tr u ul var video"
    " wbr".split()
)
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "audio": {"src", "controls"},
    "code": {"class"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "video": {"src", "controls", "width", "height"},
}
# What tiku's own rendering gives; a source may use them too.
_CLASSES = {
    "div": set(
        "admonition footnote footnotes note info tip hint important warning caution danger error"
        " success attention abstract summary example question quote seealso todo".split()
    ),
    "p": {"admonition-title"},
    "span": {*highlight.CLASSES, "math", "inline", "display", "task"},
    "sup": {"footnote-ref"},
}
_DROPPED_WITH_CONTENT = {"script", "style"}

_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    clean_content_tags=_DROPPED_WITH_CONTENT,
    filter_style_properties={"text-align"},
    url_schemes={"http", "https", "mailto"},
)
_MATH_TAGS = frozenset(
    "math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom msub"
    " msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd menclose"
    " none".split()
)
_MATH_ATTRIBUTES = set(
    "display mathvariant stretchy fence separator lspace rspace minsize maxsize width height depth"
    " linethickness columnalign rowspacing columnspacing columnlines rowlines accent accentunder"
    " displaystyle scriptlevel movablelimits symmetric form notation largeop style".split()
)
_MATH_CLEANER = nh3.Cleaner(
    tags=set(_MATH_TAGS),
    attributes={"*": _MATH_ATTRIBUTES},
    filter_style_properties=set(
        "text-align justify-items padding-left padding-right width".split()
    ),
    link_rel=None,
)
_STRIPPER = nh3.Cleaner(tags=set(), clean_content_tags=_DROPPED_WITH_CONTENT)
# An entity may bring in what the source itself may not hold: it would break up Anki's fields.
_CONTROL = lazy("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_OTHER_CODE = lazy(r'<code class="(?!language-[\w+#.-]+")[^"]*">')
# As the cleaner writes them: attributes in double quotes, `<`, `>` and `"` in them as entities.
_MEDIA = lazy(r"<(?P<tag>img|audio|video|source)(?P<attributes>(?: [a-z]+=\"[^\"]*\")*)>")
_ATTRIBUTE = lazy(r' ([a-z]+)="([^"]*)"')


def sanitize(text: str) -> str:
    """Keep only harmless HTML: no script, handler, style sheet or odd link.

    What would be fetched from the network is a link instead, so that no card calls home.
    """
    cleaned = _CONTROL.sub("", _CLEANER.clean(text))
    if "<code class" in cleaned:
        cleaned = _OTHER_CODE.sub("<code>", cleaned)
    return _MEDIA.sub(_at_home, cleaned) if "src=" in cleaned or "<img" in cleaned else cleaned


def _at_home(tag: re.Match[str]) -> str:
    found = dict(_ATTRIBUTE.findall(tag["attributes"]))
    source = found.get("src", "")
    if tag["tag"] == "source" and not source:  # another size of a picture, whose `img` follows
        return ""
    is_picture = tag["tag"] == "img"
    if (source or not is_picture) and not tags.is_remote(entities.unescape(source)):
        return tag[0]
    said = found.get("alt", "") if is_picture else ""
    if source:
        target = f"https:{source}" if source.startswith("//") else source
        said = f'<a href="{target}" rel="noopener noreferrer">{said or source}</a>'
    return said if is_picture else f"{said}<{tag['tag']}>"


def mathml(text: str) -> str:
    """Keep only harmless MathML: what shows mathematics, no link; of styles where columns stand."""
    return _MATH_CLEANER.clean(text)


def strip_tags(text: str) -> str:
    """Give the text of an HTML snippet, entities decoded."""
    return _CONTROL.sub("", entities.unescape(_STRIPPER.clean(text)))
