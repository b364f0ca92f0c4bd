"""The words that name the parts of an entry, by role and language, and the signs beside them.

To teach tiku another language, add its words here; every dialect that reads labels knows them.
"""

from tiku.model import Role
from tiku.system.patterns import any_of

WORDS: dict[str, dict[Role, tuple[str, ...]]] = {
    "ar": {
        "question": ("السؤال", "سؤال", "س"),
        "answer": ("الإجابة", "الجواب", "إجابة", "جواب", "ج", "الإجابة الصحيحة", "الحل"),
        "explanation": ("التفسير", "شرح", "الشرح", "التوضيح"),
        "hint": ("تلميح",),
    },
    "bg": {
        "question": ("Въпрос",),
        "answer": ("Верен отговор", "Отговор"),
        "explanation": ("Обяснение",),
        "hint": ("Подсказка",),
    },
    "cs": {
        "question": ("Otázka",),
        "answer": ("Správná odpověď", "Odpověď", "Řešení"),
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
        "question": (
            "Frage",
            "Aufgabe",
            "Vorderseite",
        ),
        "answer": (
            "Richtige Antwort",
            "Richtige Antworten",
            "Antwort",
            "Lösung",
            "Musterlösung",
            "Lösungsvorschlag",
            "Musterantwort",
            "Musterantworten",
            "Musterlösungen",
            "Beispielantwort",
            "Erwartete Antwort",
            "Mögliche Antwort",
            "Mögliche Antworten",
            "Korrekte Antwort",
            "Korrekte Antworten",
            "Rückseite",
        ),
        "explanation": ("Erklärung", "Begründung", "Erläuterung"),
        "hint": ("Hinweis", "Tipp"),
    },
    "el": {
        "question": ("Ερώτηση",),
        "answer": ("Σωστή απάντηση", "Απάντηση"),
        "explanation": ("Εξήγηση",),
        "hint": ("Υπόδειξη",),
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
            "Que",
            "Ques",
        ),
        "answer": (
            "Correct answer",
            "Correct answers",
            "Correct option",
            "Correct options",
            "Correct choice",
            "Right answer",
            "Model answer",
            "Model answers",
            "Sample answer",
            "Sample answers",
            "Example answer",
            "Example answers",
            "Possible answer",
            "Possible answers",
            "Expected answer",
            "Expected answers",
            "Suggested answer",
            "Suggested approach",
            "Suggested solution",
            "Sample approach",
            "Suggested answers",
            "Ideal answer",
            "Reference answer",
            "Detailed answer",
            "Model solution",
            "Worked solution",
            "Solution steps",
            "Discussion points",
            "Discussion points / answer",
            "Points to discuss",
            "Answer & explanation",
            "Answer and explanation",
            "Answer & rationale",
            "Answer",
            "Ans",
            "Sol",
            "Soln",
            "A",
            "Solution",
            "Candidate",
            "Back",
        ),
        "explanation": (
            "Explanation",
            "Answer explanation",
            "Overall explanation",
            "Rationale",
            "Rationalization",
            "Why asked",
            "Why it's asked",
            "Why they ask",
            "Why they ask this",
            "Why they ask it",
            "Why they're asking",
            "Why they’re asking",
            "Why it is asked",
            "Why this is asked",
            "Why interviewers ask this",
            "What they're looking for",
            "What they’re looking for",
            "What interviewers look for",
            "What interviewers are looking for",
            "What the interviewer is looking for",
            "What it tests",
            "What this tests",
            "How to answer",
        ),
        "hint": ("Hint",),
    },
    "es": {
        "question": (
            "Pregunta",
            "Enunciado",
            "P",
            "Anverso",
        ),
        "answer": (
            "Respuesta correcta",
            "Respuestas correctas",
            "Respuesta esperada",
            "Respuesta modelo",
            "Respuestas modelo",
            "Respuesta sugerida",
            "Posible respuesta",
            "Posibles respuestas",
            "Respuesta",
            "Solución",
            "R",
            "Opción correcta",
            "Correcta",
            "Opciones correctas",
            "Resolución",
            "Ejemplo de respuesta",
            "Reverso",
        ),
        "explanation": (
            "Explicación",
            "Explicación pedagógica",
            "Justificación",
            "Retroalimentación",
            "Comentario",
            "Cómo responder",
            "Qué evalúan",
            "Qué buscan",
            "Por qué lo preguntan",
        ),
        "hint": ("Pista",),
    },
    "fa": {
        "question": ("سوال تمرینی", "سوال", "پرسش"),
        "answer": ("پاسخ صحیح", "پاسخ نمونه", "پاسخ"),
        "explanation": ("توضیح",),
        "hint": ("راهنمایی",),
    },
    "fi": {
        "question": ("Kysymys",),
        "answer": ("Oikea vastaus", "Vastaus"),
        "explanation": ("Selitys",),
        "hint": ("Vihje",),
    },
    "fr": {
        "question": (
            "Question",
            "Recto",
        ),
        "answer": (
            "Bonne réponse",
            "Bonnes réponses",
            "Réponse",
            "Solution",
            "Corrigé",
            "Réponse attendue",
            "Réponse modèle",
            "Réponses possibles",
            "Éléments de réponse",
            "Réponse correcte",
            "Réponses correctes",
            "Réponse type",
            "Réponse-type",
            "Exemple de réponse",
            "Verso",
        ),
        "explanation": (
            "Explication",
            "Justification",
            "Explications",
            "Comment répondre",
            "Pourquoi cette question",
        ),
        "hint": ("Indice",),
    },
    "he": {
        "question": ("שאלה",),
        "answer": ("תשובה", "פתרון", "תשובה נכונה", "התשובה הנכונה"),
        "explanation": ("הסבר",),
        "hint": ("רמז",),
    },
    "hi": {
        "question": ("प्रश्न", "सवाल", "प्र", "प्र."),
        "answer": ("सही उत्तर", "उत्तर", "उतर", "जवाब", "हल", "उ", "उत्तर."),
        "explanation": ("व्याख्या",),
        "hint": ("संकेत",),
    },
    "hu": {
        "question": ("Kérdés",),
        "answer": ("Helyes válasz", "Válasz"),
        "explanation": ("Magyarázat",),
        "hint": ("Tipp",),
    },
    "id": {
        "question": ("Pertanyaan", "Soal"),
        "answer": ("Kunci Jawaban", "Jawaban", "Jawaban benar"),
        "explanation": ("Pembahasan", "Penjelasan", "Alasan"),
        "hint": ("Petunjuk",),
    },
    "it": {
        "question": ("Domanda", "Quesito"),
        "answer": (
            "Risposta corretta",
            "Risposte corrette",
            "Risposta",
            "Soluzione",
            "Risposta esatta",
            "Risposte esatte",
            "Svolgimento",
            "Risposta attesa",
            "Risposta modello",
            "Possibile risposta",
            "Esempio di risposta",
        ),
        "explanation": ("Spiegazione", "Motivazione"),
        "hint": ("Suggerimento",),
    },
    "ja": {
        "question": ("問題", "質問", "設問", "問"),
        "answer": (
            "正解",
            "解答",
            "回答",
            "答え",
            "答",
            "解答例",
            "模範解答",
            "回答例",
            "正答",
            "模範回答",
            "想定回答",
        ),
        "explanation": ("解説", "詳解"),
        "hint": ("ヒント",),
    },
    "ko": {
        "question": (
            "문제",
            "질문",
            "면접 질문",
            "면접질문",
            "면접관",
            "문",
            "문항",
            "앞면",
        ),
        "answer": (
            "정답",
            "답변",
            "지원자",
            "답",
            "모범답안",
            "모범 답안",
            "모범 답변",
            "모범답변",
            "핵심 답변",
            "예시 답변",
            "답변 예시",
            "풀이",
            "해답",
            "뒷면",
        ),
        "explanation": ("해설", "설명"),
        "hint": ("힌트",),
    },
    "nl": {
        "question": (
            "Vraag",
            "Opgave",
            "Voorkant",
        ),
        "answer": (
            "Antwoord",
            "Juiste antwoord",
            "Oplossing",
            "Uitwerking",
            "Achterkant",
        ),
        "explanation": ("Uitleg", "Toelichting"),
        "hint": ("Tip",),
    },
    "no": {
        "question": ("Spørsmål",),
        "answer": ("Riktig svar", "Svar"),
        "explanation": ("Forklaring",),
        "hint": ("Hint",),
    },
    "pl": {
        "question": (
            "Pytanie",
            "Przód",
        ),
        "answer": (
            "Prawidłowa odpowiedź",
            "Prawidłowe odpowiedzi",
            "Odpowiedź",
            "Poprawna odpowiedź",
            "Poprawne odpowiedzi",
            "Rozwiązanie",
            "Tył",
        ),
        "explanation": ("Wyjaśnienie", "Uzasadnienie"),
        "hint": ("Podpowiedź", "Wskazówka"),
    },
    "pt": {
        "question": (
            "Pergunta",
            "Questão",
            "Enunciado",
            "Frente",
        ),
        "answer": (
            "Resposta correta",
            "Respostas corretas",
            "Resposta",
            "Solução",
            "Gabarito",
            "Alternativa correta",
            "Alternativas corretas",
            "Resposta esperada",
            "Resposta modelo",
            "Resposta sugerida",
            "Possível resposta",
            "Exemplo de resposta",
            "Verso",
        ),
        "explanation": (
            "Explicação",
            "Comentário",
            "Justificativa",
            "Resolução",
            "Análise",
            "Como responder",
            "Por que perguntam",
        ),
        "hint": ("Dica",),
    },
    "ro": {
        "question": ("Întrebare", "Întrebarea"),
        "answer": ("Răspunsul corect", "Răspuns corect", "Răspunsul", "Răspuns"),
        "explanation": ("Explicație",),
        "hint": ("Indiciu",),
    },
    "ru": {
        "question": (
            "Вопрос",
            "Лицевая сторона",
        ),
        "answer": (
            "Правильный ответ",
            "Правильные ответы",
            "Ответ",
            "Решение",
            "Верный ответ",
            "Верные ответы",
            "Краткий ответ",
            "Примерный ответ",
            "Образец ответа",
            "Возможный ответ",
            "Ожидаемый ответ",
            "Эталонный ответ",
            "Обратная сторона",
        ),
        "explanation": ("Объяснение", "Пояснение", "Комментарий", "Обоснование", "Разбор"),
        "hint": ("Подсказка",),
    },
    "sv": {
        "question": ("Fråga",),
        "answer": ("Rätt svar", "Svar"),
        "explanation": ("Förklaring",),
        "hint": ("Ledtråd",),
    },
    "th": {
        "question": ("คำถาม", "ข้อ", "โจทย์", "ถาม"),
        "answer": ("เฉลย", "คำตอบ", "ตอบ"),
        "explanation": ("อธิบาย", "คำอธิบาย"),
        "hint": ("คำใบ้",),
    },
    "tr": {
        "question": ("Soru",),
        "answer": (
            "Doğru cevap",
            "Doğru cevaplar",
            "Cevap",
            "Yanıt",
            "Doğru yanıt",
            "Doğru yanıtlar",
            "Çözüm",
        ),
        "explanation": ("Açıklama",),
        "hint": ("İpucu",),
    },
    "uk": {
        "question": ("Питання", "Запитання"),
        "answer": ("Правильна відповідь", "Правильні відповіді", "Відповідь"),
        "explanation": ("Пояснення", "Обґрунтування"),
        "hint": ("Підказка",),
    },
    "vi": {
        "question": ("Câu hỏi", "Câu", "Hỏi"),
        "answer": (
            "Đáp án đúng",
            "Đáp án",
            "Trả lời",
            "Đáp",
            "Đáp án chuẩn",
            "Đáp án mẫu",
            "Gợi ý trả lời",
            "Gợi ý đáp án",
            "Lời giải",
        ),
        "explanation": ("Giải thích",),
        "hint": ("Gợi ý",),
    },
    "zh": {
        "question": (
            "题目",
            "题目描述",
            "题目内容",
            "问题描述",
            "问题",
            "题干",
            "題目",
            "問題",
            "面试官",
            "面試官",
            "面试题",
            "面試題",
            "试题",
            "試題",
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
            "30秒答",
            "30秒回答",
            "一句话回答",
            "候选人",
            "答",
            "参考解答",
            "详细解答",
            "標準回答",
            "标准解答",
            "回答要点",
            "答题要点",
            "参考要点",
            "答案与解析",
            "答案及解析",
            "答案和解析",
            "参考答案要点",
            "答案要点",
            "参考答法",
            "结构化回答",
            "推荐回答",
            "示例答案",
            "回答示例",
            "答案示例",
            "范例回答",
            "求职者",
            "应聘者",
        ),
        "explanation": (
            "答案解析",
            "解析",
            "解释",
            "解釋",
            "说明",
            "說明",
            "详解",
            "詳解",
            "分析",
            "讲解",
            "点评",
            "解题思路",
            "题目解析",
            "试题解析",
            "试题分析",
            "本题解析",
            "参考解析",
            "答案详解",
            "名师点评",
            "试题点评",
            "易错点",
            "題目解析",
        ),
        "hint": ("提示",),
    },
}
# What tells why the other options are wrong: an explanation that keeps its title, which says so.
OF_OTHERS: dict[str, tuple[str, ...]] = {
    "de": (
        "Warum die anderen falsch sind",
        "Warum die anderen Antworten falsch sind",
        "Warum die anderen Optionen falsch sind",
        "Distraktoren",
    ),
    "en": (
        "Why the others are wrong",
        "Why others are wrong",
        "Why the others are incorrect",
        "Why the other options are wrong",
        "Why the other options are incorrect",
        "Why other options are wrong",
        "Why other options are incorrect",
        "Why not the others",
        "Why not the other options",
        "Incorrect options",
        "Distractors",
        "Distractor analysis",
        "Distractor rationale",
    ),
    "es": (
        "Explicación de distractores",
        "Explicación de los distractores",
        "Justificación de distractores",
        "Justificación de los distractores",
        "Análisis de distractores",
        "Análisis de los distractores",
        "Distractores",
        "Por qué las otras son incorrectas",
        "Por qué las otras opciones son incorrectas",
        "Por qué las demás son incorrectas",
        "Por qué las demás opciones son incorrectas",
        "Opciones incorrectas",
    ),
    "fr": (
        "Analyse des distracteurs",
        "Distracteurs",
        "Pourquoi les autres sont fausses",
        "Pourquoi les autres réponses sont fausses",
        "Pourquoi les autres réponses sont incorrectes",
        "Pourquoi les autres options sont incorrectes",
    ),
    "it": (
        "Analisi dei distrattori",
        "Distrattori",
        "Perché le altre sono sbagliate",
        "Perché le altre risposte sono sbagliate",
        "Perché le altre opzioni sono errate",
    ),
    "ja": ("他の選択肢", "他の選択肢について", "誤答の解説", "誤答解説", "不正解の理由"),
    "ko": ("오답 해설", "오답해설", "오답 풀이", "오답풀이", "오답 분석", "오답 이유"),
    "pt": (
        "Análise dos distratores",
        "Justificativa dos distratores",
        "Distratores",
        "Por que as outras estão erradas",
        "Por que as outras alternativas estão erradas",
        "Por que as outras alternativas estão incorretas",
        "Por que as demais estão incorretas",
        "Alternativas incorretas",
    ),
    "ru": (
        "Почему другие неверны",
        "Почему другие варианты неверны",
        "Почему остальные неверны",
        "Почему остальные варианты неверны",
        "Разбор неверных вариантов",
        "Неверные варианты",
    ),
    "zh": (
        "我的答案",
        "我的错解",
        "我的错误答案",
        "错误答案",
        "错解",
        "错因",
        "错因分析",
        "错误原因",
        "其他选项",
        "其他选项分析",
        "其他选项解析",
        "其余选项",
        "错误选项",
        "错误选项分析",
        "错误选项解析",
        "干扰项",
        "干扰项分析",
        "干扰项解析",
        "其他選項",
        "錯誤選項",
    ),
}
# Answers that are worked out: where another one follows, they explain it.
SOLUTIONS = frozenset(
    "solution solución resolución solução resolução lösung corrigé soluzione svolgimento решение"
    " rozwiązanie řešení oplossing uitwerking çözüm 풀이 الحل हल".split()
) | {"worked solution", "lời giải"}
# Words of tasks, which are questions where they count and are answered: `**Problem 3:** …`.
EXERCISES = (
    "Problem Exercise Task MCQ Ejercicio Problema Exercício Exercice Problème Exo Übung Esercizio"
    " Задача Задание Упражнение Вправа Завдання Latihan Alıştırma Zadanie Ćwiczenie Oefening"
    " Opdracht Opgave Cvičení Úloha Feladat Övning Uppgift Oppgave Tehtävä Exercițiul"
    " Riddle Rätsel Acertijo Adivinanza Adivinha Devinette Indovinello Raadsel Zagadka Загадка"
    " Bilmece 练习 練習 练习题 練習題 思考题 思考題 习题 習題 自测题 自測題 任务 任務 연습"
).split()
# So are these, but what stands behind their number is a title, too: `Bài 3: Vòng lặp` is a lesson.
_TITLED = "Example Beispiel Пример Przykład Билет Bài 例 例题 例題 예제".split()
TASKS = (*EXERCISES, *_TITLED)
# So are these with a number in Han: `**问题一：** …`.
COUNTED_IN_HAN = ("问题", "問題", "题目", "題目", "面试题", "面試題")
PROMPTS = ("Prompt", "Stem", "Énoncé")  # so are these without a number
# What a question is about stands behind these: `**Scenario:** …` over `**Question:** …`.
PASSAGES = "Scenario Passage Case\\sstudy Escenario Cenário Szenario Сценарий 材料 シナリオ".split()
# So it may behind these, which stand in answers, too.
CONTEXTS = (
    "Case Situation Caso Ситуация Context Background Contexto Contexte Kontext Контекст"
    " 场景 場景 案例 情境 背景 背景材料 상황"
).split()
# Signs that stand for such a word, with no colon behind them.
SIGNS: dict[str, Role] = {
    "❓": "question",
    "❔": "question",
    "💡": "answer",
    "✅": "answer",
    "👉": "answer",
}

