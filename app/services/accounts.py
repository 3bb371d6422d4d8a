"""People and their accounts (人员与账号): opened, closed, given another role, passwords changed and reset.

All of it is the security administrator's, but for one's own password. Each is one entry of the journal, with the wrapped
key in the same transaction. None of it opens a case: an account that was reset has a new key, to which nothing of before
was sealed.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.account import (
    Account,
    AccountClosed,
    AccountOpened,
    PasswordChanged,
    PasswordReset,
    PolicyChosen,
    Role,
    RoleChanged,
)
from app.domain.entry import StreamKind, single
from app.domain.names import clean_name, clean_text
from app.domain.passwords import check_password
from app.domain.policy_profiles import PolicyProfile, profile, require_administrators, require_apart
from app.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from app.personal_keys import PersonalKeys
from app.services.reading import public_matter
from app.services.session import Session, accounts_of

STREAM = single(StreamKind.ACCOUNTS)
KEEPER = Role.SECURITY_ADMINISTRATOR
READS_ACCOUNTS = (Role.SECURITY_ADMINISTRATOR, Role.AUDITOR, Role.LEADER, Role.SYSTEM_ADMINISTRATOR)
LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Characters of a one-time password: none that is mistaken for another."""
REASON = 200
_NAME = 32


def one_time_password() -> str:
    """A password to be told to a person, good for choosing an own one: 16 characters, over 90 bits."""
    while True:
        made = "".join(secrets.choice(LETTERS) for _ in range(16))
        try:
            check_password(made, profile("mlps-3"))
        except BadInput:
            continue
        return made


def profile_of(session: Session) -> PolicyProfile:
    """The policy profile that this office works by."""
    return profile(session.accounts.profile)


def list_accounts(session: Session) -> tuple[Account, ...]:
    """Every account, closed ones too, in the order they were opened. Raises NotAllowed("role.other_needed")."""
    session.require_role(*READS_ACCOUNTS)
    return accounts_of(session.memory).accounts


def open_account(
    session: Session,
    keys: PersonalKeys,
    *,
    identifier: str,
    name: str,
    role: Role,
    password: str,
    person: str = "",
) -> Account:
    """Opens an account for a named person; its password is good for choosing an own one.

    `person` tells namesakes apart (工号). Raises NotAllowed("role.other_needed"), BadInput("account.id", "account.taken",
    "name.…", "password.…"), Refused("account.two_administrators", "account.administrator_works").
    """
    session.require_role(KEEPER)
    _require_id(identifier)
    known = accounts_of(session.memory)
    if any(account.id == identifier for account in known.accounts):
        raise BadInput("account.taken", field="id", account=identifier)
    said = clean_name(name).text
    mark = clean_text(person, limit=_NAME, field="person").strip()
    wanted = Account(id=identifier, name=said, role=role, public_key="", person=mark)
    require_apart((*known.accounts, wanted), profile(known.profile))
    if not session.office.training:
        check_password(password, profile(known.profile), (identifier, said, session.office.name))
    made = keys.make(identifier, password)
    keys.prepare_way_in(identifier, password)
    one_time = not session.office.training
    entry = AccountOpened(
        id=identifier, name=said, role=role, public_key=made.public, person=mark, one_time=one_time
    )
    write_down(session, entry, identifier, made.wrapped)
    keys.settle_way_in(identifier, password)
    return _require(session, identifier)


def close_account(session: Session, keys: PersonalKeys, identifier: str, reason: str) -> None:
    """Closes an account; it never signs in again and its id is not given a second time.

    Raises NotAllowed("role.other_needed"), NotFound("account.unknown"), BadInput("account.reason"),
    Refused("account.last_administrator", "account.last_holder").
    """
    session.require_role(KEEPER)
    said, account = _reason(reason), _require(session, identifier)
    rest = [item for item in accounts_of(session.memory).open if item.id != account.id]
    _require_enough(session, account, rest)
    write_down(session, AccountClosed(id=account.id, reason=said), account.id, "")
    keys.close_way_in(account.id)


def change_role(session: Session, identifier: str, role: Role, reason: str) -> Account:
    """Gives an account another role. Raises as `open_account` and `close_account`, BadInput("account.same_role")."""
    session.require_role(KEEPER)
    said, account = _reason(reason), _require(session, identifier)
    if account.role is role:
        raise BadInput("account.same_role", field="role", role=role)
    known = accounts_of(session.memory)
    after = [replace(item, role=role) if item.id == account.id else item for item in known.accounts]
    require_apart(after, profile(known.profile))
    _require_enough(session, account, [item for item in after if not item.closed])
    write_down(session, RoleChanged(id=account.id, role=role, reason=said))
    return _require(session, identifier)


