"""A clock that is set back or forward, by a minute or by ten years: nothing late turns green, and it is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.clock import FixedClock
from app.domain.acts.receiving import VisitAgain
from app.services.perform import perform
from app.services.reading import due, view_matter
from app.services.session import Session
from app.services.today import light_of
from db.journal import SETBACK
from tests.desks import START, founded, registers, session
from tests.fakes import FakeMemory

MINUTE = 1
TEN_YEARS = 10 * 366 * 24 * 60
WORSE = {"waiting": 0, "in_time": 0, "soon": 1, "late": 2}
JUMPS = st.lists(
    st.one_of(
        st.integers(MINUTE, TEN_YEARS),
        st.integers(-TEN_YEARS, -MINUTE),
        st.sampled_from([-MINUTE, -TEN_YEARS, MINUTE, 20 * 24 * 60, -20 * 24 * 60]),
    ),
    min_size=1,
    max_size=6,
)


def lights(at: Session) -> dict[tuple[str, str], int]:
    """How bad each obligation looks, by matter and rule."""
    today = at.today()
    return {
        (row.number, row.obligation.id): WORSE[light_of(row.obligation, today)]
        for row in due(at, within=9999)
    }


def holds(jumps: list[int]) -> None:
    """Registers, then lets the clock jump; after each jump one act."""
    memory = FakeMemory()
    founded(memory)
    here = session(memory)
    number = registers(here).number
    instant, latest, before = START, START, lights(here)
    for jump in jumps:
        try:
            instant = instant + timedelta(minutes=jump)
        except OverflowError:
            continue
        if (
            not datetime(2016, 1, 1, tzinfo=START.tzinfo)
            < instant
            < datetime(2090, 1, 1, tzinfo=START.tzinfo)
        ):
            instant = START
        here = replace(here, clock=FixedClock(instant))
        now = lights(here)
        assert {key for key in before if now.get(key, 2) < before[key]} == set(), "nothing turns green"
        perform(here, number, VisitAgain(asked="问"))
        flagged = view_matter(here, number).entries[-1].header.clock == "set-back"
        back = latest - instant
        assert flagged is (back > timedelta(milliseconds=SETBACK)), f"flagged within one act: {back}"
        latest, before = max(latest, instant), lights(here)


@settings(max_examples=40)
@given(JUMPS)
def test_no_jump_of_the_clock_turns_anything_green(jumps: list[int]) -> None:
    holds(jumps)


@pytest.mark.slow
@settings(max_examples=2000)
@given(JUMPS)
def test_two_thousand_jumps_turn_nothing_green(jumps: list[int]) -> None:
    holds(jumps)


@pytest.mark.parametrize("minutes", [3, 60, 24 * 60, 30 * 24 * 60, 366 * 24 * 60, TEN_YEARS])
def test_a_clock_set_back_after_the_last_day_leaves_it_late(minutes: int) -> None:
    holds([60 * 24 * 60, -minutes, -MINUTE])


def test_a_journal_without_its_high_water_mark_turns_it_red(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "today", lambda at: at.now().date())
    with pytest.raises(AssertionError, match="turns green"):
        holds([60 * 24 * 60, -60 * 24 * 60])
