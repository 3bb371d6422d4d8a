"""Whether a request for review or re-examination is taken on (审查复查、复核申请): decided by the body that was asked.

The Regulations know only the review itself; that it is told within days whether a request is taken on is the law of some
provinces (an overlay). A request is turned away with its reason, and the period for the review runs on: the national text
gives no ground that ends it (条例第三十五条、第三十六条).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.acts.noticing import made_outside
from app.domain.acts.reviewing import REVIEWING, deciders_of
from app.domain.conclusions import numbers_of
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.lawful_wording import require_lawful
from app.domain.matter import Matter, Milestone, milestone, overlaps
from app.errors import BadInput, Refused

REQUESTS = {"review-requested": "review", "re-examination-requested": "re-examination"}
"""Facts that ask for a decision of the body above, each with the stem of what answers it."""
NOTICES = {"review": "D29", "re-examination": "D31N"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOnReview:
    """Decide whether the newest request for review or re-examination is taken on; turned away only with a reason."""

    agreed: bool
    claim: int | None = None
    reason: str = ""
    paper_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTakenOn:
    """It was decided whether a request for review or re-examination is taken on (复查、复核申请已审查)."""

    claim: int
    agreed: bool = False
    again: bool = False
    reason: str = field(default="", metadata={"scope": "story"})


def take_on_review(matter: Matter, act: TakeOnReview, setting: Setting) -> tuple[Happened, ...]:
    """Decides.

    Raises Refused("review.not_requested", "review.request_decided", "review.original_unit"), BadInput("review.no_reason")
    and what `require_lawful` refuses.
    """
    claim = matter.require_claim(act.claim)
    stem = REQUESTS[_newest(matter, claim).name]
    again = stem == "re-examination"
    if setting.office.station in deciders_of(matter, numbers_of(matter, claim), again=again):
        raise Refused("review.original_unit", field="claim", unit=setting.office.name)
    if not act.agreed and not act.reason.strip():
        raise BadInput("review.no_reason", field="reason")
    require_lawful("reason", act.reason)
    entry = ReviewTakenOn(claim=claim, agreed=act.agreed, again=again, reason=act.reason)
    return (
        Happened(entry, setting.today),
        *made_outside(NOTICES[stem], act.paper_number, claim, setting),
    )


def _newest(matter: Matter, claim: int) -> Milestone:
    """The newest request that nobody has answered yet."""
    about = [m for m in matter.milestones if overlaps(m.claim, claim)]
    place = max((at for at, m in enumerate(about) if m.name in REQUESTS), default=None)
    if place is None:
        raise Refused("review.not_requested", field="claim")
    stem = REQUESTS[about[place].name]
    answers = {f"{stem}-{what}" for what in ("accepted", "rejected", "issued", "revoked")}
    if any(m.name in answers for m in about[place:]):
        raise Refused("review.request_decided", field="claim")
    return about[place]


def review_taken_on(state: Matter, entry: ReviewTakenOn, header: Header) -> Matter:
    """The matter with the dated fact that the request was taken on, or turned away."""
    name = f"{'re-examination' if entry.again else 'review'}-{'accepted' if entry.agreed else 'rejected'}"
    return state.with_milestone(milestone(state, name, header, claim=entry.claim))


ENTRIES = (EntryKind("review-taken-on", ReviewTakenOn, review_taken_on),)
ACTS = (ActKind("take-on-review", TakeOnReview, take_on_review, REVIEWING),)
