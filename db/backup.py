"""Taking a backup while the desk works: a snapshot by SQLite's backup API, verified at once, then put where it is safe.

The snapshot is taken inside one read transaction, in steps of some pages: without it every write of somebody else makes
the API begin anew, and under load it never ends (decision 0041). A plain copy of a live file is rubbish (trust.md 4b2).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from app.clock import from_milliseconds
from app.errors import AppError, Damaged, NotFound, Unavailable
from app.ports import KeptBackup
from db import backup_file, vault
from db.backup_file import BESIDE, SUFFIX, Manifest
from db.cipher import Plain
from db.durable import FRESH, copy_whole, own_disk, remove, sha256_of, telling
from db.engine import cipher_engine, damaged_pages, leave_one_file, structure_sound
from db.folder import Opened
from db.folder_lock import FolderLock
from db.memory import FILE as DATABASE
from db.memory import DatabaseMemory
from db.online_copy import copied, first_after

STEP = 1000
"""Pages copied at once: some tens of milliseconds, so that it can be given up in between."""
ROOM = 16 * 1024 * 1024
"""Bytes that must stay free where a snapshot is made."""


def _go_on() -> None:
    """Nobody wants to give it up."""


class FolderBackups:
    """The backups of one open data folder (port `Backups`)."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._read: dict[tuple[str, int, int], KeptBackup | None] = {}

    def take(
        self, targets: Sequence[Path], now: datetime, *, step: Callable[[], None] = _go_on
    ) -> list[KeptBackup | AppError]:
        """One verified snapshot, put into each target; for each what was kept there or why not.

        `step` is called between pages and files: whatever it raises gives the backup up. Raises
        Unavailable("backup.running", "backup.server", "disk.full"), Damaged("backup.source_damaged").
        """
        if self._opened.memory.engine.dialect.name != "sqlite":
            raise Unavailable("backup.server")
        lock = FolderLock.of_backup(self._opened.folder)
        try:
            with self._scratch(targets) as room:
                with own_disk():
                    manifest = self._snapshot(room, now, step)
                return [self._put(room, target, manifest, step) for target in targets]
        finally:
            lock.release()

    def kept(self, target: Path) -> list[KeptBackup]:
        """This station's backups in a folder, oldest first; those that cannot be read are passed over.

        A practice folder and a real one may bear one station's code: neither takes the other's backups for its own, or it
        would believe to be saved, and thin them. Raises Unavailable("backup.target_gone", "backup.target…").
        """
        station = self._opened.memory.station
        found = []
        with telling(target), os.scandir(target) as items:
            for item in items:
                if backup_file.belongs_to(item.name, station):
                    found.append(self._looked_at(item))
        return sorted((kept for kept in found if kept is not None), key=lambda kept: kept.at)

    def _looked_at(self, item: os.DirEntry[str]) -> KeptBackup | None:
        """What a file says of itself, read once as long as it stays the same; None when it cannot be read."""
        about = item.stat()
        key = (item.path, about.st_size, about.st_mtime_ns)
        if key not in self._read:
            self._read[key] = None
            with contextlib.suppress(AppError):
                found = _kept(Path(item.path), backup_file.read_manifest(Path(item.path)))
                if is_for_practice(found.file) is not self._opened.keys.training:
                    return None
                self._read[key] = found
        return self._read[key]

    def drop(self, backup: KeptBackup) -> None:
        """Takes a backup away; its papers stay for the others. Raises what `telling` raises."""
        with telling(backup.file.parent):
            os.unlink(backup.file)

    def unsaved_since(self, last: KeptBackup | None) -> datetime | None:
        """When the first thing happened that no backup holds; None when the last one holds everything."""
        memory, keys = self._opened.memory, self._opened.folder / vault.FILE
        entries, looks = (0, 0) if last is None else (last.entries, last.looks)
        if last is not None and last.epoch != memory.epoch:
            entries, looks = 0, 0
        found = first_after(memory.engine, entries, looks)
        if found is not None:
            return from_milliseconds(found)
        if last is not None and sha256_of(keys) != last.keys:
            return from_milliseconds(int(keys.stat().st_mtime * 1000))
        return None

    def same_disk(self, target: Path) -> bool:
        """Whether a folder lies on the disk of the data: then one broken disk takes both."""
        with telling(target):
            return os.stat(target).st_dev == os.stat(self._opened.folder).st_dev

    @contextlib.contextmanager
    def _scratch(self, targets: Sequence[Path]) -> Iterator[Path]:
        """A room for the snapshot: beside the data, or at the first target when the disk of the data is too full."""
        folder = self._opened.folder
        needed = sum((folder / f"{DATABASE}{end}").stat().st_size for end in ("", "-wal")
                     if (folder / f"{DATABASE}{end}").exists()) + ROOM  # fmt: skip
        roomy = [
            place for place in (folder, *targets) if place.is_dir() and shutil.disk_usage(place).free > needed
        ]
        if not roomy:
            raise Unavailable("disk.full")
        for left in roomy[0].glob(f"backup-*{FRESH}"):
            shutil.rmtree(left, ignore_errors=True)
        room = Path(tempfile.mkdtemp(prefix="backup-", suffix=FRESH, dir=roomy[0]))
        try:
            yield room
        finally:
            shutil.rmtree(room, ignore_errors=True)

    def _snapshot(self, room: Path, now: datetime, step: Callable[[], None]) -> Manifest:
        memory = self._opened.memory
        stood = copied(memory.engine, room / DATABASE, self._opened.key, pages=STEP, step=step)
        shutil.copyfile(self._opened.folder / vault.FILE, room / vault.FILE)
        vault.KeyFile.read(room).checked(self._opened.key)
        verify_copy(room, self._opened.key, stood)
        names = backup_file.beside(self._opened.folder)
        (room / BESIDE).write_text("".join(f"{name}\n" for name in names), encoding="ascii")
        return Manifest(
            station=memory.station,
            epoch=memory.epoch,
            entries=stood.entries,
            head=stood.head,
            looks=stood.looks,
            at=now.isoformat(),
            beside=len(names),
            parts={name: sha256_of(room / name) for name in backup_file.PARTS},
        )

    def _put(
        self, room: Path, target: Path, manifest: Manifest, step: Callable[[], None]
    ) -> KeptBackup | AppError:
        try:
            with telling(target):
                if not target.is_dir():
                    raise Unavailable("backup.target_gone", place=str(target))
                for left in target.glob(f"{manifest.station}-*{SUFFIX}{FRESH}"):
                    remove(left)
                self._put_beside(room, target, step)
                path = _free_name(target, manifest)
                backup_file.write(path, {name: room / name for name in backup_file.PARTS}, manifest)
        except (Unavailable, Damaged) as error:
            return error
        return _kept(path, manifest)

    def _put_beside(self, room: Path, target: Path, step: Callable[[], None]) -> None:
        """Copies papers and packages that are not there yet. A name stands for its bytes, so what is there stays."""
        for name in backup_file.listed(room / BESIDE):
            step()
            source, goal = self._opened.folder / name, target / name
            if not goal.exists() or goal.stat().st_size != source.stat().st_size:
                goal.parent.mkdir(parents=True, exist_ok=True)
                copy_whole(source, goal)


