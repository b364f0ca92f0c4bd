"""What a patch takes for granted."""

from __future__ import annotations


class UnpatchableError(Exception):
    """An edit is more than a patch can do: a full build is needed."""


def hold(condition: object) -> None:
    """Let a full build do what does not hold."""
    if not condition:
        raise UnpatchableError
