"""Checks of review and re-examination (复查复核): rejected as late, decided by whoever decided before."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.check import Finding, Lead, Sight, found
from app.domain.flaws import Flaw
from app.domain.matter import WHOLE, ExternalFact, Matter, overlaps

ASKED = frozenset({"review-requested", "re-examination-requested"})
WRITTEN = frozenset({"opinion-issued"})
WINDOWS = ("review-request", "re-examination-request")


def rejected_though_in_time(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K31: a request was rejected as late that came, or was posted, in time; or whose period had not begun.

    K28 where it is late only if the days are counted from the day of writing. The period runs from the day the opinion was
    received (条例第三十五条); without proof of that day it does not run.
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
            if windows and _counted_from_writing(matter, sight, fact):
                yield found(
                    "K28", fact.on, fact.claim, subject=f"{fact.organ}/count", paper=fact.number, day=fact.on
                )


def _counted_from_writing(matter: Matter, sight: Sight, fact: ExternalFact) -> bool:
    """Whether the request would be late if the period ran from the day the opinion was written (K28)."""
    asked = [m.on for m in matter.milestones if m.name in ASKED and overlaps(m.claim, fact.claim)]
    written = [m.on for m in matter.milestones if m.name in WRITTEN and overlaps(m.claim, fact.claim)]
    due = sight.law.rule("review-request").due(max(written), sight.calendar) if written else None
    return bool(asked) and due is not None and min(asked) > due.legal


def decided_by_the_same(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K32: the body that reviewed is the one that had decided (条例第三十五条、第三十六条)."""
    for claim in matter.claims:
        if claim.answer is not None and claim.reviewed_by and claim.reviewed_by == claim.answer.by:
            since = max(
                (m.on for m in matter.milestones if m.name == "review-issued"), default=claim.answer.on
            )
            yield found("K32", since, claim.number, subject=claim.reviewed_by, unit=claim.reviewed_by)
    for fact in matter.external_facts:
        if fact.fact != "re-examination-issued":
            continue
        before = {
            other.organ
            for other in matter.external_facts
            if other.fact in ("opinion-issued", "review-issued") and overlaps(other.claim, fact.claim)
        }
        if fact.organ in before:
            yield found("K32", fact.on, fact.claim, subject=f"{fact.organ}/again", unit=fact.organ)


def leads_of_bodies(matter: Matter) -> Iterator[Lead]:
    """K32: who decided and who reviewed, to be compared with the office's table of bodies above."""
    for claim in matter.claims:
        if claim.answer is None or not claim.reviewed_by or claim.reviewed_by == claim.answer.by:
            continue
        since = max((m.on for m in matter.milestones if m.name == "review-issued"), default=claim.answer.on)
        yield Lead(
            check="K32", key=f"{claim.answer.by}|{claim.reviewed_by}", on=since, claim=claim.number or WHOLE
        )
