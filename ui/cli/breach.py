"""petition-desk breach: what a lost stick, laptop or package held, as a sheet for the leader (数据丢失报告)."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path

from app.clock import CHINA
from app.errors import BadInput
from app.services.breaching import Lost, sheet_of
from ui.bootstrap.breaching import breach_of
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.output import emit, say
from ui.messages import words


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds this command to the parser."""
    breach = commands.add_parser("breach", parents=[common])
    breach.add_argument("--lost", choices=[item.value for item in Lost], required=True)
    breach.add_argument("--day", type=date.fromisoformat)
    breach.add_argument("--where", default="")
    breach.add_argument("--backup", default="")
    breach.add_argument("--package", action="append", default=[])
    breach.add_argument("--out", type=Path, required=True)
    breach.set_defaults(run=run_breach)


def run_breach(chosen: argparse.Namespace) -> int:
    """Writes the sheet and records the loss."""
    instant = _instant(chosen.backup)
    opened = desk(chosen)
    try:
        made = breach_of(
            opened,
            Lost(chosen.lost),
            lost_on=chosen.day or opened.session.today(),
            where=chosen.where,
            backup=instant,
            packages=chosen.package,
        )
        write_bytes(chosen.out, sheet_of(made))
    finally:
        opened.close()
    told: dict[str, object] = {
        "file": str(chosen.out),
        "lost": made.lost.value,
        "entries": made.entries,
        "matters": len(made.matters),
        "restricted": made.restricted,
    }
    if chosen.json:
        emit(told | {"numbers": [matter.number for matter in made.matters]})
    else:
        say(str(words("breach")["reported"]).format(**told))
    return 0


def _instant(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput("breach.instant", field="backup", name=text) from error
    return found if found.tzinfo else found.replace(tzinfo=CHINA)
