"""A PostgreSQL of one's own for a county that is tried out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.trial_server import TrialServer, room_of


@contextmanager
def trial_database(folder: Path) -> Iterator[str]:
    """A PostgreSQL made for this data folder, running; the answer is its address.

    Raises Unavailable("server.no_programs", "server.no_account", "server.trial_place", "server.trial_failed").
    """
    server = TrialServer(room_of(folder))
    server.make()
    with server.running() as address:
        yield address
