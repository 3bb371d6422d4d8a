"""Accounts (账号): who may act, in which role, and the public key to which sealed parts are addressed.

Passwords and private keys are not here: they never travel (db/vault.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.entry import Header
from app.domain.kinds import EntryKind


class Role(StrEnum):
    """What a person does in the office: 登记员、调解员、承办人、负责人、档案员、审计员、系统管理员、安全管理员."""

    CLERK = "clerk"
    MEDIATOR = "mediator"
    HANDLER = "handler"
    LEADER = "leader"
    ARCHIVIST = "archivist"
    AUDITOR = "auditor"
    SYSTEM_ADMINISTRATOR = "sysadmin"
    SECURITY_ADMINISTRATOR = "secadmin"


READS_MATTERS = frozenset({Role.CLERK, Role.MEDIATOR, Role.HANDLER, Role.LEADER, Role.ARCHIVIST})
"""Roles that may open matters; the three administrators may not (等保 三员分立, trust.md 2.1)."""
ACTS_ON_MATTERS = frozenset({Role.CLERK, Role.MEDIATOR, Role.HANDLER, Role.LEADER})
"""Roles that may act on matters; an act may be open to further ones (`ActKind.roles`)."""
KEEPS_ARCHIVE = frozenset({Role.ARCHIVIST})
"""Roles that take closed files over and do nothing else to a matter."""
LEADS = frozenset({Role.LEADER})
"""Roles that are in charge of every matter of their office."""
HOLDS_SEALED = frozenset({Role.LEADER})
"""Roles whose keys open every sealed part, beside the person who registered it and the recovery holder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One named person's account (账号). `public_key` is an age recipient, `person` what tells namesakes apart (工号).

    `must_change`: the password was given by somebody else and is good for changing it only; `password_on` is its day.
    """

    id: str
    name: str
    role: Role
    public_key: str
    closed: bool = False
    person: str = ""
    must_change: bool = False
    password_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened:
    """An account was opened (已开户). `one_time`: its password was given by the security administrator."""

    id: str
    name: str
    role: Role
    public_key: str
    person: str = ""
    one_time: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed:
    """An account was closed (已停用); what it did stays."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged:
    """An account got another role (已变更角色)."""

    id: str
    role: Role
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged:
    """A person changed their own password (已修改密码): the key stays, so everything sealed to it still opens."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordReset:
    """The security administrator reset a password (已重置密码): the account has a new key, which opens nothing of before."""

    id: str
    public_key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChosen:
    """The office works by a policy profile from now on (已选定策略): resources/policies/profiles.toml."""

    profile: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryHolderSet:
    """The age recipient of the recovery code (恢复码持有人): every sealed part is addressed to it too."""

    public_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandInNamed:
    """Somebody stands in for an absent person (已指定代班人) from a day to a day, both included."""

    absent: str
    stand_in: str
    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandInEnded:
    """A stand-in ended before its day (代班已结束): the absent person is back."""

    absent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Who stands in for whom (代班), from which day to which, named by whom; `ended_on` where it ended before."""

    absent: str
    stand_in: str
    first: date
    last: date
    by: str
    ended_on: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it is so on that day."""
        return self.first <= day <= self.last and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The accounts of the station (账号表) and the recovery holder's public key."""

    accounts: tuple[Account, ...] = ()
    recovery_key: str = ""
    profile: str = ""
    stand_ins: tuple[StandIn, ...] = ()

    @property
    def open(self) -> tuple[Account, ...]:
        """The accounts that are not closed."""
        return tuple(account for account in self.accounts if not account.closed)

    def find(self, identifier: str) -> Account | None:
        """The open account with that id, or None."""
        return next((a for a in self.accounts if a.id == identifier and not a.closed), None)

    def absent_for(self, person: str, day: date) -> tuple[Account, ...]:
        """For whom a person stands in on a day."""
        absent = {item.absent for item in self.stand_ins if item.stand_in == person and item.holds(day)}
        return tuple(account for account in self.accounts if account.id in absent)

    def name_of(self, identifier: str) -> str:
        """What a person is called; a name that is no account's stays as it is."""
        found = self.find(identifier)
        return identifier if found is None else found.name

    def holders_for(self, actor: str) -> tuple[str, ...]:
        """To whom a part sealed by `actor` is addressed: the actor, the leaders, the recovery code; at least two."""
        keys = [
            a.public_key for a in self.accounts if not a.closed and (a.id == actor or a.role in HOLDS_SEALED)
        ]
        keys.append(self.recovery_key)
        return tuple(dict.fromkeys(key for key in keys if key))


