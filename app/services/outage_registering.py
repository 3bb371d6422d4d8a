"""Registering what stands on a sheet by a row of values (停电补录), as the command line and tables give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.errors import Refused
from app.services.blank_forms import form_state
from app.services.intake import to_intake
from app.services.registration import RegisteredMatter, register_matter
from app.services.session import Session


def register_sheet(session: Session, sheet: str, values: Mapping[str, object]) -> RegisteredMatter:
    """Registers a sheet, by its number or code, with `values` as a row of `register`; the day is the one on paper.

    Raises what registering refuses, Refused("outage.no_day") before somebody said on which day it was written.
    """
    session.require_actor()
    found = form_state(session, sheet)
    if found.sheet and found.written_on is None:
        raise Refused("outage.no_day", field="sheet", sheet=found.sheet)
    taken = to_intake(values, key="", today=session.today(), area=session.office.area, area_code=None)
    command = replace(taken.command, sheet=found.code)
    if found.written_on is not None:
        command = replace(command, received_on=found.written_on)
    return register_matter(session, command)
