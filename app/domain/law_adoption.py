"""Which law and which calendar this office has adopted (规则与日历的采用).

Editing a rules file would silently rewrite history; so adopting one is an entry with its hash (rulings.md 7).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.domain.calendar import WorkCalendar, YearTable
from app.domain.entry import Header
from app.domain.kinds import EntryKind
from app.domain.overlays import Overlays, shipped_overlays


@dataclass(frozen=True, slots=True, kw_only=True)
class LawAdopted:
    """A set of rules was adopted (已采用规则): its version hash, the overlays that are on.

    `overlays` are all stretches of all overlays, ended ones among them, with the office's own texts; empty in entries
    of programs that knew no own texts: `profiles` are then on as they were shipped.
    """

    version: str
    profiles: tuple[str, ...] = ()
    overlays: Overlays = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPublished:
    """A calendar of working days was adopted (已采用日历): version hash, years it covers, the office's own tables."""

    version: str
    years: tuple[int, ...] = ()
    tables: tuple[YearTable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """What is in force at this office (在用规则与日历): version hashes, overlays, own tables, the day of each adoption."""

    law: str = ""
    overlays: Overlays = ()
    law_on: date | None = None
    calendar: str = ""
    years: tuple[int, ...] = ()
    tables: tuple[YearTable, ...] = ()
    calendar_on: date | None = None

    @property
    def work_calendar(self) -> WorkCalendar:
        """The calendar this office works by: the tables it has adopted, its own in the place of those shipped.

        A table that a newer program brought waits until it is adopted. Where the adopted calendar cannot be made again,
        because a shipped table was put right, the shipped tables are taken.
        """
        shipped = WorkCalendar.shipped().tables
        known = [table for table in shipped if table.year in self.years]
        kept = WorkCalendar.from_tables((*known, *self.tables))
        if kept.version == self.calendar:
            return kept
        return WorkCalendar.from_tables((*shipped, *self.tables))

    @property
    def waiting_tables(self) -> tuple[YearTable, ...]:
        """Tables that came with the program for years that the adopted calendar does not cover."""
        covered = self.work_calendar.years
        return tuple(table for table in WorkCalendar.shipped().tables if table.year not in covered)


def law_adopted(state: Adopted, entry: LawAdopted, header: Header) -> Adopted:
    """What is in force after rules were adopted."""
    overlays = entry.overlays or shipped_overlays(frozenset(entry.profiles))
    return replace(state, law=entry.version, overlays=overlays, law_on=header.on)


def calendar_published(state: Adopted, entry: CalendarPublished, header: Header) -> Adopted:
    """What is in force after a calendar was adopted."""
    return replace(
        state, calendar=entry.version, years=entry.years, tables=entry.tables, calendar_on=header.on
    )


ENTRIES = (
    EntryKind("law-adopted", LawAdopted, law_adopted),
    EntryKind("calendar-published", CalendarPublished, calendar_published),
)
