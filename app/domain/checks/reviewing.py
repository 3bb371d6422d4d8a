"""Checks of review and re-examination (复查复核): rejected as late, decided by whoever decided before."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.check import Finding, Lead, Sight, found
from app.domain.flaws import Flaw
from app.domain.matter import WHOLE, Matter, overlaps

WINDOWS = ("review-request", "re-examination-request")


def rejected_though_in_time(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K31: a request was rejected as late that came, or was posted, in time; or whose period had not begun.

    The period runs from the day the opinion was received (条例第三十五条); without proof of that day it does not run.
    """
    for fact in matter.external_facts:
        if fact.fact != "review-rejected" or Flaw.REJECTED_AS_LATE not in fact.flaws:
            continue
        windows = [item for item in sight.of_rule(*WINDOWS) if overlaps(item.claim, fact.claim)]
        late = [
            item
            for item in windows
            if item.due_legal is not None
            and (item.handed_on or item.discharged_on or fact.on) > item.due_legal
        ]
        if not windows or len(late) < len(windows):
            yield found("K31", fact.on, fact.claim, subject=fact.organ, unit=fact.organ)


def decided_by_the_same(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K32: the body that reviewed is the one that had decided (条例第三十五条、第三十六条)."""
    for claim in matter.claims:
        if claim.answer is not None and claim.reviewed_by and claim.reviewed_by == claim.answer.by:
            since = max(
                (m.on for m in matter.milestones if m.name == "review-issued"), default=claim.answer.on
            )
            yield found("K32", since, claim.number, subject=claim.reviewed_by, unit=claim.reviewed_by)


def leads_of_bodies(matter: Matter) -> Iterator[Lead]:
    """K32: who decided and who reviewed, to be compared with the office's table of bodies above."""
    for claim in matter.claims:
        if claim.answer is None or not claim.reviewed_by or claim.reviewed_by == claim.answer.by:
            continue
        since = max((m.on for m in matter.milestones if m.name == "review-issued"), default=claim.answer.on)
        yield Lead(
            check="K32", key=f"{claim.answer.by}|{claim.reviewed_by}", on=since, claim=claim.number or WHOLE
        )
