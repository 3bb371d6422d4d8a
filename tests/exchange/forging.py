"""Bad packages are made of good ones: taken apart with the keys of both sides, changed at one place, sealed again.

Each floor (frame, header, envelope, bag, lines) can be changed alone; what lies outside of it is made right again, so
that a package is refused for the one thing that is wrong with it.
"""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import uuid4

from app.domain import codec, history
from app.domain.entry import Entry, Header, Link, Part
from app.domain.fields import to_json
from app.exchange import bag, container, package
from app.exchange.bag import Bagged
from app.exchange.keys import StationKeys, encrypt
from app.exchange.lines import entry_line, read_entry
from tests.exchange.packages import Kept

COUNTY, STATION = "county", "station"
STREAMED, DEFLATED = 8, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One member of a ZIP, with whatever lies its records shall tell. What is None is told truly."""

    name: bytes
    data: bytes
    flags: int = 0
    method: int = 0
    crc: int | None = None
    packed: int | None = None
    size: int | None = None
    version: int = 20
    date: int = 0x21
    external: int = 0
    extra: bytes = b""
    comment: bytes = b""
    listed_as: bytes | None = None
    listed_crc: int | None = None
    listed_at: int | None = None
    described: bytes | None = None
    raw: bytes | None = None

    @property
    def stored(self) -> bytes:
        """The data as it lies in the file."""
        if self.raw is not None:
            return self.raw
        if self.method == 0:
            return self.data
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        return packer.compress(self.data) + packer.flush()

    @property
    def measures(self) -> tuple[int, int, int]:
        """CRC-32, packed and plain size as they are told."""
        crc = zlib.crc32(self.data) if self.crc is None else self.crc
        packed = len(self.stored) if self.packed is None else self.packed
        return crc, packed, len(self.data) if self.size is None else self.size

    def local(self) -> bytes:
        """The record before the data, the data, and for a streamed member the record behind it."""
        told = (0, 0, 0) if self.flags & STREAMED else self.measures
        head = struct.pack(
            "<4s5H3L2H", b"PK\x03\x04", self.version, self.flags, self.method, 0, self.date, *told,
            len(self.name), len(self.extra),
        )  # fmt: skip
        behind = struct.pack("<4s3L", b"PK\x07\x08", *self.measures) if self.flags & STREAMED else b""
        return (
            head
            + self.name
            + self.extra
            + self.stored
            + (behind if self.described is None else self.described)
        )

    def central(self, at: int) -> bytes:
        """The line of the directory."""
        crc, packed, size = self.measures
        name = self.name if self.listed_as is None else self.listed_as
        return (
            struct.pack(
                "<4s6H3L5H2L", b"PK\x01\x02", self.version, self.version, self.flags, self.method, 0,
                self.date, crc if self.listed_crc is None else self.listed_crc, packed, size, len(name),
                len(self.extra), len(self.comment), 0, 0, self.external,
                at if self.listed_at is None else self.listed_at,
            )
            + name + self.extra + self.comment
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What follows the members; None is told truly."""

    comment: bytes = b""
    between: bytes = b""
    before_end: bytes = b""
    disk: int = 0
    members: int | None = None
    at: int | None = None
    size: int | None = None
    directory: bool = True


def zip_of(records: Sequence[Record], ending: Ending | None = None) -> bytes:
    """A ZIP of these records."""
    ending = ending or Ending()
    data, lines = b"", b""
    for item in records:
        lines += item.central(len(data))
        data += item.local()
    data += ending.between
    lines = lines if ending.directory else b""
    count = len(records) if ending.members is None else ending.members
    last = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", ending.disk, ending.disk, count, count,
        len(lines) if ending.size is None else ending.size,
        len(data) if ending.at is None else ending.at, len(ending.comment),
    )  # fmt: skip
    return data + lines + ending.before_end + last + ending.comment


