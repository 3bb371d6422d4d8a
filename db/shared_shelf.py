"""Packages of a hall: sealed or taken in at one desk, sent again or applied at another. They are encrypted already.

On the server they lie under their SHA-256, beside the kept files; a desk keeps those that it sealed, took in or read.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import BinaryIO

from sqlalchemy import Engine

from db.kept_files import KeptFiles
from db.shelf import FolderShelf


class SharedShelf:
    """The shelf of a hall's desk; fulfils PackageShelf."""

    def __init__(self, near: FolderShelf, engine: Engine) -> None:
        self._near = near
        self._far = KeptFiles(engine)

    def write(self, fill: Callable[[BinaryIO], None]) -> str:
        """Keeps what `fill` writes, here and on the server; the answer is its SHA-256."""
        digest = self._near.write(fill)
        self._send(digest)
        return digest

    def scratch(self) -> AbstractContextManager[BinaryIO]:
        """A file that is gone afterwards; only encrypted bytes may be written to it."""
        return self._near.scratch()

    def keep(self, file: BinaryIO, sha256: str) -> None:
        """Gives a scratch file of this shelf its place here and on the server."""
        self._near.keep(file, sha256)
        self._send(sha256)

    def has(self, sha256: str) -> bool:
        """Whether the package is here or on the server."""
        return self._near.has(sha256) or self._far.size(sha256) > 0

    def names(self) -> list[str]:
        """The SHA-256 of every package that lies at this desk, in order."""
        return self._near.names()

    def open(self, sha256: str) -> BinaryIO:
        """The package, fetched from the server where it was made at another desk.

        Raises NotFound("export.package_missing"), Unavailable("db.no_server", "disk.full").
        """
        if not self._near.has(sha256) and self._far.size(sha256):
            with self._near.scratch() as file:
                for part in self._far.parts(sha256):
                    file.write(part)
                self._near.keep(file, sha256)
        return self._near.open(sha256)

    def share(self) -> int:
        """Puts on the server what lies only here; the answer is how many packages."""
        return sum(self._send(name) for name in self._near.names())

    def _send(self, sha256: str) -> bool:
        with self._near.open(sha256) as source:
            return self._far.put(sha256, source)
