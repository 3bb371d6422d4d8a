"""What the acts of a matter recorded, read from its entries: the same words are not asked for a second time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from app.domain.history import read_value
from app.domain.matter import overlaps
from app.errors import Refused
from app.services.occasion import Occasion

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Recorded(Generic[Value]):
    """The value of an entry and the day it counts for."""

    value: Value
    on: date


def recorded(occasion: Occasion, kind: type[Value]) -> Iterator[Recorded[Value]]:
    """The entries of that type about the claim of the occasion, newest first; an entry without a claim is about all.

    Parts that lie under keys this person does not hold have their empty values.
    """
    opener = occasion.session.opener(occasion.entries)
    for entry in reversed(occasion.entries):
        found = read_value(entry, opener)
        if found is None or type(found[1]) is not kind:
            continue
        if overlaps(getattr(found[1], "claim", 0), occasion.claim):
            yield Recorded(found[1], entry.header.on)


def latest(occasion: Occasion, kind: type[Value]) -> Recorded[Value]:
    """The newest entry of that type. Raises Refused("letter.not_recorded") where the act was not done yet."""
    found = next(recorded(occasion, kind), None)
    if found is None:
        raise Refused("letter.not_recorded")
    return found
