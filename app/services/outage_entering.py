"""Entering what was written on paper while the power was gone (停电补录): sheet, day and time become part of the matter.

Called inside the unit of work of a registration. The right day is the one on paper: the duties begin there; the files of
both days say what was entered when, so that the day report of neither tells what is not so.
"""

from __future__ import annotations

from app.domain.acts.binding import FormBound
from app.domain.acts.registering import RegisterVisit
from app.domain.day_file import OutageEntered
from app.domain.entry import of_day
from app.errors import BadInput, Refused
from app.ports import UnitOfWork
from app.services.blank_forms import append_in, form_named, take_in
from app.services.session import Session


def enter_in(session: Session, work: UnitOfWork, command: RegisterVisit, number: str) -> FormBound | None:
    """Takes the sheet of a registration inside its unit of work; the answer is the entry to be written into the matter.

    None where it was written on no sheet. Raises NotFound("form.unknown"), BadInput("form.code_unreadable",
    "outage.number_wrong_check", "outage.other_day" with the day on paper), Refused("outage.no_pack" for a form of the
    waiting room, "outage.no_day", "form.voided", "form.bound_elsewhere", "form.bound_unseen").
    """
    if not command.sheet:
        return None
    bound = take_in(session, work, form_named(session, command.sheet, work.stream), number)
    if not bound.number:
        raise Refused("outage.no_pack", field="sheet")
    if bound.written_on is None:
        raise Refused("outage.no_day", field="sheet", sheet=bound.number)
    if command.received_on != bound.written_on:
        raise BadInput("outage.other_day", field="received_on", day=bound.written_on.isoformat())
    today = session.today()
    entered = OutageEntered(
        number=number,
        sheet=bound.number,
        came_on=bound.written_on,
        entered_on=today,
        came_at=bound.written_at,
    )
    for day in dict.fromkeys((bound.written_on, today)):
        append_in(session, work, of_day(day, session.office.station), entered, on=day)
    return bound
