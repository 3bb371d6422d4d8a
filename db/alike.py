"""Which matters share the rarest pairs of a text: votes of the bigram index, and nothing that scans it (performance.md 3).

A pair that very many matters hold says little and costs much: where more than COMMON hold it, it is passed over, and that
is remembered, so that later questions do not even look at it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from math import log

from db.search import normalised, runs, tokens

VOTING = 24
"""So many of the rarest pairs vote."""
COMMON = 200
"""Matters that may hold a pair which votes."""
ASKED = 360
"""Pairs of a long text that are looked at, evenly over it."""
_FORGET_AT = 60_000
"""Pairs that are remembered as common at most."""


class CommonPairs:
    """The pairs that were found to be common in one index. It only grows with the index, so nothing of it turns false."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def without(self, pairs: Iterable[str]) -> list[str]:
        """Those that are not known to be common."""
        return [pair for pair in pairs if pair not in self._known]

    def learn(self, found: Mapping[str, Sequence[int]]) -> None:
        """Takes note of what more than COMMON matters hold."""
        if len(self._known) > _FORGET_AT:
            self._known = set()
        self._known.update(pair for pair, places in found.items() if len(places) > COMMON)


def pairs_of(text: str) -> list[str]:
    """The index tokens of the pairs of a text, each once, of a long one evenly chosen ones."""
    made = list(dict.fromkeys(token for run in runs(normalised(text)) for token in tokens(run)[:-1]))
    step = -(-len(made) // ASKED) or 1
    return made[::step]


def most_alike(found: Mapping[str, Sequence[int]], limit: int) -> list[int]:
    """Positions by the votes of the rarest pairs, most votes first, newer ones before older ones."""
    held = [(len(places), pair) for pair, places in found.items() if 0 < len(places) <= COMMON]
    votes: Counter[int] = Counter()
    for count, pair in nsmallest(VOTING, held):
        weight = 1000 * log(2 * COMMON / count)
        for place in found[pair]:
            votes[place] += int(weight)
    return [place for place, _ in sorted(votes.items(), key=lambda item: (-item[1], -item[0]))[:limit]]


def near_tokens(name: str) -> tuple[tuple[str, ...], str, str]:
    """What a name with one wrong letter still has in the index: one of its pairs, or its first letter and its last one.

    The pairs, the beginning of every token of the first letter (empty for a name of two), and the last letter's token.
    """
    made = tokens("".join(runs(normalised(name))))
    if len(made) < 2:
        return (), "", ""
    first = made[0][: len(made[0]) // 2] if len(made) > 2 else ""
    return tuple(made[:-1]), first, made[-1]
