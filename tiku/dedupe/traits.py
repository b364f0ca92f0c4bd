"""What dedupe knows of an item by itself: what it asks, and how much its words alone say."""

from collections.abc import Hashable
from functools import cached_property
from typing import Literal

from tiku.dedupe import frames
from tiku.dedupe.frames import Frame
from tiku.languages.words import (
    DEICTIC_CUES,
    DEICTIC_STRETCHES,
    DEICTIC_WORDS,
    GENERIC,
    GENERIC_STRETCHES,
)
from tiku.markup import form, markdown
from tiku.model import ChoiceResponse, ClozeResponse, Form, Item
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

# `bare`: it does not say of what, so that its section does. `deictic`: it points at something that
# stands in its answer.
Reach = Literal["whole", "bare", "deictic"]


class Asked(NamedTuple):
    """Equal for two items that ask the same, as far as their words say it."""

    frame: Frame
    links: tuple[str, ...]
    options: tuple[Form, ...]


class Traits:
    """What an item asks; whatever only few items need is found when it is asked for."""

    def __init__(self, item: Item, text: str, asked: Asked) -> None:
        """Take the stem as frames see it, and what it asks."""
        self.item, self.text, self.asked = item, text, asked

    @cached_property
    def reach(self) -> Reach:
        """Tell whether the stem says what it asks about."""
        tells = any(not _says_nothing(frames.of_form(o)) for o in self.asked.options)
        if tells or "\n" in self.text or "<img" in self.item.stem.html:
            return "whole"
        if _is_deictic(self.text):
            return "deictic"
        return "bare" if _says_nothing(self.text) else "whole"

    @cached_property
    def is_specific(self) -> bool:
        """Tell whether a stem names something, so that it asks the same wherever it stands."""
        if self.reach != "whole":
            return False
        frame = self.asked.frame
        is_defined = frame.name in ("what", "difference", "comparison")
        if frame.name == "what":  # of what the advantages are, the heading may say
            is_defined = not self.text.startswith(_OF_SOMETHING) and "的" not in frame.slots[0]
        plain = self.item.stem.plain
        return is_defined or bool(_NAME.search(plain) and not _GERMAN.search(plain))

    @cached_property
    def context(self) -> Hashable:
        """Say where an item stands: under which headings, or in which deck."""
        section = tuple(_folded(each) for each in self.item.section)
        return section or tuple(_folded(each) for each in self.item.deck)

    @cached_property
    def heading(self) -> str:
        """Give what stands right above an item: its title, or the nearest heading."""
        title, section = self.item.title, self.item.section
        return _folded(title.plain) if title.plain else _folded(section[-1]) if section else ""

    @cached_property
    def script(self) -> str:
        """Name the script of a stem, the first but Latin; empty if it has none but that."""
        text = self.item.stem.plain
        return next((name for name, letters in _SCRIPTS.items() if letters.search(text)), "")

    @cached_property
    def spelled(self) -> frozenset[str]:
        """Give the words whose case counts: those in code, and units as Mb and MB."""
        words = form.words(self.item.stem.form)
        cased = {word for word in words if word != word.lower()}
        return frozenset(cased | set(_UNIT.findall(self.item.stem.plain)))


def traits(item: Item) -> Traits:
    """Find out what an item asks."""
    text = frames.of_form(item.stem.form)
    links = tuple(each for each in markdown.links(item.stem) if not each.startswith("#"))
    response = item.response
    choices = response.choices if isinstance(response, ChoiceResponse) else ()
    options = tuple(sorted(choice.text.form for choice in choices))
    if isinstance(response, ClozeResponse):  # `The capital of […] is […]` is that of any country
        options = (response.hidden.form,)
    return Traits(item, text, Asked(frames.frame(text), links, options))


def are_spelled_alike(one: Traits, other: Traits) -> bool:
    """Tell whether the case of letters is only form: `String` in code is not `string`."""
    ours, theirs = one.item.stem.plain, other.item.stem.plain
    if ours == theirs and one.spelled == other.spelled:
        return True
    if not (_has(theirs, one.spelled) and _has(ours, other.spelled)):
        return False
    if not (_is_careful(ours) and _is_careful(theirs)):
        return True
    return not (_capitals(ours, theirs) or _capitals(theirs, ours))


# What follows may be a part of what the heading names: the boiling point.
_OF_SOMETHING = ("what is the ", "what are the ")
_SCRIPTS = {
    "kana": lazy("[\u3040-\u30ff]"),
    "hangul": lazy("[\uac00-\ud7af]"),
    "han": lazy("[\u3400-\u9fff]"),
    "cyrillic": lazy("[\u0400-\u04ff]"),
}
_WORD = lazy(r"[^\W\d_]+")
_NAME = lazy(r"`|[A-Za-z][a-z]*[A-Z0-9]|\d|(?<=[^.?!] )[A-Z]|[A-Za-z](?=[^\W\da-zA-Z])")
_GERMAN = lazy(r"\b(?:der|die|das|ist|sind|ein|eine|welche[rs]?|und)\b")  # has capitals anyway
_UNIT = lazy(
    r"(?<![A-Za-z])(?:[kKMGTPm]i?[bB](?:ps)?|[mM](?:W|V|A|Hz|J|Pa|Ω|[gGlLsS]))(?![A-Za-z])"
)


def _folded(text: str) -> str:
    return " ".join(form.tokens(text.casefold()))


def _has(text: str, words: frozenset[str]) -> bool:
    return all(word in text for word in words)


def _is_careful(text: str) -> bool:
    """Tell whether a text is written as sentences are: a capital first, small letters after it."""
    words = _WORD.findall(text)
    if not words or not words[0][0].isupper():
        return False
    if all(word.isupper() for word in words if len(word) > 1):
        return False
    titled = sum(word[0].isupper() and (len(word) == 1 or not word.isupper()) for word in words[1:])
    return bool(titled * 2 <= len(words) - 1)


def _capitals(text: str, other: str) -> set[str]:
    """Give words that are in capitals in one text and only in other letters in another one."""
    ours, theirs = set(_WORD.findall(text)[1:]), set(_WORD.findall(other)[1:])
    small = {word.lower() for word in theirs if not word.isupper()}
    small -= {word.lower() for word in theirs if word.isupper()}
    return {word.lower() for word in ours if word.isupper()} & small


def _is_deictic(text: str) -> bool:
    """Tell whether a text points at something: "What does it print?"."""
    if not text.isascii() and _POINTING.search(text):
        return True
    return any(map(text.__contains__, DEICTIC_CUES)) and bool(_POINTING_WORDS.search(text))


_POINTING, _POINTING_WORDS = lazy(DEICTIC_STRETCHES), lazy(DEICTIC_WORDS)
# A text with any other letter has a word that is not generic.
_GENERIC_LETTERS = frozenset("".join((*GENERIC, *GENERIC_STRETCHES)))


def _says_nothing(text: str) -> bool:
    """Tell whether a question is made of words that all questions have."""
    if not all(map(_GENERIC_LETTERS.issuperset, text.split())):
        return False
    for stretch in GENERIC_STRETCHES if not text.isascii() else ():
        text = text.replace(stretch, " ")
    return all(word in GENERIC for word in text.split())
