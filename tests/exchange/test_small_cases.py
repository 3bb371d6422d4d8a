"""Failure cases of the exchange that need a line or two each (reference/exchange.md, section 5)."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain import history
from app.domain.acts.classifying import Classified
from app.domain.acts.correcting import Withdraw
from app.domain.claims import Purpose
from app.errors import Damaged
from app.exchange.keys import StationKeys
from app.services import sending
from app.services.perform import perform
from app.services.taking_in import take_in
from db.shelf import FolderTarget
from tests.exchange.test_receipts import receipts, results
from tests.exchange.test_sending_and_taking_in import Makes, header_of, together
from tests.exchange.world import county_and
from ui.package_files import open_package

__all__ = ["together"]


@pytest.mark.parametrize("days", [-20_000, 365])
def test_a_package_says_when_its_clock_was_set_back_and_no_day_moves(days: int) -> None:
    county, (hall,) = county_and("LX07")
    number = hall.registers("甲")
    clock = hall.at.clock
    assert isinstance(clock, FixedClock)
    known = hall.matters()[number].received_on
    hall.at.clock = FixedClock(clock.now() + timedelta(days=days))
    (data,) = hall.exports()
    assert header_of(data).clock == ("set-back" if days < 0 else "ok")
    assert county.takes(data).applied > 0
    assert county.matters()[number].received_on == known


def test_a_code_that_no_list_holds_stays_what_it_was(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    stream = hall.stream(number)
    matter = history.fold(hall.memory.queries.stream(stream))
    with hall.at.work() as work:
        work.stream(stream)
        value = Classified(purpose=Purpose.CLAIM, claim=0, category="ZZ1234")
        work.append([hall.at.draft(stream, value, hall.at.today(), matter)])
        work.commit()
    county.takes(hall.exports()[0])
    assert county.matters()[number].claims[0].category == "ZZ1234"


@pytest.mark.parametrize("name", ["张𬭎", "阿卜杜拉·买买提", "㼆𠮷", "\uf900示范"])
def test_a_name_arrives_as_it_was_written(name: str, together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲", name=name)
    county.takes(hall.exports()[0])
    assert county.matters()[number].people.petitioners[0].name == name
    assert hall.matters()[number].people.petitioners[0].name == name


@pytest.mark.parametrize("called", ["package.pdf", "1.XFP", "信访 (2).xfp", "noname", "LX08-9-000099.xfp"])
def test_what_a_gateway_called_the_file_means_nothing(called: str, tmp_path: Path) -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    (handed,) = sending.export(hall.desk, FolderTarget(tmp_path))
    shutil.move(handed.place, tmp_path / called)
    with open_package(tmp_path / called) as file:
        assert take_in(county.desk, file).applied > 0
    assert county.matters() == hall.matters()


def test_who_signs_with_a_key_that_was_replaced_is_refused() -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    (old,) = hall.exports()
    fresh = StationKeys.fresh()[0]
    (pinned,) = county.at.office.trusted
    county.at.office = replace(county.at.office, trusted=(replace(pinned, sign=fresh.sign_public),))
    with pytest.raises(Damaged, match=r"package\.not_genuine"):
        county.takes(old)


def test_a_receipt_is_made_from_what_was_committed_however_often_it_is_cut(together: Makes) -> None:
    """The lights go out at the county after the entries were committed and before its answer left."""
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    (data,) = hall.exports()
    county.takes(data)
    assert county.takes(data).repeated > 0
    (answer,) = county.exports()
    (receipt,) = receipts(answer, hall)
    assert results(receipt) == {number: ("accepted", "", "")}
    again = sending.export_again(county.desk, county.drawer, 1, station="LX07")
    assert county.drawer.files[again.place] == answer


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_withdrawal_is_one_more_event_and_deletes_nothing(after: bool, together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    if after:
        county.takes(hall.exports()[0])
    perform(hall.at, number, Withdraw(reason="本人书面撤回"))
    county.takes(hall.exports()[0])
    assert county.matters() == hall.matters()
    entries = county.memory.queries.stream(county.stream(number))
    assert next(entry.header.kind for entry in entries) == "registered" and len(entries) > 1
    assert county.matters()[number].claims[0].words.text
