"""Sheets of the day for the lanes: what draws papers is loaded by the worker that first needs it."""

from __future__ import annotations

from app.services.session import Session


def hand_over_sheet(session: Session) -> bytes:
    """Today's hand-over sheet as PDF (交接班表, D48). Raises what `office_sheet` raises."""
    from app.services.office_sheets import office_sheet

    return office_sheet(session, "D48", {}).pdf


def ticket_slip(session: Session, ticket: int, ahead: int) -> bytes:
    """The slip of a ticket as PDF (号票)."""
    from app.services.ticket_printing import slip_of_ticket

    return slip_of_ticket(session, ticket, ahead)
