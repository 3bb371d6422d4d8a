"""Walking a whole chain: each header follows from its predecessor, bodies and key columns from their header, no gap.

A million entries are walked each night and by every auditor (trust.md 6, row 22), so a header is not read into an object:
its canonical bytes have one shape, which one expression takes apart. A header of another shape (a newer program's) is
read in full. Nothing is believed of a header but what its bytes say, and these are hashed as stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from app.chains import Chain, Walked
from app.domain.acts.resealing import RESEALED
from app.domain.entry import GENESIS, OPEN, SEALED, Entry, Header, Part, StreamId
from app.domain.history import ENTRY_KINDS
from app.domain.resealed import Absences
from app.errors import Damaged
from app.giving_way import give_way
from db.cipher import FieldCipher
from db.journal import Pair
from db.statements import Statements

_SHAPE = re.compile(
    r'\{"actor":"[^"]*","after":\[[^]]*\],"at":(\d+),"clock":"[^"]*","desk":"[^"]*","digests":\{([^}]*)\},"epoch":(\d+),'
    r'"form":\d+,"id":"(.{32})","kind":"([^"]*)","offset":-?\d+,"on":"[0-9-]{10}","origin":"([^"]*)","oseq":(\d+),'
    r'"prev":"(.{64})","stream":"([^"]*)"\}',
    re.DOTALL,
)
"""A header that escapes nothing. Its id and predecessor are held against what they must be, so any sign may stand there."""
_FIRST = (0, GENESIS.hex())
"""What a writer's first entry follows from."""
_MARKS = {part: f'"{part}":"' for part in (OPEN, SEALED)}
"""How a header begins to say which digest a part has."""
_MOST_STREAMS = 10_000
"""Names of streams that are remembered while a chain is walked."""
TURN = 16
"""Entries after which the walk gives way to whoever types: a fifth of a millisecond."""
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
        why = walk.over(_rows(connection, sql, pair))
    except Damaged:
        return Chain(walk.count, walk.last, max(1, walk.at.place), "unreadable")
    return Chain(walk.count, walk.last, walk.bad, why) if why else Chain(walk.count, walk.last)


class _Walk:
    """Where a walk stands: the entry it is at, and the head of each writer's chain."""

    def __init__(self, cipher: FieldCipher, walked: Walked | None) -> None:
        self.count = self.bad = 0
        self.last = ""
        self.at = _Here()
        self._open_blob = cipher.open_blob
        self._walked = walked
        self._absences = Absences()
        self._heads: dict[tuple[str, str], tuple[int, str]] = {}
        self._streams: dict[bytes, str] = {}
        self._told: Told = ("", "", "", "", "", "", "", "", "")

    def over(self, rows: Iterable[Sequence[Any]]) -> str:
        """All rows, each an entry with one of its parts. What is wrong, or empty. Raises Damaged for what is unreadable."""
        at = self.at
        for row in rows:
            place, _, _, _, _, _, _, _, part, salt, stored = row
            if place != at.place:
                if not self.count % TURN:
                    give_way()
                self._leave()
                why = self._enter(place, row)
                if why:
                    return why
            if part is not None:
                body = self._open_blob(stored)
                if f'"{part}":"{sha256(salt + body).hexdigest()}"' not in self._told[1]:
                    self.bad = place
                    return "body"
                at.parts[part] = (salt, body)
        self._leave()
        self.bad = self._absences.first
        return "body_missing" if self.bad else ""

    def _enter(self, place: int, row: Sequence[Any]) -> str:
        """The next entry: it follows from its predecessor, and its columns say what its header says."""
        at, self.bad = self.at, place
        self.count, at.place = self.count + 1, place
        _, identifier, origin, epoch, oseq, stream, instant, raw, _, _, _ = row
        told = self._told = _told(raw)
        writer = (told[5], told[2])
        seq, prev = self._heads.get(writer, _FIRST)
        if int(told[6]) != seq + 1 or told[7] != prev:
            return "chain"
        text = self._streams.get(stream) or self._stream_text(stream)
        same = text == told[8] and oseq == seq + 1 and instant == int(told[0]) and identifier.hex() == told[3]
        if not same or origin != told[5] or epoch != int(told[2]):
            return "columns"
        at.kind, at.raw, at.parts = told[4], raw, {}
        at.digits = made = sha256(raw).hexdigest()
        self._heads[writer] = (oseq, made)
        return ""

    def _leave(self) -> None:
        """All parts of the present entry were seen: it is told, and what it lacks is noted."""
        at, told = self.at, self._told
        if not at.place:
            return
        if len(at.parts) != told[1].count(":"):
            self._miss(at, told)
        if at.kind == RESEALED:
            self._absences.taken(at.entry())
        self.last = at.digits
        if self._walked is not None:
            self._walked(at)

    def _miss(self, at: _Here, told: Told) -> None:
        """A part that the header names is not here: noted, unless it is one that never travels."""
        for part, mark in _MARKS.items():
            if part in at.parts or mark not in told[1] or (part == SEALED and at.kind in _STAYING):
                continue
            digest = told[1].partition(mark)[2][:64]
            self._absences.missing(at.place, told[3], told[8], told[5], digest)

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


class _Here:
    """The sound entry that the walk is at (port `Passed`): one object for a whole walk, for a million are walked."""

    __slots__ = ("digits", "kind", "parts", "place", "raw")

    def __init__(self) -> None:
        self.place = 0
        self.kind = self.digits = ""
        self.raw = b""
        self.parts: dict[str, tuple[bytes, bytes]] = {}

    def entry(self) -> Entry:
        """The entry, read."""
        parts = {name: Part(salt, body) for name, (salt, body) in self.parts.items()}
        return Entry(Header.from_bytes(self.raw), self.raw, parts, 0)


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
        found = None if b"\\" in raw else _SHAPE.fullmatch(raw.decode())
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
