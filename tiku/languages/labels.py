"""Labels at the start of a line, `**题目：**`, `Answer:`, `Q1:`, and what looks like one.

Their words stand in `label_words`; what titles name, `part_titles` tells.
"""

import re
from functools import lru_cache

from tiku.languages import asking
from tiku.languages.label_words import (
    ANSWERED,
    CONTEXTS,
    COUNTED_IN_HAN,
    EXPLAINED,
    KEPT,
    ODD,
    PASSAGES,
    PROMPTS,
    ROLES,
    SIGNS,
    SPELLED,
    SYMBOLS,
    TASKS,
    any_word,
    is_symbol,
)
from tiku.model import Role
from tiku.system.patterns import any_of, lazy
from tiku.values import NamedTuple

_NUMBER = (  # No. 3, 1.2, 1 of 20
    r"(?:(?:no|nr|n[º°]|מספר|شماره|رقم|संख्या|номер|ที่)\s{0,9}[.:]?\s{0,9}|[#№]\s{0,9})?"
    r"[\d٠-٩०-९]{1,4}(?:\.\d{1,3})?(?:\s(?:of|von|de|из)\s\d{1,4})?"
)
_REMARK = (  # Q1 (5 points)
    rf"(?:\s{{0,9}}(?:[(（][^()（）]{{1,40}}[)）]|\[[^\[\]]{{1,40}}\]|[{SYMBOLS}]\ufe0f?))?"
)
_IN_ANOTHER = r"(?:\s?[/／]\s?(?:[^\W\d_]{1,15}\s){0,2}[^\W\d_]{1,15})?"  # 答案 / Answer
_AND_WHY = (  # Antwort und Erklärung, 정답 및 해설
    r"(?:(?:\s?[&+・/]|\s(?:and|with|und|y|e|et|en|och|og|ja|és|și|i|и|і|та|και|dan|ve|và|और|و|ו|및)|[와과と与與和及])"
    rf"\s?(?:the\s)?(?:{any_of(EXPLAINED)}))?"
)
_FROM = (
    r"\s(?:from|by|von)\s(?-i:[A-Z]|anonym|the\saud)[^\n:*]{0,40}"  # Question from Jane (London)
)
_HAN = "[一二三四五六七八九十]{1,3}"


def _end(number: str) -> str:
    """Give an expression for what stands behind such a word in a label."""
    return rf"""(?P<number>\s{{0,9}}-?{number})?
    (?:
        (?:{_IN_ANOTHER}|{_AND_WHY}|{_FROM}){_REMARK}(?:\s{{0,9}}(?P<before>\*{{1,3}}|_{{1,3}}))?{_REMARK}\s{{0,9}}[:：](?:[-–—](?=\s|$|[*_]|[A-H]\s*$|\([A-Ha-h]\)))?
        (?(before)|(?:\s{{0,9}}(?P<after>\*{{1,3}}|_{{1,3}}))?)  # **Q:** **Q**:
      | (?(number){_REMARK}|{_AND_WHY})
        \s{{0,9}}(?P<alone>\*{{1,3}}|_{{1,3}})\s{{0,9}}$  # **Answer** **Question 1 (5 points)**
      | (?P<prompt>>)(?=\s)  # Q> as in mail
      | [.](?P<dotted>\*{{1,3}}|_{{1,3}})(?=\s|$)  # **Solution.**
      | (?:(?<=ans)|(?<=\b[उ답答]))(?:[.][:)]?|[)）]|\s?-)\s{{0,9}}  # Ans. B  답) B
          (?P<short>\*{{1,3}}|_{{1,3}})?(?=[\s(]*\w)
      | [.]?(?P<closed>\*{{1,3}}|_{{1,3}})?\s{{0,9}}[.]?\s{{1,9}}[-–—]\s{{1,9}}
      | (?(number){_REMARK}\s{{0,9}}[-–—]\s?(?P<dashed>\*{{1,3}}|_{{1,3}})(?=\s|$)|(?!))  # **Q1 -**
      | (?(number)\s{{0,9}}(?:[-–—]\s{{0,9}}(?=[^\W\d_]{{2}})|\|\s)|(?!))  # Q1 -What  Q1 | What
      | (?(number){_REMARK}\s{{0,9}}[.)/]\s{{0,9}}
          (?P<ended>\*{{1,3}}|_{{1,3}})?(?=\s|$|[^\W\d_])|(?!))
      | (?(number)\u3000|(?!))  # 問1 before a wide space
      | (?(number)(?P<bold>\*{{1,3}}|_{{1,3}})\s{{1,9}}(?=\S)|(?!))
    )"""


