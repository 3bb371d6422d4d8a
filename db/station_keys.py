"""The station's own keys: made with the data folder or at first need, kept in the database under its key.

A SQLCipher file is encrypted whole by the database key; on PostgreSQL the field cipher encrypts the row. So the keys
are rotated and backed up with the database, and there is nothing beside it to lose.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.engine import Connection

from app.errors import Damaged
from app.exchange.keys import EarlierBox, StationKeys, key_id
from app.suites.suite import INTL, Suite
from db.engine import translating, writing
from db.memory import DatabaseMemory

ROW = "station_keys"


def station_keys(memory: DatabaseMemory, suite: Suite = INTL) -> StationKeys:
    """The keys of this station; a folder that has none yet gets them, of that suite. What was kept names its own.

    Raises Damaged("keys.station"), Unavailable("suite.unknown", "suite.no_sm2").
    """
    with translating(), memory.engine.connect() as connection:
        held = _held(memory, connection)
    if held is None:
        with writing(memory.engine) as connection:
            held = _held(memory, connection)  # another desk may have made them meanwhile
            if held is None:
                keys, sign, box = StationKeys.fresh(suite.sign)
                kept = memory._cipher.text(json.dumps({"alg": keys.alg, "sign": sign.hex(), "box": box}))
                memory._sql.run(connection, "INSERT INTO local (name, value) VALUES (?, ?)", (ROW, kept))
                return keys
    try:
        return _keys(held)
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged("keys.station") from error


def _held(memory: DatabaseMemory, connection: Connection) -> dict[str, Any] | None:
    """What is kept of the keys; None when there are none yet. Raises Damaged("keys.station")."""
    row = memory._sql.run(connection, "SELECT value FROM local WHERE name = ?", (ROW,)).fetchone()
    if row is None:
        return None
    try:
        held: dict[str, Any] = json.loads(memory._cipher.open_text(str(row[0])))
    except ValueError as error:
        raise Damaged("keys.station") from error
    return held


def renew_receiving(
    memory: DatabaseMemory, suite: Suite, *, now: int, until: int, needed: Collection[str]
) -> StationKeys:
    """Puts a new receiving key in the place of the present one, which goes on reading until `until` (UTC milliseconds).

    Earlier ones whose time is over at `now` lose their secret, but for those whose short name is `needed`. Raises as
    `station_keys`.
    """
    keys = station_keys(memory, suite)
    fresh = StationKeys.fresh(INTL.sign)[2]
    with writing(memory.engine) as connection:
        held = _held(memory, connection)
        assert held is not None  # they were just read
        over = {item.id for item in keys.earlier if item.until < now and item.id not in needed}
        before = [{**item, "secret": ""} if item["id"] in over else item for item in held.get("earlier", ())]
        held["earlier"] = [{"id": key_id(keys.box_public), "until": until, "secret": held["box"]}, *before]
        held["box"] = fresh
        kept = memory._cipher.text(json.dumps(held))
        memory._sql.run(connection, "UPDATE local SET value = ? WHERE name = ?", (kept, ROW))
    return _keys(held)


def _keys(held: Mapping[str, Any]) -> StationKeys:
    earlier = [
        EarlierBox(id=str(item["id"]), until=int(item["until"]), secret=str(item["secret"]))
        for item in held.get("earlier", ())
    ]
    return StationKeys(
        bytes.fromhex(held["sign"]), str(held["box"]), str(held.get("alg", INTL.sign)), earlier
    )
