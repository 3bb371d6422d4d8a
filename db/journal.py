"""The journal: append, read, verify. One hash chain per writing station and epoch; the access chain is of the same make.

Bytes are hashed as stored and never written again; UPDATE and DELETE on entries are refused by trigger.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from app.clock import milliseconds
from app.domain import codec
from app.domain.entry import (
    GENESIS,
    OPEN,
    SEALED,
    SHARED,
    Entry,
    Header,
    Link,
    Part,
    StreamId,
    StreamKind,
    chained,
)
from app.domain.resealed import restored
from app.domain.signed_heads import ChainHead
from app.ids import new_id
from app.ports import Draft
from db import tables
from db.cipher import FieldCipher
from db.statements import Statements

LOT = 200
"""Entries that are read at once when a chain is walked from its end."""
SETBACK = 2 * 60 * 1000
"""Milliseconds by which the clock may lie before the journal's latest instant without being called set back."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A chain's two tables: entries and bodies."""

    entry: Table
    body: Table


JOURNAL = Pair(tables.entry, tables.entry_body)
ACCESS = Pair(tables.access, tables.access_body)


@dataclass(slots=True)
class Head:
    """Where a chain stands: last position, own sequence and hash, latest instant seen."""

    pos: int
    oseq: int
    hash: bytes
    latest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes: the station and epoch of the chain, the person, the desk, the instant of the clock."""

    origin: str
    epoch: int
    actor: str
    desk: str
    now: datetime


def head(connection: Connection, sql: Statements, pair: Pair, origin: str, epoch: int) -> Head:
    """Where the chain stands, in one SELECT."""
    name = pair.entry.name
    row = sql.run(
        connection,
        f"SELECT e.oseq, e.header, t.pos, t.received_at, e.at FROM "
        f"(SELECT pos, received_at FROM {name} ORDER BY pos DESC LIMIT 1) t "
        f"LEFT JOIN {name} e ON e.origin = ? AND e.epoch = ? AND e.oseq = "
        f"(SELECT max(oseq) FROM {name} WHERE origin = ? AND epoch = ?)",
        (origin, epoch, origin, epoch),
    ).fetchone()
    if row is None:
        return Head(0, 0, GENESIS, 0)
    oseq, header, pos, received_at, at = row
    own = GENESIS if header is None else chained(bytes(header))
    return Head(int(pos), int(oseq or 0), own, max(int(received_at), int(at or 0)))


def append(
    connection: Connection,
    sql: Statements,
    pair: Pair,
    cipher: FieldCipher,
    writer: Writer,
    at: Head,
    drafts: Sequence[tuple[Draft, int]],
) -> list[Entry]:
    """Appends drafts, each with its version in its stream; moves `at` on. Entries get their place and hash here.

    `received_at` never falls: it is the high-water mark that keeps a clock set back from turning a duty green.
    """
    known_at = max(milliseconds(writer.now), at.latest)
    made: list[Entry] = []
    rows: list[tuple[object, ...]] = []
    bodies: list[tuple[object, ...]] = []
    for draft, version in drafts:
        parts = {OPEN: Part(secrets.token_bytes(16), codec.canonical(draft.body.open))}
        if draft.sealed is not None:
            parts[SEALED] = Part(secrets.token_bytes(16), draft.sealed)
        header = _header(writer, at, draft, parts)
        raw = header.to_bytes()
        at.pos, at.oseq, at.hash = at.pos + 1, at.oseq + 1, chained(raw)
        made.append(Entry(header, raw, parts, known_at))
        place = (header.origin, header.epoch, header.oseq, draft.stream.key, version)
        rows.append((at.pos, header.id.bytes, *place, header.at, known_at, raw))
        bodies += [(at.pos, name, part.salt, cipher.blob(part.body)) for name, part in parts.items()]
    sql.insert(connection, pair.entry, rows)
    sql.insert(connection, pair.body, bodies)
    at.latest = known_at
    return made


def _header(writer: Writer, at: Head, draft: Draft, parts: Mapping[str, Part]) -> Header:
    """The header of the next entry of the chain."""
    now = milliseconds(writer.now)
    offset = writer.now.utcoffset()
    return Header(
        id=new_id(now),
        origin=writer.origin,
        epoch=writer.epoch,
        oseq=at.oseq + 1,
        prev=at.hash,
        stream=draft.stream,
        kind=draft.kind,
        form=draft.form,
        at=now,
        offset=0 if offset is None else int(offset.total_seconds()) // 60,
        on=draft.on,
        after=draft.after,
        clock="set-back" if now < at.latest - SETBACK else "ok",
        actor=writer.actor,
        desk=writer.desk,
        digests={name: part.digest for name, part in parts.items()},
    )


NOT_ASIDE = " AND e.id NOT IN (SELECT a.id FROM entry_aside a WHERE a.stream = ?)"
"""Entries of another office that make no matter lie in the chain and are not read (db/package_results.py)."""


