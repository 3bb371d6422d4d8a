"""Backups and the keyring for the window: every function runs in a worker, because each may wait for a disk or a store."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from app.domain.restoring import BackupRehearsed
from app.errors import BadInput, Damaged, NotFound, Unavailable
from app.ports import KeptBackup
from app.services.backup_plan import BackupPlan
from app.services.keeping import (
    BackupKeeper,
    BackupRun,
    RehearsalStanding,
    Standing,
    rehearsal_standing,
    rehearsals,
)
from ui.bootstrap.backups import backup_keeper, backup_plan, change_backup_plan, on_one_disk, rehearse_backup
from ui.bootstrap.bringing_back import entries_until
from ui.bootstrap.opening import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at the backups found. `now` is the instant of the look; `due` whether one should be taken."""

    keeper: BackupKeeper
    standing: Standing
    now: datetime
    due: bool

    @property
    def plan(self) -> BackupPlan:
        """The plan that the keeper follows."""
        return self.keeper.plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One folder of the plan: on the disk of the data (None: it cannot be reached now)."""

    folder: str
    same_disk: bool | None


def look(desk: Desk, keeper: BackupKeeper | None) -> Look:
    """How the backups stand. A plan that was changed meanwhile, by whomever, makes a new keeper.

    Raises BadInput("backup.plan…").
    """
    plan = backup_plan(desk.opened.folder)
    if keeper is None or keeper.plan != plan:
        keeper = backup_keeper(desk)
    now = desk.session.now()
    return Look(keeper=keeper, standing=keeper.standing(now), now=now, due=keeper.due(now))


def run(desk: Desk, keeper: BackupKeeper, step: Callable[[], None]) -> BackupRun:
    """One backup into every folder of the plan. Raises what `BackupKeeper.run` raises, and what `step` raises."""
    return keeper.run(desk.session.now(), step=step)


def targets(desk: Desk) -> tuple[Target, ...]:
    """The folders of the plan."""
    found = []
    for folder in backup_plan(desk.opened.folder).folders:
        try:
            found.append(Target(folder=folder, same_disk=on_one_disk(desk, Path(folder))))
        except Unavailable:
            found.append(Target(folder=folder, same_disk=None))
    return tuple(found)


def add_folder(desk: Desk, typed: str) -> str:
    """Adds a folder to the plan and makes it; the answer is where it lies.

    Raises BadInput("field.missing", "backup.too_many_folders", "backup.inside_data"), Unavailable("backup.target…").
    """
    if not typed.strip():
        raise BadInput("field.missing", field="folder", name="folder")
    data = desk.opened.folder
    place = Path(typed.strip()).expanduser().absolute()
    if place == data.absolute() or data.absolute() in place.parents:
        raise BadInput("backup.inside_data", field="folder")
    plan = backup_plan(data)
    try:
        plan = replace(plan, folders=tuple(dict.fromkeys((*plan.folders, str(place)))))
        place.mkdir(parents=True, exist_ok=True)
    except BadInput as error:
        raise BadInput(error.code, field="folder", **error.details) from error
    except OSError as error:
        raise Unavailable("backup.target_read_only", field="folder", place=str(place)) from error
    change_backup_plan(desk, plan)
    return str(place)


def remove_folder(desk: Desk, folder: str) -> str:
    """Takes a folder out of the plan; what lies there stays. Raises Unavailable("backup.target…")."""
    plan = backup_plan(desk.opened.folder)
    left = tuple(other for other in plan.folders if other != folder)
    change_backup_plan(desk, replace(plan, folders=left))
    return folder


def rehearse(desk: Desk, typed: str) -> BackupRehearsed:
    """Tries a backup out in a scratch folder; what came of it is recorded by an act of its own, also a failure.

    Raises BadInput("field.missing"), what `rehearse_backup` raises.
    """
    if not typed.strip():
        raise BadInput("field.missing", field="file", name="file")
    file = Path(typed.strip()).expanduser()
    with tempfile.TemporaryDirectory(prefix="petition-desk-", dir=desk.opened.folder) as room:
        return rehearse_backup(file, Path(room), desk=desk, record=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """How rehearsals stand, and which backup would be tried out next."""

    standing: RehearsalStanding
    newest: KeptBackup | None


def trials(desk: Desk, keeper: BackupKeeper) -> Trials:
    """Whether the newest backup should be tried out."""
    session = desk.session
    newest = keeper.standing(session.now()).last
    standing = rehearsal_standing(keeper.plan, last_rehearsal(desk), newest, session.today())
    return Trials(standing=standing, newest=newest)


def rehearse_newest(desk: Desk, newest: KeptBackup, step: Callable[[str], None]) -> BackupRehearsed:
    """Tries the newest backup out. A broken one is an outcome, too; what `step` raises gives it up.

    Everything that had come in by the instant of the backup must be in it. Raises Unavailable.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="petition-desk-", dir=desk.opened.folder) as room:
            done = rehearse_backup(newest.file, Path(room), desk=desk, record=False, step=step)
    except OSError as error:
        raise Unavailable("disk.read_only") from error
    except (Damaged, NotFound):
        at = newest.at.isoformat()
        return BackupRehearsed(backup_at=at, entries=newest.entries, head=newest.head, papers=0, ok=False)
    lost = entries_until(desk, newest.at) - done.entries
    return replace(done, ok=done.ok and lost <= 0)


def not_equal() -> Damaged:
    """What is said when a rehearsal did not bring everything back."""
    return Damaged("rehearse.not_equal")


def last_rehearsal(desk: Desk) -> tuple[date, BackupRehearsed] | None:
    """When restoring was tried last and what came of it."""
    found = rehearsals(desk.session.memory)
    return found[-1] if found else None
