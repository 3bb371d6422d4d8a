"""A dishonest later editor: somebody with the database key and raw SQL, but nobody's password (trust.md 4e).

Nine attacks on a folder's journal and access chain, each as thorough as that person can make it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from app.domain import codec
from app.domain.entry import GENESIS, Part, chained
from app.domain.signed_heads import SIGNED
from db.engine import WRITING
from db.memory import DatabaseMemory

Attack = Callable[[Connection], None]
JOURNAL, ACCESS = "entry", "access"


def attack(memory: DatabaseMemory, what: Attack) -> None:
    """Takes the triggers away and does it in one transaction."""
    with memory.engine.connect().execution_options(**WRITING) as connection, connection.begin():
        run = connection.exec_driver_sql
        run("PRAGMA defer_foreign_keys = ON")
        for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            run(f"DROP TRIGGER {name}")
        what(connection)


def edit(connection: Connection) -> None:
    """Changes the words of an entry in the middle."""
    pos = _middle(connection)
    (body,) = _one(connection, f"SELECT body FROM entry_body WHERE pos = {pos} AND part = 'open'")
    changed = json.loads(bytes(body))
    changed["asked"] = "从未来过"
    _run(connection, "UPDATE entry_body SET body = ? WHERE pos = ?", codec.canonical(changed), pos)


def delete_in_the_middle(connection: Connection) -> None:
    """Takes an entry out."""
    _delete(connection, JOURNAL, _middle(connection))


def delete_and_renumber(connection: Connection) -> None:
    """Takes an entry out and closes the gap in the columns."""
    pos = _middle(connection)
    _delete(connection, JOURNAL, pos)
    for (place,) in _all(connection, f"SELECT pos FROM entry WHERE pos > {pos} ORDER BY pos"):
        _run(connection, "UPDATE entry_body SET pos = ? WHERE pos = ?", -int(place), place)
        _run(connection, "UPDATE entry SET pos = pos - 1, oseq = oseq - 1 WHERE pos = ?", place)
        _run(connection, "UPDATE entry_body SET pos = ? WHERE pos = ?", int(place) - 1, -int(place))


def swap(connection: Connection) -> None:
    """Lets two entries change their places."""
    first = _middle(connection)
    rows = [_one(connection, f"SELECT header FROM entry WHERE pos = {pos}") for pos in (first, first + 1)]
    for pos, (header,) in zip((first + 1, first), rows, strict=True):
        _run(connection, "UPDATE entry SET header = ? WHERE pos = ?", bytes(header), pos)


def forge_an_append(connection: Connection) -> None:
    """Puts a made-up entry at the end without knowing how it is chained."""
    pos, oseq, header, body = _one(
        connection,
        "SELECT e.pos, e.oseq, e.header, b.body FROM entry e JOIN entry_body b ON b.pos = e.pos "
        "WHERE b.part = 'open' ORDER BY e.pos DESC LIMIT 1",
    )
    made = json.loads(bytes(header)) | {"oseq": int(oseq) + 1, "prev": secrets.token_hex(32)}
    _run(
        connection,
        "INSERT INTO entry SELECT pos + 1, ?, origin, epoch, oseq + 1, stream, version + 1, at, received_at, ? "
        "FROM entry WHERE pos = ?",
        secrets.token_bytes(16),
        codec.canonical(made),
        pos,
    )
    _run(connection, "INSERT INTO entry_body VALUES (?, 'open', ?, ?)", int(pos) + 1, bytes(16), bytes(body))


def cut_the_end(connection: Connection) -> None:
    """Cuts off what came last; the signed heads stay and name it."""
    last = int(_one(connection, "SELECT max(pos) FROM entry")[0])
    for pos in range(last, last - 4, -1):
        _delete(connection, JOURNAL, pos)


def write_anew(connection: Connection) -> None:
    """Changes an entry and makes every hash after it right again."""
    pos = _middle(connection)
    (body,) = _one(connection, f"SELECT body FROM entry_body WHERE pos = {pos} AND part = 'open'")
    changed = codec.canonical(json.loads(bytes(body)) | {"asked": "从未来过"})
    _run(connection, "UPDATE entry_body SET body = ? WHERE pos = ? AND part = 'open'", changed, pos)
    _rechain(connection, JOURNAL)


def write_anew_with_the_signed_heads(connection: Connection) -> None:
    """Writes the journal anew and puts the new hashes into the signed heads; the signatures cannot be made."""
    write_anew(connection)
    hashes = {
        int(oseq): chained(bytes(header)).hex()
        for oseq, header in _all(connection, "SELECT oseq, header FROM entry")
    }
    for pos, header in _all(connection, "SELECT pos, header FROM access"):
        if json.loads(bytes(header))["kind"] == SIGNED:
            (body,) = _one(connection, f"SELECT body FROM access_body WHERE pos = {pos} AND part = 'open'")
            value: dict[str, Any] = json.loads(bytes(body))
            for head in value["heads"]:
                head["hash"] = hashes[head["last"]]
            _run(connection, "UPDATE access_body SET body = ? WHERE pos = ?", codec.canonical(value), pos)
    _rechain(connection, ACCESS)


def cut_the_end_with_its_signed_heads(connection: Connection) -> None:
    """Cuts the end of the journal and every signed head that names any of it."""
    cut_the_end(connection)
    last = int(_one(connection, "SELECT max(oseq) FROM entry")[0])
    first_gone = 0
    for pos, header in _all(connection, "SELECT pos, header FROM access ORDER BY pos"):
        if json.loads(bytes(header))["kind"] != SIGNED:
            continue
        (body,) = _one(connection, f"SELECT body FROM access_body WHERE pos = {pos} AND part = 'open'")
        if any(head["last"] > last for head in json.loads(bytes(body))["heads"]):
            first_gone = first_gone or int(pos)
    for (pos,) in _all(connection, f"SELECT pos FROM access WHERE pos >= {first_gone} ORDER BY pos DESC"):
        _delete(connection, ACCESS, int(pos))


ATTACKS: tuple[Attack, ...] = (
    edit,
    delete_in_the_middle,
    delete_and_renumber,
    swap,
    forge_an_append,
    cut_the_end,
    write_anew,
    write_anew_with_the_signed_heads,
    cut_the_end_with_its_signed_heads,
)


def _rechain(connection: Connection, name: str) -> None:
    """Makes every header of a chain follow from the one before, and name its bodies as they are now."""
    prev = GENESIS
    for pos, header in _all(connection, f"SELECT pos, header FROM {name} ORDER BY pos"):
        value: dict[str, Any] = json.loads(bytes(header))
        parts = _all(connection, f"SELECT part, salt, body FROM {name}_body WHERE pos = {pos}")
        value["digests"] = {str(p): Part(bytes(s), bytes(b)).digest.hex() for p, s, b in parts}
        value["prev"] = prev.hex()
        raw = codec.canonical(value)
        _run(connection, f"UPDATE {name} SET header = ? WHERE pos = ?", raw, pos)
        prev = chained(raw)


def _middle(connection: Connection) -> int:
    """The place of a visit in the middle of the journal."""
    visits = [
        int(pos)
        for pos, header in _all(connection, "SELECT pos, header FROM entry ORDER BY pos")
        if json.loads(bytes(header))["kind"] == "visited-again"
    ]
    return visits[len(visits) // 3]


def _delete(connection: Connection, name: str, pos: int) -> None:
    _run(connection, f"DELETE FROM {name}_body WHERE pos = ?", pos)
    _run(connection, f"DELETE FROM {name} WHERE pos = ?", pos)


def _run(connection: Connection, sql: str, *values: object) -> None:
    connection.exec_driver_sql(sql, values)


def _one(connection: Connection, sql: str) -> Any:
    return connection.exec_driver_sql(sql).fetchone()


def _all(connection: Connection, sql: str) -> list[Any]:
    return list(connection.exec_driver_sql(sql).fetchall())
