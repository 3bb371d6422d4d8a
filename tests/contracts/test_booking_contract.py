"""Booking rooms on every memory: two desks at one room at one time, and who comes second is told that it is taken."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from app.domain.mediation.booking import BookRoom, CancelBooking, MoveBooking
from app.domain.mediation.register import RoomRegistered
from app.errors import Refused
from app.ports import Memory
from app.services.mediation.booking import book, cancel, day_of_rooms, month_of_rooms, move
from app.services.mediation.registering import register_row
from app.services.session import Session
from db.memory import DatabaseMemory
from tests.desks import founded, session, whole
from tests.services.rooms import furnished

DAY = date(2026, 3, 10)


def wish(hour: int = 9, room: str = "R1", words: str = "例会", day: date = DAY) -> BookRoom:
    return BookRoom(room=room, begin=f"{day.isoformat()}T{hour:02d}:00", minutes=60, words=words)


def test_the_second_desk_is_told_that_the_room_is_taken(desk: Session) -> None:
    furnished(desk)
    other = session(whole(desk), "clerk2")
    first = book(desk, wish())
    with pytest.raises(Refused, match=r"mediation\.room_taken"):
        book(other, wish(words="培训"))
    assert book(other, wish(hour=10)).booking == "202603-002"
    cancel(other, CancelBooking(booking=first.booking, reason="不开了"))
    again = book(desk, wish())
    assert [slot.booking for slot in day_of_rooms(desk, DAY).slots] == [again.booking, "202603-002"]


def test_a_booking_is_found_again_where_it_was_moved(desk: Session) -> None:
    furnished(desk)
    register_row(desk, RoomRegistered(code="R2", name="第二调解室"))
    made = book(desk, wish())
    moved = move(desk, MoveBooking(booking=made.booking, begin="2026-03-11T14:00", room="R2"))
    assert moved.booking == made.booking
    assert day_of_rooms(desk, DAY).slots == ()
    away = move(desk, MoveBooking(booking=made.booking, begin="2026-04-01T09:00"))
    assert away.booking == "202604-001" and month_of_rooms(desk, 2026, 3).slots == ()
    (slot,) = month_of_rooms(desk, 2026, 4).slots
    assert (slot.room, slot.begin, slot.uid, slot.changes) == (
        "R2", "2026-04-01T09:00", f"{desk.office.station}-{made.booking}", 3,
    )  # fmt: skip
    with pytest.raises(Refused, match=r"mediation\.booking_cancelled"):
        move(desk, MoveBooking(booking=made.booking, begin="2026-03-12T09:00"))


def test_two_desks_press_the_key_at_once_and_one_gets_the_room(database: DatabaseMemory) -> None:
    founded(database)
    furnished(session(database))
    got: list[str] = []
    told: list[str] = []
    ready = threading.Barrier(2)

    def each(place: int) -> None:
        at = session(database, ("clerk", "clerk2")[place])
        for hour in range(8, 16):
            ready.wait()
            try:
                got.append(book(at, wish(hour, words=f"窗口{place}")).begin)
            except Refused as error:
                told.append(error.code)

    threads = [threading.Thread(target=each, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [f"2026-03-10T{hour:02d}:00" for hour in range(8, 16)]
    assert told == ["mediation.room_taken"] * 8
    assert len(day_of_rooms(session(database), DAY).slots) == 8


def test_a_rebuild_leaves_the_calendar_as_it_is(database: DatabaseMemory) -> None:
    founded(database)
    desk = session(database)
    furnished(desk)
    book(desk, wish())
    before = day_of_rooms(desk, DAY)
    assert database.rebuild(lambda stream: None, check=False)["equal"]
    assert day_of_rooms(desk, DAY) == before


def test_who_was_outrun_looks_again_and_is_told(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    founded(memory)
    slow = session(memory)
    furnished(slow)
    fast = session(memory, "clerk2")
    begin, raced = slow.work, []

    def outrun() -> object:
        if not raced:
            raced.append(book(fast, wish(words="先到")).booking)
        return begin()

    monkeypatch.setattr(Session, "work", lambda self: outrun() if self is slow else begin())
    with pytest.raises(Refused, match=r"mediation\.room_taken"):
        book(slow, wish())
    assert raced == ["202603-001"]