def account_opened(state: Accounts, entry: AccountOpened, header: Header) -> Accounts:
    """The accounts with one more."""
    account = Account(
        id=entry.id,
        name=entry.name,
        role=entry.role,
        public_key=entry.public_key,
        person=entry.person,
        must_change=entry.one_time,
        password_on=header.on,
    )
    return replace(state, accounts=(*(a for a in state.accounts if a.id != entry.id), account))


def account_closed(state: Accounts, entry: AccountClosed, header: Header) -> Accounts:
    """The accounts with one closed."""
    return _with(state, entry.id, closed=True)


def role_changed(state: Accounts, entry: RoleChanged, header: Header) -> Accounts:
    """The accounts with one in another role."""
    return _with(state, entry.id, role=entry.role)


def password_changed(state: Accounts, entry: PasswordChanged, header: Header) -> Accounts:
    """The accounts with one whose password is its own and of that day."""
    return _with(state, entry.id, must_change=False, password_on=header.on)


def password_reset(state: Accounts, entry: PasswordReset, header: Header) -> Accounts:
    """The accounts with one whose key is new; what is sealed from now on is addressed to it."""
    return _with(state, entry.id, public_key=entry.public_key, must_change=True, password_on=header.on)


def policy_chosen(state: Accounts, entry: PolicyChosen, header: Header) -> Accounts:
    """The accounts under that profile."""
    return replace(state, profile=entry.profile)


def stand_in_named(state: Accounts, entry: StandInNamed, header: Header) -> Accounts:
    """The accounts with a stand-in; one that was named for the same days before ends."""
    made = StandIn(
        absent=entry.absent, stand_in=entry.stand_in, first=entry.first, last=entry.last, by=header.actor
    )
    return replace(state, stand_ins=(*_ended(state, entry.absent, max(header.on, entry.first)), made))


def stand_in_ended(state: Accounts, entry: StandInEnded, header: Header) -> Accounts:
    """The accounts with nobody standing in for that person from the day on."""
    return replace(state, stand_ins=_ended(state, entry.absent, header.on))


def _ended(state: Accounts, absent: str, day: date) -> tuple[StandIn, ...]:
    return tuple(
        replace(item, ended_on=day)
        if item.absent == absent and item.ended_on is None and item.last >= day
        else item
        for item in state.stand_ins
    )


def _with(state: Accounts, identifier: str, **changes: Any) -> Accounts:
    return replace(
        state, accounts=tuple(replace(a, **changes) if a.id == identifier else a for a in state.accounts)
    )


def recovery_holder_set(state: Accounts, entry: RecoveryHolderSet, header: Header) -> Accounts:
    """The accounts with the recovery holder's key."""
    return replace(state, recovery_key=entry.public_key)


ENTRIES = (
    EntryKind("account-opened", AccountOpened, account_opened),
    EntryKind("account-closed", AccountClosed, account_closed),
    EntryKind("role-changed", RoleChanged, role_changed),
    EntryKind("password-changed", PasswordChanged, password_changed),
    EntryKind("password-reset", PasswordReset, password_reset),
    EntryKind("policy-chosen", PolicyChosen, policy_chosen),
    EntryKind("recovery-holder-set", RecoveryHolderSet, recovery_holder_set),
    EntryKind("stand-in-named", StandInNamed, stand_in_named),
    EntryKind("stand-in-ended", StandInEnded, stand_in_ended),
)
