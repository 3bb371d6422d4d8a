"""A leader receives a petitioner: recorded with the day it was, opening and closing nothing."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.acts.leader_receiving import ReceiveByLeader
from app.domain.claims import Purpose
from app.domain.matter import darkened
from app.errors import BadInput
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import START, founded, moved_to, registers, session
from tests.fakes import FakeMemory

TODAY = START.date()


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def act(**more: object) -> ReceiveByLeader:
    given: dict[str, object] = {"leader": "陈示范", "post": "副县长", "on": TODAY, **more}
    return ReceiveByLeader(**given)  # type: ignore[arg-type]


def test_a_reception_is_recorded_and_opens_no_clock(desk: Session) -> None:
    made = registers(desk, persons_came=4)
    assert made.known is not None
    done = perform(desk, made.number, act(unit="示范镇人民政府", instruction="三日内拿出方案"))
    assert done is not None
    (reception,) = done.known.matter.leader_receptions
    assert (reception.leader, reception.post, reception.stand_in, reception.persons) == (
        "陈示范",
        "副县长",
        False,
        4,
    )
    assert (reception.unit, reception.instruction, reception.on) == ("U1", "三日内拿出方案", TODAY)
    assert done.known.obligations == made.known.obligations


def test_a_past_reception_keeps_its_day_and_one_to_come_is_refused(desk: Session) -> None:
    number = registers(desk).number
    later = moved_to(desk, "2026-03-09T09:00")
    done = perform(later, number, act(persons=2))
    assert done is not None and done.known.matter.leader_receptions[0].on == TODAY
    for wrong, code in (
        (act(on=date(2026, 3, 10)), "act.date_in_future"),
        (act(persons=0), "register.head_count"),
    ):
        with pytest.raises(BadInput) as caught:
            perform(later, number, wrong)
        assert caught.value.code == code


def test_what_was_instructed_about_an_accusation_is_sealed(desk: Session) -> None:
    number = registers(desk, purpose=Purpose.ACCUSATION).number
    perform(desk, number, act(instruction="请纪委看"))
    own = view_matter(desk, number).known.matter
    other = view_matter(session(desk.memory, "clerk2"), number).known.matter
    assert own.leader_receptions[0].instruction == "请纪委看"
    assert other.leader_receptions[0].instruction == "" and other.leader_receptions[0].leader == "陈示范"
    assert darkened(own).leader_receptions[0].instruction == ""
