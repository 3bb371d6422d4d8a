"""The ledger of requests for review and re-examination (复查复核台账): the hall takes them in, other bodies decide.

A request is taken in however late it is; whether it was in time stands beside it, by its postmark where it came by post.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.obligations import Obligation, Status
from app.readmodels import DueRow
from app.services.ledger import require_order, span
from app.services.looking import record_export
from app.services.registers import register_sheet, register_words
from app.services.session import Session

REVIEW, AGAIN = "review", "re-examination"
WINDOWS = {REVIEW: "review-request", AGAIN: "re-examination-request"}
"""The body's duty, and the petitioner's window that opened it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One request: of which matter and claim, when it came, whether in time, to which body, by when, what became of it.

    `in_time` is None where no delivery of the decision before it is proved: then no period ran.
    """

    number: str
    claim: int
    name: str
    stage: str
    requested_on: date
    in_time: bool | None
    body: str
    due_on: date | None
    decided_on: date | None
    status: Status


def review_ledger(session: Session, first: date, last: date) -> tuple[ReviewRow, ...]:
    """The requests that came in those days, in order of the matters; names masked, none of what is sealed.

    Raises BadInput("register.days_out_of_order"), NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    require_order(first, last)
    rows = session.memory.queries.of_rules((*WINDOWS, *WINDOWS.values()), first, last, session.today())
    windows = [row for row in rows if row.obligation.kind == "window"]
    return tuple(_row(session, row, windows) for row in rows if row.obligation.kind == "duty")


def _row(session: Session, row: DueRow, windows: list[DueRow]) -> ReviewRow:
    item = row.obligation
    unit = session.office.unit(item.unit)
    return ReviewRow(
        number=row.number,
        claim=item.claim,
        name=row.name,
        stage=item.rule,
        requested_on=item.opened_on,
        in_time=_in_time(row.number, item, windows),
        body=item.unit if unit is None else unit.name,
        due_on=item.due_legal,
        decided_on=item.discharged_on,
        status=row.status,
    )


def _in_time(number: str, duty: Obligation, windows: list[DueRow]) -> bool | None:
    for row in windows:
        window = row.obligation
        used = (row.number, window.rule, window.claim, window.discharged_on) == (
            number,
            WINDOWS[duty.rule],
            duty.claim,
            duty.opened_on,
        )
        if used and window.due_legal is not None:
            return (window.handed_on or duty.opened_on) <= window.due_legal
    return None


def review_workbook(session: Session, first: date, last: date) -> bytes:
    """The ledger as .xlsx, to be printed and signed."""
    rows, text = review_ledger(session, first, last), register_words("review_ledger")
    record_export(session, "review_ledger", span(first, last), len(rows))
    return register_sheet(
        "review_ledger",
        [
            {
                "place": place,
                "number": row.number,
                "claim": row.claim or None,
                "name": row.name,
                "stage": str(text[row.stage]),
                "requested_on": row.requested_on,
                "in_time": str(
                    text["unknown" if row.in_time is None else "in_time" if row.in_time else "too_late"]
                ),
                "body": row.body,
                "due_on": row.due_on,
                "decided_on": row.decided_on,
                "status": str(text[f"status_{row.status}"]),
            }
            for place, row in enumerate(rows, start=1)
        ],
        training=session.office.training,
        office=session.office.name,
        first=first.isoformat(),
        last=last.isoformat(),
        count=len(rows),
    )
