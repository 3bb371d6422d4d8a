"""Backups of an open folder, bringing one back, rehearsing it."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.clock import from_milliseconds
from app.domain import history
from app.domain.account import Role
from app.domain.entry import StreamId
from app.domain.office import NumbersUnaccounted
from app.domain.overlays import law_of
from app.domain.restoring import BackupRehearsed
from app.errors import AppError, BadInput, Damaged, NotAllowed, Unavailable
from app.ports import KeptBackup, Known
from app.services.backup_plan import BackupPlan, read_plan, write_plan
from app.services.epochs import begin_epoch
from app.services.keeping import RESTORER, BackupKeeper, record_rehearsal
from app.services.knowing import known as known_under
from app.services.looking import record_administration
from app.services.session import adopted_by, office_of
from db import backup, durable, keyring_slot, restore, side_rebuild, vault
from db.folder import Opened
from ui.bootstrap.opening import PASSWORD_VARIABLE, RECOVERY_VARIABLE, Desk, clock_at, secret_file

PLAN = "backup.toml"
"""The office's own backup plan, in the data folder."""
CARRIED = (PLAN, "settings.toml", "transport.toml")
"""What belongs to this computer and is in no backup: it comes along from the folder that is moved aside."""


def _go_on(stage: str) -> None:
    """Nobody wants to give it up."""


