"""Closing the day (日清): tickets, the desk's own grave findings, the figures as they were told.

A day with open findings can be closed, but never silently: whoever closes it says why, and that is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.changes import Changes
from app.domain.check import Often, require_check
from app.domain.codes import find_code
from app.domain.day_file import (
    NAMED,
    DayClosed,
    DayFigure,
    DayFile,
    OpenFinding,
    TicketOutcome,
    TicketSettled,
    TicketsGiven,
)
from app.domain.entry import StreamId, StreamKind, of_day, single
from app.domain.names import clean_text
from app.domain.office import BoardChecked
from app.domain.selfcheck import NAMES_ACCUSED
from app.errors import BadInput, Refused
from app.services.booked_visits import BookedLine, expected_lines, forget_told
from app.services.day_report import day_report
from app.services.days import day_file, days_before
from app.services.head_signing import anchor_looks
from app.services.outages import pack_lies_ready
from app.services.selfcheck import Found, self_check
from app.services.session import Session, office_of

MOST = 9999
"""Tickets of one channel on one day: a slip of the finger is no crowd."""
LOOK_BACK = 7
"""Days before that are asked for their closing: who comes back from a week's leave has not to answer for a year."""
REASON = 500
"""Characters of a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWritten:
    """Something was written into the file of a day: the file as it stands now."""

    file: DayFile
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What closing a day has before it: its file, the grave findings of this desk, and days before it left unclosed.

    `pack_ready`: an unused pack for a day without power lies ready (停电登记本).
    """

    day: date
    file: DayFile
    findings: tuple[Found, ...]
    unclosed: tuple[date, ...] = ()
    pack_ready: bool = True
    expected: tuple[BookedLine, ...] = ()
    """Booked visits of which nobody said what became: asked for before the day is closed."""

    @property
    def closed(self) -> bool:
        """Whether the day was closed already."""
        return bool(self.file.closings)


def give_tickets(session: Session, channel: str, count: int, *, first: int = 0) -> DayWritten:
    """Adds so many arrivals of today's channel; `first` is the first number of the machine, else they go on counting.

    Raises BadInput("ticket.channel", "ticket.count").
    """
    session.require_actor()
    if find_code("channels", channel) is None:
        raise BadInput("ticket.channel", field="channel", channel=channel)
    if not 1 <= count <= MOST:
        raise BadInput("ticket.count", field="count", most=MOST)
    today = session.today()
    there = [t.number for t in day_file(session, today).tickets if t.channel == channel]
    begin = first or max(there, default=0) + 1
    return write_into_day(session, today, TicketsGiven(channel=channel, first=begin, last=begin + count - 1))


def settle_ticket(
    session: Session,
    channel: str,
    ticket: int,
    outcome: TicketOutcome,
    *,
    number: str = "",
    reason: str = "",
    day: date | None = None,
) -> DayWritten:
    """Says what became of a ticket of today or of a day before.

    Raises BadInput("ticket.unknown", "ticket.number_missing", "ticket.reason_missing", "matter.unknown").
    """
    session.require_actor()
    on = day or session.today()
    if day_file(session, on).ticket(channel, ticket) is None:
        raise BadInput("ticket.unknown", field="ticket", ticket=ticket, day=on.isoformat())
    if outcome in NAMED:
        _require_number(session, outcome, number, on)
    elif not reason.strip():
        raise BadInput("ticket.reason_missing", field="reason")
    value = TicketSettled(
        channel=channel,
        ticket=ticket,
        outcome=outcome,
        number=number,
        reason=clean_text(reason, limit=REASON, field="reason"),
    )
    return write_into_day(session, on, value)


def _require_number(session: Session, outcome: TicketOutcome, number: str, on: date) -> None:
    if not number:
        raise BadInput("ticket.number_missing", field="number")
    if outcome is TicketOutcome.ENQUIRY:
        known = any(row.number == number for row in session.memory.queries.enquiries(on))
    else:
        known = session.memory.queries.find(number) is not None
    if not known:
        raise BadInput("ticket.number_unknown", field="number", number=number)


def closing(session: Session, day: date | None = None) -> Closing:
    """What stands before closing a day (today): its tickets and this desk's grave findings, no others (hall.md)."""
    on = day or session.today()
    grave = [item for item in self_check(session, often=Often.DAY) if item.finding.severity == "R"]
    return Closing(
        day=on,
        file=day_file(session, on),
        findings=tuple(item for item in grave if _ours(session, item)),
        unclosed=tuple(_unclosed(session, on)),
        pack_ready=pack_lies_ready(session),
        expected=expected_lines(session, on),
    )


