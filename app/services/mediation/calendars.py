"""What leaves the program of the rooms' calendar: a calendar file (.ics), and the sheet on a room's door (M16).

Neither names a party; of a mediation held in private neither says more than that the room is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.clock import CHINA
from app.domain.codes import text_of
from app.domain.mediation.moments import read_moment
from app.errors import BadInput
from app.exchange.icalendar import CalendarEvent, calendar_file
from app.services.looking import record_export
from app.services.mediation.booking import RoomPlan, RoomSlot, day_of_rooms, plan_of, room_words
from app.services.mediation.reading import read_register
from app.services.occasion import Facts
from app.services.session import Session

DOMAIN = "petition-desk.invalid"
"""What stands behind the ids of events: a name that is nobody's (RFC 2606)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """A calendar file: its bytes, and how many events it holds."""

    data: bytes
    events: int


def calendar_of_rooms(
    session: Session, first: date, last: date, *, room: str = "", mediator: str = ""
) -> CalendarFile:
    """The bookings of some days as a calendar file: of one room, of one mediator, or all; the export is recorded.

    Cancelled ones are in it as cancelled, so that a calendar that read them before lets go of them. Raises
    NotAllowed("role.reads_no_matters"), NotFound("mediation.no_room", "mediation.unknown_mediator"),
    BadInput("register.days_out_of_order").
    """
    register, text = read_register(session), room_words("calendar_file")
    name = str(text["name"])
    if room:
        name = str(text["of_room"]).format(room=register.require_room(room).name)
    if mediator:
        name = str(text["of_mediator"]).format(mediator=register.require_mediator(mediator).name)
    plan = plan_of(session, first, last, mediator=mediator, gone=True)
    slots = [slot for slot in _newest(plan.slots) if room in ("", slot.room)]
    events = [_event(slot, plan) for slot in slots]
    about = f"{first.isoformat()}/{last.isoformat()} {room}{mediator}".strip()
    record_export(session, "room_calendar", about, len(events))
    data = calendar_file(events, name=name, product=str(text["product"]), made_at=session.now())
    return CalendarFile(data=data, events=len(events))


def said_of(slot: RoomSlot) -> str:
    """What a slot is, in one word or two: 已占用, 调解（邻里纠纷）, what it is kept for, or that somebody is away."""
    text = room_words("shown")
    if slot.taken:
        return str(text["taken"])
    if not slot.room:
        return f"{text['away']} {slot.words}".strip()
    if not slot.mediation:
        return slot.words
    kind = text_of("dispute_kinds", slot.dispute_kind)
    return str(text["mediation_kind"]).format(dispute_kind=kind) if kind else str(text["mediation"])


def mediator_said(slot: RoomSlot) -> str:
    """Who mediates, and for whom they stand in."""
    if not slot.stands_in_for:
        return slot.mediator
    text = str(room_words("shown")["stand_in"])
    return text.format(mediator=slot.mediator, stands_in_for=slot.stands_in_for)


def door_sheet(session: Session, given: Mapping[str, object]) -> Facts:
    """What stands on the sheet on a room's door: `room` its code, `on` the day (today where none is said).

    Raises NotFound("mediation.no_room"), BadInput("form.day_unreadable", "mediation.booking_no_room"),
    NotAllowed("role.reads_no_matters").
    """
    code, text = str(given.get("room") or ""), str(given.get("on") or "")
    if not code:
        raise BadInput("mediation.booking_no_room", field="room")
    room = read_register(session).require_room(code)
    try:
        day = date.fromisoformat(text) if text else session.today()
    except ValueError as error:
        raise BadInput("form.day_unreadable", field="on") from error
    return {
        "on": day.isoformat(),
        "room": {"name": room.name, "where": room.where},
        "rows": [
            {
                "begin": slot.begin[11:],
                "end": slot.end[11:],
                "what": said_of(slot),
                "mediator": mediator_said(slot),
            }
            for slot in day_of_rooms(session, day).slots
            if slot.room == code
        ],
    }


def _event(slot: RoomSlot, plan: RoomPlan) -> CalendarEvent:
    text = room_words("calendar_file")
    room = next((found for found in plan.rooms if found.code == slot.room), None)
    said = [str(text["number"]).format(number=slot.mediation)] if slot.mediation else []
    if slot.mediator:
        said.append(str(text["mediator"]).format(mediator=mediator_said(slot)))
    return CalendarEvent(
        uid=f"{slot.uid}@{DOMAIN}",
        begin=read_moment(slot.begin, "begin").replace(tzinfo=CHINA),
        end=read_moment(slot.end, "begin").replace(tzinfo=CHINA),
        summary=said_of(slot),
        place="" if room is None else " ".join(part for part in (room.name, room.where) if part),
        words="\n".join(said),
        sequence=slot.changes,
        cancelled=slot.cancelled,
    )


def _newest(slots: Iterable[RoomSlot]) -> tuple[RoomSlot, ...]:
    """Of a booking that was moved from month to month only what it is now."""
    found: dict[str, RoomSlot] = {}
    for slot in slots:
        if slot.uid not in found or found[slot.uid].changes < slot.changes:
            found[slot.uid] = slot
    return tuple(sorted(found.values(), key=lambda slot: (slot.begin, slot.room, slot.uid)))