def backup_plan(folder: Path) -> BackupPlan:
    """The backup plan of a data folder. Raises BadInput("backup.plan…")."""
    try:
        return read_plan((folder / PLAN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return read_plan()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("backup.plan_unreadable") from error


def change_backup_plan(desk: Desk, plan: BackupPlan) -> None:
    """Changes where and how often backups are taken; recorded first. Raises Unavailable("backup.target…")."""
    record_administration(desk.session, "backup-plan", "; ".join(plan.folders))
    keep_backup_plan(desk.opened.folder, plan)


def keep_backup_plan(folder: Path, plan: BackupPlan) -> None:
    """Writes the backup plan of a data folder that nobody works in yet. Raises Unavailable("backup.target…")."""
    text = write_plan(plan).encode()
    durable.write_whole(folder / PLAN, lambda out: out.write(text), lambda fresh: None)


def backup_keeper(desk: Desk) -> BackupKeeper:
    """What takes the backups of an open desk: ask `due(now)` in the read lane, `run(now)` away from the GUI thread."""
    return BackupKeeper(backup.FolderBackups(desk.opened), backup_plan(desk.opened.folder))


def save_before_risk(desk: Desk) -> AppError | None:
    """Saves what is unsaved before a rebuild or an import; the answer is why it could not be.

    A stick that is out is said and is no obstacle: nothing of what is begun touches an entry that is there.
    """
    try:
        backup_keeper(desk).before_risk(desk.session.now())
    except AppError as error:
        return error
    return None


def take_backup(desk: Desk, target: Path) -> KeptBackup:
    """One verified backup into a folder, which is made when it is not there; a copy of everything, so recorded first.

    Raises what `FolderBackups.take` raises.
    """
    backup.require_folder(target)
    record_administration(desk.session, "backup-copy", str(target))
    (made,) = backup.FolderBackups(desk.opened).take([target], desk.session.now())
    if isinstance(made, AppError):
        raise made
    return made


def on_one_disk(desk: Desk, target: Path) -> bool:
    """Whether a folder lies on the disk of the data."""
    return backup.FolderBackups(desk.opened).same_disk(target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A restored data folder: what was in the backup, which numbers nobody can account for, where the old folder is."""

    entries: int
    head: str
    at: str
    unaccounted: tuple[NumbersUnaccounted, ...]
    aside: Path | None


def restore_backup(
    file: Path,
    to: Path,
    *,
    last_seen: Sequence[str] = (),
    account: str = "",
    at: str = "",
    without_papers: bool = False,
    environment: Mapping[str, str] = os.environ,
    key_of: restore.KeyOf | None = None,
    step: restore.Step = _go_on,
) -> Restored:
    """Brings a data folder back. `last_seen` are the last numbers seen on receipts; none: none was given later.

    The key comes from `key_of`, else by keyring, recovery file or password. What stood at `to` is moved aside; the
    settings of this computer and the backup plan in it come along. `step` is told what comes next until the folder
    gets its place; whatever it raises gives the work up. Raises what `unpacked`, `put_in_place` and `begin_epoch` raise,
    NotAllowed("keys.wrong_code", "sign_in.wrong"), Unavailable("keys.no_way_in").
    """
    to = _free_place(to)
    key_of = key_of or _key_of(account, environment)
    with restore.unpacked(file, to.parent, key_of, without_papers=without_papers, step=step) as found:
        made = _brought_back(found.opened, to, last_seen, at, step)
    return replace(made, at=found.manifest.at)


def rebuild_from_side_files(
    source: Path,
    to: Path,
    *,
    last_seen: Sequence[str] = (),
    account: str = "",
    at: str = "",
    environment: Mapping[str, str] = os.environ,
    key_of: restore.KeyOf | None = None,
    step: restore.Step = _go_on,
) -> Restored:
    """Makes a data folder anew from the side files of `source`, whose database no longer opens; else as `restore_backup`.

    `to` may be `source` itself: what stood there is moved aside. Raises what `side_rebuild.rebuilt` raises.
    """
    to = _free_place(to)
    step("read")
    key_of = key_of or _key_of(account, environment)
    with side_rebuild.rebuilt(source.absolute(), to.parent, key_of) as opened:
        return _brought_back(opened, to, last_seen, at, step)


def _free_place(to: Path) -> Path:
    to = to.absolute()
    restore.require_place(to)
    restore.require_alone(to)
    to.parent.mkdir(parents=True, exist_ok=True)
    return to


def _brought_back(
    opened: Opened, to: Path, last_seen: Sequence[str], at: str, step: restore.Step
) -> Restored:
    """Begins a new epoch in a folder that was made in a room, and puts it in its place, where that is of the same kind."""
    restore.require_same_kind(opened, to)
    step("verify")
    memory = opened.memory
    stood = memory.verify()
    latest = from_milliseconds(memory.queries.latest_at())
    now = clock_at(at, training=office_of(memory).training).now()
    begun = begin_epoch(memory, actor=RESTORER, desk="", now=now, last_seen=last_seen)
    memory.close()
    step("place")
    for name in CARRIED:
        with contextlib.suppress(OSError):
            shutil.copyfile(to / name, opened.folder / name)
    aside = restore.put_in_place(opened.folder, to, now)
    return Restored(
        entries=stood.entries, head=stood.head, at=latest.isoformat(), unaccounted=begun.skipped, aside=aside
    )


def rehearse_backup(
    file: Path,
    scratch: Path,
    *,
    desk: Desk | None,
    record: bool = True,
    account: str = "",
    environment: Mapping[str, str] = os.environ,
    step: restore.Step = _go_on,
) -> BackupRehearsed:
    """Restores into a room in `scratch`, looks at everything, opens every paper, and throws the room away.

    `step` is called between small pieces of the work; whatever it raises gives the rehearsal up.

    With a `desk` its key is used and the rehearsal is recorded in its journal, also a failed one; without `record`
    that is left to the caller, who has a lane for it. Without a desk the password that the environment names is that of
    `account`. Raises what `unpacked` raises.
    """
    key_of = _key_of(account, environment) if desk is None else (lambda keys: keys.checked(desk.opened.key))
    with restore.unpacked(file, scratch, key_of, step=step) as found:
        done = _rehearsed(found, step)
    if desk is not None and record:
        record_rehearsal(desk.session, done)
    return done


def _rehearsed(found: restore.Unpacked, step: restore.Step) -> BackupRehearsed:
    memory, manifest = found.opened.memory, found.manifest
    adopted = adopted_by(memory)
    law, calendar = law_of(adopted.overlays), adopted.work_calendar
    office = office_of(memory)

    def known(stream: StreamId) -> Known:
        step("verify")
        matter = history.fold(memory.queries.stream(stream))
        if matter is None:
            raise Damaged("backup.damaged")
        return known_under(matter, law, calendar, office)

    same_rules = (adopted.law, adopted.calendar) == (law.version, calendar.version)
    if not (same_rules and memory.projections_current):
        memory.rebuild(known, check=False)
    equal = memory.rebuild(known, check=True)["equal"] is True
    good, bad = restore.open_every_paper(found.opened, step)
    return BackupRehearsed(
        backup_at=manifest.at, entries=manifest.entries, head=manifest.head, papers=good, ok=equal and not bad
    )


def _key_of(account: str, environment: Mapping[str, str]) -> restore.KeyOf:
    """The data key of a key file by keyring, recovery file or a person's password, in that order."""

    def find(keys: vault.KeyFile) -> bytes:
        found = keyring_slot.look(keys)
        if found is not None and found[1] is not None:
            return found[1]
        code = secret_file(environment, RECOVERY_VARIABLE)
        if code is not None:
            return keys.by_code(code)
        secret = secret_file(environment, PASSWORD_VARIABLE)
        if secret is not None:
            key = keys.by_password(account or Role.CLERK.value, secret)
            if key is None:
                raise NotAllowed("sign_in.wrong")
            return key
        raise Unavailable("keys.no_way_in") if found is None else found[0].error()

    return find
