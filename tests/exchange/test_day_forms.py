"""Days as people write them in tables; what has no year or two figures of one is no day."""

from __future__ import annotations

from datetime import date

import pytest

from app.exchange.day_forms import from_serial, read_day


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01", "2026-3-1", "2026/3/1", "2026.3.1", "２０２６－０３－０１", "20260301", " 2026-03-01 ",
        "2026-03-01 09:30:00", "2026-03-01T09:30", "2026年3月1日", "2026年03月01号", "2026 年 3 月 1 日",
        "二〇二六年三月一日", "二○二六年三月一日", "二零二六年三月一号", "2026年3月1日9时30分", "2026年3月1日 9:30",
    ],
)  # fmt: skip
def test_one_day_in_many_forms(text: str) -> None:
    assert read_day(text) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [("二〇二六年十月十日", 10, 10), ("二〇二六年十二月二十一日", 12, 21), ("二〇二六年一月三十日", 1, 30)],
)
def test_numerals_beyond_ten(text: str, month: int, day: int) -> None:
    assert read_day(text) == date(2026, month, day)


@pytest.mark.parametrize(
    "text",
    ["", "三月一日", "3月1日", "26-03-01", "2026年3月", "2026-02-30", "20261301", "昨天", "2026-3", "46082", "1/3/2026",
     "二〇二六年十三月一日", "十年三月一日"],
)  # fmt: skip
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None


def test_serials_of_both_date_systems() -> None:
    assert from_serial(46082) == from_serial(44620, since_1904=True) == date(2026, 3, 1)
    assert from_serial(46082.99) == date(2026, 3, 1)
    assert from_serial(2026) is None and from_serial(20260301) is None
