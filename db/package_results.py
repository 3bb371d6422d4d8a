"""What became of each matter in a package, the steps of packages, and the entries that are not read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from app.domain.entry import StreamId
from app.package_ports import MatterResult, OpenMatter, PackageFile, PackageStep, SentPackage, WrittenEntry
from db import tables
from db.engine import translating
from db.statements import Statements

RESULT = tuple(column.name for column in tables.package_matter.columns)
STEP = tuple(column.name for column in tables.package_step.columns)
FILE = tuple(column.name for column in tables.package_file.columns)
_RESULT_COLUMNS = ", ".join(f'm."{name}"' for name in RESULT)
_STEP_COLUMNS = ", ".join(f'"{name}"' for name in STEP)
_FILE_COLUMNS = ", ".join(f'"{name}"' for name in FILE)
SENT = tuple(SentPackage.__dataclass_fields__)
_SENT_COLUMNS = ", ".join(f'"{name}"' for name in SENT)
LOT = 2_000
"""Entries that are read at once."""
ENTRIES_OF_ONE = 8
"""Entries of a matter in its first days: so many are read for each matter that is wanted."""
NEWEST = "NOT EXISTS (SELECT 1 FROM package_matter n WHERE n.chain = m.chain AND n.stream = m.stream AND n.at > m.at)"


class ResultWork:
    """The part of a unit of work's ledger that is about single matters; one with it."""

    def __init__(self, connection: Callable[[], Connection], sql: Statements) -> None:
        self._connection = connection
        self._sql = sql

    def _run(self, text: str, values: Sequence[object] = ()) -> Any:
        with translating():
            return self._sql.run(self._connection(), text, values)

    def note(self, result: MatterResult) -> None:
        """Adds what became of a matter in a package, or sets it."""
        key = (result.chain, result.epoch, result.seq, result.stream)
        with translating():
            self._sql.remove(self._connection(), tables.package_matter, [key])
            row = [getattr(result, name) for name in RESULT]
            self._sql.insert(self._connection(), tables.package_matter, [row])

    def of_package(self, chain: str, epoch: int, seq: int) -> list[MatterResult]:
        """What was noted of a package's matters, by stream."""
        return self._results(
            "m.chain = ? AND m.epoch = ? AND m.seq = ? ORDER BY m.stream", (chain, epoch, seq)
        )

    def of_matter(self, stream: StreamId) -> list[MatterResult]:
        """What was noted of a matter in every chain, oldest first."""
        return self._results("m.stream = ? ORDER BY m.at", (stream.text,))

    def unsettled(self, chain: str) -> list[MatterResult]:
        """The newest of each matter of a chain, where that is `held` or `rejected`; longest first."""
        where = f"m.chain = ? AND m.result IN ('held', 'rejected') AND {NEWEST} ORDER BY m.since, m.stream"
        return self._results(where, (chain,))

    def _results(self, where: str, values: Sequence[object]) -> list[MatterResult]:
        rows = self._run(f"SELECT {_RESULT_COLUMNS} FROM package_matter m WHERE {where}", values).fetchall()
        return [MatterResult(**dict(zip(RESULT, row, strict=True))) for row in rows]

    def aside(self, stream: StreamId) -> frozenset[UUID]:
        """The entries of a matter that lie in the journal and are not read."""
        rows = self._run("SELECT id FROM entry_aside WHERE stream = ?", (stream.key,)).fetchall()
        return frozenset(UUID(bytes=bytes(row[0])) for row in rows)

    def streams_aside(self) -> frozenset[StreamId]:
        """The matters of which entries are not read."""
        rows = self._run("SELECT DISTINCT stream FROM entry_aside").fetchall()
        return frozenset(StreamId.from_key(bytes(row[0])) for row in rows)

    def put_aside(self, stream: StreamId, entries: frozenset[UUID]) -> None:
        """Sets which entries of a matter are not read, in every question from now on; none: all are read again."""
        self._run("DELETE FROM entry_aside WHERE stream = ?", (stream.key,))
        rows = [(stream.key, identity.bytes) for identity in sorted(entries)]
        with translating():
            self._sql.insert(self._connection(), tables.entry_aside, rows)

    def note_step(self, step: PackageStep) -> None:
        """Adds a step of a package; the same one again changes nothing."""
        row = [getattr(step, name) for name in STEP]
        with translating():
            self._sql.remove(self._connection(), tables.package_step, [row[:-1]])
            self._sql.insert(self._connection(), tables.package_step, [row])

    def steps(self, chain: str, epoch: int, seq: int) -> list[PackageStep]:
        """The steps of a package, oldest first."""
        rows = self._run(
            f"SELECT {_STEP_COLUMNS} FROM package_step WHERE chain = ? AND epoch = ? AND seq = ? ORDER BY at, step",
            (chain, epoch, seq),
        ).fetchall()
        return [PackageStep(**dict(zip(STEP, row, strict=True))) for row in rows]

    def note_file(self, file: PackageFile) -> None:
        """Adds a file that a matter named, or sets which package brought it."""
        row = [getattr(file, name) for name in FILE]
        with translating():
            self._sql.remove(self._connection(), tables.package_file, [row[:3]])
            self._sql.insert(self._connection(), tables.package_file, [row])

    def files(self, chain: str, sha256: str) -> list[PackageFile]:
        """What is known of a file in a chain, by stream."""
        return self._files("chain = ? AND sha256 = ? ORDER BY stream", (chain, sha256))

    def awaited(self, chain: str) -> list[PackageFile]:
        """The files of a chain that were announced and did not come, longest first."""
        return self._files("chain = ? AND seq = 0 ORDER BY at, sha256, stream", (chain,))

    def _files(self, where: str, values: Sequence[object]) -> list[PackageFile]:
        rows = self._run(f"SELECT {_FILE_COLUMNS} FROM package_file WHERE {where}", values).fetchall()
        return [PackageFile(**dict(zip(FILE, row, strict=True))) for row in rows]

    def carrying(self, chain: str, epoch: int, oseq: int) -> SentPackage | None:
        """The sealed package that holds that entry of our chain, or None."""
        row = self._run(
            f"SELECT {_SENT_COLUMNS} FROM package_sent WHERE chain = ? AND epoch = ? AND first <= ? AND last >= ?",
            (chain, epoch, oseq, oseq),
        ).fetchone()
        return None if row is None else sent_package(row)

    def matters_after(self, chain: str, epoch: int, after: int, most: int | None = None) -> list[OpenMatter]:
        """The matters of which entries of that chain stand beyond `after`, in order; the first `most` of them."""
        made: dict[bytes, OpenMatter] = {}
        # lot by lot: a station that nobody ever answered has millions, and who asks for a few must not wait for all
        lot = LOT if most is None else min(LOT, ENTRIES_OF_ONE * most)
        while most is None or len(made) < most:
            rows = self._run(
                "SELECT e.stream, m.number, e.oseq, e.at FROM entry e JOIN matter m ON m.stream = e.stream "
                "WHERE e.origin = ? AND e.epoch = ? AND e.oseq > ? ORDER BY e.oseq LIMIT ?",
                (chain, epoch, after, lot),
            ).fetchall()
            for stream, number, oseq, at in rows:
                key = bytes(stream)
                if key not in made:
                    text = StreamId.from_key(key).text
                    made[key] = OpenMatter(stream=text, number=str(number), first=int(oseq), at=int(at))
            if len(rows) < lot:
                break
            after = int(rows[-1][2])
        return list(made.values())[:most]

    def written(self, chain: str, stream: StreamId) -> list[WrittenEntry]:
        """The entries of a stream that stand in that chain, in order."""
        # put in order here: asked for in that order, a database walks the whole chain instead of the few of one stream
        rows = self._run(
            "SELECT epoch, oseq, at FROM entry WHERE stream = ? AND origin = ?", (stream.key, chain)
        ).fetchall()
        return [WrittenEntry(epoch=int(row[0]), oseq=int(row[1]), at=int(row[2])) for row in sorted(rows)]


def sent_package(row: Sequence[Any]) -> SentPackage:
    """A line of the ledger of sealed packages."""
    made = SentPackage(**dict(zip(SENT, row, strict=True)))
    return replace(made, asked=bool(made.asked))
