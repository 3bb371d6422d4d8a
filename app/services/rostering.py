"""Who is on duty today (值班表): kept in the file of the day, printed on the hand-over sheet."""

from __future__ import annotations

from app.domain.day_file import DeskStaffed, DutyRostered
from app.domain.names import clean_text
from app.services.day_closing import DayWritten, write_into_day
from app.services.session import Session

LINE = 50
"""Characters of a name or a desk."""


def set_roster(
    session: Session,
    *,
    duty_leader: str = "",
    reception_leader: str = "",
    lawyer: str = "",
    staff: tuple[DeskStaffed, ...] = (),
) -> DayWritten:
    """Writes today's roster down; a later one takes the place of the earlier. Raises BadInput("text.too_long")."""
    session.require_actor()
    value = DutyRostered(
        duty_leader=_line(duty_leader, "duty_leader"),
        reception_leader=_line(reception_leader, "reception_leader"),
        lawyer=_line(lawyer, "lawyer"),
        staff=tuple(
            DeskStaffed(name=_line(one.name, "staff"), desk=_line(one.desk, "staff"))
            for one in staff
            if one.name.strip()
        ),
    )
    return write_into_day(session, session.today(), value)


def _line(text: str, field: str) -> str:
    return " ".join(clean_text(text, limit=LINE, field=field).split())
