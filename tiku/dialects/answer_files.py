"""Keys in a file of their own: `questions.md` and `answers.md`, `quiz.md` and `soluciones-quiz.md`.

Two files belong together if their paths are the same but for the words that name questions and
answers, or if there is only one other beside a key that has no other name (`key.md`). Which file is
which is told by its name, or its folder's, so that no other file need be read for it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from tiku.dialects import key_lines
from tiku.dialects.key_lines import Key
from tiku.documents.outline import Outline
from tiku.languages import asking
from tiku.model import Document
from tiku.system.patterns import lazy

_ANSWERS = lazy(
    r"answers?(?:[-_ ]?keys?)?|answerkeys?|solutions?|keys?|respuestas?|solución|soluciones"
    r"|respostas?|gabaritos?|solucoes|antwort(?:en)?|loesung(?:en)?|lösung(?:en)?|reponses?|réponses?"
    r"|corriges?|corrigés?|risposte|soluzioni?|otvety|ответы|решения|cevaplar|dap-?an|đáp-?án"
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
_MOST = 0.5


def is_key(path: str) -> bool:
    """Tell whether a file, or its folder, is named after answers, and not after questions too."""
    folder, _, name = path.rpartition("/")
    name = name.rpartition(".")[0]
    is_named = _ANSWERS.search(name) or _ANSWERS.fullmatch(folder.rpartition("/")[2])
    return bool(is_named) and not _QUESTIONS.search(name)


def pairs(paths: Sequence[str]) -> dict[str, list[str]]:
    """Give for each key the files whose questions it may answer; none that has no such file."""
    keys = [path for path in paths if is_key(path)]
    named, beside = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for path in paths if keys else ():
        if not is_key(path):
            named[_name(path)].append(path)
            beside[_folder(path)].append(path)
    found = {key: named.get(_name(key), []) for key in keys}
    for key in keys:
        if not found[key] and _is_bare(key) and len(beside[_folder(key)]) == 1:
            found[key] = beside[_folder(key)]
    return {key: asked for key, asked in found.items() if asked}


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _is_bare(path: str) -> bool:
    return not _name(path.rpartition("/")[2])


def _name(path: str) -> str:
    """Give what is left of a path without the words that name questions or answers."""
    bare = _QUESTIONS.sub("", _ANSWERS.sub("", path.rpartition(".")[0]))
    return re.sub(r"[\W_]+", " ", bare).strip().casefold()


def keys(document: Document) -> tuple[Key, ...]:
    """Read the answers of a key by number; none if it holds too few, or questions of its own."""
    outline = Outline(document)
    found = tuple(key_lines.keys_between(outline, 1, outline.last))
    asks = (asking.has_mark(key.answer.markdown) for key in found)
    is_key = len(found) >= _FEWEST and not (_is_bare(document.path) and asking.share(asks) >= _MOST)
    return found if is_key else ()
