"""What happened in a practice folder since a lesson began (练习). Read only: nothing is kept or said of anybody.

Works in practice folders only. A lesson's beginning is a mark in the memory of the window, never an entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain import history
from app.domain.history import ENTRY_KINDS
from app.domain.matter import Matter
from app.domain.practice import LessonStep, Practised, PractisedEntry, StepState, states_of
from app.errors import NotAllowed, Refused
from app.services.days import day_file
from app.services.session import Session

FURTHEST = 200
"""Entries of this person at this desk that are looked at: a lesson has some tens at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonBegun:
    """Where the practice folder stood when a lesson began: what was written by then, and how often."""

    entries: frozenset[str]
    enquiries: int
    closings: int


def require_practice(session: Session) -> None:
    """Raises NotAllowed("practice.only_training") in a real office."""
    if not session.office.training:
        raise NotAllowed("practice.only_training")


def require_own_kind(session: Session, *, practice: bool) -> None:
    """Raises Refused("intake.practice") for a table of practice in a real office."""
    if practice and not session.office.training:
        raise Refused("intake.practice", field="path")


def begin_lesson(session: Session) -> LessonBegun:
    """The mark from which on things count. Raises NotAllowed("practice.only_training", "role.acts_on_no_matters")."""
    require_practice(session)
    session.require_actor()
    return LessonBegun(
        entries=frozenset(item.entry for item in _written(session)),
        enquiries=_enquiries(session),
        closings=_closings(session),
    )


def states_since(session: Session, begun: LessonBegun, steps: Sequence[LessonStep]) -> tuple[StepState, ...]:
    """How each step stands by what this person did at this desk since then; no matter leaves here.

    Raises NotAllowed("practice.only_training", "role.acts_on_no_matters").
    """
    require_practice(session)
    session.require_actor()
    return states_of(steps, _practised(session, begun))


def _practised(session: Session, begun: LessonBegun) -> Practised:
    """What happened since then; matters under seal are told by the kind of entry alone and not looked into."""
    entries = tuple(item for item in _written(session) if item.entry not in begun.entries)
    numbers = dict.fromkeys(item.number for item in entries if not item.sealed)
    matters = {number: matter for number in numbers if (matter := _matter(session, number)) is not None}
    return Practised(
        entries=entries,
        matters=matters,
        enquiries=_enquiries(session) - begun.enquiries,
        closings=_closings(session) - begun.closings,
    )


def _written(session: Session) -> tuple[PractisedEntry, ...]:
    rows = session.memory.queries.written_by(session.account.id, session.desk, ENTRY_KINDS.keys(), FURTHEST)
    return tuple(
        PractisedEntry(entry=row.entry, kind=row.kind, number=row.number, sealed=row.restricted)
        for row in rows
    )


def _matter(session: Session, number: str) -> Matter | None:
    """The matter as everybody sees it: nothing sealed is opened."""
    stream = session.unmasked.find(number)
    return None if stream is None else history.fold(session.unmasked.stream(stream))


def _enquiries(session: Session) -> int:
    return len(session.memory.queries.enquiries(session.today()))


def _closings(session: Session) -> int:
    return len(day_file(session, session.today()).closings)
