"""When each way in was last proved to open the folder: by the sign-ins and drills that stand in the record."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.access import SignedIn
from app.domain.entry import StreamKind, single
from app.domain.history import read_value
from db import journal
from db.engine import translating
from db.journal import ACCESS
from db.memory import DatabaseMemory
from db.statements import Statements

SIGNED_IN = "signed-in"


def last_ways(memory: DatabaseMemory) -> Mapping[tuple[str, str], int]:
    """The latest sign-in (UTC milliseconds) by way and account; under the account "" that of anybody.

    Reads the stream of the access chain in which looks at no matter stand: for a worker.
    """
    found: dict[tuple[str, str], int] = {}
    sql, stream = Statements(memory.engine), single(StreamKind.ACCESS)
    with translating(), memory.engine.connect() as connection:
        for _, entry in journal.read(connection, sql, ACCESS, memory._cipher, stream, memory.station):
            if entry.header.kind != SIGNED_IN:
                continue
            read = read_value(entry)
            if read is not None and isinstance(read[1], SignedIn):
                for account in (read[1].account, ""):
                    place = (read[1].way, account)
                    found[place] = max(found.get(place, 0), entry.header.at)
    return found
