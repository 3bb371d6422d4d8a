"""The rooms' calendar for the window: every function runs in a worker; what makes papers is loaded there (rulings.md 27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.changes import Changes
from app.domain.mediation.booking import Booking
from app.domain.mediation.moments import read_moment
from app.domain.mediation.register import MediatorRegistered, Register
from app.domain.mediation.state import Stage
from app.mediation_ports import MediationRow
from app.services.mediation.booking import ROOMS, RoomPlan, RoomSlot, next_booking, note_absence, plan_of
from app.services.mediation.calendars import calendar_of_rooms, mediator_said, said_of
from app.services.mediation.reading import MediationView, list_mediations, read_register, view_mediation
from app.services.session import Session
from ui.desk.register_desk import usual_folder, written
from ui.desk.widgets.room_bars import Bar, BarKind
from ui.new_file import write_new

if TYPE_CHECKING:
    from app.services.mediation.figures import RoomFigures

RUNNING = (Stage.ASKING, Stage.READY, Stage.SITTING, Stage.AGREED)
"""Stages in which a mediation may still need a room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomDays:
    """Some days of the rooms as the window shows them: the plan, its bars, the mediations that may need a room."""

    plan: RoomPlan
    bars: tuple[Bar, ...]
    mediations: tuple[MediationRow, ...]
    mediators: tuple[MediatorRegistered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceNoted:
    """That a mediator is away was noted: from which day on, on how many days."""

    first: date
    days: int
    changes: Changes = ROOMS


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """One mediation as its page shows it, the register of the rooms, and the next time for which a room is booked."""

    view: MediationView
    register: Register
    booking: Booking | None = None


def opened_file(session: Session, number: str) -> OpenedFile:
    """Reads one mediation. Raises what `view_mediation` raises."""
    view = view_mediation(session, number)
    booking = next_booking(session, view.mediation) if view.mediation.stage in RUNNING else None
    return OpenedFile(view=view, register=read_register(session), booking=booking)


def room_days(session: Session, first: date, last: date) -> RoomDays:
    """Reads some days. Raises what `plan_of` raises."""
    plan = plan_of(session, first, last)
    rows = list_mediations(session, stages=[str(stage) for stage in RUNNING])
    found = read_register(session).mediators.values()
    mediators = tuple(person for person in found if not person.closed)
    return RoomDays(plan=plan, bars=bars_of(plan.slots), mediations=tuple(rows), mediators=mediators)


def absence_noted(session: Session, mediator: str, first: date, last: date, why: str) -> AbsenceNoted:
    """Notes that a mediator is away on these days. Raises what `note_absence` raises."""
    return AbsenceNoted(first=first, days=len(note_absence(session, mediator, first, last, why)))


def bars_of(slots: Sequence[RoomSlot]) -> tuple[Bar, ...]:
    """Slots as a calendar draws them."""
    made = []
    for slot in slots:
        begin = read_moment(slot.begin, "begin")
        first = begin.hour * 60 + begin.minute
        kind = BarKind.MEDIATION if slot.mediation else BarKind.OTHER if slot.room else BarKind.AWAY
        made.append(
            Bar(
                key=slot.booking,
                room=slot.room,
                day=begin.date(),
                begin=first,
                end=first + slot.minutes,
                kind=BarKind.TAKEN if slot.taken else kind,
                words=said_of(slot),
                who=mediator_said(slot),
            )
        )
    return tuple(made)


def door_sheet(session: Session, room: str, day: date) -> bytes:
    """The sheet for a room's door as PDF. Raises what `office_sheet` raises."""
    from app.services.office_sheets import office_sheet

    return office_sheet(session, "M16", {"room": room, "on": day.isoformat()}).pdf


def calendar_written(session: Session, first: date, last: date, name: str) -> str:
    """Writes a calendar file into the folder for documents; the answer is where it lies.

    Raises Unavailable("file.unwritable") and what `calendar_of_rooms` raises.
    """
    made = calendar_of_rooms(session, first, last)
    return str(write_new(Path(usual_folder()) / name, made.data))


def figures_of_rooms(session: Session, first: date, last: date) -> RoomFigures:
    """The figures of these days. Raises BadInput("register.days_out_of_order") and what `room_figures` raises."""
    from app.services.mediation.figures import room_figures

    return room_figures(session, first, last)


def subsidy_written(session: Session, first: date, last: date, path: str) -> str:
    """The list for finance as .xlsx; the answer is where it lies.

    Raises what `subsidy_workbook` raises, BadInput("field.missing", "register.kind"), Unavailable("file.unwritable").
    """
    from app.services.mediation.figures import subsidy_workbook

    return written(path, lambda: subsidy_workbook(session, first, last))
