"""The full-text index in the database: queueing, indexing when idle, finding. One make for each engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Connection

from app.sieve import EVERYTHING, Sieve
from db.alike import COMMON, CommonPairs, most_alike, near_tokens, pairs_of
from db.cipher import FieldCipher
from db.projections import SearchWords
from db.search import (
    CREATE,
    FIELDS,
    FORGET,
    LONGEST_QUEUE,
    MERGE,
    contains,
    indexed,
    match,
    normalised,
    runs,
    tokens,
)
from db.sieving import condition
from db.statements import Statements

_APART = "\x1f"
"""Between tokens on their way to a server, which takes them apart: a driver writes a text faster than a list."""
_LEXEMES = "array_to_tsvector(string_to_array(?, chr(31)))"


class SearchIndex(Protocol):
    """Finds matters by words."""

    def create(self, connection: Connection) -> None:
        """Makes the index in an empty database."""
        ...

    def drop(self, connection: Connection) -> None:
        """Takes the index away, for a rebuild."""
        ...

    def queue(self, connection: Connection, found: Sequence[tuple[int, SearchWords]]) -> None:
        """Takes note of the words of matters at these positions; found from this transaction on."""
        ...

    def index_waiting(self, connection: Connection, limit: int) -> int:
        """Indexes up to `limit` waiting rows; the answer is how many were indexed."""
        ...

    def tidy(self, connection: Connection) -> bool:
        """Makes the index a little more compact; False when there is nothing to do."""
        ...

    def find(
        self, connection: Connection, words: str, field: str, limit: int, sieve: Sieve = EVERYTHING
    ) -> list[int]:
        """Positions of the matters that hold all the words and pass the sieve, newest first."""
        ...

    def alike(self, connection: Connection, text: str, limit: int) -> list[int]:
        """Positions of the matters that share the rarest pairs of letters of a text, most of them first."""
        ...

    def near_names(self, connection: Connection, name: str, limit: int) -> list[int]:
        """Positions of matters with a name that shares a pair or the last letter with this one, newest first."""
        ...


class LiteIndex:
    """Contentless FTS5 table of bigrams, with a queue that searches also scan."""

    def __init__(self, sql: Statements) -> None:
        self._sql = sql
        self._common = CommonPairs()

    def create(self, connection: Connection) -> None:
        """Makes the FTS5 table; what is taken out of it is overwritten, not only unlinked."""
        connection.exec_driver_sql(CREATE)
        connection.exec_driver_sql(FORGET)

    def drop(self, connection: Connection) -> None:
        """Drops the FTS5 table."""
        connection.exec_driver_sql("DROP TABLE IF EXISTS matter_search")

    def queue(self, connection: Connection, found: Sequence[tuple[int, SearchWords]]) -> None:
        """Queues the rows; when the queue is long, indexes its oldest rows at once."""
        for pos, words in found:
            self._queue(connection, pos, words)

    def _queue(self, connection: Connection, pos: int, words: SearchWords) -> None:
        self._sql.run(
            connection,
            "INSERT INTO search_queue (matter, text, names, numbers) VALUES (?, ?, ?, ?) ON CONFLICT (matter) "
            "DO UPDATE SET text = excluded.text, names = excluded.names, numbers = excluded.numbers",
            (pos, words.text, words.names, words.numbers),
        )
        if pos % 64 == 0:
            waiting = self._sql.run(connection, "SELECT count(*) FROM search_queue").fetchone()[0]
            if waiting > LONGEST_QUEUE:
                self.index_waiting(connection, 128)

    def index_waiting(self, connection: Connection, limit: int) -> int:
        """Moves rows from the queue into the index, oldest first."""
        rows = self._sql.run(
            connection,
            "SELECT matter, text, names, numbers FROM search_queue ORDER BY matter LIMIT ?",
            (limit,),
        ).fetchall()
        for pos, *texts in rows:
            self._sql.run(connection, "DELETE FROM matter_search WHERE rowid = ?", (pos,))
            self._sql.run(
                connection,
                "INSERT INTO matter_search (rowid, text, names, numbers) VALUES (?, ?, ?, ?)",
                (pos, *(indexed(str(text)) for text in texts)),
            )
            self._sql.run(connection, "DELETE FROM search_queue WHERE matter = ?", (pos,))
        return len(rows)

    def tidy(self, connection: Connection) -> bool:
        """Merges some segments; FTS5 says by its count of changes whether it found any (at least two)."""
        before = self._sql.run(connection, "SELECT total_changes()").fetchone()[0]
        connection.exec_driver_sql(MERGE)
        after = self._sql.run(connection, "SELECT total_changes()").fetchone()[0]
        return int(after) - int(before) >= 2

    def find(
        self, connection: Connection, words: str, field: str, limit: int, sieve: Sieve = EVERYTHING
    ) -> list[int]:
        """Index and queue together; a queued row is judged by its queued words only."""
        expression = match(words, field)
        if not expression:
            return []
        most = limit + LONGEST_QUEUE if self._waiting(connection) else limit
        wanted, values = condition(sieve)
        found = [
            int(row[0])
            for row in self._sql.run(
                connection,
                # the words first, then a look at each matter they stand in: CROSS JOIN keeps that order
                "SELECT s.rowid FROM matter_search s CROSS JOIN matter m ON m.pos = s.rowid "
                f"WHERE s.matter_search MATCH ? AND {wanted} ORDER BY s.rowid DESC LIMIT ?"
                if sieve != EVERYTHING
                else "SELECT rowid FROM matter_search WHERE matter_search MATCH ? ORDER BY rowid DESC LIMIT ?",
                (expression, *values, most),
            )
        ]
        waiting = {
            int(row[0]): [str(text) for text in row[1:]]
            for row in self._sql.run(connection, "SELECT matter, text, names, numbers FROM search_queue")
        }
        if not waiting:
            return found
        fresh = [pos for pos, texts in waiting.items() if contains(words, _chosen(texts, field))]
        if sieve != EVERYTHING:
            fresh = self._passing(connection, fresh, wanted, values)
        return sorted((*fresh, *(pos for pos in found if pos not in waiting)), reverse=True)[:limit]

    def _passing(
        self, connection: Connection, positions: Sequence[int], wanted: str, values: tuple[object, ...]
    ) -> list[int]:
        marks = ", ".join("?" for _ in positions)
        rows = self._sql.run(
            connection,
            f"SELECT m.pos FROM matter m WHERE m.pos IN ({marks}) AND {wanted}",
            (*positions, *values),
        )
        return [int(row[0]) for row in rows]

    def alike(self, connection: Connection, text: str, limit: int) -> list[int]:
        """One look into the index for each pair that is not known to be common; the queue is looked through."""
        wanted = self._common.without(pairs_of(text))
        found: dict[str, list[int]] = {}
        for pair in wanted:
            rows = self._sql.run(
                connection,
                "SELECT rowid FROM matter_search WHERE matter_search MATCH ? LIMIT ?",
                (f'text : "{pair}"', COMMON + 1),
            )
            found[pair] = [int(row[0]) for row in rows]
        self._common.learn(found)
        among = set(wanted)
        for row in self._sql.run(connection, "SELECT matter, text FROM search_queue"):
            held = {token for run in runs(str(row[1])) for token in tokens(run)[:-1]} & among
            for pair in held:
                if int(row[0]) not in found[pair]:
                    found[pair].append(int(row[0]))
        return most_alike(found, limit)

    def near_names(self, connection: Connection, name: str, limit: int) -> list[int]:
        """By the pairs of the name, or its first and last letter; the queue is looked through."""
        pairs, first, last = near_tokens(name)
        if not last:
            return []
        ends = f'("{last}" AND {first}*)' if first else f'"{last}"'
        expression = "names : (" + " OR ".join([*(f'"{pair}"' for pair in pairs), ends]) + ")"
        rows = self._sql.run(
            connection,
            "SELECT rowid FROM matter_search WHERE matter_search MATCH ? ORDER BY rowid DESC LIMIT ?",
            (expression, limit),
        )
        found = {int(row[0]) for row in rows}
        held = {*pairs, last}
        for row in self._sql.run(connection, "SELECT matter, names FROM search_queue"):
            if not held.isdisjoint(token for run in runs(str(row[1])) for token in tokens(run)):
                found.add(int(row[0]))
        return sorted(found, reverse=True)[:limit]

    def _waiting(self, connection: Connection) -> bool:
        return self._sql.run(connection, "SELECT 1 FROM search_queue LIMIT 1").fetchone() is not None


class PostgresIndex:
    """Bigrams in tsvectors; the candidates are checked against the encrypted words (rulings.md 14)."""

    def __init__(self, sql: Statements, cipher: FieldCipher) -> None:
        self._sql = sql
        self._cipher = cipher
        self._common = CommonPairs()

    def create(self, connection: Connection) -> None:
        """Makes the table and its three GIN indexes."""
        connection.exec_driver_sql(
            "CREATE TABLE matter_search (matter BIGINT PRIMARY KEY, text TSVECTOR, names TSVECTOR, "
            "numbers TSVECTOR, words TEXT NOT NULL)"
        )
        # Without a list of what is pending: each of the hundred looks of `alike` would walk it.
        for field in FIELDS:
            connection.exec_driver_sql(
                f"CREATE INDEX ix_search_{field} ON matter_search USING gin ({field}) WITH (fastupdate = off)"
            )

    def drop(self, connection: Connection) -> None:
        """Drops the table and its indexes."""
        connection.exec_driver_sql("DROP TABLE IF EXISTS matter_search")

    def queue(self, connection: Connection, found: Sequence[tuple[int, SearchWords]]) -> None:
        """Indexes at once: a server is not an old PC."""
        rows: list[tuple[object, ...]] = []
        for pos, words in found:
            texts = (words.text, words.names, words.numbers)
            lists = [_APART.join(sorted({t for run in runs(text) for t in tokens(run)})) for text in texts]
            rows.append((pos, *lists, self._cipher.text("\n".join(texts))))
        self._sql.many(connection, "DELETE FROM matter_search WHERE matter = ?", [row[:1] for row in rows])
        self._sql.many(
            connection,
            "INSERT INTO matter_search (matter, text, names, numbers, words) VALUES (?, "
            f"{_LEXEMES}, {_LEXEMES}, {_LEXEMES}, ?)",
            rows,
        )

    def index_waiting(self, connection: Connection, limit: int) -> int:
        """Nothing ever waits."""
        return 0

    def tidy(self, connection: Connection) -> bool:
        """The server looks after its own indexes."""
        return False

    def find(
        self, connection: Connection, words: str, field: str, limit: int, sieve: Sieve = EVERYTHING
    ) -> list[int]:
        """Candidates by their bigrams, then checked on the words themselves."""
        wanted = sorted({token for run in runs(normalised(words)) for token in _needed(run)})
        if not wanted:
            return []
        query = " & ".join(wanted)
        columns = (field,) if field else FIELDS
        whole = " || ".join(f"coalesce(s.{column}, '')" for column in columns)
        passing, values = condition(sieve)
        found: list[int] = []
        rows = self._sql.run(
            connection,
            "SELECT s.matter, s.words FROM matter_search s JOIN matter m ON m.pos = s.matter "
            f"WHERE ({whole}) @@ CAST(? AS tsquery) AND {passing} ORDER BY s.matter DESC",
            (query, *values),
        )
        for pos, kept in rows:
            texts = self._cipher.open_text(str(kept)).split("\n")
            if contains(words, _chosen(texts, field)):
                found.append(int(pos))
                if len(found) == limit:
                    break
        return found

    def alike(self, connection: Connection, text: str, limit: int) -> list[int]:
        """All pairs in one question, of each as many matters as show whether it is common."""
        wanted = self._common.without(pairs_of(text))
        found: dict[str, list[int]] = {pair: [] for pair in wanted}
        rows = self._sql.run(
            connection,
            "SELECT t.pair, m.matter FROM unnest(string_to_array(?, chr(31))) AS t (pair) CROSS JOIN LATERAL "
            "(SELECT matter FROM matter_search WHERE text @@ CAST(t.pair AS tsquery) LIMIT ?) AS m",
            (_APART.join(wanted), COMMON + 1),
        )
        for pair, pos in rows:
            found[str(pair)].append(int(pos))
        self._common.learn(found)
        return most_alike(found, limit)

    def near_names(self, connection: Connection, name: str, limit: int) -> list[int]:
        """By the pairs of the name, or its first and last letter."""
        pairs, first, last = near_tokens(name)
        if not last:
            return []
        ends = f"({last} & {first}:*)" if first else last
        rows = self._sql.run(
            connection,
            "SELECT matter FROM matter_search WHERE names @@ CAST(? AS tsquery) ORDER BY matter DESC LIMIT ?",
            (" | ".join([*pairs, ends]), limit),
        )
        return [int(row[0]) for row in rows]


def _needed(run: str) -> list[str]:
    made = tokens(run)
    return [f"{made[0]}:*"] if len(run) == 1 else made[:-1]


def _chosen(texts: list[str], field: str) -> list[str]:
    return [texts[FIELDS.index(field)]] if field else texts
