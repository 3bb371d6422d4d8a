"""The files of days (日账): reading one, and those of a stretch of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from app.domain import history
from app.domain.day_file import EMPTY, DayFile
from app.domain.entry import of_day
from app.services.session import Session


def day_file(session: Session, day: date) -> DayFile:
    """The file of one day of this station."""
    entries = session.memory.queries.stream(of_day(day, session.office.station))
    state: DayFile = history.fold_other(entries, EMPTY)
    return state


def day_files(session: Session, first: date, last: date) -> Iterator[tuple[date, DayFile]]:
    """The files of the days from `first` to `last` in which something stands, oldest first."""
    for place in range((last - first).days + 1):
        day = first + timedelta(days=place)
        found = day_file(session, day)
        if found is not EMPTY:
            yield day, found


def days_before(day: date, count: int) -> date:
    """The day so many days before."""
    return day - timedelta(days=count)