def read(
    connection: Connection,
    sql: Statements,
    pair: Pair,
    cipher: FieldCipher,
    stream: StreamId,
    own: str,
    known_until: int | None = None,
) -> list[tuple[int, Entry]]:
    """The entries of a stream with their positions, in the order they came to be known here.

    Streams of which every station has its own under the same name (office, accounts) are read only as far as the station
    `own` wrote them; matters and mediations are one stream wherever they are.
    Of what was known before `known_until` a body that went under the seal since is put back so.
    """
    name, body = pair.entry.name, pair.body.name
    limit = ""
    values: tuple[object, ...] = (stream.key,)
    if stream.kind not in SHARED:
        limit, values = " AND e.origin = ?", (*values, own)
    elif pair is JOURNAL:
        limit, values = NOT_ASIDE, (*values, stream.key)
    result = sql.run(
        connection,
        f"SELECT e.pos, e.header, e.received_at, b.part, b.salt, b.body FROM {name} e "
        f"LEFT JOIN {body} b ON b.pos = e.pos WHERE e.stream = ?{limit} ORDER BY e.pos",
        values,
    )
    found = list(_grouped(result, cipher))
    if known_until is None:
        return found
    read = restored(entry for _, entry in found)
    return [
        (pos, entry) for (pos, _), entry in zip(found, read, strict=True) if entry.received_at < known_until
    ]


def read_many(
    connection: Connection, sql: Statements, cipher: FieldCipher, streams: Sequence[StreamId]
) -> dict[StreamId, list[tuple[int, Entry]]]:
    """The entries of these matters as `read` reads each, in one SELECT; a stream without entries has an empty list."""
    found: dict[StreamId, list[tuple[int, Entry]]] = {stream: [] for stream in streams}
    if streams:
        marks = ", ".join("?" for _ in streams)
        result = sql.run(
            connection,
            "SELECT e.pos, e.header, e.received_at, b.part, b.salt, b.body FROM entry e "
            f"LEFT JOIN entry_body b ON b.pos = e.pos WHERE e.stream IN ({marks}) AND e.id NOT IN "
            "(SELECT a.id FROM entry_aside a WHERE a.stream = e.stream) ORDER BY e.pos",
            tuple(stream.key for stream in streams),
        )
        for pos, entry in _grouped(result, cipher):
            found[entry.header.stream].append((pos, entry))
    return found


def chain(
    connection: Connection,
    sql: Statements,
    cipher: FieldCipher,
    origin: str,
    epoch: int,
    after: int,
    until: int,
) -> Iterator[Link]:
    """The entries of a chain with numbers beyond `after` up to `until`, in order, streamed."""
    result = sql.run(
        connection,
        "SELECT e.oseq, e.header, b.part, b.salt, b.body FROM entry e "
        "LEFT JOIN entry_body b ON b.pos = e.pos WHERE e.origin = ? AND e.epoch = ? AND e.oseq > ? AND e.oseq <= ? "
        "ORDER BY e.oseq",
        (origin, epoch, after, until),
    )
    oseq, raw, parts = 0, b"", dict[str, Part]()
    for place, header, part, salt, body in result:
        if place != oseq:
            if oseq:
                yield Link(oseq, raw, parts)
            oseq, raw, parts = int(place), bytes(header), {}
        if part is not None:
            parts[str(part)] = Part(bytes(salt), cipher.open_blob(bytes(body)))
    if oseq:
        yield Link(oseq, raw, parts)


def walk(
    connection: Connection, sql: Statements, pair: Pair, cipher: FieldCipher, since: int = 0
) -> Iterator[tuple[int, Entry]]:
    """Every entry of a chain in order of position, streamed; those made since an instant (UTC milliseconds)."""
    name, body = pair.entry.name, pair.body.name
    result = sql.run(
        connection,
        f"SELECT e.pos, e.header, e.received_at, b.part, b.salt, b.body FROM {name} e "
        f"LEFT JOIN {body} b ON b.pos = e.pos WHERE e.at >= ? ORDER BY e.pos",
        (since,),
    )
    yield from _grouped(result, cipher)


def made_between(
    connection: Connection, sql: Statements, pair: Pair, cipher: FieldCipher, first: int, end: int
) -> list[tuple[int, Entry]]:
    """The entries of a chain that were made from one instant to before another (UTC milliseconds), in order.

    `received_at` never falls along a chain, so where an instant begins is found by halving; before it none was made.
    """
    name, body = pair.entry.name, pair.body.name
    last = sql.run(connection, f"SELECT max(pos) FROM {name}").fetchone()[0]
    low, high = 1, int(last or 0) + 1
    while low < high:
        middle = (low + high) // 2
        row = sql.run(
            connection, f"SELECT received_at FROM {name} WHERE pos >= ? ORDER BY pos LIMIT 1", (middle,)
        ).fetchone()
        low, high = (low, middle) if int(row[0]) >= first else (middle + 1, high)
    result = sql.run(
        connection,
        f"SELECT e.pos, e.header, e.received_at, b.part, b.salt, b.body FROM {name} e "
        f"LEFT JOIN {body} b ON b.pos = e.pos WHERE e.pos >= ? AND e.at >= ? AND e.at < ? ORDER BY e.pos",
        (low, first, end),
    )
    return list(_grouped(result, cipher))


