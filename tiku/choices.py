"""The key of a choice question: which of its options the answer names, by letter or by text."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from tiku import alphabets, asking, labels, markdown
from tiku.model import Choice, Text
from tiku.option_marks import Option
from tiku.options import DIGITS
from tiku.patterns import lazy

# The key of an answer: letters, and what ends them.
_PREFIX = (
    r"(?i:(?:(?:the )?(?:correct |right )?(?:options?|answers?|choices?)(?: is| are)?"
    r"|letra|opción|respuesta|ответ|选项?|選項?|antwort|alternativa|đáp án|chọn|cevap)[\s:：]*)?"
)
_SEPARATOR = r"[\s,，、;；/&+.．]*(?:and|und|y|et|e|и|и|和|及|与|與|と|ve|và)?[\s,，、;；/&+]*"
_ONLY_KEY = lazy(rf"{_PREFIX}([A-Z](?:{_SEPARATOR}[A-Z])*)[\s.．。:：번]*")
_KEY = lazy(
    r"[\s*_`(（\[【]{0,9}" + _PREFIX + r"[*_`(（]{0,9}([A-Z])(?![A-Za-z])"
    r"(?P<end>[*_`)）\]】번]*\s*(?:[.．:：。、,，;；)）]|[-–—]+(?=\s)|[*_]{2}|(?=[(（]))*)\s*"
)
_ANOTHER_KEY = lazy(r"(?:^|[\s,，、;；&+])([A-Z])\s*[.．)）、:：](?:\s|$)")
_MARKUP = str.maketrans("*_`()（）[]【】", " " * 11)
_IN_STEM = lazy(r"[（(]\s*(?P<key>[^()（）\s]{1,7}(?:[\s,、]{1,3}[^()（）\s,、])*)\s*[）)]")


_LONGEST_KEY = 200  # characters
_LEAD = lazy(r"(\*\*|__)(?P<text>(?:(?!\1).)+)\1")


class Keyed(NamedTuple):
    """The choices with the right ones marked, and what the answer says beyond the key."""

    choices: tuple[Choice, ...]
    rest: str
    disputed: bool  # the ticks and the answer name different ones


def key(options: Sequence[Option], texts: Sequence[Text], answer: str) -> Keyed:
    """Mark the choices that the answer names: by ticks, by letters or by their text."""
    latin = [option._replace(label=_latin(option, n)) for n, option in enumerate(options)]
    alphabet = options[0].alphabet if options else 0
    said, why = _parted(_without_label(answer, options, texts))
    named, rest = _named(latin, texts, said, alphabet)
    ticked = {option.label for option in latin if option.ticked}
    if not named and not ticked:
        named = _said(answer) & {option.label for option in latin}
    is_weak = any(option.is_weak for option in options)
    keyed = named if named and is_weak else ticked or named
    by_letter = bool(named and not ticked and alphabet == DIGITS and _LETTER.match(answer))
    choices = tuple(
        Choice(other.label if by_letter else option.label, text, other.label in keyed)
        for option, other, text in zip(options, latin, texts, strict=True)
    )
    disputed = bool(ticked and named) and ticked != named and not is_weak
    explanation = "\n".join(filter(None, [_without_why(rest), why]))
    return Keyed(choices, answer if disputed else explanation, disputed)


_LETTER = lazy(r"[\s*_(]*[A-H](?:[\s*_).:,]|$)")
# A last sentence that names the right option: `Hence the correct answer is **B. two**.`, `故选 B。`
_SAYS = lazy(
    r"(?:^|[.!?。；;\n])\s*(?:(?i:(?P<so>so|thus|hence|therefore|consequently),?\s)?(?i:the\s)?"
    r"(?:(?i:correct|right)\s(?i:answer|option|choice)|(?(so)answer|(?!)))\s(?i:is|was)\s?[:：]?"
    r"|[*_]*(?:故|因此|所以|综上所述，?|综上，?)?(?:本题|此题|应|正确)?(?:选|答案[为是选]))"
    r"[\s*_:：(（]{0,5}(?i:option\s)?[*_(]{0,3}(?P<key>[A-H]+(?:\s?[,、]\s?[A-H]\b)*)(?![\w'’-])"
    r"[*_)）]*(?:[.:,]\s[^.!?。\n]{1,200}|\s?[(（][^()（）]{1,200}[)）])?[*_]*[.!。]?\s*$"
)


def _said(answer: str) -> set[str]:
    """Give the letters that the last sentence of an answer calls right."""
    found = _SAYS.search(answer[-_LONGEST_ANSWER:])
    return set(re.findall("[A-H]", found["key"])) if found else set()


_LONGEST_ANSWER = 1_000  # characters of one that lists options; and at its end, to name one


def _parted(answer: str) -> tuple[str, str]:
    """Part a key from the explanation whose label is behind it: `B【解析】…`, `B Rationale: …`."""
    found = _KEYS.match(answer)
    label = labels.label(answer[found.end() :]) if found else None
    if not found or not label or label.role != "explanation":
        return answer, ""
    return found[0], label.rest


_KEYS = lazy(
    r"[*_(]{0,3}[A-Ha-h](?:[,、， ]{0,2}[A-H])*[*_)]{0,3}[.。；;]?\s*(?=[^\W\d_]{2}|[【*])"
)


def _without_why(rest: str) -> str:
    """Take off the label of what stands behind a key: it explains in any case."""
    label = labels.label(rest) if rest else None
    return label.rest if label and label.role == "explanation" else rest


def are_parts(stem: str, options: Sequence[Option], answer: str) -> bool:
    """Tell whether what looks like options are parts of a question, each with its own answer.

    Half of them ask at least, and the answer has a line for each letter, `(a) 3`, `(b) None`, that
    calls none right or wrong. A question above them, or a key in the answer, asks for one of them.
    """
    asks = stem.rstrip(" *_").endswith(("?", "？"))
    if asks and not all(asking.has_mark(option.text) for option in options):
        return False
    if not alphabets.name(answer.strip()):
        return False
    lines = [line.strip() for line in answer.split("\n")]
    named = [(name.place, line[name.end :]) for line in lines if (name := alphabets.name(line))]
    if [place for place, _ in named] != [*range(len(options))] or _VERDICT.search(answer):
        return False
    asked = sum(asking.requests(_WORTH.sub("", option.text)) for option in options)
    return 2 * asked >= len(options) and {text for _, text in named}.isdisjoint(
        option.text for option in options
    )


_VERDICT = lazy(
    r"correct|wrong|\bright\b|\btrue\b|\bfalse\b|[✅❌✓✗]|正确|错误|正確|錯誤|richtig|falsch|верн|correta|juste\b|faux\b",
    re.IGNORECASE,
)
_WORTH = lazy(r"^[(\[]\d+[^()\[\]]*[)\]]\s*")  # (4 points)


def in_stem(stem: str, options: Sequence[Option]) -> tuple[str, str]:
    """Take a key out of the last brackets of a stem, `…属于（ B ）`; also give the stem without."""
    alphabet = options[0].alphabet if options else 0
    for found in reversed(list(_IN_STEM.finditer(stem))):
        named = alphabets.places(found["key"], alphabet)
        bare = re.sub(r"[\s,、]", "", found["key"])
        if named and len(named) == len(bare) and max(named) < len(options):
            return f"{stem[: found.start()]}（　）{stem[found.end() :]}", found["key"]
    return stem, ""


def _latin(option: Option, place: int) -> str:
    return option.label if option.alphabet == 0 else chr(ord("A") + place)


def _without_label(answer: str, options: Sequence[Option], texts: Sequence[Text]) -> str:
    """Take off the label of an answer; in `A – because it is so` A is the option."""
    first, _, below = answer.partition("\n")
    found = labels.label(first)
    if not found or found.role != "answer":
        return answer
    rest = "\n".join(filter(None, [found.rest, below]))
    is_label = len(found.word) > 1 or _KEY_ALONE.match(found.rest)
    return rest if is_label or _same_text(texts, options, rest) else answer


_KEY_ALONE = lazy(r"[A-H]{1,5}(?![A-Za-z])|[a-h]\s*(?:[.)]|$)")


def _named(
    options: Sequence[Option], texts: Sequence[Text], answer: str, alphabet: int
) -> tuple[set[str], str]:
    """Find the labels that an answer names, and what else it says. A letter is a label first."""
    by_text = _same_text(texts, options, answer) or _same_texts(texts, options, answer)
    led = _LEAD.match(answer.strip())
    if led and not by_text and (by_lead := _same_text(texts, options, led["text"])):
        return by_lead, answer.strip()[led.end() :].lstrip(" -–—:：.")
    original = answer.split("\n")
    plain = (alphabets.plain(_ESCAPED.sub(r"\1", line)) for line in original)
    lines = [alphabets.to_latin(line, alphabet) for line in plain]
    named: set[str] = set()
    for n, line in enumerate(lines):
        key = _key_of(line, options, texts)
        if key is None and not named:
            found, rest = _explained(lines, original, options, by_text)
            mark = "**" if answer.lstrip().startswith("**") else ""
            is_text = partial(_same_text, texts, options)
            return found, _without_text(rest, found, mark, is_text) if found else rest
        if key is None:
            return named, "\n".join(original[n:]).strip()
        if len(key) > 1 and by_text and len(_words(line)) == 1:
            return by_text, ""  # "AC" is the text of an option, not A and C
        named |= key
    return (named, "") if named else (by_text, "" if by_text else answer)


_ESCAPED = lazy(r"^([\s*_]*\d)\\(?=[.)])")  # which is no list


def _key_of(line: str, options: Sequence[Option], texts: Sequence[Text]) -> set[str] | None:
    """Give the labels of a line that is nothing but a key, or repeats options; else `None`."""
    text = line.strip().removeprefix("- ").removeprefix("[x] ")
    option = alphabets.name(text)
    if (
        option
        and option.alphabet == 0
        and (same := _same_text(texts, options, text[option.end :])) == {option.letter}
    ):
        return same
    bare = line.translate(_MARKUP).strip().removeprefix("- ").strip()
    if bare.islower() and all(len(word) == 1 for word in _words(bare)):  # "a, c", but not "bad"
        bare = bare.upper()
    found = _ONLY_KEY.fullmatch(bare) if len(bare) < _LONGEST_KEY else None
    if not found:
        return None if bare else set()
    named = set(re.findall("[A-Z]", found[1]))
    return named if named <= {each.label for each in options} else None


def _explained(
    lines: Sequence[str], original: Sequence[str], options: Sequence[Option], by_text: set[str]
) -> tuple[set[str], str]:
    """Read a key with an explanation in its line, as in `B, because …`."""
    answer = "\n".join(lines).strip()
    whole = "\n".join(original).strip()
    start = answer if answer[:1] != "(" else answer.replace("(", "", 1)
    found = _KEY.match(start if re.match(r"[\s*_`(（\[【]*[A-Z]", start) else _upper(start))
    labels = {option.label for option in options}
    tail = start[found.end() :] if found else ""
    is_sentence = bool(found and tail and not found["end"].strip())  # "A network is …"
    is_sentence = is_sentence and not _IN_BRACKETS.fullmatch(tail.split("\n")[0])
    is_sentence = is_sentence and len(_CIRCLED.findall(whole)) != 1  # which is no word
    also = _ANOTHER_KEY.search(tail.split("\n")[0])
    if (
        by_text
        or not found
        or is_sentence
        or found[1] not in labels
        or (also and also[1] in labels)
    ):
        return by_text, "" if by_text else whole
    kept = len(tail)
    return {found[1]}, (whole[len(whole) - kept :] if whole.endswith(tail) else tail).strip()


_CIRCLED = lazy("[①-⑩]")


def _without_text(
    rest: str, named: set[str], mark: str, labels_of: Callable[[str], set[str]]
) -> str:
    """Take the text of the option that was named off what follows it: `B (the text)`.

    `mark` is the emphasis in which both stand, and `labels_of` tells which option a text is.
    """
    again = _IN_BRACKETS.match(rest) or _TO_BOLD.match(rest)
    if again and labels_of(again[0].strip(" \n()（）.。*_")) == named:
        return rest[again.end() :].lstrip(" \n.,:-–—")
    return labels.without_end(rest, mark) if rest.count("**") % 2 else rest


_TO_BOLD = lazy(r"[^*\n]+\*\*")  # of `**B. The text** – since …`
_IN_BRACKETS = lazy(r"[(（][^()（）]*[)）][*_]*[\s.。]*")


def _upper(text: str) -> str:
    """Make a letter that stands alone at the start a capital: `b) TCP`, `b. It is`, `a — as`."""
    if _ANOTHER_SMALL.search(text.partition("\n")[0]):
        return text
    return _SMALL.sub(lambda found: found[1] + found[2].upper(), text)


_ANOTHER_SMALL = lazy(r"[.;,]\s[b-h]\.\s")
_SMALL = lazy(
    r"^([\s*_`(（]*)([a-h])(?=[*_`]*[)）]|[*_]*[.:]?[*_]*(?:\s[-–—]|$)|[*_]*[.:][*_]*\s|[*_]{2})"
)


def _same_text(texts: Sequence[Text], options: Sequence[Option], answer: str) -> set[str]:
    """Give the label of the one option that an answer repeats; none if there are several."""
    form = markdown.text(answer).form
    forms = [text.form for text in texts]
    if all(_SIGN.match(option.text) for option in options):  # ✅ true, ❌ false
        forms = [markdown.text(_SIGN.sub("", option.text)).form for option in options]
    found = {o.label for o, each in zip(options, forms, strict=True) if form and each == form}
    return found if len(found) == 1 else set()


def _same_texts(texts: Sequence[Text], options: Sequence[Option], answer: str) -> set[str]:
    """Give the labels of several options whose texts an answer lists, and nothing else."""
    if len(answer) > _LONGEST_ANSWER:
        return set()
    for apart in (_LINES, _COMMAS):
        parts = [part for part in apart.split(answer) if part.strip()]
        found = [_same_text(texts, options, part) for part in parts]
        named = set[str]().union(*found)
        if len(parts) > 1 and all(found) and len(named) < len(options):  # all of them are an order
            return named
    return set()


_LINES = lazy(r"\n\s*(?:[-*+]\s+|\d{1,2}[.)]\s+)?")
_COMMAS = lazy(r"\s*[,;、，；]\s*(?:and\s|und\s|y\s|et\s|и\s)?|\s(?:and|und|y|et|и)\s|和")
_SIGN = lazy(r"^[✅❌✔✘✗✓×√]\ufe0f?\s*")


def _words(line: str) -> list[str]:
    return re.findall(r"\w+", line)
