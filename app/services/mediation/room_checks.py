"""What the self-check sees of mediations that belong to no matter: nobody told of the end (K36), nobody called back (K37).

Those of a matter are checked with it (app/domain/checks/mediating.py): the matter hears of every step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from app.domain.check import Finding, found, require_check
from app.domain.clocks import last_day
from app.services.session import Session

NUMBER = re.compile(r"[0-9A-Z]{4}-M[0-9]{2}-[0-9]{5,}")
ONE_DAY = timedelta(days=1)


def is_mediation(number: str) -> bool:
    """Whether a number is a mediation's, as it is typed."""
    return NUMBER.fullmatch(number.strip().upper()) is not None


def room_findings(session: Session, day: date) -> Iterator[tuple[str, Finding]]:
    """Findings of K36 and K37 of this station's mediations without a matter (人民调解法第二十六条、第三十一条)."""
    told = require_check("K36").limits["told"]
    for row in session.memory.queries.mediations.untended():
        if row.station != session.office.station:
            continue
        if row.ended_on is not None:
            since = last_day(row.ended_on, told, session.calendar).legal + ONE_DAY
            yield row.number, found("K36", since, subject=row.number, day=row.ended_on)
        elif row.last_due is not None and row.last_due < day:
            yield row.number, found("K37", row.last_due + ONE_DAY, subject=row.number, day=row.last_due)
