"""Changing the data key by copying: everything under it is written anew beside, proved, and put in place by renames.

`sqlcipher_export` carries rows over and not what was deleted; papers get new names and a new seal; slots get the new key
without anybody's password. The change is recorded in the new journal: the entry is there exactly when the key was changed.
What is killed on the way: db/generations.py. Decision 0113.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from app.clock import milliseconds
from app.errors import Damaged, Unavailable
from app.suites.suite import Suite
from db import folder_lock, vault
from db.backup import verify_copy
from db.cipher import Plain
from db.durable import own_disk, sync_folder
from db.engine import cipher_engine, translating
from db.folder_lock import FolderLock
from db.generations import AWAY, DATABASES, KEPT, STAGE, commit, settle_locked
from db.key_change import carried_over
from db.memory import FILE as DATABASE
from db.memory import DatabaseMemory, open_file
from db.online_copy import Stood
from db.side_files import FOLDER as SIDE
from db.side_files import SideFiles
from db.store import FOLDER as PAPERS
from db.store import FileStore

ROOM = 64 * 1024 * 1024
"""Bytes that must stay free."""

Record = Callable[[DatabaseMemory, int, tuple[str, ...]], None]
"""Writes into the new journal that the key was changed: memory, generation, slots that did not come along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """What a change of the key did: generation, slots to be made anew, papers carried over, papers that were damaged."""

    generation: int
    left_out: tuple[str, ...]
    papers: int
    damaged: int


def rotate(folder: Path, key: bytes, now: datetime, record: Record) -> Rotated:
    """Gives a folder that nobody has open a new data key.

    Raises Unavailable("folder.in_use", "keys.rotate_needs_code", "disk.full", "disk.read_only"),
    Damaged("keys.slot_slipped_in", "keys.rotation_unsound", "keys.not_this_folder").
    """
    lock = FolderLock.alone(folder)
    try:
        with own_disk():
            settle_locked(folder)
            keys = vault.KeyFile.read(folder)
            keys.checked(key)
            return _rotated(folder, keys, key, now, record)
    finally:
        lock.release()


def _rotated(folder: Path, keys: vault.KeyFile, old: bytes, now: datetime, record: Record) -> Rotated:
    _require_room(folder)
    room, new = folder / STAGE, secrets.token_bytes(vault.KEY_BYTES)
    room.mkdir(mode=0o700)
    made, left = carried_over(keys, room, old, new, milliseconds(now))
    stood = _stood(folder, old)
    copy_database(folder / DATABASE, room / DATABASE, old, new)
    for name in DATABASES[1:]:
        if (folder / name).exists():
            copy_database(folder / name, room / name, old, new)
    try:
        verify_copy(room, new, stood)
    except Damaged as error:
        raise Damaged("keys.rotation_unsound") from error
    papers, damaged = _copy_papers(folder, room, old, new, keys, made)
    memory = open_file(room, new)
    try:
        record(memory, made.generation, left)
        _write_side_files(folder, room, memory, new, made.suite)
    finally:
        memory.close()
    for name in (folder_lock.FILE, folder_lock.BACKUP):
        (room / name).unlink(missing_ok=True)
    kept = f"generation-{keys.generation}{KEPT}"
    names = [item.name for item in room.iterdir()]
    _sync_everything(room)
    state = {"v": 1, "kept": kept, "names": sorted(names), "since": milliseconds(now), "hold": damaged > 0}
    commit(folder, state)
    return Rotated(generation=made.generation, left_out=left, papers=papers, damaged=damaged)


def copy_database(source: Path, goal: Path, old: bytes, new: bytes) -> None:
    """A database under another key, row by row: what was deleted is not carried over. Counts of all tables must agree.

    Raises Damaged("keys.rotation_unsound", "db.…"), Unavailable("disk.full").
    """
    with translating():
        connection = sqlcipher.connect(str(source), isolation_level=None)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{old.hex()}'\"")
            connection.execute("ATTACH DATABASE ? AS fresh KEY ?", (str(goal), f"x'{new.hex()}'"))
            connection.execute(
                "PRAGMA fresh.synchronous = OFF"
            )  # synced as a whole before it is put in place
            connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
            equal = _counts(connection, "main") == _counts(connection, "fresh")
            pages = connection.execute("PRAGMA fresh.cipher_integrity_check").fetchall()
            connection.execute("DETACH DATABASE fresh")
        finally:
            connection.close()
    if not equal or pages:
        raise Damaged("keys.rotation_unsound")


def _counts(connection: Any, which: str) -> dict[str, int]:
    ask = f"SELECT name FROM {which}.sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    names = [str(row[0]) for row in connection.execute(ask)]
    return {
        name: int(connection.execute(f'SELECT count(*) FROM {which}."{name}"').fetchone()[0])
        for name in names
    }


def _stood(folder: Path, key: bytes) -> Stood:
    """What the journal is before it is copied; a broken one is not copied."""
    engine = cipher_engine(folder / DATABASE, key)
    try:
        memory = DatabaseMemory(engine, Plain())
        journal, looks = memory.verify(), memory.verify("access")
    finally:
        engine.dispose()
    if not (journal.ok and looks.ok):
        raise Damaged("keys.rotation_unsound")
    return Stood(entries=journal.entries, head=journal.head, looks=looks.entries)


def _copy_papers(
    folder: Path, room: Path, old: bytes, new: bytes, keys: vault.KeyFile, made: vault.KeyFile
) -> tuple[int, int]:
    """Papers under the new key and the new names; how many, and how many were damaged and stay behind."""
    before = FileStore(folder / PAPERS, old, keys.suite)
    after = FileStore(room / PAPERS, new, made.suite)
    good = bad = 0
    for path in before.files():
        digest = before.digest_at(path)
        if digest is None:
            bad += 1
            continue
        after.keep(before.fetch(digest))
        good += 1
    return good, bad


def _write_side_files(folder: Path, room: Path, memory: DatabaseMemory, new: bytes, suite: Suite) -> None:
    """The journal's second copy under the new key, written from the new database; none where there was none."""
    if (folder / SIDE).is_dir():
        side = SideFiles(room, memory.engine, new, memory.station, suite)
        while side.write():
            pass


def _require_room(folder: Path) -> None:
    """Raises Unavailable("disk.full") where a second copy would not fit."""
    paths = [folder / name for name in (*DATABASES, *AWAY)]
    paths += [*(folder / PAPERS).rglob("*"), *(folder / SIDE).rglob("*")]
    needed = sum(path.stat().st_size for path in paths if path.is_file())
    if shutil.disk_usage(folder).free < needed + ROOM:
        raise Unavailable("disk.full")


def _sync_everything(room: Path) -> None:
    for path in room.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        elif path.parent == room:  # papers were synced one by one when they were kept
            with open(path, "rb+") as file:
                os.fsync(file.fileno())
    sync_folder(room)