_TAIL = lazy(_end(_NUMBER), re.VERBOSE | re.IGNORECASE)
_LABEL = lazy(
    lambda: rf"(?P<open>\*{{1,3}}|_{{1,3}})?\s{{0,9}}(?P<word>{any_word()}){_end(_NUMBER)}",
    re.VERBOSE | re.IGNORECASE,
)
_TASK = lazy(
    rf"(?P<open>\*{{1,3}}|_{{1,3}})?\s{{0,9}}(?P<word>{'|'.join([*TASKS, *PROMPTS])}"
    rf"|(?:{'|'.join(COUNTED_IN_HAN)})(?=\s?{_HAN})){_end(f'(?:{_NUMBER}|{_HAN})')}",
    re.VERBOSE | re.IGNORECASE,
)
_EXAMPLE = lazy(  # 例1 求  **例 2** 求  【例3】求
    r"(?P<open>\*{0,2})(?P<frame>【?)(?P<word>例[题題]?)\s?\d{1,3}(?(frame)】?)"
    r"[:：.、]?(?P=open)[:：\s　]*(?P<rest>.*)",
    re.DOTALL,
)
_WORKED = lazy(  # 解：  **证明：**  【解】
    r"(?P<open>[*_]{0,3})(?:(?P<word>解|证明|證明)(?:(?P=open)\s?[:：]|\s?[:：](?P=open)"
    r"|(?<=\*\*.)(?P=open)\s|(?<=\*\*..)(?P=open)\s)"
    r"|【(?P<framed>解|证明|證明)】(?P=open))(?P<rest>.*)",
    re.DOTALL,
)
_PASSAGE = lazy(
    rf"(?:[{SYMBOLS}]\ufe0f?\s*)*+[*_\s]{{0,9}}(?:(?P<sure>{'|'.join(PASSAGES)})|{'|'.join(CONTEXTS)})"
    r"\s?\d{0,3}[*_\s]{0,9}(?:[:：]|[*_]+$)",
    re.IGNORECASE,
)
# How such words begin, to tell by a glance most lines that do not start with one.
_LOWER = set(map(str.lower, SPELLED))
_LETTERS, _PAIRS = ({word for word in _LOWER if len(word) == n} for n in (1, 2))
_BEGINNINGS = {word[:3] for word in _LOWER}
_BY_LETTER: dict[str, list[str]] = {}
for _word in sorted(_LOWER, key=len, reverse=True):
    _BY_LETTER.setdefault(_word[0], []).append(_word)
