"""The words that name the parts of an entry, by role and language.

To teach tiku another language, add its words here; every dialect that reads labels knows them.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Role = Literal["question", "answer", "explanation", "hint"]

WORDS: dict[str, dict[Role, tuple[str, ...]]] = {
    "de": {
        "question": ("Frage",),
        "answer": ("Antwort", "Lösung"),
        "explanation": ("Erklärung",),
        "hint": ("Hinweis",),
    },
    "en": {
        "question": ("Question", "Q"),
        "answer": ("Correct answer", "Answer", "Ans", "A", "Solution"),
        "explanation": ("Explanation", "Rationale"),
        "hint": ("Hint",),
    },
    "es": {
        "question": ("Pregunta",),
        "answer": ("Respuesta correcta", "Respuesta", "Solución"),
        "explanation": ("Explicación",),
        "hint": ("Pista",),
    },
    "fr": {
        "question": ("Question",),
        "answer": ("Réponse", "Solution"),
        "explanation": ("Explication",),
        "hint": ("Indice",),
    },
    "it": {
        "question": ("Domanda",),
        "answer": ("Risposta", "Soluzione"),
        "explanation": ("Spiegazione",),
        "hint": ("Suggerimento",),
    },
    "ja": {
        "question": ("問題", "質問", "問"),
        "answer": ("正解", "解答", "回答", "答え", "答"),
        "explanation": ("解説",),
        "hint": ("ヒント",),
    },
    "ko": {
        "question": ("문제", "질문", "문"),
        "answer": ("정답", "답변", "답"),
        "explanation": ("해설", "설명"),
        "hint": ("힌트",),
    },
    "pt": {
        "question": ("Pergunta", "Questão"),
        "answer": ("Resposta correta", "Resposta", "Solução"),
        "explanation": ("Explicação",),
        "hint": ("Dica",),
    },
    "ru": {
        "question": ("Вопрос",),
        "answer": ("Правильный ответ", "Ответ", "Решение"),
        "explanation": ("Объяснение", "Пояснение"),
        "hint": ("Подсказка",),
    },
    "zh": {
        "question": ("题目", "问题", "题干", "題目", "問題", "题", "題", "问", "問"),
        "answer": ("参考答案", "正确答案", "參考答案", "正確答案", "答案", "解答", "回答", "答"),
        "explanation": ("答案解析", "解析", "解释", "解釋", "说明", "說明"),
        "hint": ("提示",),
    },
}

_ROLES: dict[str, Role] = {
    word.casefold(): role
    for roles in WORDS.values()
    for role, words in roles.items()
    for word in words
}
_ANY = "|".join(sorted(map(re.escape, _ROLES), key=lambda word: (-len(word), word)))
_LABEL = re.compile(
    rf"""(?P<open>\*{{1,3}}|_{{1,3}})?\s*
    (?P<word>{_ANY})(?:\s*(?P<number>\d{{1,4}}))?
    (?:
        (?:\s*(?P<before>\*{{1,3}}|_{{1,3}}))?\s*[:：]
        (?:\s*(?P<after>\*{{1,3}}|_{{1,3}}))?  # **Q:** **Q**:
      | \s*(?P<alone>\*{{1,3}}|_{{1,3}})\s*$  # **Answer**
    )""",
    re.VERBOSE | re.IGNORECASE,
)


class Label(NamedTuple):
    """A label at the start of a line, the word as written, and the text after it."""

    role: Role
    word: str
    rest: str


def label(line: str) -> Label | None:
    """Find a label such as `**题目：**`, `Answer:` or `Q1:` at the start of a line.

    Bold that spans label and text, as in `**Q: What?**`, belongs to the label.
    """
    found = _LABEL.match(line)
    role = _ROLES.get(found["word"].casefold()) if found else None
    if not found or not role:  # a dotless i matches, but is another letter
        return None
    opened, closed = found["open"], found["before"] or found["after"] or found["alone"]
    rest = line[found.end() :].lstrip()  # two blanks at the end are a line break
    if opened and not closed:
        rest = rest.rstrip()
        if not rest.endswith(opened) or opened in rest[: -len(opened)]:
            return None
        rest = rest[: -len(opened)]
    elif closed and not opened:
        rest = closed + rest  # Answer: **bold** starts with emphasis of its own
    return Label(role, found["word"], rest)
