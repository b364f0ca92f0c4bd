"""Markdown questions and answers to a clean question bank, Anki decks, JSON and CSV."""

__version__ = "0.1.0"
