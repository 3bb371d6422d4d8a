"""Commands on the data folder: init, units, rebuild."""

from __future__ import annotations

import argparse
import getpass
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from app.domain.account import Role
from app.domain.codes import region
from app.domain.fields import from_json
from app.domain.office import OfficeSet, StationKind, Unit, UnitsListed
from app.domain.policy_profiles import PolicyProfile, profile, profiles
from app.errors import AppError, BadInput, Damaged, NotAllowed, Unavailable
from app.services.units import list_units, read_units
from ui.bootstrap.backups import save_before_risk
from ui.bootstrap.founding import (
    SUITES,
    NewAccount,
    create_folder,
    new_account,
    new_recovery_code,
    same_recovery_code,
)
from ui.bootstrap.opening import Desk, founding_instant, open_desk
from ui.cli import hall
from ui.cli.output import emit, say
from ui.messages import message_of, words


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    init = commands.add_parser("init", parents=[common])
    add_init_options(init)
    init.add_argument("--role", choices=("station", "county"), default="station")
    init.add_argument("--join", type=Path, metavar="FILE", help="an invitation of a hall")
    init.add_argument("--spare", default="", metavar="CODE", help="with --join: the spare station's own code")
    init.set_defaults(run=lambda chosen: run_init(chosen) if chosen.join is None else hall.run_join(chosen))
    units = commands.add_parser("units", parents=[common])
    units.add_argument("what", choices=("import", "list"))
    units.add_argument("file", type=Path, nargs="?")
    units.set_defaults(run=run_units)
    rebuild = commands.add_parser("rebuild", parents=[common])
    rebuild.add_argument("--check", action="store_true")
    rebuild.set_defaults(run=run_rebuild)


def add_init_options(init: argparse.ArgumentParser) -> None:
    """What `init` and `county init` are told alike."""
    init.add_argument("--office", default="")
    init.add_argument("--area", default="")
    init.add_argument("--station", default="")
    init.add_argument("--kind", choices=[kind.value for kind in StationKind], default="office")
    init.add_argument("--training", action="store_true")
    init.add_argument("--recovery-out", type=Path)
    init.add_argument("--profile", choices=list(profiles()), default="")
    init.add_argument("--keyring", action="store_true")
    init.add_argument("--suite", choices=tuple(SUITES), default="intl")
    init.add_argument("--from", dest="source", type=Path)
    init.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL database")


def desk(chosen: argparse.Namespace) -> Desk:
    """The open data folder with the person who is named; says why the keyring did not open it, and what its disk lacks."""
    opened = open_desk(chosen.data, account=chosen.account, at=chosen.at)
    for problem in (opened.keyring_problem, opened.keys_problem, opened.disk_problem):
        if problem is not None:
            found = message_of(problem)
            say(f"{found.says}{found.do}")
    return opened


def run_init(chosen: argparse.Namespace) -> int:
    """Makes a data folder."""
    given = _from_file(chosen.source)
    office = _office(chosen, given)
    if chosen.recovery_out is not None and not chosen.training:
        raise NotAllowed("init.recovery_out_only_training")
    code = new_recovery_code()
    accounts = () if chosen.training else _ask_for_people(code, profile(chosen.profile))
    rows = given.get("units", [])
    units = (
        UnitsListed(units=tuple(from_json(Unit, row) for row in rows))
        if isinstance(rows, list) and rows
        else None
    )
    problem = create_folder(
        chosen.data,
        office,
        code=code,
        now=founding_instant(chosen.at, training=chosen.training),
        role_names={str(k): str(v) for k, v in words("roles").items()},
        accounts=accounts,
        units=units,
        keyring=chosen.keyring,
        suite_name=chosen.suite,
        profile=chosen.profile,
        database=chosen.database,
    )
    if problem is not None:
        told = message_of(problem)
        say(f"{told.says}{told.do}")
    if chosen.recovery_out is not None:
        _write_code(chosen.recovery_out, code)
    return _tell_made(chosen, office, problem)


