"""The board of the day (今日): what is owed, soonest first, and the figures of the hall. One read for the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.law import Explanation
from app.domain.obligations import Obligation
from app.errors import Refused
from app.readmodels import DayCounts, DueRow
from app.services.session import Session

SOON = 3
"""Days ahead from which a light warns: a matter of the screen, not of the law."""
WEEK = 7
"""Days that the third figure looks ahead."""
SEEN = 3 * WEEK
"""Days that the list looks ahead."""
LATE, SOON_LIGHT, IN_TIME, WAITING = "late", "soon", "in_time", "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One line of the board: the obligation, its light by the office's own last day, and whose matter it is.

    `days_left` counts to `due_office`, negative when late. `name` is masked. `owner` is a unit's name, a party's code,
    or empty for this office.
    """

    obligation: Obligation
    number: str
    name: str
    excerpt: str
    light: str
    days_left: int
    owner: str
    restricted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything the page shows."""

    today: date
    is_workday: bool
    counts: DayCounts
    due_today: int
    due_this_week: int
    late: int
    duties: tuple[Duty, ...]


def board(session: Session) -> Board:
    """The board as of the session's today. Raises NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    today = session.today()
    rows = session.memory.queries.due(today=today, until=today + timedelta(days=SEEN))
    duties = tuple(duty_of(session, row, today) for row in rows)
    left = [duty.days_left for duty in duties if duty.light != WAITING]
    return Board(
        today=today,
        is_workday=session.calendar.is_workday(today),
        counts=session.memory.queries.day(today),
        due_today=sum(days == 0 for days in left),
        due_this_week=sum(0 < days <= WEEK for days in left),
        late=sum(days < 0 for days in left),
        duties=duties,
    )


def pressing(session: Session) -> tuple[int, int, int]:
    """How many papers are unserved, how many duties of this office or others end today, how many are late.

    Raises NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    today, queries = session.today(), session.memory.queries
    ending = [row.obligation for row in queries.due(today=today, until=today)]
    running = [item.due_office for item in ending if item.handed_on is None and item.due_office is not None]
    due_today = running.count(today)
    return queries.day(today).unserved, due_today, len(running) - due_today


def duty_of(session: Session, row: DueRow, today: date) -> Duty:
    """One row as the board shows it."""
    item = row.obligation
    left = 0 if item.due_office is None else (item.due_office - today).days
    return Duty(
        obligation=item,
        number=row.number,
        name=row.name,
        excerpt=row.excerpt,
        light=light_of(item, today),
        days_left=left,
        owner=owner_of(session, item),
        restricted=not row.excerpt,
    )


def light_of(item: Obligation, today: date) -> str:
    """late, soon, in_time or waiting; by the earliest day that anybody set (hall.md 5)."""
    if item.handed_on is not None or item.due_office is None:
        return WAITING
    left = (item.due_office - today).days
    return LATE if left < 0 else SOON_LIGHT if left <= SOON else IN_TIME


def owner_of(session: Session, item: Obligation) -> str:
    """The unit's name, or the party's code; empty when it is for this office to do."""
    if item.unit:
        unit = session.office.unit(item.unit)
        return item.unit if unit is None else unit.name
    own = "unit" if session.office.decides else "office"
    return "" if item.owner in (own, "office") else item.owner


def why(session: Session, item: Obligation) -> Explanation | None:
    """The "why this date" card of an obligation; None where the law sets no number of days."""
    try:
        heard = item.extended if session.law.rule(item.rule).excludes else 0
        return session.law.explain(
            item.rule, item.opened_on, session.calendar, item.extended - heard, excluded=heard
        )
    except Refused:
        return None
