"""The ports to where packages lie in the data folder: the shelf, and those refused (`db/shelf.py`, `db/quarantine.py`)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol


class PackageShelf(Protocol):
    """The files of packages in the data folder: never changed, named by their SHA-256."""

    def write(self, fill: Callable[[BinaryIO], None]) -> str:
        """Keeps what `fill` writes; the answer is its SHA-256. Raises Unavailable("disk.full", "disk.read_only")."""
        ...

    def scratch(self) -> AbstractContextManager[BinaryIO]:
        """A file that is gone afterwards; only encrypted bytes may be written to it."""
        ...

    def keep(self, file: BinaryIO, sha256: str) -> None:
        """Gives a scratch file of this shelf its place here. Raises Unavailable("disk.full", "disk.read_only")."""
        ...

    def has(self, sha256: str) -> bool:
        """Whether the package is here."""
        ...

    def names(self) -> list[str]:
        """The SHA-256 of every package that lies here, in order, whatever any ledger says."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """The package, to be read. Raises NotFound("export.package_missing")."""
        ...


class Quarantine(Protocol):
    """What came and was refused: the bytes by their SHA-256, and a note of each. Nothing is ever thrown away."""

    def keep(self, fill: Callable[[BinaryIO], None]) -> str:
        """Keeps what `fill` writes; the answer is its SHA-256. Raises Unavailable("disk.full", "disk.read_only")."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """The bytes. Raises NotFound("export.package_missing")."""
        ...

    def weight(self) -> int:
        """How many bytes of packages lie here."""
        ...

    def note(self, sha256: str, data: bytes) -> None:
        """Writes the note of a package, in place of an earlier one."""
        ...

    def notes(self) -> list[bytes]:
        """The notes of all that are not settled."""
        ...

    def settle(self, sha256: str) -> None:
        """The package was taken in after all: its bytes lie on the shelf, its note is marked. None here changes nothing."""
        ...
