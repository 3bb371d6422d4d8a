"""Review and re-examination (复查、复核): asked for by the petitioner, decided by the body above (S10 to S13, 35, 36).

A request is never turned away here for being late: the body that decides says so. Who may decide is a table of one or
several bodies for each unit; it is never the unit that decided first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.acts.noticing import made_outside
from app.domain.changed import replace
from app.domain.claims import Path, Purpose
from app.domain.conclusions import concluded, numbers_of, reviewed, unanswered
from app.domain.entry import Header, writer_of
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.lawful_wording import require_lawful
from app.domain.matter import Matter, milestone
from app.domain.office import StationKind
from app.errors import BadInput, Refused

REVIEWING = frozenset({StationKind.OFFICE, StationKind.DEPARTMENT})
"""Kinds of station that may decide as the body above (for the government, or over a unit of their own)."""


class ReviewResult(StrEnum):
    """What a review does with the opinion before it: 维持、变更、撤销并责令重作."""

    UPHELD = "upheld"
    CHANGED = "changed"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReview:
    """Take in a request for review (复查申请): which body is asked, when it came, the postmark of a letter."""

    body: str
    received_on: date
    claim: int | None = None
    postmark_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReExamination:
    """Take in a request for re-examination (复核申请): as `RequestReview`, against the review opinion."""

    body: str
    received_on: date
    claim: int | None = None
    postmark_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRequested:
    """A request for review or re-examination came in (已申请复查、复核)."""

    body: str
    claim: int
    again: bool = False
    postmark_on: date | None = None
    reason: str = field(default="", metadata={"scope": "story"})


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueReview:
    """Decide on review (出具复查意见): upheld, changed, or revoked and to be decided again."""

    result: ReviewResult
    opinion: str
    basis: str
    claim: int | None = None
    paper_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueReExamination:
    """Decide on re-examination (出具复核意见): the last word of the petition procedure."""

    result: ReviewResult
    opinion: str
    basis: str
    claim: int | None = None
    paper_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewGiven:
    """A review or re-examination was decided (已复查、已复核)."""

    result: ReviewResult
    claim: int
    basis: str
    again: bool = False
    opinion: str = field(default="", metadata={"scope": "story"})


def request_review(matter: Matter, act: RequestReview, setting: Setting) -> tuple[Happened, ...]:
    """Takes the request in.

    Raises BadInput("act.date_in_future", "register.dates_out_of_order"), Refused("review.no_opinion",
    "review.other_remedy", "review.original_unit", "review.not_above", "act.before_predecessor").
    """
    claim = matter.require_claim(act.claim)
    numbers = numbers_of(matter, claim)
    _require_reviewable(matter, numbers)
    decided = [m.on for m in matter.milestones if m.name == "opinion-issued" and m.claim in (0, *numbers)]
    if not decided:
        raise Refused("review.no_opinion", field="claim")
    _require_after(act, min(decided), "review-request", setting)
    return _requested(act, claim, deciders_of(matter, numbers, again=False), setting, again=False)


def request_re_examination(
    matter: Matter, act: RequestReExamination, setting: Setting
) -> tuple[Happened, ...]:
    """Takes the request in. As `request_review`, with Refused("review.no_review") where no review came before."""
    claim = matter.require_claim(act.claim)
    numbers = numbers_of(matter, claim)
    _require_reviewable(matter, numbers)
    decided = [m.on for m in matter.milestones if m.name == "review-issued" and m.claim in (0, *numbers)]
    if not decided:
        raise Refused("review.no_review", field="claim")
    _require_after(act, min(decided), "re-examination-request", setting)
    return _requested(act, claim, deciders_of(matter, numbers, again=True), setting, again=True)


def _require_after(
    act: RequestReview | RequestReExamination, decided_on: date, rule: str, setting: Setting
) -> None:
    """Nobody asks for the review of what was not decided yet; a wrong day would move the body's clock."""
    if act.received_on < decided_on:
        article = setting.law.rule(rule).article
        raise Refused(
            "act.before_predecessor", field="received_on", day=decided_on.isoformat(), article=article
        )


def _require_reviewable(matter: Matter, numbers: tuple[int, ...]) -> None:
    """Only an opinion of the petition procedure has a review; an answer of another law has its own remedy."""
    for item in matter.claims:
        if item.number in numbers and (
            item.purpose in (Purpose.SUGGESTION, Purpose.ACCUSATION)
            or item.path not in (Path.PETITION_PROCEDURE, Path.UNDECIDED)
        ):
            raise Refused("review.other_remedy", field="claim", claim=item.number)


