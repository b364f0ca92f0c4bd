"""Which question is which, from build to build: ids, the lock, and what a person decided."""
