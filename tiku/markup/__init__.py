"""Markdown as texts: safe HTML, plain text and form, with formulas, code and pictures."""
