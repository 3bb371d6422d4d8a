"""Visits booked ahead (预约来访): booking, changing, cancelling, who came and who did not; and forgetting what was told.

Whoever may receive visitors reads what was told of today's and coming visits; of days that are over there are counts. A
booking is no list of persons: nothing of it can be searched, nothing of it stays when its day is closed (decision 0224).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.changes import Changes
from app.domain import history
from app.domain.booked_visits import (
    SEALED_TELLING,
    BookedState,
    BookedVisit,
    BookingsForgotten,
    ToldVisit,
    VisitArrived,
    VisitBooked,
    VisitMissed,
    VisitRebooked,
    VisitUnbooked,
    by_time,
    read_begin,
    require_expected,
    require_room,
)
from app.domain.day_file import EMPTY, DayFile, TicketsGiven
from app.domain.entry import SEALED, StreamKind, of_day, single
from app.domain.history import ENTRY_KINDS_BY_TYPE
from app.domain.names import clean_text, mask_name
from app.domain.office import BookingLimitSet
from app.errors import BadInput, NotFound, Refused
from app.ports import UnitOfWork
from app.services.looking import record_view
from app.services.reading import public_matter
from app.services.session import Session, office_of

AHEAD = 92
"""Days that a visit may be booked ahead; as many days back nothing of one is left once a later day is closed."""
NAME, ABOUT, REASON = 40, 60, 200
"""Characters of a name as told, of the line about what it is, of a reason."""
MOST_PERSONS = 999
MOST_LIMIT = 99
WALK_IN = "walk_in"
_TELLING = frozenset(ENTRY_KINDS_BY_TYPE[kind].name for kind in SEALED_TELLING)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedLine:
    """A booked visit as lists show it: the name masked; nothing but place and state once it was forgotten."""

    id: int
    state: BookedState
    begin: str = ""
    persons: int = 0
    way: str = ""
    name: str = ""
    about: str = ""
    number: str = ""
    by: str = ""
    ticket: int = 0
    reason: str = ""

    @property
    def expected(self) -> bool:
        """Whether nobody said yet what became of it."""
        return self.state is BookedState.EXPECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedDay:
    """The booked visits of a day by time; of a day that is over none, only `counts` by state. `limit`: of a half hour."""

    day: date
    lines: tuple[BookedLine, ...]
    counts: Mapping[BookedState, int]
    persons: int = 0
    limit: int = 0
    rest_day: bool = False

    @property
    def count(self) -> int:
        """Visits that stand: expected, or come."""
        return self.counts.get(BookedState.EXPECTED, 0) + self.counts.get(BookedState.ARRIVED, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingWritten:
    """A booking was written down: its day and place. `rest_day`: on that day the office does not work."""

    day: date
    booking: int
    begin: str
    rest_day: bool
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketGiven:
    """A ticket of the reception: its number, and how many wait before it."""

    ticket: int
    ahead: int
    changes: Changes


def booked_day(session: Session, day: date | None = None) -> BookedDay:
    """The booked visits of a day, today's when none is named. Raises NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    on = day or session.today()
    visits = _read(session, on).booked
    over = on < session.today()
    lines = () if over else tuple(_line(session, one) for one in by_time(visits))
    return BookedDay(
        day=on,
        lines=lines,
        counts=Counter(one.state for one in visits),
        persons=sum(one.told.persons for one in visits if one.told and one.stands),
        limit=session.office.booking_limit,
        rest_day=not session.calendar.is_workday(on),
    )


def expected_lines(session: Session, day: date) -> tuple[BookedLine, ...]:
    """Booked visits of a day, over or not, of which nobody said what became: what its closing asks for."""
    session.require_reader()
    return tuple(_line(session, one) for one in by_time(_read(session, day).expected))


def told_of(session: Session, booking: int, day: date | None = None) -> ToldVisit:
    """What was told of a booked visit, the name in full: for who changes it or receives it; looking is recorded.

    Raises NotFound("booked.unknown", "booked.forgotten").
    """
    session.require_actor()
    on = day or session.today()
    found = next((one for one in _read(session, on).booked if one.id == booking), None)
    if found is None:
        raise NotFound("booked.unknown", field="booking", booking=booking)
    if found.told is None:
        raise NotFound("booked.forgotten", field="booking", booking=booking)
    record_view(
        session, "booked-visit", found.told.number, sealed=False, reason=f"{on.isoformat()}/{booking}"
    )
    return found.told


