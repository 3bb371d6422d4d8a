"""Rooms by the hour (调解室预约): who sits where and when, in a stream for each month of a station.

A booking is for a mediation, with the mediator it was assigned to or whoever stands in for them (AB角); or it keeps a room
for something else, said in `words`; or, without a room, it says that a mediator is away. No booking names a party.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from app.domain.entry import Header, StreamId, StreamKind
from app.domain.kinds import EntryKind, Setting
from app.domain.mediation.moments import moment_text, read_moment
from app.domain.mediation.register import MediatorRegistered, Register
from app.domain.mediation.sitting import AssignMediator, assign_mediator
from app.domain.mediation.state import Mediation, Tie
from app.errors import BadInput, NotFound, Refused

LEAST, MOST = 10, 12 * 60
"""Minutes of one booking."""
AHEAD = timedelta(days=366)
"""How far ahead a room is booked."""
_NUMBER = re.compile(r"(\d{4})(0[1-9]|1[0-2])-\d{3,5}")


def bookings_of(station: str, month: str) -> StreamId:
    """The stream of a station's bookings of a month (`2026-11`)."""
    return StreamId(StreamKind.MEDIATION, uuid5(NAMESPACE_OID, f"{station}/mediation-rooms/{month}"))


def month_of(day: date) -> str:
    """The month of a day as bookings are kept by it: `2026-11`."""
    return f"{day.year:04d}-{day.month:02d}"


def month_of_booking(booking: str) -> str:
    """The month in whose stream a booking stands. Raises NotFound("mediation.no_booking") for what is no booking's id."""
    found = _NUMBER.fullmatch(booking.strip())
    if found is None:
        raise NotFound("mediation.no_booking", field="booking", booking=booking[:20])
    return f"{found[1]}-{found[2]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomBooked:
    """A room was booked (调解室已预约) from a moment on for so many minutes.

    `private`: the mediation is held in private or its people are under seal; shared views then say no more than that the
    room is taken. `first` and `moves` are set where it was moved here from another month: the booking it was at first, and
    how often it had changed.
    """

    booking: str
    begin: str
    minutes: int
    room: str = ""
    mediation: str = ""
    dispute_kind: str = ""
    private: bool = False
    mediator: str = ""
    stands_in_for: str = ""
    words: str = ""
    first: str = ""
    moves: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingMoved:
    """A booking was moved within its month (预约已变更): everything that may have changed, as it is now."""

    booking: str
    begin: str
    minutes: int
    room: str = ""
    mediator: str = ""
    stands_in_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingCancelled:
    """A booking was cancelled (预约已取消), and why; `into` is the booking of another month that stands for it now."""

    booking: str
    reason: str
    into: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A booking as it stands now. `first` is its id, or that of the booking it was moved from; `by` who made it.

    `moves` counts its changes; `cancelled` is the reason, empty while it stands. Without a room it says who is away.
    """

    id: str
    room: str
    begin: str
    minutes: int
    mediation: str
    dispute_kind: str
    private: bool
    mediator: str
    stands_in_for: str
    words: str
    first: str
    moves: int
    by: str
    cancelled: str = ""
    into: str = ""

    @property
    def end(self) -> str:
        """The moment at which it ends; at midnight that of the next day."""
        return moment_text(read_moment(self.begin, "begin") + timedelta(minutes=self.minutes))

    @property
    def day(self) -> date:
        """Its day."""
        return read_moment(self.begin, "begin").date()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomBookings:
    """The bookings of one month (`2026-11`) by their ids, cancelled ones too."""

    month: str
    rows: Mapping[str, Booking] = field(default_factory=dict)

    @property
    def standing(self) -> tuple[Booking, ...]:
        """Those that were not cancelled, by time, then by room."""
        found = (item for item in self.rows.values() if not item.cancelled)
        return tuple(sorted(found, key=lambda item: (item.begin, item.room, item.id)))

    @property
    def next_id(self) -> str:
        """The id of the next booking."""
        return f"{self.month.replace('-', '')}-{len(self.rows) + 1:03d}"

    def require(self, booking: str) -> Booking:
        """The booking of that id that still stands.

        Raises NotFound("mediation.no_booking"), Refused("mediation.booking_cancelled").
        """
        found = self.rows.get(booking.strip())
        if found is None:
            raise NotFound("mediation.no_booking", field="booking", booking=booking[:20])
        if found.cancelled:
            raise Refused("mediation.booking_cancelled", field="booking", booking=found.id)
        return found

    def at_that_time(self, begin: str, end: str, but: str = "") -> tuple[Booking, ...]:
        """The bookings that stand and share a minute with that time, without `but`."""
        return tuple(
            item for item in self.standing if item.begin < end and begin < item.end and item.id != but
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRoom:
    """A room is to be booked. Without a `mediator` a mediation is given the one it was assigned to; `stand_in`: whoever
    stands in for them.
    """

    begin: str
    minutes: int
    room: str = ""
    mediation: str = ""
    mediator: str = ""
    stand_in: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveBooking:
    """A booking is to be moved; what is not given stays as it is, who mediates too."""

    booking: str
    begin: str = ""
    minutes: int | None = None
    room: str = ""
    stand_in: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelBooking:
    """A booking is to be cancelled, for a reason."""

    booking: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What decides whether a booking is possible: the register, the mediation it is for, the office's setting, and now
    (`2026-11-20T09:32`).
    """

    register: Register
    mediation: Mediation | None
    setting: Setting
    now: datetime