def verify_copy(room: Path, key: bytes, stood: Any) -> None:
    """Opens the copy in a folder and looks at every page and every entry; leaves it as one file.

    `stood` is what the journal was when it was copied. Raises Damaged("backup.source_damaged").
    """
    engine = cipher_engine(room / DATABASE, key)
    try:
        whole = damaged_pages(engine) == 0 and structure_sound(engine)
        memory = DatabaseMemory(engine, Plain())
        journal, looks = memory.verify(), memory.verify("access")
        if not (whole and journal.ok and looks.ok) or (journal.entries, journal.head, looks.entries) != (
            stood.entries,
            stood.head,
            stood.looks,
        ):
            raise Damaged("backup.source_damaged")
        leave_one_file(engine)
    finally:
        engine.dispose()


def _free_name(target: Path, manifest: Manifest) -> Path:
    """A name that nothing has yet: two backups may fall into one second."""
    name = backup_file.file_name(manifest.station, manifest.epoch, datetime.fromisoformat(manifest.at))
    path, count = target / name, 1
    while path.exists():
        count += 1
        path = target / f"{name.removesuffix(SUFFIX)}-{count}{SUFFIX}"
    return path


def _kept(path: Path, manifest: Manifest) -> KeptBackup:
    return KeptBackup(
        file=path,
        at=datetime.fromisoformat(manifest.at),
        epoch=manifest.epoch,
        entries=manifest.entries,
        head=manifest.head,
        looks=manifest.looks,
        keys=manifest.parts[vault.FILE],
    )


def require_folder(target: Path) -> None:
    """Makes a folder for backups where somebody asked for one by name. Raises what `telling` raises."""
    with telling(target):
        target.mkdir(parents=True, exist_ok=True)


def keys_in(file: Path) -> vault.KeyFile | None:
    """The key file inside a backup, to know whose passwords open it; None where it cannot be read."""
    with (
        contextlib.suppress(AppError, OSError, KeyError, zipfile.BadZipFile),
        tempfile.TemporaryDirectory(prefix="petition-desk-") as room,
    ):
        with zipfile.ZipFile(file) as archive:
            (Path(room) / vault.FILE).write_bytes(archive.read(vault.FILE))
        return vault.KeyFile.read(Path(room))
    return None


def is_for_practice(file: Path) -> bool | None:
    """Whether a backup is one of a practice folder, by the key file in it; None where that cannot be told."""
    keys = keys_in(file)
    with contextlib.suppress(AppError):
        return None if keys is None else keys.training
    return None


def inspect(path: Path) -> Manifest:
    """What a whole backup says of itself. Raises NotFound("backup.no_file"), Damaged("backup.damaged")."""
    if not path.is_file():
        raise NotFound("backup.no_file", field="file", file=path.name)
    return backup_file.read_whole(path)
