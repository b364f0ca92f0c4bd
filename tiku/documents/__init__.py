"""From bytes to a document: text, settings, sections, blocks and lines, but no questions yet."""
