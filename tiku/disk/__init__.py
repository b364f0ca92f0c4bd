"""The disk: sources that are read, and outputs that are replaced as a whole."""
