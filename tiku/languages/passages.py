"""Titles of what several questions are about: `材料一`, `Passage A`, `（4～5 题共用题干）`."""

import re

from tiku.languages.labels import names_case
from tiku.languages.numbering import SPAN
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_LONGEST = 100  # characters of such a title


class Range(NamedTuple):
    """The first and the last number of the questions about a passage; 0 where none are named."""

    first: int = 0
    last: int = 0


def may_stand(text: str) -> bool:
    """Tell by a glance whether a document may say which questions a passage is for."""
    spans = ((max(0, at.start() - _NAME), at.end() + _NAME) for at in _SPAN.finditer(text))
    return any(_RANGE.search(text, *each) for each in spans)


_SPAN = lazy(SPAN)
_NAME = 20  # characters before and behind the numbers, within which what they count is named


def range_of(text: str) -> Range | None:
    """Tell which questions a line says that a passage is for, if it does."""
    if len(text) > _LONGEST or not _WORDS.search(text):
        return None
    found = _RANGE.search(text)
    if not found or int(found["first"]) >= int(found["last"]):
        return None
    return Range(int(found["first"]), int(found["last"]))


def names_passage(title: str) -> bool:
    """Tell whether a title is that of what is read or looked at: `材料一`, `Passage A`."""
    return len(title) < _LONGEST and bool(_TITLE.match(title) or names_case(title))


def names_reading(title: str) -> bool:
    """Tell whether a title says that questions are about what is read: `阅读理解`."""
    return len(title) < _LONGEST and bool(_READING.search(title))


_RANGE = lazy(
    r"(?:(?P<named>第|[问問]|q(?=\d)|questions?\s|items?\s|câu\s(?:hỏi\s)?(?:từ\s)?|문제\s?|preguntas?\s|questões\s"
    r"|вопросы\s|fragen\s)|(?P<framed>[\[(（【])|(?<![\d.]))\s?(?P<first>\d{1,3})"
    r"\s?(?:[-–—~～〜至到]|to\b|through\b|and\b|đến\b|bis\b|a\b|à\b)\s?(?:第|[问問]|q)?\s?(?P<last>\d{1,3})"
    r"(?![\d.])(?(named)|(?(framed)(?:\s?[题題问問]|\s?[\])）】])|\s?(?:小?[题題问問]|번)))",
    re.IGNORECASE,
)
_WORDS = lazy(
    r"共用|共享|材料|短文|文章|文を|阅读|閱讀|閱读|资料|資料|案例|图表|題干|题干|题目|passage|following|refer|based\son|graph"
    r"|\bread\b|글을|자료|대화|đoạn|đọc|texto?s?\b|texte\b|pasaje|текст",
    re.IGNORECASE,
)
_TITLE = lazy(
    r"[\W_]{0,4}(?:(?:阅读|背景|文字|图表|表格|给定)?(?:材料|资料|資料|短文|文章)\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[A-H])?"
    r"|(?:reading\s)?passage(?:\s(?:\d{1,2}|[A-H]|[IVX]{1,4}))?|text\s(?:\d{1,2}|[A-H])"
    r"|案例(?:分析)?|案情(?:简介)?|(?:共用)?(?:备选|備選)(?:答案|选项|選項)|지문(?:\s?\d{1,2})?)(?:\s?[:：(（].{0,60})?[\W_]{0,4}$",
    re.IGNORECASE,
)
_READING = lazy(
    r"(?:阅读|閱讀)(?:理解|測驗|测试|训练|专练|专项|短文|材料|题|題|[与和])|(?:现代文|文言文|古诗文?|诗歌|课[内外]|记叙文|说明文|议论文|英语|语文)阅读"
    r"|鉴赏|赏析|资料分析|読解|독해|\breading\s(?:comprehension|passages?|texts?|tests?)\b|đọc\shiểu|完形填空|共用题干",
    re.IGNORECASE,
)
