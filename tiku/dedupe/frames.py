"""What a question asks, whatever frame it is put into: `Explain X.` and `What is X?` ask the same.

A frame is a pattern with slots and a line in `_PATTERNS` or `_ZH_FRAMES`. Patterns see a text as `canonical` gives it:
lower case, no punctuation, words apart by one space, CJK without spaces. Two questions ask the same
only if their frames and slots are equal, so a frame must hold for every question that it fits.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from tiku.languages.words import APART
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

Name = Literal["what", "how", "works", "difference", "comparison", "list", "said"]


class Frame(NamedTuple):
    """What is asked, and of what; the order of the slots counts."""

    name: Name
    slots: tuple[str, ...]


_CONTRACTIONS = (
    (lazy(r"(?<=\w) ' (?=\w)"), "'"),
    (lazy(r"\b(what|how|who|where|when|it|that|there)'s\b"), r"\1 is"),
    (lazy(r"\bwhat're\b"), "what are"),
    (lazy(r"\b(?:can't|cannot)\b"), "can not"),
    (lazy(r"\bwon't\b"), "will not"),
    (lazy(r"(?<=\w)n't\b"), " not"),
)


def is_cjk_letter(char: str) -> bool:
    """Tell whether a character is one of scripts without spaces: kana or Chinese."""
    # Comparing is cheaper than a pattern, whose table of all characters takes 2 ms to make.
    return "\u3040" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"


def has_cjk(text: str) -> bool:
    """Tell whether a text has such a character."""
    return not text.isascii() and any(map(is_cjk_letter, text))


def canonical(words: Iterable[str]) -> str:
    """Lay the words of a form out as patterns see them."""
    found: list[str] = []
    was_cjk = True
    for word in words:
        first = word[:1]
        is_cjk = first > "\u303f" and is_cjk_letter(first)
        if not is_cjk:
            word = " ".join(word) if word in _MARKS else word.casefold()  # noqa: PLW2901
        found.append(word if is_cjk or was_cjk else f" {word}")
        was_cjk = is_cjk
    return _expanded("".join(found).lstrip(_ORNAMENTS))


def of_form(key: str) -> str:
    """Lay a form out, at once where it is of ASCII words and of the commonest CJK, one by one."""
    if "::" in key or ".." in key:
        return canonical(key.split("\x1f"))
    if key.isascii():
        return _expanded(key.replace("\x1f", " ").lower().lstrip(" "))
    if not _SIMPLE.fullmatch(key):
        return canonical(key.split("\x1f"))
    return _expanded(_BETWEEN_WORDS.sub(" ", key).replace("\x1f", "").lower())


_SIMPLE = lazy("(?:(?:[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]|[!-~]++)(?:\x1f(?!\\Z)|\\Z))*+")
_BETWEEN_WORDS = lazy("(?<=[!-~])\x1f(?=[!-~])")


def _expanded(text: str) -> str:
    for pattern, instead in _CONTRACTIONS if "'" in text or "cannot" in text else ():
        text = pattern.sub(instead, text)
    return text


_ORNAMENTS = " ⭐🌟★☆🔥✨📌💡❓✅❗🎯👉📝🚀🔴🟢🟡🔵⚡\ufe0f"
_LONGEST = 300
_MARKS = frozenset(("::", "..", "..."))  # as they stand in code, mark by mark


@lru_cache(maxsize=1 << 12)
def frame(text: str) -> Frame:
    """Find the frame of a canonical text; one without a frame says what it says."""
    if "\n" in text or len(text) > _LONGEST:  # code, or a story
        return Frame("said", (text,))
    text = without_tail(text)
    found = _cjk(text) if has_cjk(text) else None
    return found or _spaced(text) or Frame("said", (_joined(text),))


# Languages that part words by spaces

_ASK = r"(?:(?:please|kindly|can you|could you|would you|will you) )*"
_TELLING = frozenset(("explain", "describe"))
_EXPLAIN = lazy(rf"^{_ASK}(?:briefly )?(?:explain|describe)(?: briefly| in short| in brief)? ")
# A pattern is tried where its cue stands in the text.
_PATTERNS: tuple[tuple[Name, str, str], ...] = (
    ("difference", "between", r"(?:what (?:is|are) )?(?:the |an? )?differences?(?: there)? (?:is |are )?between {p}"),
    ("difference", " differ", r"how (?:do|does) (?P<a>.+?) (?:and (?P<b>.+) differ|differ from (?P<c>.+))"),
    ("difference", "different from", r"how (?:is|are) (?P<a>.+?) different from (?P<b>.+)"),
    ("difference", "distinguish", r"distinguish(?: between)? {p}"),
    ("difference", "differentiate", r"differentiate(?: between)? {p}"),
    ("comparison", "compare", r"compare(?: between)? (?P<a>.+?) (?:and|with|to) (?P<b>.+)"),
    ("how", "how ", r"how (?:(?:do|does|would|can|could) (?:you|we|i|one)|to) (?P<a>.+)"),
    ("what", " have", r"what (?P<b>[\w ]+?) (?:do|does) (?P<a>.+) have"),
    ("works", " work", r"how (?:do|does) (?P<a>.+) work"),
    ("what", "what ", r"what (?:is|are)(?: meant by)? (?P<a>.+)"),
    ("what", "what do you ", r"what do you (?:mean|understand) by (?P<a>.+)"),
    ("what", " the ", r"(?:list|name|state) (?P<a>the .+)"),
    ("difference", "unterschied ", r"(?:was ist |erklären sie |erkläre )?(?:der|den) unterschied zwischen {u}"),
    ("difference", "worin ", r"worin (?:besteht|liegt) der unterschied zwischen {u}"),
    ("difference", "unterschiede ", r"was sind die unterschiede zwischen {u}"),
    ("what", "was ", r"was (?:ist|sind|versteht man unter) (?P<a>.+)"),
    ("what", "erklär", r"erkläre(?:n sie)? (?P<a>.+)"),
    ("what", "erläuter", r"erläutere?(?:n sie)? (?P<a>.+)"),
    ("how", "wie ", r"wie (?:kann|können|würden|könnte) (?:man|ich|sie|du|wir) (?P<a>.+)"),
    ("difference", "diferencia", r"(?:cuál es |cuáles son |explica |explique )?las? diferencias? (?:hay )?entre {y}"),
    ("difference", "diferencia", r"qué diferencias? (?:hay|existen?) entre {y}"),
    ("what", "qu", r"(?:qué|que) (?:es|son) (?P<a>.+)"),
    ("what", "expli", r"(?:explica|explique) (?:qué (?:es|son) )?(?P<a>.+)"),
    ("what", "describ", r"(?:describe|describa) (?:qué (?:es|son) )?(?P<a>.+)"),
    ("how", "cómo ", r"cómo (?:se puede|puedo|puedes|podemos) (?P<a>.+)"),
    ("difference", "différence", r"(?:quelle est |quelles sont |expliquez |explique )?(?:la|les) différences? entre {et}"),
    ("what", "est", r"(?:qu'est-ce que|qu'est ce que|qu'est-ce qu|c'est quoi) (?P<a>.+)"),
    ("what", "expliqu", r"(?:expliquez|explique) (?:ce qu'est |ce que sont )?(?P<a>.+)"),
    ("what", "décrivez", r"décrivez (?:ce qu'est |ce que sont )?(?P<a>.+)"),
    ("how", "comment ", r"comment (?:peut on|peut-on|puis je|pouvez vous) (?P<a>.+)"),
    ("difference", " между ", r"(?:в ч[её]м )?(?:состоит |заключается )?(?:разница|отличие|различие|различия|отличия) между {i}"),
    ("what", "что такое ", r"(?:(?:объясните|расскажите) )?что такое (?P<a>.+)"),
    ("difference", "diferença", r"(?:qual é |quais são )?as? diferenças? entre {e}"),
    ("what", "o que ", r"o que (?:é|são) (?P<a>.+)"),
    ("difference", "differenz", r"(?:qual è |quali sono )?(?:la differenza|le differenze) tra {e}"),
    ("what", "cos'è ", r"(?:che )?cos'è (?P<a>.+)"),
    ("difference", "차이", r"(?P<a>[^ ].*?)(?:와|과|랑|하고) (?P<b>.+?)의 차이(?:점)?(?:은|는|이|가|을|를)?(?: (?:무엇인가요|무엇입니까|뭔가요|설명하시오|설명해주세요|설명하세요))?"),
    ("difference", "다른가요", r"(?P<a>[^ ].*?)(?:와|과|랑|하고) (?P<b>.+?)(?:은|는) 어떻게 다른가요"),
    ("what", "란", r"(?P<a>.+?)(?:이란|란)(?: 무엇인가요| 무엇입니까| 무엇인가| 무엇이죠| 무엇일까요)?"),
    ("what", "설명", r"(?P<a>.+?)에 대해(?:서)? (?:설명하시오|설명해주세요|설명하세요|설명해 주세요)"),
)  # fmt: skip
_PAIRS = {"{p}": "and", "{u}": "und", "{y}": "y", "{et}": "et", "{i}": "и", "{e}": "e"}


@cache
def _compiled(pattern: str) -> tuple[re.Pattern[str], str]:
    """Compile a pattern when it is first tried; also give the word between its sides, if any."""
    for slot, word in _PAIRS.items():
        if pattern.endswith(slot):
            return lazy(pattern.removesuffix(slot) + "(?P<p>.+)"), word
    return lazy(pattern), ""


def _spaced(text: str) -> Frame | None:
    bare = _EXPLAIN.sub("", text) if _TELLING.intersection(text.split(" ", 5)) else text
    is_told = bare != text
    for name, told in _EXPLAINED if is_told else ():
        if found := told.fullmatch(bare):
            return Frame(name, (_slot(found["a"]),))
    for name, cue, pattern in _PATTERNS:
        if cue not in bare:
            continue
        compiled, joint = _compiled(pattern)
        found = compiled.fullmatch(bare)
        if found and (made := _filled(name, found.groupdict(), joint)):
            return made
    if not is_told:
        return None
    if bare.startswith(_ASKS):
        return Frame("said", (_joined(bare),))
    return Frame("what", (_slot(bare),))


def _filled(name: Name, slots: dict[str, str | None], joint: str) -> Frame | None:
    if joint:
        sides = (slots["p"] or "").split(f" {joint} ")
        return Frame(name, _sides(sides)) if len(sides) > 1 else None
    given = [each for key in ("a", "b", "c") if (each := slots.get(key))]
    if name in ("difference", "comparison"):
        return Frame(name, _sides(given))
    if len(given) > 1:  # what advantages do X have
        return Frame(name, (_slot(f"{given[1]} of {given[0]}"),))
    return Frame(name, (_slot(given[0]),))


# After `explain` a question stands in another order.
_EXPLAINED: tuple[tuple[Name, re.Pattern[str]], ...] = (
    ("what", lazy(r"what (?P<a>(?:an?|the) .+|[^ ]+) (?:is|are)")),
    ("works", lazy(r"how (?P<a>.+) works?")),
)
_ASKS = ("why ", "how ", "when ", "where ", "who ", "which ", "whether ", "if ", "what ")
_ARTICLE = lazy(
    r"(?:^|(?<= of )|(?<= in )|(?<= for )|(?<= to )|(?<= from )|(?<= on )|(?<= with )|(?<= by )"
    r"|(?<= and )|(?<= than )|(?<= between ))(?:an?|the) (?=\w\w)"
)


def _sides(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the sides of a comparison, in either order and without their articles."""
    return tuple(sorted(_joined(_ARTICLE.sub("", text)) for text in texts))


