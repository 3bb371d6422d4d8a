"""Working days: the announced years are exact, unknown years are answered and marked, nothing crashes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import WorkCalendar, YearTable
from app.errors import BadInput
from resources.loader import read_toml

CALENDAR = WorkCalendar.shipped()
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("year", "days_off", "makeup"),
    [
        (2022, 32, "01-29 01-30 04-02 04-24 05-07 10-08 10-09"),
        (2023, 28, "01-28 01-29 04-23 05-06 06-25 10-07 10-08"),
        (2024, 28, "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12"),
        (2025, 28, "01-26 02-08 04-27 09-28 10-11"),
        (2026, 33, "01-04 02-14 02-28 05-09 09-20 10-10"),
    ],
)
def test_the_announced_years(year: int, days_off: int, makeup: str) -> None:
    days = [date(year, 1, 1) + timedelta(days=offset) for offset in range(366)]
    days = [day for day in days if day.year == year]
    assert [f"{day:%m-%d}" for day in days if CALENDAR.why(day).kind == "makeup_workday"] == makeup.split()
    off = [CALENDAR.why(day) for day in days if CALENDAR.why(day).kind == "holiday"]
    assert len(off) == days_off
    assert all(why.name for why in off)
    assert not any(CALENDAR.is_provisional(day) for day in days)


def test_the_days_off_of_2026() -> None:
    expected = (
        "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 "
        "05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07"
    )
    days = [date(2026, 1, 1) + timedelta(days=offset) for offset in range(365)]
    free = [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not CALENDAR.is_workday(day)]
    assert free == expected.split()


@pytest.mark.parametrize(
    ("day", "kind", "name", "provisional"),
    [
        (date(2026, 10, 10), "makeup_workday", "国庆节", False),
        (date(2026, 10, 3), "holiday", "国庆节", False),
        (date(2026, 3, 21), "weekend", "", False),
        (date(2026, 3, 20), "workday", "", False),
        (date(2027, 1, 1), "holiday", "元旦", True),
        (date(2027, 1, 2), "weekend", "", True),
        (date(2027, 5, 2), "holiday", "劳动节", True),
        (date(2023, 5, 2), "holiday", "劳动节", False),
        (date(2021, 5, 2), "weekend", "", True),
        (date(2021, 5, 4), "workday", "", True),
    ],
)
def test_why_a_day_is_free_or_not(day: date, kind: str, name: str, provisional: bool) -> None:
    why = CALENDAR.why(day)
    assert (why.kind, why.name, why.provisional) == (kind, name, provisional)
    assert why.is_workday == CALENDAR.is_workday(day) == (kind in ("workday", "makeup_workday"))


@given(DAYS)
def test_every_day_has_an_answer_and_a_next_workday(day: date) -> None:
    assert CALENDAR.why(day).provisional == CALENDAR.is_provisional(day) == (day.year not in CALENDAR.years)
    following = CALENDAR.on_or_after(day)
    assert CALENDAR.is_workday(following) and day <= following <= day + timedelta(days=14)


def test_a_new_table_makes_its_year_certain_and_changes_the_version() -> None:
    table = YearTable.read(
        {
            "year": 2027,
            "source": "测试",
            "holiday": [{"name": "元旦", "days": ["2027-01-01"]}],
            "makeup_workday": [{"name": "元旦", "days": ["2027-01-03"]}],
        }
    )
    newer = CALENDAR.with_table(table)
    assert not newer.is_provisional(date(2027, 6, 1))
    assert newer.is_workday(date(2027, 1, 3))
    assert newer.version != CALENDAR.version
    assert CALENDAR.is_provisional(date(2027, 6, 1))


def test_the_version_is_the_data() -> None:
    again = WorkCalendar.from_tables(YearTable.read(table.as_data()) for table in reversed(CALENDAR.tables))
    assert again == CALENDAR and again.version == CALENDAR.version
    assert hash(again) == hash(CALENDAR)


@pytest.mark.parametrize(
    "change",
    [
        {"year": "2026"},
        {"source": ""},
        {"holiday": []},
        {"holiday": [{"name": "元旦"}]},
        {"holiday": [{"name": "元旦", "days": ["2026-13-01"]}]},
        {"holiday": [{"name": "元旦", "days": ["2024-01-01"]}]},
        {"holiday": [{"name": "元旦", "days": ["2026-01-01", "2026-01-01"]}]},
        {"holiday": "x"},
        {"makeup_workday": [{"name": "元旦", "days": ["2026-01-05"]}]},
    ],
)
def test_a_file_that_is_no_table_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=r"calendar\.malformed"):
        YearTable.read({**read_toml("calendars/2026.toml"), **change})
