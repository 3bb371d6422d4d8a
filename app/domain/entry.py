"""A journal entry: identity, chain and the commitment to its body. Knows nothing of what the entries mean.

Hashed and travelling is the header; its bytes are hashed as stored and never written again. The body lies beside
it in parts (`open`, `sealed`); the header commits to SHA-256(salt ‖ body) of each, so that a body can be destroyed
by order and the chain still verifies. Settled in docs/decisions/0005-journal-bytes.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import NAMESPACE_OID, UUID, uuid5

from app.domain import codec
from app.errors import BadInput, Damaged

GENESIS = bytes(32)
"""What the first entry of a chain names as its predecessor."""
OPEN = "open"
SEALED = "sealed"


class StreamKind(StrEnum):
    """What a stream is about. Streams that are not matters have their own states."""

    MATTER = "matter"
    OFFICE = "office"
    ACCOUNTS = "accounts"
    CALENDAR = "calendar"
    LAW = "law"
    RECEPTION = "reception"
    ACCESS = "access"
    DAY = "day"
    MEDIATION = "mediation"


SHARED = frozenset({StreamKind.MATTER, StreamKind.MEDIATION})
"""Kinds of which a stream bears one name in the whole county; of the others every station has its own."""


@dataclass(frozen=True, slots=True)
class StreamId:
    """The name of one stream: its kind and a UUID. Streams of which a station has one use the nil UUID."""

    kind: StreamKind
    id: UUID

    @property
    def text(self) -> str:
        """As it stands in the hashed header: `matter:<32 hex digits>`."""
        return f"{self.kind}:{self.id.hex}"

    @property
    def key(self) -> bytes:
        """Seventeen bytes for the database: the kind's place in `StreamKind`, then the UUID."""
        return bytes([_KIND_CODES[self.kind]]) + self.id.bytes

    @classmethod
    def parse(cls, text: str) -> StreamId:
        """Reads `text`. Raises Damaged("entry.stream") when it is none."""
        kind, _, digits = text.partition(":")
        try:
            return cls(StreamKind(kind), UUID(hex=digits))
        except ValueError as error:
            raise Damaged("entry.stream") from error

    @classmethod
    def from_key(cls, key: bytes) -> StreamId:
        """The stream of the seventeen bytes `key`."""
        return cls(_KINDS_BY_CODE[key[0]], UUID(bytes=bytes(key[1:])))


_KIND_CODES = {kind: code for code, kind in enumerate(StreamKind, start=1)}
_KINDS_BY_CODE = {code: kind for kind, code in _KIND_CODES.items()}


def single(kind: StreamKind) -> StreamId:
    """The stream of a kind of which a station has exactly one."""
    return StreamId(kind, UUID(int=0))


def of_day(day: date, station: str) -> StreamId:
    """The stream of one station's day (日账): tickets, and how the day was closed."""
    return StreamId(StreamKind.DAY, uuid5(NAMESPACE_OID, f"{station}/{day.isoformat()}"))


def chain_for(writer: str, home: str) -> str:
    """The chain in which `writer` writes on a matter of the station `home`: its own, or its outbox for that station.

    So each package to a station is a gapless slice of a chain that only that station reads (design.md, Journal).
    """
    return writer if home in ("", writer) else f"{writer}-{home}"


def writer_of(origin: str) -> str:
    """The station that writes a chain."""
    return origin.partition("-")[0]


