"""Accepting (受理): a responsible unit takes a claim on in the petition procedure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.changed import replace
from app.domain.claims import Path, Purpose
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import WHOLE, ExternalFact, Matter, milestone, on_petition_procedure
from app.domain.office import RESPONSIBLE
from app.errors import BadInput, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """Take a claim on in the petition procedure (受理, 条例第三十一条第六项); a responsible unit's act.

    `received_on` is this unit's own receipt day, when the matter was sent to it by `from_organ` on `from_on`.
    """

    claim: int | None = None
    received_on: date | None = None
    from_organ: str = ""
    from_number: str = ""
    from_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A claim was taken on (已受理)."""

    claim: int
    received_on: date | None = None
    from_organ: str = ""
    from_number: str = ""
    from_on: date | None = None


def accept(matter: Matter, act: Accept, setting: Setting) -> tuple[Happened, ...]:
    """Accepts. Refused for an accusation (条例第三十条) and for a claim of another statutory path (第三十一条).

    Raises Refused("accept.accusation", "accept.other_path", "accept.already", "act.before_predecessor" when it is said to
    have come before it was sent), BadInput("act.date_in_future").
    """
    claim = matter.require_claim(act.claim)
    concerned = [c for c in matter.claims if claim in (WHOLE, c.number)]
    if any(c.purpose is Purpose.ACCUSATION for c in concerned):
        raise Refused("accept.accusation")
    if any(c.path not in (Path.UNDECIDED, Path.PETITION_PROCEDURE) for c in concerned):
        raise Refused("accept.other_path")
    if any(
        m.name == "accepted" and (claim == m.claim or WHOLE in (claim, m.claim)) for m in matter.milestones
    ):
        raise Refused("accept.already")
    if act.received_on is not None and act.received_on > setting.today:
        raise BadInput("act.date_in_future", field="received_on", day=act.received_on.isoformat())
    if act.received_on is not None and act.from_on is not None and act.received_on < act.from_on:
        article = setting.law.rule("unit-notice").article
        raise Refused(
            "act.before_predecessor", field="received_on", day=act.from_on.isoformat(), article=article
        )
    entry = Accepted(
        claim=claim,
        received_on=act.received_on,
        from_organ=act.from_organ,
        from_number=act.from_number,
        from_on=act.from_on,
    )
    return (Happened(entry, setting.today),)


def accepted(state: Matter, entry: Accepted, header: Header) -> Matter:
    """The matter after a claim was taken on: it is a claim for decision, on the petition procedure."""
    state = on_petition_procedure(state, entry.claim)
    if entry.from_organ and entry.from_on is not None:
        source = ExternalFact(
            organ=entry.from_organ, fact="forwarded", on=entry.from_on, number=entry.from_number
        )
        state = replace(state, forwarded_from=source)
    if entry.received_on is not None and entry.from_organ:
        came = milestone(state, "unit-received", header, claim=entry.claim)
        state = state.with_milestone(replace(came, on=entry.received_on))
    limit = None if state.sent_down is None else state.sent_down.due_by
    return state.with_milestone(milestone(state, "accepted", header, claim=entry.claim, due_by=limit))


ENTRIES = (EntryKind("accepted", Accepted, accepted),)
ACTS = (ActKind("accept", Accept, accept, RESPONSIBLE),)
