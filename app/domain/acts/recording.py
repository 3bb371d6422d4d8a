"""Recording what others did (外部事实、外部编号): recorded with organ, number and day, never judged (hall.md 1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.changed import replace
from app.domain.conclusions import EXTERNAL, concluded, reviewed, unanswered
from app.domain.entry import Header
from app.domain.flaws import Flaw
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import (
    WHOLE,
    ExternalFact,
    ExternalNumber,
    Matter,
    Routing,
    milestone,
    on_petition_procedure,
)
from app.domain.proceedings import ProceedingStage
from app.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordExternal:
    """Record what another organ did (外部事实), with its own number and day.

    `fact` is a milestone name: unit-received, acceptance-notice-issued, opinion-issued … `delivered_on` is the day
    on which the petitioner had it, if that is known; `days` how long an extension was, too long ones too. `flaws` is what
    the paper lacks or has wrong: the self-check speaks about it. `instance` is how far a proceeding elsewhere has come.
    """

    organ: str
    fact: str = field(metadata={"values": "external_facts"})
    on: date
    claim: int | None = None
    number: str = ""
    result: str = ""
    delivered_on: date | None = None
    days: int | None = None
    flaws: tuple[Flaw, ...] = ()
    instance: ProceedingStage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalRecorded:
    """What another organ did was recorded (外部事实已记录)."""

    organ: str
    fact: str
    claim: int
    number: str = ""
    result: str = field(default="", metadata={"scope": "story"})
    delivered_on: date | None = None
    days: int | None = None
    flaws: tuple[Flaw, ...] = ()
    instance: ProceedingStage | None = None


EXTERNAL_FACTS = {
    "unit-received": "",
    "accepted": "",
    "diverted": "",
    "objected": "",
    "acceptance-notice-issued": "acceptance-notice-proved",
    "path-notice-issued": "path-notice-proved",
    "extended": "extension-notice-proved",
    "opinion-issued": "opinion-proved",
    "review-requested": "",
    "review-issued": "review-proved",
    "review-rejected": "",
    "re-examination-requested": "",
    "re-examination-issued": "re-examination-proved",
    "settled": "",
    "confirmed": "",
    "answered": "answer-proved",
    "external-proceeding": "",
    "refused": "path-notice-proved",
    "refused-again": "path-notice-proved",
    "returned": "",
    "objection-rejected": "",
    "disputed": "",
    "dispute-decided": "",
    "assignment-reported": "",
    "heard": "",
    "review-accepted": "",
    "review-revoked": "",
    "mediation-opened": "",
    "mediation-failed": "mediation-notice-proved",
    "called-back": "",
    "supported": "",
    "fulfilled": "",
    "outcome-recorded": "",
    "supervision-answered": "",
    "recommendation-answered": "",
    "recognised": "",
    "concluded-by-law": "",
}
"""Facts of other organs, each with the milestone that its proved delivery makes."""


def record_external(matter: Matter, act: RecordExternal, setting: Setting) -> tuple[Happened, ...]:
    """Records, never judges (hall.md 1).

    Raises BadInput("external.fact_unknown", "act.date_in_future", "external.days", "claim.unknown").
    """
    claim = matter.require_claim(act.claim)
    if act.fact not in EXTERNAL_FACTS:
        raise BadInput(
            "external.fact_unknown", field="fact", fact=act.fact, allowed=", ".join(EXTERNAL_FACTS)
        )
    for name, day in (("on", act.on), ("delivered_on", act.delivered_on)):
        if day is not None and day > setting.today:
            raise BadInput("act.date_in_future", field=name, day=day.isoformat())
    if act.days is not None and act.days < 1:
        raise BadInput("external.days", field="days")
    unit = setting.office.unit(act.organ)
    entry = ExternalRecorded(
        organ=act.organ if unit is None else unit.code,
        fact=act.fact,
        claim=claim,
        number=act.number,
        result=act.result,
        delivered_on=act.delivered_on,
        days=act.days,
        flaws=act.flaws,
        instance=act.instance,
    )
    return (Happened(entry, act.on),)


def external_recorded(state: Matter, entry: ExternalRecorded, header: Header) -> Matter:
    """The matter with what the other organ did, and the dated facts that follow from it."""
    fact = ExternalFact(
        organ=entry.organ,
        fact=entry.fact,
        on=header.on,
        number=entry.number,
        claim=entry.claim,
        result=entry.result,
        delivered_on=entry.delivered_on,
        days=entry.days or 0,
        flaws=entry.flaws,
        instance=entry.instance,
    )
    state = replace(state, external_facts=(*state.external_facts, fact))
    if entry.fact == "unit-received":
        state = replace(state, routings=_received(state.routings, entry, header.on))
    if entry.fact == "accepted":
        state = on_petition_procedure(state, entry.claim, by_others=True)
    if entry.fact in EXTERNAL:
        kind, known = EXTERNAL[entry.fact], bool(entry.number)
        state = concluded(
            state,
            entry.claim,
            header,
            kind=kind,
            result="",
            has_basis=known,
            signed=kind == "settlement" and known,
            by=entry.organ,
        )
    if entry.fact == "review-issued":
        state = reviewed(state, entry.claim, entry.organ)
    if entry.fact == "review-revoked":
        state = unanswered(state, entry.claim)
    came = milestone(state, entry.fact, header, claim=entry.claim, unit=entry.organ)
    state = state.with_milestone(replace(came, days=entry.days or 0))
    proved = EXTERNAL_FACTS.get(entry.fact)
    if proved and entry.delivered_on is not None:
        told = milestone(state, proved, header, claim=entry.claim, unit=entry.organ)
        state = state.with_milestone(replace(told, on=entry.delivered_on))
    return state


def _received(routings: tuple[Routing, ...], entry: ExternalRecorded, on: date) -> tuple[Routing, ...]:
    return tuple(
        replace(routing, received_on=on)
        if routing.unit == entry.organ
        and entry.claim in (WHOLE, routing.claim)
        and routing.received_on is None
        else routing
        for routing in routings
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNumber:
    """Record the number that another system gave (录入编号), and the query code that the petitioner will be told."""

    system: str
    number: str
    query_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRecorded:
    """Another system's number was recorded (外部编号已记录)."""

    system: str
    number: str
    query_code: str = field(default="", metadata={"scope": "people"})


def record_number(matter: Matter, act: RecordNumber, setting: Setting) -> tuple[Happened, ...]:
    """Keeps the number beside ours."""
    entry = NumberRecorded(system=act.system, number=act.number, query_code=act.query_code)
    return (Happened(entry, setting.today),)


def number_recorded(state: Matter, entry: NumberRecorded, header: Header) -> Matter:
    """The matter with one more number of another system."""
    number = ExternalNumber(
        system=entry.system, number=entry.number, on=header.on, query_code=entry.query_code
    )
    state = replace(state, external_numbers=(*state.external_numbers, number))
    return state.with_milestone(milestone(state, "number-recorded", header))


ENTRIES = (
    EntryKind("external-recorded", ExternalRecorded, external_recorded),
    EntryKind("number-recorded", NumberRecorded, number_recorded),
)
ACTS = (
    ActKind("record-external", RecordExternal, record_external),
    ActKind("record-number", RecordNumber, record_number),
)
