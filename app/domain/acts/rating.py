"""What a petitioner says of our service (服务评价), and putting right what they were not satisfied with (差评整改).

Two marks, of the petition office and of the responsible unit, with reasons (law.md 2.6, D41). Never added to the national
rate (hall.md 14), never of a person. A bad mark is no note: it opens a duty to put the thing right and to tell the
petitioner (features.md G6), after which they may say once more what they think.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.conclusions import is_closed
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, milestone
from app.errors import BadInput, Refused

RATED, BADLY, REPAIRED = "rated", "rated-badly", "repaired"
SERVED = frozenset(
    {
        "answer-handed",
        "answer-proved",
        "opinion-handed",
        "opinion-proved",
        "review-proved",
        "re-examination-proved",
    }
)
"""An answer reached the petitioner: from now on they know what there is to rate."""
_AGAIN = frozenset({REPAIRED, "reopened", "closed", *SERVED})
"""What happened since makes another rating one of something else."""


class Rating(StrEnum):
    """What the petitioner says about the office (评价): 满意、基本满意、不满意."""

    SATISFIED = "satisfied"
    PARTLY = "partly"
    DISSATISFIED = "dissatisfied"


class RatingReason(StrEnum):
    """Why somebody is not satisfied (不满意的原因); as on the printed form, D41."""

    NOT_TOLD = "not_told"
    NOT_HEARD = "not_heard"
    NO_GROUNDS = "no_grounds"
    NOT_DONE = "not_done"
    MANNER = "manner"
    OTHER = "other"


class RatingWay(StrEnum):
    """How it was said (评价方式): to the clerk, on the form D41, by the petitioner's own hand on the screen of the hall."""

    TOLD = "told"
    FORM = "form"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Record what the petitioner said about our service, and about the unit (服务评价)."""

    rating: Rating
    unit_rating: Rating | None = None
    reasons: tuple[RatingReason, ...] = ()
    words: str = ""
    rated_by: RatingWay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """The petitioner rated our service (已评价). `unit` is the one that `unit_rating` speaks of."""

    rating: Rating
    unit_rating: Rating | None = None
    unit: str = ""
    reasons: tuple[RatingReason, ...] = ()
    words: str = field(default="", metadata={"scope": "story"})
    rated_by: RatingWay | None = None

    @property
    def is_bad(self) -> bool:
        """Whether one of the marks asks for something to be put right."""
        return Rating.DISSATISFIED in (self.rating, self.unit_rating)


def require_ratable(matter: Matter) -> None:
    """Raises Refused("rate.accusation", "rate.not_closed", "rate.already")."""
    if matter.is_accusation:
        raise Refused("rate.accusation")
    facts = [item.name for item in matter.milestones]
    if not is_closed(matter) and SERVED.isdisjoint(facts):
        raise Refused("rate.not_closed")
    if RATED in facts:
        last = len(facts) - 1 - facts[::-1].index(RATED)
        if _AGAIN.isdisjoint(facts[last:]):
            raise Refused("rate.already")


def rounds(matter: Matter) -> int:
    """How often the petitioner has rated."""
    return sum(item.name == RATED for item in matter.milestones)


def rate(matter: Matter, act: Rate, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises as `require_ratable`."""
    require_ratable(matter)
    unit = matter.routings[-1].unit if matter.routings else ""
    entry = Rated(
        rating=act.rating,
        unit_rating=act.unit_rating,
        unit=unit if act.unit_rating is not None else "",
        reasons=act.reasons,
        words=act.words,
        rated_by=act.rated_by,
    )
    return (Happened(entry, setting.today),)


def rated(state: Matter, entry: Rated, header: Header) -> Matter:
    """The matter with a rating; a bad one is a fact of its own, which opens a duty."""
    state = state.with_milestone(milestone(state, RATED, header))
    return state.with_milestone(milestone(state, BADLY, header)) if entry.is_bad else state


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Record what was put right after a bad rating (差评整改), and when the petitioner was told."""

    done: str
    told_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """Something was put right after a bad rating, and the petitioner was told (已整改回访)."""

    told_on: date
    done: str = field(default="", metadata={"scope": "story"})


def needs_repair(matter: Matter) -> bool:
    """Whether a bad rating was neither put right nor taken up again."""
    facts = [item.name for item in matter.milestones if item.name in (BADLY, REPAIRED, "reopened")]
    return bool(facts) and facts[-1] == BADLY


def repair(matter: Matter, act: Repair, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises Refused("repair.nothing"), BadInput("repair.told_on", "act.date_in_future")."""
    if not needs_repair(matter):
        raise Refused("repair.nothing")
    if act.told_on > setting.today:
        raise BadInput("act.date_in_future", field="told_on", day=act.told_on.isoformat())
    if act.told_on < max(item.on for item in matter.milestones if item.name == BADLY):
        raise BadInput("repair.told_on", field="told_on")
    return (Happened(Repaired(told_on=act.told_on, done=act.done), act.told_on),)


def repaired(state: Matter, entry: Repaired, header: Header) -> Matter:
    """The matter with what was put right."""
    return state.with_milestone(milestone(state, REPAIRED, header))


ENTRIES = (EntryKind("rated", Rated, rated), EntryKind("repaired", Repaired, repaired))
ACTS = (ActKind("rate", Rate, rate), ActKind("repair", Repair, repair))
