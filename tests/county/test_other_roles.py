"""Who is not the receiver's account sees no row of the county's database, without any policy on single rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from db.tables import metadata
from tests.county.room import made

pytestmark = pytest.mark.postgres


def test_another_account_of_the_server_may_read_no_table(tmp_path: Path, postgres_database: str) -> None:
    desk = made(tmp_path / "county", "CT01", role="county", database=postgres_database)
    engine = desk.opened.memory.engine
    names = [table.name for table in metadata.sorted_tables]
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE ROLE analyst")
        rights = {
            name: connection.exec_driver_sql(
                f"SELECT has_table_privilege('analyst', '{name}', 'SELECT')"
            ).scalar()
            for name in names
            if connection.exec_driver_sql(f"SELECT to_regclass('{name}')").scalar()
        }
        assert len(rights) > 20 and not any(rights.values())
        connection.exec_driver_sql("SET ROLE analyst")
        with pytest.raises(DBAPIError, match="permission denied"):
            connection.exec_driver_sql("SELECT count(*) FROM entry")
        connection.rollback()
    desk.close()
