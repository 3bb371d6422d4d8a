"""Bringing the lasting tables up to the newest revision. Alembic is loaded only when there is something to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine

from app.errors import Damaged, Unavailable
from db.engine import translating, writing

HEAD = "0004"
"""The newest revision; a test compares it with the revisions and with the tables."""


def current(engine: Engine) -> str:
    """The revision of a database, or "" for an empty one."""
    with translating(), engine.connect() as connection:
        if not engine.dialect.has_table(connection, "alembic_version"):
            return ""
        row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchone()
    return "" if row is None else str(row[0])


def require_current(engine: Engine) -> None:
    """Upgrades an older database. Raises Unavailable("db.newer_program") for one of a newer program."""
    found = current(engine)
    if found == HEAD:
        return
    if not found:
        raise Damaged("db.not_ours")
    if found > HEAD:
        raise Unavailable("db.newer_program")
    upgrade(engine)


def require_readable(engine: Engine) -> None:
    """Raises unless a database that cannot be written is of this revision: Unavailable("disk.read_only_older"), …"""
    found = current(engine)
    if found != HEAD and found and found < HEAD:
        raise Unavailable("disk.read_only_older")
    require_current(engine)


def upgrade(engine: Engine) -> None:
    """Runs the missing revisions in one transaction."""
    with writing(engine) as connection:
        upgrade_connection(connection)


def upgrade_connection(connection: Connection) -> None:
    """Runs the missing revisions on an open transaction."""
    from alembic import command  # loaded only when a database is made or is old
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
