"""What the number must be like into which a second registration is folded: ours, first, of the same people, standing."""

from __future__ import annotations

from datetime import date

from app.domain import history
from app.domain.acts.folding import FoldInto, fold_into
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.errors import NotFound, Refused
from app.ports import UnitOfWork
from app.services.session import Session


def fold_in(
    session: Session, work: UnitOfWork, matter: Matter, act: FoldInto, setting: Setting
) -> tuple[Happened, ...]:
    """As `app.domain.acts.folding.fold_into`, where the other number is a registration of the same people, and earlier.

    Raises what `require_same_registration` raises besides.
    """
    happened = fold_into(matter, act, setting)
    require_same_registration(session, matter, matter_in(session, work, act.into))
    return happened


def require_same_registration(session: Session, source: Matter, target: Matter) -> None:
    """The number that stays must be ours, stand for itself, have come first and be of the same people.

    Raises Refused("fold.into_other_station", "merge.into_voided", "merge.circle", "fold.later_stays", "fold.other_person").
    """
    if target.station != session.office.station:
        raise Refused("fold.into_other_station", field="into", number=target.number)
    if target.merged_into:
        raise Refused("merge.circle", field="into", number=target.number)
    if target.ended:
        raise Refused("merge.into_voided", field="into", number=target.number)
    if _came(target) > _came(source):
        raise Refused("fold.later_stays", field="into", number=target.number)
    ours, theirs = _id_numbers(source), _id_numbers(target)
    more = len(source.people.petitioners) > len(target.people.petitioners)
    if more or (ours and theirs and not ours <= theirs):
        raise Refused("fold.other_person", field="into", number=target.number)


def _came(matter: Matter) -> tuple[date, int, str]:
    """Which of two registrations of a desk came first."""
    return matter.received_on, matter.registered_at, matter.number


def _id_numbers(matter: Matter) -> frozenset[str]:
    return frozenset(p.id_number.upper() for p in matter.people.petitioners if p.id_number)


def matter_in(session: Session, work: UnitOfWork, number: str) -> Matter:
    """The matter with that number inside a unit of work. Raises NotFound("matter.unknown")."""
    stream = work.find(number)
    entries = () if stream is None else work.stream(stream)
    found = session.fold(entries) or history.fold(entries) if entries else None
    if found is None:
        raise NotFound("matter.unknown", field="into", number=number)
    return found
