"""Forwarding and assigning (转送、交办): where a claim goes, and by when the unit reports.

A township forwards neither sideways nor up (条例第二十三条, hall.md 3). Several units may take part: one of them leads,
answers the petitioner and is owed the others' contribution; the law sets no clock for that (decision 0076).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.changed import replace
from app.domain.conflict import require_kept_from
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, Routing, milestone
from app.domain.office import StationKind
from app.domain.returns import returns_since_dispute
from app.errors import Refused

ROUTING_STATIONS = frozenset({StationKind.OFFICE, StationKind.DESK, StationKind.DEPARTMENT})
"""Who may send a matter to another unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """Send a claim to the unit that is competent (转送); an office's act. `with_units` contribute, `unit` leads."""

    unit: str = field(metadata={"values": "units"})
    claim: int | None = None
    reference: str = ""
    with_units: tuple[str, ...] = field(default=(), metadata={"values": "units"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Send a claim with a day by which the unit must report (交办). `with_units` contribute, `unit` leads."""

    unit: str = field(metadata={"values": "units"})
    due_by: date
    claim: int | None = None
    reference: str = ""
    with_units: tuple[str, ...] = field(default=(), metadata={"values": "units"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """A claim was sent to a unit (已转送、已交办), which leads where others take part."""

    unit: str
    claim: int
    assigned: bool = False
    due_by: date | None = None
    reference: str = ""
    with_units: tuple[str, ...] = ()


def forward(matter: Matter, act: Forward, setting: Setting) -> tuple[Happened, ...]:
    """Forwards.

    Raises Refused("forward.unit_unknown", "forward.to_ourselves", "forward.lead_twice", "forward.ping_pong",
    "accused.kept_from"), BadInput("claim.unknown").
    """
    claim = matter.require_claim(act.claim)
    require_kept_from(matter, setting, act.unit, *act.with_units)
    unit = known_unit(act.unit, setting)
    _require_settled(matter, claim, setting)
    entry = Forwarded(
        unit=unit, claim=claim, reference=act.reference, with_units=_others(act.with_units, unit, setting)
    )
    return (Happened(entry, setting.today),)


def assign(matter: Matter, act: Assign, setting: Setting) -> tuple[Happened, ...]:
    """Assigns with a report day (条例第二十二条第一款第三项). Refuses a day that is past, and what `forward` refuses."""
    claim = matter.require_claim(act.claim)
    if act.due_by < setting.today:
        raise Refused("assign.due_in_past", field="due_by", day=act.due_by.isoformat())
    require_kept_from(matter, setting, act.unit, *act.with_units)
    unit = known_unit(act.unit, setting)
    _require_settled(matter, claim, setting)
    entry = Forwarded(
        unit=unit,
        claim=claim,
        assigned=True,
        due_by=act.due_by,
        reference=act.reference,
        with_units=_others(act.with_units, unit, setting),
    )
    return (Happened(entry, setting.today),)


def known_unit(reference: str, setting: Setting, name: str = "unit") -> str:
    """The code of a unit of the office's table, given by code or name in the field `name`.

    Raises Refused("forward.unit_unknown", "forward.to_ourselves").
    """
    unit = setting.office.unit(reference)
    if unit is None:
        raise Refused("forward.unit_unknown", field=name, unit=reference)
    if unit.name == setting.office.name:
        raise Refused("forward.to_ourselves", field=name)
    return unit.code


def _others(given: tuple[str, ...], lead: str, setting: Setting) -> tuple[str, ...]:
    """The contributing units (协办单位), each once; the lead is none of them."""
    units = tuple(dict.fromkeys(known_unit(unit, setting, "with_units") for unit in given))
    if lead in units:
        raise Refused("forward.lead_twice", field="with_units", unit=lead)
    return units


def _require_settled(matter: Matter, claim: int, setting: Setting) -> None:
    """A claim that came back too often is not sent round again by our office: somebody above decides (C10, 第二十四条)."""
    most = setting.law.limits.get("returns")
    if most is None or setting.office.kind is not StationKind.OFFICE:
        return
    returns = returns_since_dispute(matter, claim)
    if returns >= most:
        raise Refused("forward.ping_pong", field="unit", returns=returns)


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
        with_units=entry.with_units,
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