@dataclass(kw_only=True)
class Way:
    """One direction of an exchange, and its genuine packages: `last` is applied, `good` is next, `later` follows.

    `own` is a package that the receiver sealed itself, `elsewhere` a genuine one of the same sender or another station
    that is not for the receiver.
    """

    receiver: str
    sender_keys: StationKeys
    receiver_keys: StationKeys
    last: bytes
    good: bytes
    later: bytes
    own: bytes
    elsewhere: bytes
    stranger: StationKeys

    @cached_property
    def outside(self) -> container.Outside:
        """The good package taken apart."""
        return container.read(io.BytesIO(self.good))

    @cached_property
    def body(self) -> bytes:
        """Its encrypted body."""
        return self.good[self.outside.body_at :][: self.outside.body_size]

    @property
    def head(self) -> dict[str, Any]:
        """A copy of its header's keys."""
        return codec.parse_object(self.outside.header)

    @cached_property
    def kept(self) -> Kept:
        """What it holds."""
        return self.kept_of(self.good)

    def kept_of(self, data: bytes) -> Kept:
        """What a package of this way holds."""
        kept = Kept()
        source = io.BytesIO(data)
        package.open_body(source, package.look(source), self.receiver_keys, kept)
        return kept

    @property
    def members(self) -> list[tuple[str, bytes]]:
        """The payload of its bag."""
        lines: dict[str, bytes] = {bag.ENTRIES: b""}
        for member, data in self.kept.lines:
            lines[member] = lines.get(member, b"") + data + b"\n"
        return [*lines.items(), *((bag.FILES + name, data) for name, data in self.kept.files.items())]

    @property
    def plain(self) -> bytes:
        """A bag of its payload."""
        return bag_of(self.members)[0]

    @property
    def entries(self) -> list[Entry]:
        """Its entries."""
        return [read_entry(line, 0) for member, line in self.kept.lines if member == bag.ENTRIES]

    # ------------------------------------------------------------ one floor changed

    def framed(self, header: bytes, signature: bytes | None = None, body: bytes | None = None) -> bytes:
        """The usual frame around a header (signed, unless a signature is given) and a body."""
        body = self.body if body is None else body
        out = io.BytesIO()
        signature = self.sender_keys.sign(header) if signature is None else signature
        container.write(out, header, signature, io.BytesIO(body), container.measure(io.BytesIO(body)))
        return out.getvalue()

    def records(self) -> list[Record]:
        """The three members of the good package."""
        parts = (self.outside.header, self.outside.signature, self.body)
        names = (container.HEADER, container.SIGNATURE, container.BODY)
        return [Record(name=n.encode(), data=d) for n, d in zip(names, parts, strict=True)]

    def headed(self, **changes: Any) -> bytes:
        """The good package with other values in its header; None takes a key out. Signed by the sender."""
        return self.framed(loose(retold(self.head, changes)))

    def bodied(self, body: bytes, **changes: Any) -> bytes:
        """A package with this body; the header says truly what it is, unless told otherwise."""
        measured = container.measure(io.BytesIO(body))
        told = {"body_sha256": measured.sha256, "body_size": measured.size, **changes}
        return self.framed(loose(retold(self.head, told)), body=body)

    def sealed_to(self, *recipients: str, data: bytes | None = None) -> bytes:
        """An age stream of a bag (the good one) to these recipients."""
        out = io.BytesIO()
        assert encrypt(io.BytesIO(self.plain if data is None else data), out, recipients)
        return out.getvalue()

    def bagged(self, data: bytes, **changes: Any) -> bytes:
        """A package around these bytes of a bag; the header keeps what it said of the payload."""
        return self.bodied(self.sealed_to(self.receiver_keys.box_public, data=data), **changes)

    def holding(self, members: Iterable[tuple[str, bytes]], **changes: Any) -> bytes:
        """A package with this payload in a bag that fits it."""
        data, counted = bag_of(members)
        files = sum(name.startswith(bag.FILES) for name in counted.sums)
        return self.bagged(data, **{"payload": counted.octets, "files": files, **changes})

    def lined(self, lines: Iterable[bytes], member: str = bag.ENTRIES, **changes: Any) -> bytes:
        """A package in which one member has these lines; the header's figures stay."""
        made = {**dict(self.members), member: b"".join(line + b"\n" for line in lines)}
        return self.holding(made.items(), **changes)

    def telling(self, entries: Sequence[Entry], **changes: Any) -> bytes:
        """A package of these entries, whose header says what is true of them."""
        told: dict[str, Any] = {
            "first": entries[0].header.oseq,
            "last": entries[-1].header.oseq,
            "entries": len(entries),
            "head": entries[-1].hash.hex(),
        }
        return self.lined([line_of(entry) for entry in entries], **{**told, **changes})

    def entry(self, value: Any, stream: Any, **changes: Any) -> Entry:
        """An entry that the sender never wrote, in place of the first of the good package."""
        kind = history.ENTRY_KINDS_BY_TYPE[type(value)]
        body = codec.canonical(to_json(value))
        first = self.entries[0].header
        header = replace(first, id=uuid4(), kind=kind.name, form=kind.form, stream=stream, after=())
        return remade(header, body, **changes)


def retold(head: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The keys of a header with other values; its table of figures goes where another end of the chain is told."""
    table = {"holds": None} if {"head", "last", "first", "entries", "epoch"} & changes.keys() else {}
    return {**head, **table, **changes}


def remade(header: Header, body: bytes, **changes: Any) -> Entry:
    """An entry with this header and open body, whose commitment fits."""
    part = Part(bytes(16), body)
    header = replace(header, digests={"open": part.digest}, **changes)
    return Entry(header, header.to_bytes(), {"open": part}, 0)


def with_header(entry: Entry, **changes: Any) -> Entry:
    """The entry with other values in its header."""
    header = replace(entry.header, **changes)
    return Entry(header, header.to_bytes(), entry.parts, 0)


def chained_on(entries: Sequence[Entry], prev: bytes | None = None) -> list[Entry]:
    """The entries chained anew, in this order, behind the predecessor of the first."""
    prev = entries[0].header.prev if prev is None else prev
    made: list[Entry] = []
    for place, entry in enumerate(entries, start=entries[0].header.oseq):
        made.append(with_header(entry, oseq=place, prev=prev))
        prev = made[-1].hash
    return made


def line_of(entry: Entry) -> bytes:
    """The line of an entry, without its end."""
    return entry_line(Link(entry.header.oseq, entry.raw, entry.parts))[:-1]


def bag_of(members: Iterable[tuple[str, bytes]]) -> tuple[bytes, Bagged]:
    """A bag with any members, and what was counted."""
    counted = Bagged()
    return b"".join(
        bag.stream(((name, [data]) for name, data in members), {}, counted, files=bag.USUAL)
    ), counted


def bag_records(data: bytes) -> list[Record]:
    """The members of a genuine bag as records that can be changed."""
    made, at = [], 0
    while data[at : at + 4] == b"PK\x03\x04":
        length = struct.unpack_from("<H", data, at + 26)[0]
        name = data[at + 30 : at + 30 + length]
        unpacker = zlib.decompressobj(-15)
        plain = unpacker.decompress(data[at + 30 + length :])
        made.append(Record(name=name, data=plain, flags=STREAMED, method=DEFLATED))
        at = len(data) - len(unpacker.unused_data) + 16
    return made


def loose(value: Any) -> bytes:
    """JSON as the codec writes it, without its refusals; keys whose value is None are left out."""
    given = {key: item for key, item in value.items() if item is not None}
    text = json.dumps(given, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
