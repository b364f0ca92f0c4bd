"""What marks options as right or wrong: signs, words, bold, colour, and what is said below them.

What marks one is taken off its text, for a card that shows it would give the answer away.
"""

import re
from collections.abc import Sequence

from tiku.languages import alphabets, truth_words
from tiku.system.patterns import lazy
from tiku.values import NamedTuple

_CORRECT = rf"{truth_words.CORRECT}|\+"
_CALLED = rf"[*_]{{0,3}}[(（\[](?:{_CORRECT})[)）\]][*_]{{0,3}}"
_SAID = rf"(?:{_CALLED}|[*_]{{0,3}}[(（\[]right(?:\sanswer)?[)）\]][*_]{{0,3}})"
_RIGHT = lazy(
    rf"^(?:[✅✔✓☑√]\ufe0f?\s*|\[x\]\s+|{_SAID}\s+)"
    rf"|(?<!\s)\s*(?:[✅✔✓☑√]\ufe0f?(?:\s*\*\*correct\*\*)?|(?<=[^\s*])\s?\\?\*|{_SAID}"
    r"|(?:<-+|←)\s*correct(?:\sanswer)?[.!]?)\s*$",
    re.IGNORECASE,
)
_ENDS_SAID = lazy(rf"{_SAID}\s*$", re.IGNORECASE)
_IS_CALLED = lazy(rf"^{_CALLED}\s|{_CALLED}\s*$", re.IGNORECASE)  # `(right)` may be a side
WHOLLY_BOLD = lazy(r"(\*\*|__)(?P<text>(?:(?!\1).)+)\1[.。]?", re.DOTALL)
_JUDGES = lazy(
    r"[-*+>]\s[*_]{0,2}(?:(?:incorrect[ao]?|right|wrong|yes|no|not quite|ja|nein"
    rf"|{truth_words.CORRECT}|{truth_words.TRUE}|{truth_words.FALSE})[*_]{{0,2}}(?:[.,:;!]|\s[-–—]|$)|正确|错误)",
    re.IGNORECASE | re.MULTILINE,
)
_WRONG = lazy(r"^[❌✗✘✖]\ufe0f?\s*|\s*[❌✗✘✖]\ufe0f?$")
_IN_BRACKETS = lazy(r"\(`?\\?(?P<sign>[^\w\s✅✔✓☑√❌✗✘✖]{1,3})`?\)$")
_SEVERAL = 2  # options that a sign calls wrong
LONGEST = 4_000  # characters of an option, or of a line with several
_LONGEST_NAME = 12  # characters of a name, and a bracket behind it


class Option(NamedTuple):
    """An option as it stands in the source; `ticked` is `None` where nothing marks the right one.

    `alphabet` is that of its label, by number. A mark may be `weak`: bold, colour, or an
    asterisk, which means nothing where the answer names an option.
    """

    label: str
    text: str
    ticked: bool | None = None
    alphabet: int = 0
    is_weak: bool = False


