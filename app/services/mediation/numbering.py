"""How the numbers of a body's files and agreements are written: by its own word, year and gapless sequence."""

from __future__ import annotations

from resources.loader import words


def written(what: str, word: str, year: int, sequence: int) -> str:
    """The number of a `file` or an `agreement` as it stands on paper."""
    form = str(words("words/mediation.toml")["mediation_numbers"][what])
    return form.format(word=word, year=year, sequence=sequence)