def book(state: RoomBookings, act: BookRoom, given: Occasion) -> RoomBooked:
    """The entry of a new booking.

    Raises BadInput("mediation.no_time", "mediation.booking_minutes", "mediation.booking_too_far",
    "mediation.booking_other_month", "mediation.booking_no_room", "mediation.booking_no_words"),
    NotFound("mediation.no_room", "mediation.unknown_mediator"), Refused("mediation.booking_midnight",
    "mediation.booking_past", "mediation.room_taken", "mediation.mediator_busy", "mediation.mediator_busy_stand_in") and
    what `mediator_for` raises.
    """
    begin, end = _span(act.begin, act.minutes, state.month, given.now)
    state_of = given.mediation
    if act.room:
        given.register.require_room(act.room)
    elif state_of is not None or not act.mediator:
        raise BadInput("mediation.booking_no_room", field="room")
    if state_of is None:
        if not act.words.strip():
            raise BadInput("mediation.booking_no_words", field="words")
        if act.mediator:
            given.register.require_mediator(act.mediator)
        mediator, instead_of = act.mediator, ""
    else:
        mediator, instead_of = mediator_for(given, act.mediator, stand_in=act.stand_in)
    _require_free(state, act.room, mediator, begin, end, given.register)
    return RoomBooked(
        booking=state.next_id,
        room=act.room,
        begin=begin,
        minutes=act.minutes,
        mediation=act.mediation if state_of is None else state_of.number,
        dispute_kind="" if state_of is None else state_of.dispute_kind,
        private=state_of is not None and (state_of.unlisted or state_of.confidential),
        mediator=mediator,
        stands_in_for=instead_of,
        words=act.words.strip(),
    )


def moved(found: Booking, act: MoveBooking) -> BookRoom:
    """What a booking would be if it were made anew with what is to change."""
    instead = bool(found.stands_in_for) if act.stand_in is None else act.stand_in
    return BookRoom(
        begin=act.begin or found.begin,
        minutes=found.minutes if act.minutes is None else act.minutes,
        room=act.room or found.room,
        mediation=found.mediation,
        mediator="" if found.mediation else found.mediator,
        stand_in=instead,
        words=found.words,
    )


