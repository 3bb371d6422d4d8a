"""Which law and which calendar this office has adopted (规则与日历的采用).

Editing a rules file would silently rewrite history; so adopting one is an entry with its hash (rulings.md 7).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.domain.entry import Header
from app.domain.kinds import EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LawAdopted:
    """A set of rules was adopted (已采用规则): its version hash, the profiles switched on, its text."""

    version: str
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPublished:
    """A calendar of working days was adopted (已采用日历): its version hash, and the years it covers."""

    version: str
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """What is in force at this office (在用规则与日历): version hashes and the day each was adopted."""

    law: str = ""
    profiles: tuple[str, ...] = ()
    law_on: date | None = None
    calendar: str = ""
    calendar_on: date | None = None


def law_adopted(state: Adopted, entry: LawAdopted, header: Header) -> Adopted:
    """What is in force after rules were adopted."""
    return replace(state, law=entry.version, profiles=entry.profiles, law_on=header.on)


def calendar_published(state: Adopted, entry: CalendarPublished, header: Header) -> Adopted:
    """What is in force after a calendar was adopted."""
    return replace(state, calendar=entry.version, calendar_on=header.on)


ENTRIES = (
    EntryKind("law-adopted", LawAdopted, law_adopted),
    EntryKind("calendar-published", CalendarPublished, calendar_published),
)
