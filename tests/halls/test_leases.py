"""Who is at a matter: shown, taken over, ended by itself when a desk is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.leases import DatabaseLeases
from tests.desks import folder, sign_in
from tests.halls.room import found_hall, sits_down
from ui.bootstrap.halls import leases_of

pytestmark = pytest.mark.postgres
NUMBER = "LX07-26-00001-C"


@pytest.fixture
def hall(tmp_path: Path, postgres_database: str) -> Path:
    found_hall(tmp_path / "one", postgres_database)
    return tmp_path / "one"


def test_the_other_desk_sees_who_is_there_and_since_when(hall: Path) -> None:
    first, second = sits_down(hall, desk="一窗"), sits_down(hall, "handler", desk="二窗")
    mine, theirs = leases_of(first), leases_of(second)
    assert mine is not None and theirs is not None
    since = mine.take(NUMBER).since
    found = theirs.take(NUMBER)
    assert (found.account, found.desk, found.since, found.mine) == ("clerk", "一窗", since, False)
    assert mine.take(NUMBER).since == since, "who stays does not begin anew"
    over = theirs.take(NUMBER, over=True)
    assert over.mine and [item.account for item in mine.standing()] == ["handler"]
    mine.give_back([NUMBER])
    assert theirs.at(NUMBER) is not None, "what was taken over is not given back by who lost it"
    theirs.give_back()
    assert mine.at(NUMBER) is None
    first.close()
    second.close()


def test_a_desk_that_is_gone_holds_nothing_for_long(hall: Path) -> None:
    desk = sits_down(hall)
    gone = DatabaseLeases(desk.opened.memory.engine, "handler", "二窗", seconds=-1)
    here = DatabaseLeases(desk.opened.memory.engine, "clerk", "一窗")
    with pytest.raises(AssertionError):
        gone.take(NUMBER)  # it is over as soon as it begins
    assert here.at(NUMBER) is None and here.take(NUMBER).mine
    alive = DatabaseLeases(desk.opened.memory.engine, "leader", "三窗", seconds=60)
    alive.take("LX07-26-00002-X")
    alive.go_on()
    assert [item.account for item in here.standing()] == ["clerk", "leader"]
    desk.close()


def test_a_folder_of_its_own_has_no_leases(tmp_path: Path) -> None:
    folder(tmp_path / "alone").memory.close()
    desk = sign_in(tmp_path / "alone")
    assert leases_of(desk) is None
    desk.close()
