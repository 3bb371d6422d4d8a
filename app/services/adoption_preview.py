"""The before/after list (前后对照): what an adoption of rules or of a calendar would change in running matters.

Asked before anything is confirmed (D3): which matter gets which new, moved or ended duty, and what becomes late by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.domain import history
from app.domain.changes_of_duties import Change, ChangedDuty, changed_duties
from app.domain.matter import Matter
from app.domain.obligations import Obligation, Status, obligations
from app.services.adoption import ADOPTERS, Proposal
from app.services.session import Session

Progress = Callable[[int, int], object]
"""Told how many of how many matters were looked at; may raise to call the look off."""


def _silent(done: int, total: int) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDuty:
    """One line of the before/after list: of which matter, which duty, its day before and after, whether it becomes late.

    Days are those the office works towards; None where there is none, or no such duty on that side.
    """

    number: str
    duty: ChangedDuty
    title: str
    before: date | None
    after: date | None
    becomes_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an adoption would change in running duties and windows, matter by matter; late ones first."""

    proposal: Proposal
    matters: int
    rows: tuple[MovedDuty, ...]

    def count(self, change: Change) -> int:
        """How many duties are new, ended or moved."""
        return sum(row.duty.change is change for row in self.rows)

    @property
    def late(self) -> int:
        """How many become late by it."""
        return sum(row.becomes_late for row in self.rows)


def preview(session: Session, proposal: Proposal, progress: Progress = _silent) -> Preview:
    """Everything that would change in what runs. A look: writes nothing; fit for the read lane.

    Raises NotAllowed("role.other_needed") and whatever `progress` raises to call it off.
    """
    session.require_role(*ADOPTERS)
    today = session.today()
    streams = list(session.memory.journal.streams())
    rows: list[MovedDuty] = []
    for place, stream in enumerate(streams, start=1):
        matter = history.fold(session.unmasked.stream(stream))
        if matter is not None:
            rows += _moved(session, proposal, matter, today)
        progress(place, len(streams))
    rows.sort(key=lambda row: (not row.becomes_late, row.after or date.max, row.number))
    return Preview(proposal=proposal, matters=len(streams), rows=tuple(rows))


def _moved(session: Session, proposal: Proposal, matter: Matter, today: date) -> list[MovedDuty]:
    kind = session.office.kind
    before = obligations(matter, session.law, session.calendar, kind)
    after = obligations(matter, proposal.law, proposal.calendar, kind)
    found = []
    for duty in changed_duties(before, after):
        if not (_runs(duty.before, today) or _runs(duty.after, today)):
            continue
        law = session.law if duty.after is None else proposal.law
        found.append(
            MovedDuty(
                number=matter.number,
                duty=duty,
                title=law.rule(duty.either.rule).title,
                before=_day(duty.before),
                after=None if duty.change is Change.ENDED else _day(duty.after),
                becomes_late=duty.becomes_late(today),
            )
        )
    return found


def _runs(item: Obligation | None, today: date) -> bool:
    """Whether it is open, also when its day is past."""
    if item is None or item.discharged_on is not None or item.voided_on is not None:
        return False
    return item.status(today) in (Status.OPEN, Status.MISSED)


def _day(item: Obligation | None) -> date | None:
    return None if item is None else item.due_office or item.due_legal


def preview_object(found: Preview) -> dict[str, object]:
    """The JSON object of `rules profile preview` and `calendar preview`."""
    return {
        "subject": found.proposal.subject,
        "since": found.proposal.since.isoformat(),
        "matters": found.matters,
        "new": found.count(Change.NEW),
        "moved": found.count(Change.MOVED),
        "ended": found.count(Change.ENDED),
        "becomes_late": found.late,
        "changes": [
            {
                "number": row.number,
                "change": str(row.duty.change),
                "rule": row.duty.either.rule,
                "title": row.title,
                "claim": row.duty.either.claim or None,
                "before": None if row.before is None else row.before.isoformat(),
                "after": None if row.after is None else row.after.isoformat(),
                "becomes_late": row.becomes_late,
            }
            for row in found.rows
        ],
    }
