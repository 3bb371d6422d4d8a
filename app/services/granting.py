"""Granting access to what is sealed of a matter (授权查阅): to whom it may be given, and the parts that are given.

Called inside `perform`: the act itself judges whether a grant is possible, this module knows people and keys.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.account import Account
from app.domain.acts.granting import AccessGranted, GrantAccess, WithdrawAccess, grant_access, withdraw_access
from app.domain.carrying import carried_parts, sealed_of
from app.domain.conflict import KEPT_FROM
from app.domain.entry import StreamId, StreamKind
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.domain.policy import FieldClass, Matrix, Relation, Showing
from app.domain.resealed import restored
from app.errors import AppError, NotFound, Refused
from app.ports import UnitOfWork
from app.services.session import Session


def grant_in(
    session: Session, work: UnitOfWork, matter: Matter, act: GrantAccess | WithdrawAccess, setting: Setting
) -> tuple[Happened, ...]:
    """What a grant or its withdrawal records; the grant with every part that the granter can open.

    Raises what the acts raise, and `grantee`, Refused("grant.no_key") where the granter opens none of the parts.
    """
    person = _named(session, act.person)
    if isinstance(act, WithdrawAccess):
        return withdraw_access(
            matter, replace(act, person=act.person if person is None else person.id), setting
        )
    known = act.person if person is None else person.id
    (happened,) = grant_access(matter, replace(act, person=known), setting)
    account = grantee(session, matter, known)
    entries = restored(work.stream(StreamId(StreamKind.MATTER, matter.id)))
    parts = carried_parts(entries, session.opener(entries))
    if not parts and any(sealed_of(entry) for entry in entries):
        raise Refused("grant.no_key")
    value = happened.value
    if not isinstance(value, AccessGranted):
        raise AssertionError("granting makes a grant")
    return (replace(happened, value=replace(value, person=account.id, parts=parts)),)


def grantee(session: Session, matter: Matter, reference: str) -> Account:
    """The account, by id or name, that may be given access to a sealed matter.

    Raises NotFound("account.unknown") for nobody, closed accounts, namesakes, Refused("grant.role") where the matrix shows
    the role no such matter, Refused("grant.recused"), Refused("accused.kept_from") for who is accused.
    """
    account = _named(session, reference)
    if account is None:
        raise NotFound("account.unknown", field="person", account=reference)
    cell = Matrix.shipped().showing(account.role, FieldClass.INFORMER, Relation.OWN)
    if cell is not Showing.FULL:
        raise Refused("grant.role", field="person", role=account.role)
    if _is_accused(matter, account):
        raise Refused(KEPT_FROM)
    if any(item.person in (account.id, account.name) for item in matter.recusals):
        raise Refused("grant.recused", field="person")
    return account


def may_hold(session: Session, matter: Matter, person: str) -> bool:
    """Whether parts of a sealed matter may be addressed to somebody: as in `grantee`."""
    try:
        grantee(session, matter, person)
    except AppError:
        return False
    return True


def _is_accused(matter: Matter, account: Account) -> bool:
    """Whether the words about the accused name that person."""
    return len(account.name) > 1 and account.name in matter.accused


def _named(session: Session, reference: str) -> Account | None:
    """The open account of that id, or the only one of that name."""
    found = session.accounts.find(reference)
    if found is not None:
        return found
    named = [account for account in session.accounts.open if account.name == reference]
    return named[0] if len(named) == 1 else None
