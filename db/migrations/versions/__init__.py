"""One revision per module, numbered in order."""
