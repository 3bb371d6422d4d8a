"""Counting of periods (期间计算): from a day and a length to the last day, strict and legal, with a reason
for every day.

The Regulation has no clause on counting; by analogy 民事诉讼法 article 85 and 民法典 articles 201 to 203: the
first day does
not count; a last day on a day off moves to the first working day after it. `strict` is the last day before
that move: it
warns offices early; `legal` judges lateness and protects the petitioner (law.md 1.5, ruling 4).
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from app.domain.calendar import DayReason, WorkCalendar

Unit = Literal["day", "workday", "month"]

UNITS: Final[tuple[Unit, ...]] = ("day", "workday", "month")

_ONE_DAY: Final = timedelta(days=1)
_MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """The length of a period: `n` calendar days, working days or months; n = 0 means the day itself."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.n < 0 or self.unit not in UNITS:
            raise ValueError(f"no such length: {self.n} {self.unit}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDay:
    """One day on the way from the start to the legal last day.

    `counts`: whether it is one of the days of the period. `code` names the reason in
    resources/words/law.toml, section
    `why`: start, counted, counted_day_off, last_day_off, moved_over, moved_to, workday, makeup_workday,
    weekend, holiday.
    """

    reason: DayReason
    counts: bool
    code: str

    @property
    def day(self) -> date:
        """The day itself."""
        return self.reason.day


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDays:
    """The end of a period. `provisional`: it rests on a year whose holidays are not announced yet.

    `strict` is the unrolled last day (for working days the same as `legal`), `legal` the rolled one.
    """

    start: date
    length: Length
    extend: int
    strict: date
    legal: date
    provisional: bool
    calendar: WorkCalendar

    @property
    def days(self) -> tuple[CountedDay, ...]:
        """Every day from the start to the legal last day with its reason; computed when asked for."""
        return tuple(self._walk())

    def _walk(self) -> Iterator[CountedDay]:
        day = self.start
        while day <= self.legal:
            yield self._counted(self.calendar.why(day))
            day += _ONE_DAY

    def _counted(self, reason: DayReason) -> CountedDay:
        """The part that one day plays in this period."""
        day = reason.day
        whole_days = self.length.unit != "workday"
        if day == self.start:
            return CountedDay(reason=reason, counts=False, code="start")
        if day > self.strict or self.length.n + self.extend == 0:
            code = "moved_to" if day == self.legal else "moved_over"
            return CountedDay(reason=reason, counts=False, code=code)
        if not whole_days:
            return CountedDay(reason=reason, counts=reason.is_workday, code=reason.kind)
        if reason.is_workday:
            return CountedDay(reason=reason, counts=True, code="counted")
        last = day == self.strict
        return CountedDay(reason=reason, counts=True, code="last_day_off" if last else "counted_day_off")


def last_day(start: date, length: Length, calendar: WorkCalendar, *, extend: int = 0) -> DueDays:
    """The last day of a period that begins with `start` (day 0, which does not count).

    `extend` are further days of the same kind (for months: calendar days), counted from the unrolled last day
    (law.md 1.5). Raises ValueError for a negative `extend`.
    """
    if extend < 0:
        raise ValueError(f"a period cannot be extended by {extend}")
    if length.unit == "workday":
        legal = _after_workdays(start, length.n + extend, calendar)
        strict = legal
        provisional = _rests_on_unknown(start + _ONE_DAY, legal, calendar)
    else:
        strict = start + timedelta(days=length.n) if length.unit == "day" else _after_months(start, length.n)
        strict += timedelta(days=extend)
        legal = calendar.on_or_after(strict)
        provisional = _rests_on_unknown(strict, legal, calendar)
    return DueDays(
        start=start,
        length=length,
        extend=extend,
        strict=strict,
        legal=legal,
        provisional=provisional,
        calendar=calendar,
    )


def _after_workdays(start: date, n: int, calendar: WorkCalendar) -> date:
    """The n-th working day after `start`; for n = 0 `start` itself or the first working day after it."""
    day = start if n else calendar.on_or_after(start)
    for _ in range(n):
        day = calendar.on_or_after(day + _ONE_DAY)
    return day


def _after_months(start: date, n: int) -> date:
    """The same day n months later, or the last of that month where it has no such day (民法典 article
    202)."""
    whole = start.year * _MONTHS_A_YEAR + start.month - 1 + n
    year, month = divmod(whole, _MONTHS_A_YEAR)
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))


def _rests_on_unknown(first: date, last: date, calendar: WorkCalendar) -> bool:
    """Whether a day from `first` to `last` lies in a year whose arrangement is not known.

    Only years matter: no period that is counted is longer than a few months.
    """
    return any(
        calendar.is_provisional(date(year, 1, 1)) for year in range(min(first, last).year, last.year + 1)
    )
