"""Writing files so that a half one is never taken for a whole one: beside their place, synced, read again, renamed.

For places that may vanish, fill up or be write-protected at any moment: sticks, shares, second disks.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from app.errors import Damaged, Unavailable

FRESH = ".new"
"""End of the name of a file that is being written."""
CHUNK = 1024 * 1024
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
"""How the system says that a disk is full, or that it may not be written."""


class Output(io.RawIOBase):
    """A file being written, byte for byte through the system."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)

    def writable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object, /) -> int:
        """All of it, however often the system must be asked."""
        rest = memoryview(data)  # type: ignore[arg-type]
        whole = rest.nbytes
        while rest.nbytes:
            rest = rest[os.write(self._handle, rest) :]
        return whole

    def seek(self, place: int, whence: int = os.SEEK_SET, /) -> int:
        """Moves to a place."""
        return os.lseek(self._handle, place, whence)

    def tell(self) -> int:
        """Where it stands."""
        return os.lseek(self._handle, 0, os.SEEK_CUR)

    def sync(self) -> None:
        """To the medium; what is read next comes from there, where the system allows to ask for that."""
        os.fsync(self._handle)
        forget_read(self._handle)

    def close(self) -> None:
        """Closes the file; a second time does nothing."""
        if not self.closed:
            os.close(self._handle)
        super().close()


def write_whole(path: Path, fill: Callable[[Output], object], check: Callable[[Path], None]) -> None:
    """Fills a fresh file, syncs it, lets `check` read it again, and only then gives it its name.

    Raises what `telling` raises; on failure nothing is left but what was there before.
    """
    with telling(path.parent):
        _place(path, fill, check)


def put_whole(path: Path, data: bytes) -> None:
    """Puts a small file of the data folder so. The system's errors are left to who knows what the file is."""
    _place(path, lambda out: out.write(data), lambda fresh: None)


def _place(path: Path, fill: Callable[[Output], object], check: Callable[[Path], None]) -> None:
    fresh = path.with_name(path.name + FRESH)
    with contextlib.ExitStack() as undo:
        undo.callback(remove, fresh)
        with Output(fresh) as out:
            fill(out)
            out.sync()
        check(fresh)
        os.replace(fresh, path)
        sync_folder(path.parent)
        undo.pop_all()


def remove(path: Path) -> None:
    """Takes a file away if it is there and can be."""
    with contextlib.suppress(OSError):
        os.unlink(path)


def copy_whole(source: Path, path: Path) -> None:
    """Copies a file so; what is read back must be what was read. Raises Damaged("backup.not_as_written")."""
    read = hashlib.sha256()

    def fill(out: Output) -> None:
        with open(source, "rb") as given:
            while part := given.read(CHUNK):
                read.update(part)
                out.write(part)

    def check(fresh: Path) -> None:
        if sha256_of(fresh) != read.hexdigest():
            raise Damaged("backup.not_as_written")

    write_whole(path, fill, check)


def sha256_of(path: Path, length: int = -1) -> str:
    """The SHA-256 of a file in hex, or of its first `length` bytes."""
    made = hashlib.sha256()
    with open(path, "rb") as file:
        while part := file.read(CHUNK if length < 0 else min(CHUNK, length)):
            made.update(part)
            length -= len(part) if length >= 0 else 0
    return made.hexdigest()


def forget_read(handle: int) -> None:
    """Lets the next reading of a synced file come from the medium and not from memory, where the system can."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def begin_writing(handle: int, at: int, size: int) -> None:
    """Lets the system begin to write out these bytes of a file, where it can.

    Otherwise it keeps a gigabyte in memory, says that all is written, and a slow stick's minutes come with the sync.
    """
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, at, size, os.POSIX_FADV_DONTNEED)


def sync_folder(folder: Path) -> None:
    """Makes a rename durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems of sticks cannot
            raise
    finally:
        os.close(handle)


@contextlib.contextmanager
def own_disk() -> Iterator[None]:
    """Turns the system's errors on the disk of the data into ours.

    Raises Unavailable("disk.full", "disk.read_only", "disk.failed").
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Unavailable("disk.full") from error
        raise Unavailable("disk.failed" if error.errno == errno.EIO else "disk.read_only") from error


@contextlib.contextmanager
def telling(place: Path) -> Iterator[None]:
    """Turns the system's errors at a place into ours, naming it.

    Raises Unavailable("backup.target_full", "backup.target_read_only", "backup.target_gone", "backup.target_failed").
    """
    try:
        yield
    except OSError as error:
        name = str(place)
        if error.errno in FULL:
            raise Unavailable("backup.target_full", place=name) from error
        if error.errno in READ_ONLY:
            raise Unavailable("backup.target_read_only", place=name) from error
        if error.errno in (errno.ENOENT, errno.ENODEV, errno.ENOTDIR, errno.ESTALE, errno.ENXIO):
            raise Unavailable("backup.target_gone", place=name) from error
        raise Unavailable("backup.target_failed", place=name) from error
