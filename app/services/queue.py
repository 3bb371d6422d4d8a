"""The queue of a reception day (排队叫号): who waits, calling the next ticket, calling it again. Numbers only, never a name.

A ticket that was called and of which nothing became is found by the self-check (K01): the day is not closed over it unseen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.changes import Changes
from app.domain import history
from app.domain.day_file import EMPTY, DayFile, Ticket, TicketCalled
from app.domain.entry import of_day
from app.errors import Conflict, NotFound
from app.ports import UnitOfWork
from app.services.days import day_file
from app.services.session import Session

WALK_IN = "walk_in"
SHOWN = 5
"""Called tickets that a screen shows."""
TRIES = 5
"""Times that a ticket may be snatched away by another desk before calling is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """How it stands: tickets given and waiting, the one at this desk (0: none), those called last, newest first."""

    given: int
    waiting: int
    here: int
    called: tuple[Ticket, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledTicket:
    """A ticket that was called to this desk; `booking` is the booked visit that it was given to, 0 for none."""

    ticket: int
    booking: int = 0
    queue: Queue
    changes: Changes


def queue_now(session: Session, channel: str = WALK_IN) -> Queue:
    """Today's queue. Raises NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    return _queue(session, day_file(session, session.today()), channel)


def call_next(session: Session, channel: str = WALK_IN) -> CalledTicket:
    """Calls the ticket that waits longest to this desk.

    Raises NotFound("queue.empty"), Conflict("queue.snatched") where other desks are always faster.
    """
    session.require_actor()
    for _ in range(TRIES):
        with session.work() as work:
            waiting = [t for t in _file_in(session, work).tickets if t.channel == channel and t.waits]
            if not waiting:
                raise NotFound("queue.empty")
            ticket = waiting[0].number
            _call(session, work, channel, ticket)
        file = day_file(session, session.today())
        found = file.ticket(channel, ticket)
        if found is not None and found.called == session.desk:
            visit = file.booking_of(channel, ticket)
            return CalledTicket(
                ticket=ticket,
                booking=0 if visit is None else visit.id,
                queue=_queue(session, file, channel),
                changes=Changes(obligations=True),
            )
    raise Conflict("queue.snatched")


def call_again(session: Session, ticket: int, channel: str = WALK_IN) -> CalledTicket:
    """Calls a ticket of this desk once more. Raises NotFound("queue.not_here")."""
    session.require_actor()
    with session.work() as work:
        found = _file_in(session, work).ticket(channel, ticket)
        if found is None or found.called != session.desk or found.settled is not None:
            raise NotFound("queue.not_here", field="ticket", ticket=ticket)
        _call(session, work, channel, ticket)
    return CalledTicket(ticket=ticket, queue=queue_now(session, channel), changes=Changes(obligations=True))


def _call(session: Session, work: UnitOfWork, channel: str, ticket: int) -> None:
    today = session.today()
    stream = of_day(today, session.office.station)
    value = TicketCalled(channel=channel, ticket=ticket, desk=session.desk)
    draft = session.draft(stream, value, today, None)
    work.append([replace(draft, after=work.stream_head(stream))])
    work.commit()


def _file_in(session: Session, work: UnitOfWork) -> DayFile:
    state: DayFile = history.fold_other(work.stream(of_day(session.today(), session.office.station)), EMPTY)
    return state


def _queue(session: Session, file: DayFile, channel: str) -> Queue:
    tickets = [ticket for ticket in file.tickets if ticket.channel == channel]
    called = [ticket for ticket in tickets if ticket.called]
    here = [t.number for t in called if t.called == session.desk and t.settled is None]
    return Queue(
        given=len(tickets),
        waiting=sum(ticket.waits for ticket in tickets),
        here=here[-1] if here else 0,
        called=tuple(reversed(called[-SHOWN:])),
    )
