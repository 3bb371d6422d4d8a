"""The only place that asks what time it is. A clock is handed to every use-case: tests live for months."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8))
"""China Standard Time, UTC+8; the day an act counts for is a day of this zone."""


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> datetime:
        """The present instant, aware, in China Standard Time."""
        ...


class SystemClock:
    """The clock of this computer."""

    def now(self) -> datetime:
        """The present instant of this computer, in China Standard Time."""
        return datetime.now(CHINA)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved: for tests and for `--at` in training folders."""

    instant: datetime
    step: timedelta = field(default=timedelta(0))

    def now(self) -> datetime:
        """The set instant; moves on by `step` after each question."""
        answer = self.instant.astimezone(CHINA)
        self.instant = self.instant + self.step
        return answer

    def advance(self, *, days: int = 0, hours: int = 0, minutes: int = 0) -> None:
        """Moves the clock forward (or back, with negative figures)."""
        self.instant = self.instant + timedelta(days=days, hours=hours, minutes=minutes)


def day_of(instant: datetime) -> date:
    """The day in China on which `instant` falls."""
    return instant.astimezone(CHINA).date()


def milliseconds(instant: datetime) -> int:
    """UTC milliseconds since 1970 of `instant`: what the journal stores."""
    return int(instant.astimezone(UTC).timestamp() * 1000)


def from_milliseconds(value: int) -> datetime:
    """The instant of UTC milliseconds since 1970, in China Standard Time."""
    return datetime.fromtimestamp(value / 1000, CHINA)


def stopwatch() -> float:
    """Seconds of a clock that only runs forward; for measuring and throttling, never for dates."""
    return time.monotonic()
