"""The lasting tables are made by revisions, and the revisions make exactly what the program expects."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine

from app.errors import Damaged, Unavailable
from db import tables
from db.engine import cipher_engine
from db.upgrade import HEAD, current, require_current, upgrade

KEY = bytes(range(32))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return cipher_engine(tmp_path / "desk.db", KEY)


def differences(engine: Engine) -> list[object]:
    """What stands in the database otherwise than in the descriptions of the lasting tables."""
    names = {table.name for table in tables.LASTING} | {"alembic_version"}

    def lasting(name: str | None, kind: str, parents: object) -> bool:
        return kind != "table" or name in names

    with engine.connect() as connection:
        options = {"include_name": lasting, "compare_type": False}
        context = MigrationContext.configure(connection, opts=options)
        found = compare_metadata(context, tables.metadata)
    projections = {table.name for table in tables.metadata.sorted_tables} - names
    return [
        item
        for item in found
        if not (isinstance(item, tuple) and getattr(item[1], "name", "") in projections)
        and not (
            isinstance(item, tuple) and getattr(getattr(item[1], "table", None), "name", "") in projections
        )
    ]


def test_the_revisions_make_the_tables_that_the_program_describes(engine: Engine) -> None:
    upgrade(engine)

    assert differences(engine) == []


def test_a_column_that_no_revision_makes_is_seen(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE counter ADD COLUMN stray INTEGER")

    assert differences(engine) != []


def test_the_head_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(tables.__file__).parent / "migrations"))

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_an_entry_can_be_neither_changed_nor_deleted(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO entry VALUES (1, x'00', 'LX07', 1, 1, x'01', 1, 0, 0, x'00')")
    for change in ("UPDATE entry SET at = 1", "DELETE FROM entry"):
        with pytest.raises(Exception, match="entries are never changed"), engine.begin() as connection:
            connection.exec_driver_sql(change)


def test_a_database_of_a_newer_program_is_refused_and_a_foreign_one_named(
    engine: Engine, tmp_path: Path
) -> None:
    foreign = create_engine(f"sqlite:///{tmp_path / 'other.db'}")
    with pytest.raises(Damaged, match="not_ours"):
        require_current(foreign)
    foreign.dispose()
    upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(Unavailable, match="newer_program"):
        require_current(engine)
    assert current(engine) == "9999"


def test_a_folder_of_the_first_revision_is_brought_up_when_it_is_opened(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(tables.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    assert current(engine) == "0001"

    require_current(engine)

    assert current(engine) == HEAD
    assert differences(engine) == []
