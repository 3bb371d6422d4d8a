"""Booking rooms (调解室预约): two desks at one room at one time, one is told that it is taken; and what a calendar shows.

Calendars hang where everybody sees them: none shows a party, and of a mediation held in private (不公开) or of people under
seal no more than that the room is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from app.changes import Changes
from app.clock import CHINA
from app.domain import history
from app.domain.entry import Entry
from app.domain.mediation import booking, folding
from app.domain.mediation.booking import Booking, BookRoom, CancelBooking, MoveBooking, Occasion, RoomBookings
from app.domain.mediation.moments import minutes_between, moment_text, read_moment
from app.domain.mediation.register import Register, RoomRegistered
from app.domain.mediation.state import Mediation
from app.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from app.ports import UnitOfWork
from app.services.mediation.reading import read_register, view_mediation, whole_mediation
from app.services.mediation.writing import register_in
from app.services.perform import ATTEMPTS
from app.services.session import Session
from resources.loader import words

T = TypeVar("T")
ROOMS = Changes(rooms=True)
"""What stands in the rooms changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """What was booked, moved or cancelled: its id now, and whether there are more parties than the room seats."""

    booking: str
    room: str = ""
    begin: str = ""
    minutes: int = 0
    mediator: str = ""
    stands_in_for: str = ""
    crowded: bool = False
    changes: Changes = ROOMS


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSlot:
    """A booking as a calendar shows it. `taken`: nothing but room and time may be shown.

    `mediator` and `stands_in_for` are names; `who` is the mediator's code. Without a room it says who is away. `uid` is
    the same for as long as the booking lives, wherever it is moved; `changes` counts what happened to it.
    """

    booking: str
    room: str
    begin: str
    end: str
    minutes: int
    taken: bool = False
    mediation: str = ""
    dispute_kind: str = ""
    who: str = ""
    mediator: str = ""
    stands_in_for: str = ""
    words: str = ""
    uid: str = ""
    changes: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPlan:
    """Days from `first` to `last` with the rooms that are used or were booked then, and the bookings by time."""

    first: date
    last: date
    rooms: tuple[RoomRegistered, ...]
    slots: tuple[RoomSlot, ...]

    @property
    def away(self) -> bool:
        """Whether a mediator is away on one of the days."""
        return any(not slot.room for slot in self.slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Who would mediate at a time, and where there is room: `mediator` a name, empty where nobody is free.

    `stand_in`: it is whoever stands in for the one who is elsewhere. `rooms` are the codes of free rooms with enough
    seats, the smallest first, those with too few at the end.
    """

    mediator: str
    stand_in: bool
    absent: str
    rooms: tuple[str, ...]


def book(session: Session, act: BookRoom) -> Booked:
    """Books a room, or notes that a mediator is away.

    Raises NotAllowed("role.acts_on_no_matters", "paper.sealed"), NotFound("mediation.unknown"),
    Refused("mediation.other_station") and what `app.domain.mediation.booking.book` refuses.
    """
    month = booking.month_of(read_moment(act.begin, "begin").date())

    def write(work: UnitOfWork) -> Booked:
        state, after = _read(session, work, month)
        given = _occasion(session, work, act.mediation)
        entry = booking.book(state, act, given)
        _write(session, work, month, entry, after)
        return _booked(entry.booking, entry, booking.crowded(given.register, entry.room, given.mediation))

    return _retried(session, write)


def note_absence(session: Session, mediator: str, first: date, last: date, why: str) -> tuple[Booked, ...]:
    """Notes that a mediator is away on all of these days (不在岗): nobody books them then, their stand-in is proposed.

    From and until when on a day stands in resources/words (`[rooms.day]`). Raises as `book`,
    BadInput("register.days_out_of_order").
    """
    hours = room_words("day")
    begin, minutes = (
        str(hours["begin"]),
        minutes_between(*(f"2000-01-01T{hours[n]}" for n in ("begin", "end"))),
    )
    _require_order(first, last)
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]

    def write(work: UnitOfWork) -> tuple[Booked, ...]:
        made = []
        given = _occasion(session, work, "")
        months: dict[str, tuple[RoomBookings, tuple[Entry, ...]]] = {}
        for day in days:
            month = booking.month_of(day)
            state, after = months.get(month) or _read(session, work, month)
            act = BookRoom(begin=f"{day.isoformat()}T{begin}", minutes=minutes, mediator=mediator, words=why)
            entry = booking.book(state, act, given)
            recorded = _write(session, work, month, entry, after)
            months[month] = (booking.room_booked(state, entry, recorded.header), (recorded,))
            made.append(_booked(entry.booking, entry, False))
        return tuple(made)

    return _retried(session, write)


def move(session: Session, act: MoveBooking) -> Booked:
    """Moves a booking in time or to another room, or gives it to the stand-in; into another month with a new id.

    Raises as `book`, NotFound("mediation.no_booking"), Refused("mediation.booking_cancelled", "mediation.booking_over"),
    BadInput("mediation.booking_unmoved").
    """
    month = booking.month_of_booking(act.booking)
    target = booking.month_of(read_moment(act.begin, "begin").date()) if act.begin else month

    def write(work: UnitOfWork) -> Booked:
        state, after = _read(session, work, month)
        given = _occasion(session, work, state.require(act.booking).mediation)
        if target == month:
            entry = booking.move(state, act, given)
            _write(session, work, month, entry, after)
            return _booked(entry.booking, entry, booking.crowded(given.register, entry.room, given.mediation))
        into, there = _read(session, work, target)
        reason = str(room_words("moved")["reason"])
        gone, made = booking.move_across(state, into, act, given, reason)
        _write(session, work, month, gone, after)
        _write(session, work, target, made, there)
        return _booked(made.booking, made, booking.crowded(given.register, made.room, given.mediation))

    return _retried(session, write)


def cancel(session: Session, act: CancelBooking) -> Booked:
    """Cancels a booking for a reason.

    Raises NotAllowed("role.acts_on_no_matters") and what `app.domain.mediation.booking.cancel` refuses.
    """
    month = booking.month_of_booking(act.booking)

    def write(work: UnitOfWork) -> Booked:
        state, after = _read(session, work, month)
        entry = booking.cancel(state, act, _now(session))
        _write(session, work, month, entry, after)
        return Booked(booking=entry.booking)

    return _retried(session, write)


def day_of_rooms(session: Session, day: date) -> RoomPlan:
    """The bookings of a day as everybody may see them. Raises NotAllowed("role.reads_no_matters")."""
    return plan_of(session, day, day)


def month_of_rooms(session: Session, year: int, month: int) -> RoomPlan:
    """The bookings of a month as everybody may see them. Raises NotAllowed("role.reads_no_matters")."""
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return plan_of(session, first, after - timedelta(days=1))


def plan_of(session: Session, first: date, last: date, *, mediator: str = "", gone: bool = False) -> RoomPlan:
    """The bookings from one day to another, of one mediator where a code is given; `gone`: cancelled ones too.

    Raises NotAllowed("role.reads_no_matters"), BadInput("register.days_out_of_order").
    """
    _require_order(first, last)
    register = read_register(session)
    found = [
        item
        for month in _months(first, last)
        for item in _months_bookings(session, month).rows.values()
        if first <= item.day <= last and (gone or not item.cancelled) and mediator in ("", item.mediator)
    ]
    found.sort(key=lambda item: (item.begin, item.room, item.id))
    used = {item.room for item in found}
    rooms = tuple(room for room in register.rooms.values() if not room.closed or room.code in used)
    slots = tuple(_slot(session.office.station, item, register) for item in found)
    return RoomPlan(first=first, last=last, rooms=rooms, slots=slots)


def bookings_of_mediation(session: Session, number: str) -> tuple[Booking, ...]:
    """The bookings of one mediation that stand, whole: for who may open it; by time.

    Raises NotFound("mediation.unknown"), NotAllowed("role.reads_no_matters", "mediation.held_in_private").
    """
    state = view_mediation(session, number).mediation
    months = _months(state.opened_on, session.today() + booking.AHEAD)
    found = (item for month in months for item in _months_bookings(session, month).standing)
    return tuple(item for item in found if item.mediation == number)


def next_booking(session: Session, state: Mediation) -> Booking | None:
    """The next time for which a room is booked for a mediation that was opened already; one that has begun counts too.

    Raises NotAllowed("role.reads_no_matters").
    """
    now, today = _now(session), session.today()
    for month in _months(today, today + booking.AHEAD):
        for item in _months_bookings(session, month).standing:
            if item.mediation == state.number and read_moment(item.end, "begin") > now:
                return item
    return None


def propose(session: Session, number: str, begin: str, minutes: int) -> Proposal:
    """Who would mediate at that time, and which rooms are free.

    Raises NotFound("mediation.unknown"), NotAllowed("role.reads_no_matters"), BadInput("mediation.no_time") and what
    `mediator_for` refuses of the one who was assigned.
    """
    register = read_register(session)
    state, _ = whole_mediation(session, number)
    first = read_moment(begin, "begin")
    end = moment_text(first + timedelta(minutes=minutes))
    taken = _months_bookings(session, booking.month_of(first.date())).at_that_time(moment_text(first), end)
    busy = {item.mediator for item in taken} | {c for c, p in register.mediators.items() if p.closed}
    assigned = "" if state.mediator is None else state.mediator.mediator
    instead = booking.stand_in_of(register, assigned)
    chosen = assigned if assigned and assigned not in busy else instead if instead not in busy else ""
    rooms = [room for room in register.rooms.values() if not room.closed]
    free = [room for room in rooms if room.code not in {item.room for item in taken}]
    free.sort(key=lambda room: (0 < room.seats < len(state.parties), room.seats or 1_000, room.code))
    return Proposal(
        mediator=_name(register, chosen),
        stand_in=bool(chosen) and chosen != assigned,
        absent=_name(register, assigned) if chosen != assigned else "",
        rooms=tuple(room.code for room in free),
    )


def room_words(table: str) -> Mapping[str, object]:
    """Words of rooms and their calendar (resources/words/mediation_rooms.toml)."""
    found: Mapping[str, object] = words("words/mediation_rooms.toml")["rooms"][table]
    return found


def _require_order(first: date, last: date) -> None:
    if last < first:
        days = {"first": first.isoformat(), "last": last.isoformat()}
        raise BadInput("register.days_out_of_order", field="last", **days)


def _slot(station: str, item: Booking, register: Register) -> RoomSlot:
    known = RoomSlot(
        booking=item.id,
        room=item.room,
        begin=item.begin,
        end=item.end,
        minutes=item.minutes,
        taken=item.private,
        uid=f"{station}-{item.first}",
        changes=item.moves,
        cancelled=bool(item.cancelled),
    )
    if item.private:
        return known
    return replace(
        known,
        mediation=item.mediation,
        dispute_kind=item.dispute_kind,
        who=item.mediator,
        mediator=_name(register, item.mediator),
        stands_in_for=_name(register, item.stands_in_for),
        words=item.words,
    )


def _name(register: Register, code: str) -> str:
    person = register.mediators.get(code)
    return code if person is None else person.name


def _now(session: Session) -> datetime:
    """The hall's own time, never before the latest day the journal has seen."""
    now = session.now().astimezone(CHINA).replace(tzinfo=None)
    return max(now, datetime.combine(session.today(), datetime.min.time()))


def _months(first: date, last: date) -> tuple[str, ...]:
    count = (last.year - first.year) * 12 + last.month - first.month
    return tuple(
        f"{first.year + (first.month - 1 + step) // 12:04d}-{(first.month - 1 + step) % 12 + 1:02d}"
        for step in range(count + 1)
    )


def _months_bookings(session: Session, month: str) -> RoomBookings:
    session.require_reader()
    entries = session.unmasked.stream(booking.bookings_of(session.office.station, month))
    state: RoomBookings = history.fold_other(entries, RoomBookings(month=month))
    return state


def _read(session: Session, work: UnitOfWork, month: str) -> tuple[RoomBookings, tuple[Entry, ...]]:
    entries = work.stream(booking.bookings_of(session.office.station, month))
    state: RoomBookings = history.fold_other(entries, RoomBookings(month=month))
    return state, entries


def _write(session: Session, work: UnitOfWork, month: str, value: object, after: tuple[Entry, ...]) -> Entry:
    """Appends behind what was read and nothing else: whoever was outrun is told, and looks again."""
    stream = booking.bookings_of(session.office.station, month)
    draft = session.draft(stream, value, session.today(), None)
    heads = tuple(entry.header.id for entry in after[-1:])
    (recorded,) = work.append([replace(draft, after=heads)])
    return recorded


def _occasion(session: Session, work: UnitOfWork, number: str) -> Occasion:
    """What decides; the mediation whole. Raises as `book`."""
    state: Mediation | None = None
    if number:
        stream = work.mediations.find(number)
        state = None if stream is None else folding.fold(work.stream(stream), session.sealer.open)
        if state is None:
            raise NotFound("mediation.unknown", field="mediation", number=number)
        if state.station != session.office.station:
            raise Refused("mediation.other_station", number=number, station=state.station)
        if state.people_sealed:
            raise NotAllowed("paper.sealed")
    return Occasion(
        register=register_in(session, work),
        mediation=state,
        setting=session.setting(work.latest_at),
        now=_now(session),
    )


def _retried(session: Session, write: Callable[[UnitOfWork], T]) -> T:
    session.require_actor()
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with session.work() as work:
                made = write(work)
                work.commit()
            return made
        except Conflict:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the loop above returns or raises")


def _booked(number: str, entry: booking.RoomBooked | booking.BookingMoved, crowded: bool) -> Booked:
    return Booked(
        booking=number,
        room=entry.room,
        begin=entry.begin,
        minutes=entry.minutes,
        mediator=entry.mediator,
        stands_in_for=entry.stands_in_for,
        crowded=crowded,
    )
