"""Verdicts that stand otherwise than behind a statement: `a) ( V ) …`, `… **V** F`.

Letters before statements name no options, so such lines are written as bullets; and of two letters
behind a statement the one in bold is its verdict.
"""

from collections.abc import Sequence

from tiku.documents.flavours import are_code
from tiku.system.patterns import lazy

_PAIRS = ({"V", "F"}, {"T", "F"}, {"R", "F"}, {"W", "F"}, {"C", "E"}, {"P", "F"})
_BEFORE = lazy(
    r"[ ]{0,3}(?:[A-Za-z][.)][ ]{1,3})?"
    r"(?P<said>\([ ]?(?P<letter>[A-Z])[ ]?\)[ ]{0,3}[^\W\d_]\S*(?:\s\S+){2}.*)"
)
_CHOSEN = lazy(
    r"(?P<text>[^|].*?\S)[ ]{1,9}(?:\*\*(?P<true>[VTRWP])\*\*[ /]{1,3}F"
    r"|[VTRWP][ /]{1,3}\*\*(?P<false>F)\*\*)[ ]{0,9}"
)
_FEWEST = 3


def written(lines: Sequence[str]) -> list[str]:
    """Write such verdicts in brackets, before or behind a statement."""
    told = [*lines]
    texts = [
        (n, line)
        for n, (line, is_code) in enumerate(zip(lines, are_code(lines), strict=True))
        if not is_code
    ]
    framed = [(n, found) for n, line in texts if (found := _BEFORE.fullmatch(line))]
    if len(framed) >= _FEWEST and {found["letter"] for _, found in framed} in _PAIRS:
        for n, found in framed:
            told[n] = f"- {found['said']}"
    chosen = [(n, found) for n, line in texts if (found := _CHOSEN.fullmatch(line))]
    for n, found in chosen if len(chosen) >= _FEWEST else ():
        told[n] = f"{found['text']} ({found['true'] or found['false']})"
    return told
