"""Booking rooms: who may sit where and when, and what is said where it is not possible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from app.domain.calendar import WorkCalendar
from app.domain.entry import Header, StreamKind
from app.domain.kinds import Setting
from app.domain.law import Law
from app.domain.mediation.booking import (
    BookRoom,
    CancelBooking,
    MoveBooking,
    Occasion,
    RoomBooked,
    RoomBookings,
    book,
    booking_cancelled,
    booking_moved,
    bookings_of,
    cancel,
    crowded,
    month_of_booking,
    move,
    move_across,
    room_booked,
)
from app.domain.mediation.register import (
    BodyKind,
    BodyRegistered,
    MediatorRegistered,
    Register,
    RoomRegistered,
)
from app.domain.mediation.sides import Party, Side
from app.domain.mediation.state import Assigned, Ended, Mediation, MediationEnding, Source, Tie
from app.domain.office import Office
from app.errors import AppError, NotFound

NOW = datetime.fromisoformat("2026-11-20T09:32")
HEADER = Header(
    id=UUID(int=1), origin="LX07", epoch=1, oseq=1, prev=bytes(32), stream=bookings_of("LX07", "2026-11"), kind="",
    form=1, at=0, offset=480, on=NOW.date(), after=(), clock="ok", actor="clerk", desk="A", digests={},
)  # fmt: skip
REGISTER = Register(
    bodies={
        "T1": BodyRegistered(code="T1", name="示范镇调委会", body_kind=BodyKind.TOWNSHIP, number_word="示调"),
        "T2": BodyRegistered(code="T2", name="行业调委会", body_kind=BodyKind.TRADE, number_word="行调"),
    },
    mediators={
        "P1": MediatorRegistered(code="P1", name="李示范", bodies=("T1",), stand_in="P2"),
        "P2": MediatorRegistered(code="P2", name="孙示范", bodies=("T1",)),
        "P3": MediatorRegistered(code="P3", name="周示范", bodies=("T2",)),
        "P4": MediatorRegistered(code="P4", name="赵示范", bodies=("T1",)),
        "P5": MediatorRegistered(code="P5", name="吴示范", bodies=("T1",), closed=True, stand_in="P2"),
    },
    rooms={
        "R1": RoomRegistered(code="R1", name="第一调解室", seats=2),
        "R2": RoomRegistered(code="R2", name="第二调解室", seats=12),
        "R3": RoomRegistered(code="R3", name="旧调解室", closed=True),
    },
)
PARTIES = (
    Party(side=Side.APPLICANT, name="赵示范"),
    Party(side=Side.RESPONDENT, name="钱示范"),
    Party(side=Side.THIRD, name="郑示范"),
)
MONTH = RoomBookings(month="2026-11")


def mediation(mediator: str = "P1", tie: Tie = Tie.NONE, **more: Any) -> Mediation:
    person = REGISTER.mediators.get(mediator)
    mediators = (
        () if person is None else (Assigned(mediator=mediator, name=person.name, on=NOW.date(), tie=tie),)
    )
    given: dict[str, Any] = {
        "body": "T1", "source": Source.APPLICATION, "dispute_kind": "neighbours", "opened_on": date(2026, 11, 1),
        "opened_by": "clerk", "parties": PARTIES, "mediators": mediators, **more,
    }  # fmt: skip
    return Mediation(
        id=UUID(int=2), number="LX07-M26-00001", file_number="示调〔2026〕1号", station="LX07", **given
    )


def given(state: Mediation | None = None, now: datetime = NOW) -> Occasion:
    setting = Setting(
        office=Office(), law=Law.shipped(), calendar=WorkCalendar.shipped(), today=now.date(), actor="clerk", role="clerk",
    )  # fmt: skip
    return Occasion(register=REGISTER, mediation=state, setting=setting, now=now)


def wish(begin: str = "2026-11-22T09:30", minutes: int = 120, room: str = "R1", **more: Any) -> BookRoom:
    return BookRoom(begin=begin, minutes=minutes, room=room, **more)


def with_(state: RoomBookings, *entries: RoomBooked) -> RoomBookings:
    for entry in entries:
        state = room_booked(state, entry, HEADER)
    return state


def refused(state: RoomBookings, act: BookRoom, occasion: Occasion) -> str:
    with pytest.raises(AppError) as caught:
        book(state, act, occasion)
    return caught.value.code


def test_a_mediation_is_booked_with_its_own_mediator_and_names_no_party() -> None:
    entry = book(MONTH, wish(), given(mediation()))
    assert (entry.booking, entry.mediator, entry.stands_in_for) == ("202611-001", "P1", "")
    assert (entry.mediation, entry.dispute_kind, entry.private) == ("LX07-M26-00001", "neighbours", False)
    assert all(party.name not in repr(entry) for party in PARTIES)
    (row,) = with_(MONTH, entry).standing
    assert (row.end, row.day, row.first) == ("2026-11-22T11:30", date(2026, 11, 22), "202611-001")
    assert month_of_booking(row.id) == "2026-11"


@pytest.mark.parametrize("flag", ["unlisted", "confidential"])
def test_what_is_held_in_private_is_booked_as_private(flag: str) -> None:
    assert book(MONTH, wish(), given(mediation(**{flag: True}))).private


def test_more_parties_than_seats_is_said_and_not_refused() -> None:
    assert book(MONTH, wish(), given(mediation())).room == "R1"
    assert crowded(REGISTER, "R1", mediation()) and not crowded(REGISTER, "R2", mediation())
    assert not crowded(REGISTER, "R1", None)


@pytest.mark.parametrize(
    ("begin", "minutes", "free"),
    [
        ("2026-11-22T07:30", 120, True),
        ("2026-11-22T07:31", 120, False),
        ("2026-11-22T10:00", 30, False),
        ("2026-11-22T11:29", 30, False),
        ("2026-11-22T11:30", 30, True),
        ("2026-11-23T09:30", 120, True),
    ],
)
def test_nobody_else_is_in_the_room_at_that_time(begin: str, minutes: int, free: bool) -> None:
    state = with_(MONTH, book(MONTH, wish(), given(mediation())))
    other = wish(begin, minutes, words="例会")
    if free:
        assert book(state, other, given()).booking == "202611-002"
    else:
        assert refused(state, other, given()) == "mediation.room_taken"
    assert book(state, replace(other, room="R2"), given()).room == "R2", "the next room is free"


def test_the_mediator_is_in_one_place_at_a_time_and_the_stand_in_is_named() -> None:
    state = with_(MONTH, book(MONTH, wish(), given(mediation())))
    there = wish("2026-11-22T10:00", room="R2")
    with pytest.raises(AppError) as caught:
        book(state, there, given(mediation()))
    assert caught.value.code == "mediation.mediator_busy_stand_in"
    assert caught.value.details["stand_in"] == "孙示范"
    entry = book(state, replace(there, stand_in=True), given(mediation()))
    assert (entry.mediator, entry.stands_in_for) == ("P2", "P1")
    busy = with_(state, entry)
    assert refused(busy, replace(there, room="R1", begin="2026-11-22T11:30", stand_in=True), given(mediation())) == (
        "mediation.mediator_busy"
    )  # fmt: skip


def test_a_mediator_who_is_away_takes_no_room_and_is_booked_nowhere() -> None:
    away = book(MONTH, BookRoom(begin="2026-11-22T08:00", minutes=600, mediator="P1", words="培训"), given())
    assert (away.room, away.words) == ("", "培训")
    state = with_(MONTH, away)
    assert refused(state, wish(), given(mediation())) == "mediation.mediator_busy_stand_in"
    assert book(state, wish(words="例会"), given()).room == "R1", "the room itself is free"


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (wish("2026-11-20T07:00", words="例会"), "mediation.booking_past"),
        (wish("2026-11-22T22:30", words="例会"), "mediation.booking_midnight"),
        (wish("2026-12-01T09:00", words="例会"), "mediation.booking_other_month"),
        (wish("2028-11-22T09:00", words="例会"), "mediation.booking_too_far"),
        (wish("明天", words="例会"), "mediation.no_time"),
        (wish(minutes=0, words="例会"), "mediation.booking_minutes"),
        (wish(minutes=721, words="例会"), "mediation.booking_minutes"),
        (wish(room="R3", words="例会"), "mediation.no_room"),
        (wish(room="R9", words="例会"), "mediation.no_room"),
        (wish(words=" "), "mediation.booking_no_words"),
        (wish(room="", words="例会"), "mediation.booking_no_room"),
        (wish(room="", mediator="P5", words="培训"), "mediation.unknown_mediator"),
    ],
)
def test_what_cannot_be_booked(act: BookRoom, code: str) -> None:
    assert refused(MONTH, act, given()) == code


def test_a_sitting_that_began_just_now_can_still_be_written_down() -> None:
    assert book(MONTH, wish("2026-11-20T09:30", 60, words="来访"), given()).minutes == 60
    assert book(MONTH, wish("2026-11-22T22:00", 120, words="守夜"), given()).begin == "2026-11-22T22:00"


@pytest.mark.parametrize(
    ("state", "act", "code"),
    [
        (mediation(mediator=""), wish(), "mediation.no_mediator_yet"),
        (mediation(), wish(room=""), "mediation.booking_no_room"),
        (mediation(), wish(mediator="P3"), "mediation.not_its_mediator"),
        (mediation(mediator="P2"), wish(stand_in=True), "mediation.no_stand_in"),
        (mediation(mediator="P3"), wish(), "mediation.mediator_of_other_body"),
        (mediation(mediator="P4"), wish(), "mediation.mediator_is_party"),
        (mediation(mediator="P5"), wish(), "mediation.unknown_mediator"),
        (
            mediation(ended=Ended(mediation_ending=MediationEnding.WITHDRAWN, on=NOW.date())),
            wish(),
            "mediation.ended",
        ),
    ],
)
def test_who_may_not_be_booked_for_a_mediation(state: Mediation, act: BookRoom, code: str) -> None:
    assert refused(MONTH, act, given(state)) == code


def test_a_tie_that_both_sides_accepted_stays_accepted_and_a_closed_mediators_stand_in_comes() -> None:
    assert book(MONTH, wish(), given(mediation(tie=Tie.KIN))).mediator == "P1"
    assert book(MONTH, wish(stand_in=True), given(mediation(mediator="P5"))).mediator == "P2"


def test_moving_within_the_month_keeps_the_booking_and_counts() -> None:
    state = with_(MONTH, book(MONTH, wish(), given(mediation())))
    entry = move(
        state, MoveBooking(booking="202611-001", begin="2026-11-22T10:00", room="R2"), given(mediation())
    )
    after = booking_moved(state, entry, HEADER)
    (row,) = after.standing
    assert (row.id, row.room, row.begin, row.minutes, row.moves) == (
        "202611-001", "R2", "2026-11-22T10:00", 120, 1,
    )  # fmt: skip
    given_away = move(after, MoveBooking(booking=row.id, stand_in=True), given(mediation()))
    assert (given_away.mediator, given_away.stands_in_for) == ("P2", "P1")
    back = move(
        booking_moved(after, given_away, HEADER), MoveBooking(booking=row.id, stand_in=False), given(mediation())
    )  # fmt: skip
    assert (back.mediator, back.stands_in_for) == ("P1", "")
    with pytest.raises(AppError, match=r"mediation\.booking_unmoved"):
        move(after, MoveBooking(booking=row.id, room="R2"), given(mediation()))


def test_moving_into_another_month_is_one_booking_under_another_id() -> None:
    state = with_(MONTH, book(MONTH, wish(), given(mediation())))
    december = RoomBookings(month="2026-12")
    act = MoveBooking(booking="202611-001", begin="2026-12-03T09:00")
    gone, made = move_across(state, december, act, given(mediation()), "改期")
    assert (gone.booking, gone.into, made.booking) == ("202611-001", "202612-001", "202612-001")
    assert booking_cancelled(state, gone, HEADER).standing == ()
    (row,) = with_(december, made).standing
    assert (row.first, row.moves, row.minutes) == ("202611-001", 2, 120)


def test_cancelling_needs_a_reason_and_frees_the_room() -> None:
    state = with_(MONTH, book(MONTH, wish(), given(mediation())))
    with pytest.raises(AppError, match=r"mediation\.no_reason"):
        cancel(state, CancelBooking(booking="202611-001", reason=" "), NOW)
    entry = cancel(state, CancelBooking(booking="202611-001", reason="一方出差"), NOW)
    after = booking_cancelled(state, entry, HEADER)
    assert after.rows["202611-001"].cancelled == "一方出差"
    assert book(after, wish(words="例会"), given()).booking == "202611-002", "ids are not given twice"
    with pytest.raises(AppError, match=r"mediation\.booking_cancelled"):
        cancel(after, CancelBooking(booking="202611-001", reason="再取消"), NOW)


def test_what_is_over_stays_as_it_was() -> None:
    state = with_(MONTH, book(MONTH, wish(), given(mediation())))
    later = datetime.fromisoformat("2026-11-22T11:30")
    with pytest.raises(AppError, match=r"mediation\.booking_over"):
        cancel(state, CancelBooking(booking="202611-001", reason="没来"), later)
    with pytest.raises(AppError, match=r"mediation\.booking_over"):
        act = MoveBooking(booking="202611-001", begin="2026-11-25T09:00")
        move(state, act, given(mediation(), now=later))


@pytest.mark.parametrize("booking", ["", "202611", "202613-001", "x", "2026-11-001"])
def test_an_id_that_is_none_is_not_found(booking: str) -> None:
    with pytest.raises(NotFound, match=r"mediation\.no_booking"):
        month_of_booking(booking)
    with pytest.raises(NotFound, match=r"mediation\.no_booking"):
        MONTH.require(booking or "202611-009")


def test_each_month_of_a_station_is_a_stream_of_its_own() -> None:
    streams = {
        bookings_of(station, month) for station in ("LX07", "LX08") for month in ("2026-11", "2026-12")
    }
    assert len(streams) == 4 and {stream.kind for stream in streams} == {StreamKind.MEDIATION}
