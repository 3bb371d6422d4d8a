"""A visitor's code in a hall: every desk reads it, one uses it, and the spare station reads it while the hall is away."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Refused
from app.services.preregistrations import open_preregistration
from tests import phone
from tests.desks import START, registers
from tests.halls.room import found_hall, invitation, joins, sits_down
from ui.bootstrap.opening import Desk
from ui.bootstrap.page_keys import page_key_shelf, renew_page_key
from ui.bootstrap.spare import hand_over, keep_spare, spare_of, take_over

pytestmark = pytest.mark.postgres


@pytest.fixture
def two(tmp_path: Path, postgres_database: str) -> Path:
    """The folder of a second desk with a spare station."""
    found_hall(tmp_path / "one", postgres_database)
    joins(tmp_path / "two", invitation(tmp_path / "one"), spare="LX08")
    return tmp_path / "two"


def shown(desk: Desk) -> bytes:
    """What a phone shows whose page was made at that desk."""
    return phone.code(phone.SAMPLE, page_key_shelf(desk).keys().present.public, START.date())


def reads(desk: Desk, code: bytes) -> str:
    return open_preregistration(desk.session, page_key_shelf(desk), code).identity


def test_every_desk_reads_it_and_one_of_them_uses_it(two: Path) -> None:
    one, other = sits_down(two.parent / "one"), sits_down(two)
    code = shown(one)
    identity = reads(other, code)
    assert reads(one, code) == identity
    number = registers(other.session, preregistration=identity).number
    with pytest.raises(Refused) as refused:
        reads(one, code)
    assert refused.value.details["number"] == number
    with pytest.raises(Refused, match=r"prereg\.used"):
        registers(one.session, preregistration=identity)
    leader = sits_down(two.parent / "one", "leader")
    renew_page_key(leader, reason="旧海报已取下")
    leader.close()
    assert reads(other, shown(one)), "the other desk has the new key at once"
    assert open_preregistration(other.session, page_key_shelf(other), _of_the_old(one)).old_page
    one.close()
    other.close()


def _of_the_old(desk: Desk) -> bytes:
    from app.qr.sealed_code import PageKey

    (old,) = page_key_shelf(desk).keys().earlier
    return phone.code(phone.SAMPLE, PageKey(old.secret).public, START.date())


def test_the_spare_station_reads_what_is_sealed_to_the_hall_and_tells_it_what_was_used(two: Path) -> None:
    hall = sits_down(two, "leader")
    first = shown(hall)
    renew_page_key(hall, reason="换海报")
    second, place = shown(hall), spare_of(two)
    keep_spare(hall)
    hall.close()
    assert place is not None
    alone = sits_down(place)
    identity = reads(alone, first)
    assert reads(alone, second) != identity
    registers(alone.session, preregistration=identity)
    hand_over(alone)
    alone.close()
    leader = sits_down(place, "leader")
    with pytest.raises(Refused, match=r"keys\.page_of_hall"):
        renew_page_key(leader, reason="换海报")
    leader.close()
    back = sits_down(two)
    take_over(back)
    with pytest.raises(Refused, match=r"prereg\.used"):
        reads(back, first)
    back.close()
