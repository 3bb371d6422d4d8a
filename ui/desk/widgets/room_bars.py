"""What a calendar of rooms draws: bookings as bars. Knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SLOT = 30
"""Minutes of one step in the day."""


class Shown(StrEnum):
    """What a calendar shows at once."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"


class BarKind(StrEnum):
    """What a bar says: a mediation, something else, taken and no more, away."""

    MEDIATION = "mediation"
    OTHER = "other"
    TAKEN = "taken"
    AWAY = "away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One booking as it is drawn: its room, day, minutes of the day, what it is in a word, who mediates."""

    key: str
    room: str
    day: date
    begin: int
    end: int
    kind: BarKind
    words: str
    who: str = ""

    @property
    def hours(self) -> str:
        """09:30—11:30."""
        return f"{clock(self.begin)}—{clock(self.end)}"

    @property
    def line(self) -> str:
        """The whole of it, as it is read aloud."""
        return " ".join(part for part in (self.hours, self.words, self.who) if part)


def clock(minute: int) -> str:
    """A minute of the day as 09:30; the last one is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
