"""Days as they stand in spreadsheets: 2026-03-01, 2026/3/1, 20260301, with Chinese marks or numerals, as a serial.

What has no year, or two figures for it, is no day: nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import cache

from app.exchange.profiles.county import DayMarks, day_marks

FIRST_SERIAL = date(1899, 12, 30)
"""Day 0 of the serials of Excel, as they count from March 1900 on."""
FIRST_SERIAL_1904 = date(1904, 1, 1)
"""Day 0 of the serials of workbooks with the date system of 1904."""
SERIALS = (20_000, 80_000)
"""Serials taken for days (1954 to 2119); other numbers are no days."""
_PLAIN = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:[T\s].*)?")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")


def read_day(text: str) -> date | None:
    """The day that a text names, or None. Times of the day are left out."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _PLAIN.fullmatch(plain) or _TOGETHER.fullmatch(plain) or _marked().fullmatch(plain)
    if found is None:
        return None
    year, month, day = (_number(part) for part in found.groups()[:3])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def from_serial(serial: float, *, since_1904: bool = False) -> date | None:
    """The day of a spreadsheet's serial number, or None where the number is no plausible day."""
    if not SERIALS[0] <= serial <= SERIALS[1]:
        return None
    first = FIRST_SERIAL_1904 if since_1904 else FIRST_SERIAL
    return first + timedelta(days=int(serial))


@cache
def _marked() -> re.Pattern[str]:
    """A day with the Chinese marks for year, month and day, in figures or in numerals."""
    marks = day_marks()
    numeral = rf"[\d{marks.zero}{marks.digits}{marks.ten}]"
    return re.compile(
        rf"({numeral}{{4}})\s*{marks.year}\s*({numeral}{{1,3}})\s*{marks.month}\s*"
        rf"({numeral}{{1,3}})\s*[{marks.day}](?:\s*[T\d{marks.hour}].*)?"
    )


def _number(text: str) -> int:
    """A number in figures or in Chinese numerals: year figure by figure, months and days with the ten."""
    if text.isascii():
        return int(text)
    marks = day_marks()
    if marks.ten in text:
        tens, ones = text.split(marks.ten, 1)
        return (_figure(tens, marks) if tens else 1) * 10 + (_figure(ones, marks) if ones else 0)
    return int("".join(str(_figure(letter, marks)) for letter in text))


def _figure(letter: str, marks: DayMarks) -> int:
    if letter in marks.zero:
        return 0
    place = marks.digits.find(letter)
    return place + 1 if place >= 0 else int(letter)
