"""The road map (路线图): on which step a matter stands. Derived from its dated facts, stored nowhere.

The county's eight stations are 登记, 受理, 调解, 行政三级办理, 法院, 检察, 人大, 后续工作. Each claim has its own state; the
matter's is the furthest of them, and it is closed only when every claim is.
"""

from __future__ import annotations

from app.domain.claims import Ending
from app.domain.conclusions import is_closed, is_resolved
from app.domain.matter import WHOLE, Matter

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("concluded-by-law", ("concluded-by-law",)),
    ("recognised", ("recognised",)),
    ("concluded", ("re-examination-issued",)),
    ("re-examining", ("re-examination-requested",)),
    ("reviewed", ("review-issued",)),
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
OVER: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("mediation-opened", ("settled", "mediation-failed"), ("mediation-opened",)),
    ("objected", ("returned", "objection-rejected"), ("objected",)),
    ("disputed", ("dispute-decided",), ("disputed",)),
    ("forwarded", ("returned",), ("forwarded", "assigned", "unit-received", "objected")),
)
"""A fact that others end: when one of them came later, the facts of the last column no longer tell the state."""
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
    return _furthest(matter, WHOLE)


def state_of_claim(matter: Matter, number: int) -> str:
    """The state of one claim: what its own facts and those of the whole matter show."""
    claim = matter.claim(number)
    if claim is None or matter.ended:
        return state_of(matter)
    if claim.ending is not Ending.NONE:
        return "resolved" if claim.is_resolved else "closed"
    return _furthest(matter, number)


def _furthest(matter: Matter, claim: int) -> str:
    names = [m.name for m in matter.milestones if WHOLE in (claim, m.claim) or m.claim == claim]
    place = {name: at for at, name in enumerate(names)}
    shown = set(names)
    for fact, ends, gone in OVER:
        if fact in place and any(place.get(end, -1) > place[fact] for end in ends):
            shown.difference_update(gone)
    return next((state for state, facts in STEPS if shown.intersection(facts)), "registered")


def _last(matter: Matter, names: tuple[str, ...]) -> str:
    return next((m.name for m in reversed(matter.milestones) if m.name in names), "")


def station_of(matter: Matter) -> str:
    """The station of the road map (路线图站点) on which the matter stands."""
    return STATIONS[state_of(matter)]
