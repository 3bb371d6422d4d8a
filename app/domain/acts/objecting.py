"""Objecting (异议): a unit says with reasons that it is not competent; who sent it verifies and decides (S4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.acts.forwarding import ROUTING_STATIONS
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, milestone, overlaps
from app.domain.office import RESPONSIBLE
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Object:
    """Say that we are not competent (提出异议), with the reasons in detail and the day on which it reached us."""

    reason: str
    received_on: date
    to: str
    claim: int | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected:
    """We objected to what was sent to us (已提出异议)."""

    claim: int
    received_on: date
    to: str
    reference: str = ""
    reason: str = field(default="", metadata={"scope": "story"})


def object_to(matter: Matter, act: Object, setting: Setting) -> tuple[Happened, ...]:
    """Objects. Raises BadInput("act.date_in_future"), Refused("object.too_late", "object.accepted")."""
    claim = matter.require_claim(act.claim)
    if act.received_on > setting.today:
        raise BadInput("act.date_in_future", field="received_on", day=act.received_on.isoformat())
    if any(m.name == "accepted" and overlaps(m.claim, claim) for m in matter.milestones):
        raise Refused("object.accepted")
    rule = setting.law.rule("unit-objection", setting.today)
    due = rule.due(act.received_on, setting.calendar)
    if due is not None and setting.today > due.legal:
        raise Refused("object.too_late", field="received_on", day=due.legal.isoformat())
    entry = Objected(
        claim=claim, received_on=act.received_on, to=act.to, reference=act.reference, reason=act.reason
    )
    return (Happened(entry, setting.today),)


def objected(state: Matter, entry: Objected, header: Header) -> Matter:
    """The matter with our objection; whoever sent it decides."""
    return state.with_milestone(milestone(state, "objected", header, claim=entry.claim))


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideObjection:
    """Decide on a unit's objection after verifying it (核实异议): taken back, or it stays, with the reason."""

    unit: str = field(metadata={"values": "units"})
    agreed: bool
    reason: str
    claim: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionDecided:
    """A unit's objection was decided (异议已核实)."""

    unit: str
    claim: int
    agreed: bool = False
    reason: str = field(default="", metadata={"scope": "story"})


def decide_objection(matter: Matter, act: DecideObjection, setting: Setting) -> tuple[Happened, ...]:
    """Decides. Raises Refused("objection.none") where that unit has not objected, or it is decided already."""
    claim = matter.require_claim(act.claim)
    known = setting.office.unit(act.unit)
    unit = act.unit if known is None else known.code
    about = [m for m in matter.milestones if m.unit == unit and overlaps(m.claim, claim)]
    raised = sum(m.name == "objected" for m in about)
    decided = sum(m.name in ("returned", "objection-rejected") for m in about)
    if raised <= decided:
        raise Refused("objection.none", field="unit", unit=act.unit)
    entry = ObjectionDecided(unit=unit, claim=claim, agreed=act.agreed, reason=act.reason)
    return (Happened(entry, setting.today),)


def objection_decided(state: Matter, entry: ObjectionDecided, header: Header) -> Matter:
    """The matter back at the office, or with the unit for good."""
    name = "returned" if entry.agreed else "objection-rejected"
    return state.with_milestone(milestone(state, name, header, claim=entry.claim, unit=entry.unit))


ENTRIES = (
    EntryKind("objected", Objected, objected),
    EntryKind("objection-decided", ObjectionDecided, objection_decided),
)
ACTS = (
    ActKind("object", Object, object_to, RESPONSIBLE),
    ActKind("decide-objection", DecideObjection, decide_objection, ROUTING_STATIONS),
)
