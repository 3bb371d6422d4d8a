"""Days on paper: numbers of sheets, times of the running list, which sheet is of which day, in which order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.number import MatterNumber
from app.domain.outage import (
    OutageDay,
    OutageNumber,
    SheetState,
    day_of,
    is_outage_number,
    read_times,
    sheets_of,
)
from app.errors import BadInput

FIRST = OutageDay(on=date(2026, 11, 19), first=1, last=4, times=("09:05", "09:40", "", "09:30"))
SECOND = OutageDay(on=date(2026, 11, 20), first=5, last=6)


@given(pack=st.integers(1, 999), place=st.integers(1, 99))
def test_a_number_is_read_as_it_was_printed_and_is_no_number_of_a_matter(pack: int, place: int) -> None:
    number = OutageNumber(station="LX07", pack=pack, place=place)
    assert OutageNumber.parse(number.text.lower().replace("-", " ")) == number
    assert is_outage_number(number.text)
    with pytest.raises(BadInput):
        MatterNumber.parse(number.text)


def test_a_number_of_a_matter_is_no_number_of_a_sheet() -> None:
    assert not is_outage_number(MatterNumber.make("LX07", 26, 1207).text)
    assert not is_outage_number("村里修路")
    assert not is_outage_number("")


@pytest.mark.parametrize("wrong", ["LX07-P003-08-5", "LX07-P030-07-5", "LX70-P003-07-5"])
def test_a_misread_number_is_noticed(wrong: str) -> None:
    assert OutageNumber(station="LX07", pack=3, place=7).text == "LX07-P003-07-5"
    assert is_outage_number(wrong)
    with pytest.raises(BadInput) as refused:
        OutageNumber.parse(wrong)
    assert refused.value.code == "outage.number_wrong_check"


@pytest.mark.parametrize("wrong", ["LX07-P000-07-5", "LX07-P003-00-5", "XFF1", "LX07-26-00003-Q"])
def test_what_is_no_number_of_a_sheet_is_said_to_be_none(wrong: str) -> None:
    with pytest.raises(BadInput) as refused:
        OutageNumber.parse(wrong)
    assert refused.value.code == "outage.number_malformed"


def test_times_are_typed_one_after_another_as_the_running_list_has_them() -> None:
    assert read_times("9:05 0940 － 10：15 1305") == ("09:05", "09:40", "", "10:15", "13:05")
    assert read_times("  ") == ()


@pytest.mark.parametrize("wrong", ["9:05 25:00", "9:05 早上", "9:05 9:61", "9:05 7"])
def test_a_time_that_cannot_be_read_is_named_by_its_place(wrong: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_times(wrong)
    assert (refused.value.code, refused.value.details["at"]) == ("outage.time_unreadable", 2)


def test_sheets_stand_in_the_order_in_which_they_were_handed_out() -> None:
    rows = sheets_of(FIRST, (FIRST, SECOND), {4: "N4", 1: "N1"}, {3: "写坏"})
    assert [row.place for row in rows] == [1, 2, 3, 4]
    assert [row.state for row in rows] == [
        SheetState.ENTERED,
        SheetState.WAITING,
        SheetState.VOID,
        SheetState.ENTERED,
    ]
    assert [row.at for row in rows] == ["09:05", "09:40", "", "09:30"]
    assert [row.early for row in rows] == [False, False, False, True], "somebody is to look at the list again"


def test_a_sheet_beyond_the_last_one_named_belongs_to_the_newest_open_day() -> None:
    days = (FIRST, SECOND)
    assert [day_of(days, place) for place in (1, 4, 5, 9)] == [FIRST, FIRST, SECOND, SECOND]
    rows = sheets_of(SECOND, days, {8: "N8"}, {})
    assert [row.place for row in rows] == [5, 6, 7, 8], "and those between are asked for"
    closed = OutageDay(on=SECOND.on, first=5, last=6, closed=True)
    assert day_of((FIRST, closed), 7) is None
    assert day_of((), 1) is None
    assert [row.place for row in sheets_of(FIRST, days, {8: "N8"}, {})] == [1, 2, 3, 4]
