"""What one desk changed is heard at the others: kinds only, after the commit, and again after the server was away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.changes import ANY_MATTER, NOTHING, Changes
from app.domain.account import Role
from app.errors import Unavailable
from app.services.accounts import change_role, close_account
from db import bell
from tests.desks import registers
from tests.halls.room import found_hall, sits_down
from ui.bootstrap.halls import bell_of, everything, hear
from ui.bootstrap.opening import Desk
from ui.bootstrap.people import personal_keys

pytestmark = pytest.mark.postgres
LONG = 10.0


@pytest.fixture
def hall(tmp_path: Path, postgres_database: str) -> Path:
    found_hall(tmp_path / "one", postgres_database)
    return tmp_path / "one"


@pytest.fixture
def here(hall: Path) -> Iterator[Desk]:
    desk = sits_down(hall)
    yield desk
    desk.close()


def test_a_registration_is_told_as_a_kind_and_nothing_else(here: Desk, hall: Path) -> None:
    url = str(
        here.opened.memory.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    )
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(f"LISTEN {bell.CHANNEL}")
        registers(here.session, "村里修路占用我家承包地。")
        payloads = [note.payload for note in line.notifies(timeout=LONG, stop_after=1)]
    assert payloads == [f"{bell.OURS} matter"]


def test_what_was_undone_is_never_told_and_own_changes_are_not_heard(here: Desk, hall: Path) -> None:
    ears = bell_of(here)
    assert ears is not None
    ears.connect()
    with here.session.work() as work:
        work.take_number("matter/2026")
    registers(here.session)
    assert ears.wait(0.2) == frozenset()
    ears.stop()
    assert ears.wait(LONG) == frozenset(), "stopping ends the wait"
    ears.close()


def test_a_stopped_server_is_noticed(here: Desk) -> None:
    ears = bell_of(here)
    assert ears is not None
    ears.connect()
    with here.opened.memory.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%'"
        )
    with pytest.raises(Unavailable, match=r"db\.no_server"):
        while True:
            ears.wait(LONG)
    ears.connect()
    ears.stop()
    ears.close()


def test_views_are_told_that_any_matter_may_have_changed(here: Desk) -> None:
    changes = hear(here, {"matter"}).changes
    assert changes and "LX07-26-00001-C" in changes.matters and changes.obligations and not changes.settings
    both = changes.union(Changes(matters=frozenset({"x"})))
    assert both.matters is ANY_MATTER and Changes(matters=frozenset()).union(changes).matters is ANY_MATTER
    assert Changes(matters=ANY_MATTER) != NOTHING
    assert hear(here, everything()).changes.settings


def test_who_was_closed_or_got_another_role_elsewhere_may_not_stay(here: Desk, hall: Path) -> None:
    keeper = sits_down(hall, "secadmin")
    assert hear(here, {"accounts"}).may_stay
    change_role(keeper.session, "handler", Role.CLERK, "轮岗")
    assert hear(here, {"accounts"}).may_stay, "somebody else"
    close_account(keeper.session, personal_keys(keeper), "clerk", "离岗")
    assert not hear(here, {"accounts"}).may_stay
    keeper.close()