def marked(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Read what marks the right ones: `✅`, `(correct)`, an asterisk, colour or bold; not all."""
    if any(len(option.text) > LONGEST for option in options):
        return options
    if any(option.ticked for option in options):
        return _unsigned(options)
    if any(option.ticked is not None for option in options):  # boxes without a tick
        return _in_bold(_unsigned(options))
    plain = [_without_bold(option.text) for option in options]
    if are_named_by_signs(plain):
        return options
    wrong = "(-)" if any(text.endswith("(+)") for text in plain) else ""
    signed = [_RIGHT.sub("", text).strip() != text.strip() for text in plain]
    if 0 < sum(signed) < len(options):
        weak = all(
            _is_starred(text) for text, is_right in zip(plain, signed, strict=True) if is_right
        )
        told = (
            option._replace(
                text=_RIGHT.sub("", text.removesuffix(wrong)).strip(),
                ticked=is_right,
                is_weak=weak,
            )
            for option, text, is_right in zip(options, plain, signed, strict=True)
        )
        return _unsigned(tuple(told))
    return _in_colour(options) or _in_bold(options)


def _in_colour(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Take one colour for a weak mark of some options; give none where nothing has it."""
    if not any("color" in option.text for option in options):
        return ()
    found = [_COLOURED.fullmatch(option.text) for option in options]
    if len({each["opening"] for each in found if each}) != 1 or all(found):
        return ()
    return tuple(
        option._replace(text=each["text"] if each else option.text, ticked=bool(each), is_weak=True)
        for option, each in zip(options, found, strict=True)
    )


_COLOURED = lazy(
    r"(?P<opening><(?P<tag>font|span)\s[^<>]{0,60}\bcolor\b[^<>]{1,60}>)"
    r"(?P<text>(?:(?!</?(?:font|span)\b).){1,2000})</(?P=tag)>[.。]?",
    re.DOTALL,
)


def _in_bold(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Take bold for a weak mark of some options."""
    bold = [WHOLLY_BOLD.fullmatch(option.text) for option in options]
    is_title = any(found and found["text"].endswith((":", "：")) for found in bold)
    if 0 < sum(map(bool, bold)) <= len(options) / 2 and not is_title:
        return tuple(
            option._replace(
                text=found["text"] if found else option.text,
                ticked=bool(found),
                is_weak=True,
            )
            for option, found in zip(options, bold, strict=True)
        )
    return options


def _without_bold(text: str) -> str:
    """Take off bold in which a mark of the right one stands, too: `**Route finding ✅**`."""
    bold = WHOLLY_BOLD.fullmatch(text)
    inner = bold["text"].strip() if bold else ""
    return inner if inner and _RIGHT.sub("", inner).strip() != inner else text


def _unsigned(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Take off what would give the right ones away: `❌` of the others, bold of theirs alone."""
    bold = [
        WHOLLY_BOLD.fullmatch(option.text) if option.text[:2] == "**" else None
        for option in options
    ]
    gives_away = [bool(each) for each in bold] == [bool(option.ticked) for option in options]
    bare = {found["text"] for found in bold if found}
    if gives_away and bare and bare.isdisjoint(option.text for option in options):
        told = zip(options, bold, strict=True)
        options = tuple(o._replace(text=found["text"]) if found else o for o, found in told)
    if any(_RIGHT.search(option.text) for option in options if not option.ticked):
        return options  # ✅ true, ❌ false
    return tuple(
        option
        if option.ticked
        else option._replace(text=_WRONG.sub("", option.text) or option.text)
        for option in options
    )


def without_feedback(options: tuple[Option, ...]) -> tuple[tuple[Option, ...], str]:
    """Part what is listed below options and calls them right or wrong, which would give it away."""
    parted = [option.text.partition("\n") for option in options]
    below = [(first.strip(), rest.strip()) for first, _, rest in parted]
    said = [rest.startswith(("- ", "* ", "+ ", "> ")) for _, rest in below]
    listed = [bool(_JUDGES.match(rest)) for _, rest in below if rest]
    judged = bool(listed) and 2 * sum(listed) >= len(listed)
    if not judged or any(
        rest and not is_said for (_, rest), is_said in zip(below, said, strict=True)
    ):
        return options, ""
    lines = [
        f"- {option.label}: {' '.join(rest[2:].split())}"
        for option, (_, rest) in zip(options, below, strict=True)
        if rest
    ]
    told = zip(options, below, strict=True)
    return tuple(option._replace(text=first) for option, (first, _) in told), "\n".join(lines)


def is_signed(text: str) -> bool:
    """Tell whether an option is marked as the right one: `✅ amino acids`, `amylase (correct)`."""
    text = _unnamed(text)
    return len(text) < LONGEST and bool(_RIGHT.search(text)) and not _is_starred(text)


def are_named_by_signs(texts: Sequence[str]) -> bool:
    """Tell whether `(+)` is a sign that one of some options is about: `Plus (+)`, `Comma (,)`.

    Beside two or more that end with `(-)` it is the right one.
    """
    if not any(text.rstrip().endswith("(+)") for text in texts):
        return False
    signs = [found["sign"] for text in texts if (found := _IN_BRACKETS.search(text.rstrip()))]
    others = [sign for sign in signs if sign != "+"]
    return bool(others) and ({*others} != {"-"} or len(others) < _SEVERAL)


def is_called_right(text: str) -> bool:
    """Tell whether words mark an option as the right one: `amylase (correct)`."""
    text = _unnamed(text)
    return len(text) < LONGEST and bool(_IS_CALLED.search(text))


def _unnamed(text: str) -> str:
    """Take the name off an option, if a mark may stand behind it: `**A.** *(correct)* yes`."""
    named = alphabets.name(text) if "(" in text[:_LONGEST_NAME] else None
    return text[named.end :] if named else text


def _is_starred(text: str) -> bool:
    """Tell an option that ends with an asterisk, which may be a footnote's or a mark."""
    return text.rstrip().endswith("*") and not _ENDS_SAID.search(text)
