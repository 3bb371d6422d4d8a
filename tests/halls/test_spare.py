"""A desk whose hall is away goes on as a station of its own and hands what it did to the hall later."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.account import Role
from app.domain.number import MatterNumber
from app.errors import BadInput, NotAllowed, Refused, Unavailable
from app.services.accounts import change_password, change_role, close_account
from app.services.drafts import find_unseen, recover_drafts, save_draft
from tests.desks import registers
from tests.halls.room import AT, found_hall, invitation, joins, sits_down
from ui.bootstrap.opening import open_desk, training_password
from ui.bootstrap.people import personal_keys
from ui.bootstrap.spare import hand_over, keep_spare, prepare_spare, registered_twice, spare_of, take_over

pytestmark = pytest.mark.postgres


@pytest.fixture
def two(tmp_path: Path, postgres_database: str) -> Path:
    """The folder of a second desk with a spare station."""
    found_hall(tmp_path / "one", postgres_database)
    joins(tmp_path / "two", invitation(tmp_path / "one"), spare="LX08")
    return tmp_path / "two"


def spare(folder: Path) -> Path:
    place = spare_of(folder)
    assert place is not None
    return place


def test_what_the_spare_station_registered_is_in_the_hall_afterwards_under_its_own_number(two: Path) -> None:
    alone = sits_down(spare(two))
    number = registers(alone.session, "服务器停了还是要接待。").number
    assert MatterNumber.parse(number).station == "LX08" and MatterNumber.parse(number).sequence == 1
    assert hand_over(alone) == 1
    alone.close()
    back = sits_down(two)
    came = take_over(back)
    assert came.numbers == {number} and not came.rejected
    assert back.session.memory.queries.find(number) is not None
    assert take_over(back).packages == [], "it was taken in once"
    assert registers(back.session).number.startswith("LX07-26-00001")
    assert hand_over(back) == 1, "the receipt for the spare station"
    back.close()
    one = sits_down(two.parent / "one")
    assert one.session.memory.queries.find(number) is not None, "every desk of the hall sees it"
    assert one.verify()[0].ok
    one.close()
    alone = sits_down(spare(two))
    assert take_over(alone).packages == [("LX07-LX08-1-000001.xfp", "applied")]
    alone.close()


def test_what_was_registered_on_both_sides_because_the_line_broke_is_named(two: Path) -> None:
    desk = sits_down(two)
    here = registers(desk.session, "线断了", key="k7").number
    registers(desk.session, "另一件", key="k8")
    desk.close()
    alone = sits_down(spare(two))
    there = registers(alone.session, "线断了", key="k7").number
    registers(alone.session, "第三件", key="k9")
    hand_over(alone)
    alone.close()
    back = sits_down(two)
    assert len(take_over(back).numbers) == 2
    assert registered_twice(back) == ((here, there),)
    back.close()


def test_a_draft_that_was_begun_at_the_hall_lies_at_the_spare_station(two: Path) -> None:
    desk = sits_down(two)
    save_draft(desk.session, desk.drafts, 1, "k1", {"content": "说到一半"})
    desk.close()
    alone = sits_down(spare(two))
    assert [item.content for item in recover_drafts(alone.session, alone.drafts)] == [{"content": "说到一半"}]
    assert find_unseen(alone.session, alone.drafts) == []
    alone.close()


def test_new_passwords_and_people_reach_the_spare_station_while_the_hall_is_there(two: Path) -> None:
    desk = sits_down(two)
    change_password(desk.session, personal_keys(desk), training_password(), "another-passphrase")
    assert keep_spare(desk) == 0, "who somebody is has not changed"
    desk.close()
    with pytest.raises(NotAllowed, match=r"sign_in\.wrong"):
        sits_down(spare(two))
    keeper = sits_down(two, "secadmin")
    change_role(keeper.session, "handler", Role.CLERK, "轮岗")
    close_account(keeper.session, personal_keys(keeper), "archivist", "离岗")
    assert keep_spare(keeper) == 2 and keep_spare(keeper) == 0
    keeper.close()
    alone = open_desk(spare(two), account="clerk", password="another-passphrase", at=AT, environment={})
    found = alone.session.accounts
    assert found.find("handler").role is Role.CLERK and found.find("archivist") is None  # type: ignore[union-attr]
    alone.close()


def test_the_code_of_a_spare_station_is_its_own(two: Path) -> None:
    with pytest.raises(BadInput, match=r"hall\.spare_code"):
        joins(two.parent / "three", invitation(two.parent / "one"), spare="LX07")
    with pytest.raises(BadInput, match=r"hall\.spare_taken"):
        joins(two.parent / "three", invitation(two.parent / "one"), spare="LX08")
    assert not (two.parent / "three").exists()
    leader = sits_down(two, "leader")
    with pytest.raises(Refused, match=r"hall\.spare_there"):
        prepare_spare(leader, "LX09")
    leader.close()


def test_without_the_server_the_hall_says_so_and_the_spare_station_opens(
    tmp_path: Path, two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(url: str, key: bytes, *, create: str = "") -> None:
        raise Unavailable("db.no_server")

    monkeypatch.setattr("db.folder.open_server", away)
    with pytest.raises(Unavailable, match=r"db\.no_server"):
        sits_down(two)
    alone = sits_down(spare(two))
    assert registers(alone.session).number.startswith("LX08-26-00001")
    alone.close()
