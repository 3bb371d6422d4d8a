"""Entries and receipts as lines of a bag. Header and body travel as the text they are stored as, never written anew."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from enum import StrEnum
from json.encoder import encode_basestring as _quoted

from app.domain import codec
from app.domain.entry import OPEN, SEALED, Entry, Header, Link, Part
from app.domain.fields import from_json, to_json
from app.errors import AppError, BadInput, Damaged
from app.exchange.bag import LONGEST_LINE
from app.exchange.header import PackageRef, is_hash

LONGEST_NUMBER, LONGEST_RESULT, LONGEST_WORD = 40, 12, 40
"""Characters of what a receipt says of a matter."""


def entry_line(entry: Link) -> bytes:
    """The line of an entry, with its end. Raises BadInput("export.entry_too_long")."""
    parts = ",".join(_part_text(name, entry.parts[name]) for name in sorted(entry.parts))
    line = f'{{"header":{_quoted(entry.raw.decode())},"parts":{{{parts}}}}}'.encode()
    if len(line) >= LONGEST_LINE:
        raise BadInput("export.entry_too_long", place=entry.oseq)
    return line + b"\n"


def _part_text(name: str, part: Part) -> str:
    """A part as canonical JSON; written by hand, because a package asks for each part of each entry."""
    if name == SEALED:
        return f'{_quoted(name)}:{{"base64":"{base64.b64encode(part.body).decode()}","salt":"{part.salt.hex()}"}}'
    return f'{_quoted(name)}:{{"body":{_quoted(part.body.decode())},"salt":"{part.salt.hex()}"}}'


def read_entry(line: bytes, received_at: int) -> Entry:
    """The entry of a line, with its parts compared with what the header commits to. Raises Damaged("package.line").

    A part may be absent: it stays at its station, or went under the seal; what names it is looked at when chains are walked.
    """
    try:
        value = codec.parse_object(line)
        raw = _text(value["header"]).encode("utf-8")
        given = value["parts"]
        header = Header.from_bytes(raw)
        if not isinstance(given, dict) or set(value) != {"header", "parts"}:
            raise ValueError("shape")
        parts = {name: _part(name, item) for name, item in given.items()}
    except (AppError, ValueError, KeyError, TypeError) as error:
        raise Damaged("package.line", line="entry") from error
    if not set(parts) <= set(header.digests):
        raise Damaged("package.line", line=header.oseq)
    if any(part.digest != header.digests[name] for name, part in parts.items()):
        raise Damaged("package.line", line=header.oseq)
    return Entry(header, raw, parts, received_at)


def _part(name: str, item: object) -> Part:
    if name not in (OPEN, SEALED) or not isinstance(item, dict):
        raise ValueError("part")
    salt = bytes.fromhex(_text(item["salt"]))
    sealed = name == SEALED
    body = base64.b64decode(_text(item["base64"]), validate=True) if sealed else _text(item["body"]).encode()
    if len(salt) != 16 or len(item) != 2:
        raise ValueError("part")
    return Part(salt, body)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A file that entries of the package name and that is not in it: sent before, or in a package to come."""

    sha256: str


def announced_line(sha256: str) -> bytes:
    """The line of an announced file, with its end."""
    return codec.canonical(to_json(Announced(sha256=sha256))) + b"\n"


def read_announced(line: bytes) -> str:
    """The SHA-256 of an announced file. Raises Damaged("package.line")."""
    try:
        sha256 = from_json(Announced, codec.parse_object(line)).sha256
    except AppError as error:
        raise Damaged("package.line", line="announced") from error
    if not is_hash(sha256):
        raise Damaged("package.line", line="announced")
    return sha256


class ReceiptResult(StrEnum):
    """What became of a package at the other side (回执)."""

    APPLIED = "applied"
    HELD = "held"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterReceipt:
    """The business receipt of one matter (业务回执): its number, and a word of `app.exchange.results`.

    What is not accepted names its stream too (a matter that could not be made may have no number), and for a rejected
    one `code` and `field` say why. `needs` are the files (SHA-256) without which a held one is not complete.
    """

    number: str = ""
    result: str
    stream: str = ""
    code: str = ""
    field: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt for one package in three levels: it came, its inside was checked, and what became of each matter of it.

    `received_at` and `verified_at` (none: not opened yet) are UTC milliseconds; `code` says why a package was rejected.
    """

    package: PackageRef
    result: ReceiptResult
    received_at: int
    entries: int
    code: str = ""
    verified_at: int | None = None
    matters: tuple[MatterReceipt, ...] = ()

    def is_possible(self) -> bool:
        """Whether its words are as short as words are: they are kept as they come."""
        return all(
            len(item.number) <= LONGEST_NUMBER
            and len(item.result) <= LONGEST_RESULT
            and max(len(item.code), len(item.field), len(item.stream)) <= LONGEST_WORD
            for item in self.matters
        )


def receipt_line(receipt: Receipt) -> bytes:
    """The line of a receipt, with its end."""
    return codec.canonical(to_json(receipt)) + b"\n"


def read_receipt(line: bytes) -> Receipt:
    """The receipt of a line. Raises Damaged("package.line")."""
    try:
        found = from_json(Receipt, codec.parse_object(line))
    except AppError as error:
        raise Damaged("package.line", line="receipt") from error
    if not found.is_possible():
        raise Damaged("package.line", line="receipt")
    return found
