"""A matter as it stands, with everything that follows from it: its duties, and what the self-check sees."""

from __future__ import annotations

from app.domain.calendar import WorkCalendar
from app.domain.check import Sight
from app.domain.law import Law
from app.domain.matter import Matter
from app.domain.obligations import obligations
from app.domain.office import Office
from app.domain.selfcheck import leads, record_findings
from app.ports import Known


def known(matter: Matter, law: Law, calendar: WorkCalendar, office: Office) -> Known:
    """The matter with what follows from it under this law, this calendar, at this office."""
    duties = obligations(matter, law, calendar, office.kind)
    sight = Sight(law=law, calendar=calendar, office=office, duties=duties)
    return Known(
        matter=matter,
        obligations=duties,
        findings=record_findings(matter, sight),
        leads=leads(matter),
    )
