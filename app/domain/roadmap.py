"""The road map (路线图): on which step a matter stands. Derived from its dated facts, stored nowhere.

The county's eight stations are 登记, 受理, 调解, 行政三级办理, 法院, 检察, 人大, 后续工作. Each claim has its own state; the
matter's is the furthest of them, and it is closed only when every claim is.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.claims import Ending
from app.domain.conclusions import is_closed, is_resolved
from app.domain.matter import WHOLE, Matter, Milestone, overlaps

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
STATIONS = {
    "registered": "registration",
    "classified": "registration",
    "forwarded": "acceptance",
    "objected": "acceptance",
    "answered": "follow_up",
    "accepted": "administrative_handling",
    "diverted": "court",
    "settled": "mediation",
    "opinion": "administrative_handling",
    "reviewing": "administrative_handling",
    "reviewed": "administrative_handling",
    "re-examining": "administrative_handling",
    "concluded": "follow_up",
    "recognised": "follow_up",
    "concluded-by-law": "follow_up",
    "mediating": "mediation",
    "refused": "acceptance",
    "refused-again": "follow_up",
    "disputed": "acceptance",
    "resolved": "follow_up",
    "closed": "follow_up",
    "archived": "follow_up",
    "withdrawn": "follow_up",
    "voided": "registration",
}
"""The station of the road map on which each state stands."""


def state_of(matter: Matter) -> str:
    """The state of the matter as one word (状态): the furthest step that its facts show."""
    if matter.voided_on is not None:
        return "voided"
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


def _furthest(matter: Matter, claim: int) -> int:
    """The place in STEPS of the furthest fact that still tells of the claim; behind them all: only registered."""
    told: list[Milestone] = []
    for fact in matter.milestones:
        if not overlaps(fact.claim, claim):
            continue
        gone = OVERTAKES.get(fact.name)
        if gone is not None:
            told = [item for item in told if item.name not in gone or not _same_unit(item, fact)]
        told.append(fact)
    shown = {fact.name for fact in told}
    return next((at for at, (_, facts) in enumerate(STEPS) if shown.intersection(facts)), len(STEPS))


def _same_unit(earlier: Milestone, fact: Milestone) -> bool:
    """Two units may have the same claim: what one hands back, the other still has."""
    return fact.name not in OF_ONE_UNIT or "" in (earlier.unit, fact.unit) or earlier.unit == fact.unit


def _last(matter: Matter, names: tuple[str, ...]) -> str:
    return next((m.name for m in reversed(matter.milestones) if m.name in names), "")


def station_of(matter: Matter) -> str:
    """The station of the road map (路线图站点) on which the matter stands."""
    return STATIONS[state_of(matter)]
