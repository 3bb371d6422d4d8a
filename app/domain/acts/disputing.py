"""Disputes over who is competent (受理争议): put before those who decide, and their decision (条例第二十四条, S4b).

What other organs did about a dispute is recorded as an external fact instead; both count the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.acts.forwarding import ROUTING_STATIONS, known_unit
from app.domain.changed import replace
from app.domain.conflict import require_kept_from
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import DisputeRecord, Matter, milestone, overlaps
from app.domain.returns import in_dispute
from app.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Put a dispute before those who decide it (报请协调): between which units, to which body, and why."""

    units: tuple[str, ...] = field(metadata={"values": "units"})
    body: str
    reason: str
    claim: int | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeListed:
    """A dispute was put before those who decide it (已报请协调受理争议)."""

    units: tuple[str, ...]
    body: str
    claim: int
    reference: str = ""
    reason: str = field(default="", metadata={"scope": "story"})


def dispute(matter: Matter, act: Dispute, setting: Setting) -> tuple[Happened, ...]:
    """Puts it on the list.

    Raises BadInput("claim.unknown"), Refused("dispute.units") for fewer than two units, "dispute.open", "dispute.accepted",
    "forward.unit_unknown", "forward.to_ourselves", "accused.kept_from".
    """
    claim = matter.require_claim(act.claim)
    require_kept_from(matter, setting, *act.units, act.body)
    units = tuple(dict.fromkeys(known_unit(unit, setting, "units") for unit in act.units))
    if len(units) < 2:
        raise Refused("dispute.units", field="units")
    if any(m.name == "accepted" and overlaps(m.claim, claim) for m in matter.milestones):
        raise Refused("dispute.accepted")
    if in_dispute(matter, claim):
        raise Refused("dispute.open")
    entry = DisputeListed(units=units, body=act.body, claim=claim, reference=act.reference, reason=act.reason)
    return (Happened(entry, setting.today),)


def dispute_listed(state: Matter, entry: DisputeListed, header: Header) -> Matter:
    """The matter with a dispute that somebody above the units decides."""
    record = DisputeRecord(
        claim=entry.claim, units=entry.units, body=entry.body, on=header.on, reason=entry.reason
    )
    state = replace(state, disputes=(*state.disputes, record))
    return state.with_milestone(milestone(state, "disputed", header, claim=entry.claim))


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideDispute:
    """Keep what was decided (受理争议决定): which unit is to take it on, who decided, under which number."""

    unit: str = field(metadata={"values": "units"})
    by: str
    claim: int | None = None
    number: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeDecided:
    """A dispute was decided (受理争议已决定)."""

    unit: str
    by: str
    claim: int
    number: str = ""
    reason: str = field(default="", metadata={"scope": "story"})


def decide_dispute(matter: Matter, act: DecideDispute, setting: Setting) -> tuple[Happened, ...]:
    """Keeps the decision; sending the matter there is an act of its own.

    Raises BadInput("claim.unknown"), Refused("dispute.none") where none is open, "forward.unit_unknown",
    "accused.kept_from".
    """
    claim = matter.require_claim(act.claim)
    if not in_dispute(matter, claim):
        raise Refused("dispute.none", field="claim")
    require_kept_from(matter, setting, act.unit)
    entry = DisputeDecided(
        unit=known_unit(act.unit, setting), by=act.by, claim=claim, number=act.number, reason=act.reason
    )
    return (Happened(entry, setting.today),)


def dispute_decided(state: Matter, entry: DisputeDecided, header: Header) -> Matter:
    """The matter with the unit that has to take it on."""
    state = replace(
        state,
        disputes=tuple(
            replace(item, decided_on=header.on, unit=entry.unit, by=entry.by)
            if item.decided_on is None and overlaps(item.claim, entry.claim)
            else item
            for item in state.disputes
        ),
    )
    return state.with_milestone(
        milestone(state, "dispute-decided", header, claim=entry.claim, unit=entry.unit)
    )


ENTRIES = (
    EntryKind("dispute-listed", DisputeListed, dispute_listed),
    EntryKind("dispute-decided", DisputeDecided, dispute_decided),
)
ACTS = (
    ActKind("dispute", Dispute, dispute, ROUTING_STATIONS),
    ActKind("decide-dispute", DecideDispute, decide_dispute, ROUTING_STATIONS),
)
