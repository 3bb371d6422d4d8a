"""The station's keys in its database: a renewed receiving key, those before it, and when a secret is destroyed."""

from __future__ import annotations

import io
from pathlib import Path

from app.exchange.keys import encrypt, key_id
from app.suites.suite import INTL
from db.memory import open_file
from db.station_keys import renew_receiving, station_keys
from tests.exchange.world import KEY


def test_each_key_reads_until_its_secret_is_destroyed_and_the_signing_key_stays(tmp_path: Path) -> None:
    memory = open_file(tmp_path, KEY, create="LX07")
    first = station_keys(memory)
    second = renew_receiving(memory, INTL, now=100, until=200, needed=())
    assert second.sign_public == first.sign_public and second.box_public != first.box_public
    third = renew_receiving(memory, INTL, now=150, until=250, needed=())
    assert [(item.id, item.until, bool(item.secret)) for item in third.earlier] == [
        (key_id(second.box_public), 250, True),
        (key_id(first.box_public), 200, True),
    ]
    for public in (first.box_public, second.box_public, third.box_public):
        sealed, plain = io.BytesIO(), io.BytesIO()
        assert encrypt(io.BytesIO(b"words"), sealed, (public,))
        assert station_keys(memory).decrypt(io.BytesIO(sealed.getvalue()), plain)
    needed = (key_id(second.box_public),)
    fourth = renew_receiving(memory, INTL, now=300, until=400, needed=needed)
    assert [bool(item.secret) for item in fourth.earlier] == [True, True, False]
    assert fourth.taken_until((key_id(first.box_public),)) == 200
    assert fourth.taken_until((key_id(fourth.box_public),)) is None
    assert fourth.taken_until(("nobody's",)) is None
    assert station_keys(memory).earlier == fourth.earlier
    memory.close()
