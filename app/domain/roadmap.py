"""The road map (路线图): on which step a matter stands. Derived from its dated facts, stored nowhere.

The county's eight stations are 登记, 受理, 调解, 行政三级办理, 法院, 检察, 人大, 后续工作; this first slice tells the states
up to acceptance and the recorded facts beyond it apart.
"""

from __future__ import annotations

from app.domain.matter import Matter

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("concluded", ("re-examination-issued",)),
    ("re-examining", ("re-examination-requested",)),
    ("reviewed", ("review-issued",)),
    ("reviewing", ("review-requested",)),
    ("opinion", ("opinion-issued",)),
    ("settled", ("settled", "confirmed")),
    ("diverted", ("diverted", "external-proceeding")),
    ("accepted", ("accepted",)),
    ("answered", ("answered",)),
    ("objected", ("objected",)),
    ("forwarded", ("forwarded", "unit-received")),
    ("classified", ("classified",)),
)
"""States from the furthest to the nearest, each with the facts that show it."""
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
    "withdrawn": "follow_up",
    "voided": "registration",
}
"""The station of the road map on which each state stands."""


def state_of(matter: Matter) -> str:
    """The state of the matter as one word (状态): the furthest step that its facts show."""
    if matter.voided_on is not None:
        return "voided"
    if matter.withdrawn_on is not None:
        return "withdrawn"
    names = {milestone.name for milestone in matter.milestones}
    return next((state for state, facts in STEPS if names.intersection(facts)), "registered")


def station_of(matter: Matter) -> str:
    """The station of the road map (路线图站点) on which the matter stands."""
    return STATIONS[state_of(matter)]
