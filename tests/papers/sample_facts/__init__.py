"""Invented facts of every kind of paper, by subject."""
