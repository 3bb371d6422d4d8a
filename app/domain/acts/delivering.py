"""Delivering (送达): attempts and proofs. Until there is proof, the petitioner was not told.

Civil Procedure Law, articles 87 to 95, by analogy; a village official is witness or carrier, not receiver, unless
named in the address confirmation (hall.md 19).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.delivery import Attempt, DeliveryMethod, Outcome
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, milestone
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver:
    """One attempt to deliver a paper (送达), or the proof that came back for an earlier one."""

    paper: str
    method: DeliveryMethod
    outcome: Outcome
    on: date | None = None
    receiver: str = ""
    relation: str = ""
    tracking: str = ""
    witness: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryAttempted:
    """An attempt to deliver was made (送达记录)."""

    paper: str
    method: DeliveryMethod
    outcome: Outcome
    receiver: str = field(default="", metadata={"scope": "people"})
    relation: str = ""
    tracking: str = ""
    witness: str = field(default="", metadata={"scope": "people"})
    reason: str = field(default="", metadata={"scope": "people"})


def deliver(matter: Matter, act: Deliver, setting: Setting) -> tuple[Happened, ...]:
    """Records the attempt.

    Raises BadInput("paper.unknown", "act.date_in_future", "deliver.receiver_missing", "deliver.tracking_missing"),
    Refused("deliver.not_sealed", "deliver.before_issue", "deliver.no_consent", "deliver.no_witness",
    "deliver.already_proved").
    """
    record = matter.paper(act.paper)
    if record is None:
        raise BadInput("paper.unknown", field="paper", paper=act.paper)
    on = act.on or setting.today
    if on > setting.today:
        raise BadInput("act.date_in_future", field="on", day=on.isoformat())
    if record.proved_on is not None:
        raise Refused("deliver.already_proved", field="paper", day=record.proved_on.isoformat())
    if record.needs_seal and record.sealed_on is None:
        raise Refused("deliver.not_sealed", field="paper", number=record.number)
    if on < record.issued_on:
        raise Refused("deliver.before_issue", field="on", day=on.isoformat())
    _check_proof(matter, act)
    entry = DeliveryAttempted(
        paper=record.id,
        method=act.method,
        outcome=act.outcome,
        receiver=act.receiver,
        relation=act.relation,
        tracking=act.tracking,
        witness=act.witness,
        reason=act.reason,
    )
    return (Happened(entry, on),)


def _check_proof(matter: Matter, act: Deliver) -> None:
    """A proof names who received, and leaving a paper needs a witness (Civil Procedure Law, articles 87 to 90)."""
    if act.method is DeliveryMethod.ELECTRONIC and not any(
        p.electronic_delivery for p in matter.people.petitioners
    ):
        raise Refused("deliver.no_consent", field="method")
    if act.method is DeliveryMethod.POST and act.outcome is Outcome.SENT and not act.tracking:
        raise BadInput("deliver.tracking_missing", field="tracking")
    if act.outcome is not Outcome.RECEIVED:
        return
    if act.method is DeliveryMethod.LEFT_AT_ADDRESS and not act.witness:
        raise Refused("deliver.no_witness", field="witness")
    if act.method is DeliveryMethod.IN_PERSON and not act.receiver:
        raise BadInput("deliver.receiver_missing", field="receiver")


def delivery_attempted(state: Matter, entry: DeliveryAttempted, header: Header) -> Matter:
    """The matter with the attempt; handing over and proof are dated facts that close duties."""
    record = state.paper(entry.paper)
    if record is None:
        return state
    attempt = Attempt(
        method=entry.method,
        outcome=entry.outcome,
        on=header.on,
        receiver=entry.receiver,
        relation=entry.relation,
        tracking=entry.tracking,
        witness=entry.witness,
        reason=entry.reason,
        by=header.actor,
    )
    state = state.with_paper(replace(record, attempts=(*record.attempts, attempt)))
    if not record.notice:
        return state
    if attempt.leaves_the_house and record.handed_on is None:
        state = state.with_milestone(
            milestone(state, f"{record.notice}-handed", header, claim=record.claim, paper=record.id)
        )
    if attempt.proves:
        state = state.with_milestone(
            milestone(state, f"{record.notice}-proved", header, claim=record.claim, paper=record.id)
        )
    return state


ENTRIES = (EntryKind("delivery-attempted", DeliveryAttempted, delivery_attempted),)
ACTS = (ActKind("deliver", Deliver, deliver),)
