"""Subtasks of a question, which look like its options, but have an answer each."""

import re
from collections.abc import Sequence

from tiku.items.option_marks import Option
from tiku.languages import alphabets, asking
from tiku.system.patterns import INLINE_CODE, lazy


def are_parts(stem: str, options: Sequence[Option], answer: str) -> bool:
    """Tell whether what looks like options are parts of a question, each with its own answer.

    The answer has an entry for each of them, `(a) 3`, `(b) None`, that calls none right or wrong.
    """
    if not options or any(option.ticked for option in options):
        return False
    asks = asking.ends_asking(stem)
    if asks and not all(asking.has_mark(option.text) for option in options):
        return False
    are_entries = _has_entries(options, answer) or _are_steps(options, answer)
    return are_entries and not _VERDICT.search(_CODE.sub("", answer))


def _are_steps(options: Sequence[Option], answer: str) -> bool:
    """Tell whether an answer to numbered tasks begins with a step: `1. List them:`, and code."""
    first, _, below = answer.strip().partition("\n")
    is_numbered = options[0].alphabet == alphabets.DIGITS and first.startswith(("1. ", "1) "))
    return is_numbered and first.endswith((":", "：")) and below.lstrip().startswith(("```", "~~~"))


def _has_entries(options: Sequence[Option], answer: str) -> bool:
    """Tell whether an answer begins with the name of the first option, and goes on to the last."""
    if not alphabets.name(answer.strip()):
        return False
    lines = [line.rstrip() for line in answer.strip().split("\n")]
    on_first = _ON_A_LINE.split(lines[0])  # which may have all of them, and remarks below it
    lines = on_first if len(lines) == 1 or len(on_first) == len(options) else lines
    named = [(name, line[name.end :]) for line in lines if (name := alphabets.name(line))]
    alphabet = options[0].alphabet
    if [name[:2] for name, _ in named] != [(alphabet, n) for n in range(len(options))]:
        return False
    return all(text for _, text in named) and {text for _, text in named}.isdisjoint(
        option.text for option in options
    )


_ON_A_LINE = lazy(r"(?<=\S)\s+(?=[(（][2-9b-h][)）])")  # (1) 42  (2) 25
_CODE = lazy(INLINE_CODE)  # where `false` calls nothing wrong
_VERDICT = lazy(
    r"correct|wrong|\bright\b|\btrue\b|\bfalse\b|[✅❌✓✗]|正确|错误|正確|錯誤|richtig|falsch|верн|correta|juste\b|faux\b",
    re.IGNORECASE,
)