def _grouped(rows: Iterable[Sequence[Any]], cipher: FieldCipher) -> Iterator[tuple[int, Entry]]:
    current: tuple[int, bytes, int] | None = None
    parts: dict[str, Part] = {}
    for pos, header, received_at, part, salt, body in rows:
        if current is None or current[0] != pos:
            if current is not None:
                yield current[0], _entry(current, parts)
            current = (int(pos), bytes(header), int(received_at))
            parts = {}
        if part is not None:
            parts[str(part)] = Part(bytes(salt), cipher.open_blob(bytes(body)))
    if current is not None:
        yield current[0], _entry(current, parts)


def _entry(row: tuple[int, bytes, int], parts: dict[str, Part]) -> Entry:
    return Entry(Header.from_bytes(row[1]), row[1], parts, row[2])


def heads(connection: Connection, sql: Statements, pair: Pair) -> list[ChainHead]:
    """Where every chain stands, by writer and epoch: each is one step of its index, however long it is."""
    name = pair.entry.name
    found: list[ChainHead] = []
    place = ("", 0)
    while (following := _next_chain(connection, sql, name, *place)) is not None:
        last = sql.run(
            connection,
            f"SELECT oseq, header FROM {name} WHERE origin = ? AND epoch = ? ORDER BY oseq DESC LIMIT 1",
            following,
        ).fetchone()
        place = following
        found.append(
            ChainHead(origin=place[0], epoch=place[1], last=int(last[0]), hash=chained(bytes(last[1])).hex())
        )
    return found


def _next_chain(
    connection: Connection, sql: Statements, name: str, origin: str, epoch: int
) -> tuple[str, int] | None:
    """The writer's next epoch, or the next writer's first; None behind the last.

    Two questions, because SQLite answers neither the pair nor the two joined by OR without walking the chain.
    """
    for where, values in (("origin = ? AND epoch > ?", (origin, epoch)), ("origin > ?", (origin,))):
        row = sql.run(
            connection,
            f"SELECT origin, epoch FROM {name} WHERE {where} ORDER BY origin, epoch LIMIT 1",
            values,
        ).fetchone()
        if row is not None:
            return str(row[0]), int(row[1])
    return None


def last_of_kind(
    connection: Connection, sql: Statements, pair: Pair, cipher: FieldCipher, kind: str
) -> Entry | None:
    """The last entry of a kind in a chain, read from its end; None when there is none."""
    name, body = pair.entry.name, pair.body.name
    for pos, raw, received_at in _from_its_end(connection, sql, name):
        header = Header.from_bytes(raw)
        if header.kind == kind:
            rows = sql.run(
                connection, f"SELECT part, salt, body FROM {body} WHERE pos = ?", (pos,)
            ).fetchall()
            parts = {str(part): Part(bytes(salt), cipher.open_blob(bytes(data))) for part, salt, data in rows}
            return Entry(header, raw, parts, received_at)
    return None


def _from_its_end(connection: Connection, sql: Statements, name: str) -> Iterator[tuple[int, bytes, int]]:
    """Position, header and instant of receipt of each entry, the last one first.

    Lot by lot: a server hands a whole answer over before the first row of it is seen.
    """
    before: int | None = None
    while True:
        where, values = ("", ()) if before is None else ("WHERE pos < ? ", (before,))
        rows = sql.run(
            connection,
            f"SELECT pos, header, received_at FROM {name} {where}ORDER BY pos DESC LIMIT {LOT}",
            values,
        ).fetchall()
        for pos, raw, received_at in rows:
            yield int(pos), bytes(raw), int(received_at)
        if len(rows) < LOT:
            return
        before = int(rows[-1][0])


def matter_streams(connection: Connection, pair: Pair) -> Iterator[tuple[int, StreamId]]:
    """Each matter's stream with the position of its first entry, in order of registration."""
    yield from streams_of(connection, pair, StreamKind.MATTER)


def streams_of(connection: Connection, pair: Pair, kind: StreamKind) -> Iterator[tuple[int, StreamId]]:
    """Each stream of a kind with the position of its first entry, in the order in which they began."""
    first = bytes([StreamId(kind, _NIL).key[0]])
    entry = pair.entry
    query = (
        select(entry.c.pos, entry.c.stream)
        .where(entry.c.version == 1)
        .where(entry.c.stream >= first)
        .where(entry.c.stream < bytes([first[0] + 1]))
        .order_by(entry.c.pos)
    )
    seen: set[bytes] = set()
    for pos, key in connection.execute(query):
        if bytes(key) not in seen:
            seen.add(bytes(key))
            yield int(pos), StreamId.from_key(bytes(key))


_NIL = new_id(0)
