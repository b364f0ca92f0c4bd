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
        "question": (
            "Question",
            "Practice question",
            "Sample question",
            "Interview question",
            "Interviewer",
            "Front",
            "Q",
        ),
        "answer": (
            "Correct answer",
            "Correct answers",
            "Correct option",
            "Correct options",
            "Correct choice",
            "Right answer",
            "Model answer",
            "Sample answer",
            "Expected answer",
            "Suggested answer",
            "Ideal answer",
            "Reference answer",
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
        "question": ("Pregunta", "Enunciado", "P"),
        "answer": ("Respuesta correcta", "Respuesta esperada", "Respuesta", "Solución", "R"),
        "explanation": ("Explicación", "Explicación pedagógica", "Justificación"),
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
        "question": ("Pergunta", "Questão", "Enunciado"),
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
            "面试题",
            "面試題",
            "题",
            "題",
            "问",
            "問",
        ),
        "answer": (
            "参考答案",
            "正确答案",
            "参考回答",
            "标准答案",
            "标准回答",
            "正确选项",
            "參考答案",
            "正確答案",
            "標準答案",
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
_NUMBER = r"(?:(?:no|nr|n[º°])\s{0,9}[.:]?\s{0,9}|[#№]\s{0,9})?[\d٠-٩०-९]{1,4}(?:\.\d{1,2})?"
# Arrows, ticks, stars and emoji, but no numbers in circles.
SYMBOLS = "\u2190-\u245f\u2500-\u2bff\U0001f000-\U0001f0ff\U0001f200-\U0001faff"
_REMARK = (
    rf"(?:\s{{0,9}}(?:\([^()]{{1,40}}\)|\[[^\[\]]{{1,40}}\]|[{SYMBOLS}]\ufe0f?))?"  # Q1 (5 points)
)
# What stands behind such a word in a label.
_END = rf"""(?P<number>\s{{0,9}}{_NUMBER})?
    (?:
        {_REMARK}(?:\s{{0,9}}(?P<before>\*{{1,3}}|_{{1,3}}))?{_REMARK}\s{{0,9}}[:：](?:-(?=\D))?
        (?(before)|(?:\s{{0,9}}(?P<after>\*{{1,3}}|_{{1,3}}))?)  # **Q:** **Q**:
      | (?(number){_REMARK})
        \s{{0,9}}(?P<alone>\*{{1,3}}|_{{1,3}})\s{{0,9}}$  # **Answer** **Question 1 (5 points)**
      | (?P<prompt>>)(?=\s)  # Q> as in mail
      | (?<=ans)(?:[.][:)]?|\s?-)\s{{0,9}}(?P<short>\*{{1,3}}|_{{1,3}})?(?=[\s(]*\w)  # Ans. B
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
_FIRST = frozenset({*_BY_LETTER, "t", "正", "标", "標", "本"})  # the correct answer is
_LONGEST_WORD = max(map(len, _LOWER))
_BEFORE = frozenset({"(", "（", "【", "[", "<", *SIGNS})
_IN_BRACKETS = lazy(  # (Answer: B) **[Answer: B]**
    r"(?P<open>\*{2})?[(（\[]\s{0,9}(?P<text>[^()（）\[\]\s][^()（）\[\]]*)[)）\]](?(open)\*{2})"
)
_TAGGED = lazy(r"<(?P<tag>b|strong)>(?P<text>[^<>]+)</(?P=tag)>", re.IGNORECASE)
_FRAMED = lazy(  # 【答案】 **【答案】**
    r"(?P<open>\*{1,3})?【\s*(?P<word>[^【】]{1,20}?)\s*】(?:\s*[:：])?(?(open)(?P<close>(?P=open))?)"
    r"\s*[:：]?\s*(?P<rest>.*)",
    re.DOTALL,
)
# `Correct: B`, `**Correct: B.** It is`, `The correct answer is **B**.`
_CORRECT = lazy(
    r"(?P<open>[*_]*)(?:(?:the\s)?(?P<said>(?:correct|right)\s(?:answer|option|choice)\sis)\s?[:：]?"
    r"|(?P<word>correct)\s?[:：])(?P<marks>[\s*_]*)(?:option\s)?\(?"
    r"(?P<key>[A-H](?:(?:,\s?|\sand\s|\s)[A-H]\b)*)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NAMED_KEY = lazy(  # 正确答案是：B
    r"[*_]*(?:本题)?(?:正确|参考|标准|正確|參考|標準)?答案(?:应?[是为选為選]|\s)\s*[:：]?[\s*_(（【]*(?P<key>[A-H]{1,8})[)）】*_]*"
    r"(?P<rest>(?:[。，,.;；\s(（].*)?)",
    re.DOTALL,
)
_AFTER_KEY = lazy(
    r"\)?(?:\s*$|[.:：,]?(?:[*_]+[.:,]?)(?=\s|$)|[.:：,](?=[\s*_]|$)|\)|\s+[-–—]\s)[\s*_]*"
)
_ADORNED = lazy(
    rf"(?P<open>\*{{0,3}})\s{{0,3}}(?:[{SYMBOLS}][\ufe0f\u200d]?\s{{0,3}}){{1,3}}(?P<rest>.*)",
    re.DOTALL,
)  # 📝 **Explanation:** or **📝 Explanation:**
# What a question is worth, or how hard it is.
_POINTS = lazy(
    rf"[*_(\[（\s]{{0,9}}(?:[\d.,]{{1,5}}\s*(?:points?|pts?\.?|marks?|punkte?|puntos?|pontos?|punti"
    rf"|балл\w*|分|点|점)|easy|medium|hard|[{SYMBOLS}]\ufe0f?)[)\]）*_\s]{{0,9}}",
    re.IGNORECASE,
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
_FEW_WORDS = 5
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
    if line[:1] == "<":
        bold = _TAGGED.match(line)
        return label(f"**{bold['text']}**{line[bold.end() :]}") if bold else None
    if bracketed := _IN_BRACKETS.fullmatch(line):
        inner = label(bracketed["text"])
        return inner if inner and inner.role == "answer" else None
    if found := _keyed(line) or _framed(line) or _signed(line) or _adorned(line):
        return found
    start = _start(line)
    role = _ROLES.get(start.word.casefold()) if start else None
    if not start or not role or not _is_label(start):  # a dotless i matches, but is another letter
        return None
    opened, closed = start.opened, next(filter(None, map(start.tail.group, _CLOSINGS)), None)
    rest = line[start.tail.end() :].lstrip()  # two blanks at the end are a line break
    if closed and not opened:
        rest = closed + rest  # Answer: **bold** starts with emphasis of its own
    kept = _opened(rest.rstrip(), opened, role) if opened and not closed else rest
    if kept is None:
        return None
    is_none = kept == "\\" or (role == "question" and _POINTS.fullmatch(kept))
    return Label(role, start.word, "" if is_none else kept)


def _opened(rest: str, opened: str, role: Role) -> str | None:
    """Give what follows a label in bold that goes on; `**Answer: B** — why` has more behind it."""
    inside, _, behind = rest.partition(opened)
    if not behind and rest.endswith(opened):
        return inside
    return opened + rest if inside and behind and role != "question" else None


def _signed(line: str) -> Label | None:
    """Find the sign that stands for a label, and one behind it that says the same."""
    signed = _SIGN.match(line) if line[:1] in SIGNS else None
    if not signed:
        return None
    inner = label(signed["rest"]) if signed["rest"] else None
    role = SIGNS[signed["sign"]]
    says_so = inner and (inner.role == role or len(inner.word) > 1)
    return inner if says_so else Label(role, signed["sign"], signed["rest"])


def _adorned(line: str) -> Label | None:
    """Find a label behind a sign that says nothing: `📝 **Explanation:**`, `**🔑 Answer:** B`."""
    adorned = _ADORNED.fullmatch(line) if is_symbol(line.lstrip("*")[:1]) else None
    inner = label(adorned["open"] + adorned["rest"]) if adorned else None
    return inner if inner and (inner.role == "question" or len(inner.word) > 1) else None


def _framed(line: str) -> Label | None:
    """Find a label in a frame, `【答案】A`."""
    framed = _FRAMED.match(line) if line.lstrip("*")[:1] == "【" else None
    role = _ROLES.get(framed["word"].casefold()) if framed else None
    if not framed or not role:
        return None
    is_open = framed["open"] and not framed["close"]
    rest = framed["rest"].replace(framed["open"], "", 1) if is_open else framed["rest"]
    return Label(role, framed["word"], rest)


def _keyed(line: str) -> Label | None:
    """Find the key that a sentence names: `Correct: B`, `The correct answer is **B**, since …`."""
    start = line[:_FARTHEST]
    if "答案" in start and (named := _NAMED_KEY.fullmatch(line)):
        why = named["rest"].lstrip("。，,.;； ")
        return Label("answer", "答案", f"{named['key']}. {why}" if why else named["key"])
    found = _CORRECT.fullmatch(line) if "orrect" in start or "ight" in start else None
    after = _AFTER_KEY.match(found["rest"]) if found else None
    if not found or not after:
        return None
    rest = found["rest"][after.end() :]
    mark = "".join(found["marks"].split()).removeprefix(found["open"]) or found["open"]
    if mark and mark not in after[0]:
        rest = rest.replace(mark, "", 1)
    key = f"{found['key']}. {rest}" if rest.strip(". ") else found["key"]
    return Label("answer", found["said"] or found["word"], key)


_CLOSINGS = ("before", "after", "alone", "short", "closed", "ended", "bold")


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
    if first in _BEFORE or is_symbol(first):
        return True
    if first.lower() not in _FIRST and first not in _UNTOLD and not first.isspace():
        return False
    start = line[:_FARTHEST].lstrip("*_").lstrip()[:3]
    is_odd = start[:1] in _BEFORE or is_symbol(start[:1]) or not _ODD.isdisjoint(start)
    return is_odd or _begins(start.lower(), line)


def _begins(start: str, line: str) -> bool:
    """Tell whether three letters begin a word that names a part, or a sentence with a key."""
    if start in _BEGINNINGS or start[:2] in _PAIRS:
        return True
    if start == "the":  # the correct answer is
        return "orrect" in line[:_FARTHEST] or "ight" in line[:_FARTHEST]
    if start[:1] in _LETTERS:
        after = start[1:2]
        return not after.isalpha() or after == "n"  # A no. 5
    return False


def is_symbol(char: str) -> bool:
    """Tell whether a character may be one of `SYMBOLS`."""
    return "\u2190" <= char <= "\u2bff" or char >= "\U0001f000"


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
# The words for an answer, the longest first.
ANSWERED = sorted(
    {
        word
        for roles in WORDS.values()
        for word in roles["answer"]
        if len(word) > 1 or not word.isascii()
    },
    key=lambda word: (-len(word), word),
)
_ANSWERED = "|".join(map(re.escape, ANSWERED))
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


def says_it_opens(title: str) -> bool:
    """Tell whether a title only says that something opens, and what: `Show answer`."""
    words = [word for word in title.split() if word.isalpha()]
    return len(words) <= _FEW_WORDS and bool(_OPENS.search(title) and _WORDS.search(title))


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
