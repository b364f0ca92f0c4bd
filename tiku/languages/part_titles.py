"""Titles that name a part of an entry or of a document: `Answer`, `Show solution`, `Options`.

What a label is, at the start of a line of text, `tiku.languages.labels` tells.
"""

import re
from collections.abc import Sequence

from tiku.languages import title_words
from tiku.languages.label_words import ODD, ROLES, TITLES, any_word
from tiku.model import Role
from tiku.system.patterns import lazy

_BARE = lazy(r"[\W\d_]*(?P<title>.*?)[\W\d_]*", re.DOTALL)
_WORDS = lazy(
    lambda: rf"(?:\b|(?<=[^\W_a-z]))(?:{any_word()})s?(?:\b|(?=[^\W_a-z]))", re.IGNORECASE
)  # beside a letter of a script without spaces too
_OPENS = lazy(title_words.OPENS, re.IGNORECASE)
_ANSWERS = lazy(
    r"[\W\d_]*(?:(?:点击|點擊|点此)?(?:查看|展开|展開|显示|顯示)|(?:click\s(?:here\s)?(?:to|for)\s)?"
    rf"(?:fill\sin\sthe\s)?(?:[^\W\d_][\w'-]*\s){{0,3}})(?:{title_words.ANSWERS})"
    r"(?:を見る|を表示|\s보기|\s확인|\sanzeigen|\seinblenden|\sgöster)?"
    r"(?:\s(?:summary|table|list|overview|only|comentad[oa]s?|oficial|preliminar|definitivo|final))?"
    r"(?:\s*(?:[-–—:：,，(（&+]|(?:to|for|of|and|with|der|zu[mr]?|von|und|de|del|d[uo]|des|et|aux?|y|a|e"
    r"|al|alle|ai|da|das|dos|ve|и|к|và)\b|및|与|及)\s*.{0,50})?[\W\d_]*",
    re.IGNORECASE,
)
_QUESTION = lazy(
    r"(?:q|questions?|preguntas?|perguntas?|fragen|domande|вопросы|问题?|題目?|题目?)\s*"
    r"(?:&|/|\+|and\b|y\b|e\b|und\b|et\b|и\b|与|和|及)",
    re.IGNORECASE,
)
_OPTIONS = lazy(
    r"[\W_]*(?:(?:answer\s)?(?:options?|choices?|alternatives?)|opciones|opções|alternativas|antwortmöglichkeiten|auswahl|choix|propositions"
    r"|opzioni|варианты(?:\sответов?)?|варіанти|seçenekler|các\slựa\schọn|选项|選項|選択肢|解答群|보기|선택지|回答欄|解答欄|답안)[\W_]*",
    re.IGNORECASE,
)
_LONGEST_TITLE = 60
_FEW_WORDS = 5
_BY_WEIGHT: tuple[Role, ...] = ("answer", "explanation", "hint")


def role_of_title(title: str) -> Role | None:
    """Tell which part a title names that is nothing but such a word: `Answer`, `答案 2`."""
    if len(title) > _LONGEST_TITLE:
        return None
    found = _BARE.fullmatch(title)
    word = found["title"].casefold() if found else ""
    if word in TITLES:
        return "answer"
    return ROLES.get(word) or ROLES.get(word.removesuffix("s")) if len(word) > 1 else None


def role_of_summary(title: str) -> Role | None:
    """Tell what opens below a title: `View answer`, `第 1 题的答案`, `Click to see`."""
    if len(title) > _LONGEST_TITLE:
        return None
    return role_named_in(title) or ("answer" if _OPENS.search(title) else None)


def role_named_in(title: str) -> Role | None:
    """Tell which part a word within a title names: `View answer`, but not `Click to see`."""
    words = {
        word.casefold() for word in _WORDS.findall(title) if len(word) > 1 or not word.isascii()
    }
    roles = {ROLES.get(word, ROLES.get(word.removesuffix("s"))) for word in words}
    return next((role for role in _BY_WEIGHT if role in roles), None)


def says_it_opens(title: str) -> bool:
    """Tell whether a title only says that something opens, and what: `Show answer`."""
    words = [word for word in title.split() if word.isalpha()]
    named = (ROLES.get(word.casefold().removesuffix("s")) for word in _WORDS.findall(title))
    is_part = any(role in _BY_WEIGHT for role in named)
    return is_part and len(words) <= _FEW_WORDS and bool(_OPENS.search(title))


def names_options(title: str) -> bool:
    """Tell whether a title stands over the options of a question: `Options`, `選択肢`."""
    return len(title) < _LONGEST_TITLE and bool(_OPTIONS.fullmatch(title))


def names_gaps(title: str) -> bool:
    """Tell whether a title stands over texts with gaps that are filled: `填空题`."""
    return bool(_GAPS.search(title))


_GAPS = lazy(r"填空|默写|穴埋め|空[所欄]補充|빈\s?칸\s?채우기")


def may_name_answers(lines: Sequence[str]) -> list[bool]:
    """Tell by a glance of each line whether it, or what it shows, may be the title of a key."""
    whole = "\n".join(lines)
    shown = whole.translate(_NO_MARKS).lower()
    stems = _stems_in(shown)
    hides = bool(_HIDES.search(whole))
    return [
        any(stem in each for stem in stems) or (hides and bool(_HIDES.search(line)))
        for line, each in zip(lines, shown.split("\n"), strict=False)  # "" is a line, too
    ]


def _stems_in(shown: str) -> list[str]:
    return [stem for stem in (*title_words.STEMS, *ODD) if stem in shown]


_HIDES = lazy(r"[\\&<>\[\]!$İ]")  # what is shown may have other letters in their place
_NO_MARKS = dict.fromkeys(map(ord, "*_`~{}#"))


def names_answers(title: str) -> bool:
    """Tell whether a title is that of a key: `Answers`, `Solutions — Exam 1`, `参考答案`."""
    if len(title) > 2 * _LONGEST_TITLE or not ("İ" in title or _stems_in(title.lower())):
        return False
    return bool(_ANSWERS.fullmatch(title)) and not _QUESTION.search(title)


def role_of_word(title: str) -> Role | None:
    """Tell what a title names that is nothing but such a word, or one letter."""
    return ROLES.get(title.strip(" *_:：").casefold())


def role_of_column(title: str) -> Role | None:
    """Tell what a column of a table holds: one letter names a part here, and several words may."""
    if role := role_of_word(title):
        return role
    words = [
        ROLES.get(word.casefold().removesuffix("s"))
        for word in _WORDS.findall(title)
        if len(word) > 1
    ]
    return words[-1] if words and len(title) < _LONGEST_COLUMN else None


_LONGEST_COLUMN = 24
