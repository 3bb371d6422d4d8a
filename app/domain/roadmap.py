"""The road map (路线图): on which step a matter stands. Derived from its dated facts, stored nowhere.

The county's eight stations are 登记, 受理, 调解, 行政三级办理, 法院, 检察, 人大, 后续工作 (resources/roadmap). Each
claim has its own state; the matter's is the furthest of them, and it is closed only when every claim is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from app.domain.claims import Ending, Path
from app.domain.conclusions import is_closed, is_resolved
from app.domain.matter import WHOLE, Matter, Milestone, overlaps
from app.domain.obligations import Obligation, Status
from app.domain.paper import PaperRecord
from resources.loader import read_toml

_STATIONS: Final = "roadmap/stations.toml"
_ANOTHER: Final = "external-proceeding"

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("concluded-by-law", ("concluded-by-law",)),
    ("recognised", ("recognised",)),
    ("concluded", ("re-examination-issued",)),
    ("re-examining", ("re-examination-requested",)),
    ("reviewed", ("review-issued", "review-revoked")),
    ("reviewing", ("review-requested",)),
    ("opinion", ("opinion-issued",)),
    ("settled", ("settled", "confirmed")),
    ("mediating", ("mediation-opened",)),
    ("refused-again", ("refused-again",)),
    ("refused", ("refused",)),
    ("diverted", ("diverted", "external-proceeding")),
    ("accepted", ("accepted",)),
    ("answered", ("answered",)),
    ("disputed", ("disputed",)),
    ("objected", ("objected",)),
    ("forwarded", ("forwarded", "unit-received")),
    ("classified", ("classified",)),
)
"""States from the furthest to the nearest, each with the facts that show it."""
STEPS_AND_BEGINNING = (*(state for state, _ in STEPS), "registered")
OVERTAKES: Mapping[str, frozenset[str]] = {
    "settled": frozenset({"mediation-opened"}),
    "mediation-failed": frozenset({"mediation-opened"}),
    "returned": frozenset({"forwarded", "assigned", "unit-received", "objected"}),
    "objection-rejected": frozenset({"objected"}),
    "dispute-decided": frozenset({"disputed"}),
    "accepted": frozenset({"diverted", "refused", "refused-again"}),
    "opinion-issued": frozenset(
        {"review-requested", "review-issued", "review-revoked", "re-examination-requested", "re-examination-issued"}
    ),
    "reopened": frozenset(
        {"answered", "opinion-issued", "review-requested", "review-issued", "review-revoked",
         "re-examination-requested", "settled", "confirmed", "refused", "refused-again"}
    ),
}  # fmt: skip
"""A fact that ends others: what came before it, of the same claim and unit, no longer tells where the matter stands."""
OF_ONE_UNIT = frozenset({"returned", "objection-rejected"})
"""Facts that speak for the one unit they name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadStation:
    """A station of the road map (路线图站点): states that stand on it, facts that show that it was reached, its papers.

    `organs`: a word by which an organ of another procedure is known (法院, 检察, 人大).
    """

    id: str
    states: tuple[str, ...]
    facts: tuple[str, ...]
    papers: tuple[str, ...]
    organs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A station as one matter sees it: whether it stands there, since when, its papers, and the next doors.

    `reached_on` is the first day of a fact that belongs there, None where the matter has not been. `doors` are what is
    open now at the station where it stands: windows of the petitioner first, then duties, each with its day.
    """

    station: str
    here: bool
    reached_on: date | None
    papers: tuple[PaperRecord, ...]
    doors: tuple[Obligation, ...]


@cache
def stations() -> tuple[RoadStation, ...]:
    """The eight stations in their order."""
    return tuple(
        RoadStation(
            id=row["id"],
            states=tuple(row["states"]),
            facts=tuple(row["facts"]),
            papers=tuple(row["papers"]),
            organs=tuple(row.get("organs", ())),
        )
        for row in read_toml(_STATIONS)["station"]
    )


@cache
def station_of_state() -> Mapping[str, str]:
    """Every state a matter can be in, with the station on which it stands."""
    return {state: station.id for station in stations() for state in station.states}


CLOSED_STATES: Final = frozenset({"voided", "archived", "withdrawn", "resolved", "closed"})
"""States in which nothing more is to be done about a matter."""


def state_of(matter: Matter) -> str:
    """The state of the matter as one word (状态): the furthest step that its facts show."""
    if matter.voided_on is not None:
        return "voided"
    if matter.folded:
        return "folded"
    if _last(matter, ("archived", "reopened")) == "archived":
        return "archived"
    if matter.withdrawn_on is not None:
        return "withdrawn"
    if is_closed(matter):
        return "resolved" if is_resolved(matter) else "closed"
    numbers = tuple(claim.number for claim in matter.claims) or (WHOLE,)
    return STEPS_AND_BEGINNING[min(_furthest(matter, number) for number in numbers)]


def state_of_claim(matter: Matter, number: int) -> str:
    """The state of one claim: what its own facts and those of the whole matter show."""
    claim = matter.claim(number)
    if claim is None or matter.ended:
        return state_of(matter)
    if claim.ending is not Ending.NONE:
        return "resolved" if claim.is_resolved else "closed"
    return STEPS_AND_BEGINNING[_furthest(matter, number)]


def facts_of(matter: Matter, claim: int = WHOLE) -> frozenset[str]:
    """Names of the facts about a claim (0: any) that tell where it stands now: those that others ended are left out.

    That a responsible unit has received what it registered itself is no step: nobody sent it there.
    """
    own = {m.entry for m in matter.milestones if m.name == "registered"}
    told: list[Milestone] = []
    for fact in matter.milestones:
        if not overlaps(fact.claim, claim) or (fact.name == "unit-received" and fact.entry in own):
            continue
        gone = OVERTAKES.get(fact.name)
        if gone is not None:
            told = [item for item in told if item.name not in gone or not _same_unit(item, fact)]
        told.append(fact)
    return frozenset(fact.name for fact in told)


def _furthest(matter: Matter, claim: int) -> int:
    """The place in STEPS of the furthest fact that still tells of the claim; behind them all: only registered."""
    shown = facts_of(matter, claim)
    return next((at for at, (_, facts) in enumerate(STEPS) if shown.intersection(facts)), len(STEPS))


def _same_unit(earlier: Milestone, fact: Milestone) -> bool:
    """Two units may have the same claim: what one hands back, the other still has."""
    return fact.name not in OF_ONE_UNIT or "" in (earlier.unit, fact.unit) or earlier.unit == fact.unit


def _last(matter: Matter, names: tuple[str, ...]) -> str:
    return next((m.name for m in reversed(matter.milestones) if m.name in names), "")


def station_of(matter: Matter) -> str:
    """The station of the road map (路线图站点) on which the matter stands."""
    state = state_of(matter)
    if state == "diverted":
        found = [at for m in reversed(matter.milestones) if (at := _elsewhere(matter, m))]
        if found:
            return found[0]
    return station_of_state()[state]


def stops(matter: Matter, owed: Sequence[Obligation], today: date) -> tuple[Stop, ...]:
    """The eight stations as this matter sees them on `today`, in order; `owed` are its obligations and windows."""
    here = station_of(matter)
    return tuple(
        Stop(
            station=station.id,
            here=station.id == here,
            reached_on=min((m.on for m in matter.milestones if _belongs(matter, m, station)), default=None),
            papers=tuple(p for p in matter.papers if p.kind in station.papers and not p.voided),
            doors=_doors(owed, today) if station.id == here else (),
        )
        for station in stations()
    )


def _belongs(matter: Matter, fact: Milestone, station: RoadStation) -> bool:
    elsewhere = _elsewhere(matter, fact)
    if elsewhere:
        return elsewhere == station.id
    own = fact.name == "unit-received" and any(
        m.name == "registered" and m.entry == fact.entry for m in matter.milestones
    )
    return fact.name in station.facts and not own


def _elsewhere(matter: Matter, fact: Milestone) -> str:
    """The station of another organ that a fact leads to: by the organ's name, or by the way it was led."""
    if fact.name == _ANOTHER:
        named = (s.id for s in stations() if any(word in fact.unit for word in s.organs))
        return next(named, "acceptance")
    if fact.name == "diverted":
        paths = {claim.path for claim in matter.claims if fact.claim in (WHOLE, claim.number)}
        return "court" if Path.LITIGATION in paths else ""
    return ""


def _doors(owed: Sequence[Obligation], today: date) -> tuple[Obligation, ...]:
    """What is open: what the petitioner may do, then what offices owe; soonest first."""
    running = [item for item in owed if item.status(today) in (Status.OPEN, Status.MISSED)]
    kept = [item for item in running if item.voided_on is None]
    return tuple(sorted(kept, key=lambda o: (o.kind != "window", o.due_office or o.due_legal or date.max)))
