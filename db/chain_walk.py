"""Walking a whole chain: each header follows from its predecessor, bodies and key columns from their header, no gap.

A million entries are walked each night and by every auditor (trust.md 6, row 22), so a header is not read into an object:
its canonical bytes have one shape, which one expression takes apart. A header of another shape (a newer program's) is
read in full. Nothing is believed of a header but what its bytes say, and these are hashed as stored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from app.chains import Chain, Walked
from app.domain.entry import GENESIS, OPEN, Entry, Header, Part, StreamId
from app.errors import Damaged
from db.cipher import FieldCipher
from db.journal import Pair
from db.statements import Statements

_SHAPE = re.compile(
    rb'\{"actor":"(?:[^"\\]|\\.)*","after":\[[^]]*\],"at":(\d+),"clock":"[^"\\]*","desk":"(?:[^"\\]|\\.)*",'
    rb'"digests":\{([^}]*)\},"epoch":(\d+),"form":\d+,"id":"([0-9a-f]{32})","kind":"([^"\\]*)","offset":-?\d+,'
    rb'"on":"[0-9-]{10}","origin":"([^"\\]*)","oseq":(\d+),"prev":"([0-9a-f]{64})","stream":"([^"\\]*)"\}'
)
_GENESIS = GENESIS.hex().encode()


@dataclass(slots=True)
class _Told:
    """What a header says of itself, as bytes or numbers, in the order of the expression's groups."""

    at: int
    digests: bytes
    epoch: int
    id: bytes
    kind: str
    origin: str
    oseq: int
    prev: bytes
    stream: bytes


def verify(
    connection: Connection, sql: Statements, pair: Pair, cipher: FieldCipher, walked: Walked | None = None
) -> Chain:
    """Walks the whole chain; `walked` is told of each sound entry.

    A body that is absent is not an error by itself: it may have been destroyed by order.
    """
    heads: dict[tuple[str, int], tuple[int, bytes]] = {}
    streams: dict[bytes, bytes] = {}
    count, place, last = 0, 0, b""
    try:
        for place, rows in _grouped(connection, sql, pair):
            count += 1
            raw = bytes(rows[0][7])
            told = _told(raw)
            writer = (told.origin, told.epoch)
            seq, prev = heads.get(writer, (0, _GENESIS))
            if told.oseq != seq + 1 or told.prev != prev:
                return Chain(count, last.decode(), place, "chain")
            if not _same_columns(told, rows[0], streams):
                return Chain(count, last.decode(), place, "columns")
            parts = {str(row[8]): row for row in rows if row[8] is not None}
            why = _wrong_body(told, parts, cipher)
            if why:
                return Chain(count, last.decode(), place, why)
            made = hashlib.sha256(raw)
            last = made.hexdigest().encode()
            heads[writer] = (told.oseq, last)
            if walked is not None:
                walked(_Passed(place, told, made.digest(), raw, parts, cipher))
    except Damaged:
        return Chain(count, last.decode(), place + 1, "unreadable")
    return Chain(count, last.decode())


@dataclass(slots=True)
class _Passed:
    """A sound entry that the walk just passed (port `Passed`)."""

    place: int
    _told: _Told
    hash: bytes
    _raw: bytes
    _parts: dict[str, Sequence[Any]]
    _cipher: FieldCipher

    @property
    def kind(self) -> str:
        """Its kind."""
        return self._told.kind

    @property
    def written(self) -> tuple[str, int, int]:
        """Writer, epoch and number."""
        return self._told.origin, self._told.epoch, self._told.oseq

    def entry(self) -> Entry:
        """The entry, read."""
        parts = {n: Part(bytes(r[9]), self._cipher.open_blob(bytes(r[10]))) for n, r in self._parts.items()}
        return Entry(Header.from_bytes(self._raw), self._raw, parts, 0)


def _grouped(
    connection: Connection, sql: Statements, pair: Pair
) -> Iterator[tuple[int, list[Sequence[Any]]]]:
    """The rows of each entry: itself with each of its parts."""
    name, body = pair.entry.name, pair.body.name
    result: Iterable[Sequence[Any]] = sql.run(
        connection,
        "SELECT e.pos, e.id, e.origin, e.epoch, e.oseq, e.stream, e.at, e.header, b.part, b.salt, b.body "
        f"FROM {name} e LEFT JOIN {body} b ON b.pos = e.pos ORDER BY e.pos",
    )
    for place, rows in groupby(result, itemgetter(0)):
        yield int(place), list(rows)


def _told(raw: bytes) -> _Told:
    """What a header says. Raises Damaged("entry.header")."""
    found = _SHAPE.fullmatch(raw)
    if found is not None:
        at, digests, epoch, identifier, kind, origin, oseq, prev, stream = found.groups()
        return _Told(
            int(at), digests, int(epoch), identifier, kind.decode(), origin.decode(), int(oseq), prev, stream
        )
    header = Header.from_bytes(raw)
    digests = ",".join(f'"{name}":"{digest.hex()}"' for name, digest in header.digests.items()).encode()
    return _Told(
        header.at,
        digests,
        header.epoch,
        header.id.hex.encode(),
        header.kind,
        header.origin,
        header.oseq,
        header.prev.hex().encode(),
        header.stream.text.encode(),
    )


def _same_columns(told: _Told, row: Sequence[Any], streams: dict[bytes, bytes]) -> bool:
    """Whether the columns beside a header say the same: they are not hashed, and a changed one would hide its entry."""
    key = bytes(row[5])
    text = streams.get(key)
    if text is None:
        if len(streams) > 10_000:
            streams.clear()
        text = streams[key] = _stream_text(key)
    return (
        bytes(row[1]).hex().encode() == told.id
        and row[2] == told.origin
        and row[3] == told.epoch
        and row[4] == told.oseq
        and text == told.stream
        and row[6] == told.at
    )


def _stream_text(key: bytes) -> bytes:
    """The stream of a column as it stands in a header; empty for a column that is none."""
    try:
        return StreamId.from_key(key).text.encode()
    except (KeyError, ValueError, IndexError):
        return b""


def _wrong_body(told: _Told, parts: dict[str, Sequence[Any]], cipher: FieldCipher) -> str:
    """What is wrong with the bodies of an entry, or empty. Raises Damaged("db.field_damaged")."""
    for name, row in parts.items():
        digest = hashlib.sha256(bytes(row[9]) + cipher.open_blob(bytes(row[10]))).hexdigest()
        if f'"{name}":"{digest}"'.encode() not in told.digests:
            return "body"
    if OPEN not in parts and b'"open":' in told.digests:
        return "body_missing"
    return ""
