"""The log of receptions by leaders (领导接访登记): who received whom's matter, what was instructed, to which unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.readmodels import LeaderReceptionRow
from app.services.ledger import require_order, span
from app.services.looking import record_export
from app.services.registers import register_sheet, register_words
from app.services.session import Session


def leader_log(session: Session, first: date, last: date) -> tuple[LeaderReceptionRow, ...]:
    """The receptions of some days, earliest first; units by name; of an accusation only number, day and leader.

    Raises BadInput("register.days_out_of_order"), NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    require_order(first, last)
    return tuple(_shown(session, row) for row in session.memory.queries.leader_receptions(first, last))


def leader_log_workbook(session: Session, first: date, last: date) -> bytes:
    """The log as .xlsx, to be printed and signed."""
    rows = leader_log(session, first, last)
    record_export(session, "leader_log", span(first, last), len(rows))
    return register_sheet(
        "leader_log",
        [
            {
                "place": place,
                "on": row.on,
                "leader": row.leader,
                "post": row.post,
                "role": role_of(row),
                "number": row.number,
                "persons": row.persons,
                "instruction": row.instruction,
                "unit": row.unit,
            }
            for place, row in enumerate(rows, start=1)
        ],
        training=session.office.training,
        office=session.office.name,
        first=first.isoformat(),
        last=last.isoformat(),
        count=len(rows),
        persons=persons_of(rows),
    )


def role_of(row: LeaderReceptionRow) -> str:
    """The word for the first or the second of the pair."""
    return str(register_words("leader_log")["second" if row.stand_in else "first"])


def persons_of(rows: Sequence[LeaderReceptionRow]) -> int:
    """How many persons were received."""
    return sum(row.persons for row in rows)


def _shown(session: Session, row: LeaderReceptionRow) -> LeaderReceptionRow:
    if row.restricted:
        return replace(row, unit="", instruction="")
    unit = session.office.unit(row.unit)
    return row if unit is None else replace(row, unit=unit.name)
