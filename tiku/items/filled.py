"""Gaps that are filled where they stand, `我国的首都是（北京）。`, below a title as `填空题`."""

from tiku.items import gaps
from tiku.model import Fragment, Markdown
from tiku.system.patterns import lazy

_FILLED = lazy(
    r"（([^（）\n]{1,60})）|\(([^()\n]{1,60})\)|(?<!_)_{2,40}+([^_\n]{1,60})_{2,40}+"
    r"|<u>([^<>\n]{1,60})</u>"
)
_POINTS = lazy(r"(?:每[空题]\s?|共\s?)?\d{1,3}\s?分")  # which a gap is worth
_EMPTY = lazy(r"[(（]\s*[)）]|_{3,}")


def split(question: Fragment) -> tuple[Fragment, str]:
    """Part what fills the gaps of a text from it; it is empty if a gap is, or none is found."""
    text, said, parts, at = question.markdown, list[str](), list[str](), 0
    for found in _FILLED.finditer(gaps.without_code(text)):
        filling = "".join(filter(None, found.groups())).strip()
        if filling and not _POINTS.fullmatch(filling):
            said.append(filling)
            parts += (text[at : found.start()], "（　）")
            at = found.end()
    rest = text[at:]
    if not said or _EMPTY.search("".join((*parts[::2], rest))):
        return question, ""
    return Fragment(Markdown("".join((*parts, rest))), question.line), "；".join(said)
