"""Entries in order → the mediation; and what of an entry is sealed."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain import history
from app.domain.changed import replace
from app.domain.entry import Entry
from app.domain.history import Opener
from app.domain.mediation.state import Mediation, advanced

TALK = "talk"
"""The scope of what one side said alone: sealed in every mediation, to those who mediate."""


def fold(entries: Iterable[Entry], opener: Opener | None = None) -> Mediation | None:
    """The mediation of its entries in order, or None when they open nothing."""
    state: Mediation | None = None
    for entry in history.in_order(entries):
        state = step(state, entry, opener)
    return state


def step(state: Mediation | None, entry: Entry, opener: Opener | None = None) -> Mediation | None:
    """The state after one more entry. An entry of a newer program is kept and marks it as needing an update."""
    found = history.read_value(entry, opener)
    if found is None:
        return None if state is None else advanced(replace(state, update_needed=True), entry.header)
    kind, value = found
    if state is None and kind.name != "mediation-opened":
        return None
    changed: Mediation = kind.evolve(state, value, entry.header)
    return advanced(changed, entry.header)


def scopes_of(confidential: bool) -> frozenset[str]:
    """What is sealed in the entries of a mediation: what a side said alone; of a confidential matter the people too."""
    return frozenset({TALK, "people"}) if confidential else frozenset({TALK})
