"""The station's own keys: made with the data folder or at first need, kept in the database under its key.

A SQLCipher file is encrypted whole by the database key; on PostgreSQL the field cipher encrypts the row. So the keys
are rotated and backed up with the database, and there is nothing beside it to lose.
"""

from __future__ import annotations

import json

from app.errors import Damaged
from app.exchange.keys import StationKeys
from app.suites.suite import INTL, Suite
from db.engine import writing
from db.memory import DatabaseMemory

ROW = "station_keys"


def station_keys(memory: DatabaseMemory, suite: Suite = INTL) -> StationKeys:
    """The keys of this station; a folder that has none yet gets them, of that suite. What was kept names its own.

    Raises Damaged("keys.station"), Unavailable("suite.unknown", "suite.no_sm2").
    """
    with writing(memory.engine) as connection:
        row = memory._sql.run(connection, "SELECT value FROM local WHERE name = ?", (ROW,)).fetchone()
        if row is None:
            keys, sign, box = StationKeys.fresh(suite.sign)
            kept = memory._cipher.text(json.dumps({"alg": keys.alg, "sign": sign.hex(), "box": box}))
            memory._sql.run(connection, "INSERT INTO local (name, value) VALUES (?, ?)", (ROW, kept))
            return keys
    try:
        held = json.loads(memory._cipher.open_text(str(row[0])))
        return StationKeys(bytes.fromhex(held["sign"]), str(held["box"]), str(held.get("alg", INTL.sign)))
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged("keys.station") from error
