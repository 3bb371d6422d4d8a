"""Packages that come over the network part by part, until they are whole: what lies here was not looked into yet.

A part is written under a temporary name, synced and renamed, so what is there is whole; an upload goes on after a cut,
another day, or after the receiver was restarted, with only the parts that lack.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.errors import BadInput, Conflict, NotFound, Unavailable
from app.exchange.zipform import LARGEST
from db.durable import CHUNK, own_disk

FOLDER = "uploads"
PART_SIZE = 8 * 1024 * 1024
"""Bytes of a part (reference/exchange.md 3.7)."""
MOST_AT_ONCE = 16
"""Unfinished uploads of one station."""
LEAST_FREE = 256 * 1024 * 1024
"""Bytes of the disk that uploads leave alone."""
_SIZE = "size"
_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An unfinished package: its SHA-256, its size in bytes, and which parts lack, counted from 0."""

    sha256: str
    size: int
    missing: tuple[int, ...]


class Uploads:
    """The unfinished uploads of one receiver, by station."""

    def __init__(self, folder: Path, part_size: int = PART_SIZE) -> None:
        self._folder = folder / FOLDER
        self.part_size = part_size
        """Bytes of every part but the last."""

    def begin(self, station: str, sha256: str, size: int) -> Upload:
        """Begins an upload or goes on with it.

        Raises BadInput("upload.name", "upload.size"), Conflict("upload.other_size"), Unavailable("upload.too_many",
        "disk.full", "disk.read_only").
        """
        if not _NAME.fullmatch(sha256):
            raise BadInput("upload.name", field="sha256")
        if not 0 < size < LARGEST:
            raise BadInput("upload.size", field="size")
        room = self._room(station, sha256)
        with own_disk():
            if not room.exists():
                if sum(1 for _ in room.parent.glob("*")) >= MOST_AT_ONCE:
                    raise Unavailable("upload.too_many")
                room.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                if shutil.disk_usage(room.parent).free < size + LEAST_FREE:
                    raise Unavailable("disk.full")
                fresh = room.with_name(f".{room.name}.{secrets.token_hex(4)}")
                fresh.mkdir(mode=0o700)
                (fresh / _SIZE).write_text(str(size), encoding="ascii")
                with contextlib.suppress(OSError):  # somebody began the same one in this moment
                    fresh.rename(room)
                shutil.rmtree(fresh, ignore_errors=True)
        found = self.look(station, sha256)
        if found.size != size:
            raise Conflict("upload.other_size", field="size")
        return found

    def look(self, station: str, sha256: str) -> Upload:
        """An upload as it stands. Raises NotFound("upload.none")."""
        room = self._room(station, sha256)
        try:
            size = int((room / _SIZE).read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise NotFound("upload.none") from error
        there = {path.name for path in room.iterdir()}
        missing = tuple(n for n in range(self._count(size)) if _part(n) not in there)
        return Upload(sha256=sha256, size=size, missing=missing)

    def put(self, station: str, sha256: str, number: int, data: bytes) -> Upload:
        """Keeps a part whole; the same part again changes nothing.

        Raises NotFound("upload.none"), BadInput("upload.part"), Unavailable("disk.full", "disk.read_only").
        """
        found = self.look(station, sha256)
        rest = found.size - number * self.part_size
        if not 0 <= number < self._count(found.size) or len(data) != min(self.part_size, rest):
            raise BadInput("upload.part", field="number", number=number)
        room = self._room(station, sha256)
        fresh = room / f".{secrets.token_hex(8)}"
        with own_disk():
            try:
                with open(fresh, "xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(fresh, room / _part(number))
            finally:
                fresh.unlink(missing_ok=True)
        return self.look(station, sha256)

    @contextlib.contextmanager
    def whole(self, station: str, sha256: str) -> Iterator[BinaryIO]:
        """A finished upload as one file, to be read.

        Raises NotFound("upload.none"), Conflict("upload.unfinished"), BadInput("upload.not_this") when the bytes are others:
        the parts are thrown away then.
        """
        found = self.look(station, sha256)
        if found.missing:
            raise Conflict("upload.unfinished", field="parts", count=len(found.missing))
        room, total = self._room(station, sha256), hashlib.sha256()
        joined = room / "whole"
        with own_disk(), open(joined, "w+b") as file:
            for number in range(self._count(found.size)):
                with open(room / _part(number), "rb") as part:
                    while piece := part.read(CHUNK):
                        total.update(piece)
                        file.write(piece)
            if total.hexdigest() != sha256:
                self.drop(station, sha256)
                raise BadInput("upload.not_this", field="sha256")
            file.seek(0)
            yield file
        joined.unlink(missing_ok=True)

    def drop(self, station: str, sha256: str) -> None:
        """Throws an upload away: it was taken in, or is no use."""
        shutil.rmtree(self._room(station, sha256), ignore_errors=True)

    def _count(self, size: int) -> int:
        return -(-size // self.part_size)

    def _room(self, station: str, sha256: str) -> Path:
        if not _NAME.fullmatch(sha256) or not station.isalnum():
            raise BadInput("upload.name", field="sha256")
        return self._folder / station / sha256


def _part(number: int) -> str:
    return f"{number:05d}"
