"""petition-desk diagnose: one file for the help desk, without anything of anybody (诊断包)."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.errors import AppError
from app.services.diagnosing import diagnosis
from ui import crash_reports
from ui.bootstrap.diagnosing import database_facts, folder_facts, program_diagnosed, write_bundle
from ui.cli.folder import desk
from ui.cli.output import emit, say
from ui.messages import words


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds this command to the parser."""
    diagnose = commands.add_parser("diagnose", parents=[common])
    diagnose.add_argument("--out", type=Path, required=True)
    diagnose.set_defaults(run=run_diagnose)


def run_diagnose(chosen: argparse.Namespace) -> int:
    """Writes the bundle. A folder that does not open is described as far as it can be without a key."""
    whole: dict[str, object] = {"program": program_diagnosed(), "folder": folder_facts(chosen.data)}
    try:
        opened = desk(chosen)
    except AppError as error:
        whole["opening"] = error.code
    else:
        try:
            whole |= {"database": database_facts(opened), "contents": diagnosis(opened.session)}
        finally:
            opened.close()
    reports = crash_reports.kept(chosen.data)
    write_bundle(chosen.out, whole, reports)
    made: dict[str, object] = {
        "file": str(chosen.out),
        "reports": len(reports),
        "opened": "opening" not in whole,
    }
    if chosen.json:
        emit(made)
    else:
        say(str(words("diagnose")["written"]).format(**made))
    return 0
