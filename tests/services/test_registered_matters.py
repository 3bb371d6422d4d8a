"""What was registered in some days: every matter once and in order, however far apart they lie."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.clock import FixedClock
from app.services.registered_matters import SPAN, registered_matters
from app.services.session import Session
from tests.desks import START, founded, registers, session
from tests.fakes import FakeMemory


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def test_each_matter_comes_once_and_in_order_whatever_lies_between(desk: Session) -> None:
    numbers = []
    for days in (0, 1, 6, 7, 8, 13, 14, 90, 91, 400, 2500):
        desk.clock = FixedClock(START + timedelta(days=days))
        numbers.append(registers(desk).number)
    last = desk.today()
    assert [matter.number for matter in registered_matters(desk, START.date(), last)] == numbers
    assert [matter.number for matter in registered_matters(desk, date.min, date.max)] == numbers
    before = last - timedelta(days=1)
    assert [matter.number for matter in registered_matters(desk, START.date(), before)] == numbers[:-1]
    ends = START.date() + SPAN
    assert [matter.number for matter in registered_matters(desk, ends, ends)] == [numbers[3]]


def test_a_range_of_no_day_has_nothing(desk: Session) -> None:
    registers(desk)
    assert list(registered_matters(desk, START.date(), START.date() - timedelta(days=1))) == []
