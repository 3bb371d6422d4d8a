"""The mark that our own tables of practice bear (练习): in the name of the sheet, or in a line above the head."""

from __future__ import annotations

from collections.abc import Iterable

from resources.loader import words


def is_of_practice(sheet: str, above: Iterable[Iterable[str]]) -> bool:
    """Whether a table says of itself that it is one of practice: `above` are the cells of the lines above its head."""
    mark = str(words("words/registers.toml")["ledger"]["training"])
    return mark in sheet or any(mark in cell for row in above for cell in row)