def move(state: RoomBookings, act: MoveBooking, given: Occasion) -> BookingMoved:
    """The entry of a booking that is moved within its month.

    Raises what `RoomBookings.require` and `book` raise, Refused("mediation.booking_over") for one that is over,
    BadInput("mediation.booking_unmoved") where nothing changes.
    """
    found = _require_ahead(state, act.booking, given.now)
    without = replace(state, rows={key: item for key, item in state.rows.items() if key != found.id})
    made = book(without, moved(found, act), given)
    entry = BookingMoved(
        booking=found.id,
        room=made.room,
        begin=made.begin,
        minutes=made.minutes,
        mediator=made.mediator,
        stands_in_for=made.stands_in_for,
    )
    if all(getattr(found, name) == getattr(entry, name) for name in _MOVABLE):
        raise BadInput("mediation.booking_unmoved", field="begin")
    return entry


def move_across(
    state: RoomBookings, into: RoomBookings, act: MoveBooking, given: Occasion, reason: str
) -> tuple[BookingCancelled, RoomBooked]:
    """The two entries of a booking that is moved from its month into another: it is cancelled there and booked here.

    `reason` is what the cancelled one says. Raises as `move`.
    """
    found = _require_ahead(state, act.booking, given.now)
    made = replace(book(into, moved(found, act), given), first=found.first, moves=found.moves + 2)
    return BookingCancelled(booking=found.id, reason=reason, into=made.booking), made


def cancel(state: RoomBookings, act: CancelBooking, now: datetime) -> BookingCancelled:
    """The entry of a booking that is cancelled.

    Raises what `RoomBookings.require` raises, Refused("mediation.booking_over"), BadInput("mediation.no_reason").
    """
    found = _require_ahead(state, act.booking, now)
    if not act.reason.strip():
        raise BadInput("mediation.no_reason", field="reason")
    return BookingCancelled(booking=found.id, reason=act.reason.strip())


def mediator_for(given: Occasion, asked: str = "", *, stand_in: bool = False) -> tuple[str, str]:
    """Who mediates at a booking, and whom they stand in for (empty: they were assigned themselves).

    Nobody sits in a cause of their own, nor for a body that is not theirs (人民调解法第十三条、第十五条). Raises
    Refused("mediation.ended", "mediation.no_mediator_yet", "mediation.no_stand_in", "mediation.not_its_mediator",
    "mediation.mediator_of_other_body", "mediation.mediator_is_party"), NotFound("mediation.unknown_mediator").
    """
    state = given.mediation
    if state is None or state.mediator is None:
        raise Refused("mediation.no_mediator_yet", field="mediator")
    assigned = state.mediator.mediator
    instead = stand_in_of(given.register, assigned)
    if stand_in and not instead:
        raise Refused("mediation.no_stand_in", field="mediator", name=state.mediator.name)
    code = instead if stand_in else asked or assigned
    if code not in (assigned, instead):
        raise Refused("mediation.not_its_mediator", field="mediator", name=state.mediator.name)
    person = given.register.require_mediator(code)
    if state.body not in person.bodies:
        body = given.register.bodies.get(state.body)
        name = state.body if body is None else body.name
        raise Refused("mediation.mediator_of_other_body", field="mediator", name=person.name, body=name)
    _require_untied(state, person, given.setting)
    return code, "" if code == assigned else assigned


def stand_in_of(register: Register, code: str) -> str:
    """The code of whoever stands in for a mediator, also for one who works no more; empty for nobody."""
    person = register.mediators.get(code)
    return "" if person is None else person.stand_in


def crowded(register: Register, room: str, mediation: Mediation | None) -> bool:
    """Whether there are more parties than the room seats, where that is known."""
    found = register.rooms.get(room)
    return found is not None and mediation is not None and 0 < found.seats < len(mediation.parties)


_MOVABLE = ("room", "begin", "minutes", "mediator", "stands_in_for")


