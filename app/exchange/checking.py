"""Looking through a package from its frame to its last line before anything of it is taken in. Pure: a file in, figures out.

It says nothing of where the package stands in the sequence and of who may write what: that is judged when it is applied,
and every check here is made there once more. This one is made first, and in a process of its own (trust.md row 6).
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from app.domain import history
from app.errors import AppError, Damaged, Refused
from app.exchange import bag, container, package
from app.exchange.keys import Decrypting
from app.exchange.lines import read_announced, read_entry, read_receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Who takes in: our station, and the pinned public signing keys (hex) of the stations we trust."""

    station: str
    signers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A package that was read to its end: SHA-256 of all its bytes, lines, files.

    `memory` is the most the checking process held, in bytes; 0 where nobody measured.
    """

    sha256: str
    lines: int
    files: int
    memory: int = 0


class PackageCheck(Protocol):
    """Who looks through packages before anything of them is taken in."""

    def check(self, source: BinaryIO, receiver: Receiver, box: str) -> Checked:
        """Reads a package of our own shelf to its end; `box` is the secret receiving key (an age identity).

        Raises Damaged("package.…"), Refused("package.not_for_us"), BadInput("package.newer_format"),
        Damaged("package.check_broken", "package.check_slow") when the checking itself did not survive,
        Unavailable("package.check_missing") when it could not be begun.
        """
        ...


class LineReader:
    """A payload that is only read: every line becomes an entry or a receipt, and nothing is kept."""

    def __init__(self) -> None:
        self.lines = 0

    def line(self, member: str, data: bytes) -> None:
        """Reads the line, and what the entry says. What that means is judged where it is applied."""
        self.lines += 1
        if member == bag.RECEIPTS:
            read_receipt(data)
            return
        if member == bag.ANNOUNCED:
            read_announced(data)
            return
        entry = read_entry(data, 0)
        with contextlib.suppress(AppError):
            history.read_value(entry)

    def file(self, sha256: str, data: bytes) -> None:
        """The bag compared it with its name."""


def check(source: BinaryIO, receiver: Receiver, keys: Decrypting) -> Checked:
    """Looks through a package: frame, header, signature by the pinned key, addressee, body, inside, every line.

    Raises what PackageCheck.check says of a package.
    """
    found = package.look(source)
    header = found.header
    signer = receiver.signers.get(header.station, "")
    if not signer:
        raise Damaged("package.sender_unknown", station=header.station)
    if not found.is_genuine(signer):
        raise Damaged("package.not_genuine", station=header.station)
    if header.to != receiver.station:
        raise Refused("package.not_for_us", to=header.to, station=receiver.station)
    lines = LineReader()
    inside = package.open_body(source, found, keys, lines)
    source.seek(0)
    return Checked(sha256=container.measure(source).sha256, lines=lines.lines, files=inside.files)
