"""What the writer of an entry did not know: two words are a difference only where neither saw the other (互不知情)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from app.domain.entry import Entry

NOTHING: frozenset[UUID] = frozenset()


def unseen_by(ordered: Sequence[Entry]) -> Mapping[UUID, frozenset[UUID]]:
    """Of each entry that did not know all that stands before it: what it did not know. `ordered` is the one order.

    Known is what `after` names, all that was known there, and what the same writer wrote before in the same epoch. A history
    that never parted answers with nothing.
    """
    if _never_parted(ordered):
        return {}
    places = {entry.header.id: place for place, entry in enumerate(ordered)}
    knew: list[int] = []
    last_of: dict[tuple[str, int], int] = {}
    found: dict[UUID, frozenset[UUID]] = {}
    for place, entry in enumerate(ordered):
        header = entry.header
        chain = (header.origin, header.epoch)
        known = last_of.get(chain, 0)
        for head in header.after:
            at = places.get(head, place)
            if at < place:
                known |= knew[at]
        missing = ((1 << place) - 1) & ~known
        if missing:
            found[header.id] = frozenset(
                earlier.header.id for at, earlier in enumerate(ordered[:place]) if missing >> at & 1
            )
        known |= 1 << place
        knew.append(known)
        last_of[chain] = known
    return found


def _never_parted(ordered: Sequence[Entry]) -> bool:
    """Whether every entry names the one before it: then each knew all before it."""
    return all(earlier.header.id in later.header.after for earlier, later in pairwise(ordered))
