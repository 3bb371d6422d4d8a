"""The command what-if: which duties would begin, end or move if something happened on some day."""

from __future__ import annotations

import argparse
from datetime import date

from app.errors import BadInput
from app.services.what_if import what_if, what_if_object
from ui.cli.folder import desk
from ui.cli.output import emit, table


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds this command to the parser."""
    asked = commands.add_parser("what-if", parents=[common])
    asked.add_argument("number")
    asked.add_argument("fact")
    asked.add_argument("--on", required=True)
    asked.add_argument("--unit", default="")
    asked.set_defaults(run=run_what_if)


def run_what_if(chosen: argparse.Namespace) -> int:
    """Says what would follow; writes nothing."""
    try:
        on = date.fromisoformat(chosen.on)
    except ValueError as error:
        raise BadInput("field.type", field="on", name="on", type="date") from error
    opened = desk(chosen)
    try:
        found = what_if(opened.session, chosen.number, chosen.fact, on, unit=chosen.unit)
        made = what_if_object(opened.session, found)
    finally:
        opened.close()
    if chosen.json:
        emit(made)
    else:
        table(made, ("change", "rule", "due_strict", "due_legal", "article"))
    return 0
