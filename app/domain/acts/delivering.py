"""Delivering (送达): attempts and proofs. Until there is proof, the petitioner was not told.

Civil Procedure Law, articles 87 to 95, by analogy; a village official is witness or carrier, not receiver, unless
named in the address confirmation (hall.md 19).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from app.domain.changed import replace
from app.domain.delivery import Attempt, Capacity, DeliveryMethod, Outcome
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, milestone
from app.domain.serving import day_of_service, require_proof
from app.errors import BadInput, Refused

KEPT_FILES = "files"
"""Marks fields that name kept files by their SHA-256; the command line takes `@FILE` there and keeps it."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver:
    """One attempt to deliver a paper (送达), or the proof that came back for an earlier one.

    `on` is the day that counts, as the proof has it; for a public notice it is counted. Fields as in `Attempt`.
    """

    paper: str
    method: DeliveryMethod
    outcome: Outcome
    on: date | None = None
    receiver: str = ""
    capacity: Capacity | None = None
    relation: str = ""
    place: str = ""
    tracking: str = ""
    witness: str = ""
    witness_of: str = ""
    recording: str = ""
    reason: str = ""
    evidence: tuple[str, ...] = field(default=(), metadata={"values": KEPT_FILES})
    slip: str = field(default="", metadata={"values": KEPT_FILES})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryAttempted:
    """An attempt to deliver was made (送达记录)."""

    paper: str
    method: DeliveryMethod
    outcome: Outcome
    receiver: str = field(default="", metadata={"scope": "people"})
    capacity: Capacity | None = None
    relation: str = ""
    place: str = field(default="", metadata={"scope": "people"})
    tracking: str = ""
    witness: str = field(default="", metadata={"scope": "people"})
    witness_of: str = field(default="", metadata={"scope": "people"})
    recording: str = ""
    reason: str = field(default="", metadata={"scope": "people"})
    evidence: tuple[str, ...] = ()
    slip: str = ""


def deliver(matter: Matter, act: Deliver, setting: Setting) -> tuple[Happened, ...]:
    """Records the attempt.

    Raises BadInput("paper.unknown", "act.date_in_future", "deliver.file_unknown"), Refused("deliver.not_sealed",
    "deliver.before_issue", "deliver.already_proved"), and what `app.domain.serving` refuses for the way of service.
    """
    record = matter.paper(act.paper)
    if record is None:
        raise BadInput("paper.unknown", field="paper", paper=act.paper)
    if record.proved_on is not None:
        raise Refused("deliver.already_proved", field="paper", day=record.proved_on.isoformat())
    if record.needs_seal and record.sealed_on is None:
        raise Refused("deliver.not_sealed", field="paper", number=record.number)
    on = day_of_service(
        act.on,
        act.method,
        act.outcome,
        record.attempts,
        today=setting.today,
        law=setting.law,
        calendar=setting.calendar,
    )
    if on > setting.today:
        raise BadInput("act.date_in_future", field="on", day=on.isoformat())
    if on < record.issued_on:
        raise Refused("deliver.before_issue", field="on", day=on.isoformat())
    for name, files in (("evidence", act.evidence), ("slip", filter(None, (act.slip,)))):
        if not all(_SHA256.fullmatch(item) for item in files):
            raise BadInput("deliver.file_unknown", field=name)
    entry = DeliveryAttempted(
        paper=record.id,
        method=act.method,
        outcome=act.outcome,
        receiver=act.receiver,
        capacity=act.capacity,
        relation=act.relation,
        place=act.place,
        tracking=act.tracking,
        witness=act.witness,
        witness_of=act.witness_of,
        recording=act.recording,
        reason=act.reason,
        evidence=act.evidence,
        slip=act.slip,
    )
    require_proof(matter, _attempt(entry, on, setting.actor), record.attempts)
    return (Happened(entry, on),)


def _attempt(entry: DeliveryAttempted, on: date, by: str) -> Attempt:
    return Attempt(
        method=entry.method,
        outcome=entry.outcome,
        on=on,
        receiver=entry.receiver,
        capacity=entry.capacity,
        relation=entry.relation,
        place=entry.place,
        tracking=entry.tracking,
        witness=entry.witness,
        witness_of=entry.witness_of,
        recording=entry.recording,
        reason=entry.reason,
        evidence=entry.evidence,
        slip=entry.slip,
        by=by,
    )


def delivery_attempted(state: Matter, entry: DeliveryAttempted, header: Header) -> Matter:
    """The matter with the attempt; handing over and proof are dated facts that close duties."""
    record = state.paper(entry.paper)
    if record is None:
        return state
    attempt = _attempt(entry, header.on, header.actor)
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


def _files(entry: DeliveryAttempted) -> tuple[str, ...]:
    """What travels with the attempt: its proofs."""
    return (*entry.evidence, *filter(None, (entry.slip,)))


ENTRIES = (EntryKind("delivery-attempted", DeliveryAttempted, delivery_attempted, files=_files),)
ACTS = (ActKind("deliver", Deliver, deliver),)
