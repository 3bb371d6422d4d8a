"""The command that names earlier matters like the one in a file, with the reasons; it never merges anything."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.errors import BadInput
from app.readmodels import PersonRow
from app.services.repeats import Told, earlier_matters
from ui.cli.folder import desk
from ui.cli.output import listed
from ui.cli.row_files import rows_of

REASONS = ("same_id_number", "same_name", "near_name", "same_place")


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    asked = commands.add_parser("repeats", parents=[common])
    asked.add_argument("file", help="a JSON object with name, id_number, place, content, requested")
    asked.set_defaults(run=run_repeats)


def run_repeats(chosen: argparse.Namespace) -> int:
    """Earlier matters like this one, the likeliest first; `similarity` of the stories in percent."""
    rows = rows_of(Path(chosen.file))
    if len(rows) != 1 or not isinstance(rows[0], dict):
        raise BadInput("intake.row_shape", row=1)
    given = rows[0]

    def text(name: str) -> str:
        return str(given.get(name) or "").strip()

    told = Told(
        name=text("name"),
        id_number=text("id_number"),
        place=text("place"),
        text=f"{text('content')}\n{text('requested')}".strip(),
    )
    opened = desk(chosen)
    try:
        found = earlier_matters(opened.session, told)
    finally:
        opened.close()
    answer = [{"number": row.number, "reasons": reasons(row), "similarity": row.similarity} for row in found]
    return listed(answer, ("number", "reasons", "similarity"), as_json=chosen.json)


def reasons(row: PersonRow) -> list[str]:
    """Why it is named: what the two have in common."""
    found = [name.removeprefix("same_") for name in REASONS if getattr(row, name)]
    return found + (["text"] if row.similarity else [])
