"""The page's keys in their database: made once, renewed, destroyed after their time; a spare station has them too."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from app.clock import from_milliseconds
from app.errors import BadInput, Damaged, NotAllowed
from app.page_keys import PageKeys
from app.qr.sealed_code import key_id, open_code, seal
from app.services.key_care import STREAM
from app.services.preregistration_page import code_plan, page_facts, renew_page_key
from db.memory import DatabaseMemory, open_file
from db.page_keys import ROW, DatabasePageKeys
from tests.contracts.memories import KEY, again, opened, postgres
from tests.desks import START, founded, session


@pytest.fixture(params=["sqlcipher", pytest.param("postgres", marks=postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> DatabaseMemory:
    made = opened(request, tmp_path, request.param)
    request.addfinalizer(made.close)
    assert isinstance(made, DatabaseMemory)
    return made


def made_for(keys: PageKeys) -> bytes:
    """A code sealed to the present key."""
    return seal(
        "甲", keys.present.public, identity=UUID(int=7), made_on=date(2026, 3, 2), one_time=bytes(range(32))
    )


def test_one_key_for_all_who_ask(database: DatabaseMemory, tmp_path: Path) -> None:
    first = DatabasePageKeys(database).keys()
    anew = again(database, tmp_path)
    assert DatabasePageKeys(anew).keys().present.public == first.present.public
    anew.close()


def test_a_replaced_key_reads_until_its_day_and_its_name_stays(database: DatabaseMemory) -> None:
    shelf = DatabasePageKeys(database)
    first = shelf.keys()
    code = made_for(first)
    second = shelf.renew(now=100, until=200)
    assert second.present.id != first.present.id
    assert open_code(code, second.readable(from_milliseconds(200))).text == "甲"
    assert first.present.id not in second.readable(from_milliseconds(201))
    third = shelf.renew(now=201, until=300)
    assert [(item.id, item.until, bool(item.secret)) for item in third.earlier] == [
        (second.present.id, 300, True),
        (first.present.id, 200, False),
    ]
    assert third.replaced(first.present.id) is not None and third.replaced(third.present.id) is None
    assert [item.id for item in shelf.keys().earlier] == [item.id for item in third.earlier]


def test_nothing_of_a_secret_lies_open_on_a_server(database: DatabaseMemory) -> None:
    DatabasePageKeys(database).keys()
    with database.engine.connect() as connection:
        value = connection.execute(
            text("SELECT value FROM local WHERE name = :name"), {"name": ROW}
        ).scalar_one()
    assert ("secret" in value) == (database.engine.dialect.name == "sqlite")


def test_a_damaged_row_is_said(database: DatabaseMemory) -> None:
    DatabasePageKeys(database).keys()
    with database.engine.begin() as connection:
        kept = database._cipher.text('{"secret": "00", "earlier": []}')
        connection.execute(
            text("UPDATE local SET value = :value WHERE name = :name"), {"value": kept, "name": ROW}
        )
    with pytest.raises(Damaged, match=r"keys\.page"):
        DatabasePageKeys(database).keys()


def test_a_spare_station_reads_what_is_sealed_to_its_hall(database: DatabaseMemory, tmp_path: Path) -> None:
    place = tmp_path / "spare"
    place.mkdir()
    spare = open_file(place, KEY, create="LX08")
    hall, own = DatabasePageKeys(database), DatabasePageKeys(spare)
    assert own.take_from(hall) and not own.take_from(hall)
    code = made_for(hall.keys())
    hall.renew(now=100, until=10**15)
    assert own.take_from(hall)
    assert own.keys().present.id == hall.keys().present.id
    assert open_code(code, own.keys().readable(START)).text == "甲"
    spare.close()


def test_who_cares_for_keys_renews_it_for_a_reason_that_is_recorded(database: DatabaseMemory) -> None:
    founded(database)
    shelf, leader = DatabasePageKeys(database), session(database, "leader")
    before = page_facts(leader, shelf)
    with pytest.raises(NotAllowed):
        renew_page_key(session(database), shelf, reason="旧海报已取下")
    with pytest.raises(BadInput, match=r"keys\.reason"):
        renew_page_key(leader, shelf, reason=" ")
    keys, until = renew_page_key(leader, shelf, reason="旧海报已取下")
    after = page_facts(leader, shelf)
    assert after.public == keys.present.public != before.public
    assert until == START.date() + timedelta(days=code_plan().old_page_days)
    entry = leader.memory.queries.stream(STREAM)[-1]
    assert entry.header.kind == "page-key-renewed"
    told = str(entry)
    assert key_id(before.public).hex() in told and keys.present.public.hex() not in told
