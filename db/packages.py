"""The ledger of packages, the chains of others, and the heads of all chains, inside one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from app.clock import milliseconds
from app.domain.entry import SHARED, Entry, StreamKind, home_of
from app.errors import Damaged
from app.package_ports import ReceivedPackage, SentPackage
from db import journal, tables
from db.cipher import FieldCipher
from db.engine import translating
from db.holdings import HoldingWork
from db.journal import JOURNAL, Head, Pair, Writer
from db.package_results import SENT, ResultWork, sent_package
from db.statements import Statements

HEAD_LOCK = 72001
"""Key of the advisory lock that orders writers on PostgreSQL."""
RECEIVED = tuple(ReceivedPackage.__dataclass_fields__)
_SENT_COLUMNS = ", ".join(f'"{name}"' for name in SENT)
_RECEIVED_COLUMNS = ", ".join(f'"{name}"' for name in RECEIVED)


class Heads:
    """Where each chain stands in this transaction; position and latest instant are those of the whole table."""

    def __init__(self, connection: Callable[[], Connection], sql: Statements, epoch: int) -> None:
        self._connection = connection
        self._sql = sql
        self.epoch = epoch
        self._found: dict[tuple[str, str, int], Head] = {}
        self._top: dict[str, Head] = {}
        self._in_turn = False

    def of(self, pair: Pair, chain: str, epoch: int = 0) -> Head:
        """The head of a chain in that epoch (0: ours), with the place where the next entry of any chain goes."""
        self._take_turn()
        key = (pair.entry.name, chain, epoch or self.epoch)
        found = self._found.get(key)
        if found is None:
            with translating():
                found = journal.head(self._connection(), self._sql, pair, chain, epoch or self.epoch)
            self._found[key] = found
        top = self._top.get(pair.entry.name, found)
        found.pos, found.latest = max(found.pos, top.pos), max(found.latest, top.latest)
        self._top[pair.entry.name] = found
        return found

    def _take_turn(self) -> None:
        """On a server, waits for the turn to write, until the transaction ends; another desk may have begun an epoch."""
        if self._sql.lite or self._in_turn:
            return
        with translating():
            self._sql.run(self._connection(), "SELECT pg_advisory_xact_lock(?)", (HEAD_LOCK,))
            row = self._sql.run(self._connection(), "SELECT value FROM local WHERE name = 'epoch'").fetchone()
        self._in_turn, self.epoch = True, int(row[0])


@dataclass(slots=True)
class Stream:
    """What admitting needs of a stream: the station it is of, and the versions taken per chain."""

    home: str
    versions: dict[str, int]


class PackageWork:
    """What exchanging does to the memory; one with the unit of work it belongs to."""

    def __init__(
        self,
        connection: Callable[[], Connection],
        sql: Statements,
        cipher: FieldCipher,
        heads: Heads,
        writer: Writer,
    ) -> None:
        self._connection = connection
        self._sql = sql
        self._cipher = cipher
        self._heads = heads
        self._writer = writer
        self._streams: dict[bytes, Stream] = {}
        self.results = ResultWork(connection, sql)
        """What became of each matter, and the steps of each package."""
        self.holdings = HoldingWork(connection, sql, cipher, heads, writer)
        """What is held of a chain, counted and put back."""

    def _run(self, text: str, values: Sequence[object] = ()) -> Any:
        with translating():
            return self._sql.run(self._connection(), text, values)

    # ------------------------------------------------------------ chains

    def head(self, chain: str, epoch: int) -> tuple[int, bytes]:
        """The last number and hash of a chain; 0 and 32 zero bytes for one that is not here."""
        found = self._heads.of(JOURNAL, chain, epoch)
        return found.oseq, found.hash

    def own_head(self, chain: str) -> tuple[int, int, bytes]:
        """The present epoch, and where our chain stands in it."""
        stood = self._heads.of(JOURNAL, chain)  # first: the epoch is known for certain from then on
        return self._heads.epoch, stood.oseq, stood.hash

    def admit(self, entries: Sequence[Entry], station: str) -> list[Entry]:
        """Adds entries of another writer as they are; the answer is those that were not here yet.

        Raises Damaged("package.chain") when one does not follow or differs from the one that is here,
        Damaged("package.not_theirs") when one is about a matter that is not of `station`.
        """
        self._read_streams({entry.header.stream.key for entry in entries})
        rows: list[tuple[object, ...]] = []
        bodies: list[tuple[object, ...]] = []
        added: list[Entry] = []
        known_at = milliseconds(self._writer.now)
        for entry in entries:
            header = entry.header
            at = self._heads.of(JOURNAL, header.origin, header.epoch)
            if header.oseq <= at.oseq and self._is_here(entry):
                continue
            added.append(entry)
            if header.oseq != at.oseq + 1 or header.prev != at.hash:
                raise Damaged("package.chain", place=header.oseq)
            at.latest = known_at = max(known_at, at.latest)
            at.pos, at.oseq, at.hash = at.pos + 1, header.oseq, entry.hash
            version = self._next_version(entry, station)
            place = (header.origin, header.epoch, header.oseq, header.stream.key, version)
            rows.append((at.pos, header.id.bytes, *place, header.at, known_at, entry.raw))
            bodies += [(at.pos, name, p.salt, self._cipher.blob(p.body)) for name, p in entry.parts.items()]
        with translating():
            self._sql.insert(self._connection(), tables.entry, rows)
            self._sql.insert(self._connection(), tables.entry_body, bodies)
        return added

    def _is_here(self, entry: Entry) -> bool:
        """Whether the very same entry stands at its place: after a restore both sides send what the other may lack."""
        header = entry.header
        row = self._run(
            "SELECT header FROM entry WHERE origin = ? AND epoch = ? AND oseq = ?",
            (header.origin, header.epoch, header.oseq),
        ).fetchone()
        return row is not None and bytes(row[0]) == entry.raw

    def _next_version(self, entry: Entry, station: str) -> int:
        """The entry's version in its stream, which is a local count; refuses what is not the sender's to write."""
        header = entry.header
        stream = self._streams[header.stream.key]
        if header.stream.kind is StreamKind.ACCESS:
            raise Damaged("package.not_theirs", place=header.oseq)
        if header.stream.kind in SHARED:
            stream.home = stream.home or home_of(header.origin)
            if stream.home != station:
                raise Damaged("package.not_theirs", place=header.oseq)
        version = stream.versions.get(header.origin, 0) + 1
        stream.versions[header.origin] = version
        return version

    def _read_streams(self, keys: set[bytes]) -> None:
        """What admitting needs of these streams, in one question for all that are met for the first time."""
        fresh = sorted(keys - self._streams.keys())
        if not fresh:
            return
        marks = ", ".join("?" for _ in fresh)
        rows = self._run(
            f"SELECT stream, origin, max(version), min(pos) FROM entry WHERE stream IN ({marks}) "
            "GROUP BY stream, origin ORDER BY 4",
            fresh,
        ).fetchall()
        self._streams.update((key, Stream("", {})) for key in fresh)
        for key, origin, version, _ in rows:
            found = self._streams[bytes(key)]
            found.home = found.home or home_of(str(origin))
            found.versions[str(origin)] = int(version)

    def numbers(self, chain: str, epoch: int, first: int, last: int) -> list[str]:
        """The numbers of the matters that these entries of a chain are about."""
        rows = self._run(
            "SELECT DISTINCT m.number FROM entry e JOIN matter m ON m.stream = e.stream "
            "WHERE e.origin = ? AND e.epoch = ? AND e.oseq BETWEEN ? AND ? ORDER BY m.number",
            (chain, epoch, first, last),
        ).fetchall()
        return [str(row[0]) for row in rows]

    # ------------------------------------------------------------ what was sent

    def seal(self, package: SentPackage) -> None:
        """Adds a sealed package. Raises Conflict("journal.stream_moved") when the number was taken meanwhile."""
        with translating():
            row = [getattr(package, column.name) for column in tables.package_sent.columns]
            self._sql.insert(self._connection(), tables.package_sent, [row])

    def sent(self, chain: str, epoch: int, seq: int) -> SentPackage | None:
        """The package with that number, or None."""
        return self._sent("chain = ? AND epoch = ? AND seq = ?", (chain, epoch, seq))

    def last_sent(self, chain: str, epoch: int) -> SentPackage | None:
        """The last sealed package of our chain in that epoch, or None."""
        return self._sent("chain = ? AND epoch = ? ORDER BY seq DESC LIMIT 1", (chain, epoch))

    def sent_to(self, chain: str, *, state: str = "", asked: bool = False) -> list[SentPackage]:
        """Sealed packages of a chain in order; those in that state, or those asked for again."""
        where = ("AND state = ? " if state else "") + ("AND asked " if asked else "")
        rows = self._run(
            f"SELECT {_SENT_COLUMNS} FROM package_sent WHERE chain = ? {where}ORDER BY epoch, seq",
            (chain, state) if state else (chain,),
        ).fetchall()
        return [sent_package(row) for row in rows]

    def change_sent(self, package: SentPackage) -> None:
        """Sets what the other side said of a sealed package."""
        self._run(
            "UPDATE package_sent SET state = ?, told_at = ?, asked = ? WHERE chain = ? AND epoch = ? AND seq = ?",
            (package.state, package.told_at, package.asked, package.chain, package.epoch, package.seq),
        )

    def _sent(self, where: str, values: Sequence[object]) -> SentPackage | None:
        row = self._run(f"SELECT {_SENT_COLUMNS} FROM package_sent WHERE {where}", values).fetchone()
        return None if row is None else sent_package(row)

    # ------------------------------------------------------------ what came

    def received(self, chain: str, epoch: int, seq: int) -> list[ReceivedPackage]:
        """What came with that number: more than one when somebody else's bytes carry it too."""
        return self._received("chain = ? AND epoch = ? AND seq = ? ORDER BY received_at", (chain, epoch, seq))

    def received_as(self, chain: str, sha256: str) -> ReceivedPackage | None:
        """The package of a chain that came with these bytes, or None."""
        found = self._received("chain = ? AND sha256 = ? LIMIT 1", (chain, sha256))
        return found[0] if found else None

    def last_applied(self, chain: str, epoch: int = 0) -> ReceivedPackage | None:
        """The last package of a chain that was applied, in that epoch (0: the newest), or None."""
        within, values = ("AND epoch = ? ", (chain, epoch)) if epoch else ("", (chain,))
        found = self._received(
            f"chain = ? {within}AND state = 'applied' ORDER BY epoch DESC, seq DESC LIMIT 1", values
        )
        return found[0] if found else None

    def waiting(self, chain: str, state: str = "", *, untold: bool = False) -> list[ReceivedPackage]:
        """Packages of a chain that came, in order: in that state, or with a state that no receipt named yet."""
        where = ("AND state = ? " if state else "") + ("AND told <> state " if untold else "")
        return self._received(
            f"chain = ? {where}ORDER BY epoch, seq, received_at", (chain, state) if state else (chain,)
        )

    def begun(self, chain: str) -> list[ReceivedPackage]:
        """The applied first packages of a chain's epochs whose lost entries were not sent back yet."""
        return self._received("chain = ? AND seq = 1 AND state = 'applied' AND NOT returned", (chain,))

    def note(self, package: ReceivedPackage) -> None:
        """Adds a package that came, or sets what became of it."""
        key = (package.chain, package.epoch, package.seq, package.sha256)
        row = [getattr(package, column.name) for column in tables.package_received.columns]
        with translating():
            self._sql.remove(self._connection(), tables.package_received, [key])
            self._sql.insert(self._connection(), tables.package_received, [row])

    def _received(self, where: str, values: Sequence[object]) -> list[ReceivedPackage]:
        rows = self._run(f"SELECT {_RECEIVED_COLUMNS} FROM package_received WHERE {where}", values).fetchall()
        return [_received(row) for row in rows]

    # ------------------------------------------------------------ after a restore

    def jump_number(self, series: str, last: int) -> int:
        """Moves a series so that its next number is beyond `last`; the answer is the number given last before."""
        self._heads.of(JOURNAL, self._writer.origin)
        row = self._run("SELECT value FROM counter WHERE series = ?", (series,)).fetchone()
        before = 0 if row is None else int(row[0])
        if last > before:
            self._run(
                "INSERT INTO counter (series, value) VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET value = ?",
                (series, last, last),
            )
        return before

    def epochs(self, chain: str) -> list[int]:
        """The epochs of a chain of which entries are here, in order."""
        rows = self._run(
            "SELECT DISTINCT epoch FROM entry WHERE origin = ? ORDER BY epoch", (chain,)
        ).fetchall()
        return [int(row[0]) for row in rows]

    def begin_epoch(self, least: int) -> tuple[int, int, int, bytes]:
        """Raises this station's epoch to `least` at least; the answer is the new one, the one before, where that stood."""
        parent, last, head = self.own_head(self._writer.origin)
        self._heads.epoch = max(parent + 1, least)
        self._run("UPDATE local SET value = ? WHERE name = 'epoch'", (str(self._heads.epoch),))
        return self._heads.epoch, parent, last, head


def _received(row: Sequence[Any]) -> ReceivedPackage:
    made = ReceivedPackage(**dict(zip(RECEIVED, row, strict=True)))
    return replace(made, header=bytes(made.header), returned=bool(made.returned))
