"""Mediating (调解), as far as the matter's file needs it: opened with both consents, agreed in writing, or failed (S7).

No clock stops for it (law.md 1.4, 8). The room has a file of its own (app/domain/mediation); what happens there comes
here by app/domain/mediation/bridge.py, and an office whose committee sits elsewhere records it by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.acts.noticing import made_outside
from app.domain.changed import replace
from app.domain.conclusions import concluded, unanswered
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, MediationStep, milestone
from app.errors import BadInput, Refused


class Step(StrEnum):
    """How far a mediation has come: 开始、达成、不成、回访; refused before it began, broken after it was settled."""

    OPENED = "opened"
    SETTLED = "settled"
    FAILED = "failed"
    CALLED_BACK = "called_back"
    REFUSED = "refused"
    BROKEN = "broken"


MILESTONES = {
    Step.OPENED: "mediation-opened",
    Step.SETTLED: "settled",
    Step.FAILED: "mediation-failed",
    Step.CALLED_BACK: "called-back",
    Step.REFUSED: "mediation-refused",
    Step.BROKEN: "mediation-failed",
}
CAN_BREAK = ("settled", "called-back")
"""What was the last of the milestones where an agreement is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediate:
    """Record a step of a mediation (调解): `both_agree` the consent of both sides, `reference` the written agreement.

    `signed` says that both sides, mediator and committee signed it; `due_by` by when it is to be kept. `mediation` is the
    number of the file in our own rooms.
    """

    step: Step
    claim: int | None = None
    both_agree: bool = False
    mediator: str = ""
    reference: str = ""
    signed: bool = False
    due_by: date | None = None
    reason: str = ""
    paper_number: str = ""
    mediation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediated:
    """A step of a mediation was recorded (调解)."""

    step: Step
    claim: int
    both_agree: bool = False
    mediator: str = ""
    reference: str = ""
    signed: bool = False
    due_by: date | None = None
    reason: str = field(default="", metadata={"scope": "story"})
    mediation: str = ""


def mediate(matter: Matter, act: Mediate, setting: Setting) -> tuple[Happened, ...]:
    """Records the step.

    Raises Refused("mediate.accusation", "mediate.no_consent", "mediate.not_opened", "mediate.not_settled", "mediate.runs"),
    BadInput("mediate.not_written", "mediate.not_signed").
    """
    claim = matter.require_claim(act.claim)
    if matter.is_accusation:
        raise Refused("mediate.accusation")
    if act.step is Step.OPENED and not act.both_agree:
        raise Refused("mediate.no_consent", field="both_agree")
    if act.step in (Step.SETTLED, Step.FAILED) and not _runs(matter):
        raise Refused("mediate.not_opened", field="step")
    if act.step is Step.REFUSED and _runs(matter):
        raise Refused("mediate.runs", field="step")
    if act.step is Step.BROKEN and _last(matter) not in CAN_BREAK:
        raise Refused("mediate.not_settled", field="step")
    if act.step is Step.CALLED_BACK and not any(m.name == "settled" for m in matter.milestones):
        raise Refused("mediate.not_settled", field="step")
    if act.step is Step.SETTLED:
        if not act.reference:
            raise BadInput("mediate.not_written", field="reference")
        if not act.signed:
            raise BadInput("mediate.not_signed", field="signed")
    entry = Mediated(
        step=act.step,
        claim=claim,
        both_agree=act.both_agree,
        mediator=act.mediator,
        reference=act.reference,
        signed=act.signed,
        due_by=act.due_by,
        reason=act.reason,
        mediation=act.mediation,
    )
    ended = act.step in (Step.FAILED, Step.BROKEN)
    notice = made_outside("M11", act.paper_number, claim, setting) if ended else ()
    return (Happened(entry, setting.today), *notice)


def _last(matter: Matter) -> str:
    steps = [m.name for m in matter.milestones if m.name in MILESTONES.values()]
    return steps[-1] if steps else ""


def _runs(matter: Matter) -> bool:
    return _last(matter) == "mediation-opened"


def mediated(state: Matter, entry: Mediated, header: Header) -> Matter:
    """The matter with the step; a signed agreement answers the claim, a broken one answers it no more."""
    if entry.step is Step.BROKEN:
        state = unanswered(state, entry.claim)
    if entry.step is Step.SETTLED:
        state = concluded(
            state,
            entry.claim,
            header,
            kind="settlement",
            result="settled",
            has_basis=bool(entry.reference),
            signed=entry.signed,
        )
    step = MediationStep(
        step=entry.step,
        claim=entry.claim,
        on=header.on,
        both_agree=entry.both_agree,
        written=bool(entry.reference),
        signed=entry.signed,
        mediation=entry.mediation,
    )
    state = replace(state, mediations=(*state.mediations, step))
    name = MILESTONES[entry.step]
    return state.with_milestone(milestone(state, name, header, claim=entry.claim, due_by=entry.due_by))


ENTRIES = (EntryKind("mediated", Mediated, mediated),)
ACTS = (ActKind("mediate", Mediate, mediate),)
