"""What tiku asks of Python and of the terminal; it knows nothing of questions."""
