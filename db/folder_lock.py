"""Who has a data folder open: many may work in it side by side, a restore needs it alone (rulings.md 13).

SQLite's own locks on a small empty file: the same on every system, and gone with the process that held them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from app.errors import Unavailable
from db.engine import translated

FILE = "desk.lock"
BACKUP = "backup.lock"
"""Held by whoever is taking a backup: one at a time for a folder."""


class FolderLock:
    """A lock that is held until it is released or its process ends."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    @classmethod
    def shared(cls, folder: Path) -> FolderLock:
        """Beside others. Raises Unavailable("folder.in_use") while somebody has the folder alone."""
        return cls._taken(folder / FILE, ("BEGIN", "SELECT count(*) FROM sqlite_master"), "folder.in_use")

    @classmethod
    def alone(cls, folder: Path) -> FolderLock:
        """Without anybody else. Raises Unavailable("folder.in_use") while somebody has the folder open."""
        return cls._taken(folder / FILE, ("BEGIN EXCLUSIVE",), "folder.in_use")

    @classmethod
    def of_backup(cls, folder: Path) -> FolderLock:
        """To take a backup. Raises Unavailable("backup.running") while another one is taken."""
        return cls._taken(folder / BACKUP, ("BEGIN EXCLUSIVE",), "backup.running")

    @classmethod
    def _taken(cls, path: Path, steps: tuple[str, ...], busy: str) -> FolderLock:
        connection = None
        try:
            connection = sqlcipher.connect(
                str(path), isolation_level=None, check_same_thread=False, timeout=0
            )
            for step in (
                "PRAGMA journal_mode = MEMORY",
                *steps,
            ):  # nothing is written: no journal beside the file
                connection.execute(step).fetchall()
        except sqlcipher.Error as error:
            if connection is not None:
                connection.close()
            if str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_BUSY"):
                raise Unavailable(busy) from error
            raise translated(error) from error
        return cls(connection)

    def release(self) -> None:
        """Gives it back; a second time does nothing."""
        self._connection.close()
