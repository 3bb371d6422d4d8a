"""Visits booked ahead (预约来访): what was told of them, and what became of each on its day.

A booking is an appointment of the office with itself: it gives nobody a right before others, and who is not booked is
received all the same. Everything that was told lies in the sealed part of its entry, which travels nowhere and is deleted
when the day is closed (decision 0224); what stays open is a place in the day's list and what became of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.errors import BadInput, NotFound, Refused

HALF_HOUR = 30
"""Minutes of the stretches that a limit is set for."""
_DAY = 24 * 60
_CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?")


class BookingWay(StrEnum):
    """How a visit was booked (预约方式): by telephone, by letter, when last received, for a leader's reception day."""

    PHONE = "phone"
    LETTER = "letter"
    TALK = "talk"
    LEADER = "leader"


class BookedState(StrEnum):
    """What became of a booked visit (预约去向): still expected, came, did not come, moved to another day, cancelled."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    NOT_COME = "not_come"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldVisit:
    """What was told of a visit ahead: from when (`09:30`), how many persons, how it was booked, by whom and about what.

    `number` is the matter that it is about; `about` one line instead.
    """

    begin: str
    persons: int
    way: BookingWay
    name: str = ""
    about: str = ""
    number: str = ""

    @property
    def minute(self) -> int:
        """Its minute of the day."""
        hour, _, minute = self.begin.partition(":")
        return int(hour) * 60 + int(minute)

    @property
    def half_hour(self) -> int:
        """Which half hour of the day it begins in."""
        return self.minute // HALF_HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitBooked:
    """A visit was booked for the day (预约已登记): its place in the day's list; the rest is sealed and forgotten later."""

    booking: int
    told: ToldVisit | None = field(default=None, metadata={"scope": "people"})


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRebooked:
    """A booked visit was changed within its day (预约已变更): what is told of it now, and why."""

    booking: int
    told: ToldVisit | None = field(default=None, metadata={"scope": "people"})
    reason: str = field(default="", metadata={"scope": "people"})


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitUnbooked:
    """A booked visit was cancelled, or moved to another day (预约已取消), and why."""

    booking: int
    moved: bool = False
    reason: str = field(default="", metadata={"scope": "people"})


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitArrived:
    """A booked visitor came and was given a ticket (预约已到)."""

    booking: int
    channel: str
    ticket: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMissed:
    """A booked visitor did not come (预约未到). It counts for nothing but the day's list."""

    booking: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingsForgotten:
    """What was told of the day's booked visits was deleted (预约内容已清除); counts are left."""

    count: int


SEALED_TELLING = (VisitBooked, VisitRebooked, VisitUnbooked)
"""Entries whose sealed part tells of a person, for all who receive visitors, until the day is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedVisit:
    """A booked visit as it stands (预约来访); `by` took it. `told` is None once it was forgotten, and for who has no key."""

    id: int
    by: str = ""
    told: ToldVisit | None = None
    state: BookedState = BookedState.EXPECTED
    channel: str = ""
    ticket: int = 0
    reason: str = ""

    @property
    def stands(self) -> bool:
        """Whether it takes a place of its half hour."""
        return self.state in (BookedState.EXPECTED, BookedState.ARRIVED)

    @property
    def expected(self) -> bool:
        """Whether nobody said yet what became of it."""
        return self.state is BookedState.EXPECTED


def by_time(visits: Iterable[BookedVisit]) -> tuple[BookedVisit, ...]:
    """By time, then by place in the list."""
    return tuple(sorted(visits, key=lambda one: (one.told.begin if one.told else "", one.id)))


def require_expected(visits: Iterable[BookedVisit], booking: int) -> BookedVisit:
    """The booked visit of that place, still expected. Raises NotFound("booked.unknown"), Refused("booked.settled")."""
    found = next((one for one in visits if one.id == booking), None)
    if found is None:
        raise NotFound("booked.unknown", field="booking", booking=booking)
    if not found.expected:
        raise Refused("booked.settled", field="booking", booking=booking)
    return found


def require_room(visits: Iterable[BookedVisit], told: ToldVisit, most: int, but: int = 0) -> None:
    """Raises Refused("booked.full") with the next half hour that has room, "booked.full_day" without; 0 is no limit."""
    if not most:
        return
    taken = [one.told.half_hour for one in visits if one.told and one.stands and one.id != but]
    if taken.count(told.half_hour) < most:
        return
    free = next((at for at in range(told.half_hour + 1, _DAY // HALF_HOUR) if taken.count(at) < most), None)
    if free is None:
        raise Refused("booked.full_day", field="begin", begin=told.begin, most=most)
    next_free = f"{free * HALF_HOUR // 60:02d}:{free * HALF_HOUR % 60:02d}"
    raise Refused("booked.full", field="begin", begin=told.begin, most=most, free=next_free)


def read_begin(text: str) -> str:
    """A time as it is kept (`09:30`) from `9:30`, `0930` or `9`. Raises BadInput("booked.no_time")."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _CLOCK.fullmatch(plain)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise BadInput("booked.no_time", field="begin", text=plain[:10])
    return f"{hour:02d}:{minute:02d}"


def booked(visits: tuple[BookedVisit, ...], entry: VisitBooked, by: str) -> tuple[BookedVisit, ...]:
    """The list with one more; where two desks gave the same place at once, the later one takes the next."""
    there = {one.id for one in visits}
    place = entry.booking if entry.booking not in there else max(there) + 1
    return (*visits, BookedVisit(id=place, by=by, told=entry.told))


def changed(visits: tuple[BookedVisit, ...], booking: int, **more: object) -> tuple[BookedVisit, ...]:
    """The list with one of them changed, if it is still expected."""
    return tuple(replace(one, **more) if one.id == booking and one.expected else one for one in visits)  # type: ignore[arg-type]


def forgotten(visits: tuple[BookedVisit, ...]) -> tuple[BookedVisit, ...]:
    """The list without anything that was told."""
    return tuple(replace(one, told=None, reason="") for one in visits)
