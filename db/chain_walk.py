"""Walking a whole chain: each header follows from its predecessor, bodies and key columns from their header, no gap.

A million entries are walked each night and by every auditor (trust.md 6, row 22), so a header is not read into an object:
its canonical bytes have one shape, which one expression takes apart. A header of another shape (a newer program's) is
read in full. Nothing is believed of a header but what its bytes say, and these are hashed as stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from app.chains import Chain, Walked
from app.domain.acts.resealing import RESEALED
from app.domain.entry import GENESIS, OPEN, SEALED, Entry, Header, Part, StreamId
from app.domain.history import ENTRY_KINDS
from app.domain.resealed import Absences
from app.errors import Damaged
from db.cipher import FieldCipher
from db.journal import Pair
from db.statements import Statements

_SHAPE = re.compile(
    r'\{"actor":"[^"\\]*(?:\\.[^"\\]*)*","after":\[[^]]*\],"at":(\d+),"clock":"[^"\\]*","desk":"[^"\\]*(?:\\.[^"\\]*)*",'
    r'"digests":\{([^}]*)\},"epoch":(\d+),"form":\d+,"id":"([0-9a-f]{32})","kind":"([^"\\]*)","offset":-?\d+,'
    r'"on":"[0-9-]{10}","origin":"([^"\\]*)","oseq":(\d+),"prev":"([0-9a-f]{64})","stream":"([^"\\]*)"\}'
)
_GENESIS = GENESIS.hex()
_MARKS = {part: f'"{part}":"' for part in (OPEN, SEALED)}
"""How a header begins to say which digest a part has."""
_MOST_STREAMS = 10_000
"""Names of streams that are remembered while a chain is walked."""
_STAYING = frozenset(kind.name for kind in ENTRY_KINDS.values() if kind.stays)
Told = tuple[str, str, str, str, str, str, str, str, str]
"""What a header says of itself: at, digests, epoch, id, kind, origin, oseq, prev, stream; as they stand there."""


def verify(
    connection: Connection, sql: Statements, pair: Pair, cipher: FieldCipher, walked: Walked | None = None
) -> Chain:
    """Walks the whole chain; `walked` is told of each sound entry.

    An open body may be absent where a further entry of its stream says that it went under the seal, and names it.
    """
    walk = _Walk(cipher, walked)
    try:
        for row in _rows(connection, sql, pair):
            why = walk.step(row)
            if why:
                return Chain(walk.count, walk.last, walk.bad, why)
        why = walk.leave() or walk.absent()
    except Damaged:
        return Chain(walk.count, walk.last, max(1, walk.place), "unreadable")
    return Chain(walk.count, walk.last, walk.bad, why) if why else Chain(walk.count, walk.last)


class _Walk:
    """Where a walk stands: the entry it is at, and the head of each writer's chain."""

    def __init__(self, cipher: FieldCipher, walked: Walked | None) -> None:
        self.count = self.place = self.bad = 0
        self.last = ""
        self._made = ""
        self._cipher = cipher
        self._walked = walked
        self._absences = Absences()
        self._heads: dict[tuple[str, str], tuple[int, str]] = {}
        self._streams: dict[bytes, str] = {}
        self._told: Told = ("", "", "", "", "", "", "", "", "")
        self._raw = b""
        self._parts: dict[str, tuple[bytes, bytes]] = {}

    def step(self, row: Sequence[Any]) -> str:
        """One row: an entry with one of its parts. What is wrong, or empty. Raises Damaged for what cannot be read."""
        place, part = row[0], row[8]
        if place != self.place:
            why = self.leave() or self._enter(place, row)
            if why:
                return why
        if part is not None:
            salt, body = row[9], self._cipher.open_blob(row[10])
            digest = sha256(salt + body).hexdigest()
            if f'"{part}":"{digest}"' not in self._told[1]:
                self.bad = place
                return "body"
            self._parts[part] = (salt, body)
        return ""

    def _enter(self, place: int, row: Sequence[Any]) -> str:
        """The next entry: it follows from its predecessor, and its columns say what its header says."""
        self.count, self.place, self.bad = self.count + 1, place, place
        _, identifier, origin, epoch, oseq, stream, at, raw, *_ = row
        told = _told(raw)
        writer = (told[5], told[2])
        number = int(told[6])
        seq, prev = self._heads.get(writer, (0, _GENESIS))
        if number != seq + 1 or told[7] != prev:
            return "chain"
        text = self._streams.get(stream)
        if text is None:
            text = self._stream_text(stream)
        same = text == told[8] and oseq == number and at == int(told[0]) and identifier.hex() == told[3]
        if not same or origin != told[5] or epoch != int(told[2]):
            return "columns"
        self._made = sha256(raw).hexdigest()
        self._heads[writer] = (number, self._made)
        self._told, self._raw, self._parts = told, raw, {}
        return ""

    def leave(self) -> str:
        """All parts of the present entry were seen. What is missing, or empty; else it is told."""
        if not self.place:
            return ""
        told = self._told
        for part, mark in _MARKS.items():
            if part in self._parts or mark not in told[1]:
                continue
            if part == SEALED and told[4] in _STAYING:
                continue
            digest = told[1].partition(mark)[2][:64]
            self._absences.missing(self.place, told[3], told[8], told[5], digest)
        if told[4] == RESEALED:
            self._absences.taken(self._passed().entry())
        self.last = self._made
        if self._walked is not None:
            self._walked(self._passed())
        return ""

    def absent(self) -> str:
        """Whether a body is missing that nothing named, when the whole chain was seen; empty for none."""
        self.bad = self._absences.first
        return "body_missing" if self.bad else ""

    def _passed(self) -> _Passed:
        told = self._told
        written = (told[5], int(told[2]), int(told[6]))
        return _Passed(self.place, told[4], written, self._made, self._raw, self._parts)

    def _stream_text(self, key: bytes) -> str:
        """The stream of a column as it stands in a header; empty for a column that is none."""
        try:
            text = StreamId.from_key(key).text
        except (KeyError, ValueError, IndexError):
            return ""
        if len(self._streams) > _MOST_STREAMS:
            self._streams.clear()
        self._streams[key] = text
        return text


