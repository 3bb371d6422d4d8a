"""Times of the day in the room's papers and calendar: `2026-11-22T09:30`, the hall's own time, to the minute."""

from __future__ import annotations

from datetime import datetime

from app.errors import BadInput

FORM = "%Y-%m-%dT%H:%M"


def read_moment(text: str, field: str) -> datetime:
    """The moment that a text says, to the minute. Raises BadInput("mediation.no_time", field)."""
    try:
        return datetime.fromisoformat(text.strip()[:16].replace(" ", "T")).replace(second=0, microsecond=0)
    except ValueError as error:
        raise BadInput("mediation.no_time", field=field, text=text[:20]) from error


def moment_text(moment: datetime) -> str:
    """A moment as it stands in entries."""
    return moment.strftime(FORM)


def minutes_between(began: str, ended: str) -> int:
    """Minutes from one moment to another. Raises BadInput("mediation.no_time", "mediation.ends_before")."""
    length = int((read_moment(ended, "ended_at") - read_moment(began, "began_at")).total_seconds() // 60)
    if length <= 0:
        raise BadInput("mediation.ends_before", field="ended_at")
    return length
