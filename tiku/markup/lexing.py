"""How Pygments splits code, with one expression for each state of a lexer.

Pygments asks the rules of a state one after the other, each with an expression of its own, at every
place; and it prepares all states of a language, of which a snippet meets a few. Here a state is
prepared when it is met, and its rules are joined to one expression that says which one matched.
What comes of it is the same: `tests/test_lexing.py` holds both against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from types import ModuleType
from typing import Any

from tiku.system import compiled
from tiku.system.patterns import lazy

# Groups that are counted or named mean others among more of them, and some flags hold for all.
_NOT_JOINED = lazy(r"\\[1-9]|\(\?P|\(\?\(|\(\?[aiLmsux]+\)")
_Match = Callable[[str, int], "re.Match[str] | None"]
# A rule as Pygments has it: what matches, what is done, and what state follows.
_Rule = tuple[_Match, Any, Any]
_Rules = Mapping[str | None, _Rule]
_Part = tuple[_Match, _Rules]  # rules that are asked together, by the name of the group at the end
_Token = tuple[int, Any, str]  # where it stands, its kind, and its text


def prepare(lexers: ModuleType, tokens: ModuleType) -> None:
    """Have Pygments split code in this way: its modules of lexers and of the kinds of tokens."""

    def expression(lexer: type, source: Any, flags: int, _state: str) -> Callable[..., object]:  # noqa: ANN401 - no type tells of promises
        made = _Expression(source, int(flags))
        is_other = issubclass(lexer, lexers.ExtendedRegexLexer)  # which asks rules by itself
        return made.match if is_other else made

    lexers.RegexLexerMeta._process_regex = expression  # noqa: SLF001
    lexers.RegexLexer.get_tokens_unprocessed = _splitting(tokens)


class _Expression:
    """The expression of a rule, which is put together and compiled when it is first asked."""

    def __init__(self, source: Any, flags: int) -> None:  # noqa: ANN401 - no type tells of promises
        self.source, self.flags = source, flags

    def __call__(self, text: str, at: int) -> re.Match[str] | None:
        """Match at a place, as what stands in a rule does."""
        return self.match(text, at)

    @cached_property
    def match(self) -> _Match:
        """Compile it."""
        return compiled.derived(self.key, self.text, self.flags).match

    def text(self) -> str:
        """Give it as it is written; that of a list of words takes a while to be made."""
        return self.source if isinstance(self.source, str) else str(self.source.get())

    @property
    def key(self) -> str | tuple[str, ...]:
        """Give what it is made of."""
        if isinstance(self.source, str):
            return self.source
        return (self.source.prefix, self.source.suffix, *sorted(self.source.words))

    @property
    def is_joined(self) -> bool:
        """Tell whether it may be joined to others; words stand in it as they are."""
        is_text = isinstance(self.source, str)
        said = self.source if is_text else f"{self.source.prefix} {self.source.suffix}"
        return not self.flags & re.VERBOSE and not _NOT_JOINED.search(said)


def _splitting(tokens: ModuleType) -> Callable[..., Iterator[_Token]]:
    error, space, kind = tokens.Error, tokens.Whitespace, tokens._TokenType  # noqa: SLF001

    def split(lexer: Any, text: str, stack: Sequence[str] = ("root",)) -> Iterator[_Token]:  # noqa: ANN401
        """Split code as `RegexLexer.get_tokens_unprocessed` does."""
        states = _states(lexer._tokens)  # noqa: SLF001
        opened, at, end = list(stack), 0, len(text)
        parts = states[opened[-1]]
        while True:
            for part in parts:
                if found := part[0](text, at):
                    break
            else:
                if at >= end:
                    return
                is_line = text[at] == "\n"
                yield at, space if is_line else error, text[at]
                at += 1
                if is_line:
                    opened = ["root"]
                    parts = states["root"]
                continue
            rule, action, state = part[1][found.lastgroup]
            if action is not None:
                if type(action) is kind:
                    yield at, action, found[0]
                else:
                    yield from action(lexer, rule(text, at))
            at = found.end()
            if state is not None:
                _follow(opened, state)
                parts = states[opened[-1]]

    return split


def _follow(opened: list[str], state: Any) -> None:  # noqa: ANN401 - a name, several, or how many end
    """Open or end states, as a rule says; the first one never ends."""
    if isinstance(state, int):
        del opened[max(1, len(opened) + state) :]
        return
    for each in (state,) if isinstance(state, str) else state:
        if each == "#push":
            opened.append(opened[-1])
        elif each != "#pop":
            opened.append(each)
        elif len(opened) > 1:
            opened.pop()


class _States(dict[str, Sequence[_Part]]):
    """The states of a lexer, each made ready when it is first met."""

    def __init__(self, made_of: Mapping[str, Sequence[_Rule]]) -> None:
        super().__init__()
        self.made_of = made_of

    def __missing__(self, state: str) -> Sequence[_Part]:
        self[state] = found = _parts(self.made_of[state])
        return found


_known: dict[int, _States] = {}


def _states(tokens: Mapping[str, Sequence[_Rule]]) -> _States:
    if (found := _known.get(id(tokens))) is None:  # they are held, so that no other has their id
        found = _known[id(tokens)] = _States(tokens)
    return found


def _parts(rules: Sequence[_Rule]) -> list[_Part]:
    """Join all rules of a state that may be joined and stand side by side."""
    parts: list[_Part] = []
    beside: list[_Rule] = []
    for rule in rules:
        if isinstance(rule[0], _Expression) and rule[0].is_joined:
            beside.append(rule)
            continue
        parts += [*_joined(beside), (rule[0], _Always(rule))]
        beside = []
    return [*parts, *_joined(beside)]


class _Always(dict[str | None, _Rule]):
    """The one rule of a part, whatever group is the last one that matched."""

    def __init__(self, rule: _Rule) -> None:
        super().__init__()
        self.rule = rule

    def __missing__(self, _group: str | None) -> _Rule:
        return self.rule


def _joined(rules: Sequence[_Rule]) -> list[_Part]:
    if len(rules) < 2:
        return [(rule[0], _Always(rule)) for rule in rules]
    made = [rule[0] for rule in rules if isinstance(rule[0], _Expression)]  # all of them
    key = tuple([each.key for each in made])

    def text() -> str:
        return "|".join(f"(?:{each.text()})(?P<r{n}>)" for n, each in enumerate(made))

    match = compiled.derived(key, text, made[0].flags).match
    return [(match, {f"r{n}": rule for n, rule in enumerate(rules)})]
