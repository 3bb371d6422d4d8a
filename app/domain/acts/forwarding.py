"""Forwarding and assigning (转送、交办): where a claim goes, and by when the unit reports.

A township forwards neither sideways nor up (条例第二十三条, hall.md 3).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, Routing, milestone
from app.domain.office import StationKind
from app.errors import Refused

ROUTING_STATIONS = frozenset({StationKind.OFFICE, StationKind.DESK, StationKind.DEPARTMENT})
"""Who may send a matter to another unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """Send a claim to the unit that is competent (转送); an office's act."""

    unit: str = field(metadata={"values": "units"})
    claim: int | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Send a claim with a day by which the unit must report (交办)."""

    unit: str = field(metadata={"values": "units"})
    due_by: date
    claim: int | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """A claim was sent to a unit (已转送、已交办)."""

    unit: str
    claim: int
    assigned: bool = False
    due_by: date | None = None
    reference: str = ""


def forward(matter: Matter, act: Forward, setting: Setting) -> tuple[Happened, ...]:
    """Forwards. Raises Refused("forward.unit_unknown", "forward.to_ourselves"), BadInput("claim.unknown")."""
    claim = matter.require_claim(act.claim)
    unit = _known_unit(act.unit, setting)
    entry = Forwarded(unit=unit, claim=claim, reference=act.reference)
    return (Happened(entry, setting.today),)


def assign(matter: Matter, act: Assign, setting: Setting) -> tuple[Happened, ...]:
    """Assigns with a report day (条例第二十二条第一款第三项). Refuses a day that is past."""
    claim = matter.require_claim(act.claim)
    if act.due_by < setting.today:
        raise Refused("assign.due_in_past", field="due_by", day=act.due_by.isoformat())
    unit = _known_unit(act.unit, setting)
    entry = Forwarded(unit=unit, claim=claim, assigned=True, due_by=act.due_by, reference=act.reference)
    return (Happened(entry, setting.today),)


def _known_unit(reference: str, setting: Setting) -> str:
    unit = setting.office.unit(reference)
    if unit is None:
        raise Refused("forward.unit_unknown", field="unit", unit=reference)
    if unit.name == setting.office.name:
        raise Refused("forward.to_ourselves", field="unit")
    return unit.code


def forwarded(state: Matter, entry: Forwarded, header: Header) -> Matter:
    """The matter after it was sent to a unit."""
    routing = Routing(
        unit=entry.unit,
        claim=entry.claim,
        on=header.on,
        entry=header.id,
        assigned=entry.assigned,
        due_by=entry.due_by,
        reference=entry.reference,
    )
    state = replace(state, routings=(*state.routings, routing))
    sent = milestone(state, "forwarded", header, claim=entry.claim, unit=entry.unit, due_by=entry.due_by)
    state = state.with_milestone(sent)
    return state.with_milestone(replace(sent, name="assigned")) if entry.assigned else state


ENTRIES = (EntryKind("forwarded", Forwarded, forwarded),)
ACTS = (
    ActKind("forward", Forward, forward, ROUTING_STATIONS),
    ActKind("assign", Assign, assign, ROUTING_STATIONS),
)
