"""Values of stored rows as the domain has them: days, duties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.domain.obligations import Obligation

OBLIGATION_COLUMNS = (
    'o.id, o.rule, o.kind, o.article, o.owner, o."to", o.unit, o.claim, o.opened_on, o.due_strict, o.due_office, '
    "o.due_legal, o.provisional, o.presumed, o.extended, o.handed_on, o.discharged_on, o.discharged_by, "
    "o.voided_on, o.void_reason"
)
"""The columns that `obligation_of` reads, of the table `obligation` named `o`."""


def obligation_of(row: Sequence[Any]) -> Obligation:
    """The obligation of a row of OBLIGATION_COLUMNS."""
    return Obligation(
        id=str(row[0]),
        rule=str(row[1]),
        kind=str(row[2]),
        article=str(row[3]),
        owner=str(row[4]),
        to=str(row[5]),
        unit=str(row[6]),
        claim=int(row[7]),
        opened_on=day_of_row(row[8]),
        due_strict=day_or_none(row[9]),
        due_office=day_or_none(row[10]),
        due_legal=day_or_none(row[11]),
        provisional=bool(row[12]),
        presumed=bool(row[13]),
        extended=int(row[14]),
        handed_on=day_or_none(row[15]),
        discharged_on=day_or_none(row[16]),
        discharged_by=str(row[17]),
        voided_on=day_or_none(row[18]),
        void_reason=str(row[19]),
    )


def day_of_row(value: object) -> date:
    """A day as either engine gives it."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def day_or_none(value: object) -> date | None:
    """A day as either engine gives it, or None."""
    return None if value is None else day_of_row(value)
