"""What a document is about, as far as it says so: questions, a deck of cards, or neither."""

from __future__ import annotations

import re
from collections.abc import Callable

from tiku.documents.outline import Outline, once
from tiku.languages import asking
from tiku.markup import markdown
from tiku.system.patterns import lazy

_DECK = lazy(
    r"flash-?\s?cards?|\banki\b|\bcards?\b|\bdecks?\b|karteikarten|fiszki|flitskaarten|闪卡|抽认卡"
    r"|(?:单词|记忆|知识|學習|学习|复习)卡片?|暗記カード|単語カード|단어장",
    re.IGNORECASE,
)
# A title that ends so, or begins so and goes on, is that of a deck; alone it is that of a tool, as
# are `Flashcard app` and `Flashcards in Markdown`.
_OF_TOOL = r"\s(?:in\s)?(?:apps?|tools?|plugins?|generators?|makers?|markdown|formats?|syntax)\b"
_NO_DECK = (
    r"(?:slide|pitch|sales|report|credit|debit|payment|gift|business|bank|loyalty|sim|graphics|video|sound|sd|memory|score|time|id"
    r"|network|post|greeting|trading|playing|accepted|kanban|story)[\s-]?(?:cards?|decks?)\W*$"
)
_DECK_TITLE = lazy(
    rf"(?!.*\b{_NO_DECK}).*\w.*\b(?:flash-?\s?)?(?:cards?|decks?|karteikarten)\W*|flash-?\s?cards?\b(?!{_OF_TOOL}).*\w.*"
    r"|deck(?:\s(?:of|with|for)\b|\s?[:：–—]).*"
    r"|.*\w.*(?:闪卡|抽认卡|(?:单词|记忆|知识|學習|学习|复习)卡片?|暗記カード|単語カード|단어장)|(?:单词|记忆|知识|复习)卡片"
    r"|(?:fiszki|flitskaarten|kartičky|карточки|tarjetas(?:\sde\s(?:memoria|estudio))?|karteikarten)\b.*\w.*"
    r"|.*\w.*\b(?:fiszki|flitskaarten|cartes\smémoire)",
    re.IGNORECASE,
)
_TAGS = lazy(r"(?:\[#(?!\d+\])[\w-]+\]\([^()]*\)\s*)+")  # of cards: `[#tree](tree.md)`; no issue
_LONGEST = 120


@once
def names(outline: Outline) -> tuple[str, ...]:
    """Give what names a document: its path, its front matter, its first line and heading."""
    path = re.sub(r"\.\w+$", "", outline.path).replace("/", " ")
    first = next(
        (n for n in range(1, outline.last + 1) if outline[n].kind in ("heading", "text")), 0
    )
    titles = [n for n in (first, *outline.headings[:1]) if n and len(outline[n].text) <= _LONGEST]
    shown = (markdown.plain(outline[n].text) for n in titles)
    return (path, *outline.document.about, *_title_in_html(outline), *shown)


def _title_in_html(outline: Outline) -> list[str]:
    """Give the title that pages of projects set in the middle: `<h1 align="center">Quiz</h1>`."""
    top = "\n".join(outline.document.lines[:_NEAR_TOP])
    found = _CENTRED.search(top) if "<h" in top else None
    title = " ".join(_TAG_OF_HTML.sub(" ", found["title"]).split()) if found else ""
    return [title.replace("&amp;", "&")] if title else []


_NEAR_TOP = 12  # lines
_CENTRED = lazy(r"<h[12]\b[^<>]*>(?P<title>.{1,400}?)</h[12]>", re.IGNORECASE | re.DOTALL)
_TAG_OF_HTML = lazy(r"<[^<>]*>")


def _is_titled(outline: Outline, says: Callable[[str], object]) -> bool:
    """Tell whether what names a document says something, its path aside."""
    return any(map(says, names(outline)[1:]))


def is_about_questions(outline: Outline) -> bool:
    """Tell whether a document says that it holds questions."""
    return any(asking.is_topical(name) for name in names(outline))


def names_questions(outline: Outline) -> bool:
    """Tell whether a document says that it is a list of questions, and no tale of an interview."""
    return any(map(_QUESTIONS.search, names(outline)))


