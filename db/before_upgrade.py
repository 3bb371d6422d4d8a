"""Before an older folder is brought up to this program: a whole copy of the database beside it, under the same key.

Revisions run in one transaction and projections are made anew from the journal, so nothing should be lost by either; this
is for the day on which that is wrong. The copy is a folder that the older program opens: database and key file. Papers
are not in it: no upgrade touches them. One copy is kept; where there is no room for it there is none.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sqlalchemy import Engine

from app.errors import AppError, Damaged
from db import file_names, upgrade, vault
from db.durable import sync_folder
from db.engine import cipher_engine, damaged_pages, leave_one_file, structure_sound, translating
from db.online_copy import copied
from db.projections import VERSION

FOLDER = file_names.BEFORE_UPGRADE
DATABASE = file_names.DATABASE
UNFINISHED = "0"
"""What the database says while its projections are made anew: the copy was made before that began."""
MARGIN = 64 * 1024 * 1024
PAGES = 1000


def set_aside(folder: Path, engine: Engine, key: bytes) -> Path | None:
    """Copies an older database before it is changed; where the copy lies, or None when there was no need or no room.

    Raises Damaged("db.damaged") when what is there cannot be copied whole: then it must not be changed either.
    """
    older = _older(engine)
    if older is None:
        return None
    goal = folder / FOLDER / f"desk-{older[0]}-{older[1]}"
    if goal.exists() or (older[1] == UNFINISHED and any((folder / FOLDER).glob("desk-*"))):
        return None
    room = goal.with_name("new")
    needed = (folder / DATABASE).stat().st_size + MARGIN
    if shutil.disk_usage(folder).free < needed:
        return None
    try:
        _fill(room, folder, engine, key)
        os.replace(room, goal)
        sync_folder(goal.parent)
    except OSError:
        shutil.rmtree(room, ignore_errors=True)
        return None
    for other in goal.parent.glob("desk-*"):
        if other != goal:
            shutil.rmtree(other, ignore_errors=True)
    return goal


def _older(engine: Engine) -> tuple[str, str] | None:
    """Revision and version of the projections of an older database; None for one of this program or a newer one."""
    revision = upgrade.current(engine)
    if not revision or revision > upgrade.HEAD:
        return None
    with translating(), engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT value FROM local WHERE name = 'projections'").fetchone()
    projections = "" if row is None else str(row[0])
    return None if (revision, projections) == (upgrade.HEAD, str(VERSION)) else (revision, projections)


def _fill(room: Path, folder: Path, engine: Engine, key: bytes) -> None:
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(parents=True, mode=0o700)
    copied(engine, room / DATABASE, key, pages=PAGES, step=lambda: None)
    _check(room / DATABASE, key)
    shutil.copyfile(folder / vault.FILE, room / vault.FILE)
    for path in room.iterdir():
        handle = os.open(path, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    sync_folder(room)


def _check(path: Path, key: bytes) -> None:
    """Every page of the copy is what was written, and it is one file."""
    engine = cipher_engine(path, key)
    try:
        if damaged_pages(engine) or not structure_sound(engine):
            raise Damaged("db.damaged")
        leave_one_file(engine)
    except AppError as error:
        raise Damaged("db.damaged") from error
    finally:
        engine.dispose()
