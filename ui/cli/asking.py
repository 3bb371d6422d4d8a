"""The command standing: what the hall's own screen tells a petitioner who holds a receipt."""

from __future__ import annotations

import argparse

from app.services.asking import ask
from ui.cli.folder import desk
from ui.cli.output import emit


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds this command to the parser."""
    standing = commands.add_parser("standing", parents=[common])
    standing.add_argument("code", help="the text of the code of a receipt or of a rating slip")
    standing.add_argument("--digits", default="", help="the last digits of a telephone or identity number")
    standing.set_defaults(run=run_standing)


def run_standing(chosen: argparse.Namespace) -> int:
    """Tells where the matter stands; without the digits one word."""
    opened = desk(chosen)
    try:
        told = ask(opened.session, chosen.code, chosen.digits)
    finally:
        opened.close()
    emit(
        {
            "number": told.number,
            "state": told.state,
            "since": None if told.since is None else told.since.isoformat(),
            "unit": told.unit,
            "owed_by": None if told.owed_by is None else told.owed_by.isoformat(),
            "late": told.late,
            "ratable": told.ratable,
        }
    )
    return 0
