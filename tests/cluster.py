"""A PostgreSQL cluster that lives as long as the tests that asked for it: no port, no password, no sync."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.trial_server import TrialServer

SERVER = "-c fsync=off -c shared_buffers=16MB -c max_connections=40 -c unix_socket_permissions=0777"


@contextmanager
def throw_away_cluster() -> Iterator[str]:
    """Starts a cluster, yields its address, stops it and removes its folder. Raises Unavailable("server.…")."""
    # Not pytest's folder: its parents are closed to other accounts, and sockets need short paths.
    room = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    try:
        server = TrialServer(room, SERVER)
        server.make("--no-sync")
        server.start()
        try:
            yield server.address
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(room, ignore_errors=True)


def fresh_database(url: str, name: str) -> str:
    """The address of an empty database of that name in the cluster; one that was there is gone."""
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    return url.replace("/postgres?", f"/{name}?")
