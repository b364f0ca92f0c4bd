"""The base of nearly all values: named tuples, as `typing` has them, that are defined faster.

`typing.NamedTuple` writes the constructor of each class as text, compiles it and looks at every
type; with 150 classes that took 6 % of a build of 30 questions. Here all classes with so many
fields share a constructor, of which each has a copy with the names of its own fields. It imports
nothing of ours.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING or sys.version_info >= (3, 14):  # where a class has no list of its types yet
    from typing import NamedTuple
else:
    from _collections import _tuplegetter  # as `collections.namedtuple` does
    from collections.abc import Iterable
    from functools import cache
    from types import CodeType, FunctionType
    from typing import Any, Self

    _GLOBALS = {"_new": tuple.__new__, "__builtins__": {}}

    class _Named(tuple):
        """What all named tuples have in common."""

        __slots__ = ()

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Self:
            return cls(*values)

        def _replace(self, /, **values: object) -> Self:
            made = tuple.__new__(type(self), map(values.pop, self._fields, self))
            if values:
                unknown = f"{type(self).__name__} has no {', '.join(map(repr, values))}"
                raise TypeError(unknown)
            return made

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            shown = (f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({', '.join(shown)})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

    @cache
    def _constructor(size: int) -> CodeType:
        fields = "".join(f"field{n}, " for n in range(size))
        code = f"lambda _cls, {fields}: _new(_cls, ({fields}))"
        made: FunctionType = eval(code)  # noqa: S307 - nothing but numbers goes in
        return made.__code__

    class _Defining(type):
        """Makes a class of tuples of a class that is written with `NamedTuple` as its base."""

        def __new__(cls, name: str, bases: tuple[type, ...], own: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, own)
            fields = tuple(own.get("__annotations__", ()))
            defaults = {field: own[field] for field in fields if field in own}
            code = _constructor(len(fields)).replace(co_varnames=("_cls", *fields))
            new = FunctionType(code, _GLOBALS, "__new__", tuple(defaults.values()))
            own.update((field, _tuplegetter(n, None)) for n, field in enumerate(fields))
            own |= {"__slots__": (), "__new__": new, "__match_args__": fields}
            return type(name, (_Named,), own | {"_fields": fields, "_field_defaults": defaults})

    class NamedTuple(metaclass=_Defining):
        """A tuple whose fields have names, types and, the last ones, defaults."""
