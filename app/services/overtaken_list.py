"""Which printed papers say what is no longer so, over all matters; found by the leads in the projections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.overtaken import OVERTAKEN
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class OvertakenLine:
    """A paper (its identity) of a matter that prints a field otherwise, and since which day."""

    number: str
    paper: str
    field: str
    since: date


def overtaken_list(session: Session) -> tuple[OvertakenLine, ...]:
    """Every overtaken paper, in the order of the matters; one question, no matter is read.

    Raises NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    made = []
    for row in session.memory.queries.leads(OVERTAKEN):
        paper, _, field = row.lead.key.partition("|")
        made.append(OvertakenLine(number=row.number, paper=paper, field=field, since=row.lead.on))
    return tuple(made)
