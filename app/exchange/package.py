"""A package whole: sealing one, looking at one, opening one. Pure: streams and keys in, streams and values out.

`<chain>-<epoch>-<seq>.xfp` is a stored ZIP of a clear header, its Ed25519 signature and an age stream with a BagIt
bag; docs/FORMAT.md says how to open one with tools that everybody has. No error but AppError leaves this module.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from app.errors import AppError, Damaged
from app.exchange import bag, container
from app.exchange.bag import Bagged, BagReader, Payload
from app.exchange.container import Measured, MeasuringWriter, Outside
from app.exchange.header import PackageHeader
from app.exchange.keys import Decrypting, encrypt, is_signed

Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """What the header must say of a body that was just made: its measures, and the bytes and files of its payload."""

    measured: Measured
    payload: int
    files: int


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was looked at: its header, the bytes the signature is over, and the outside."""

    header: PackageHeader
    outside: Outside

    def is_genuine(self, public: str) -> bool:
        """Whether the holder of this Ed25519 key (hex) signed the header."""
        return is_signed(self.outside.header, self.outside.signature, public)


class _Pulled(io.RawIOBase):
    """A reader over an iterator of bytes; remembers what went wrong, because the library only says that it did."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._rest = memoryview(b"")
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`; none at the end."""
        try:
            while not self._rest:
                self._rest = memoryview(next(self._parts))
        except StopIteration:
            return b""
        except (AppError, OSError) as error:
            self.error = error
            raise
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


def write_body(
    target: BinaryIO,
    payload: Iterable[tuple[str, Iterable[bytes]]],
    information: Mapping[str, str],
    recipients: tuple[str, ...],
) -> BodyFacts:
    """Writes the encrypted body. Raises OSError of the target, and whatever making the payload raises."""
    counted = Bagged()
    source = _Pulled(bag.stream(payload, information, counted))
    sink = MeasuringWriter(target)
    done = encrypt(source, sink, recipients)
    if not done or sink.error:  # the library says nothing of an error in the last bytes it writes
        raise source.error or sink.error or AssertionError("encrypting failed for no reason")
    return BodyFacts(sink.result(), counted.octets, counted.files)


def seal(target: BinaryIO, header: PackageHeader, body: BinaryIO, facts: BodyFacts, sign: Sign) -> None:
    """Writes the package around a body that lies at the present place of `body`."""
    clear = header.to_bytes()
    container.write(target, clear, sign(clear), body, facts.measured)


def look(source: BinaryIO) -> Package:
    """Reads header and frame; neither signature nor body is checked yet. Raises Damaged("package.frame", "….header")."""
    outside = container.read(source)
    return Package(PackageHeader.from_bytes(outside.header), outside)


def check_body(source: BinaryIO, package: Package) -> None:
    """Compares the encrypted body with the header, without any key. Raises Damaged("package.body")."""
    source.seek(package.outside.body_at)
    found = container.measure(source, package.outside.body_size)
    told = Measured(package.header.body_sha256, package.header.body_size, package.outside.body_crc)
    if found != told:
        raise Damaged("package.body")


def open_body(source: BinaryIO, package: Package, keys: Decrypting, payload: Payload) -> Bagged:
    """Decrypts and unpacks, handing lines and files to `payload` as they come.

    What was handed over counts only when this returns. Raises Damaged("package.body", "package.not_for_us",
    "package.bag" …) and what `payload` raises.
    """
    check_body(source, package)
    source.seek(package.outside.body_at)
    reader = BagReader(payload, package.header.payload)
    part = _Part(source, package.outside.body_size)
    opened = False
    with contextlib.suppress(AppError):
        opened = keys.decrypt(part, reader)
    if reader.error is not None:
        raise reader.error
    if not opened:
        raise Damaged("package.not_readable")
    counted = reader.finish()
    if counted.files != package.header.files:
        raise Damaged("package.manifest", part="files")
    return counted


class _Part(io.RawIOBase):
    """The next so many bytes of a file, as a file of their own."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        self._source = source
        self._left = size

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`; none at the end."""
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._source.read(wanted)
        self._left -= len(data)
        return data
