"""Chinese texts in one script, and in the words of one region: the one module to import OpenCC.

Also which characters are Chinese, Japanese or Korean.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tiku.system.patterns import lazy

if TYPE_CHECKING:
    from opencc import OpenCC

_CJK = (
    "\u1100-\u11ff\u3000-\u303f\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_CJK_RANGES = tuple(zip(_CJK[::3], _CJK[2::3], strict=True))
CJK = lazy(f"[{_CJK}]")
_HAN = lazy("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
# Those of GB 2312 that have a simpler form all the same; all its others have none.
_BOTH = lazy("[乾菸薹拚捱摺吒後徵夥榘於袷麴醣麽]")


def is_cjk(char: str) -> bool:
    """Tell what `CJK` tells of a character, which takes long to compile."""
    return any(first <= char <= last for first, last in _CJK_RANGES)


def simplified(text: str) -> str:
    """Write Chinese in simplified characters."""
    return str(_converter("t2s").convert(text)) if is_traditional(text) else text


def is_traditional(text: str) -> bool:
    """Tell whether a text has Chinese that is not in simplified characters only."""
    if text.isascii() or _is_simplified(text):
        return False
    han = "".join(_HAN.findall(text))
    return bool(han) and not _is_simplified(han)


def mainland(text: str) -> str:
    """Write Chinese in the words of the mainland too: 軟體 is 软件."""
    return str(_converter("tw2sp").convert(text))


def _is_simplified(han: str) -> bool:
    """Tell by a codec that is at hand: GB 2312 holds simplified characters only, but for a few."""
    try:
        han.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return not _BOTH.search(han)


@cache
def _converter(name: str) -> OpenCC:
    from opencc import OpenCC  # loaded by those who need it only, 15 ms

    return OpenCC(name)
