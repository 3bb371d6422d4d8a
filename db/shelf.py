"""Packages on disk: the shelf in the data folder, and handing one over to a stick or a folder.

What lies on the shelf is encrypted already and never changed; its name is its SHA-256. A hand-over is a temporary name,
synced, read back, renamed; then a `.done` file with the sum, for watchers of the folder (reference/exchange.md 3.2).
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from app.errors import NotFound, Unavailable
from app.exchange.container import MeasuringWriter
from db.durable import CHUNK, FULL, READ_ONLY, begin_writing, forget_read, own_disk, sync_folder

FOLDER = "packages"
PART = ".part"
MARK = 4
"""Bytes that tell one attempt's temporary name from another's; what lies beside with a longer one is of another file."""
DONE = ".done"
USUAL = ".xfp"
"""How the name of a package ends, where nobody wants it otherwise."""


class FolderShelf:
    """The folder of sealed and received packages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, fill: Callable[[BinaryIO], None]) -> str:
        """Keeps what `fill` writes; the answer is its SHA-256. Raises Unavailable("disk.full", "disk.read_only")."""
        with self._file() as (path, file):
            written = MeasuringWriter(file)
            fill(cast(BinaryIO, written))
            digest = written.result().sha256
            file.flush()
            os.fsync(file.fileno())
            os.replace(path, self._path(digest))
            sync_folder(self._folder)
        return digest

    def keep(self, file: BinaryIO, sha256: str) -> None:
        """Gives a scratch file of this shelf its place here. Raises Unavailable("disk.full", "disk.read_only")."""
        with own_disk():
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, self._path(sha256))
            sync_folder(self._folder)

    @contextlib.contextmanager
    def scratch(self) -> Iterator[BinaryIO]:
        """A file that is gone afterwards; only encrypted bytes may be written to it."""
        with self._file() as (_, file):
            yield file

    def has(self, sha256: str) -> bool:
        """Whether the package is here."""
        return self._path(sha256).exists()

    def names(self) -> list[str]:
        """The SHA-256 of every package that lies here, in order."""
        if not self._folder.is_dir():
            return []
        return sorted(path.stem for path in self._folder.glob("*.xfp"))

    def open(self, sha256: str) -> BinaryIO:
        """The package, to be read. Raises NotFound("export.package_missing"), Unavailable("disk.read_only")."""
        try:
            return open(self._path(sha256), "rb")
        except FileNotFoundError as error:
            raise NotFound("export.package_missing") from error
        except OSError as error:
            raise Unavailable("disk.read_only") from error

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.xfp"

    @contextlib.contextmanager
    def _file(self) -> Iterator[tuple[Path, BinaryIO]]:
        path = self._folder / f"{secrets.token_hex(8)}{PART}"
        try:
            with own_disk():
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                with open(path, "w+b") as file:
                    yield path, file
        finally:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


class FolderTarget:
    """A folder, on a stick or watched by a gateway, that packages are handed over to.

    `extension` goes in the place of the usual one: gateways let only those through that they know.
    """

    def __init__(self, folder: Path, extension: str = USUAL) -> None:
        self._folder = folder
        self._extension = extension

    @classmethod
    def at(cls, folder: Path, extension: str = USUAL) -> FolderTarget:
        """That folder; it is made when only its last part is missing. Raises Unavailable("target.…")."""
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise _why(error) from error
        return cls(folder, extension)

    def put(self, name: str, source: BinaryIO, sha256: str) -> str:
        """Hands a package over whole or not at all; the answer is where it lies. The same one again changes nothing.

        Raises Unavailable("target.full", "target.read_only", "target.gone", "target.not_kept").
        """
        if name.endswith(USUAL):  # the part of a package keeps its name: it would not be found otherwise
            name = name.removesuffix(USUAL) + self._extension
        path = self._folder / name
        try:
            if not self._is_there(path, sha256):
                self._room_for(source)
                self._write(path, source, sha256)
            done = path.with_name(name + DONE)
            line = f"{sha256}  {name}\n".encode()
            if not done.exists() or done.read_bytes() != line:
                self._place(done, iter([line]), hashlib.sha256(line).hexdigest())
        except OSError as error:
            raise _why(error) from error
        return str(path)

    def _is_there(self, path: Path, sha256: str) -> bool:
        if not path.exists():
            return False
        with open(path, "rb") as file:
            return _digest(file) == sha256

    def _room_for(self, source: BinaryIO) -> None:
        needed = source.seek(0, os.SEEK_END)
        source.seek(0)
        room = os.statvfs(self._folder) if hasattr(os, "statvfs") else None
        if room is not None and room.f_bavail * room.f_frsize < needed:
            raise Unavailable("target.full", needed=-(-needed // CHUNK))

    def _write(self, path: Path, source: BinaryIO, sha256: str) -> None:
        self._place(path, iter(lambda: source.read(CHUNK), b""), sha256)

    def _place(self, path: Path, parts: Iterator[bytes], sha256: str) -> None:
        """Temporary name, sync, read back, rename, sync the folder; what earlier attempts left is taken away.

        The temporary name is this attempt's own: another process may be handing the same package over. What is read back
        comes from the medium where the system can do that: a stick that holds less than it claims shows only then.
        """
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(MARK)}{PART}")
        try:
            number = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o644)
            try:
                at = 0
                for part in parts:
                    rest = memoryview(part)
                    while rest:
                        rest = rest[os.write(number, rest) :]
                    begin_writing(number, at, len(part))
                    at += len(part)
                os.fsync(number)
                forget_read(number)
            finally:
                os.close(number)
            with open(fresh, "rb") as file:
                if _digest(file) != sha256:
                    raise Unavailable("target.not_kept", file=path.name)
            os.replace(fresh, path)
        except (OSError, Unavailable):
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            if not self._is_there(path, sha256):
                raise
        for left in self._folder.glob(f".{glob.escape(path.name)}.{'?' * 2 * MARK}{PART}"):
            with contextlib.suppress(OSError):  # Windows keeps what another attempt has open
                left.unlink(missing_ok=True)
        sync_folder(self._folder)


def _why(error: OSError) -> Unavailable:
    """What stands in the way at the other side."""
    if error.errno in FULL:
        return Unavailable("target.full", needed=1)
    if error.errno in READ_ONLY:
        return Unavailable("target.read_only")
    return Unavailable("target.gone")


def _digest(file: BinaryIO) -> str:
    total = hashlib.sha256()
    while part := file.read(CHUNK):
        total.update(part)
    return total.hexdigest()
