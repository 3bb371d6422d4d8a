"""Reading the access chain of an open desk as it is stored."""

from __future__ import annotations

from db import journal
from db.journal import ACCESS
from ui.bootstrap.opening import Desk


def looks(desk: Desk) -> list[tuple[str, str, dict[str, object] | None]]:
    """Kind, person and body of each entry of the access chain."""
    memory = desk.opened.memory
    with memory._reading() as connection:
        found = list(journal.walk(connection, memory._sql, ACCESS, memory._cipher))
    return [(entry.header.kind, entry.header.actor, entry.body()) for _, entry in found]
