"""The key of a choice question: which of its options the answer names, by letter or by text."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice

from tiku.items import several
from tiku.items.option_marks import LONGEST, Option
from tiku.items.several import PREFIX
from tiku.languages import alphabets, labels
from tiku.markup import markdown
from tiku.model import Choice, Text
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

# The key of an answer: letters, and what ends them.
_SEPARATOR = r"[\s,，،、;；؛/&+.．]*(?:and|und|y|et|e|и|和|及|与|與|と|ve|và|و)?[\s,，،、;；؛/&+]*"
_ONLY_KEY = lazy(rf"{PREFIX}([A-Z](?:{_SEPARATOR}[A-Z])*)[\s.．。:：번]*")
_KEY = lazy(
    r"[\s*_`(（\[【]{0,9}" + PREFIX + r"[*_`(（]{0,9}([A-Z])(?![A-Za-z])"
    r"(?P<end>[*_`)）\]】번]*\s*(?:[.．:：。、,，،;；؛)）]|[-–—]+(?=\s)|[*_]{2}|(?=[(（]))*)\s*"
)
_ANOTHER_KEY = lazy(r"(?:^|[\s,，、;；&+])([A-Z])\s*[.．)）、:：](?:\s|$)")
_MARKUP = str.maketrans("*_`()（）[]【】", " " * 11)


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
    listed = several.listed(said, [option.label for option in latin])
    named, rest = (listed, "") if listed else _named(latin, texts, said, alphabet)
    ticked = {option.label for option in latin if option.ticked}
    is_weak = any(option.is_weak for option in options)
    if not named and (is_weak or not ticked):
        named, rest = _concluded(latin, texts, answer, alphabet) or (named, rest)
    if not named and not ticked:
        named, rest = _led(latin, texts, said) or (_said(answer) & {x.label for x in latin}, rest)
    keyed = named if named and is_weak else ticked or named
    by_letter = bool(
        named and not ticked and alphabet == alphabets.DIGITS and _LETTER.match(answer)
    )
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


def _concluded(
    options: Sequence[Option], texts: Sequence[Text], answer: str, alphabet: int
) -> tuple[set[str], str] | None:
    """Read the label of an answer below a worked solution: `**Correct answer:** (a) 2.5`."""
    above, _, last = answer.rstrip().rpartition("\n")
    found = labels.label(last.strip()) if above.strip() else None
    if not found or found.role != "answer" or len(found.word) < 2:
        return None
    named, rest = _named(options, texts, found.rest, alphabet)
    return (named, above.rstrip()) if named and not rest else None


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
    first, _, below = answer.strip().partition("\n")
    is_text = partial(_same_text, texts, options)
    if listed := several.named_with_texts(first, is_text, {each.label for each in options}):
        return listed, below.strip()
    led = _LEAD.match(answer.strip())
    if led and not by_text and (by_lead := _same_text(texts, options, led["text"])):
        return by_lead, answer.strip()[led.end() :].lstrip(" -–—:：.")
    original = answer.split("\n")
    named: set[str] = set()
    end = _code_below(original)
    for n, line in enumerate(original[:end]):
        plain = alphabets.plain(_ESCAPED.sub(r"\1", line))
        latin = alphabets.to_latin(plain, alphabet)
        key = _key_of(latin, options, texts)
        if key is None and not named:
            whole = "\n".join(original[n:]).strip()
            found, rest = _explained(latin, whole, options, by_text)
            mark = "**" if answer.lstrip().startswith("**") else ""
            rest = _without_text(rest, found, mark, is_text) if found else rest
            return found, _fenced(rest, original[:n])
        if key is None:
            return named, _fenced("\n".join(original[n:]).strip(), original[:n])
        if by_text and len(_words(latin)) == 1 and len(_words(latin)[0]) > 1:
            return by_text, ""  # "AC" is the text of an option, not A and C
        named |= key
    rest = "\n".join(original[end:]).strip()
    return (named, rest) if named else (by_text, "" if by_text else answer)


def _code_below(lines: Sequence[str]) -> int:
    """Give the place of the first fence below a text, or the end; a key may stand in one, too."""
    first = next((n for n, line in enumerate(lines) if line.lstrip().startswith("```")), len(lines))
    return first if any(map(str.strip, lines[:first])) else len(lines)


def _fenced(rest: str, above: Sequence[str]) -> str:
    """Open the fence again that is opened above what an answer says beyond its key."""
    fences = [line for line in above if line.lstrip().startswith("```")]
    return f"{fences[-1].strip()}\n{rest}" if rest and len(fences) % 2 else rest


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
    if _same_text(texts, options, bare[2:]) == {bare[:1]} and bare[1:2] in _BLANKS:
        return {bare[0]}  # B Paris
    if bare.islower() and all(len(word) == 1 for word in _words(bare)):  # "a, c", but not "bad"
        bare = bare.upper()
    found = _ONLY_KEY.fullmatch(bare) if len(bare) < _LONGEST_KEY else None
    if not found:
        return None if bare else set()
    letters = re.findall("[A-Z]", found[1])
    named = set(letters)
    is_key = len(named) == len(letters) and named <= {each.label for each in options}
    return named if is_key else None


_BLANKS = (" ", "\u3000")


def _explained(
    line: str, whole: str, options: Sequence[Option], by_text: set[str]
) -> tuple[set[str], str]:
    """Read a key with an explanation in its line, as in `B, because …`.

    `whole` is the answer as it is written, and `line` its first line with letters of options.
    """
    start = line.strip()
    start = start if start[:1] != "(" else start.replace("(", "", 1)
    labels = {option.label for option in options}
    found = _KEY.match(start if re.match(r"[\s*_`(（\[【]*[A-Z]", start) else _upper(start))
    named, end = several.letters(start)
    if not named:
        named, end = ({found[1]}, found.end()) if found else (named, 0)
    tail = start[end:]
    is_sentence = bool(len(named) == 1 and found and tail and not found["end"].strip())  # "A net …"
    is_sentence = is_sentence and _brackets(tail) != len(tail)
    is_sentence = is_sentence and len(_CIRCLED.findall(whole)) != 1  # which is no word
    also = _ANOTHER_KEY.search(tail)
    if by_text or not named or is_sentence or not named <= labels or (also and also[1] in labels):
        return by_text, "" if by_text else whole
    first, _, below = whole.partition("\n")
    return named, f"{_ending(first, len(tail))}\n{below}".strip()


def _ending(line: str, length: int) -> str:
    """Give the end of a line as it is written, where `length` characters of it are looked at."""
    tail = line[len(line) - length :]
    while length > (seen := len(tail) - tail.count("\ufe0f") - tail.count("\u20e3")):
        tail = line[len(line) - len(tail) - length + seen :]
    return tail


_CIRCLED = lazy("[①-⑩]")


def _without_text(
    rest: str, named: set[str], mark: str, labels_of: Callable[[str], set[str]]
) -> str:
    """Take the text of the option that was named off what follows it: `B (the text)`.

    `mark` is the emphasis in which both stand, and `labels_of` tells which option a text is.
    """
    bold = _TO_BOLD.match(rest)
    end = _brackets(rest) or (bold.end() if bold else 0)
    if end and labels_of(rest[:end].strip(" \n()（）.。*_")) == named:
        return rest[end:].lstrip(" \n.,:-–—")
    rest = _NOTHING.sub("", rest)
    return labels.without_end(rest, mark) if rest.count("**") % 2 else rest


_TO_BOLD = lazy(r"[^*\n]+\*\*")  # of `**B. The text** – since …`
_NOTHING = lazy(r"^(?:\\\n|\*{4}(?!\*)|\s)+")  # a break, and bold without text, behind a key


def _brackets(text: str) -> int:
    """Give the place behind the brackets at the start of a text, and what ends them; 0 if none."""
    depth = 0
    for found in _BRACKET.finditer(text, 0, LONGEST if text[:1] in ("(", "（") else 0):
        depth += 1 if found[0] in "(（" else -1
        if not depth:
            rest = text[found.end() :].lstrip("*_").lstrip(" \n.。")
            return len(text) - len(rest)
    return 0


_BRACKET = lazy("[()（）]")


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
    form = markdown.text(_SIGN.sub("", answer)).form
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


def _led(
    options: Sequence[Option], texts: Sequence[Text], answer: str
) -> tuple[set[str], str] | None:
    """Find the option whose text an answer begins with, and why: `True. They can`, `Paris`.

    Where another line begins with the text of another option, or a clause is one, they are listed.
    """
    lines = answer.strip().split("\n")
    named, why = _begun(texts, options, lines[0])
    clauses = (_same_text(texts, options, said) for said in _LISTED.split(why))
    below = (_begun(texts, options, line)[0] for line in lines[1:])
    others = set[str]().union(*clauses, *below) if named else named
    if not named or others - named:
        return None
    return named, "\n".join([why, *lines[1:]]).strip()


def _begun(texts: Sequence[Text], options: Sequence[Option], line: str) -> tuple[set[str], str]:
    """Find the option with whose text a line begins, the longest one, and what stands behind it."""
    ends = [*islice(_CLAUSE.finditer(line), _MOST_CLAUSES)]
    parted = [(line, ""), *((line[: x.start()], line[x.end() :]) for x in reversed(ends))]
    told = ((_same_text(texts, options, said), rest.strip()) for said, rest in parted)
    return next((each for each in told if each[0]), (set(), ""))


_CLAUSE = lazy(  # that a mark ends: `UDP, which is fast, …` may go on to say that it is wrong
    r"[*_]{0,3}(?:[.!;:](?=[\s*_])|[。！；：]|\s[-–—](?=\s)"
    r"|,(?=\s(?:because|since|as|weil|da|denn|porque|ya\sque|car|parce|perché|так\sкак|потому)\b)"
    r"|[,，]\s?(?=因为|因為|由于))[*_]{0,3}\s{0,3}",
    re.IGNORECASE,
)
_LISTED = lazy("[,，、;；.。→>]")
_MOST_CLAUSES = 8
_LINES = lazy(r"\n\s*(?:[-*+]\s+|\d{1,2}[.)]\s+)?")
_COMMAS = lazy(r"\s*[,;、，；]\s*(?:and\s|und\s|y\s|et\s|и\s)?|\s(?:and|und|y|et|и)\s|和")
_SIGN = lazy(r"^(?:[-*+]\s+)?[✅❌✔✘✗✓×√]\ufe0f?\s*")


def _words(line: str) -> list[str]:
    return re.findall(r"\w+", line)
