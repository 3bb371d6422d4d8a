"""Checks of registering (应登记不登记、记录): what was changed afterwards, came late into the books, was never read back."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.acts.confirming import RECORD
from app.domain.check import Finding, Sight, found, require_check
from app.domain.clocks import last_day
from app.domain.matter import Matter, overlaps

FREES = frozenset({"objected", "returned", "disputed", "dispute-decided", "reopened", "review-revoked"})
"""Facts after which a matter may go to another unit."""


def changed_afterwards(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K02: a field that people fight over was changed after registration and nobody looked at it again."""
    watched = require_check("K02").words
    for name in watched:
        changes = [item for item in matter.corrections if item.field == name and not item.confirmed_by]
        if changes:
            yield found("K02", changes[0].on, subject=name, field=name, day=changes[-1].on)


def unit_changed_silently(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K02: sent to another unit on a later day, though the first had neither objected nor handed it back (hall.md 16)."""
    for place, later in enumerate(matter.routings):
        for earlier in matter.routings[:place]:
            if (
                earlier.unit == later.unit
                or later.on <= earlier.on
                or not overlaps(earlier.claim, later.claim)
            ):
                continue
            freed = any(
                m.name in FREES and earlier.on <= m.on <= later.on and overlaps(m.claim, later.claim)
                for m in matter.milestones
            )
            if not freed:
                yield found("K02", later.on, later.claim, subject=f"unit/{place}", field="unit", day=later.on)
                break


def registered_late(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K03: it stood in the books later than the working day after it came; old matters typed in do not count.

    What was written on paper while the power was gone counts like the rest, from the day on paper; the finding names the
    sheet, and whoever explains it says how long the power was gone.
    """
    if matter.backfilled:
        return
    grace = require_check("K03").limits["grace"]
    if matter.registered_on > last_day(matter.received_on, grace, sight.calendar).legal:
        yield found(
            "K03",
            matter.registered_on,
            received=matter.received_on,
            registered=matter.registered_on,
            what="" if matter.sheet is None else "sheet",
            sheet="" if matter.sheet is None else matter.sheet.number,
        )


def too_many_representatives(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K45: more representatives than the law allows (条例第二十条第三款)."""
    count, most = len(matter.people.representatives), sight.law.most_representatives
    if count > most:
        yield found("K45", matter.registered_on, count=count, most=most)


def record_not_read_back(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K46: the registration form was printed and neither signed nor read aloud."""
    if matter.channel != "walk_in" or any(m.name == "record-confirmed" for m in matter.milestones):
        return
    forms = [paper for paper in matter.papers if paper.kind == RECORD and not paper.voided]
    if forms and not any(paper.scan or paper.proved_on for paper in forms):
        last = forms[-1]
        yield found("K46", sight.after("K46", "signed", last.issued_on), subject=last.id, day=last.issued_on)


def conversation_not_signed(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K46: a talk was written down, and nobody of the petitioner's side signed its pages or said why not."""
    for held in matter.conversations:
        if not held.settled_by_speaker:
            since = sight.after("K46", "signed", held.on)
            yield found(
                "K46",
                since,
                subject=f"conversation/{held.place}",
                what="conversation",
                day=held.on,
                place=held.place,
            )
