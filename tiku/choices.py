"""The options of a choice question: lettered or with checkboxes, and the key that names them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tiku import markdown
from tiku.model import Block, Choice, Text
from tiku.points import bullets

_LETTERED = re.compile(
    r"[*_]{0,2}[(（]?([A-Za-z])[*_]{0,2}\s*[.．)）、:：][*_]{0,2}\s*(.*)", re.DOTALL
)
_BOX = re.compile(r"\[([ xX✓✔])\]\s+(.*)", re.DOTALL)
_CONTINUED = re.compile(r"[ \t]{2,}")
# The key of an answer: letters, and what ends them.
_PREFIX = r"(?i:(?:options?|the (?:correct )?answers? (?:is|are)|选项?|選)[\s:：]*)?"
_SEPARATOR = r"[\s,，、;；/&+.．]*(?:and|und|y|et|e|и|и|和|及|与|與|と)?[\s,，、;；/&+]*"
_ONLY_KEY = re.compile(rf"{_PREFIX}([A-Z](?:{_SEPARATOR}[A-Z])*)[\s.．。:：]*")
_KEY = re.compile(
    r"[\s*_`(（\[【]*" + _PREFIX + r"[*_`(（]*([A-Z])(?![A-Za-z])"
    r"(?P<end>[*_`)）\]】]*\s*(?:[.．:：。、,，;；)）]|[-–—]+(?=\s))*)\s*"
)
_ANOTHER_KEY = re.compile(r"(?:^|[\s,，、;；&+])([A-Z])\s*[.．)）、:：](?:\s|$)")
_MARKUP = str.maketrans("*_`()（）[]【】", " " * 11)
_LETTERS = 26
_HALF_WIDTH = {ord("Ａ") + n: ord("A") + n for n in range(26)}


@dataclass(frozen=True, slots=True)
class Option:
    """An option as it stands in the source; `ticked` is `None` where there are no boxes."""

    label: str
    text: str
    ticked: bool | None = None


class Split(NamedTuple):
    """A question's stem and its options; no options if it is not a choice question."""

    stem: str
    options: tuple[Option, ...]


class Keyed(NamedTuple):
    """The choices with the right ones marked, and what the answer says beyond the key."""

    choices: tuple[Choice, ...]
    rest: str
    disputed: bool  # the ticks and the answer name different ones


def split(question: str) -> Split:
    """Part the options from the end of a question: a list, or lines, `A.` to the last letter."""
    blocks = markdown.structure(question).blocks
    lines = question.split("\n")
    if blocks and blocks[-1].kind == "bullets":
        first, found = blocks[-1].first, _from_list(question, blocks[-1])
    else:
        first, found = _from_lines(lines, blocks)
    stem = "\n".join(lines[: first - 1]).strip()
    return Split(stem, found) if len(found) > 1 and stem else Split(question, ())


def _from_list(question: str, block: Block) -> tuple[Option, ...]:
    found = list(bullets(question, block))
    boxes = [_BOX.match(text) for text in found]
    if all(boxes) and len(boxes) <= _LETTERS:
        return tuple(
            Option(chr(ord("A") + n), _unlettered(box[2], n), box[1] != " ")
            for n, box in enumerate(boxes)
            if box
        )
    return _lettered(found)


def _unlettered(text: str, n: int) -> str:
    """Take off the letter that a box's text may carry too."""
    found = _LETTERED.match(text)
    return found[2] if found and found[1].upper() == chr(ord("A") + n) else text


def _lettered(texts: Sequence[str]) -> tuple[Option, ...]:
    """Read options whose letters count up from A; nothing if one does not."""
    options: list[Option] = []
    for n, text in enumerate(texts):
        found = _LETTERED.match(text)
        if not found or n >= _LETTERS or found[1].upper() != chr(ord("A") + n):
            return ()
        options.append(Option(found[1].upper(), markdown.as_prose(found[2].strip())))
    return tuple(options)


