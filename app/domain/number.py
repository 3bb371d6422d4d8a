"""Matter numbers (登记编号) `SSSS-YY-NNNNN-C`: station, year, gapless yearly sequence, check character.

Source: reference/exchange.md 3.6; check character and alphabet of GB 32100-2015 (mod 31).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from app.domain.organisation_code import ALPHABET, check_character, compact
from app.errors import BadInput, Refused

LAST_SEQUENCE: Final = 99_999
"""The highest sequence of one station in one year; five digits."""

_SHAPE: Final = re.compile(r"(.{4})([0-9]{2})([0-9]{5})(.)")
_STATION_LENGTH: Final = 4
_CENTURY: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class MatterNumber:
    """The number of one matter (登记编号): `station` four characters, `year` two digits, `sequence` from 1 to
    99999.

    Raises BadInput `number.station_letter`, `number.station_length` or `number.malformed`, Refused
    `number.series_full` for impossible parts.
    """

    station: str
    year: int
    sequence: int

    def __post_init__(self) -> None:
        check_station(self.station)
        if not 0 <= self.year < _CENTURY or self.sequence < 1:
            raise BadInput("number.malformed", field="number")
        if self.sequence > LAST_SEQUENCE:
            raise Refused(
                "number.series_full", station=self.station, year=f"{self.year:02d}", last=LAST_SEQUENCE
            )

    @property
    def check(self) -> str:
        """The check character over the eleven characters before it."""
        return check_character(f"{self.station}{self.year:02d}{self.sequence:05d}")

    @property
    def text(self) -> str:
        """The number as people read it, e.g. `LX07-26-01207-3`."""
        return f"{self.station}-{self.year:02d}-{self.sequence:05d}-{self.check}"

    def __str__(self) -> str:
        return self.text

    @classmethod
    def make(cls, station: str, year: int, sequence: int) -> Self:
        """The number of the `sequence`-th matter of `station` in `year` (two or four digits).

        Raises BadInput `number.station_letter`, `number.station_length` or `number.malformed`, Refused
        `number.series_full` past 99999.
        """
        return cls(station=compact(station), year=year % _CENTURY if year >= 0 else year, sequence=sequence)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads a typed number: lower case, full width, spaces and missing or odd hyphens are accepted.

        Raises BadInput `number.malformed` for a wrong shape, `number.wrong_check` when one character is
        wrong.
        """
        found = _SHAPE.fullmatch(compact(text))
        if found is None or any(letter not in ALPHABET for letter in found[1] + found[4]):
            raise BadInput("number.malformed", field="number")
        if int(found[3]) < 1:
            raise BadInput("number.malformed", field="number")
        number = cls(station=found[1], year=int(found[2]), sequence=int(found[3]))
        if number.check != found[4]:
            raise BadInput("number.wrong_check", field="number")
        return number


def missing_numbers(
    given: Mapping[int, int], there: Iterable[tuple[str, date]]
) -> list[tuple[int, int, date | None]]:
    """Year and sequence of numbers that were given and stand nowhere, each with the day of the next one that does.

    `given` is how many numbers each year has given, `there` are the numbers that stand somewhere with their days.
    """
    days: dict[tuple[int, int], date] = {}
    for text, day in there:
        number = MatterNumber.parse(text)
        days[number.year, number.sequence] = day
    found: list[tuple[int, int, date | None]] = []
    for year, count in sorted(given.items(), reverse=True):
        after: date | None = None
        for sequence in range(count, 0, -1):
            stands = days.get((year % _CENTURY, sequence))
            if stands is None:
                found.append((year, sequence, after))
            after = stands or after
    return found[::-1]


def check_station(station: str) -> str:
    """Returns `station` when it can be a station code (four characters of the GB 32100 alphabet).

    Raises BadInput `number.station_length`, or `number.station_letter` naming the letters that are not
    allowed.
    """
    wrong = "".join(sorted({letter for letter in station if letter not in ALPHABET}))
    if wrong:
        raise BadInput("number.station_letter", field="station", letters=wrong)
    if len(station) != _STATION_LENGTH:
        raise BadInput("number.station_length", field="station", length=len(station))
    return station
