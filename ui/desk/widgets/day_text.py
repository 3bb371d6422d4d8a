"""Days as clerks type them: '20', '11-20', '2024.3.5', '20240305', '昨天'. No Qt; the day is handed in."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

_SEPARATORS = re.compile(r"[-./年月日号\s]+")
_WORDS = {"今天": 0, "昨天": 1, "前天": 2}


def read_day(text: str, today: date) -> date | None:
    """The day that was typed; None when it is none.

    A day without a month, or a month and day without a year, is the latest such day that is not after today.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in _WORDS:
        return today - timedelta(days=_WORDS[plain])
    parts = [part for part in _SEPARATORS.split(plain) if part]
    if not parts or not all(part.isdecimal() for part in parts):
        return None
    if len(parts) == 1 and len(plain) == 8 and plain.isdecimal():
        parts = [plain[:4], plain[4:6], plain[6:]]
    numbers = [int(part) for part in parts if len(part) <= 4]
    if len(numbers) != len(parts):
        return None
    if len(numbers) == 3:
        year = numbers[0] + 2000 if numbers[0] < 100 else numbers[0]
        return _date(year, numbers[1], numbers[2])
    return _latest(numbers, today)


def _latest(numbers: list[int], today: date) -> date | None:
    if len(numbers) == 2:
        years = (today.year, today.year - 1)
        found = [_date(year, numbers[0], numbers[1]) for year in years]
    elif len(numbers) == 1:
        before = today.replace(day=1) - timedelta(days=1)
        found = [_date(month.year, month.month, numbers[0]) for month in (today, before)]
    else:
        return None
    days = [day for day in found if day is not None]
    return next((day for day in days if day <= today), days[0] if days else None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
