"""Making a data folder: its first accounts, its recovery code, its keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from app.clock import milliseconds
from app.domain.account import Account, Role
from app.domain.office import OfficeSet, UnitsListed
from app.domain.passwords import check_password
from app.domain.policy_profiles import profile as chosen_profile
from app.domain.policy_profiles import require_administrators, require_apart
from app.errors import AppError, BadInput, Unavailable
from app.suites.suite import GM, INTL, new_signing_secret, suite
from app.suites.suite import SUITES as SUITES
from db import folder as folders
from db import keyring_slot, vault
from db.folder import NewAccount as NewAccount
from db.station_keys import station_keys


def create_folder(
    folder: Path,
    office: OfficeSet,
    *,
    code: str,
    now: datetime,
    role_names: Mapping[str, str],
    accounts: tuple[NewAccount, ...] = (),
    units: UnitsListed | None = None,
    keyring: bool = False,
    suite_name: str = INTL.name,
    profile: str = "",
    database: str = "",
) -> AppError | None:
    """Makes a data folder; a training folder gets one ready account per role.

    With `keyring` the key is put into the system's secret store too; the answer is why that could not be done. The
    folder stands then all the same: the recovery code and the passwords open it. `suite_name` chooses the algorithms of
    everything the folder will hold; `database` is the address of an empty PostgreSQL database, where not the folder's own
    file is wanted. Raises Unavailable("suite.unknown", "suite.no_sm2") and what `folder.create` raises.
    """
    if suite_name == GM.name:
        new_signing_secret(GM.sign)  # without SM2 nothing is begun
    chosen = folders.training_accounts(role_names) if office.training else accounts
    if not chosen:
        raise BadInput("init.no_account")
    _require_policy(chosen, office, profile)
    opened = folders.create(
        folder,
        office,
        chosen,
        code=code,
        now=now,
        units=units,
        suite=suite(suite_name),
        profile=profile,
        database=database,
    )
    station_keys(opened.memory, opened.keys.suite)
    opened.memory.close()
    try:
        if keyring:
            keyring_slot.enable(opened.keys, opened.key, at=milliseconds(now))
    except Unavailable as error:
        return error
    return None


def _require_policy(people: Sequence[NewAccount], office: OfficeSet, name: str) -> None:
    """Raises what the profile refuses: BadInput("policy.unknown", "password.…"), Refused("account.…")."""
    policy = chosen_profile(name)
    there = [
        Account(id=item.id, name=item.name, role=item.role, public_key="", person=item.person)
        for item in people
    ]
    require_apart(there, policy)
    require_administrators(there, policy)
    if not office.training:
        for item in people:
            check_password(item.password, policy, (item.id, item.name, office.name))


def new_account(identifier: str, name: str, role: Role, password: str) -> NewAccount:
    """A person's account to be made."""
    return NewAccount(id=identifier, name=name, role=role, password=password)


def new_recovery_code() -> str:
    """A fresh recovery code for the envelope in the safe."""
    return vault.new_code()


def same_recovery_code(one: str, other: str) -> bool:
    """Whether a code typed back is the code."""
    return vault.same_code(one) == vault.same_code(other)