_UNTOLD = frozenset({"*", "_", *ODD})
_FIRST = frozenset({*_BY_LETTER, *"tladrkocп正标標答정"})  # a word, or `The correct answer is`
_LONGEST_WORD = max(map(len, _LOWER))
_BEFORE = frozenset({"(", "（", "【", "[", "<", *SIGNS})
_IN_BRACKETS = lazy(  # (Answer: B) **[Answer: B]**
    r"(?P<open>\*{2})?[(（\[]\s{0,9}(?P<text>[^()（）\[\]\s][^()（）\[\]]*)[)）\]](?(open)\*{2})"
)
_TAGGED = lazy(r"<(?P<tag>b|strong)>(?P<text>[^<>]+)</(?P=tag)>", re.IGNORECASE)
_FRAMED = lazy(  # 【答案】 **【答案】**
    r"(?P<open>\*{1,3})?【\s*(?P<word>[^【】]{1,20}?)(?P<number>\s?\d{1,3})?\s*】(?:\s*[:：])?(?(open)(?P<close>(?P=open))?)"
    r"\s*[:：]?\s*(?P<rest>.*)",
    re.DOTALL,
)
# `Correct: B`, `**Correct: B.** It is`, `The correct answer is **B**.`
_CORRECT = lazy(
    r"(?P<open>[*_]*)(?:(?:the\s)?(?P<said>(?:correct|right)\s(?:answer|option|choice)\sis)\s?[:：]?"
    r"|(?P<word>correct)\s?[:：])(?P<marks>[\s*_]*)(?:option\s)?\(?"
    r"(?P<key>(?-i:[A-H](?:(?:,\s?|\sand\s|\s)[A-H]\b)*))(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NAMED_KEY = lazy(  # 正确答案是：B
    r"[*_]*(?:正确|参考|标准|正確|參考|標準)?答案(?:应?[是为选為選]|\s)\s*[:：]?[\s*_(（【]*(?P<key>[A-H]{1,8})[)）】*_]*"
    r"(?P<rest>(?:[。，,.;；(（].*)?)",
    re.DOTALL,
)
_ABROAD = lazy(  # La respuesta correcta es la **B**. 正解はBです
    r"""[*_]*(?P<said>
      (?:la\s)?(?:respuesta|opción)(?:\scorrecta)?\ses(?:\sla)?
    | la\s(?:bonne\s)?réponse(?:\scorrecte)?\sest(?:\sla)?
    | (?:die\s)?(?:richtige|korrekte)\santwort\s(?:ist|lautet) | richtig\sist
    | (?:a\s)?(?:resposta|alternativa)(?:\scorreta)?\sé(?:\sa)?
    | la\srisposta\s(?:corretta|esatta)\sè(?:\sla)?
    | правильный\sответ(?:\s[-–—])? | chọn(?:\sđáp\sán)?
    | (?:正解|答え|正答)は | 정답은
    )\s{0,2}[*_]{0,3}[(（「]?(?P<key>(?-i:[A-H]))[)）」]?[*_]{0,3}\s?(?:です|である|입니다|이다|번)?
    (?P<rest>(?:[.。,，;:–—-].*)?)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_SENTENCES = frozenset(
    "la |res|opc|die|ric|kor|a r|a a|alt|пра|chọ|正解は|答えは|正答は|정답은".split("|")
)
_AFTER_KEY = lazy(
    r"\)?(?:\s*$|[.:：,]?(?:[*_]+[.:,]?)(?=\s|$)|[.:：,](?=[\s*_]|$)|\)|\s+[-–—]\s)[\s*_]*"
)
_ADORNED = lazy(
    rf"(?P<open>\*{{0,3}})\s{{0,3}}(?:[{SYMBOLS}][\ufe0f\u200d]?\s{{0,3}})++(?P<rest>.*)", re.DOTALL
)
NAMES = frozenset({"front", "back", "candidate", "interviewer"})  # of things and persons, too
# What a question is worth, or how hard it is.
_POINTS = lazy(
    rf"[*_(\[（\s]{{0,9}}(?:[\d.,]{{1,5}}\s*(?:points?|pts?\.?|pkt\.?|marks?|punkte?|punten|p\.?|puntos?|ptos?\.?|pontos?|punti|puan|poäng|poeng|bod[yů]?"
    rf"|балл\w*|分|点|점)|easy|medium|hard|[{SYMBOLS}]\ufe0f?)[)\]）*_\s]{{0,9}}",
    re.IGNORECASE,
)
_SIGN = lazy(rf"(?P<sign>{'|'.join(SIGNS)})\ufe0f?\s*(?P<rest>.*)", re.DOTALL)


class Label(NamedTuple):
    """A label at the start of a line, the word as written, and the text after it."""

    role: Role
    word: str
    rest: str
    is_sentence: bool = False  # which names a key, and says nothing where no options stand above it


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
    role = ROLES.get(start.word.casefold()) if start else None
    if not start or not role or not _is_label(start):  # a dotless i matches, but is another letter
        return None
    return _made(line, start, role)


def task(line: str) -> Label | None:
    """Find what names a task at the start of a line, `**Problem 3:** Prove it.`, or a prompt."""
    if line.lstrip("*【")[:1] == "例" and (example := _EXAMPLE.fullmatch(line)):
        return Label("question", example["word"], example["rest"])
    head = line[:_LONGEST_TASK]
    may_be = any(map(str.isnumeric, head)) or head.lstrip("*_ ").startswith(PROMPTS)
    found = _TASK.match(line) if may_be else None
    if not found or not (found["number"] or found["word"].capitalize() in PROMPTS):
        return None
    return _made(line, _Start(found["open"] or "", found["word"], found), "question")


def worked(line: str) -> Label | None:
    """Find what opens the solution of a task in mathematics: `解：x=1`, `【解】`, `**证明：**`."""
    found = _WORKED.fullmatch(line)
    if not found:
        return None
    return Label("answer", found["word"] or found["framed"], found["rest"].strip())


def is_passage(line: str, *, sure: bool = False) -> bool:
    """Tell whether a line begins what a question is about: `**Scenario:** A firm has …`.

    What is `sure` to begin it is no word such as `Context`, which may stand in an answer, too.
    """
    head = line[:_LONGEST_TASK]
    may_be = ":" in head or "：" in head or "*" in head
    found = _PASSAGE.match(line) if may_be else None
    return bool(found and (found["sure"] or not sure))


def names_case(title: str) -> bool:
    """Tell whether a title counts cases, each of which a question is about: `Scenario 1: Loss`."""
    return bool(_CASE.match(title))


_CASE = lazy(
    r"[\W_]{0,4}(?:scenario|case(?:\sstudy)?|s[zc]enario|fall(?:beispiel)?|escenario|caso|cenário|cas|scénario|сценарий|кейс"
    r"|ситуация|案例|场景|場景|情境|シナリオ|事例|상황|사례)\s?(?:n[º°o]?\.?\s?|[#№]\s?)?"
    r"(?:\d{1,3}|(?<![a-zà-ÿа-я])(?:[A-Z]|[IVX]{1,4})|[一二三四五六七八九十]{1,3})(?![^\W_])",
    re.IGNORECASE,
)
_LONGEST_TASK = 30  # characters of the name of a task or a passage


def _starts_of(*words: str) -> frozenset[str]:
    """Give the first three letters of words, or the one of those in Han."""
    return frozenset(word[: 3 if word[0] < "\u2e80" else 1].lower() for word in words)


# How a task, a passage and what is worked out start, to tell most other lines by a glance.
STARTS = _starts_of(*TASKS, *COUNTED_IN_HAN, *PROMPTS, *PASSAGES, *CONTEXTS, "解", "证", "證")


def _made(line: str, start: "_Start", role: Role) -> Label | None:
    opened, closed = start.opened, next(filter(None, map(start.tail.group, _CLOSINGS)), None)
    rest = line[start.tail.end() :].lstrip()  # two blanks at the end are a line break
    if closed and not opened:
        rest = closed + rest  # Answer: **bold** starts with emphasis of its own
    kept = _opened(rest.rstrip(), opened, role) if opened and not closed else rest
    if kept is None:
        return None
    if start.word.casefold() in KEPT:  # which options it is about, the title says
        return Label(role, start.word, line.strip())
    if role == "explanation" and (inner := label(kept)) and inner.role == "answer":
        return inner if len(inner.word) > 1 else Label(role, start.word, kept)
    counts = role == "question" and start.tail["number"]
    is_none = kept == "\\" or (counts and _POINTS.fullmatch(kept))
    return Label(role, start.word, "" if is_none else kept)


def _opened(rest: str, opened: str, role: Role) -> str | None:
    """Give what follows a label in bold that goes on; `**Answer: B** — why` has more behind it."""
    inside, _, behind = rest.partition(opened)
    if not behind and rest.endswith(opened):
        return inside
    return opened + rest if inside and behind and role != "question" else None


def _signed(line: str) -> Label | None:
    """Find the sign that stands for a label, and the label behind it, which says more."""
    signed = _SIGN.match(line) if line[:1] in SIGNS else None
    if not signed:
        return None
    rest = signed["rest"]
    if SIGNS[signed["sign"]] == "answer" and asking.ends_asking(rest):
        return None  # ✅ What happens then?
    inner = label(rest) if rest and not is_symbol(rest[:1]) else None
    role = SIGNS[signed["sign"]]
    says_more = inner and (inner.role == role or len(inner.word) > 3)  # 💡 Tip: may be the answer
    return inner if says_more else Label(role, signed["sign"], rest)


def _adorned(line: str) -> Label | None:
    """Find a label behind a sign that says nothing: `📝 **Explanation:**`, `**🔑 Answer:** B`."""
    adorned = _ADORNED.fullmatch(line) if is_symbol(line.lstrip("*")[:1]) else None
    inner = label(adorned["open"] + adorned["rest"]) if adorned else None
    if not adorned or not inner or inner.word.casefold() in NAMES:
        return None
    counts = inner.role == "question" and any(map(str.isdigit, adorned["rest"][:_FARTHEST]))
    return inner if counts or len(inner.word) > 1 else None


def _framed(line: str) -> Label | None:
    """Find a label in a frame, `【答案】A`."""
    framed = _FRAMED.match(line) if line.lstrip("*")[:1] == "【" else None
    role = ROLES.get(framed["word"].casefold()) if framed else None
    if not framed or not role or (framed["number"] and role != "question"):
        return None
    mark = "" if framed["close"] else framed["open"] or ""
    return Label(role, framed["word"], without_end(framed["rest"], mark))


def _keyed(line: str) -> Label | None:
    """Find the key that a sentence names: `Correct: B`, `The correct answer is **B**, since …`."""
    start = line[:_FARTHEST].lstrip("*_")
    if "答案" in start and (named := _NAMED_KEY.fullmatch(line)):
        why = named["rest"].lstrip("。，,.;； ")
        key = f"{named['key']}. {why}" if why else named["key"]
        return Label("answer", "答案", key, is_sentence=True)
    if start[:3].lower() in _SENTENCES and (abroad := _ABROAD.fullmatch(line)):
        why = abroad["rest"].lstrip(".。,，;:–—- ")
        key = f"{abroad['key']}. {why}" if why else abroad["key"]
        return Label("answer", abroad["said"], key, is_sentence=True)
    found = _CORRECT.fullmatch(line) if "orrect" in start or "ight" in start else None
    after = _AFTER_KEY.match(found["rest"]) if found else None
    if not found or not after:
        return None
    opened, inner = found["open"], "".join(found["marks"].split())
    mark = inner.removeprefix(opened) if inner else opened
    rest = without_end(found["rest"][after.end() :], "" if mark in after[0] else mark)
    key = f"{found['key']}. {rest}" if rest.strip(". ") else found["key"]
    return Label("answer", found["said"] or found["word"], key, is_sentence=True)


def without_end(text: str, mark: str) -> str:
    """Take the end of emphasis off a text that is without its beginning."""
    return text.replace(mark, "", 1) if mark else text


_CLOSINGS = ("before", "after", "alone", "short", "dotted", "closed", "dashed", "ended", "bold")


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
    if not ODD.isdisjoint(head):
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
    """Tell whether a line starts like a label: with a word, a sign, a bracket or a tag."""
    first = line[:1]
    if first in _BEFORE or is_symbol(first):
        return True
    if first.lower() not in _FIRST and first not in _UNTOLD and not first.isspace():
        return False
    start = line[:_FARTHEST].lstrip("*_").lstrip()[:3]
    is_odd = start[:1] in _BEFORE or is_symbol(start[:1]) or not ODD.isdisjoint(start)
    return is_odd or _begins(start.lower(), line)


def _begins(start: str, line: str) -> bool:
    """Tell whether three letters begin a word that names a part, or a sentence with a key."""
    if start in _BEGINNINGS or start[:2] in _PAIRS or start in _SENTENCES:
        return True
    if start == "the":  # the correct answer is
        return "orrect" in line[:_FARTHEST] or "ight" in line[:_FARTHEST]
    if start[:1] in _LETTERS:
        after = start[1:2]
        return not after.isalpha() or after == "n"  # A no. 5
    return False


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
_INLINE = lazy(
    lambda: (
        rf"(?P<question>.+?)(?:(?P<bracket>\s*[(（]\s*)|(?:(?<=[?？؟])\s*[→⇒]|\s+(?:[-=]>|→|⇒|[-–—|;]+))\s*|(?<=[?？؟.。!！।])\s*)[*_]{{0,2}}"
        rf"(?:(?:{any_of(ANSWERED)})|(?<=[(（*\-–—|>→⇒]\s)A|(?<=[(（*_])[AR]|(?<=[?？؟]\s)[AR](?=[:：]\s(?!.*[\s,，;；][B-H]\s?[:.)：])))\s*(?:[:：][*_]{{0,2}}|[*_]{{2}}[:：])\s*(?P<answer>.+)"
    ),
    re.IGNORECASE | re.DOTALL,
)


_COMPOUND, _SLASHED = lazy(r"\s+\d+[-–—]"), lazy(r"[/／]\s?[^\W\d_]")


def _is_label(start: _Start) -> bool:
    """Tell a label from a word of prose: one letter needs more than a dash behind it."""
    tail = start.tail
    is_letter = len(start.word) == 1
    is_name = is_letter and start.word != "उ"  # which stands for a word: **उ.** हाँ
    if (tail["prompt"] and not is_letter) or (tail["dotted"] and (is_name or not start.opened)):
        return False
    if is_letter and not tail["number"] and "[" in tail[0]:
        return False  # P [X = 1]: one half
    mark = tail[0][tail.end("word") :] if "word" in tail.re.groupindex else tail[0]
    if is_letter and (_COMPOUND.fullmatch(mark) or _SLASHED.search(mark)):
        return False  # A 35-year-old man, A/B test:
    if start.opened or not is_letter or tail["number"]:
        return True
    return any(c in mark for c in ":：>./)")
