"""Receiving again (再次来访、存、联系): coming again is not a new matter and opens no clock (hall.md 2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting, the_desks
from app.domain.matter import Matter, Note, milestone
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAgain:
    """The visitor came again about a running matter (再次来访): one batch, so many persons, asked, told."""

    asked: str
    told: str = ""
    persons: int | None = None
    received_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitedAgain:
    """The visitor came again (已续访)."""

    persons: int
    asked: str = field(default="", metadata={"scope": "story"})
    told: str = field(default="", metadata={"scope": "story"})
    received_by: str = ""


def visit_again(matter: Matter, act: VisitAgain, setting: Setting) -> tuple[Happened, ...]:
    """Counts one batch and n persons. Raises Refused("matter.voided"), BadInput("register.head_count")."""
    persons = act.persons if act.persons is not None else 1
    if persons < 1:
        raise BadInput("register.head_count", field="persons")
    entry = VisitedAgain(persons=persons, asked=act.asked, told=act.told, received_by=act.received_by)
    return (Happened(entry, setting.today),)


def visited_again(state: Matter, entry: VisitedAgain, header: Header) -> Matter:
    """The matter with one more visit."""
    note = Note(
        kind="visited-again",
        on=header.on,
        words=entry.asked,
        answer=entry.told,
        persons=entry.persons,
        by=entry.received_by or header.actor,
    )
    return replace(state, notes=(*state.notes, note))


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """A repeated letter or online item is kept with the running matter (存、并入原件)."""

    channel: str = field(metadata={"values": "channels"})
    received_on: date
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A repeated letter was kept with the matter (已存)."""

    channel: str
    summary: str = field(default="", metadata={"scope": "story"})


def keep(matter: Matter, act: Keep, setting: Setting) -> tuple[Happened, ...]:
    """Keeps it. Refuses a day to come."""
    if act.received_on > setting.today:
        raise BadInput("act.date_in_future", field="received_on", day=act.received_on.isoformat())
    return (Happened(Kept(channel=act.channel, summary=act.summary), act.received_on),)


def kept(state: Matter, entry: Kept, header: Header) -> Matter:
    """The matter with the letter beside it."""
    note = Note(kind="kept", on=header.on, words=entry.summary, unit=entry.channel, by=header.actor)
    return replace(state, notes=(*state.notes, note))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactUnit:
    """A unit was telephoned about the matter (联系责任单位): whom, and what they answered."""

    unit: str = field(metadata={"values": "units"})
    person: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacted:
    """A unit was telephoned (已联系)."""

    unit: str
    person: str
    answer: str = field(default="", metadata={"scope": "story"})


def contact(matter: Matter, act: ContactUnit, setting: Setting) -> tuple[Happened, ...]:
    """Records the call. An accusation is not talked about with units by telephone (条例第三十条第三款)."""
    if matter.is_accusation:
        raise Refused("contact.accusation")
    unit = setting.office.unit(act.unit)
    entry = Contacted(unit=act.unit if unit is None else unit.code, person=act.person, answer=act.answer)
    return (Happened(entry, setting.today),)


def contacted(state: Matter, entry: Contacted, header: Header) -> Matter:
    """The matter with the call."""
    note = Note(kind="contacted", on=header.on, words=entry.person, answer=entry.answer, unit=entry.unit)
    return replace(state, notes=(*state.notes, note)).with_milestone(
        milestone(state, "contacted", header, unit=entry.unit)
    )


ENTRIES = (
    EntryKind("visited-again", VisitedAgain, visited_again, desk_only=the_desks),
    EntryKind("kept", Kept, kept),
    EntryKind("contacted", Contacted, contacted),
)
ACTS = (
    ActKind("visit-again", VisitAgain, visit_again),
    ActKind("keep", Keep, keep),
    ActKind("contacted", ContactUnit, contact),
)
