"""The key of a choice question in brackets of its stem: `…属于（ B ）`, `Which is even? (B)`."""

import re
from collections.abc import Sequence

from tiku.items import gaps
from tiku.items.option_marks import Option
from tiku.languages import alphabets, labels
from tiku.system.patterns import lazy

_IN_STEM = lazy(
    r"(?P<open>[（(])(?P<space>\s*)(?P<key>[^()（）\s]{1,7}(?:[\s,、]{1,3}[^()（）\s,、])*)\s*[）)]"
)


def taken(stem: str, options: Sequence[Option]) -> tuple[str, str]:
    """Take a key out of the last brackets of a stem, `…属于（ B ）`; also give the stem without."""
    if "(" not in stem and "（" not in stem:
        return stem, ""
    alphabet = options[0].alphabet if options else 0
    for found in reversed(list(_IN_STEM.finditer(gaps.without_code(stem)))):
        if not _holds_key(found):
            continue
        named = alphabets.places(found["key"], alphabet)
        bare = re.sub(r"[\s,、]", "", found["key"])
        if named and len(named) == len(bare) and max(named) < len(options):
            return f"{stem[: found.start()]}（　）{stem[found.end() :]}", found["key"]
    return stem, ""


def taken_from_last(options: tuple[Option, ...]) -> tuple[tuple[Option, ...], str]:
    """Take a key off the end of the last option, `D. 南京（答案：B）`; also give them without."""
    found = _AT_END.search(options[-1].text[-_LONGEST:]) if options else None
    said = labels.label(found["said"]) if found else None
    if not found or not said or said.role != "answer" or len(said.rest) > _LONGEST_KEY:
        return options, ""
    last = options[-1]
    bare = last._replace(text=last.text.removesuffix(found[0]).rstrip())
    return (*options[:-1], bare), said.rest


_AT_END = lazy(r"[(（【\[]\s*(?P<said>[^()（）【】\[\]]{3,30})[)）】\]]\s*$")
_LONGEST, _LONGEST_KEY = 40, 10  # characters at the end of an option, and of a key


def _holds_key(found: re.Match[str]) -> bool:
    """Tell brackets that hold a key from those of a call, `f(b)`, and from any in a sentence."""
    if found["open"] == "（" or found["space"]:
        return True
    before = found.string[: found.start()][-1:]
    return not before or not (before.isascii() and (before.isalnum() or before in "_])"))