@dataclass(slots=True)
class _Passed:
    """A sound entry that the walk just passed (port `Passed`)."""

    place: int
    kind: str
    written: tuple[str, int, int]
    digits: str
    _raw: bytes
    _parts: dict[str, tuple[bytes, bytes]]

    def entry(self) -> Entry:
        """The entry, read."""
        parts = {name: Part(salt, body) for name, (salt, body) in self._parts.items()}
        return Entry(Header.from_bytes(self._raw), self._raw, parts, 0)


def _rows(connection: Connection, sql: Statements, pair: Pair) -> Iterable[Sequence[Any]]:
    """The rows of each entry, in order: itself with each of its parts."""
    name, body = pair.entry.name, pair.body.name
    result: Iterable[Sequence[Any]] = sql.run(
        connection,
        "SELECT e.pos, e.id, e.origin, e.epoch, e.oseq, e.stream, e.at, e.header, b.part, b.salt, b.body "
        f"FROM {name} e LEFT JOIN {body} b ON b.pos = e.pos ORDER BY e.pos",
    )
    return result if sql.lite else (tuple(_plain(value) for value in row) for row in result)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _told(raw: bytes) -> Told:
    """What a header says. Raises Damaged("entry.header")."""
    try:
        found = _SHAPE.fullmatch(raw.decode())
    except UnicodeDecodeError:
        found = None
    if found is not None:
        return found.groups()  # type: ignore[return-value]
    header = Header.from_bytes(raw)
    digests = ",".join(f'"{name}":"{digest.hex()}"' for name, digest in header.digests.items())
    return (
        str(header.at),
        digests,
        str(header.epoch),
        header.id.hex,
        header.kind,
        header.origin,
        str(header.oseq),
        header.prev.hex(),
        header.stream.text,
    )
