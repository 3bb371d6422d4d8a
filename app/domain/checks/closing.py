"""Checks of closing (程序性办结、归档): closed on paper only, led away and forgotten, never filed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.acts.closing import Cause
from app.domain.check import Finding, Sight, found
from app.domain.claims import Ending
from app.domain.conclusions import is_closed
from app.domain.matter import Matter, overlaps

WITHOUT_ANSWER = frozenset({Cause.ANSWERED, Cause.OTHER})
"""Causes of a procedural closing that say nothing of why no answer was needed."""
OUTCOMES = frozenset({"outcome-recorded", "external-proceeding", "answered"})


def closed_without_substance(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K22: called closed while the file holds nothing but notices of what was to be done (条例第二十七条)."""
    for claim in matter.claims:
        if claim.ended_on is None:
            continue
        walked = claim.ending is Ending.PROCEDURAL and claim.cause in WITHOUT_ANSWER and claim.answer is None
        if claim.ending is Ending.UNPROVED or walked:
            yield found("K22", claim.ended_on, claim.number, ending=str(claim.ending))


def led_away_and_forgotten(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K23: closed as led to another procedure, and nobody knows whether that one began (条例第三十一条)."""
    for claim in matter.claims:
        if claim.ended_on is None or claim.cause != Cause.DIVERTED:
            continue
        known = any(m.name in OUTCOMES and overlaps(m.claim, claim.number) for m in matter.milestones)
        if not known:
            yield found(
                "K23", sight.after("K23", "acknowledged", claim.ended_on), claim.number, day=claim.ended_on
            )


def not_filed(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K48: over for a long time and not handed over to the archive (档案法第十四条)."""
    ended = _ended_on(matter)
    last = next((m.name for m in reversed(matter.milestones) if m.name in ("archived", "reopened")), "")
    if ended is not None and last != "archived":
        yield found("K48", sight.after("K48", "archived", ended), day=ended)


def _ended_on(matter: Matter) -> date | None:
    if matter.withdrawn_on is not None:
        return matter.withdrawn_on
    days = [claim.ended_on for claim in matter.claims if claim.ended_on is not None]
    return max(days) if is_closed(matter) and days else None
