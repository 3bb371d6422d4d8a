"""The keys that the office's phone page seals to, in the database like the station's own (db/station_keys.py).

So they go wherever the database goes: into backups, to the desks of a hall, through a change of the data key. A hall's
spare station has a database of its own and is given the hall's.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Connection

from app.errors import Damaged
from app.page_keys import EarlierPageKey, PageKeys
from app.qr.sealed_code import PageKey
from db.engine import translating, writing
from db.memory import DatabaseMemory

ROW = "page_keys"


class DatabasePageKeys:
    """The page keys of one database; fulfils the port PageKeyShelf."""

    def __init__(self, memory: DatabaseMemory) -> None:
        self._memory = memory

    def keys(self) -> PageKeys:
        """The keys as they are now; made at first need. Raises Damaged("keys.page")."""
        with translating(), self._memory.engine.connect() as connection:
            held = self._held(connection)
        if held is None:
            with writing(self._memory.engine) as connection:
                held = self._held(connection)  # another desk may have made them meanwhile
                if held is None:
                    held = {"secret": secrets.token_hex(32), "earlier": []}
                    self._keep(connection, held, "INSERT INTO local (value, name) VALUES (?, ?)")
        return _read(held)

    def renew(self, *, now: int, until: int) -> PageKeys:
        """Puts a new key in the place of the present one; those whose time is over lose their secret.

        Raises Damaged("keys.page").
        """
        self.keys()
        with writing(self._memory.engine) as connection:
            held = self._held(connection)
            assert held is not None  # they were just read
            keys = _read(held)
            before = [
                {
                    "id": item.id.hex(),
                    "until": item.until,
                    "secret": item.secret.hex() if item.until >= now else "",
                }
                for item in keys.earlier
            ]
            replaced = {"id": keys.present.id.hex(), "until": until, "secret": held["secret"]}
            held = {"secret": secrets.token_hex(32), "earlier": [replaced, *before]}
            self._keep(connection, held, "UPDATE local SET value = ? WHERE name = ?")
        return _read(held)

    def take_from(self, other: DatabasePageKeys) -> bool:
        """Makes these keys those of another database, the hall's; whether they were others before.

        What was sealed to a key that only this side had can no longer be read. Raises Damaged("keys.page").
        """
        other.keys()
        with translating(), other._memory.engine.connect() as connection:
            theirs = other._held(connection)
        with writing(self._memory.engine) as connection:
            own = self._held(connection)
            if theirs is None or theirs == own:
                return False
            statement = "INSERT INTO local (value, name) VALUES (?, ?)"
            self._keep(
                connection, theirs, statement if own is None else "UPDATE local SET value = ? WHERE name = ?"
            )
        return True

    def _held(self, connection: Connection) -> dict[str, Any] | None:
        memory = self._memory
        row = memory._sql.run(connection, "SELECT value FROM local WHERE name = ?", (ROW,)).fetchone()
        if row is None:
            return None
        try:
            held: dict[str, Any] = json.loads(memory._cipher.open_text(str(row[0])))
        except ValueError as error:
            raise Damaged("keys.page") from error
        return held

    def _keep(self, connection: Connection, held: Mapping[str, Any], statement: str) -> None:
        memory = self._memory
        memory._sql.run(connection, statement, (memory._cipher.text(json.dumps(held)), ROW))


def _read(held: Mapping[str, Any]) -> PageKeys:
    try:
        earlier = [
            EarlierPageKey(
                id=bytes.fromhex(item["id"]), until=int(item["until"]), secret=bytes.fromhex(item["secret"])
            )
            for item in held["earlier"]
        ]
        for item in earlier:
            if item.secret:
                PageKey(item.secret)
        return PageKeys(bytes.fromhex(held["secret"]), earlier)
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged("keys.page") from error
