"""From a draft to an item: every rule that makes one valid, and the keys that compare it."""
