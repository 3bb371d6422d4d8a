"""Commands on what must not be lost: backup, restore, rehearse."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

from app.errors import AppError, BadInput, Damaged, Unavailable
from ui.bootstrap.backups import (
    backup_keeper,
    backup_plan,
    change_backup_plan,
    on_one_disk,
    rebuild_from_side_files,
    rehearse_backup,
    restore_backup,
    take_backup,
)
from ui.bootstrap.opening import Desk
from ui.cli.folder import desk
from ui.cli.output import emit, say
from ui.messages import message_of, words


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
    backup = commands.add_parser("backup", parents=[common])
    backup.add_argument("--to", type=Path)
    backup.add_argument("--remember", action="store_true")
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser("restore", parents=[common])
    restore.add_argument("file", type=Path)
    restore.add_argument("--to", type=Path, required=True)
    restore.add_argument("--last-number", action="append", default=[])
    restore.add_argument("--no-receipts-later", action="store_true")
    restore.add_argument("--without-papers", action="store_true")
    restore.set_defaults(run=run_restore)
    rehearse = commands.add_parser("rehearse", parents=[common])
    rehearse.add_argument("file", type=Path)
    rehearse.set_defaults(run=run_rehearse)


def run_backup(chosen: argparse.Namespace) -> int:
    """Takes a backup into a folder, or into those of the plan."""
    opened = desk(chosen)
    try:
        if chosen.to is None:
            return _backup_as_planned(chosen, opened)
        target = chosen.to.absolute()
        if chosen.remember:  # first: the backup holds that entry, too
            plan = backup_plan(chosen.data)
            folders = tuple(dict.fromkeys((*plan.folders, str(target))))
            change_backup_plan(opened, replace(plan, folders=folders))
        made = take_backup(opened, target)
        if on_one_disk(opened, target):
            _tell(Unavailable("backup.same_disk", place=str(target)))
    finally:
        opened.close()
    _done(
        chosen, "backed_up", {"file": str(made.file), "entries": made.entries, "head": made.head, "ok": True}
    )
    return 0


def _backup_as_planned(chosen: argparse.Namespace, opened: Desk) -> int:
    keeper = backup_keeper(opened)
    now = opened.session.now()
    done = keeper.run(now)
    if not done.kept:
        raise done.problems[0]
    for problem in keeper.standing(now).problems:
        _tell(problem)
    first = done.kept[0]
    made = {"file": str(first.file), "entries": first.entries, "head": first.head, "ok": done.ok}
    _done(
        chosen, "backed_up", made | {"files": [str(item.file) for item in done.kept], "thinned": done.thinned}
    )
    return 0 if done.ok else Unavailable.exit_code


def run_restore(chosen: argparse.Namespace) -> int:
    """Brings a data folder back from a backup file, or from the side files of a folder whose database is broken.

    The last number on any receipt must be told, or that there was none later.
    """
    if bool(chosen.last_number) == chosen.no_receipts_later:
        raise BadInput("restore.last_number_needed", field="last_number")
    told = {"last_seen": chosen.last_number, "account": chosen.account, "at": chosen.at}
    if chosen.file.is_dir():
        done = rebuild_from_side_files(chosen.file, chosen.to, **told)
    else:
        done = restore_backup(chosen.file, chosen.to, without_papers=chosen.without_papers, **told)
    made: dict[str, object] = {
        "file": str(chosen.file),
        "entries": done.entries,
        "head": done.head,
        "ok": True,
    }
    made["unaccounted"] = [
        {"series": lost.series, "from": lost.first, "to": lost.last} for lost in done.unaccounted
    ]
    made["moved_aside"] = None if done.aside is None else str(done.aside)
    for lost in done.unaccounted:
        say(str(words("keeping")["unaccounted"]).format(first=lost.first, last=lost.last))
    if done.aside is not None:
        say(str(words("keeping")["moved_aside"]).format(folder=done.aside))
    _done(chosen, "restored", made)
    return 0


def run_rehearse(chosen: argparse.Namespace) -> int:
    """Tries to restore a backup in a scratch folder; records it where there is a data folder of the same key."""
    opened = desk(chosen) if chosen.data.exists() else None
    try:
        with tempfile.TemporaryDirectory(
            prefix="petition-desk-", dir=chosen.data if opened else None
        ) as room:
            done = rehearse_backup(chosen.file, Path(room), desk=opened, account=chosen.account)
    finally:
        if opened is not None:
            opened.close()
    made: dict[str, object] = {
        "file": str(chosen.file),
        "entries": done.entries,
        "head": done.head,
        "ok": done.ok,
    }
    if not done.ok:
        if not chosen.json:
            raise Damaged("rehearse.not_equal")
        emit(made)
        return Damaged.exit_code
    _done(chosen, "rehearsed", made | {"papers": done.papers, "recorded": opened is not None})
    return 0


def _done(chosen: argparse.Namespace, word: str, made: dict[str, object]) -> None:
    if chosen.json:
        emit(made)
    else:
        say(str(words("keeping")[word]).format(**made))


def _tell(problem: AppError) -> None:
    found = message_of(problem)
    say(f"{found.says}{found.do}")
