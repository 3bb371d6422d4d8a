"""Supervising, recommending, reporting (督办、三项建议、重大紧急报告): about other offices (X1, 25, 40)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.changed import replace
from app.domain.conflict import require_kept_from
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import AdviceGiven, Matter, milestone
from app.domain.office import StationKind
from app.errors import BadInput, Refused

PETITION_OFFICE = frozenset({StationKind.OFFICE})
"""Who supervises and recommends (条例第四十条: the departments for petitions)."""


class Trigger(StrEnum):
    """Why a unit is supervised (条例第四十条第一款第一项)."""

    AGAINST_RULES = "against_rules"
    DELAYED = "delayed"
    FALSIFIED = "falsified"
    NOT_CARRIED_OUT = "not_carried_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervise:
    """Press a unit to do what it owes (督办): why, and by when it reports."""

    unit: str = field(metadata={"values": "units"})
    trigger: Trigger
    due_by: date
    reason: str
    claim: int | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervised:
    """A unit was pressed (已督办)."""

    unit: str
    trigger: Trigger
    due_by: date
    claim: int
    reference: str = ""
    reason: str = field(default="", metadata={"scope": "story"})


def supervise(matter: Matter, act: Supervise, setting: Setting) -> tuple[Happened, ...]:
    """Supervises. Raises Refused("assign.due_in_past", "contact.accusation"), BadInput("claim.unknown")."""
    claim = matter.require_claim(act.claim)
    if matter.is_accusation:
        raise Refused("contact.accusation")
    if act.due_by < setting.today:
        raise Refused("assign.due_in_past", field="due_by", day=act.due_by.isoformat())
    entry = Supervised(
        unit=_code(act.unit, setting),
        trigger=act.trigger,
        due_by=act.due_by,
        claim=claim,
        reference=act.reference,
        reason=act.reason,
    )
    return (Happened(entry, setting.today),)


def supervised(state: Matter, entry: Supervised, header: Header) -> Matter:
    """The matter with the pressing; the unit's answer is owed by its day."""
    return state.with_milestone(
        milestone(state, "supervised", header, claim=entry.claim, unit=entry.unit, due_by=entry.due_by)
    )


class Advice(StrEnum):
    """The three recommendations (三项建议): improve work, improve policy, hold to account."""

    IMPROVE_WORK = "improve_work"
    IMPROVE_POLICY = "improve_policy"
    HOLD_TO_ACCOUNT = "hold_to_account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommend:
    """Make one of the three recommendations (提出建议). Holding to account needs the grave consequence it rests on."""

    advice: Advice
    organ: str
    reason: str
    consequence: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """A recommendation was made (已提出建议)."""

    advice: Advice
    organ: str
    reference: str = ""
    reason: str = field(default="", metadata={"scope": "story"})
    consequence: str = field(default="", metadata={"scope": "story"})


def recommend(matter: Matter, act: Recommend, setting: Setting) -> tuple[Happened, ...]:
    """Recommends. Raises BadInput("recommend.no_consequence") (条例第四十条第三款), Refused("accused.kept_from")."""
    require_kept_from(matter, setting, act.organ)
    if act.advice is Advice.HOLD_TO_ACCOUNT and not act.consequence.strip():
        raise BadInput("recommend.no_consequence", field="consequence")
    entry = Recommended(
        advice=act.advice,
        organ=_code(act.organ, setting),
        reference=act.reference,
        reason=act.reason,
        consequence=act.consequence,
    )
    return (Happened(entry, setting.today),)


def recommended(state: Matter, entry: Recommended, header: Header) -> Matter:
    """The matter with the recommendation; a written answer is owed, without a number of days."""
    made = AdviceGiven(
        advice=entry.advice, organ=entry.organ, on=header.on, grave=bool(entry.consequence.strip())
    )
    state = replace(state, advice=(*state.advice, made))
    return state.with_milestone(milestone(state, "recommended", header, unit=entry.organ))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Report a grave and urgent matter (重大紧急情况报告, 条例第二十五条): to whom, and how."""

    organ: str
    summary: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A grave and urgent matter was reported (已报告)."""

    organ: str
    reference: str = ""
    summary: str = field(default="", metadata={"scope": "story"})


def report(matter: Matter, act: Report, setting: Setting) -> tuple[Happened, ...]:
    """Records the report; also of a matter that nobody had marked as urgent."""
    require_kept_from(matter, setting, act.organ)
    entry = Reported(organ=act.organ, reference=act.reference, summary=act.summary)
    return (Happened(entry, setting.today),)


def reported(state: Matter, entry: Reported, header: Header) -> Matter:
    """The matter with the report."""
    state = replace(state, reported_to=(*state.reported_to, entry.organ))
    return state.with_milestone(milestone(state, "reported", header))


def _code(reference: str, setting: Setting) -> str:
    unit = setting.office.unit(reference)
    return reference if unit is None else unit.code


ENTRIES = (
    EntryKind("supervised", Supervised, supervised),
    EntryKind("recommended", Recommended, recommended),
    EntryKind("reported", Reported, reported),
)
ACTS = (
    ActKind("supervise", Supervise, supervise, PETITION_OFFICE),
    ActKind("recommend", Recommend, recommend, PETITION_OFFICE),
    ActKind("report", Report, report),
)
