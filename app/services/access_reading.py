"""The record of looks as the auditor reads it (查阅记录): one day, across all matters. Reading it is itself recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.clock import day_of, from_milliseconds
from app.domain import history
from app.domain.access import Revealed, Viewed
from app.domain.account import Role
from app.domain.entry import Entry
from app.domain.history import read_value
from app.services.looking import Opening, opening_of, record_view
from app.services.reading import works_on
from app.services.session import Session

READERS = (Role.AUDITOR,)
"""Who reads the record of everybody: of the three administrators the one who changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One line of a day: the look, the number of the matter ("" for none), whether it was the person's own matter."""

    opening: Opening
    number: str = ""
    own: bool = True


def looks_of_day(session: Session, day: date, *, foreign: bool = False) -> tuple[Look, ...]:
    """Everything the access chain holds of a day, earliest first; with `foreign` only looks outside own matters.

    For a worker. A matter is somebody's own as in the matrix, by what stands today. Numbers of matters are shown, nothing of
    their content; whether the chain holds is asked elsewhere (`audit.verify_record`).

    Raises NotAllowed("role.other_needed").
    """
    session.require_role(*READERS)
    record_view(session, "looks", "", sealed=False, reason=day.isoformat())
    known: dict[tuple[str, str, date], bool] = {}
    found = [_look(session, entry, known) for entry in session.unmasked.looks_on(day)]
    return tuple(look for look in found if not foreign or not look.own)


def _look(session: Session, entry: Entry, known: dict[tuple[str, str, date], bool]) -> Look:
    read = read_value(entry)
    value = None if read is None else read[1]
    number = value.number if isinstance(value, Viewed | Revealed) else ""
    on = day_of(from_milliseconds(entry.header.at))
    own = not number or _own(session, number, entry.header.actor, on, known)
    return Look(opening=opening_of(session.accounts, entry), number=number, own=own)


def _own(
    session: Session, number: str, actor: str, on: date, known: dict[tuple[str, str, date], bool]
) -> bool:
    """Whether a matter was the person's own: they lead the office, registered it, heard the petitioner, or acted on it."""
    if (number, actor, on) not in known:
        known[number, actor, on] = _relates(session, number, actor, on)
    return known[number, actor, on]


def _relates(session: Session, number: str, actor: str, on: date) -> bool:
    account = next((item for item in session.accounts.accounts if item.id == actor), None)
    stream = session.unmasked.find(number)
    if account is None or stream is None:
        return False
    entries = session.unmasked.stream(stream)
    matter = history.fold(entries)
    if matter is None:
        return False
    if matter.granted(actor, on):
        return True
    absent = session.accounts.absent_for(actor, on)
    return works_on(matter, entries, account, session.office.station, absent)