def _office(chosen: argparse.Namespace, given: Mapping[str, object]) -> OfficeSet:
    """The office as options and file say. Raises BadInput("field.missing", "init.area_unknown")."""
    office = OfficeSet(
        name=chosen.office or str(given.get("office", "")),
        station=(chosen.station or str(given.get("station", ""))).upper(),
        area=chosen.area or str(given.get("area", "")),
        kind=_kind(given.get("kind", chosen.kind), chosen.source),
        role=chosen.role,
        address=str(given.get("address", "")),
        phone=str(given.get("phone", "") or _sample(chosen.training)),
        complaint_phone=str(given.get("complaint_phone", "") or _sample(chosen.training)),
        hours=str(given.get("hours", "")),
        letterhead=str(given.get("letterhead", "")),
        number_word=str(given.get("number_word", "")),
        training=chosen.training,
    )
    for name in ("name", "station", "area"):
        if not getattr(office, name):
            raise BadInput("field.missing", field=name, name=name)
    if region(office.area) is None:
        raise BadInput("init.area_unknown", field="area", area=office.area)
    return office


def _tell_made(chosen: argparse.Namespace, office: OfficeSet, problem: AppError | None) -> int:
    if chosen.json:
        out = None if chosen.recovery_out is None else str(chosen.recovery_out)
        made: dict[str, object] = {
            "data": str(chosen.data),
            "station": office.station,
            "recovery_out": out,
        }
        emit(made | ({"keyring": problem is None} if chosen.keyring else {}))
    else:
        say(str(words("cli")["made"]).format(folder=chosen.data, station=office.station))
    return 0


def _kind(word: object, source: Path | None) -> StationKind:
    try:
        return StationKind(str(word))
    except ValueError as error:
        raise BadInput("init.file", file="" if source is None else source.name) from error


def _sample(training: bool) -> str:
    """A telephone number nobody has, so that a training folder can print at once."""
    return str(words("cli")["training_phone"]) if training else ""


def _from_file(source: Path | None) -> dict[str, object]:
    if source is None:
        return {}
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput("init.file", file=source.name) from error


def _ask_for_people(code: str, policy: PolicyProfile) -> tuple[NewAccount, ...]:
    """Shows the code, has it typed back, and asks for the first people and the profile's administrators."""
    if not sys.stdin.isatty():
        raise Unavailable("init.needs_a_person")
    text = words("cli")
    say(str(text["recovery_code"]).format(code=code))
    typed = input(str(text["type_back"]))
    if not same_recovery_code(typed, code):
        raise BadInput("init.code_typed_wrong")
    made = []
    for role in dict.fromkeys((Role.CLERK, Role.LEADER, *policy.administrators)):
        say(str(text["first_account"]).format(role=words("roles")[role.value]))
        name = input(str(text["ask_name"]))
        made.append(new_account(role.value, name, role, _ask_password()))
    return tuple(made)


def _ask_password() -> str:
    text = words("cli")
    first = getpass.getpass(str(text["ask_password"]))
    if len(first) < 10:
        raise BadInput("sign_in.too_short", field="password", least=10)
    if getpass.getpass(str(text["ask_again"])) != first:
        raise BadInput("sign_in.not_same", field="password")
    return first


def _write_code(path: Path, code: str) -> None:
    try:
        path.write_text(code + "\n", encoding="utf-8")
        path.chmod(0o600)
    except OSError as error:
        raise Unavailable("disk.read_only") from error


def run_units(chosen: argparse.Namespace) -> int:
    """Takes in or lists the table of units."""
    opened = desk(chosen)
    try:
        if chosen.what == "list":
            for unit in opened.session.office.units:
                row = {"code": unit.code, "name": unit.name, "phone": unit.phone}
                emit({**row, "serves": list(unit.serves)} if unit.serves else row)
            return 0
        if chosen.file is None:
            raise BadInput("field.missing", field="file", name="file")
        try:
            text = chosen.file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput("file.unreadable", file=chosen.file.name) from error
        count = list_units(opened.session, read_units(chosen.file.name, text))
        emit({"units": count}) if chosen.json else say(str(words("cli")["units"]).format(count=count))
        return 0
    finally:
        opened.close()


def run_rebuild(chosen: argparse.Namespace) -> int:
    """Makes the projections anew, or compares them."""
    opened = desk(chosen)
    try:
        if not chosen.check:
            backup_first(opened)
        made = opened.rebuild(check=chosen.check)
    finally:
        opened.close()
    if chosen.json:
        emit(made)
    else:
        key = "rebuilt" if not chosen.check else "equal" if made["equal"] else "not_equal"
        say(str(words("cli")[key]).format(rows=made["rows"]))
    return 0 if made["equal"] else Damaged.exit_code


def backup_first(opened: Desk) -> None:
    """Saves what is unsaved before a rebuild or an import; what stands in the way is said and is no obstacle."""
    problem = save_before_risk(opened)
    if problem is not None:
        told = message_of(problem)
        say(f"{told.says}{told.do}")
