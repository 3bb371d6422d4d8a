"""Policy profiles (安全策略): what an office demands of passwords and administrators, as data.

Who may hold which accounts stands here too: no natural person is two of the three administrators (三员分立, GB/T 22239-2019
8.1.5; trust.md 2.1), and in the profiles of the graded protection no administrator works on matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from app.domain.account import READS_MATTERS, Account, Role
from app.domain.names import search_key
from app.errors import BadInput, Damaged, Refused
from resources.loader import read_toml

PROFILES = "policies/profiles.toml"
SMALL_OFFICE = "small-office"
"""The profile of an office that chose none."""
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR})
"""The three of whom one natural person may be one only (三员)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyProfile:
    """One profile; the fields are explained in the file."""

    name: str
    least: int
    classes: int
    days: int
    refused: int
    administrators: tuple[Role, ...]
    apart: bool
    second_factor: bool

    def expired(self, since: date | None, today: date) -> bool:
        """Whether a password of that day must be changed."""
        return bool(self.days) and since is not None and today >= since + timedelta(days=self.days)


def read_profiles(data: Mapping[str, Any]) -> Mapping[str, PolicyProfile]:
    """The profiles by name. Raises Damaged("policy.profiles") for an unknown role or a field that is not there."""
    try:
        return {
            name: PolicyProfile(
                name=name,
                least=int(row["least"]),
                classes=int(row["classes"]),
                days=int(row["days"]),
                refused=int(row["refused"]),
                administrators=tuple(Role(role) for role in row["administrators"]),
                apart=bool(row["apart"]),
                second_factor=bool(row["second_factor"]),
            )
            for name, row in data.items()
        }
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged("policy.profiles", place=str(error)) from error


@cache
def profiles() -> Mapping[str, PolicyProfile]:
    """The profiles that come with the program."""
    return read_profiles(read_toml(PROFILES))


def profile(name: str) -> PolicyProfile:
    """The profile of that name, the small office's for "". Raises BadInput("policy.unknown")."""
    found = profiles().get(name or SMALL_OFFICE)
    if found is None:
        raise BadInput("policy.unknown", field="profile", profile=name, allowed=", ".join(profiles()))
    return found


def require_apart(accounts: Iterable[Account], chosen: PolicyProfile) -> None:
    """Raises Refused("account.two_administrators", "account.administrator_works") for the first person with two hats.

    The same person is who has the same mark (`Account.person`), or the same name where one of the two has no mark.
    """
    there = [account for account in accounts if not account.closed]
    for at, one in enumerate(there):
        for other in there[at + 1 :]:
            if not _same_person(one, other):
                continue
            administers = [account.role in ADMINISTRATORS for account in (one, other)]
            if all(administers) and one.role is not other.role:
                raise Refused("account.two_administrators", field="role", person=one.name)
            works = any(account.role in READS_MATTERS for account in (one, other))
            if chosen.apart and any(administers) and works:
                raise Refused("account.administrator_works", field="role", person=one.name)


def require_administrators(accounts: Iterable[Account], chosen: PolicyProfile) -> None:
    """Raises Refused("account.last_administrator") when a role that must be filled is not."""
    held = {account.role for account in accounts if not account.closed}
    missing = [role for role in chosen.administrators if role not in held]
    if missing:
        raise Refused("account.last_administrator", field="role", role=missing[0])


def _same_person(one: Account, other: Account) -> bool:
    if one.person and other.person:
        return one.person == other.person
    return search_key(one.name) == search_key(other.name)
