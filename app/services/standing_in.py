"""Stand-ins (代班): whoever is away has somebody who sees and does their matters, so that nothing is stuck (features.md Q8).

Named by a leader for some days. Ordinary matters stand open to the stand-in like their own; accusations only where the
leader says so, by a grant in each of them that ends with the same day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.account import ACTS_ON_MATTERS, HOLDS_SEALED, Account, StandIn, StandInEnded, StandInNamed
from app.domain.acts.granting import GrantAccess
from app.errors import AppError, BadInput, NotFound, Refused
from app.services.accounts import write_down
from app.services.perform import perform
from app.services.reading import public_matter
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was arranged: the stand-in, in how many accusations access was granted, in how many it could not be."""

    stand_in: StandIn
    granted: int = 0
    left: int = 0


def name_stand_in(
    session: Session,
    absent: str,
    stand_in: str,
    *,
    first: date,
    last: date,
    reason: str,
    sealed: bool = False,
) -> Standing:
    """Names who stands in for an absent person from a day to a day; with `sealed` also in the accusations they registered.

    Raises NotAllowed("role.other_needed"), NotFound("account.unknown"), BadInput("account.reason", "stand_in.days",
    "stand_in.same"), Refused("stand_in.role") for a role that does not act on matters.
    """
    session.require_role(*HOLDS_SEALED)
    away, there = _account(session, absent), _account(session, stand_in)
    said = reason.strip()
    if not said:
        raise BadInput("account.reason", field="reason")
    if last < first or last < session.today():
        raise BadInput("stand_in.days", field="last")
    if away.id == there.id:
        raise BadInput("stand_in.same", field="stand_in")
    if there.role not in ACTS_ON_MATTERS:
        raise Refused("stand_in.role", field="stand_in")
    write_down(session, StandInNamed(absent=away.id, stand_in=there.id, first=first, last=last, reason=said))
    granted, left = _granted(session, away, there, last, said) if sealed else (0, 0)
    made = next(item for item in reversed(session.accounts.stand_ins) if item.absent == away.id)
    return Standing(stand_in=made, granted=granted, left=left)


def end_stand_in(session: Session, absent: str) -> None:
    """Ends it from today: the person is back. Grants that were given with it end with their day, or by taking them back.

    Raises NotAllowed("role.other_needed"), NotFound("account.unknown", "stand_in.none").
    """
    session.require_role(*HOLDS_SEALED)
    away = _account(session, absent)
    today = session.today()
    if not any(
        i.absent == away.id and i.ended_on is None and i.last >= today for i in session.accounts.stand_ins
    ):
        raise NotFound("stand_in.none", field="absent", account=away.id)
    write_down(session, StandInEnded(absent=away.id))


def stand_ins(session: Session) -> tuple[StandIn, ...]:
    """Who stands in for whom today or later. Raises NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    today = session.today()
    return tuple(i for i in session.accounts.stand_ins if i.last >= today and i.ended_on is None)


def _granted(session: Session, away: Account, there: Account, last: date, reason: str) -> tuple[int, int]:
    """Grants in the accusations that the absent person registered and that are not ended: how many, and how many not."""
    granted = left = 0
    for number in session.unmasked.restricted():
        matter = public_matter(session, number)
        if matter is None or matter.registered_by != away.id or matter.ended:
            continue
        try:
            perform(session, number, GrantAccess(person=there.id, until=last, reason=reason))
            granted += 1
        except AppError:
            left += 1
    return granted, left


def _account(session: Session, identifier: str) -> Account:
    found = session.accounts.find(identifier)
    if found is None:
        raise NotFound("account.unknown", field="id", account=identifier)
    return found
