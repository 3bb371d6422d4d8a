"""Text as it is compared when a name or number is looked for: one spelling for many, each letter with its place.

A letter is taken apart (NFKD), made small, freed of marks; what only separates is left out. So full width, spaces, dots,
zero-width signs and combining marks hide nothing. Digits may be written as figures of letters or of cheques.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from resources.loader import read_table, read_toml

DATA = "policies/redaction.toml"
_UNSEEN = frozenset({"Mn", "Me", "Cf"})
_DROPPED = frozenset({"Cc", "Cf", "Pd", "Pc"})
"""Categories of signs that separate: controls, signs nobody sees, strokes. Rare letters that Python does not know stay."""


@cache
def spelling_data() -> dict[str, Any]:
    """The shipped table of spellings. Read once; nobody changes it."""
    return read_toml(DATA)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: from the character at `start` up to the one before `end`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether both have a character in common."""
        return self.start < other.end and other.start < self.end

    def within(self, other: Span) -> bool:
        """Whether the other holds all of it."""
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared, and for each of its characters the place in `text` it came from."""

    text: str
    folded: str
    places: tuple[int, ...]

    def find(self, needle: str) -> Iterator[Span]:
        """Every place where a folded needle stands, overlapping ones too."""
        at = self.folded.find(needle) if needle else -1
        while at >= 0:
            yield self.span(at, at + len(needle))
            at = self.folded.find(needle, at + 1)

    def search(self, pattern: re.Pattern[str]) -> Iterator[Span]:
        """What a pattern finds: its last group that took part, or all of it. One that begins inside another is found too."""
        found = pattern.search(self.folded)
        while found is not None:
            start, end = found.span(found.lastindex or 0)
            if end > start:
                yield self.span(start, end)
            found = pattern.search(self.folded, found.start() + 1)

    def span(self, start: int, end: int) -> Span:
        """The stretch of the text behind folded characters, with the signs nobody sees that hang on its end."""
        last = self.places[end - 1] + 1
        while last < len(self.text) and unicodedata.category(self.text[last]) in _UNSEEN:
            last += 1
        return Span(self.places[start], last)


def fold(text: str, *, digits: bool = False, wide: bool = False) -> Folded:
    """The text as it is compared. `digits`: figures of letters become digits; `wide`: every sign of punctuation is left
    out, as between the groups of a number.
    """
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for part in _folded(letter, digits, wide):
            letters.append(part)
            places.append(place)
    return Folded(text, "".join(letters), tuple(places))


def folded(text: str, *, digits: bool = False, wide: bool = False) -> str:
    """As `fold`, the letters only: how a needle is spelled."""
    return "".join("".join(_folded(letter, digits, wide)) for letter in text)


@lru_cache(maxsize=16_384)
def _folded(letter: str, digits: bool, wide: bool) -> tuple[str, ...]:
    if letter in _fences():
        return (letter,)
    plain = _signs().get(letter, letter)
    made: list[str] = []
    for part in unicodedata.normalize("NFKD", plain).casefold():
        if digits and part in _figures():
            made.append(_figures()[part])
        elif part.isdecimal():
            made.append(str(unicodedata.decimal(part)))
        elif not _separates(part, wide):
            made.append(part)
    return tuple(made)


def _separates(letter: str, wide: bool) -> bool:
    kind = unicodedata.category(letter)
    if kind in _DROPPED or kind[0] in "ZM" or letter in spelling_data()["spelling"]["between"]:
        return True
    return wide and kind[0] in "PS" and letter != "@"


@cache
def _fences() -> frozenset[str]:
    return frozenset(spelling_data()["spelling"]["fences"])


@cache
def _figures() -> dict[str, str]:
    return {sign: digit for digit, signs in spelling_data()["digits"].items() for sign in signs}


@cache
def _signs() -> dict[str, str]:
    """Signs that stand for a letter, and private-use code points of old fonts for the characters they showed."""
    known = {sign: letter for letter, signs in spelling_data()["letters"].items() for sign in signs}
    for row in read_table("codes/private_use.tsv"):
        known[chr(int(row["private"], 16))] = chr(int(row["target"], 16))
    return known
