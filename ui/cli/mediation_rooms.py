"""The commands of the rooms of mediation: mediation rooms book, away, move, cancel, day, month, free, ics, door."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

from app.domain.mediation.booking import BookRoom, CancelBooking, MoveBooking
from app.errors import BadInput
from app.services.mediation.booking import (
    Booked,
    RoomPlan,
    RoomSlot,
    book,
    cancel,
    day_of_rooms,
    month_of_rooms,
    move,
    note_absence,
    propose,
)
from app.services.mediation.calendars import calendar_of_rooms, mediator_said, said_of
from app.services.office_sheets import office_sheet
from app.services.session import Session
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.output import emit, listed

COLUMNS = ("begin", "end", "room", "what", "mediator", "booking")


def add_rooms(
    parts: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds `rooms` to the parts of `mediation`."""
    rooms = parts.add_parser("rooms", parents=[common])
    inner = rooms.add_subparsers(dest="rooms", required=True, parser_class=type(rooms))

    def part(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        made = inner.add_parser(name, parents=[common])
        made.set_defaults(run=run)
        return made

    _add_writing(part)
    day = part("day", run_day)
    day.add_argument("day", nargs="?", type=date.fromisoformat)
    month = part("month", run_month)
    month.add_argument("month", nargs="?", metavar="YYYY-MM", default="")
    free = part("free", run_free)
    free.add_argument("number")
    free.add_argument("begin", metavar="YYYY-MM-DDTHH:MM")
    free.add_argument("--minutes", type=int, default=120)
    ics = part("ics", run_ics)
    ics.add_argument("--first", type=date.fromisoformat)
    ics.add_argument("--last", type=date.fromisoformat)
    ics.add_argument("--room", default="")
    ics.add_argument("--mediator", default="")
    ics.add_argument("--out", type=Path, required=True)
    door = part("door", run_door)
    door.add_argument("room")
    door.add_argument("--day", type=date.fromisoformat)
    door.add_argument("--out", type=Path, required=True)


def _add_writing(part: Callable[[str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]) -> None:
    booking = part("book", run_book)
    booking.add_argument("room")
    booking.add_argument("begin", metavar="YYYY-MM-DDTHH:MM")
    booking.add_argument("--minutes", type=int, default=120)
    booking.add_argument("--mediation", default="", metavar="NUMBER")
    booking.add_argument("--mediator", default="")
    booking.add_argument("--stand-in", action="store_true")
    booking.add_argument("--words", default="")
    away = part("away", run_away)
    away.add_argument("mediator")
    away.add_argument("first", type=date.fromisoformat)
    away.add_argument("last", nargs="?", type=date.fromisoformat)
    away.add_argument("--words", required=True)
    moving = part("move", run_move)
    moving.add_argument("booking")
    moving.add_argument("--begin", default="", metavar="YYYY-MM-DDTHH:MM")
    moving.add_argument("--minutes", type=int)
    moving.add_argument("--room", default="")
    moving.add_argument("--stand-in", action=argparse.BooleanOptionalAction)
    cancelling = part("cancel", run_cancel)
    cancelling.add_argument("booking")
    cancelling.add_argument("--reason", required=True)


def run_book(chosen: argparse.Namespace) -> int:
    """Books a room."""
    act = BookRoom(
        room=chosen.room,
        begin=chosen.begin,
        minutes=chosen.minutes,
        mediation=chosen.mediation,
        mediator=chosen.mediator,
        stand_in=chosen.stand_in,
        words=chosen.words,
    )
    return _done(chosen, lambda session: book(session, act))


def run_away(chosen: argparse.Namespace) -> int:
    """Notes that a mediator is away on some days."""
    opened = desk(chosen)
    try:
        made = note_absence(
            opened.session, chosen.mediator, chosen.first, chosen.last or chosen.first, chosen.words
        )
    finally:
        opened.close()
    emit({"bookings": [item.booking for item in made]})
    return 0


def run_move(chosen: argparse.Namespace) -> int:
    """Moves a booking."""
    act = MoveBooking(
        booking=chosen.booking,
        begin=chosen.begin,
        minutes=chosen.minutes,
        room=chosen.room,
        stand_in=chosen.stand_in,
    )
    return _done(chosen, lambda session: move(session, act))


def run_cancel(chosen: argparse.Namespace) -> int:
    """Cancels a booking."""
    return _done(
        chosen, lambda session: cancel(session, CancelBooking(booking=chosen.booking, reason=chosen.reason))
    )


def run_day(chosen: argparse.Namespace) -> int:
    """The bookings of a day, today when none is said."""
    return _shown(chosen, lambda session: day_of_rooms(session, chosen.day or session.today()))


def run_month(chosen: argparse.Namespace) -> int:
    """The bookings of a month, this one when none is said."""

    def plan(session: Session) -> RoomPlan:
        first = session.today() if not chosen.month else _month(chosen.month)
        return month_of_rooms(session, first.year, first.month)

    return _shown(chosen, plan)


def run_free(chosen: argparse.Namespace) -> int:
    """Who would mediate at a time, and which rooms are free then."""
    opened = desk(chosen)
    try:
        found = propose(opened.session, chosen.number, chosen.begin, chosen.minutes)
    finally:
        opened.close()
    emit(
        {
            "mediator": found.mediator,
            "stand_in": found.stand_in,
            "absent": found.absent,
            "rooms": list(found.rooms),
        }
    )
    return 0


def run_ics(chosen: argparse.Namespace) -> int:
    """Writes a calendar file: of a room, of a mediator or of all; the next thirty days when none are said."""
    opened = desk(chosen)
    try:
        first = chosen.first or opened.session.today()
        last = chosen.last or first + timedelta(days=30)
        made = calendar_of_rooms(opened.session, first, last, room=chosen.room, mediator=chosen.mediator)
    finally:
        opened.close()
    write_bytes(chosen.out, made.data)
    emit({"file": chosen.out.name, "events": made.events})
    return 0


def run_door(chosen: argparse.Namespace) -> int:
    """Makes the sheet for a room's door."""
    opened = desk(chosen)
    try:
        day = chosen.day or opened.session.today()
        made = office_sheet(opened.session, "M16", {"room": chosen.room, "on": day.isoformat()})
    finally:
        opened.close()
    write_bytes(chosen.out, made.pdf)
    emit({"kind": "M16", "sha256": made.sha256, "pages": made.pages})
    return 0


def _done(chosen: argparse.Namespace, work: Callable[[Session], Booked]) -> int:
    opened = desk(chosen)
    try:
        made = work(opened.session)
    finally:
        opened.close()
    told = {item.name: getattr(made, item.name) for item in fields(made) if item.name != "changes"}
    emit(told)
    return 0


def _shown(chosen: argparse.Namespace, work: Callable[[Session], RoomPlan]) -> int:
    opened = desk(chosen)
    try:
        plan = work(opened.session)
    finally:
        opened.close()
    return listed([_row(slot) for slot in plan.slots], COLUMNS, as_json=chosen.json)


def _row(slot: RoomSlot) -> dict[str, object]:
    return {
        "booking": slot.booking,
        "room": slot.room,
        "begin": slot.begin,
        "end": slot.end,
        "minutes": slot.minutes,
        "what": said_of(slot),
        "taken": slot.taken,
        "mediation": slot.mediation,
        "dispute_kind": slot.dispute_kind,
        "mediator": mediator_said(slot),
        "words": slot.words,
    }


def _month(text: str) -> date:
    """The first day of `2026-11`. Raises BadInput("form.day_unreadable")."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise BadInput("form.day_unreadable", field="month") from error
