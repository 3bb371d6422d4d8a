"""How alike two stories are, as texts (内容相近): by the pairs of letters they share, in whatever order they are told.

It compares what two matters say, to spare somebody telling it twice; it says nothing of a person. Pure: no database.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

LEAST = 30
"""Percent from which on a story is shown as like another one."""
SHORTEST = 12
"""Letters below which a story is too short to be compared."""
RUN = 4
"""Letters in a row that must be the same to be marked as common."""


def letters(text: str) -> str:
    """The text as it is compared: width and case put aside, everything but letters and digits one space."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters of a text."""
    return frozenset(a + b for run in letters(text).split() for a, b in pairwise(run))


def likeness(one: frozenset[str], other: frozenset[str]) -> int:
    """Percent of the pairs that both texts have (Dice); 0 where there are none."""
    whole = len(one) + len(other)
    return 0 if whole == 0 else 200 * len(one & other) // whole


def near_names(one: str, other: str) -> bool:
    """Whether two names of the same length differ in exactly one letter: heard or typed wrongly (张、章)."""
    if len(one) != len(other) or len(one) < 2:
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def common(text: str, other: str) -> tuple[tuple[int, int], ...]:
    """The stretches of a text, in characters, that the other one says in the same letters; runs of four at least."""
    there = frozenset(_runs(_kept(other)[0]))
    kept, places = _kept(text)
    found: list[tuple[int, int]] = []
    for at, run in enumerate(_runs(kept)):
        if run in there:
            first, end = places[at], places[at + RUN - 1] + 1
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], end)
            else:
                found.append((first, end))
    return tuple(found)


def _kept(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, and where each of them stands in it."""
    kept: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        folded = unicodedata.normalize("NFKC", character).casefold()
        if len(folded) == 1 and folded.isalnum():
            kept.append(folded)
            places.append(at)
    return "".join(kept), places


def _runs(kept: str) -> Iterator[str]:
    return (kept[at : at + RUN] for at in range(len(kept) - RUN + 1))
