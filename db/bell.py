"""What one desk of a hall tells the others through its server: that something changed, and of which kind; nothing else.

The words go through PostgreSQL's NOTIFY, in the transaction that makes the change: they are heard when it is there, and
never when it was undone. They name a kind and the desk that wrote, no matter and no person.
"""

from __future__ import annotations

import contextlib
import secrets
import select
import socket
from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import Connection, make_url

from app.domain.entry import StreamKind
from app.errors import Unavailable
from db.engine import PATIENCE
from db.statements import Statements

CHANNEL = "petition_desk"
KEYS, LEASE = "keys", "lease"
"""Kinds besides those of the streams of the journal: somebody's way in changed; somebody sits down at a matter."""
EVERYTHING = frozenset({KEYS, LEASE, *(kind.value for kind in StreamKind)})
"""What is to be looked at when nobody knows what was told."""
OURS = secrets.token_hex(6)
"""How this process is called in what it tells: it does not listen to itself."""


DRAINED = 0.05
"""Seconds in which what came together is read together."""


def ring(connection: Connection, sql: Statements, kinds: Collection[str]) -> None:
    """Tells the other desks that things of these kinds change with this transaction; on a file there are none."""
    told = sorted(set(kinds) - {StreamKind.ACCESS.value})
    if told and not sql.lite:
        sql.run(connection, "SELECT pg_notify(?, ?)", (CHANNEL, f"{OURS} {' '.join(told)}"))


class Listener:
    """One connection that listens. `wait` is for a worker of its own; `stop` may be called from any thread."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._own = OURS
        self._connection: Any = None
        self._waker, self._woken = socket.socketpair()
        self.stopped = False

    def connect(self) -> None:
        """Begins to listen. Raises Unavailable("db.no_server", "server.no_driver")."""
        try:
            import psycopg  # loaded only where the database is on a server
        except ModuleNotFoundError as error:
            raise Unavailable("server.no_driver") from error
        plain = make_url(self._address).set(drivername="postgresql").render_as_string(hide_password=False)
        try:
            connection = psycopg.connect(plain, autocommit=True, **cast(Any, PATIENCE))
            connection.execute(f"LISTEN {CHANNEL}")
        except psycopg.Error as error:
            raise Unavailable("db.no_server") from error
        self._connection = connection

    def wait(self, seconds: float) -> frozenset[str]:
        """The kinds that other desks told of, as soon as there are any; none when the time was up or `stop` was called.

        Raises Unavailable("db.no_server") when the server went away.
        """
        import psycopg  # as above

        try:
            ready, _, _ = select.select([self._connection.fileno(), self._woken], [], [], seconds)
            if self.stopped or not ready:
                return frozenset()
            found: set[str] = set()
            for note in self._connection.notifies(timeout=DRAINED):
                who, *kinds = note.payload.split(" ")
                if who != self._own:
                    found.update(kinds)
        except (psycopg.Error, OSError, ValueError) as error:
            self.close()
            raise Unavailable("db.no_server") from error
        return frozenset(found)

    def rest(self, seconds: float) -> None:
        """Waits before the next attempt, or until `stop`."""
        if not self.stopped:
            select.select([self._woken], [], [], seconds)

    def stop(self) -> None:
        """Ends waiting at once; the worker closes."""
        self.stopped = True
        with contextlib.suppress(OSError):
            self._waker.send(b"x")

    def close(self) -> None:
        """Gives the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self.stopped:
            self._waker.close()
            self._woken.close()
