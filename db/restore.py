"""Bringing a data folder back from a backup: unpacked beside its place, opened, verified, and only then put there."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain import history
from app.errors import Damaged, NotFound, Refused, Unavailable
from db import backup_file, folder_lock, vault
from db.backup import inspect, verify_copy
from db.backup_file import BESIDE, Manifest
from db.durable import FRESH, copy_whole, sync_folder, telling
from db.folder import Opened
from db.folder_lock import FolderLock
from db.memory import FILE as DATABASE
from db.memory import open_file
from db.online_copy import Stood
from db.store import FileStore

KeyOf = Callable[[vault.KeyFile], bytes]
"""How the data key of a key file is found: keyring, recovery code, password. Raises NotAllowed, Unavailable."""
Step = Callable[[str], None]
"""Told what comes next (a word of ui's): whatever it raises gives the work up, and nothing is left behind."""
ROOM = 64 * 1024 * 1024


def _go_on(stage: str) -> None:
    """Nobody wants to give it up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """A backup that was unpacked, opened and verified in a room of its own."""

    manifest: Manifest
    opened: Opened


@contextlib.contextmanager
def unpacked(
    path: Path, beside: Path, key_of: KeyOf, *, without_papers: bool = False, step: Step = _go_on
) -> Iterator[Unpacked]:
    """The backup at `path` as an open, verified folder in a room inside `beside`; the room goes when it is left.

    `step` is told "read", "papers" (before each file) and "verify".

    Raises NotFound("backup.no_file"), Damaged("backup.damaged", "backup.papers_missing"), Unavailable("backup.target…"),
    and what `key_of` raises.
    """
    step("read")
    manifest = inspect(path)
    with telling(beside):
        if shutil.disk_usage(beside).free < 2 * path.stat().st_size + ROOM:
            raise Unavailable("backup.target_full", place=str(beside))
        room = Path(tempfile.mkdtemp(prefix=".restoring-", suffix=FRESH, dir=beside))
    try:
        with telling(room):
            backup_file.unpack(path, room)
            _bring_beside(path.parent, room, step, without_papers=without_papers)
        keys = vault.KeyFile.read(room)
        key = keys.checked(key_of(keys))
        step("verify")
        verify_copy(room, key, Stood(entries=manifest.entries, head=manifest.head, looks=manifest.looks))
        memory = open_file(room, key)
        try:
            store = FileStore(room / "papers", key, keys.suite)
            yield Unpacked(
                manifest=manifest,
                opened=Opened(folder=room, memory=memory, store=store, keys=keys, key=key, way="restore"),
            )
        finally:
            memory.close()
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _bring_beside(source: Path, room: Path, step: Step, *, without_papers: bool) -> None:
    """Brings papers and packages; refuses when some are not there, unless somebody said that they are lost."""
    names = backup_file.listed(room / BESIDE)
    missing = 0
    for name in names:
        step("papers")
        if not (source / name).exists():
            missing += 1
            continue
        (room / name).parent.mkdir(parents=True, exist_ok=True)
        copy_whole(source / name, room / name)
    (room / BESIDE).unlink()
    if missing and not without_papers:
        raise Damaged("backup.papers_missing", count=missing, of=len(names))


def require_place(to: Path) -> None:
    """Raises Unavailable("folder.not_empty") for a folder that holds anything but a data folder."""
    with telling(to):
        if to.exists() and any(to.iterdir()) and not _is_data_folder(to):
            raise Unavailable("folder.not_empty")


def require_same_kind(opened: Opened, to: Path) -> None:
    """Practice never takes the place of what is real, nor the reverse; a folder that cannot tell counts as real.

    Raises Refused("restore.practice", "restore.not_practice").
    """
    training = opened.keys.training
    if _is_data_folder(to) and bool(vault.is_for_practice(to)) is not training:
        if training:
            raise Refused("restore.practice")
        if vault.is_for_practice(to):
            raise Refused("restore.not_practice")


def require_alone(to: Path) -> None:
    """Raises Unavailable("folder.in_use") while anybody has a data folder open."""
    if _is_data_folder(to):
        FolderLock.alone(to).release()


def put_in_place(room: Path, to: Path, now: datetime) -> Path | None:
    """Gives a restored folder its place; what was there is moved aside, and its new name is the answer.

    Nobody may have the old folder open: Raises Unavailable("folder.in_use", "folder.not_empty", "backup.target…").
    """
    require_place(to)
    for name in (folder_lock.FILE, folder_lock.BACKUP):
        (room / name).unlink(missing_ok=True)
    with telling(to), contextlib.ExitStack() as undo:
        aside = None
        if to.exists() and any(to.iterdir()):
            aside = _aside(to, now)
            lock = FolderLock.alone(to)
            try:
                os.rename(to, aside)
            finally:
                lock.release()
            undo.callback(_back, aside, to)
        elif to.exists():
            to.rmdir()
        os.rename(room, to)
        sync_folder(to.parent)
        undo.pop_all()
    return aside


def _back(aside: Path, to: Path) -> None:
    """The old folder takes its place again when the new one could not."""
    if not to.exists():
        os.rename(aside, to)


def _is_data_folder(place: Path) -> bool:
    return place.is_dir() and any((place / name).exists() for name in (DATABASE, vault.FILE))


def _aside(to: Path, now: datetime) -> Path:
    name = f"{to.name}.before-restore-{now:%Y%m%d-%H%M%S}"
    made, count = to.with_name(name), 1
    while made.exists():
        count += 1
        made = to.with_name(f"{name}-{count}")
    return made


def open_every_paper(opened: Opened, step: Step = _go_on) -> tuple[int, int]:
    """Decrypts every frozen paper of every matter: how many opened, how many did not. `step` is told "papers"."""
    good = bad = 0
    for stream in opened.memory.streams():
        matter = history.fold(opened.memory.queries.stream(stream))
        for paper in () if matter is None else matter.papers:
            step("papers")
            if not paper.stored:
                continue
            try:
                opened.store.fetch(paper.stored)
                good += 1
            except (NotFound, Damaged):
                bad += 1
    return good, bad
