"""The command for sheets about the whole office: sheet."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.services.office_sheets import office_sheet
from ui.cli.bulk import write_bytes
from ui.cli.folder import desk
from ui.cli.options import pairs
from ui.cli.output import emit


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds this command to the parser."""
    sheet = commands.add_parser("sheet", parents=[common])
    sheet.add_argument("kind")
    sheet.add_argument("--out", type=Path, required=True)
    sheet.add_argument("--draft", action="store_true")
    sheet.add_argument("--with", dest="given", action="append", default=[], metavar="NAME=VALUE")
    sheet.set_defaults(run=run_sheet)


def run_sheet(chosen: argparse.Namespace) -> int:
    """Makes a sheet about the office."""
    given = pairs(chosen.given)
    opened = desk(chosen)
    try:
        made = office_sheet(opened.session, chosen.kind, given, draft=chosen.draft)
    finally:
        opened.close()
    write_bytes(chosen.out, made.pdf)
    emit({"kind": chosen.kind, "sha256": made.sha256, "pages": made.pages})
    return 0
