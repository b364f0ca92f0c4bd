"""Keys in a file of their own: `questions.md` and `answers.md`, `quiz.md` and `soluciones-quiz.md`.

Two files belong together if their paths are the same but for the words that name questions and
answers. Which file is which is told by its name alone, so that no other file need be read for it.
"""

from __future__ import annotations

import re

from tiku.dialects import key_lines
from tiku.dialects.key_lines import Key
from tiku.documents.outline import Outline
from tiku.model import Document
from tiku.system.patterns import lazy

_ANSWERS = lazy(
    r"answers?(?:[-_ ]?keys?)?|answerkeys?|solutions?|keys?|respuestas|soluciones|respostas"
    r"|gabaritos?|solucoes|antworten|loesungen|lösungen|reponses|réponses|corriges?|corrigés?|risposte"
    r"|soluzioni|otvety|ответы|решения|cevaplar|dap-?an|đáp-?án"
    r"|(?:参考|正确)?答案|解答|解析|정답|해설|kaitou",
    re.IGNORECASE,
)
_QUESTIONS = lazy(
    r"questions?|preguntas|perguntas|questoes|questões|fragen|aufgaben|domande|voprosy|вопросы"
    r"|задачи|sorular|cau-?hoi|câu-?hỏi"
    r"|题目|试题|問題|问题|題目|문제|mondai",
    re.IGNORECASE,
)
_FEWEST = 2


def is_key(path: str) -> bool:
    """Tell whether a file is named after answers, and not after questions too."""
    name = path.rpartition("/")[2].rpartition(".")[0]
    return bool(_ANSWERS.search(name)) and not _QUESTIONS.search(name)


def pair(path: str) -> str:
    """Give what is left of a path without the words that name questions or answers."""
    bare = _QUESTIONS.sub("", _ANSWERS.sub("", path.rpartition(".")[0]))
    return re.sub(r"[\W_]+", " ", bare).strip().casefold()


def keys(document: Document) -> tuple[Key, ...]:
    """Read the answers of a key by number; none if it holds too few."""
    outline = Outline(document)
    found = tuple(key_lines.keys_between(outline, 1, outline.last))
    return found if len(found) >= _FEWEST else ()
