"""What a mediator types in lines: statements, breaks, instalments. What was read back is what was typed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.mediation.state import Pause
from app.domain.mediation.typed import pauses_of, pauses_text
from app.errors import BadInput

MORNING = datetime.fromisoformat("2026-11-20T08:00")


@given(lengths=st.lists(st.integers(1, 40), max_size=12))
def test_breaks_are_read_as_they_are_written(lengths: list[int]) -> None:
    at, breaks = MORNING, []
    for length in lengths:
        began, at = at, at + timedelta(minutes=length)
        breaks.append(Pause(began_at=f"{began:%Y-%m-%dT%H:%M}", ended_at=f"{at:%Y-%m-%dT%H:%M}"))
    assert pauses_of(pauses_text(breaks), "2026-11-20 08:00") == tuple(breaks)


@pytest.mark.parametrize(
    "typed", ["9:40-9:50；10:20－10:30", "09:40-09:50; 10:20—10:30;", " 09:40 - 09:50 \n10:20-10:30"]
)
def test_marks_of_either_keyboard_are_understood(typed: str) -> None:
    assert [item.ended_at for item in pauses_of(typed, "2026-11-20 09:00")] == [
        "2026-11-20T09:50",
        "2026-11-20T10:30",
    ]


@pytest.mark.parametrize("typed", ["十分钟", "09:40", "09:50-09:40", "25:00-25:10", "09:40-09:50; 午饭"])
def test_what_is_no_break_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        pauses_of(typed, "2026-11-20 09:00")
    assert (refused.value.code, refused.value.field) == ("mediation.pauses_unreadable", "pauses")