def _from_lines(lines: Sequence[str], blocks: Sequence[Block]) -> tuple[int, tuple[Option, ...]]:
    """Read the lettered lines at the end, in one paragraph or in one each."""
    prose: list[int] = []
    for block in reversed(blocks):
        if block.kind != "paragraph":
            break
        prose[:0] = range(block.first, block.last + 1)
    starts = [n for n in prose if (m := _LETTERED.match(lines[n - 1].strip())) and m[1] in "Aa"]
    if not starts:
        return 1, ()
    first = starts[-1]
    texts: list[str] = []
    for line in (lines[n - 1] for n in prose if n >= first):
        if texts and _CONTINUED.match(line) and not _LETTERED.match(line.strip()):
            texts[-1] += f"\n{line.strip()}"
        else:
            texts.append(line.strip().removesuffix("\\"))  # a line break
    return first, _lettered(texts)


def key(options: Sequence[Option], texts: Sequence[Text], answer: str) -> Keyed:
    """Mark the choices that the answer names: by ticks, by letters or by their text."""
    named, rest = _named(options, texts, answer)
    ticked = {option.label for option in options if option.ticked}
    keyed = ticked or named
    choices = tuple(
        Choice(option.label, text, option.label in keyed)
        for option, text in zip(options, texts, strict=True)
    )
    disputed = bool(ticked and named) and ticked != named
    return Keyed(choices, answer if disputed else rest, disputed)


def _named(options: Sequence[Option], texts: Sequence[Text], answer: str) -> tuple[set[str], str]:
    """Find the labels that an answer names, and what else it says. A letter is a label first."""
    by_text = _same_text(texts, options, answer)
    lines = answer.translate(_HALF_WIDTH).split("\n")
    named: set[str] = set()
    for n, line in enumerate(lines):
        key = _key_of(line, options, texts)
        if key is None and not named:
            return _explained(lines, options, by_text)
        if key is None:
            return named, "\n".join(lines[n:]).strip()
        if len(key) > 1 and by_text and len(_words(line)) == 1:
            return by_text, ""  # "AC" is the text of an option, not A and C
        named |= key
    return (named, "") if named else (by_text, "" if by_text else answer)


def _key_of(line: str, options: Sequence[Option], texts: Sequence[Text]) -> set[str] | None:
    """Give the labels of a line that is nothing but a key, or repeats options; else `None`."""
    option = _LETTERED.match(line.strip().removeprefix("- "))
    if option and (same := _same_text(texts, options, option[2])) == {option[1].upper()}:
        return same
    bare = line.translate(_MARKUP).strip().removeprefix("- ").strip()
    if bare.islower() and all(len(word) == 1 for word in _words(bare)):  # "a, c", but not "bad"
        bare = bare.upper()
    found = _ONLY_KEY.fullmatch(bare)
    if not found:
        return None if bare else set()
    named = set(re.findall("[A-Z]", found[1]))
    return named if named <= {each.label for each in options} else None


def _explained(
    lines: Sequence[str], options: Sequence[Option], by_text: set[str]
) -> tuple[set[str], str]:
    """Read a key with an explanation in its line, as in `B, because …`."""
    answer = "\n".join(lines).strip()
    found = _KEY.match(answer)
    labels = {option.label for option in options}
    tail = answer[found.end() :] if found else ""
    is_sentence = bool(found and tail and not found["end"].strip())  # "A network is …"
    also = _ANOTHER_KEY.search(tail.split("\n")[0])
    if (
        by_text
        or not found
        or is_sentence
        or found[1] not in labels
        or (also and also[1] in labels)
    ):
        return by_text, "" if by_text else answer
    return {found[1]}, tail.strip()


def _same_text(texts: Sequence[Text], options: Sequence[Option], answer: str) -> set[str]:
    """Give the label of the one option that an answer repeats; none if there are several."""
    form = markdown.text(answer).form
    found = {o.label for o, text in zip(options, texts, strict=True) if form and text.form == form}
    return found if len(found) == 1 else set()


def _words(line: str) -> list[str]:
    return re.findall(r"\w+", line)
