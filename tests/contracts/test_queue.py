"""The queue of a reception day and its roster: on every store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.day_file import DeskStaffed, TicketOutcome
from app.errors import AppError
from app.ports import Memory
from app.services.day_closing import give_tickets, settle_ticket
from app.services.days import day_file
from app.services.office_sheets import office_sheet
from app.services.queue import call_again, call_next, queue_now
from app.services.rostering import set_roster
from app.services.session import Session
from tests.desks import founded, session


def at(memory: Memory, desk: str) -> Session:
    """Somebody at a desk of that name."""
    return replace(session(memory), desk=desk)


@pytest.fixture
def hall(memory: Memory) -> Memory:
    """A hall with three tickets."""
    founded(memory)
    give_tickets(session(memory), "walk_in", 3)
    return memory


def test_tickets_are_called_in_their_order_to_the_desk_that_asks(hall: Memory) -> None:
    first, second = at(hall, "一窗"), at(hall, "二窗")
    assert call_next(first).ticket == 1
    assert call_next(second).ticket == 2
    stands = queue_now(first)
    assert (stands.given, stands.waiting, stands.here) == (3, 1, 1)
    assert [(t.number, t.called) for t in stands.called] == [(2, "二窗"), (1, "一窗")]
    assert call_again(first, 1).queue.called[-1].calls == 2


def test_a_ticket_of_another_desk_is_not_called_again_here(hall: Memory) -> None:
    call_next(at(hall, "一窗"))
    with pytest.raises(AppError) as refused:
        call_again(at(hall, "二窗"), 1)
    assert refused.value.code == "queue.not_here"


def test_an_empty_queue_says_so(hall: Memory) -> None:
    desk = at(hall, "一窗")
    for _ in range(3):
        call_next(desk)
    with pytest.raises(AppError) as refused:
        call_next(desk)
    assert refused.value.code == "queue.empty"


def test_a_settled_ticket_is_neither_waiting_nor_here_and_keeps_where_it_was_called(hall: Memory) -> None:
    desk = at(hall, "一窗")
    settle_ticket(desk, "walk_in", 2, TicketOutcome.LEFT, reason="先走了")
    call_next(desk)
    settle_ticket(desk, "walk_in", 1, TicketOutcome.LEFT, reason="叫号后没有来")
    assert queue_now(desk).here == 0
    assert call_next(desk).ticket == 3
    ticket = day_file(desk, desk.today()).ticket("walk_in", 1)
    assert ticket is not None and (ticket.called, ticket.settled is not None) == ("一窗", True)


def test_a_ticket_called_and_left_open_is_still_unsettled_at_closing(hall: Memory) -> None:
    desk = at(hall, "一窗")
    call_next(desk)
    assert [t.number for t in day_file(desk, desk.today()).unsettled] == [1, 2, 3]


def test_the_roster_stands_on_the_hand_over_sheet_and_the_later_one_holds(hall: Memory) -> None:
    desk = session(hall)
    set_roster(desk, duty_leader="甲示范", lawyer="乙示范")
    staff = (DeskStaffed(name="丙示范", desk="一窗"), DeskStaffed(name="  "))
    set_roster(desk, duty_leader="甲示范", reception_leader=" 丁\u3000示范 ", staff=staff)
    roster = day_file(desk, desk.today()).roster
    assert (roster.lawyer, roster.reception_leader) == ("", "丁 示范")
    assert roster.staff == (DeskStaffed(name="丙示范", desk="一窗"),)
    assert office_sheet(desk, "D48", {}).pdf.startswith(b"%PDF")


def test_a_roster_of_endless_names_is_refused_at_its_field(hall: Memory) -> None:
    with pytest.raises(AppError) as refused:
        set_roster(session(hall), lawyer="律" * 51)
    assert (refused.value.code, refused.value.field) == ("text.too_long", "lawyer")