_QUESTIONS = lazy(
    r"\bquestions?\b|q\s?&\s?a|\bfaqs?\b|preguntas|perguntas|fragen|вопрос|pytania|zagadnienia|domande"
    r"|vragen|otázky|kérdések|frågor|spørgsmål|sorular|câu\shỏi|题|題|汇总|八股|질문|質問",
    re.IGNORECASE,
)


@once
def is_faq(outline: Outline) -> bool:
    """Tell whether a title is that of what is often asked or fails, in questions or a few words."""
    return _is_titled(outline, _FAQ.search)


_FAQ = lazy(
    r"\bfaqs?\b|\bfrequently\sasked\b|häufig(?:e|\sgestellte)\sfragen|preguntas\sfrecuentes|perguntas\sfrequentes"
    r"|questions\sfréquentes|foire\saux\squestions|domande\sfrequenti|veel\s?gestelde\svragen|zadawane\spytania"
    r"|sorulan\ssorular|hỏi\sthường\sgặp|часто\sзадаваемые|常见问题|常見問題|よくある質問|자주\s묻는"
    r"|\btroubleshooting\b|\bfehlerbehebung\b|\bdépannage\b|\bsolución\sde\sproblemas\b|\bsolução\sde\sproblemas\b",
    re.IGNORECASE,
)


def is_collection(outline: Outline) -> bool:
    """Tell whether a title is that of what interviews ask about, and of no advice on them."""
    return _is_titled(outline, asking.names_collection)


def is_deck(outline: Outline) -> bool:
    """Tell whether a document says that it is a deck of cards."""
    about = outline.document.about
    titles = names(outline)[1 + len(about) :]
    if any(map(_DECK.search, about)) or any(map(_DECK_TITLE.fullmatch, titles)):
        return True
    tags = (line for line in outline.lines if line.text.startswith("[#") and line.kind == "text")
    return sum(bool(_TAGS.fullmatch(line.text)) for line in tags) > 1


@once
def is_vocabulary(outline: Outline) -> bool:
    """Tell whether a title is that of words to be learned, or of a copy of Quizlet."""
    return _is_titled(outline, _WORDS.search)


_WORDS = lazy(
    r"\bquizlet\b|\bvocab(?:ulary)?\s(?:list|quiz|test|unit|lesson|chapter|week|words)\b|\bword\slist\b"
    r"|\bvocab\s?(?:\d|[:(–—-]|$)"
    r"|\b(?:spanish|french|german|italian|latin|greek|russian|polish|dutch|turkish|portuguese|japanese|chinese|korean"
    r"|english|ielts|toefl|gre|hsk|jlpt)\b[^\n]{0,30}\b(?:vocabulary|words)\b"
    r"|\bvokabel|\bwortschatz|\blernwörter|\bvocabulaire\b|\bvocabulario\b|\bvocabolario\b|\bvocabulário\b"
    r"|\bwoorden(?:lijst|schat)|\bwoordjes|\bsłów(?:ka\b|ek\b)|\bsłownictwo|\bglosor|\bkelime(?:ler\b|\slistesi)"
    r"|\btừ\svựng|\bslovíčka|\bслова\b|单词表|生词|単語[帳集]|단어장",
    re.IGNORECASE,
)


@once
def is_note_with_cards(outline: Outline) -> bool:
    """Tell whether cards stand in a note of Obsidian: a tag says so, or when they are due."""
    if any(_TAG.fullmatch(name) for name in outline.document.about):
        return True
    text = "\n".join(outline.document.lines)
    if "<!--SR:" not in text and "#flashcards" not in text:
        return False
    texts = (line.text for line in outline.lines if line.kind in ("text", "html"))
    return any(text.startswith("<!--SR:") or is_tag_of_cards(text) for text in texts)


def is_tag_of_cards(text: str) -> bool:
    """Tell whether a line is nothing but tags, one of which says that cards stand below it."""
    return text[:1] == "#" and bool(_TAG_LINE.fullmatch(text))


_NAMED = r"flashcards(?:/[\w/-]{1,100})?"
_TAG = lazy(rf"#?{_NAMED}")
_TAG_LINE = lazy(rf"(?:#[\w/-]{{1,100}} ){{0,9}}#{_NAMED}(?: #[\w/-]{{1,100}}){{0,9}}")
