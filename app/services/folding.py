"""Folding a second registration into the first (重复登记并入) and taking it back, with the fields that were chosen to stand.

All in one transaction: corrections in the number that stays, the pointer in the other. Never done by the program itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.changes import Changes
from app.domain.acts.correcting import CORRECTABLE, Correct, correct
from app.domain.acts.folding import FoldInto, UndoFold, fold_into, standing_fold, undo_fold
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.errors import Conflict, Refused
from app.ports import UnitOfWork
from app.services.perform import ATTEMPTS, write_in
from app.services.same_registration import matter_in, require_same_registration
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """What was done: the number that was folded (or stands for itself again), the one it points to, the fields corrected."""

    number: str
    into: str
    fields: tuple[str, ...]
    changes: Changes


def fold_together(
    session: Session, number: str, into: str, *, reason: str, take: tuple[str, ...] = ()
) -> Folded:
    """Folds a second registration into the first; `take` are fields of which the second one's value is to stand.

    Raises what `fold_into` and `correct` raise, NotFound("matter.unknown"), NotAllowed("role.acts_on_no_matters"),
    Refused("fold.later_stays", "fold.other_person", "fold.into_other_station", "merge.into_voided", "merge.circle").
    """
    session.require_actor()

    def once(work: UnitOfWork) -> Folded:
        source, target = matter_in(session, work, number), matter_in(session, work, into)
        require_same_registration(session, source, target)
        fields: list[str] = []
        for name in take:
            value = CORRECTABLE[name][0](source) if name in CORRECTABLE else ""
            if name in CORRECTABLE and CORRECTABLE[name][0](target) == value:
                continue
            act = Correct(field=name, value=value, reason=reason)
            write_in(session, work, into, partial(_decided, correct, act))
            fields.append(name)
        fold = FoldInto(into=into, reason=reason, took=tuple(fields))
        write_in(session, work, number, partial(_decided, fold_into, fold))
        return _done(number, into, fields)

    return _tried(session, once)


def take_fold_back(session: Session, number: str, *, reason: str = "") -> Folded:
    """Takes a folding back: the pointer, and the values that were taken over, where nobody has written over them since.

    Raises Refused("merge.none"), NotFound("matter.unknown"), NotAllowed("role.acts_on_no_matters").
    """
    session.require_actor()

    def once(work: UnitOfWork) -> Folded:
        source = matter_in(session, work, number)
        fold = standing_fold(source)
        if fold is None:
            raise Refused("merge.none")
        fields: list[str] = []
        stream = work.find(fold.into)
        target = None if stream is None else session.fold(work.stream(stream))
        for name in fold.took if target is not None else ():
            assert target is not None
            last = next((c for c in reversed(target.corrections) if c.field == name), None)
            if last is None or last.after != CORRECTABLE[name][0](source):
                continue
            act = Correct(field=name, value=last.before, reason=reason or fold.reason)
            write_in(session, work, fold.into, partial(_decided, correct, act))
            fields.append(name)
        write_in(session, work, number, partial(_decided, undo_fold, UndoFold(reason=reason)))
        return _done(number, fold.into, fields)

    return _tried(session, once)


def _decided(
    decide: Callable[[Matter, Any, Setting], tuple[Happened, ...]],
    act: object,
    matter: Matter,
    setting: Setting,
    work: UnitOfWork,
) -> tuple[Happened, ...]:
    """An act of the domain as a decision inside a unit of work."""
    return decide(matter, act, setting)


def _done(number: str, into: str, fields: list[str]) -> Folded:
    changes = Changes(matters=frozenset({number, into}), obligations=True)
    return Folded(number=number, into=into, fields=tuple(fields), changes=changes)


def _tried(session: Session, once: Callable[[UnitOfWork], Folded]) -> Folded:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with session.work() as work:
                done = once(work)
                work.commit()
            return done
        except Conflict:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the loop above returns or raises")
