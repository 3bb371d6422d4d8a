"""Writing the register of the mediation rooms (调解组织、调解员、调解室): rows replace rows, and the history stays."""

from __future__ import annotations

from dataclasses import replace

from app.domain.account import Role
from app.domain.mediation.register import Row, register_of, require_row
from app.services.mediation.writing import register_in
from app.services.session import Session

KEEPERS = (Role.LEADER, Role.CLERK, Role.MEDIATOR, Role.HANDLER)


def register_row(session: Session, row: Row) -> None:
    """Registers a body, a mediator or a room, or changes the row with its code.

    Raises NotAllowed("role.other_needed"), BadInput("mediation.no_code", "mediation.no_name",
    "mediation.no_number_word"), NotFound("mediation.no_body", "mediation.unknown_mediator").
    """
    session.require_role(*KEEPERS)
    stream = register_of(session.office.station)
    with session.work() as work:
        require_row(register_in(session, work), row)
        draft = session.draft(stream, row, session.today(), None)
        work.append([replace(draft, after=work.stream_head(stream))])
        work.commit()
