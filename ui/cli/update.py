"""petition-desk update: look at an update file, install it after a backup and a trial on a copy, take it back."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.errors import AppError
from app.exchange.release import Release
from ui.bootstrap.updating import check_update, program_folder, take_back, update
from ui.cli.folder import desk
from ui.cli.output import emit, say
from ui.messages import words


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds this command to the parser."""
    updating = commands.add_parser("update", parents=[common])
    updating.add_argument("what", choices=("check", "install", "undo"))
    updating.add_argument("file", type=Path, nargs="?")
    updating.set_defaults(run=run_update)


def run_update(chosen: argparse.Namespace) -> int:
    """Checks, installs or takes back."""
    program = program_folder()
    if chosen.what == "undo":
        return _undo(chosen, program)
    opened = desk(chosen)
    try:
        if chosen.what == "check":
            release = check_update(chosen.file or Path(), program, desk=opened)
            return _tell(chosen, "may_be_installed", _facts(release))
        done = update(chosen.file or Path(), program, opened)
    finally:
        opened.close()
    return _tell(chosen, "installed", {**_facts(done.release), "before": str(done.before)})


def _undo(chosen: argparse.Namespace, program: Path) -> int:
    """Takes the last update back; a program that cannot open the data any more is taken back all the same."""
    try:
        opened = desk(chosen)
    except AppError:
        take_back(program)
        return _tell(chosen, "undone", {})
    try:
        take_back(program, opened)
    finally:
        opened.close()
    return _tell(chosen, "undone", {})


def _facts(release: Release) -> dict[str, object]:
    return {
        "version": release.version,
        "number": release.number,
        "made_on": release.made_on.isoformat(),
        "files": len(release.files),
        "size": release.size,
    }


def _tell(chosen: argparse.Namespace, word: str, made: dict[str, object]) -> int:
    if chosen.json:
        emit({"done": word, **made})
    else:
        say(str(words("update")[word]).format(**made))
    return 0