def change_password(session: Session, keys: PersonalKeys, old: str, new: str) -> None:
    """Changes one's own password: the key stays and is wrapped anew, so that everything sealed to it still opens.

    Raises NotAllowed("sign_in.wrong"), BadInput("password.…").
    """
    account, chosen = session.account, profile_of(session)
    check_password(new, chosen, (account.id, account.name, session.office.name))
    wrapped = keys.rewrap(account.id, old, new, chosen.refused)
    if wrapped is None:
        raise NotAllowed("sign_in.wrong")
    if new == old or (chosen.refused and keys.was_used(account.id, new)):
        raise BadInput("password.used_before", field="password", count=max(1, chosen.refused))
    keys.prepare_way_in(account.id, new)
    write_down(session, PasswordChanged(id=account.id), account.id, wrapped)
    keys.settle_way_in(account.id, new)
    session.account = _require(session, account.id)


def reset_password(
    session: Session, keys: PersonalKeys, identifier: str, password: str, reason: str
) -> Account:
    """Gives somebody who forgot it a new password and with it a new key. It opens no case: parts and drafts that were
    sealed to the old key stay closed to it.

    Nobody resets their own. Raises NotAllowed("role.other_needed", "account.own_reset"), NotFound("account.unknown"),
    BadInput("account.reason", "password.…").
    """
    session.require_role(KEEPER)
    said, account = _reason(reason), _require(session, identifier)
    if account.id == session.account.id:
        raise NotAllowed("account.own_reset")
    check_password(password, profile_of(session), (account.id, account.name, session.office.name))
    made = keys.make(account.id, password)
    keys.prepare_way_in(account.id, password)
    write_down(
        session, PasswordReset(id=account.id, public_key=made.public, reason=said), account.id, made.wrapped
    )
    keys.settle_way_in(account.id, password)
    return _require(session, identifier)


def choose_profile(session: Session, name: str, reason: str) -> PolicyProfile:
    """Lets the office work by another profile from now on.

    Raises NotAllowed("role.other_needed"), BadInput("policy.unknown", "account.reason"), and what the new profile refuses
    in the accounts as they are: Refused("account.…").
    """
    session.require_role(KEEPER)
    said, chosen = _reason(reason), profile(name)
    there = accounts_of(session.memory).open
    require_apart(there, chosen)
    require_administrators(there, chosen)
    write_down(session, PolicyChosen(profile=chosen.name, reason=said))
    return chosen


def open_work(session: Session, identifier: str) -> int:
    """How many matters with open duties an account registered: said before it is closed. A count, nothing of a matter."""
    session.require_role(KEEPER)
    rows = session.unmasked.due(today=session.today(), until=date.max)
    found = 0
    for number in dict.fromkeys(row.number for row in rows):
        matter = public_matter(session, number)
        found += matter is not None and matter.registered_by == identifier
    return found


def require_own_password(account: Account, chosen: PolicyProfile, session: Session) -> None:
    """Raises NotAllowed("password.must_change", "password.expired") when a person has to choose a password first.

    Training folders hold nothing real, and live through months in a minute.
    """
    if session.office.training:
        return
    if account.must_change:
        raise NotAllowed("password.must_change")
    if chosen.expired(account.password_on, session.today()):
        raise NotAllowed("password.expired", days=chosen.days)


def _require_enough(session: Session, leaves: Account, rest: Sequence[Account]) -> None:
    """Somebody must go on administering, and somebody in charge must go on holding what is sealed."""
    require_administrators(rest, profile_of(session))
    if leaves.role is Role.LEADER and not any(account.role is Role.LEADER for account in rest):
        raise Refused("account.last_holder", field="id")


def _require(session: Session, identifier: str) -> Account:
    found = accounts_of(session.memory).find(identifier)
    if found is None:
        raise NotFound("account.unknown", field="id", account=identifier)
    return found


def _require_id(identifier: str) -> None:
    ok = identifier.isascii() and identifier.replace("-", "").replace("_", "").isalnum()
    if not ok or not 2 <= len(identifier) <= _NAME or identifier != identifier.lower():
        raise BadInput("account.id", field="id", account=identifier)


def _reason(reason: str) -> str:
    said = clean_text(reason, limit=REASON, field="reason").strip()
    if not said:
        raise BadInput("account.reason", field="reason")
    return said


def write_down(session: Session, value: Any, account: str = "", wrapped: str = "") -> None:
    """One entry of the accounts' stream, and with it the wrapped key of an account.

    Raises Conflict("journal.stream_moved").
    """
    with session.work() as work:
        after = work.stream_head(STREAM)
        if not after:
            raise Conflict("journal.stream_moved")
        work.append([replace(session.draft(STREAM, value, session.today(), None), after=after)])
        if account:
            work.keep_credential(account, wrapped)
        work.commit()
    session.accounts = accounts_of(session.memory)