def deciders_of(matter: Matter, numbers: tuple[int, ...], *, again: bool) -> set[str]:
    """Stations and organs that decided before: with the opinion, and where it goes on with the review as well."""
    concerned = [item for item in matter.claims if item.number in numbers]
    opinions = {
        item.answer.by for item in concerned if item.answer is not None and item.answer.kind == "opinion"
    }
    return opinions | ({item.reviewed_by for item in concerned if item.reviewed_by} if again else set())


def _requested(
    act: RequestReview | RequestReExamination,
    claim: int,
    deciders: set[str],
    setting: Setting,
    *,
    again: bool,
) -> tuple[Happened, ...]:
    for name, day in (("received_on", act.received_on), ("postmark_on", act.postmark_on)):
        if day is not None and day > setting.today:
            raise BadInput("act.date_in_future", field=name, day=day.isoformat())
    if act.postmark_on is not None and act.postmark_on > act.received_on:
        raise BadInput(
            "register.dates_out_of_order", field="postmark_on", earlier="postmark_on", later="received_on"
        )
    known = setting.office.unit(act.body)
    body = act.body if known is None else known.code
    ours = setting.office.station in deciders and act.body in (setting.office.name, setting.office.station)
    if ours or body in deciders or act.body in deciders:
        raise Refused("review.original_unit", field="body", unit=act.body)
    for decider in sorted(deciders):
        unit = setting.office.unit(decider)
        above = () if unit is None else unit.review_bodies
        if above and not again and body not in above and act.body not in above:
            raise Refused("review.not_above", field="body", allowed=", ".join(above))
    entry = ReviewRequested(
        body=body, claim=claim, again=again, postmark_on=act.postmark_on, reason=act.reason
    )
    return (Happened(entry, act.received_on),)


def review_requested(state: Matter, entry: ReviewRequested, header: Header) -> Matter:
    """The matter with the request; the body's own clock begins with its receipt.

    A letter is in time by its postmark (民事诉讼法第八十五条第四款, by analogy): posting is a fact of its own.
    """
    stem = "re-examination" if entry.again else "review"
    asked = milestone(state, f"{stem}-requested", header, claim=entry.claim, unit=entry.body)
    if entry.postmark_on is not None:
        state = state.with_milestone(replace(asked, name=f"{stem}-posted", on=entry.postmark_on))
    return state.with_milestone(asked)


def issue_review(matter: Matter, act: IssueReview, setting: Setting) -> tuple[Happened, ...]:
    """Decides. Raises Refused("review.not_requested", "review.original_unit")."""
    return _decided(matter, act, "review-requested", "D30", setting)


def issue_re_examination(matter: Matter, act: IssueReExamination, setting: Setting) -> tuple[Happened, ...]:
    """Decides for the last time. As `issue_review`."""
    return _decided(matter, act, "re-examination-requested", "D32", setting)


def _decided(
    matter: Matter,
    act: IssueReview | IssueReExamination,
    asked: str,
    paper: str,
    setting: Setting,
) -> tuple[Happened, ...]:
    claim = matter.require_claim(act.claim)
    numbers = numbers_of(matter, claim)
    requests = [m for m in matter.milestones if m.name == asked and m.claim in (0, *numbers)]
    if not requests:
        raise Refused("review.not_requested", field="claim")
    if setting.office.station in deciders_of(matter, numbers, again=paper == "D32"):
        raise Refused("review.original_unit", field="claim", unit=setting.office.name)
    require_lawful("opinion", act.opinion, remedy=True)
    require_lawful("basis", act.basis)
    entry = ReviewGiven(
        result=act.result, claim=claim, basis=act.basis, again=paper == "D32", opinion=act.opinion
    )
    return (Happened(entry, setting.today), *made_outside(paper, act.paper_number, claim, setting))


def review_given(state: Matter, entry: ReviewGiven, header: Header) -> Matter:
    """The matter after the decision: upheld leaves the opinion, changed is the new answer, revoked leaves none."""
    state = reviewed(state, entry.claim, writer_of(header.origin))
    if entry.result is ReviewResult.REVOKED:
        state = unanswered(state, entry.claim)
        return state.with_milestone(milestone(state, "review-revoked", header, claim=entry.claim))
    if entry.result is ReviewResult.CHANGED:
        kind = "re-examination" if entry.again else "review"
        return concluded(
            state, entry.claim, header, kind=kind, result=entry.result, has_basis=bool(entry.basis)
        )
    return state


ENTRIES = (
    EntryKind("review-requested", ReviewRequested, review_requested),
    EntryKind("review-given", ReviewGiven, review_given),
)
ACTS = (
    ActKind("request-review", RequestReview, request_review),
    ActKind("issue-review", IssueReview, issue_review, REVIEWING),
    ActKind("request-re-examination", RequestReExamination, request_re_examination),
    ActKind("issue-re-examination", IssueReExamination, issue_re_examination, REVIEWING),
)
