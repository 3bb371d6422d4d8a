"""Commands on people: accounts, policy, reveal, who-opened."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from app.domain.account import Account, Role, StandIn
from app.domain.policy_profiles import profiles
from app.errors import BadInput, Unavailable
from app.services import accounts
from app.services.looking import who_opened
from app.services.readdressing import readdress
from app.services.revealing import reveal
from app.services.standing_in import end_stand_in, name_stand_in, stand_ins
from ui.bootstrap.opening import Desk, open_desk, secret_file, training_password
from ui.bootstrap.people import personal_keys
from ui.cli.folder import desk
from ui.cli.options import day
from ui.cli.output import emit, say
from ui.messages import words

NEW_PASSWORD = "PETITION_DESK_NEW_PASSWORD_FILE"
"""Names the file whose first line is the password that somebody chooses."""


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    people = commands.add_parser("accounts", parents=[common])
    people.add_argument("what", choices=("list", "roles", *_RUN))
    people.add_argument("id", nargs="?", default="")
    people.add_argument("--name", default="")
    people.add_argument("--role", choices=[role.value for role in Role], default="clerk")
    people.add_argument("--person", default="")
    people.add_argument("--reason", default="")
    people.add_argument("--profile", choices=list(profiles()), default="")
    people.add_argument("--by", default="", metavar="ACCOUNT", help="who stands in")
    people.add_argument("--from", dest="first", type=day, metavar="DAY")
    people.add_argument("--until", type=day, metavar="DAY")
    people.add_argument("--sealed", action="store_true", help="in accusations too")
    people.set_defaults(run=run_accounts)
    shown = commands.add_parser("reveal", parents=[common])
    shown.add_argument("number")
    shown.add_argument("field")
    shown.add_argument("--reason", default="")
    shown.set_defaults(run=run_reveal)
    looks = commands.add_parser("who-opened", parents=[common])
    looks.add_argument("number")
    looks.set_defaults(run=run_who_opened)


def run_accounts(chosen: argparse.Namespace) -> int:
    """Lists, opens, closes accounts, changes roles and passwords, says what the roles are, chooses the policy."""
    if chosen.what == "roles":
        for role in Role:
            emit({"role": role.value, "name": words("roles")[role.value]})
        return 0
    changing = chosen.what == "password"
    opened = _to_change(chosen) if changing else desk(chosen)
    try:
        if chosen.what == "list":
            for account in accounts.list_accounts(opened.session):
                emit(account_object(account))
        else:
            _RUN[chosen.what](opened, chosen)
        return 0
    finally:
        opened.close()


def account_object(account: Account) -> dict[str, object]:
    """An account as the JSON object of `accounts list`: no key."""
    return {
        "id": account.id,
        "name": account.name,
        "role": str(account.role),
        "person": account.person or None,
        "closed": account.closed,
        "must_change": account.must_change,
        "password_on": None if account.password_on is None else account.password_on.isoformat(),
    }


def run_reveal(chosen: argparse.Namespace) -> int:
    """Shows one masked value in full; it is recorded first."""
    opened = desk(chosen)
    try:
        value = reveal(opened.session, chosen.number, chosen.field, chosen.reason)
    finally:
        opened.close()
    emit({"number": chosen.number, "field": chosen.field, "value": value}) if chosen.json else say(value)
    return 0


def run_who_opened(chosen: argparse.Namespace) -> int:
    """Who opened a matter, newest first."""
    opened = desk(chosen)
    try:
        for item in who_opened(opened.session, chosen.number):
            emit(
                {
                    "at": item.at.isoformat(),
                    "who": item.who,
                    "account": item.account,
                    "what": item.what,
                    "sealed": item.sealed,
                    "revealed": item.revealed or None,
                    "reason": item.reason or None,
                }
            )
        return 0
    finally:
        opened.close()


def _open(opened: Desk, chosen: argparse.Namespace) -> None:
    training = opened.session.office.training
    password = training_password() if training else accounts.one_time_password()
    made = accounts.open_account(
        opened.session,
        personal_keys(opened),
        identifier=_id(chosen),
        name=chosen.name,
        role=Role(chosen.role),
        password=password,
        person=chosen.person,
    )
    _tell(chosen, made, password, "opened")


def _close(opened: Desk, chosen: argparse.Namespace) -> None:
    left = accounts.open_work(opened.session, _id(chosen))
    accounts.close_account(opened.session, personal_keys(opened), chosen.id, chosen.reason)
    if chosen.json:
        emit({"id": chosen.id, "closed": True, "open_matters": left})
    else:
        say(str(words("people")["closed"]).format(account=chosen.id, count=left))


def _role(opened: Desk, chosen: argparse.Namespace) -> None:
    emit(account_object(accounts.change_role(opened.session, _id(chosen), Role(chosen.role), chosen.reason)))


def _password(opened: Desk, chosen: argparse.Namespace) -> None:
    old = secret_file(os.environ, "PETITION_DESK_PASSWORD_FILE")
    if old is None and opened.session.office.training:
        old = training_password()
    accounts.change_password(opened.session, personal_keys(opened), old or "", _new_password())
    emit({"id": opened.session.account.id, "changed": True}) if chosen.json else say(
        str(words("people")["password_changed"])
    )


def _reset(opened: Desk, chosen: argparse.Namespace) -> None:
    password = accounts.one_time_password()
    made = accounts.reset_password(
        opened.session, personal_keys(opened), _id(chosen), password, chosen.reason
    )
    _tell(chosen, made, password, "reset")


def _policy(opened: Desk, chosen: argparse.Namespace) -> None:
    if chosen.profile:
        accounts.choose_profile(opened.session, chosen.profile, chosen.reason)
    now = accounts.profile_of(opened.session)
    emit(
        {
            "profile": now.name,
            "least": now.least,
            "classes": now.classes,
            "days": now.days,
            "refused": now.refused,
            "administrators": [str(role) for role in now.administrators],
            "apart": now.apart,
            "second_factor": now.second_factor,
            "second_factor_provider": None,
        }
    )


def _readdress(opened: Desk, chosen: argparse.Namespace) -> None:
    done = readdress(opened.session, _id(chosen), chosen.reason)
    if chosen.json:
        emit({"id": done.person, "matters": done.matters, "parts": done.parts, "left": done.left})
    else:
        text = str(words("sealing")["readdressed"])
        say(text.format(account=done.person, matters=done.matters, parts=done.parts, left=done.left))


def _stand_in(opened: Desk, chosen: argparse.Namespace) -> None:
    if chosen.by:
        today = opened.session.today()
        made = name_stand_in(
            opened.session,
            _id(chosen),
            chosen.by,
            first=chosen.first or today,
            last=chosen.until or today,
            reason=chosen.reason,
            sealed=chosen.sealed,
        )
        emit({**_standing_object(made.stand_in), "granted": made.granted, "left": made.left})
        return
    for item in stand_ins(opened.session):
        emit(_standing_object(item))


def _stand_in_ended(opened: Desk, chosen: argparse.Namespace) -> None:
    end_stand_in(opened.session, _id(chosen))
    emit({"absent": chosen.id, "ended": True})


def _standing_object(item: StandIn) -> dict[str, object]:
    return {
        "absent": item.absent,
        "stand_in": item.stand_in,
        "first": item.first.isoformat(),
        "last": item.last.isoformat(),
        "named_by": item.by,
    }


_RUN = {
    "open": _open,
    "close": _close,
    "role": _role,
    "password": _password,
    "reset": _reset,
    "policy": _policy,
    "readdress": _readdress,
    "stand-in": _stand_in,
    "end-stand-in": _stand_in_ended,
}


def _tell(chosen: argparse.Namespace, made: Account, password: str, key: str) -> None:
    """The one-time password is shown once, to whoever hands it over; it is kept nowhere."""
    if chosen.json:
        emit({**account_object(made), "one_time_password": password})
    else:
        say(str(words("people")[key]).format(account=made.id, password=password))


def _id(chosen: argparse.Namespace) -> str:
    if not chosen.id:
        raise BadInput("field.missing", field="id", name="id")
    return str(chosen.id)


def _to_change(chosen: argparse.Namespace) -> Desk:
    return open_desk(chosen.data, account=chosen.account, at=chosen.at, changing=True)


def _new_password() -> str:
    """The password that is chosen: from the named file, or asked for twice at the terminal."""
    given = secret_file(os.environ, NEW_PASSWORD)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Unavailable("init.needs_a_person")
    text = words("cli")
    first = getpass.getpass(str(text["ask_password"]))
    if getpass.getpass(str(text["ask_again"])) != first:
        raise BadInput("sign_in.not_same", field="password")
    return first