def _span(begin: str, minutes: int, month: str, now: datetime) -> tuple[str, str]:
    """Begin and end as moments, looked at."""
    first = read_moment(begin, "begin")
    if not LEAST <= minutes <= MOST:
        raise BadInput("mediation.booking_minutes", field="minutes", least=LEAST, most=MOST)
    last = first + timedelta(minutes=minutes)
    if (last - timedelta(minutes=1)).date() != first.date():
        raise Refused("mediation.booking_midnight", field="minutes")
    if last <= now:
        raise Refused("mediation.booking_past", field="begin")
    if first - now > AHEAD:
        raise BadInput("mediation.booking_too_far", field="begin", days=AHEAD.days)
    if month_of(first.date()) != month:
        raise BadInput("mediation.booking_other_month", field="begin", month=month)
    return moment_text(first), moment_text(last)


def _require_ahead(state: RoomBookings, booking: str, now: datetime) -> Booking:
    found = state.require(booking)
    if read_moment(found.end, "begin") <= now:
        raise Refused("mediation.booking_over", field="booking", booking=found.id)
    return found


def _require_free(
    state: RoomBookings, room: str, mediator: str, begin: str, end: str, register: Register
) -> None:
    """Nobody sits in the room then, and the mediator nowhere else."""
    for other in state.at_that_time(begin, end):
        times = {"begin": other.begin[11:], "end": other.end[11:]}
        if room and other.room == room:
            name = register.rooms[room].name if room in register.rooms else room
            raise Refused("mediation.room_taken", field="room", room=name, **times)
        if mediator and other.mediator == mediator:
            person = register.mediators.get(mediator)
            name = mediator if person is None else person.name
            instead = register.mediators.get(stand_in_of(register, mediator))
            if instead is None or instead.closed:
                raise Refused("mediation.mediator_busy", field="mediator", name=name, **times)
            raise Refused(
                "mediation.mediator_busy_stand_in",
                field="mediator",
                name=name,
                stand_in=instead.name,
                **times,
            )


def _require_untied(state: Mediation, person: MediatorRegistered, setting: Setting) -> None:
    """As if the person were assigned: a tie that both sides accepted when they were stays accepted."""
    ties = [item.tie for item in state.mediators if item.mediator == person.code]
    act = AssignMediator(
        mediator=person.code, name=person.name, tie=ties[-1] if ties else Tie.NONE, accepted=bool(ties)
    )
    assign_mediator(state, act, setting)


def room_booked(state: RoomBookings, entry: RoomBooked, header: Header) -> RoomBookings:
    """The month with the booking."""
    made = Booking(
        id=entry.booking,
        room=entry.room,
        begin=entry.begin,
        minutes=entry.minutes,
        mediation=entry.mediation,
        dispute_kind=entry.dispute_kind,
        private=entry.private,
        mediator=entry.mediator,
        stands_in_for=entry.stands_in_for,
        words=entry.words,
        first=entry.first or entry.booking,
        moves=entry.moves,
        by=header.actor,
    )
    return replace(state, rows={**state.rows, made.id: made})


def booking_moved(state: RoomBookings, entry: BookingMoved, header: Header) -> RoomBookings:
    """The month with the booking where it is now."""
    found = state.rows.get(entry.booking)
    if found is None:
        return state
    now = {name: getattr(entry, name) for name in _MOVABLE}
    return replace(state, rows={**state.rows, found.id: replace(found, moves=found.moves + 1, **now)})


def booking_cancelled(state: RoomBookings, entry: BookingCancelled, header: Header) -> RoomBookings:
    """The month without it; what it was stays to be read."""
    found = state.rows.get(entry.booking)
    if found is None:
        return state
    gone = replace(found, cancelled=entry.reason, into=entry.into, moves=found.moves + 1)
    return replace(state, rows={**state.rows, found.id: gone})


ENTRIES = (
    EntryKind("room-booked", RoomBooked, room_booked),
    EntryKind("booking-moved", BookingMoved, booking_moved),
    EntryKind("booking-cancelled", BookingCancelled, booking_cancelled),
)
