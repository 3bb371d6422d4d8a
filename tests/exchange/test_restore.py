"""After a restore: a new epoch, lost entries come back from the county, and no number is given twice."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.clock import FixedClock
from app.domain.acts.forwarding import Forward
from app.domain.acts.recording import RecordNumber
from app.domain.number import MatterNumber
from app.errors import BadInput
from app.exchange import package
from app.exchange.header import PackageHeader
from app.services import epochs, exchange, papers
from app.services.perform import perform
from tests.exchange.world import FakeShelf, Party, county_and, party


def header_of(data: bytes) -> PackageHeader:
    return package.look(io.BytesIO(data)).header


def restored(hall: Party, before: Any) -> None:
    """The station's folder is the backup of an earlier day again."""
    hall.memory.state = before


def test_a_restored_station_gets_its_lost_entries_back_and_reuses_no_number() -> None:
    import copy

    county, (hall,) = county_and("LX07")
    kept = hall.registers("甲")
    county.takes(hall.exports()[0])
    hall.takes(county.exports()[0])
    backup = copy.deepcopy(hall.memory.state)
    lost = hall.registers("乙")
    made = papers.issue(hall.at, lost, "D02")
    county.takes(hall.exports()[0])
    perform(county.at, lost, RecordNumber(system="省", number="B1"))
    unseen = county.exports()

    restored(hall, backup)
    hall.at.store.kept.clear()  # type: ignore[attr-defined]
    begun = epochs.begin_epoch(
        hall.memory,
        actor="sysadmin",
        desk="",
        now=hall.at.now(),
        last_seen=[lost, "LX07-26-00009-" + _check(9)],
    )
    hall.at.office = exchange.office_of(hall.memory)
    assert begun.parent == 1 < begun.epoch
    assert [(item.first, item.last) for item in begun.skipped] == [(2, 9)]
    after = hall.registers("丙")
    assert after.split("-")[2] == "00010", "no number that somebody may hold is given again"

    (first,) = hall.exports()
    head = header_of(first)
    assert (head.epoch, head.seq, head.first) == (begun.epoch, 1, 1)
    assert [parent.epoch for parent in head.parents] == [1]
    assert county.takes(first).applied == head.entries
    assert set(county.matters()) == {kept, lost, after}
    back = county.exports()
    for data in back:
        hall.takes(data)
    assert hall.matters() == county.matters()
    assert [item.number for item in hall.matters()[lost].external_numbers] == ["B1"]
    assert papers.fetch(hall.at, lost, "D02").pdf == made.pdf
    assert unseen[0] in back, "what the restored station had not applied comes again as the same bytes"
    assert hall.memory.verify().ok
    perform(hall.at, lost, Forward(unit="U1"))
    county.takes(hall.exports()[0])
    assert hall.matters() == county.matters()
    assert county.exports() != [] and county.exports() == []


def _check(place: int) -> str:
    return MatterNumber.make("LX07", 26, place).check


def test_an_epoch_on_a_database_begins_at_once_and_survives_reopening(tmp_path: Path) -> None:
    hall = party("LX07", folder=tmp_path)
    hall.registers("甲")
    begun = epochs.begin_epoch(
        hall.memory, actor="sysadmin", desk="", now=hall.at.now(), jumps={"enquiry/LX07/2026": 4}
    )
    number = hall.registers("乙")
    stream = hall.memory.queries.find(number)
    assert stream is not None
    (entry,) = hall.memory.queries.stream(stream)
    assert (entry.header.epoch, entry.header.oseq, begun.parent) == (begun.epoch, 3, 1)
    assert hall.memory.verify().ok and hall.memory.epoch == begun.epoch
    office = exchange.office_of(hall.memory)
    assert [item.parent for item in office.epochs] == [1]
    assert [(item.series, item.first, item.last) for item in office.unaccounted] == [
        ("enquiry/LX07/2026", 1, 4)
    ]
    with pytest.raises(BadInput, match=r"restore\.number_of_another_station"):
        epochs.series_of(MatterNumber.make("XT03", 26, 1).text, "LX07")


def test_what_was_never_sent_before_the_restore_is_sent_after_it() -> None:
    """The backup holds entries that no package held: the first package of the new epoch brings them."""
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    county.takes(hall.exports()[0])
    hall.takes(county.exports()[0])
    hall.registers("乙")
    (under_way,) = hall.exports()
    hall.registers("丙")
    shelf = hall.desk.shelf
    assert isinstance(shelf, FakeShelf)
    shelf.kept.clear()
    with hall.at.work() as work:
        for sent in work.packages.sent_to("LX07"):
            work.packages.change_sent(replace(sent, asked=True))
        work.commit()
    lives = []
    for _ in range(2):
        lives.append(epochs.begin_epoch(hall.memory, actor="sysadmin", desk="", now=hall.at.now()).epoch)
        hall.registers("丁")
    hall.at.office = exchange.office_of(hall.memory)

    (first,) = hall.exports()
    assert [parent.epoch for parent in header_of(first).parents] == [1, lives[0]]
    county.takes(first)
    assert county.matters() == hall.matters() and len(hall.matters()) == 5
    late = county.takes(under_way)
    assert [result for _, result in late.packages] == ["applied"], (
        "the old package comes late and changes nothing"
    )
    assert county.matters() == hall.matters() and county.memory.verify().ok
    hall.takes(county.exports()[0])
    hall.registers("戊")
    (second,) = hall.exports()
    assert header_of(second).parents == ()
    county.takes(second)
    assert county.matters() == hall.matters()
    assert county.exports() != [] and county.exports() == []


def test_a_restored_county_sends_what_was_not_acknowledged_again() -> None:
    county, (hall,) = county_and("LX07")
    number = hall.registers("甲")
    county.takes(hall.exports()[0])
    perform(county.at, number, RecordNumber(system="省", number="A1"))
    county.exports()
    epochs.begin_epoch(county.memory, actor="sysadmin", desk="", now=county.at.now())
    county.at.office = exchange.office_of(county.memory)
    (answer,) = county.exports()
    assert (header_of(answer).epoch > 1, header_of(answer).entries) == (True, 0)
    hall.takes(answer)
    assert hall.matters() == county.matters()
    assert [item.number for item in hall.matters()[number].external_numbers] == ["A1"]
    assert county.exports() == []


def test_the_same_backup_put_in_place_twice_makes_no_fork() -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    county.takes(hall.exports()[0])
    hall.takes(county.exports()[0])
    backup = hall.memory.state
    seen: list[str] = []
    for text in ("乙", "丙"):
        restored(hall, backup)
        clock = hall.at.clock
        assert isinstance(clock, FixedClock)
        clock.advance(minutes=30)
        epochs.begin_epoch(hall.memory, actor="sysadmin", desk="", now=hall.at.now(), last_seen=seen)
        hall.at.office = exchange.office_of(hall.memory)
        seen.append(hall.registers(text))
        assert county.takes(hall.exports()[0]).rejected == []
    for data in county.exports():
        hall.takes(data)
    assert len(hall.matters()) == 3 and hall.matters() == county.matters()
