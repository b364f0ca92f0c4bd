"""The words that name the parts of an entry, by role and language.

To teach tiku another language, add its words here; every dialect that reads labels knows them.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tiku.model import Role
from tiku.patterns import lazy

WORDS: dict[str, dict[Role, tuple[str, ...]]] = {
    "ar": {
        "question": ("السؤال", "سؤال", "س"),
        "answer": ("الإجابة", "الجواب", "إجابة", "جواب", "ج"),
        "explanation": ("التفسير", "شرح"),
        "hint": ("تلميح",),
    },
    "cs": {
        "question": ("Otázka",),
        "answer": ("Správná odpověď", "Odpověď"),
        "explanation": ("Vysvětlení",),
        "hint": ("Nápověda",),
    },
    "da": {
        "question": ("Spørgsmål",),
        "answer": ("Svar",),
        "explanation": ("Forklaring",),
        "hint": ("Vink",),
    },
    "de": {
        "question": ("Frage", "Aufgabe"),
        "answer": ("Richtige Antwort", "Antwort", "Lösung"),
        "explanation": ("Erklärung", "Begründung"),
        "hint": ("Hinweis", "Tipp"),
    },
    "en": {
        "question": ("Question", "Interviewer", "Front", "Q"),
        "answer": (
            "Correct answer",
            "Right answer",
            "Answer",
            "Ans",
            "A",
            "Solution",
            "Candidate",
            "Back",
        ),
        "explanation": ("Explanation", "Rationale"),
        "hint": ("Hint",),
    },
    "es": {
        "question": ("Pregunta", "P"),
        "answer": ("Respuesta correcta", "Respuesta esperada", "Respuesta", "Solución", "R"),
        "explanation": ("Explicación", "Justificación"),
        "hint": ("Pista",),
    },
    "fr": {
        "question": ("Question",),
        "answer": ("Bonne réponse", "Réponse", "Solution", "Corrigé"),
        "explanation": ("Explication",),
        "hint": ("Indice",),
    },
    "he": {
        "question": ("שאלה",),
        "answer": ("תשובה", "פתרון"),
        "explanation": ("הסבר",),
        "hint": ("רמז",),
    },
    "hi": {
        "question": ("प्रश्न",),
        "answer": ("सही उत्तर", "उत्तर", "उतर"),
        "explanation": ("व्याख्या",),
        "hint": ("संकेत",),
    },
    "id": {
        "question": ("Pertanyaan", "Soal"),
        "answer": ("Kunci Jawaban", "Jawaban"),
        "explanation": ("Pembahasan", "Penjelasan"),
        "hint": ("Petunjuk",),
    },
    "it": {
        "question": ("Domanda",),
        "answer": ("Risposta corretta", "Risposta", "Soluzione"),
        "explanation": ("Spiegazione",),
        "hint": ("Suggerimento",),
    },
    "ja": {
        "question": ("問題", "質問", "設問", "問"),
        "answer": ("正解", "解答", "回答", "答え", "答"),
        "explanation": ("解説",),
        "hint": ("ヒント",),
    },
    "ko": {
        "question": ("문제", "질문", "면접관", "문"),
        "answer": ("정답", "답변", "지원자", "답"),
        "explanation": ("해설", "설명"),
        "hint": ("힌트",),
    },
    "nl": {
        "question": ("Vraag",),
        "answer": ("Antwoord",),
        "explanation": ("Uitleg",),
        "hint": ("Tip",),
    },
    "pl": {
        "question": ("Pytanie",),
        "answer": ("Prawidłowa odpowiedź", "Odpowiedź"),
        "explanation": ("Wyjaśnienie",),
        "hint": ("Podpowiedź", "Wskazówka"),
    },
    "pt": {
        "question": ("Pergunta", "Questão"),
        "answer": ("Resposta correta", "Resposta", "Solução", "Gabarito"),
        "explanation": ("Explicação", "Comentário", "Justificativa"),
        "hint": ("Dica",),
    },
    "ro": {
        "question": ("Întrebare", "Întrebarea"),
        "answer": ("Răspuns corect", "Răspuns"),
        "explanation": ("Explicație",),
        "hint": ("Indiciu",),
    },
    "ru": {
        "question": ("Вопрос",),
        "answer": ("Правильный ответ", "Ответ", "Решение"),
        "explanation": ("Объяснение", "Пояснение"),
        "hint": ("Подсказка",),
    },
    "sv": {
        "question": ("Fråga",),
        "answer": ("Rätt svar", "Svar"),
        "explanation": ("Förklaring",),
        "hint": ("Ledtråd",),
    },
    "tr": {
        "question": ("Soru",),
        "answer": ("Doğru cevap", "Cevap", "Yanıt"),
        "explanation": ("Açıklama",),
        "hint": ("İpucu",),
    },
    "uk": {
        "question": ("Питання", "Запитання"),
        "answer": ("Правильна відповідь", "Відповідь"),
        "explanation": ("Пояснення",),
        "hint": ("Підказка",),
    },
    "vi": {
        "question": ("Câu hỏi", "Câu", "Hỏi"),
        "answer": ("Đáp án đúng", "Đáp án", "Trả lời", "Đáp"),
        "explanation": ("Giải thích",),
        "hint": ("Gợi ý",),
    },
    "zh": {
        "question": (
            "题目",
            "问题",
            "题干",
            "題目",
            "問題",
            "面试官",
            "面試官",
            "题",
            "題",
            "问",
            "問",
        ),
        "answer": (
            "参考答案",
            "正确答案",
            "參考答案",
            "正確答案",
            "答案",
            "解答",
            "回答",
            "候选人",
            "答",
        ),
        "explanation": ("答案解析", "解析", "解释", "解釋", "说明", "說明"),
        "hint": ("提示",),
    },
}
# Signs that stand for such a word, with no colon behind them.
SIGNS: dict[str, Role] = {
    "❓": "question",
    "❔": "question",
    "💡": "answer",
    "✅": "answer",
    "👉": "answer",
}

_ROLES: dict[str, Role] = {
    word.casefold(): role
    for roles in WORDS.values()
    for role, words in roles.items()
    for word in words
}
_SPELLED = {*_ROLES, *(w for roles in WORDS.values() for words in roles.values() for w in words)}
_NUMBER = r"(?:(?:no|nr|n[º°])\s{0,9}[.:]?\s{0,9}|[#№]\s{0,9})?[\d٠-٩०-९]{1,4}"
# What stands behind such a word in a label.
_END = rf"""(?P<number>\s{{0,9}}{_NUMBER})?
    (?:
        (?:\s{{0,9}}(?P<before>\*{{1,3}}|_{{1,3}}))?(?:\s{{0,9}}\([^()]{{1,40}}\))?\s{{0,9}}[:：]
        (?:\s{{0,9}}(?P<after>\*{{1,3}}|_{{1,3}}))?  # **Q:** **Q**:
      | \s{{0,9}}(?P<alone>\*{{1,3}}|_{{1,3}})\s{{0,9}}$  # **Answer**
      | (?P<prompt>>)(?=\s)  # Q> as in mail
      | [.]?(?P<closed>\*{{1,3}}|_{{1,3}})?\s{{0,9}}[.]?\s{{1,9}}[-–—]\s{{1,9}}
      | (?(number)\s{{0,9}}[.)/]\s{{0,9}}(?P<ended>\*{{1,3}}|_{{1,3}})?(?=\s|$|[^\W\d_])|(?!))
      | (?(number)(?P<bold>\*{{1,3}}|_{{1,3}})\s{{1,9}}(?=\S)|(?!))
    )"""
_TAIL = lazy(_END, re.VERBOSE | re.IGNORECASE)


def _any() -> str:
    return "|".join(sorted(map(re.escape, _SPELLED), key=lambda word: (-len(word), word)))


_LABEL = lazy(
    lambda: rf"(?P<open>\*{{1,3}}|_{{1,3}})?\s{{0,9}}(?P<word>{_any()}){_END}",
    re.VERBOSE | re.IGNORECASE,
)
# How such words begin, to tell by a glance most lines that do not start with one.
_LOWER = {word.lower() for word in _SPELLED}
_LETTERS, _PAIRS = ({word for word in _LOWER if len(word) == n} for n in (1, 2))
_BEGINNINGS = {word[:3] for word in _LOWER}
# Letters that have more than one lower case to regular expressions.
_ODD = frozenset("İıſﬅﬆ\u1c80\u1c81\u1c82\u1c83\u1c84\u1c85\u1c86\u1c87\u1c88")
_BY_LETTER: dict[str, list[str]] = {}
for _word in sorted(_LOWER, key=len, reverse=True):
    _BY_LETTER.setdefault(_word[0], []).append(_word)
_UNTOLD = frozenset({"*", "_", *_ODD})
_LONGEST_WORD = max(map(len, _LOWER))
_BEFORE = frozenset({"(", "（", "【", *SIGNS})
_IN_BRACKETS = lazy(r"[(（]\s{0,9}(?P<text>[^()（）\s][^()（）]*)[)）]")
_FRAMED = lazy(r"【\s*(?P<word>[^【】]{1,20}?)\s*】\s*[:：]?\s*(?P<rest>.*)", re.DOTALL)  # 【答案】
_CORRECT = lazy(
    r"[*_]*(?P<word>correct)\s?[:：][\s*_]*(?P<key>[A-H](?:[,\s]+[A-H])*)[\s*_.]*", re.IGNORECASE
)
_SIGN = lazy(rf"(?P<sign>{'|'.join(SIGNS)})\ufe0f?\s*(?P<rest>.*)", re.DOTALL)
_BARE = lazy(r"[\W\d_]*(?P<title>.*?)[\W\d_]*", re.DOTALL)
_WORDS = lazy(
    lambda: rf"(?:\b|(?<=[^\W_a-z]))(?:{_any()})s?(?:\b|(?=[^\W_a-z]))", re.IGNORECASE
)  # beside a letter of a script without spaces too
_OPENS = lazy(
    r"\b(?:show|click|view|see|reveal|expand|open|toggle|spoiler|details?|ver|mostrar|voir|anzeigen|mostra"
    r"|показать|раскрыть|развернуть|göster|xem)\b|点击|點擊|展开|展開|查看|显示|顯示|表示|クリック|보기|펼치기|클릭",
    re.IGNORECASE,
)
_ANSWERS = lazy(
    r"[\W\d_]*(?:[^\W\d_][\w'-]*\s){0,3}(?:answers|answer\s(?:key|sheet)|answer-key"
    r"|solutions|key|keys|respuestas|soluciones|solucionario|clave(?:\sde\srespuestas)?|respostas|gabarito|soluções"
    r"|antworten|lösungen|lösungsschlüssel|réponses|corrigés?|risposte|soluzioni|ответы|решения|ключи?"
    r"|cevaplar|cevap\sanahtarı|yanıtlar|mark\s?scheme|marking\sscheme|jawaban|antwoorden|odpowiedzi|відповіді|đáp\sán|الأجوبة|الإجابات|उत्तर(?:माला)?|参考答案|參考答案|正确答案|答案(?:[及与和]解析|速查|部分)?|答え|解答(?:編|例)?|正解"
    r"|정답(?:\s?및\s?해설)?|해답)(?:\s*(?:[-–—:：(（&]|(?:to|for|and|with|der|zu|und|de|del|et|aux|y|a|e|al|alle|ai|da|das|dos|ve|и|к|và)\b|및|与|及)\s*.{0,50})?[\W\d_]*",
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
_BY_WEIGHT: tuple[Role, ...] = ("answer", "explanation", "hint")


class Label(NamedTuple):
    """A label at the start of a line, the word as written, and the text after it."""

    role: Role
    word: str
    rest: str


@lru_cache(20_000)  # several dialects ask for the same line
def label(line: str) -> Label | None:
    """Find a label such as `**题目：**`, `Answer:` or `Q1:` at the start of a line.

    Bold that spans label and text, as in `**Q: What?**`, belongs to the label.
    """
    return _label(line) if _may_be_label(line) else None


def _label(line: str) -> Label | None:
    if line[:1] in ("(", "（") and (bracketed := _IN_BRACKETS.fullmatch(line)):
        inner = label(bracketed["text"])
        return inner if inner and inner.role == "answer" else None
    if found := _framed(line) or _signed(line):
        return found
    start = _start(line)
    role = _ROLES.get(start.word.casefold()) if start else None
    if not start or not role or not _is_label(start):  # a dotless i matches, but is another letter
        return None
    opened, closed = start.opened, next(filter(None, map(start.tail.group, _CLOSINGS)), None)
    rest = line[start.tail.end() :].lstrip()  # two blanks at the end are a line break
    if opened and not closed:
        rest = rest.rstrip()
        if not rest.endswith(opened) or opened in rest[: -len(opened)]:
            return None
        rest = rest[: -len(opened)]
    elif closed and not opened:
        rest = closed + rest  # Answer: **bold** starts with emphasis of its own
    return Label(role, start.word, rest)


def _signed(line: str) -> Label | None:
    """Find the sign that stands for a label, and one behind it that says the same."""
    signed = _SIGN.match(line) if line[:1] in SIGNS else None
    if not signed:
        return None
    inner = label(signed["rest"]) if signed["rest"] else None
    role = SIGNS[signed["sign"]]
    return inner if inner and inner.role == role else Label(role, signed["sign"], signed["rest"])


def _framed(line: str) -> Label | None:
    """Find a label by what is around it: `【答案】A`, or a key alone, as in `Correct: B`."""
    if "orrect" in line[:_FARTHEST] and (keyed := _CORRECT.fullmatch(line)):
        return Label("answer", keyed["word"], keyed["key"])
    framed = _FRAMED.match(line) if line[:1] == "【" else None
    role = _ROLES.get(framed["word"].casefold()) if framed else None
    return Label(role, framed["word"], framed["rest"]) if framed and role else None


_CLOSINGS = ("before", "after", "alone", "closed", "ended", "bold")


class _Start(NamedTuple):
    """A word that may be a label: the mark before it, and what stands behind it."""

    opened: str
    word: str
    tail: re.Match[str]


def _start(line: str) -> _Start | None:
    """Find the word at the start of a line, the longest of those behind which a label ends."""
    mark = line[:1] if line[:1] in ("*", "_") else ""
    opened = len(line) - len(line.lstrip(mark)) if mark else 0
    inner = line[opened : opened + _LONGEST_WORD + 10]
    at = opened + len(inner) - len(inner.lstrip())
    head = line[at : at + _LONGEST_WORD]
    if not _ODD.isdisjoint(head):
        return _start_of_any(line)
    if opened > 3 or at - opened > 9:
        return None
    lower = head.lower()
    for word in _BY_LETTER.get(lower[:1], ()):
        end = at + len(word)
        if lower.startswith(word) and (tail := _TAIL.match(line, end)):
            return _Start(line[:opened], line[at:end], tail)
    return None


def _start_of_any(line: str) -> _Start | None:
    """Find such a word, in letters too that have more than one lower case."""
    found = _LABEL.match(line)
    return found and _Start(found["open"] or "", found["word"], found)


def _may_be_label(line: str) -> bool:
    """Tell whether a line starts like a label: with a word, a sign or a bracket."""
    first = line[:1]
    if first in _BEFORE:
        return True
    if first.lower() not in _BY_LETTER and first not in _UNTOLD and not first.isspace():
        return False
    start = line[:_FARTHEST].lstrip("*_").lstrip()[:3]
    lower = start.lower()
    if lower in _BEGINNINGS or lower[:2] in _PAIRS:
        return True
    if lower[:1] in _LETTERS:
        after = lower[1:2]
        return not after.isalpha() or after == "n" or after in _ODD  # A no. 5
    return not _ODD.isdisjoint(start)


_FARTHEST = 16  # characters: marks and spaces before a word, and its start


def inline(text: str) -> tuple[str, str]:
    """Part a question from an answer that is labelled on the same line; else the text, and ""."""
    found = _INLINE.fullmatch(text) if len(text) < _LONGEST_LINE else None
    if not found or not found["question"].strip(" *_"):
        return text, ""
    answer = found["answer"].strip()
    if found["bracket"] and answer.endswith((")", "）")):
        answer = answer[:-1].rstrip()
    return found["question"].rstrip(" -–—|;*_") if "**" not in found["question"] else found[
        "question"
    ].rstrip(" -–—|;"), answer


_LONGEST_LINE = 2_000  # characters
_ANSWERED = "|".join(
    sorted(
        {
            re.escape(w)
            for roles in WORDS.values()
            for w in roles["answer"]
            if len(w) > 1 or not w.isascii()
        },
        key=lambda word: (-len(word), word),
    )
)
_INLINE = lazy(
    rf"(?P<question>.+?)(?:(?P<bracket>\s*[(（]\s*)|\s+(?:[-=]>|→|⇒|[-–—|;]+)\s*|(?<=[?？.。!！।])\s*)[*_]{{0,2}}"
    rf"(?:(?:{_ANSWERED})|(?<=[(（*\-–—|>→⇒]\s)A|(?<=[(（*_])A)\s*(?:[:：][*_]{{0,2}}|[*_]{{2}}[:：])\s*(?P<answer>.+)",
    re.IGNORECASE | re.DOTALL,
)


def _is_label(start: _Start) -> bool:
    """Tell a label from a word of prose: one letter needs more than a dash behind it."""
    tail = start.tail
    if tail["prompt"] and len(start.word) > 1:
        return False
    if start.opened or len(start.word) > 1 or tail["number"]:
        return True
    mark = tail[0][tail.end("word") :] if "word" in tail.re.groupindex else tail[0]
    return any(c in mark for c in ":：>./)")


def role_of_title(title: str) -> Role | None:
    """Tell which part a title names that is nothing but such a word: `Answer`, `答案 2`."""
    if len(title) > _LONGEST_TITLE:
        return None
    found = _BARE.fullmatch(title)
    word = found["title"].casefold() if found else ""
    return _ROLES.get(word) or _ROLES.get(word.removesuffix("s")) if len(word) > 1 else None


def role_of_summary(title: str) -> Role | None:
    """Tell what opens below a title: `View answer`, `第 1 题的答案`, `Click to see`."""
    if len(title) > _LONGEST_TITLE:
        return None
    words = {
        word.casefold() for word in _WORDS.findall(title) if len(word) > 1 or not word.isascii()
    }
    roles = {_ROLES.get(word, _ROLES.get(word.removesuffix("s"))) for word in words}
    named = next((role for role in _BY_WEIGHT if role in roles), None)
    return named or ("answer" if _OPENS.search(title) else None)


def names_options(title: str) -> bool:
    """Tell whether a title stands over the options of a question: `Options`, `選択肢`."""
    return len(title) < _LONGEST_TITLE and bool(_OPTIONS.fullmatch(title))


def may_name_answers(lines: Sequence[str]) -> list[bool]:
    """Tell by a glance of each line whether it, or what it shows, may be the title of a key."""
    whole = "\n".join(lines)
    shown = whole.translate(_NO_MARKS).lower()
    stems = _stems_in(shown)
    hides = not _HIDES.isdisjoint(whole)
    return [
        any(stem in each for stem in stems) or (hides and not _HIDES.isdisjoint(line))
        for line, each in zip(lines, shown.split("\n"), strict=False)  # "" is a line, too
    ]


def _stems_in(shown: str) -> list[str]:
    return [stem for stem in (*_STEMS, *_ODD) if stem in shown]


_HIDES = frozenset("\\&<>[]!$İ")  # what is shown may have other letters in their place
_NO_MARKS = dict.fromkeys(map(ord, "*_`~{}#"))
# A part of each alternative of `_ANSWERS`.
_STEMS = tuple(
    "answer solution key respuesta solucion clave resposta gabarito soluç antwort lösung réponse"
    " corrigé risposte soluzion ответы решения ключ cevap yanıt yanit scheme jawaban antwoord"
    " odpowied відповід đáp الأجوبة الإجابات उत्तर 答案 答え 解答 正解 정답 해답".split()
)


def names_answers(title: str) -> bool:
    """Tell whether a title is that of a key: `Answers`, `Solutions — Exam 1`, `参考答案`."""
    if len(title) > 2 * _LONGEST_TITLE or not ("İ" in title or _stems_in(title.lower())):
        return False
    return bool(_ANSWERS.fullmatch(title)) and not _QUESTION.search(title)


def role_of_word(title: str) -> Role | None:
    """Tell what a title names that is nothing but such a word, or one letter."""
    return _ROLES.get(title.strip(" *_:：").casefold())


def role_of_column(title: str) -> Role | None:
    """Tell what a column of a table holds: one letter names a part here, and several words may."""
    if role := role_of_word(title):
        return role
    words = [
        _ROLES.get(word.casefold().removesuffix("s"))
        for word in _WORDS.findall(title)
        if len(word) > 1
    ]
    return words[-1] if words and len(title) < _LONGEST_COLUMN else None


_LONGEST_COLUMN = 24