def _slot(text: str) -> str:
    """Take articles off; before one word only they may tell a thing from a matter: a good, good."""
    bare = _ARTICLE.sub("", text)
    return _joined(bare if " " in bare else text)


def _joined(text: str) -> str:
    """Write words together, as `java script` and `javascript` are one; `in valid` is not `invalid`."""
    if " " not in text:
        return text
    words = text.split(" ")
    found = words[:1]
    for word, both in zip(words[1:], pairwise(map(_joins, words)), strict=True):
        found.append(word if all(both) else f" {word}")
    return "".join(found)


@lru_cache(maxsize=1 << 14)
def _joins(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word not in APART


# Chinese and Japanese

_ZH_ASK = lazy(
    r"^(?:面试官)?(?:请问|请你|请您|请)?"
    r"(?P<verb>(?:你能|能否|能不能|可以|可否|麻烦)?(?:你|您)?(?:试)?(?:简要|简单|详细)?(?:地|的)?"
    r"(?:说一?说|说一?下|说明一?下|说明|谈一?谈|谈一下|讲一?讲|讲一?下|聊一?聊|介绍一?下|介绍|简述一?下|简述"
    r"|概述|阐述|叙述|描述一?下|描述|解释一?下|解释|论述|试述)(?![器型性符书文子信]))?"
)
# In the characters to which forms fold them, so 違い is 违い.
_ZH_FRAMES: tuple[tuple[Name, str, str], ...] = (
    ("difference", "区别|差别|差异|不同", r"(?P<p>.+?)(?:之间|两者|二者)?(?:的|有什么|有何|有哪些|有啥)(?:主要)?(?:区别|差别|差异|不同)(?:点|之处)?(?:是什么|有哪些|在哪里?|在于什么|何在|是啥)?"),
    ("difference", "区别|差别", r"(?P<p>.+?)(?:之间)?(?:区别|差别)(?:是什么|有哪些|在哪里?)?"),
    ("difference", "违い|相违点", r"(?P<p>.+)の(?:违い|相违点)(?:は(?:何|なん)(?:ですか|でしょうか|か)?|とは|を说明してください)?"),
    ("difference", "违いますか", r"(?P<p>.+)は(?:どう|どのように)违いますか"),
    ("comparison", "比较|对比", r"(?:比较|对比)(?P<p>.+)"),
    ("what", "什么|何|啥", r"(?:什么是|什么叫做?|何为|何谓|啥是|啥叫)(?P<a>.+)"),
    ("list", "有哪", r"(?P<a>.+?)有(?:哪些|哪几种|哪几类)(?P<b>.+)"),
    ("list", "有什么", r"(?P<a>.+?)有什么(?P<b>.+)"),
    ("list", "有哪", r"有(?:哪些|哪几种)(?P<b>.+)"),
    ("list", "有哪", r"(?P<a>.+?)有(?:哪些|哪几种|哪几类)"),
    ("what", "什么|啥", r"(?P<a>.+)是(?:什么|啥)(?:东西)?"),
    ("what", "とは", r"(?P<a>.+?)とは(?:(?:何|なん)(?:ですか|でしょうか|か)?)?"),
    ("what", "说明", r"(?P<a>.+?)(?:について|を)说明(?:してください|せよ|しなさい)"),
    ("how", "如何", r"如何(?P<a>.+)"),
    ("how", "如何", r"(?:你|您|我们)?(?:会|该|应该|应|要|可以)如何(?P<a>.+)"),
)  # fmt: skip
_CUED = tuple((name, tuple(cues.split("|")), pattern) for name, cues, pattern in _ZH_FRAMES)
_CUES = frozenset(cue for _, cues, _ in _CUED for cue in cues)
_ZH_SAME = (
    ("怎", lazy(r"怎么(?!样$|办|回事|了$)样?|怎样(?!$)"), "如何"),
    ("为", lazy("为何|为啥"), "为什么"),
)
_ZH_END = ("呢", "啊", "呀")
_ZH_JOINT = lazy("和|与|跟|以及|及| vs | and |と")


def _cjk(text: str) -> Frame | None:
    for cue, otherwise, instead in _ZH_SAME:
        if cue in text:
            text = otherwise.sub(instead, text)
    text = text[:-1] if text.endswith(_ZH_END) else text
    asked = _ZH_ASK.match(text)
    bare = text[asked.end() :].strip() if asked else text
    if not bare:
        return None
    cued = {cue for cue in _CUES if cue in bare}
    for name, cues, pattern in _CUED if cued else ():
        if cued.isdisjoint(cues):
            continue
        found = _compiled(pattern)[0].fullmatch(bare)
        if found and (made := _filled_cjk(name, found.groupdict())):
            return made
    return Frame("what" if asked and asked["verb"] else "said", (_joined(bare),))


def _filled_cjk(name: Name, slots: dict[str, str | None]) -> Frame | None:
    if both := slots.get("p"):
        sides = _ZH_JOINT.split(both)
        is_whole = len(sides) > 1 and all(sides)  # 和 may be part of a word: 和平与战争
        return Frame(name, tuple(sorted(map(_trimmed, sides)))) if is_whole else None
    whole = (slots.get("a") or "") + (slots.get("b") or "")
    return Frame(name, (_trimmed(whole.replace("的", "") if name == "list" else whole),))


def _trimmed(slot: str) -> str:
    return _joined(slot.strip())


# Requests that add nothing to what is asked

_TAIL = lazy(
    r" (?:and |please )*(?:(?:give|provide|show|include|explain with)(?: me| us)?"
    r"(?: an?| some| any| one)?(?: simple| short| code| brief){0,2} examples?(?: in code| of code| code)?)$"
    r"|[并请试]*(?:举例说明|举例子?|举个例子|举例|给出(?:代码)?(?:示例|例子)|结合(?:例子|实例)说明"
    r"|列举(?:几种|一些|几个)(?:常见|主要)?的?(?:方法|例子))$"
)
_BARE = lazy(r"(?:how|what|why|when|do|does|would|can|could|is|are|you|we|i|to| )*|如何|什么是")


def without_tail(text: str) -> str:
    """Take off a request for an example, if a question is left."""
    if not ("example" in text or "举" in text or "例" in text):
        return text
    found = _TAIL.search(text)
    if not found or _BARE.fullmatch(text[: found.start()]):
        return text
    return text[: found.start()]