# These name an answer as the title of a part; in a text, `**Weak answer:**` may stand beside them.
TITLES = frozenset(
    {
        "correction",
        "strong answer",
        "good answer",
        "best answer",
        "perfect answer",
        "interview answer",
        "interview-ready answer",
        "strong answer framework",
        "answer framework",
    }
)

ROLES: dict[str, Role] = {
    word.casefold(): role
    for roles in WORDS.values()
    for role, words in roles.items()
    for word in words
} | {word.casefold(): "explanation" for words in OF_OTHERS.values() for word in words}
SPELLED = {
    *ROLES,
    *(w for roles in WORDS.values() for words in roles.values() for w in words),
    *(word for words in OF_OTHERS.values() for word in words),
}
KEPT = frozenset(word.casefold() for words in OF_OTHERS.values() for word in words)
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
EXPLAINED = sorted({word for roles in WORDS.values() for word in roles["explanation"]})
# Letters that have more than one lower case to regular expressions.
ODD = frozenset("Σςİıſﬅﬆ\u1c80\u1c81\u1c82\u1c83\u1c84\u1c85\u1c86\u1c87\u1c88")
# Emoji, ticks and stars that adorn; no arrows, numbers in circles, or signs of what is wrong.
SYMBOLS = (
    "\u23e9-\u23f3\u2600-\u2716\u2719-\u274b\u274f-\u2775\u2795-\u2797\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55"
    "\U0001f000-\U0001f0ff\U0001f200-\U0001faff"
)


def any_word() -> str:
    """Give an expression for any of the words, the longest first."""
    return any_of(sorted(SPELLED, key=lambda word: (-len(word), word)))


def is_symbol(char: str) -> bool:
    """Tell whether a character may be one of `SYMBOLS`."""
    return "\u23e9" <= char <= "\u2b55" or "\U0001f000" <= char <= "\U0001faff"
