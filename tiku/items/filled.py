"""Gaps that are filled where they stand, `我国的首都是（北京）。`, below a title as `填空题`."""

from tiku.items import gaps
from tiku.model import Fragment, Markdown
from tiku.system.patterns import lazy

_FILLED = lazy(
    r"(?:（\s*(?P<wide>[^（）\n]{1,40}?)\s*）|\(\s*(?P<narrow>[^()\n]{1,40}?)\s*\)"
    r"|_{2,}\s?(?P<lined>[^_\n]{1,40}?)\s?_{2,}|<u>\s*(?P<under>[^<>\n]{1,40}?)\s*</u>)"
)
_EMPTY = lazy(r"[(（]\s*[)）]|_{3,}")


def split(question: Fragment) -> tuple[Fragment, str]:
    """Part what fills the gaps of a text from it; it is empty if a gap is, or none is found."""
    text = question.markdown
    found = list(_FILLED.finditer(gaps.without_code(text)))
    if not found or _EMPTY.search(_FILLED.sub("", text)):
        return question, ""
    said = ["".join(filter(None, each.groups())) for each in found]
    return Fragment(Markdown(_FILLED.sub("（　）", text)), question.line), "；".join(said)
