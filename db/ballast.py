"""Room kept back for the matter at hand: a file that is given up when the disk is full (trust.md 3, threat 16).

It holds nothing, is in no backup, and stands beside the database only so that its room is ours. Before a unit of work
begins on a disk that is nearly full it is taken away; made again when there is room enough.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from app.errors import Unavailable

FILE = "ballast.bin"
SIZE = 64 * 1024 * 1024
"""Bytes of the file."""
ROOM = 4
"""It is made when the disk has so many times its size free: it must not be what fills the disk."""
LEAST_FREE = 8 * 1024 * 1024
"""Bytes that must be free before a unit of work; an entry, its rows and a paper need less than that."""
MEGABYTE = 1024 * 1024
PART = bytes(MEGABYTE)


class Ballast:
    """The file in one data folder."""

    def __init__(self, folder: Path, *, size: int = SIZE, least: int = LEAST_FREE) -> None:
        self._path = folder / FILE
        self._size = size
        self._least = least
        self.wanted = False
        """Whether this folder should have one: a training folder holds nothing real and goes without."""

    def prepare(self) -> bool:
        """Makes the file where it is wanted, missing, and there is room; whether it stands now. Raises nothing."""
        self.wanted = True
        if self.stands:
            return True
        if self._free() < ROOM * self._size:
            return False
        fresh = self._path.with_suffix(".new")
        try:
            with open(fresh, "wb") as file:
                self._fill(file.fileno())
            os.replace(fresh, self._path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            return False
        return True

    @property
    def stands(self) -> bool:
        """Whether the file is there."""
        return self._path.exists()

    def make_room(self) -> None:
        """Gives the file up when hardly anything else is free; costs one question to the system."""
        if self._free() < self._least:
            self.release()

    def release(self) -> bool:
        """Gives the file up; whether there was one."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True

    @property
    def problem(self) -> Unavailable | None:
        """What the clerk is to be told: which disk is full, and how many megabytes must be freed; None: all is well."""
        if not self.wanted or self.stands:
            return None
        missing = max(0, ROOM * self._size - self._free())
        return Unavailable(
            "disk.nearly_full", place=str(drive_of(self._path.parent)), needed=missing // MEGABYTE + 1
        )

    def _free(self) -> int:
        try:
            return shutil.disk_usage(self._path.parent).free
        except OSError:
            return 0

    def _fill(self, handle: int) -> None:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(handle, 0, self._size)
            return
        for _ in range(0, self._size, len(PART)):
            os.write(handle, PART)


def drive_of(folder: Path) -> Path:
    """The drive or mounted disk a folder lies on, as a clerk knows it."""
    place = Path(os.path.realpath(folder))
    if place.drive:
        return Path(place.anchor)
    while not os.path.ismount(place) and place != place.parent:
        place = place.parent
    return place
