"""Counting of periods: all golden dates of the reference, and what must hold for every date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import WorkCalendar
from app.domain.clocks import UNITS, DueDays, Length, last_day
from resources.loader import read_toml

CALENDAR = WorkCalendar.shipped()
DATES = st.dates(date(2000, 1, 1), date(2090, 12, 31))
LENGTHS = st.builds(Length, n=st.integers(0, 120), unit=st.sampled_from(UNITS[:2])) | st.builds(
    Length, n=st.integers(0, 12), unit=st.just(UNITS[2])
)


def due(start: str, n: int, unit: str = "day", extend: int = 0) -> DueDays:
    return last_day(date.fromisoformat(start), Length(n=n, unit=unit), CALENDAR, extend=extend)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "n", "strict", "legal"),
    [
        ("2026-01-05", 15, "2026-01-20", "2026-01-20"),
        ("2026-09-18", 15, "2026-10-03", "2026-10-08"),
        ("2026-09-25", 15, "2026-10-10", "2026-10-10"),
        ("2026-03-06", 15, "2026-03-21", "2026-03-23"),
        ("2025-12-17", 15, "2026-01-01", "2026-01-04"),
        ("2025-12-20", 60, "2026-02-18", "2026-02-24"),
        ("2026-03-02", 60, "2026-05-01", "2026-05-06"),
        ("2026-03-02", 90, "2026-05-31", "2026-06-01"),
        ("2026-04-01", 30, "2026-05-01", "2026-05-06"),
        ("2026-06-15", 30, "2026-07-15", "2026-07-15"),
        ("2026-01-31", 30, "2026-03-02", "2026-03-02"),
    ],
)
def test_golden_calendar_days(start: str, n: int, strict: str, legal: str) -> None:
    found = due(start, n)
    assert (found.strict.isoformat(), found.legal.isoformat(), found.provisional) == (strict, legal, False)


@pytest.mark.parametrize(
    ("start", "legal"),
    [
        ("2026-09-30", "2026-10-13"),
        ("2026-02-13", "2026-02-27"),
        ("2026-05-06", "2026-05-12"),
        ("2026-04-29", "2026-05-09"),
    ],
)
def test_golden_five_working_days(start: str, legal: str) -> None:
    found = due(start, 5, "workday")
    assert found.strict.isoformat() == found.legal.isoformat() == legal
    assert not found.provisional


@pytest.mark.parametrize(
    "row",
    [
        "2024-02-07 2024-02-20 2024-02-22 2024-04-07 2024-05-07",
        "2025-01-24 2025-02-07 2025-02-08 2025-03-25 2025-04-24",
        "2025-09-26 2025-10-10 2025-10-11 2025-11-25 2025-12-25",
        "2026-02-12 2026-02-26 2026-02-27 2026-04-13 2026-05-13",
        "2026-04-29 2026-05-09 2026-05-14 2026-06-28 2026-07-28",
        "2026-09-24 2026-10-09 2026-10-09 2026-11-23 2026-12-23",
        "2026-09-30 2026-10-13 2026-10-15 2026-11-29 2026-12-29",
        "2026-12-24 2026-12-31 2027-01-08 2027-02-22 2027-03-24",
    ],
)
def test_golden_rows_of_the_data_reference(row: str) -> None:
    start, five, *plain = row.split()
    assert due(start, 5, "workday").legal.isoformat() == five
    assert [due(start, n).strict.isoformat() for n in (15, 60, 90)] == plain


def test_an_extension_counts_from_the_unrolled_day() -> None:
    extended = due("2026-03-02", 60, extend=30)
    assert (extended.strict, extended.legal) == (date(2026, 5, 31), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("start", "n", "strict"),
    [
        ("2026-01-15", 2, "2026-03-15"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2023-12-31", 2, "2024-02-29"),
        ("2026-11-30", 2, "2027-01-30"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(start: str, n: int, strict: str) -> None:
    assert due(start, n, "month").strict.isoformat() == strict


def test_a_period_into_an_unannounced_year_is_provisional() -> None:
    assert due("2026-12-28", 5, "workday").provisional
    assert due("2026-12-24", 15).provisional
    assert not due("2026-12-24", 5, "workday").provisional
    assert not due("2026-12-16", 15).provisional


def test_every_day_has_its_reason() -> None:
    days = due("2026-09-18", 15).days
    assert [(each.day.day, each.counts, each.code) for each in days[:3]] == [
        (18, False, "start"),
        (19, True, "counted_day_off"),
        (20, True, "counted"),
    ]
    assert [(each.day.day, each.counts, each.code) for each in days[-6:]] == [
        (3, True, "last_day_off"),
        (4, False, "moved_over"),
        (5, False, "moved_over"),
        (6, False, "moved_over"),
        (7, False, "moved_over"),
        (8, False, "moved_to"),
    ]


def test_working_days_tell_why_a_day_was_left_out() -> None:
    days = due("2026-04-29", 5, "workday").days
    assert [(each.day.day, each.code) for each in days if each.counts] == [
        (30, "workday"),
        (6, "workday"),
        (7, "workday"),
        (8, "workday"),
        (9, "makeup_workday"),
    ]
    assert {each.code for each in days if not each.counts} == {"start", "holiday"}


def test_the_same_day() -> None:
    assert due("2026-03-20", 0).legal == date(2026, 3, 20)
    assert due("2026-03-21", 0).strict == date(2026, 3, 21)
    assert due("2026-03-21", 0).legal == date(2026, 3, 23)
    assert due("2026-03-21", 0, "workday").strict == date(2026, 3, 23)


@given(DATES, LENGTHS, st.integers(0, 40))
def test_what_holds_for_every_period(start: date, length: Length, extend: int) -> None:
    found = last_day(start, length, CALENDAR, extend=extend)
    assert start <= found.strict <= found.legal
    assert CALENDAR.is_workday(found.legal)
    if length.unit == "day":
        assert found.strict == start + timedelta(days=length.n + extend)
        assert not any(
            CALENDAR.is_workday(found.strict + timedelta(days=d))
            for d in range((found.legal - found.strict).days)
        )
    if length.unit == "workday":
        assert found.strict == found.legal


@given(DATES, LENGTHS, st.integers(0, 30))
def test_later_starts_and_longer_periods_never_end_earlier(start: date, length: Length, more: int) -> None:
    found = last_day(start, length, CALENDAR)
    later = last_day(start + timedelta(days=more), length, CALENDAR)
    longer = last_day(start, length, CALENDAR, extend=more)
    assert found.strict <= later.strict and found.legal <= later.legal
    assert found.strict <= longer.strict and found.legal <= longer.legal


@given(DATES, LENGTHS)
def test_the_counted_days_are_as_many_as_the_length(start: date, length: Length) -> None:
    why = read_toml("words/law.toml")["why"]
    found = last_day(start, length, CALENDAR)
    days = found.days
    assert [each.day for each in days] == [start + timedelta(days=n) for n in range(len(days))]
    assert days[-1].day == found.legal
    assert all(why[each.code] for each in days)
    if length.unit != "month":
        assert sum(each.counts for each in days) == length.n


def test_impossible_lengths_are_programming_errors() -> None:
    with pytest.raises(ValueError, match="no such length"):
        Length(n=-1, unit="day")
    with pytest.raises(ValueError, match="extended"):
        due("2026-01-05", 15, extend=-1)
