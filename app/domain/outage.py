"""Days that a hall works on paper because power or network are gone (停电日): the pack of forms that was printed before, the
numbers on its sheets, which sheets were used on which day, in the order in which they were handed out.

Pure: no matter is named here but by what the forms became. Numbers of a pack are of a series of their own, so that a sheet
that nobody fills in burns no number of a matter (hall.md: numbers burnt by drafts).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from app.domain.number import check_station
from app.domain.organisation_code import ALPHABET, check_character, compact
from app.errors import BadInput

MARK = "P"
"""Stands between station and pack, where the number of a matter has its year: neither is ever taken for the other."""
LAST_PACK, LAST_PLACE = 999, 99
LAST_HOUR, LAST_MINUTE = 23, 59
_SHAPE = re.compile(rf"(.{{4}}){MARK}([0-9]{{3}})([0-9]{{2}})(.)")
_TIME = re.compile(r"([0-9]{1,2})[:：.．]([0-9]{2})|([0-9]{1,2})([0-9]{2})")
NO_TIME = frozenset("-－—–")
"""How a line of the running list is passed over in which no time was written."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class OutageNumber:
    """The number on a sheet of a pack (停电登记号) `SSSS-PNNN-NN-C`: station, pack, sheet, check character (mod 31).

    Raises BadInput("outage.number_malformed") for impossible parts.
    """

    station: str
    pack: int
    place: int

    def __post_init__(self) -> None:
        check_station(self.station)
        if not 1 <= self.pack <= LAST_PACK or not 1 <= self.place <= LAST_PLACE:
            raise BadInput("outage.number_malformed", field="code")

    @property
    def text(self) -> str:
        """As people read it to each other: `LX07-P003-07-C`."""
        body = f"{self.station}{MARK}{self.pack:03d}{self.place:02d}"
        return f"{self.station}-{MARK}{self.pack:03d}-{self.place:02d}-{check_character(body)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads a typed number; lower case, full width and missing hyphens are forgiven.

        Raises BadInput("outage.number_malformed"), and "outage.number_wrong_check" when one character is wrong.
        """
        found = _SHAPE.fullmatch(compact(text))
        if found is None or any(letter not in ALPHABET for letter in found[1] + found[4]):
            raise BadInput("outage.number_malformed", field="code")
        number = cls(station=found[1], pack=int(found[2]), place=int(found[3]))
        if number.text[-1] != found[4]:
            raise BadInput("outage.number_wrong_check", field="code")
        return number


def is_outage_number(text: str) -> bool:
    """Whether a typed line has the shape of such a number, right or misread; nothing else that is looked for has it."""
    found = _SHAPE.fullmatch(compact(text)) if len(text) <= 2 * LAST_PLACE else None
    return found is not None and all(letter in ALPHABET for letter in found[1] + found[4])


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageDay:
    """One day that was worked on paper with a pack: its sheets from `first` to `last`, and the times that the running list
    has for them in that order ("09:05"; empty where none was written).
    """

    on: date
    first: int
    last: int
    times: tuple[str, ...] = ()
    closed: bool = False

    def time_of(self, place: int) -> str:
        """When the sheet was handed out; empty where nobody wrote it down."""
        at = place - self.first
        return self.times[at] if 0 <= at < len(self.times) else ""


class SheetState(StrEnum):
    """What became of a sheet of a pack (停电登记表去向): to be entered, a matter's, or void with its reason."""

    WAITING = "waiting"
    ENTERED = "entered"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One sheet of a day on paper, in the order in which sheets were handed out.

    `number` is the matter it became, `reason` why it is void. `early`: its time lies before that of a sheet handed out
    earlier; nobody is stopped by it, but somebody is to look at the list again.
    """

    place: int
    at: str
    state: SheetState
    number: str = ""
    reason: str = ""
    early: bool = False


def reach(day: OutageDay, days: Sequence[OutageDay], taken: Mapping[int, str]) -> int:
    """The last sheet of a day: the one that was said, or a later one that became a matter and is of no other day."""
    if day.closed or any(other.on > day.on for other in days):
        return day.last
    return max((day.last, *taken))


def day_of(days: Sequence[OutageDay], place: int) -> OutageDay | None:
    """The day to which a sheet belongs: the one that names it; beyond the last sheet named, the newest day that is open."""
    named = next((day for day in days if day.first <= place <= day.last), None)
    if named is not None or not days:
        return named
    newest = max(days, key=lambda day: day.on)
    return newest if not newest.closed and place > newest.last else None


def sheets_of(
    day: OutageDay, days: Sequence[OutageDay], taken: Mapping[int, str], voided: Mapping[int, str]
) -> tuple[SheetRow, ...]:
    """The sheets of a day in their order, whatever the order in which they came back."""
    rows, latest = [], ""
    for place in range(day.first, reach(day, days, taken) + 1):
        at = day.time_of(place)
        number, reason = taken.get(place, ""), voided.get(place, "")
        state = SheetState.ENTERED if number else SheetState.VOID if reason else SheetState.WAITING
        rows.append(
            SheetRow(
                place=place, at=at, state=state, number=number, reason=reason, early=bool(at) and at < latest
            )
        )
        latest = max(latest, at)
    return tuple(rows)


def read_times(text: str) -> tuple[str, ...]:
    """The times of a running list as typed one after another: `9:05 0930 - 10:15`; a dash for a line without one.

    Raises BadInput("outage.time_unreadable") with the `place` in the row, from 1.
    """
    return tuple(_time(word, at) for at, word in enumerate(text.split(), start=1))


def _time(word: str, at: int) -> str:
    if word in NO_TIME:
        return ""
    found = _TIME.fullmatch(compact(word) if word.isdecimal() else word)
    hour, minute = (found[1] or found[3], found[2] or found[4]) if found is not None else ("99", "99")
    if int(hour) > LAST_HOUR or int(minute) > LAST_MINUTE:
        raise BadInput("outage.time_unreadable", field="times", at=at)
    return f"{int(hour):02d}:{int(minute):02d}"