def _unclosed(session: Session, day: date) -> Iterator[date]:
    """Days of the week before on which somebody was received and that nobody closed, oldest first."""
    for back in range(LOOK_BACK, 0, -1):
        before = days_before(day, back)
        file = day_file(session, before)
        on_paper = any(item.came_on == before for item in file.outage)
        came = file.tickets or file.discarded or file.booked or on_paper
        busy = came or session.memory.queries.day_matters(before)
        if busy and not file.closings:
            yield before


def _ours(session: Session, item: Found) -> bool:
    """Whether the finding is of the office itself, or of a matter that this desk registered."""
    stream = session.unmasked.find(item.number) if item.number else None
    if stream is None:
        return True
    entries = session.unmasked.stream(stream)
    matter = session.fold(entries[:1])
    return matter is None or matter.desk == session.desk


def close_day(session: Session, reason: str = "", *, day: date | None = None) -> DayWritten:
    """Closes a day with its figures and what is open. Closing it again replaces the figures.

    What was told of booked visits up to that day is deleted with it. Raises Refused("day.open_findings") where something
    grave is open and no reason is given, Refused("day.booked_open", "day.in_future").
    """
    session.require_actor()
    before = closing(session, day)
    if before.day > session.today():
        raise Refused("day.in_future", field="day", day=before.day.isoformat())
    if before.expected:
        raise Refused("day.booked_open", field="expected", count=len(before.expected))
    if before.findings and not reason.strip():
        raise Refused("day.open_findings", field="reason", count=len(before.findings))
    figures = tuple(
        DayFigure(name=item.name, batches=item.batches, persons=item.persons)
        for item in day_report(session, before.day).figures
    )
    value = DayClosed(
        figures=figures,
        findings=tuple(
            OpenFinding(
                check=item.finding.check,
                number=item.number,
                subject="" if item.finding.check in NAMES_ACCUSED else item.finding.subject,
            )
            for item in before.findings
        ),
        reason=clean_text(reason, limit=REASON, field="reason"),
    )
    values = (value, *anchor_looks(session))
    _append(session, of_day(before.day, session.office.station), before.day, values, forgets=True)
    return DayWritten(file=day_file(session, before.day), changes=Changes(obligations=True))


def check_board(session: Session, items: tuple[str, ...]) -> Changes:
    """Records that the hall's notice board was gone over and what stands on it (条例第十八条第一款).

    Raises BadInput("board.item_unknown").
    """
    session.require_actor()
    known = require_check("K49").words
    for item in items:
        if item not in known:
            raise BadInput("board.item_unknown", field="items", item=item, allowed=", ".join(known))
    value = BoardChecked(items=items, by=session.account.id)
    _append(session, single(StreamKind.OFFICE), session.today(), (value,))
    session.office = office_of(session.memory)
    return Changes(obligations=True, settings=True)


def write_into_day(session: Session, day: date, *values: Any) -> DayWritten:
    """Writes entries into the file of a day."""
    _append(session, of_day(day, session.office.station), day, values)
    return DayWritten(file=day_file(session, day), changes=Changes(obligations=True))


def _append(
    session: Session, stream: StreamId, day: date, values: tuple[Any, ...], *, forgets: bool = False
) -> None:
    with session.work() as work:
        head = work.stream_head(stream)
        for value in values:
            draft = session.draft(stream, value, day, None)
            (made,) = work.append([replace(draft, after=head)])
            head = (made.header.id,)
        if forgets:
            forget_told(session, work, day)
        work.commit()


def day_object(session: Session, day: date, file: DayFile) -> dict[str, object]:
    """The file of a day as JSON: its tickets and how it was closed."""
    last = file.closings[-1] if file.closings else None
    return {
        "day": day.isoformat(),
        "tickets": [
            {
                "channel": ticket.channel,
                "ticket": ticket.number,
                "outcome": None if ticket.settled is None else str(ticket.settled.outcome),
                "number": None if ticket.settled is None else ticket.settled.number or None,
                "reason": None if ticket.settled is None else ticket.settled.reason or None,
                "called": ticket.called or None,
            }
            for ticket in file.tickets
        ],
        "unsettled": len(file.unsettled),
        "roster": {
            "duty_leader": file.roster.duty_leader or None,
            "reception_leader": file.roster.reception_leader or None,
            "lawyer": file.roster.lawyer or None,
            "staff": [{"name": one.name, "desk": one.desk or None} for one in file.roster.staff],
        },
        "closed": last is not None,
        "reason": None if last is None else last.reason or None,
        "open_findings": 0 if last is None else len(last.findings),
    }
