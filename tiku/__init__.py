"""Markdown questions and answers to a clean question bank, Anki decks, JSON and CSV."""

from tiku.model import Bank, Item, Problem, Settings
from tiku.pipeline import build

__version__ = "0.1.0"
__all__ = ["Bank", "Item", "Problem", "Settings", "build"]