def home_of(origin: str) -> str:
    """The station whose matters a chain is about."""
    return origin.rpartition("-")[2]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a body: 16 random bytes of salt and the bytes themselves."""

    salt: bytes
    body: bytes

    @property
    def digest(self) -> bytes:
        """What the header commits to: SHA-256 over salt and body."""
        return hashlib.sha256(self.salt + self.body).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The hashed part of an entry.

    `at` is UTC milliseconds, `offset` minutes east of UTC where it was made, `on` the day the act counts for,
    `after` the heads of the stream that the writer knew, `clock` ok, set-back or unset.
    """

    id: UUID
    origin: str
    epoch: int
    oseq: int
    prev: bytes
    stream: StreamId
    kind: str
    form: int
    at: int
    offset: int
    on: date
    after: tuple[UUID, ...]
    clock: str
    actor: str
    desk: str
    digests: Mapping[str, bytes]

    def to_bytes(self) -> bytes:
        """The canonical bytes that are stored, hashed and sent."""
        return codec.canonical(
            {
                "after": [item.hex for item in self.after],
                "actor": self.actor,
                "at": self.at,
                "clock": self.clock,
                "desk": self.desk,
                "digests": {part: digest.hex() for part, digest in self.digests.items()},
                "epoch": self.epoch,
                "form": self.form,
                "id": self.id.hex,
                "kind": self.kind,
                "offset": self.offset,
                "on": self.on.isoformat(),
                "origin": self.origin,
                "oseq": self.oseq,
                "prev": self.prev.hex(),
                "stream": self.stream.text,
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Header:
        """Reads stored bytes. Raises Damaged("entry.header") when they are no header. Unknown keys are passed over."""
        try:
            raw = codec.parse_object(data)
            return cls(
                id=UUID(hex=_text(raw, "id")),
                origin=_text(raw, "origin"),
                epoch=_number(raw, "epoch"),
                oseq=_number(raw, "oseq"),
                prev=bytes.fromhex(_text(raw, "prev")),
                stream=StreamId.parse(_text(raw, "stream")),
                kind=_text(raw, "kind"),
                form=_number(raw, "form"),
                at=_number(raw, "at"),
                offset=_number(raw, "offset"),
                on=date.fromisoformat(_text(raw, "on")),
                after=tuple(UUID(hex=str(item)) for item in _list(raw, "after")),
                clock=_text(raw, "clock"),
                actor=_text(raw, "actor"),
                desk=_text(raw, "desk"),
                digests={str(k): bytes.fromhex(str(v)) for k, v in _object(raw, "digests").items()},
            )
        except (ValueError, KeyError, TypeError, BadInput, Damaged) as error:
            raise Damaged("entry.header") from error


def chained(data: bytes) -> bytes:
    """The hash of an entry: SHA-256 over its header bytes as stored. The next entry names it as `prev`."""
    return hashlib.sha256(data).digest()


@dataclass(frozen=True, slots=True)
class Entry:
    """A recorded entry: header, the bytes it was read from, its parts, and when this office came to know it.

    A part that was destroyed is absent from `parts` though the header names it. `received_at` is UTC milliseconds.
    """

    header: Header
    raw: bytes
    parts: Mapping[str, Part]
    received_at: int

    @property
    def hash(self) -> bytes:
        """The hash by which the next entry names this one."""
        return chained(self.raw)

    def body(self, part: str = OPEN) -> dict[str, object] | None:
        """The JSON object of a part, or None when there is none or it was destroyed."""
        found = self.parts.get(part)
        return None if found is None else codec.parse_object(found.body)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it stands in its chain, its header not read: number, header bytes, parts. What export passes on."""

    oseq: int
    raw: bytes
    parts: Mapping[str, Part]

    @property
    def hash(self) -> bytes:
        """The hash by which the next entry names this one."""
        return chained(self.raw)

    def entry(self, received_at: int = 0) -> Entry:
        """The entry, read. Raises Damaged("entry.header")."""
        return Entry(Header.from_bytes(self.raw), self.raw, self.parts, received_at)


def _text(raw: Mapping[str, object], key: str) -> str:
    value = raw[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _number(raw: Mapping[str, object], key: str) -> int:
    value = raw[key]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(key)
    return value


def _list(raw: Mapping[str, object], key: str) -> list[object]:
    value = raw[key]
    if not isinstance(value, list):
        raise TypeError(key)
    return value


def _object(raw: Mapping[str, object], key: str) -> dict[str, object]:
    value = raw[key]
    if not isinstance(value, dict):
        raise TypeError(key)
    return value
