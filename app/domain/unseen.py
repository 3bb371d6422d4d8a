"""What the writer of an entry did not know: two words are a difference only where neither saw the other (互不知情)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from app.domain.entry import Entry

NOTHING: frozenset[UUID] = frozenset()


def unseen_by(
    ordered: Sequence[Entry], kinds: frozenset[str] = frozenset()
) -> Mapping[UUID, frozenset[UUID]]:
    """Of each entry that did not know all of `kinds` (all kinds) that stands before it: what it did not know.

    `ordered` is the one order. Known is what `after` names, all that was known there, and what the same writer wrote before
    in the same epoch. A history that never parted answers with nothing.
    """
    if _never_parted(ordered):
        return {}
    weighed: list[UUID] = []
    knew: dict[UUID, int] = {}
    last_of: dict[tuple[str, int], int] = {}
    found: dict[UUID, frozenset[UUID]] = {}
    for entry in ordered:
        header = entry.header
        chain = (header.origin, header.epoch)
        known = last_of.get(chain, 0)
        for head in header.after:
            known |= knew.get(head, 0)
        missing = ((1 << len(weighed)) - 1) & ~known
        if missing:
            found[header.id] = frozenset(_at(weighed, missing))
        if not kinds or header.kind in kinds:
            known |= 1 << len(weighed)
            weighed.append(header.id)
        knew[header.id] = last_of[chain] = known
    return found


def _at(weighed: Sequence[UUID], places: int) -> Iterator[UUID]:
    """The entries whose bits are set."""
    while places:
        lowest = places & -places
        yield weighed[lowest.bit_length() - 1]
        places ^= lowest


def _never_parted(ordered: Sequence[Entry]) -> bool:
    """Whether every entry names the one before it: then each knew all before it."""
    return all(earlier.header.id in later.header.after for earlier, later in pairwise(ordered))
