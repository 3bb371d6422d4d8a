"""Connections: which one a look is given."""

from __future__ import annotations

from pathlib import Path

from db.engine import cipher_engine


def test_what_the_last_one_deciphered_is_at_hand_for_the_next(tmp_path: Path) -> None:
    engine = cipher_engine(tmp_path / "desk.db", bytes(32))
    first, second = engine.connect(), engine.connect()
    warm = second.connection.dbapi_connection
    first.close()
    second.close()
    for _ in range(5):
        with engine.connect() as next_one:
            assert next_one.connection.dbapi_connection is warm
    engine.dispose()
