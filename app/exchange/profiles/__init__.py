"""Dialects of spreadsheets: which columns a table has, how its days and numbers are written. The words are data."""
