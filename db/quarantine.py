"""Refused packages on disk: bytes by their SHA-256, a note beside each. What is settled keeps its note by another name."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from db.durable import own_disk, put_whole, sync_folder
from db.shelf import FolderShelf

FOLDER = "refused"
NOTE, SETTLED = ".json", ".settled"


class FolderQuarantine:
    """The folder of packages that were refused."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = FolderShelf(folder)

    def keep(self, fill: Callable[[BinaryIO], None]) -> str:
        """Keeps what `fill` writes; the answer is its SHA-256. Raises Unavailable("disk.full", "disk.read_only")."""
        return self._files.write(fill)

    def open(self, sha256: str) -> BinaryIO:
        """The bytes. Raises NotFound("export.package_missing"), Unavailable("disk.read_only")."""
        return self._files.open(sha256)

    def weight(self) -> int:
        """How many bytes of packages lie here."""
        with own_disk():
            return sum(path.stat().st_size for path in self._folder.glob("*.xfp"))

    def note(self, sha256: str, data: bytes) -> None:
        """Writes the note of a package. Raises Unavailable("disk.full", "disk.read_only")."""
        with own_disk():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            put_whole(self._folder / f"{sha256}{NOTE}", data)

    def notes(self) -> list[bytes]:
        """The notes of all that are not settled, in order of their SHA-256. Raises Unavailable("disk.read_only")."""
        with own_disk():
            return [path.read_bytes() for path in sorted(self._folder.glob(f"*{NOTE}"))]

    def settle(self, sha256: str) -> None:
        """Marks a note as settled; the bytes lie on the shelf by now. Raises Unavailable("disk.read_only")."""
        note = self._folder / f"{sha256}{NOTE}"
        if not note.exists():
            return
        with own_disk():
            os.replace(note, note.with_suffix(SETTLED))
            with contextlib.suppress(FileNotFoundError):
                (self._folder / f"{sha256}.xfp").unlink()
            sync_folder(self._folder)
