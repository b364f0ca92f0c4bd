"""What documents are written with: letters, numbers, labels, titles and words, by language."""
