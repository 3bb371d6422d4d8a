"""What the window asks of the data folder before anybody is signed in. Runs in a worker: it loads the database.

The window imports this module in the worker, after its first picture (rulings.md 27).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.clock import SystemClock
from app.domain.codes import regions_in
from app.domain.names import clean_name
from app.domain.office import OfficeSet
from app.domain.passwords import check_password
from app.domain.policy_profiles import profile
from app.errors import AppError, BadInput
from app.services.accounts import change_password, profile_of
from app.services.session import Session
from ui.bootstrap.founding import (
    NewAccount,
    create_folder,
    new_account,
    new_recovery_code,
    same_recovery_code,
)
from ui.bootstrap.opening import Desk, open_desk, training_password
from ui.bootstrap.people import personal_keys
from ui.bootstrap.ways_in import WaysIn, ways_in
from ui.desk.people import Person
from ui.desk.widgets.choice import Choice
from ui.desk.widgets.new_password import PasswordRules
from ui.messages import words

COUNTY = 3


def counties() -> tuple[Choice, ...]:
    """Every county, district and county-level city, with what stands above it."""
    found = []
    for province in regions_in(""):
        for below in regions_in(province.code):
            inside = [item for item in regions_in(below.code) if item.level == COUNTY]
            for item in inside or (below,):
                found.append(Choice(code=item.code, word=item.name, path=item.path.removesuffix(item.name)))
    return tuple(found)


def fresh_code() -> str:
    """A recovery code to be written on paper."""
    return new_recovery_code()


def checked_people(people: Sequence[Person]) -> tuple[NewAccount, ...]:
    """The first accounts. Raises BadInput naming the field: `<role>.name`, `.account`, `.password`, `.again`."""
    seen: set[str] = set()
    made = []
    for person in people:
        place = f"{person.role}."
        try:
            name = clean_name(person.name).text
        except BadInput as error:
            raise BadInput(error.code, field=f"{place}name", **error.details) from error
        account = person.account.strip()
        if not account.isascii() or not account.isalnum() or len(account) > 32 or account in seen:
            raise BadInput("first_start.account", field=f"{place}account")
        seen.add(account)
        try:
            check_password(person.password, profile(""), (account, name))
        except BadInput as error:
            raise BadInput(error.code, field=f"{place}password", **error.details) from error
        if person.password != person.again:
            raise BadInput("sign_in.not_same", field=f"{place}again")
        made.append(new_account(account, name, person.role, person.password))
    return tuple(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """A folder that was made: what opens it, and why its key is not in the keyring although that was wished."""

    ways: WaysIn
    keyring_problem: AppError | None = None


def found_folder(
    folder: Path,
    office: OfficeSet,
    people: Sequence[Person],
    *,
    code: str,
    typed: str,
    keyring: bool = False,
) -> Founded:
    """Makes the folder once the code was typed back. Nothing is left behind on failure; a keyring that does not help
    is no failure.

    Raises BadInput("init.code_typed_wrong"), what `checked_people` and `create_folder` raise.
    """
    if not same_recovery_code(typed, code):
        raise BadInput("init.code_typed_wrong", field="typed")
    roles: Mapping[str, str] = {str(k): str(v) for k, v in words("roles").items()}
    accounts = () if office.training else checked_people(people)
    problem = create_folder(
        folder,
        office,
        code=code,
        now=SystemClock().now(),
        role_names=roles,
        accounts=accounts,
        keyring=keyring,
    )
    return Founded(ways=ways_in(folder), keyring_problem=problem)


def sign_in(
    folder: Path, account: str, password: str, *, code: str = "", counter: str = "", at: str = ""
) -> Desk:
    """Opens the folder with a person's password; with a recovery `code` where the password's slot is lost.

    Raises NotAllowed("sign_in.wrong", "sign_in.locked", "keys.wrong_code"), BadInput("sign_in.unknown"), Damaged.
    """
    return open_desk(
        folder, account=account.strip(), password=password, code=code or None, desk=counter, at=at
    )


def sign_in_for_training(folder: Path, role: str, *, counter: str = "", at: str = "") -> Desk:
    """Opens a training folder in a role; no password is asked."""
    return sign_in(folder, role, training_password(), counter=counter, at=at)


def password_rules(
    folder: Path, account: str, password: str, *, code: str = "", at: str = ""
) -> PasswordRules:
    """What a new password of this person must be. Raises what `sign_in` raises, but for the password's age."""
    desk = open_desk(
        folder, account=account.strip(), password=password, code=code or None, at=at, changing=True
    )
    try:
        return rules_for(desk.session)
    finally:
        desk.close()


def rules_for(session: Session) -> PasswordRules:
    """What a new password of the signed-in person must be."""
    person = session.account
    return PasswordRules(profile=profile_of(session), about=(person.id, person.name, session.office.name))


def choose_password(
    folder: Path,
    account: str,
    password: str,
    new: str,
    *,
    code: str = "",
    counter: str = "",
    at: str = "",
) -> Desk:
    """Changes a password that is good for nothing else, and signs the person in with the new one.

    Raises BadInput("password.…"), what `sign_in` raises.
    """
    desk = open_desk(
        folder,
        account=account.strip(),
        password=password,
        code=code or None,
        desk=counter,
        at=at,
        changing=True,
    )
    try:
        change_password(desk.session, personal_keys(desk), password, new)
    finally:
        desk.close()
    return sign_in(folder, account, new, code=code, counter=counter, at=at)
