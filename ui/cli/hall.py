"""The commands of a hall with several windows: inviting a desk, joining, the spare station."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from app.domain.account import Role
from app.errors import BadInput, NotAllowed, Unavailable
from resources.loader import words as words_of
from ui.bootstrap.joining import invite_desk, join_hall
from ui.bootstrap.opening import (
    PASSWORD_VARIABLE,
    RECOVERY_VARIABLE,
    Desk,
    open_desk,
    secret_file,
    training_password,
)
from ui.bootstrap.spare import hand_over, prepare_spare, registered_twice, take_over
from ui.cli.output import emit, say
from ui.messages import message_of

CODE_VARIABLE = "PETITION_DESK_INVITATION_FILE"
"""Names the file whose first line is the code of an invitation, for scripts; else it is typed."""


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    hall = commands.add_parser("hall", parents=[common])
    hall.add_argument("what", choices=tuple(_RUNS))
    hall.add_argument("--out", type=Path, help="where the invitation is written")
    hall.add_argument("--code-out", type=Path, help="training folders: where its code is written")
    hall.add_argument("--address", default="", metavar="URL", help="the server as other computers see it")
    hall.add_argument("--spare", default="", metavar="CODE", help="the spare station's own code")
    hall.set_defaults(run=run_hall)


def run_hall(chosen: argparse.Namespace) -> int:
    """Invites a desk, makes a spare station, or hands over between a spare station and its hall."""
    opened = open_desk(chosen.data, account=chosen.account, at=chosen.at)
    try:
        for problem in (opened.keyring_problem, opened.keys_problem, opened.disk_problem):
            if problem is not None:
                found = message_of(problem)
                say(f"{found.says}{found.do}")
        return _RUNS[chosen.what](opened, chosen)
    finally:
        opened.close()


def _invite(opened: Desk, chosen: argparse.Namespace) -> int:
    if chosen.out is None:
        raise BadInput("field.missing", field="out", name="out")
    if chosen.code_out is not None and not opened.session.office.training:
        raise NotAllowed("init.recovery_out_only_training")
    data, code = invite_desk(opened, address=chosen.address)
    _write(chosen.out, data)
    if chosen.code_out is not None:
        _write(chosen.code_out, f"{code}\n".encode())
    else:
        say(_text()["code"].format(code=code))
    if chosen.json:
        out = None if chosen.code_out is None else str(chosen.code_out)
        emit({"invitation": str(chosen.out), "code_out": out})
    else:
        say(_text()["invited"].format(file=chosen.out))
    return 0


def _spare(opened: Desk, chosen: argparse.Namespace) -> int:
    prepare_spare(opened, chosen.spare.upper())
    made = {"spare": chosen.spare.upper()}
    emit(made) if chosen.json else say(_text()["spare_made"].format(**made))
    return 0


def _hand_over(opened: Desk, chosen: argparse.Namespace) -> int:
    came = take_over(opened)
    made = {
        "packages": hand_over(opened),
        "twice": [{"hall": here, "spare": there} for here, there in registered_twice(opened)],
        "applied": came.applied,
        "repeated": came.repeated,
        "held": came.held,
        "rejected": [{"package": item.name, "code": item.error.code} for item in came.rejected],
    }
    emit(made) if chosen.json else say(_text()["handed"].format(**made))
    return 0


_RUNS = {"invite": _invite, "spare": _spare, "hand-over": _hand_over}


def run_join(chosen: argparse.Namespace) -> int:
    """Makes the folder of a further desk from an invitation."""
    try:
        data = chosen.join.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", file=chosen.join.name) from error
    code = secret_file(os.environ, CODE_VARIABLE)
    if code is None:
        say(_text()["type_code"])
        code = sys.stdin.readline().strip()
    recovery = secret_file(os.environ, RECOVERY_VARIABLE) or ""
    password = secret_file(os.environ, PASSWORD_VARIABLE)
    joined = join_hall(
        chosen.data,
        data,
        code,
        account=chosen.account or Role.LEADER.value,
        password=training_password() if password is None else password,
        recovery=recovery,
        address=chosen.database,
        spare=chosen.spare.upper(),
        at=chosen.at,
    )
    made = {"data": str(chosen.data), "station": joined.station, "spare": joined.spare or None}
    emit(made) if chosen.json else say(_text()["joined"].format(office=joined.office, **made))
    return 0


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
        path.chmod(0o600)
    except OSError as error:
        raise Unavailable("disk.read_only") from error


def _text() -> dict[str, str]:
    found: dict[str, str] = words_of("words/hall.toml")["hall"]
    return found