def book_visit(session: Session, day: date, told: ToldVisit) -> BookingWritten:
    """Books a visit for a day from today on. Raises what `_checked` raises, Refused("booked.full")."""
    session.require_actor()
    given = _checked(session, day, told)
    with session.work() as work:
        visits = _read(session, day, work).booked
        require_room(visits, given, session.office.booking_limit)
        place = max((one.id for one in visits), default=0) + 1
        _write(session, work, day, VisitBooked(booking=place, told=given))
        forget_told(session, work, session.today() - timedelta(days=1))
        work.commit()
    return _written(session, day, place, given.begin)


def change_visit(
    session: Session, day: date, booking: int, told: ToldVisit, *, reason: str, to: date | None = None
) -> BookingWritten:
    """Changes a booked visit, with a reason, or moves it `to` another day: then it stands there anew.

    Raises as `book_visit`, and NotFound("booked.unknown"), Refused("booked.settled"), BadInput("booked.no_reason").
    """
    session.require_actor()
    why, new_day = _reason(reason), to or day
    given = _checked(session, new_day, told)
    with session.work() as work:
        visits = _read(session, day, work).booked
        require_expected(visits, booking)
        place, limit = booking, session.office.booking_limit
        if new_day == day:
            require_room(visits, given, limit, but=booking)
            _write(session, work, day, VisitRebooked(booking=booking, told=given, reason=why))
        else:
            there = _read(session, new_day, work).booked
            require_room(there, given, limit)
            place = max((one.id for one in there), default=0) + 1
            _write(session, work, day, VisitUnbooked(booking=booking, moved=True, reason=why))
            _write(session, work, new_day, VisitBooked(booking=place, told=given))
        work.commit()
    return _written(session, new_day, place, given.begin)


def cancel_visit(session: Session, day: date, booking: int, reason: str) -> Changes:
    """Cancels a booked visit. Raises NotFound("booked.unknown"), Refused("booked.settled"), BadInput("booked.no_reason")."""
    return _settle(session, day, booking, VisitUnbooked(booking=booking, reason=_reason(reason)))


def miss_visit(session: Session, booking: int, day: date | None = None) -> Changes:
    """Says that a booked visitor did not come; it counts for nothing. Raises as `cancel_visit`."""
    on = day or session.today()
    if on > session.today():
        raise Refused("booked.not_yet", field="booking", day=on.isoformat())
    return _settle(session, on, booking, VisitMissed(booking=booking))


def arrive(session: Session, booking: int) -> TicketGiven:
    """A booked visitor of today came and is given the next ticket, like everybody. Raises as `cancel_visit`."""
    session.require_actor()
    today = session.today()
    with session.work() as work:
        file = _read(session, today, work)
        require_expected(file.booked, booking)
        ticket, ahead = _next_ticket(file)
        _write(session, work, today, TicketsGiven(channel=WALK_IN, first=ticket, last=ticket))
        _write(session, work, today, VisitArrived(booking=booking, channel=WALK_IN, ticket=ticket))
        work.commit()
    return TicketGiven(ticket=ticket, ahead=ahead, changes=Changes(obligations=True))


def give_ticket(session: Session) -> TicketGiven:
    """Gives the next ticket of the reception to who comes without a booking."""
    session.require_actor()
    today = session.today()
    with session.work() as work:
        ticket, ahead = _next_ticket(_read(session, today, work))
        _write(session, work, today, TicketsGiven(channel=WALK_IN, first=ticket, last=ticket))
        work.commit()
    return TicketGiven(ticket=ticket, ahead=ahead, changes=Changes(obligations=True))


def set_booking_limit(session: Session, most: int) -> Changes:
    """Sets how many visits are booked for a half hour; 0: as many as there are. Raises BadInput("booked.limit")."""
    session.require_actor()
    if not 0 <= most <= MOST_LIMIT:
        raise BadInput("booked.limit", field="most", most=MOST_LIMIT)
    stream = single(StreamKind.OFFICE)
    with session.work() as work:
        draft = session.draft(stream, BookingLimitSet(most=most), session.today(), None)
        work.append([replace(draft, after=work.stream_head(stream))])
        work.commit()
    session.office = office_of(session.memory)
    return Changes(settings=True, obligations=True)


