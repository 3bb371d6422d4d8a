"""A visit booked ahead: its time, the limit of a half hour, what becomes of it, what is left when it was forgotten."""

from __future__ import annotations

import pytest

from app.domain.booked_visits import (
    BookedState,
    BookedVisit,
    BookingWay,
    ToldVisit,
    VisitBooked,
    booked,
    by_time,
    changed,
    forgotten,
    read_begin,
    require_expected,
    require_room,
)
from app.domain.history import ENTRY_KINDS, scopes_of, split
from app.errors import AppError


def told(begin: str = "09:30", **more: object) -> ToldVisit:
    given: dict[str, object] = {"persons": 1, "way": BookingWay.PHONE, "name": "张示范", **more}
    return ToldVisit(begin=begin, **given)  # type: ignore[arg-type]


def visits(*begins: str) -> tuple[BookedVisit, ...]:
    return tuple(BookedVisit(id=at, told=told(begin)) for at, begin in enumerate(begins, start=1))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9:30", "09:30"),
        ("0930", "09:30"),
        ("930", "09:30"),
        ("9", "09:00"),
        ("１４：００", "14:00"),
        ("9.30", "09:30"),
    ],
)
def test_a_time_is_read_as_it_is_said(typed: str, kept: str) -> None:
    assert read_begin(typed) == kept


@pytest.mark.parametrize("typed", ["", "25:00", "9:61", "上午"])
def test_what_is_no_time_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(AppError) as refused:
        read_begin(typed)
    assert (refused.value.code, refused.value.field) == ("booked.no_time", "begin")


def test_a_full_half_hour_names_the_next_that_has_room() -> None:
    there = visits("09:30", "09:45", "10:00", "10:10")
    require_room(there, told("09:29"), 2)
    require_room(there, told("09:40"), 0)
    with pytest.raises(AppError) as refused:
        require_room(there, told("09:59"), 2)
    assert (refused.value.code, refused.value.details["free"]) == ("booked.full", "10:30")
    require_room(there, told("09:50"), 2, but=2)
    with pytest.raises(AppError) as refused:
        require_room(visits("23:30"), told("23:45"), 1)
    assert refused.value.code == "booked.full_day"


def test_who_cancelled_takes_no_room_and_is_not_settled_twice() -> None:
    there = changed(visits("09:30"), 1, state=BookedState.CANCELLED, reason="改天再来")
    require_room(there, told("09:30"), 1)
    assert changed(there, 1, state=BookedState.NOT_COME) == there
    for place, code in ((1, "booked.settled"), (2, "booked.unknown")):
        with pytest.raises(AppError) as refused:
            require_expected(there, place)
        assert refused.value.code == code


def test_two_desks_that_took_the_same_place_both_keep_their_visitor() -> None:
    there = booked(visits("10:00"), VisitBooked(booking=1, told=told("09:00")), "clerk2")
    assert [one.id for one in by_time(there)] == [2, 1]


def test_nothing_that_was_told_lies_open_or_travels() -> None:
    body = split(VisitBooked(booking=1, told=told()), scopes_of(None, VisitBooked(booking=1)))
    assert body.open == {"booking": 1} and body.sealed is not None
    for name in ("visit-booked", "visit-rebooked", "visit-unbooked"):
        assert ENTRY_KINDS[name].stays


def test_what_is_forgotten_leaves_place_and_state() -> None:
    there = changed(visits("09:30"), 1, state=BookedState.ARRIVED, channel="walk_in", ticket=3)
    (left,) = forgotten(there)
    assert (left.id, left.state, left.ticket, left.told, left.reason) == (1, BookedState.ARRIVED, 3, None, "")
