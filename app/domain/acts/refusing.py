"""Turning away (不予受理、不再受理): only on a ground of the closed list, with its proof, told in its own notice (S6c, S6d).

The list is data (resources/rules): the national text knows one ground of each, an overlay may add its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.acts.noticing import made_outside
from app.domain.changed import replace
from app.domain.conclusions import numbers_of
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.lawful_wording import require_lawful
from app.domain.matter import Matter, Refusal, milestone
from app.domain.rule import Ground
from app.errors import BadInput, Refused

PENDING = "pending-below"
"""The ground that asks whether the other unit's period still runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Do not take a claim on (不予受理). `unit`, `reference`, `on` prove the ground: who accepted it, under what, when."""

    ground: str = field(metadata={"values": "refusal_grounds"})
    claim: int | None = None
    unit: str = ""
    reference: str = ""
    on: date | None = None
    reason: str = ""
    paper_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseAgain:
    """Do not take a claim on any more (不再受理). `unit`, `reference`, `on`: the last opinion and when it was served.

    `same_facts` says that somebody compared: the same facts and reasons. New ones are a new matter.
    """

    ground: str = field(metadata={"values": "refusal_again_grounds"})
    claim: int | None = None
    unit: str = ""
    reference: str = ""
    on: date | None = None
    same_facts: bool = False
    reason: str = ""
    paper_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedAway:
    """A claim was not taken on, or not any more (不予受理、不再受理)."""

    ground: str
    claim: int
    again: bool = False
    unit: str = ""
    reference: str = ""
    proved_on: date | None = None
    same_facts: bool = False
    reason: str = field(default="", metadata={"scope": "story"})


def refuse(matter: Matter, act: Refuse, setting: Setting) -> tuple[Happened, ...]:
    """Turns away on a ground in force today, with its proof.

    Raises BadInput("refuse.ground_unknown", "act.date_in_future"), Refused("refuse.proof_missing",
    "refuse.not_this_station", "refuse.accusation", "refuse.already_accepted", "refuse.not_pending").
    """
    ground = _ground("refuse", act.ground, setting)
    require_lawful("reason", act.reason)
    claim = _claim(matter, act.claim)
    _proved(ground, act, setting)
    if ground.id == PENDING and act.on is not None:
        _require_pending(act.on, setting)
    entry = TurnedAway(
        ground=ground.id,
        claim=claim,
        unit=act.unit,
        reference=act.reference,
        proved_on=act.on,
        reason=act.reason,
    )
    return (Happened(entry, setting.today), *made_outside(ground.notice, act.paper_number, claim, setting))


def refuse_again(matter: Matter, act: RefuseAgain, setting: Setting) -> tuple[Happened, ...]:
    """Turns away what was finally decided. As `refuse`; new facts or reasons are a new matter (hall.md 2)."""
    ground = _ground("refuse-again", act.ground, setting)
    require_lawful("reason", act.reason)
    claim = _claim(matter, act.claim)
    if "same_facts" in ground.proof and not act.same_facts:
        raise Refused("refuse.new_facts", field="same_facts")
    _proved(ground, act, setting)
    entry = TurnedAway(
        ground=ground.id,
        claim=claim,
        again=True,
        unit=act.unit,
        reference=act.reference,
        proved_on=act.on,
        same_facts=act.same_facts,
        reason=act.reason,
    )
    return (Happened(entry, setting.today), *made_outside(ground.notice, act.paper_number, claim, setting))


def _ground(act: str, name: str, setting: Setting) -> Ground:
    grounds = setting.law.grounds_of(act, setting.today)
    found = next((ground for ground in grounds if ground.id == name), None)
    if found is None:
        allowed = ", ".join(ground.id for ground in grounds)
        raise BadInput("refuse.ground_unknown", field="ground", ground=name, allowed=allowed)
    if found.stations and setting.office.kind not in found.stations:
        raise Refused("refuse.not_this_station", field="ground", article=found.article)
    return found


def _claim(matter: Matter, given: int | None) -> int:
    claim = matter.require_claim(given)
    if matter.is_accusation:
        raise Refused("refuse.accusation")
    numbers = numbers_of(matter, claim)
    if any(m.name == "accepted" and m.claim in (0, *numbers) for m in matter.milestones):
        raise Refused("refuse.already_accepted")
    return claim


def _proved(ground: Ground, act: Refuse | RefuseAgain, setting: Setting) -> None:
    for name in ground.proof:
        if getattr(act, name) in (None, "", False):
            raise Refused("refuse.proof_missing", field=name, article=ground.article)
    if act.on is not None and act.on > setting.today:
        raise BadInput("act.date_in_future", field="on", day=act.on.isoformat())


def _require_pending(accepted_on: date, setting: Setting) -> None:
    """The other unit's period, with every extension it could have, must not be over (条例第十九条第三款)."""
    rule = setting.law.rule("handling", setting.today)
    due = rule.due(accepted_on, setting.calendar, extend=rule.extension)
    if due is not None and due.legal < setting.today:
        raise Refused("refuse.not_pending", field="on", day=due.legal.isoformat())


def turned_away(state: Matter, entry: TurnedAway, header: Header) -> Matter:
    """The matter with a claim not taken on; its notice is owed."""
    name = "refused-again" if entry.again else "refused"
    refusal = Refusal(
        ground=entry.ground,
        claim=entry.claim,
        again=entry.again,
        on=header.on,
        unit=entry.unit,
        reference=entry.reference,
        proved_on=entry.proved_on,
        same_facts=entry.same_facts,
    )
    state = replace(state, refusals=(*state.refusals, refusal))
    return state.with_milestone(milestone(state, name, header, claim=entry.claim))


ENTRIES = (EntryKind("turned-away", TurnedAway, turned_away),)
ACTS = (ActKind("refuse", Refuse, refuse), ActKind("refuse-again", RefuseAgain, refuse_again))
