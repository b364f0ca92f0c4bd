"""Markdown questions and answers to a clean question bank, Anki decks, JSON and CSV."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiku.model import Bank, Item, Problem, Settings
    from tiku.pipeline import build

__version__ = "0.1.0"
__all__ = ["Bank", "Item", "Problem", "Settings", "build"]


def __getattr__(name: str) -> object:
    """Load what is asked for: `tiku --version` needs none of it."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module("tiku.pipeline" if name == "build" else "tiku.model"), name)
