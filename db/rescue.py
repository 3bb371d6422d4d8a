"""Opening a folder that cannot be written: a read-only disk, a folder without rights, a disk without one free page.

SQLite cannot read a database with a write-ahead log where it cannot make its `-shm` (trust.md 0.4). Then the database is
read as it lies (`immutable`), but only when its log is empty: what is still in the log would be missing, silently. With a
log both are copied to another place of this computer, encrypted as they are, and read there. Nothing is ever written.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Engine

from app.errors import AppError, Damaged, Unavailable
from db.ballast import MEGABYTE
from db.cipher import Plain
from db.engine import reading_engine
from db.folder_lock import FolderLock
from db.memory import FILE, DatabaseMemory

REASONS = {"disk.full": "disk.reading_only_full", "disk.read_only": "disk.reading_only"}
"""Why it could not be opened for writing → what every act is refused with."""
MARGIN = MEGABYTE
LEAST_PAGES = 128 * 1024
"""Bytes that SQLite needs to begin: less is a full disk, whatever it says."""
LOG = f"{FILE}-wal"
TRIES = 3


def cannot_be_written(folder: Path, error: Unavailable | Damaged) -> Unavailable:
    """Why a folder did not open, when that is its disk; anything else is raised again.

    Without one free page SQLite only says that something went wrong with the disk.
    """
    if isinstance(error, Unavailable) and error.code in REASONS:
        return error
    if error.code in ("disk.failed", "db.damaged") and shutil.disk_usage(folder).free < LEAST_PAGES:
        return Unavailable("disk.full")
    raise error


def open_for_reading(folder: Path, key: bytes, why: Unavailable) -> DatabaseMemory:
    """The memory of a folder that could not be opened for writing because of `why`.

    `read_only` of the answer is what acts are refused with. Raises Unavailable("disk.no_room_to_read",
    "disk.read_only_older", "folder.in_use"), Damaged.
    """
    with ExitStack() as undo:
        lock = _locked(folder, full=why.code == "disk.full")
        if lock is not None:
            undo.callback(lock.release)
        engine = _engine(folder, key, undo, alone=why.code == "disk.full" and lock is not None)
        undo.callback(engine.dispose)
        memory = DatabaseMemory(engine, Plain(), read_only=Unavailable(REASONS[why.code]))
        memory.at_close = undo.pop_all()
    return memory


def _locked(folder: Path, *, full: bool) -> FolderLock | None:
    """On a full disk nobody else may begin to write while it is read as it lies; a read-only one needs less."""
    try:
        return FolderLock.alone(folder) if full else FolderLock.shared(folder)
    except Unavailable as error:
        if error.code == "folder.in_use" and full:
            return FolderLock.shared(
                folder
            )  # somebody has it open: then its -shm is there and can be read beside
        if error.code == "folder.in_use":
            raise
        return None


def _engine(folder: Path, key: bytes, undo: ExitStack, *, alone: bool) -> Engine:
    beside = reading_engine(folder / FILE, key)
    with contextlib.suppress(Unavailable, Damaged):
        return _tried(beside)
    if _log_is_empty(folder) and (alone or _nobody_can_write(folder)):
        return _tried(reading_engine(folder / FILE, key, immutable=True))
    return _tried(reading_engine(_copied(folder, undo) / FILE, key, recovering=True))


def _tried(engine: Engine) -> Engine:
    """The engine, once it has been seen to read."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").fetchone()
    except AppError:
        engine.dispose()
        raise
    return engine


def _log_is_empty(folder: Path) -> bool:
    log = folder / LOG
    return not log.exists() or log.stat().st_size == 0


def _nobody_can_write(folder: Path) -> bool:
    """Whether the whole file system is read-only, not only for us."""
    return hasattr(os, "statvfs") and bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _copied(folder: Path, undo: ExitStack) -> Path:
    """Database and log, as they lie, in a room of their own that goes with the memory."""
    names = [name for name in (FILE, LOG) if (folder / name).exists()]
    needed = 2 * sum((folder / name).stat().st_size for name in names) + MARGIN
    for room in _rooms():
        if shutil.disk_usage(room).free < needed:
            continue
        with contextlib.suppress(OSError):
            place = Path(undo.enter_context(_room(room)))
            for _ in range(TRIES):
                before = _marks(folder, names)
                for name in names:
                    shutil.copyfile(folder / name, place / name)
                if _marks(folder, names) == before:
                    return place
    raise Unavailable("disk.no_room_to_read", needed=needed // MEGABYTE + 1)


@contextlib.contextmanager
def _room(place: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory(
        prefix="petition-desk-reading-", dir=place, ignore_cleanup_errors=True
    ) as made:
        yield made


def _rooms() -> list[Path]:
    """Where a copy may lie: in memory where the system has that, else among temporary files."""
    found = (
        [Path("/dev/shm"), Path(tempfile.gettempdir())]
        if os.name == "posix"
        else [Path(tempfile.gettempdir())]
    )
    return [place for place in found if place.is_dir() and os.access(place, os.W_OK)]


def _marks(folder: Path, names: list[str]) -> list[tuple[int, int]]:
    return [(each.st_size, each.st_mtime_ns) for each in ((folder / name).stat() for name in names)]