def forget_told(session: Session, work: UnitOfWork, until: date) -> int:
    """Deletes what was told of booked visits up to a day, in this transaction; the answer is how many entries told it."""
    count = 0
    for back in range(AHEAD + 1):
        day = until - timedelta(days=back)
        stream = of_day(day, session.office.station)
        entries = work.stream(stream)
        telling = [e.header.id for e in entries if e.header.kind in _TELLING and SEALED in e.parts]
        if not telling:
            continue
        file: DayFile = history.fold_other(entries, EMPTY)
        _write(session, work, day, BookingsForgotten(count=len(file.booked)))
        work.forget_bodies(stream, telling, SEALED)
        count += len(telling)
    return count


def _read(session: Session, day: date, work: UnitOfWork | None = None) -> DayFile:
    """The file of a day with what was told, as far as this person holds a key for it."""
    stream = of_day(day, session.office.station)
    entries = session.memory.queries.stream(stream) if work is None else work.stream(stream)
    file: DayFile = history.fold_other(entries, EMPTY, session.sealer.open)
    return file


def _write(session: Session, work: UnitOfWork, day: date, value: Any) -> None:
    stream = of_day(day, session.office.station)
    draft = session.draft(stream, value, day, None)
    work.append([replace(draft, after=work.stream_head(stream))])


def _settle(session: Session, day: date, booking: int, value: Any) -> Changes:
    session.require_actor()
    with session.work() as work:
        require_expected(_read(session, day, work).booked, booking)
        _write(session, work, day, value)
        work.commit()
    return Changes(obligations=True)


def _next_ticket(file: DayFile) -> tuple[int, int]:
    """The next number of the reception, and how many wait."""
    there = [one for one in file.tickets if one.channel == WALK_IN]
    return max((one.number for one in there), default=0) + 1, sum(one.waits for one in there)


def _checked(session: Session, day: date, told: ToldVisit) -> ToldVisit:
    """What was told, cleaned.

    Raises BadInput("booked.past", "booked.too_far", "booked.no_time", "booked.persons", "booked.nobody",
    "booked.number_unknown", "text.too_long"), Refused("booked.sealed_matter").
    """
    today = session.today()
    if day < today:
        raise BadInput("booked.past", field="on", day=day.isoformat())
    if (day - today).days > AHEAD:
        raise BadInput("booked.too_far", field="on", days=AHEAD)
    if not 1 <= told.persons <= MOST_PERSONS:
        raise BadInput("booked.persons", field="persons", most=MOST_PERSONS)
    name = " ".join(clean_text(told.name, limit=NAME, field="name").split())
    about = " ".join(clean_text(told.about, limit=ABOUT, field="about").split())
    number = told.number.strip().upper()
    if not (name or about or number):
        raise BadInput("booked.nobody", field="name")
    if number:
        matter = public_matter(session, number)
        if matter is None:
            raise BadInput("booked.number_unknown", field="number", number=number[:20])
        if (matter.restricted or matter.confidential) and (name or about):
            raise Refused("booked.sealed_matter", field="name" if name else "about", number=number)
    return replace(told, begin=read_begin(told.begin), name=name, about=about, number=number)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise BadInput("booked.no_reason", field="reason")
    return clean_text(reason, limit=REASON, field="reason").strip()


def _written(session: Session, day: date, place: int, begin: str) -> BookingWritten:
    return BookingWritten(
        day=day,
        booking=place,
        begin=begin,
        rest_day=not session.calendar.is_workday(day),
        changes=Changes(obligations=True),
    )


def _line(session: Session, one: BookedVisit) -> BookedLine:
    told = one.told
    line = BookedLine(id=one.id, state=one.state, ticket=one.ticket, reason=one.reason)
    if told is None:
        return line
    return replace(
        line,
        begin=told.begin,
        persons=told.persons,
        way=told.way.value,
        name=mask_name(told.name),
        about=told.about,
        number=told.number,
        by=session.accounts.name_of(one.by),
    )


def booked_object(found: BookedDay) -> dict[str, object]:
    """A day's booked visits as JSON, the names masked."""
    return {
        "day": found.day.isoformat(),
        "limit": found.limit,
        "counts": {state.value: found.counts.get(state, 0) for state in BookedState},
        "persons": found.persons,
        "rest_day": found.rest_day,
        "visits": [
            {
                "booking": one.id,
                "state": one.state.value,
                "begin": one.begin or None,
                "persons": one.persons or None,
                "way": one.way or None,
                "name": one.name or None,
                "about": one.about or None,
                "number": one.number or None,
                "by": one.by or None,
                "ticket": one.ticket or None,
                "reason": one.reason or None,
            }
            for one in found.lines
        ],
    }
