"""The slip of a ticket, to be printed where the computer has a printer for strips: a number, never a name."""

from __future__ import annotations

from app.clock import CHINA
from app.papers.ticket_slip import TicketSlip, ticket_slip
from app.services.session import Session
from resources.loader import words


def slip_of_ticket(session: Session, ticket: int, ahead: int) -> bytes:
    """The slip of a ticket that was just given, as PDF. It is nowhere kept; the ticket stands in the file of the day."""
    now = session.now().astimezone(CHINA)
    at = str(words("words/queue.toml")["ticket_slip"]["moment"]).format(
        year=now.year, month=now.month, day=now.day, time=f"{now:%H:%M}"
    )
    return ticket_slip(
        TicketSlip(office=session.office.name, ticket=ticket, at=at, ahead=ahead, desk=session.desk)
    )
