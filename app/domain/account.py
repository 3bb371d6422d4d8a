"""Accounts (账号): who may act, in which role, and the public key to which sealed parts are addressed.

Passwords and private keys are not here: they never travel (db/vault.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

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
    """One named person's account (账号). `public_key` is an age recipient."""

    id: str
    name: str
    role: Role
    public_key: str
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened:
    """An account was opened (已开户)."""

    id: str
    name: str
    role: Role
    public_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed:
    """An account was closed (已停用); what it did stays."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryHolderSet:
    """The age recipient of the recovery code (恢复码持有人): every sealed part is addressed to it too."""

    public_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The accounts of the station (账号表) and the recovery holder's public key."""

    accounts: tuple[Account, ...] = ()
    recovery_key: str = ""

    def find(self, identifier: str) -> Account | None:
        """The open account with that id, or None."""
        return next((a for a in self.accounts if a.id == identifier and not a.closed), None)

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
    account = Account(id=entry.id, name=entry.name, role=entry.role, public_key=entry.public_key)
    return replace(state, accounts=(*(a for a in state.accounts if a.id != entry.id), account))


def account_closed(state: Accounts, entry: AccountClosed, header: Header) -> Accounts:
    """The accounts with one closed."""
    return replace(
        state, accounts=tuple(replace(a, closed=True) if a.id == entry.id else a for a in state.accounts)
    )


def recovery_holder_set(state: Accounts, entry: RecoveryHolderSet, header: Header) -> Accounts:
    """The accounts with the recovery holder's key."""
    return replace(state, recovery_key=entry.public_key)


ENTRIES = (
    EntryKind("account-opened", AccountOpened, account_opened),
    EntryKind("account-closed", AccountClosed, account_closed),
    EntryKind("recovery-holder-set", RecoveryHolderSet, recovery_holder_set),
)
