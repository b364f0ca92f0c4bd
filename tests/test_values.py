"""What tiku's named tuples do is what those of Python do."""

from __future__ import annotations

import copy
import pickle
import typing
from collections.abc import Callable
from typing import Any

import pytest

from tiku import values


class Ours(values.NamedTuple):
    """A value."""

    first: int
    second: str = "two"
    third: tuple[int, ...] = ()

    @property
    def doubled(self) -> int:
        return 2 * self.first

    @classmethod
    def of(cls, text: str) -> Ours:
        return cls(int(text))


class Pythons(typing.NamedTuple):
    """A value."""

    first: int
    second: str = "two"
    third: tuple[int, ...] = ()

    @property
    def doubled(self) -> int:
        return 2 * self.first

    @classmethod
    def of(cls, text: str) -> Pythons:
        return cls(int(text))


class Empty(values.NamedTuple):
    pass


Do = Callable[[Any], object]
WAYS: dict[str, Do] = {
    "positions": lambda of: of(1, "b", (3,)),
    "names": lambda of: of(third=(3,), first=1),
    "defaults": lambda of: of(1),
    "a class method": lambda of: of.of("7"),
    "a property": lambda of: of(4).doubled,
    "a field": lambda of: of(4).second,
    "a place": lambda of: of(4)[-1],
    "unpacked": lambda of: [*of(4)],
    "replaced": lambda of: of(1)._replace(second="b"),
    "as a dictionary": lambda of: of(1)._asdict(),
    "made": lambda of: of._make([1, "b", ()]),
    "fields": lambda of: (of._fields, of.__match_args__, of._field_defaults),
    "said": lambda of: repr(of(1)).partition("(")[1:],
    "documented": lambda of: of.__doc__,
    "typed": typing.get_type_hints,
    "pickled": lambda of: pickle.loads(pickle.dumps(of(1))),
    "copied": lambda of: copy.deepcopy(of(1, "b", (3,))),
    "equal": lambda of: (of(1) == (1, "two", ()), hash(of(1)), of(1) < of(2)),
    "none for a field": lambda of: of(),
    "too many": lambda of: of(1, "b", (), 4),
    "unknown": lambda of: of(1, fourth=4),
    "twice": lambda of: of(1, first=1),
    "too few made": lambda of: of._make([]),
    "set": lambda of: setattr(of(1), "first", 2),
    "set anew": lambda of: setattr(of(1), "fourth", 2),
}


@pytest.mark.parametrize("way", WAYS)
def test_as_those_of_python(way: str) -> None:
    def outcome(of: type) -> object:
        try:
            made = WAYS[way](of)
        except (TypeError, ValueError, AttributeError) as error:
            return type(error)
        assert not isinstance(made, (Ours, Pythons)) or type(made) is of
        return made

    assert outcome(Ours) == outcome(Pythons)


@pytest.mark.parametrize("of", [Ours, Pythons])
def test_unknown_fields_are_not_replaced(of: Any) -> None:
    with pytest.raises((TypeError, ValueError)):  # the latter before Python 3.13
        of(1)._replace(fourth=4)


def test_matched_by_place() -> None:
    found = 0
    match Ours(1, "b"):
        case Ours(first, "b"):
            found = first
    assert found == 1


def test_without_fields() -> None:
    assert Empty() == ()
    assert repr(Empty()) == "Empty()"


def test_said_with_all_fields() -> None:
    assert repr(Ours(1)) == "Ours(first=1, second='two', third=())"
