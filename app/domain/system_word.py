"""A line of another system's list about one matter, in that system's own words (对方系统的一行)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemTold:
    """What another system's list said of a matter (对方系统名单已记录).

    `system` and `number` name it there; `state`, `rating` and `unit_rating` are its words as they stood there, all of known
    lists; `unit` is who handles it there. Flags
    are yes, no, or empty where the list says neither.
    """

    system: str
    number: str
    state: str = ""
    unit: str = ""
    received_on: date | None = None
    registered_on: date | None = None
    due_on: date | None = None
    ended: str = ""
    ended_on: date | None = None
    first: str = ""
    joint: str = ""
    persons: int = 0
    channel: str = ""
    purpose: str = ""
    rating: str = ""
    unit_rating: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemWord:
    """One such line as the matter keeps it: what was told, the day it was read, the entry."""

    told: SystemTold
    on: date
    entry: UUID
