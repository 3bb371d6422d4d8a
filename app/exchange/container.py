"""The outside of a package: a stored ZIP of exactly `header.json`, `header.sig` and `body.age`, in this order.

Every byte is either signed, hashed by something signed, or follows from the rest; a reader builds the frame anew and
compares, so that no byte of a package can be changed, added or left out unseen. Knows nothing of keys and entries.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO

from app.errors import Damaged
from app.exchange import zipform
from app.exchange.zipform import Member

HEADER, SIGNATURE, BODY = "header.json", "header.sig", "body.age"
SIGNATURE_SIZE = 64
"""Bytes of a signature: Ed25519 (RFC 8032) and SM2 (r and s) alike."""
LARGEST_HEADER = 256 * 1024
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a stream of bytes: SHA-256 in hex, size, CRC-32."""

    sha256: str
    size: int
    crc: int


@dataclass(frozen=True, slots=True)
class Outside:
    """A package taken apart: its clear header, the signature, where the body lies, and the CRC-32 it claims."""

    header: bytes
    signature: bytes
    body_at: int
    body_size: int
    body_crc: int


class Measure:
    """Adds up the measures of a stream that passes by."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._size = 0
        self._crc = 0

    def add(self, data: bytes) -> None:
        """Counts these bytes."""
        self._hash.update(data)
        self._size += len(data)
        self._crc = zlib.crc32(data, self._crc)

    def result(self) -> Measured:
        """The measures of everything that was added."""
        return Measured(self._hash.hexdigest(), self._size, self._crc)


class MeasureBeside:
    """As `Measure`, by a thread beside the caller: hashing lets other threads work, so it costs a second core and no time.

    Never more than one part of a mebibyte behind. What is smaller is measured at once, without a thread.
    """

    def __init__(self) -> None:
        self._total = Measure()
        self._parts: list[bytes] = []
        self._held = 0
        self._thread: ThreadPoolExecutor | None = None
        self._before: Future[None] | None = None

    def add(self, data: bytes) -> None:
        """Counts these bytes, which nobody may change afterwards."""
        self._parts.append(data)
        self._held += len(data)
        if self._held >= CHUNK:
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, "measure")
            self._wait()
            self._before = self._thread.submit(self._take, self._parts)
            self._parts, self._held = [], 0

    def _take(self, parts: list[bytes]) -> None:
        for part in parts:
            self._total.add(part)

    def _wait(self) -> None:
        if self._before is not None:
            self._before.result()

    def result(self) -> Measured:
        """The measures of everything that was added."""
        self._wait()
        self._take(self._parts)
        self._parts, self._held = [], 0
        if self._thread is not None:
            self._thread.shutdown()
        return self._total.result()


class MeasuringWriter:
    """A writer that passes bytes on and measures them beside it; `error` is what the target answered."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._total = MeasureBeside()
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Passes the bytes on."""
        try:
            self._target.write(data)
        except OSError as error:
            self.error = error
            raise
        self._total.add(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def result(self) -> Measured:
        """The measures of everything that went through."""
        return self._total.result()


def chunks(source: BinaryIO, size: int | None = None) -> Iterator[bytes]:
    """The next `size` bytes (all, when None) in parts of a mebibyte. A short source simply ends."""
    while size is None or size > 0:
        part = source.read(CHUNK if size is None else min(CHUNK, size))
        if not part:
            return
        size = None if size is None else size - len(part)
        yield part


def measure(source: BinaryIO, size: int | None = None) -> Measured:
    """The measures of the next `size` bytes, or of all that follow."""
    total = Measure()
    for part in chunks(source, size):
        total.add(part)
    return total.result()


def _frame(header: bytes, signature: bytes, size: int, crc: int) -> tuple[bytes, bytes]:
    """Everything before and everything behind the bytes of the body."""
    members = [
        Member(HEADER, 0, zipform.STORED, zlib.crc32(header), len(header), len(header)),
        Member(SIGNATURE, 0, zipform.STORED, zlib.crc32(signature), len(signature), len(signature)),
        Member(BODY, 0, zipform.STORED, crc, size, size),
    ]
    before = b""
    directory = []
    for member, data in zip(members, (header, signature, b""), strict=True):
        directory.append(member.central(len(before)))
        before += member.local() + data
    lines = b"".join(directory)
    return before, lines + zipform.end(len(members), len(lines), len(before) + size)


def write(target: BinaryIO, header: bytes, signature: bytes, body: BinaryIO, measured: Measured) -> None:
    """Writes a package around the body, which is read from its present place. The target is at its beginning."""
    before, behind = _frame(header, signature, measured.size, measured.crc)
    target.write(before)
    for part in chunks(body, measured.size):
        target.write(part)
    target.write(behind)


def read(source: BinaryIO) -> Outside:
    """Takes a package apart without touching the body. Raises Damaged("package.frame")."""
    size = source.seek(0, 2)
    source.seek(0)
    header = _member(source, HEADER, LARGEST_HEADER)[0]
    signature = _member(source, SIGNATURE, SIGNATURE_SIZE)[0]
    _, body_size, body_crc = _member(source, BODY, None)
    body_at = source.tell()
    if len(signature) != SIGNATURE_SIZE or body_at + body_size > size:
        raise Damaged("package.frame")
    before, behind = _frame(header, signature, body_size, body_crc)
    source.seek(0)
    if source.read(len(before)) != before or size != len(before) + body_size + len(behind):
        raise Damaged("package.frame")
    source.seek(body_at + body_size)
    if source.read(len(behind) + 1) != behind:
        raise Damaged("package.frame")
    return Outside(header, signature, body_at, body_size, body_crc)


def expected_size(source: BinaryIO) -> int:
    """How many bytes the package has whose beginning is here: clear header, signature, and the record of the body.

    Raises Damaged("package.frame").
    """
    source.seek(0)
    header = _member(source, HEADER, LARGEST_HEADER)[0]
    signature = _member(source, SIGNATURE, SIGNATURE_SIZE)[0]
    _, size, crc = _member(source, BODY, None)
    if size > zipform.LARGEST:
        raise Damaged("package.frame")
    before, behind = _frame(header, signature, size, crc)
    return len(before) + size + len(behind)


def _member(source: BinaryIO, name: str, limit: int | None) -> tuple[bytes, int, int]:
    """The data (none for the body), size and CRC-32 of the next member."""
    record = source.read(zipform.LOCAL_SIZE)
    if len(record) != zipform.LOCAL_SIZE or not record.startswith(zipform.LOCAL):
        raise Damaged("package.frame")
    _, _, crc, _, size, length = zipform.local_fields(record)
    if length != len(name) or source.read(length) != name.encode("ascii"):
        raise Damaged("package.frame")
    if limit is None:
        return b"", size, crc
    if size > limit:
        raise Damaged("package.frame")
    data = source.read(size)
    if len(data) != size:
        raise Damaged("package.frame")
    return data, size, crc
