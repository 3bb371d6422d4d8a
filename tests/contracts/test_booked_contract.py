"""Visits booked ahead, on every store: limits, tickets, closing; what was told is deleted and the chain still verifies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.booked_visits import BookedState, BookingWay, ToldVisit
from app.domain.claims import Purpose
from app.domain.day_file import TicketOutcome
from app.domain.entry import SEALED, of_day
from app.domain.history import travelling
from app.errors import AppError
from app.ports import Memory
from app.services.booked_visits import (
    arrive,
    book_visit,
    booked_day,
    booked_object,
    cancel_visit,
    change_visit,
    give_ticket,
    miss_visit,
    set_booking_limit,
    told_of,
)
from app.services.day_closing import close_day, closing, settle_ticket
from app.services.queue import call_next
from app.services.session import Session
from tests.desks import START, founded, moved_to, registers, session, whole

TODAY = START.date()
TOMORROW = date(2026, 3, 3)


def told(begin: str = "9:30", **more: Any) -> ToldVisit:
    return ToldVisit(
        begin=begin, **{"persons": 2, "way": BookingWay.PHONE, "name": "张示范", "about": "补偿款", **more}
    )


@pytest.fixture
def desk(memory: Memory) -> Session:
    """A clerk of an office."""
    founded(memory)
    return session(memory)


def refused(code: str, work: Any) -> None:
    with pytest.raises(AppError) as error:
        work()
    assert error.value.code == code


def test_a_booking_is_seen_by_every_desk_with_its_name_masked(desk: Session) -> None:
    book_visit(desk, TODAY, told())
    book_visit(desk, TODAY, told("8:30", name="李示范", persons=1))
    other = session(desk.memory, "clerk2")
    found = booked_day(other)
    assert [(one.begin, one.name, one.about, one.by) for one in found.lines] == [
        ("08:30", "李**", "补偿款", "clerk"),
        ("09:30", "张**", "补偿款", "clerk"),
    ]
    assert (found.count, found.persons) == (2, 3)
    assert told_of(other, 1).name == "张示范"
    assert "张示范" not in str(booked_object(found))
    archivist = booked_day(session(desk.memory, "archivist"))
    assert [one.name for one in archivist.lines] == ["", ""], (
        "who receives nobody reads nothing that was told"
    )


def test_changing_moving_and_cancelling_want_a_reason(desk: Session) -> None:
    book_visit(desk, TODAY, told())
    refused("booked.no_reason", lambda: change_visit(desk, TODAY, 1, told("10"), reason=" "))
    change_visit(desk, TODAY, 1, told("10"), reason="要接孩子")
    assert booked_day(desk).lines[0].begin == "10:00"
    moved = change_visit(desk, TODAY, 1, told("14"), reason="明天才有车", to=TOMORROW)
    assert (moved.day, moved.booking) == (TOMORROW, 1)
    assert [one.state for one in booked_day(desk).lines] == [BookedState.MOVED]
    refused("booked.settled", lambda: cancel_visit(desk, TODAY, 1, "不来了"))
    cancel_visit(desk, TOMORROW, 1, "不来了")
    assert booked_day(desk, TOMORROW).count == 0


def test_a_full_half_hour_is_for_bookings_only(desk: Session) -> None:
    set_booking_limit(desk, 1)
    book_visit(desk, TODAY, told())
    refused("booked.full", lambda: book_visit(desk, TODAY, told("9:45")))
    assert give_ticket(desk).ticket == 1, "who comes without a booking is received all the same"
    arrive(desk, 1)
    refused("booked.full", lambda: book_visit(desk, TODAY, told("9:40")))
    refused("booked.limit", lambda: set_booking_limit(desk, 100))


@pytest.mark.parametrize(
    ("day", "more", "code"),
    [
        (date(2026, 3, 1), {}, "booked.past"),
        (date(2026, 9, 1), {}, "booked.too_far"),
        (TODAY, {"persons": 0}, "booked.persons"),
        (TODAY, {"name": "", "about": " "}, "booked.nobody"),
        (TODAY, {"number": "LX07-26-09999-0"}, "booked.number_unknown"),
        (TODAY, {"name": "张" * 41}, "text.too_long"),
    ],
)
def test_what_cannot_be_booked_is_refused_at_its_field(
    desk: Session, day: date, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(AppError) as error:
        book_visit(desk, day, told(**more))
    assert error.value.code == code and error.value.field


def test_for_a_matter_under_seal_only_its_number_is_kept(desk: Session) -> None:
    number = registers(desk, purpose=Purpose.ACCUSATION).number
    refused("booked.sealed_matter", lambda: book_visit(desk, TODAY, told(number=number)))
    book_visit(desk, TODAY, told(number=number, name="", about=""))
    assert booked_day(desk).lines[0].number == number


def test_who_came_is_called_in_the_order_of_tickets_and_known_when_called(desk: Session) -> None:
    book_visit(desk, TODAY, told())
    assert give_ticket(desk).ahead == 0
    came = arrive(desk, 1)
    assert (came.ticket, came.ahead) == (2, 1)
    first, second = call_next(desk), call_next(desk)
    assert (first.booking, second.booking) == (0, 1)
    refused("booked.settled", lambda: miss_visit(desk, 1))


def test_the_day_is_closed_once_every_booked_visitor_is_accounted_for(desk: Session) -> None:
    book_visit(desk, TODAY, told())
    book_visit(desk, TODAY, told("10"))
    book_visit(desk, TOMORROW, told("11"))
    refused("booked.not_yet", lambda: miss_visit(desk, 1, TOMORROW))
    assert [one.begin for one in closing(desk).expected] == ["09:30", "10:00"]
    refused("day.booked_open", lambda: close_day(desk, "明天再说"))
    arrive(desk, 1)
    miss_visit(desk, 2)
    settle_ticket(desk, "walk_in", 1, TicketOutcome.LEFT, reason="自己先走了")
    close_day(desk, "样例")
    refused("booked.forgotten", lambda: told_of(desk, 1))
    assert booked_day(desk, TOMORROW).lines[0].name == "张**", "what is to come is still known"


def test_when_the_day_is_closed_what_was_told_is_gone_and_the_chain_verifies(desk: Session) -> None:
    book_visit(desk, TODAY, told())
    stream = of_day(TODAY, desk.office.station)
    before = desk.memory.queries.stream(stream)
    assert any(SEALED in entry.parts for entry in before)
    cancel_visit(desk, TODAY, 1, "张示范说不来了")
    close_day(desk, "样例")
    after = desk.memory.queries.stream(stream)
    assert not any(SEALED in entry.parts for entry in after)
    assert not any("示范" in part.body.decode("utf-8", "replace") for e in after for part in e.parts.values())
    assert whole(desk).verify().ok
    found = booked_day(moved_to(desk, "2026-03-03T09:00"), TODAY)
    assert found.lines == () and found.counts[BookedState.CANCELLED] == 1


def test_a_day_that_nobody_closed_is_forgotten_with_the_next_one_and_asked_for(desk: Session) -> None:
    book_visit(desk, TODAY, told())
    later = moved_to(desk, "2026-03-04T09:00")
    assert closing(later).unclosed == (TODAY,)
    book_visit(later, date(2026, 3, 5), told())
    assert not any(SEALED in e.parts for e in later.memory.queries.stream(of_day(TODAY, "LX07")))
    assert booked_day(later, TODAY).counts[BookedState.EXPECTED] == 1
    miss_visit(later, 1, TODAY)
    close_day(later, "样例", day=TODAY)


def test_nothing_that_was_told_travels(desk: Session) -> None:
    book_visit(desk, TODAY, told())
    for entry in desk.memory.queries.stream(of_day(TODAY, "LX07")):
        assert SEALED not in travelling(entry).parts  # type: ignore[arg-type]
