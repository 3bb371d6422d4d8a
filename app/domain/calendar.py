"""Working days with make-up working days (调休), from one table a year as the State Council announces it.

A year without its table is answered from weekends and the fixed statutory days (全国年节及纪念日放假办法) and
marked
provisional; nothing here fails for want of a table. docs/decisions/0010-calendar-data.md tells where the
tables come from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal, Self

from app.errors import BadInput
from resources.loader import names_in, read_toml

DayKind = Literal["workday", "weekend", "holiday", "makeup_workday"]

_SATURDAY: Final = 5
_FOLDER: Final = "calendars"
_STATUTORY_FILE: Final = "statutory.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReason:
    """Why a day counts as working or free. `name` is the holiday's (also of a make-up day), "" for ordinary
    days.

    `provisional`: the year's arrangement is not known, so this is an assumption.
    """

    day: date
    kind: DayKind
    name: str
    provisional: bool

    @property
    def is_workday(self) -> bool:
        """Whether offices work on this day."""
        return self.kind in ("workday", "makeup_workday")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDay:
    """One day of an announcement: part of a holiday, or a working day made up for it."""

    day: date
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTable:
    """The announcement for one year: days off (weekends among them included) and make-up working days,
    sorted."""

    year: int
    source: str
    holidays: tuple[NamedDay, ...]
    makeup_workdays: tuple[NamedDay, ...]

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """A table from parsed TOML or JSON: `year`, `source`, `holiday` and `makeup_workday` lists of {name,
        days}.

        Raises BadInput `calendar.malformed` (with what is wrong) for a file that is not such a table.
        """
        year, source = data.get("year"), data.get("source")
        if not isinstance(year, int) or not isinstance(source, str) or not source:
            raise BadInput("calendar.malformed", field="calendar", wrong="year, source")
        table = cls(
            year=year,
            source=source,
            holidays=_named_days(data, "holiday"),
            makeup_workdays=_named_days(data, "makeup_workday"),
        )
        table._check()
        return table

    def as_data(self) -> dict[str, object]:
        """The table as plain JSON values, in a form that `read` takes."""
        return {
            "year": self.year,
            "source": self.source,
            "holiday": [{"name": each.name, "days": [each.day.isoformat()]} for each in self.holidays],
            "makeup_workday": [
                {"name": each.name, "days": [each.day.isoformat()]} for each in self.makeup_workdays
            ],
        }

    def _check(self) -> None:
        """Refuses days twice, days of another year, and make-up days that are no weekend."""
        days = [each.day for each in (*self.holidays, *self.makeup_workdays)]
        # an arrangement may reach into the last December or the next January
        near = (date(self.year - 1, 12, 1), date(self.year + 1, 1, 31))
        if len(set(days)) != len(days) or not self.holidays:
            raise BadInput("calendar.malformed", field="calendar", wrong="days")
        for day in days:
            if not near[0] <= day <= near[1]:
                raise BadInput("calendar.malformed", field="calendar", wrong=day.isoformat())
        for each in self.makeup_workdays:
            if each.day.weekday() < _SATURDAY:
                raise BadInput("calendar.malformed", field="calendar", wrong=each.day.isoformat())


@dataclass(frozen=True, slots=True, kw_only=True)
class StatutoryDay:
    """A statutory day off with a fixed date, in force from `from_year` on."""

    month: int
    day: int
    name: str
    from_year: int


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """All tables known to this office. Two calendars are equal when their data are: `version` is its SHA-256
    (hex)."""

    version: str
    tables: tuple[YearTable, ...] = field(compare=False, repr=False)
    statutory: tuple[StatutoryDay, ...] = field(compare=False, repr=False)
    _special: Mapping[date, DayReason] = field(compare=False, repr=False)
    _years: frozenset[int] = field(compare=False, repr=False)

    @classmethod
    def shipped(cls) -> WorkCalendar:
        """The calendar of the tables that come with the program."""
        return _shipped()

    @classmethod
    def from_tables(
        cls, tables: Iterable[YearTable], statutory: tuple[StatutoryDay, ...] | None = None
    ) -> Self:
        """A calendar of these tables; a later table replaces an earlier one of the same year.

        `statutory` are the fixed days for years without table; None takes the shipped ones.
        """
        known = tuple(sorted({table.year: table for table in tables}.values(), key=lambda table: table.year))
        fixed = _shipped_statutory() if statutory is None else statutory
        special = {
            each.day: DayReason(day=each.day, kind=kind, name=each.name, provisional=False)
            for table in known
            for kind, listed in _kinds(table)
            for each in listed
        }
        return cls(
            version=_fingerprint(known, fixed),
            tables=known,
            statutory=fixed,
            _special=MappingProxyType(special),
            _years=frozenset(table.year for table in known),
        )

    def with_table(self, table: YearTable) -> WorkCalendar:
        """This calendar with the table of one year added or replaced."""
        return WorkCalendar.from_tables((*self.tables, table), self.statutory)

    @property
    def years(self) -> tuple[int, ...]:
        """The years whose announcement is known, ascending."""
        return tuple(sorted(self._years))

    def is_provisional(self, day: date) -> bool:
        """Whether the arrangement of this day's year is not known."""
        return day.year not in self._years

    def is_workday(self, day: date) -> bool:
        """Whether offices work on `day`."""
        return self.why(day).is_workday

    def why(self, day: date) -> DayReason:
        """The kind of `day`, the name of its holiday, and whether that is provisional."""
        announced = self._special.get(day)
        if announced is not None:
            return announced
        provisional = self.is_provisional(day)
        name = self._statutory_name(day) if provisional else ""
        if name:
            return DayReason(day=day, kind="holiday", name=name, provisional=True)
        kind: DayKind = "weekend" if day.weekday() >= _SATURDAY else "workday"
        return DayReason(day=day, kind=kind, name="", provisional=provisional)

    def on_or_after(self, day: date) -> date:
        """`day` itself when offices work, else the first working day after it."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def _statutory_name(self, day: date) -> str:
        """The name of the fixed statutory day, or ""."""
        for fixed in self.statutory:
            if (fixed.month, fixed.day) == (day.month, day.day) and day.year >= fixed.from_year:
                return fixed.name
        return ""


def _kinds(table: YearTable) -> tuple[tuple[DayKind, tuple[NamedDay, ...]], ...]:
    return (("holiday", table.holidays), ("makeup_workday", table.makeup_workdays))


def _named_days(data: Mapping[str, Any], key: str) -> tuple[NamedDay, ...]:
    """The days of one list of a year file, sorted. Raises BadInput `calendar.malformed`."""
    try:
        days = [
            NamedDay(day=_date(day), name=str(block["name"]))
            for block in data.get(key, [])
            for day in block["days"]
        ]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadInput("calendar.malformed", field="calendar", wrong=key) from None
    return tuple(sorted(days, key=lambda each: each.day))


def _date(value: object) -> date:
    """A date from TOML (a date) or JSON (its ISO text); raises TypeError or ValueError."""
    if type(value) is date:
        return value
    if isinstance(value, str):
        return date.fromisoformat(value)
    raise TypeError(value)


def _fingerprint(tables: tuple[YearTable, ...], statutory: tuple[StatutoryDay, ...]) -> str:
    """SHA-256 over the canonical JSON of the data."""
    content = {
        "tables": [table.as_data() for table in tables],
        "statutory": [[fixed.month, fixed.day, fixed.name, fixed.from_year] for fixed in statutory],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@cache
def _shipped_statutory() -> tuple[StatutoryDay, ...]:
    """The fixed statutory days that come with the program."""
    found = []
    for row in read_toml(f"{_FOLDER}/{_STATUTORY_FILE}")["day"]:
        month, day = row["date"].split("-")
        found.append(
            StatutoryDay(month=int(month), day=int(day), name=row["name"], from_year=row.get("from_year", 1))
        )
    return tuple(found)


@cache
def _shipped() -> WorkCalendar:
    """The shipped tables, read once."""
    files = [name for name in names_in(_FOLDER, ".toml") if name != _STATUTORY_FILE]
    return WorkCalendar.from_tables(YearTable.read(read_toml(f"{_FOLDER}/{name}")) for name in files)
