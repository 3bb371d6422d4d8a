"""What becomes of single matters in a package that a genuine key signed: every way in which one cannot be made."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest

from app.domain.acts.correcting import CORRECTABLE
from app.domain.acts.handing_in import PagesAttached, Piece
from app.domain.acts.receiving import VisitedAgain
from app.domain.acts.recording import RecordNumber
from app.domain.entry import StreamId, StreamKind
from app.domain.shut_files import Shut
from app.errors import Unavailable
from app.exchange import bag, package
from app.exchange.header import FIRST, PackageRef
from app.exchange.lines import MatterReceipt, Receipt, ReceiptResult, announced_line, read_entry
from app.services import epochs, exchange, sending, taking_in
from app.services.perform import perform
from app.services.projecting import Matters
from app.services.standing import exchange_of
from app.services.told import note_receipt
from tests.exchange.forging import chained_on, line_of, remade
from tests.exchange.test_receipts import spoils
from tests.exchange.test_travelling_files import attaches, meet
from tests.exchange.world import Party, county_and
from tests.fakes import FakeWork
from tests.trust.test_core_taking_in import Members, forged, inside


def emptied(data: bytes, writer: Party, reader: Party, kind: str, **more: Any) -> bytes:
    """The package with an entry of that kind that says nothing."""
    found = [read_entry(line, 0) for line in inside(data, reader)[0][bag.ENTRIES]]
    made = chained_on([remade(e.header, b"{}") if e.header.kind == kind else e for e in found])

    def change(lines: Members) -> None:
        lines[bag.ENTRIES] = [line_of(entry) for entry in made]

    return forged(data, writer, reader, change, head=made[-1].hash.hex(), **more)


def told(at: Party, data: bytes) -> list[tuple[str, str, str]]:
    return [(item.result, item.code, item.field) for item in at.takes(data).matters]


def test_an_unreadable_word_of_the_county_is_rejected_alone() -> None:
    county, (hall,) = county_and("LX07")
    number = hall.registers("甲")
    county.takes(hall.exports()[0])
    perform(county.at, number, RecordNumber(system="省", number="A1"))
    (answer,) = county.exports()
    (kind,) = {read_entry(line, 0).header.kind for line in inside(answer, hall)[0][bag.ENTRIES]}
    before = hall.matters()[number]
    ((result, code, field),) = told(hall, emptied(answer, county, hall, kind))
    assert (result, code) == ("rejected", "record.field") and field.startswith(f"{kind}.")
    assert hall.matters()[number] == before


def test_files_that_an_unreadable_entry_may_name_are_not_asked_for() -> None:
    county, (hall,) = county_and("LX07")
    attaches(hall, hall.registers("甲"), b"picture")
    (data,) = hall.exports()
    ((result, code, field),) = told(county, emptied(data, hall, county, "pages-attached", files={}))
    assert (result, code, field) == ("rejected", "record.field", "pages-attached.files")


def test_an_unreadable_registration_has_no_number() -> None:
    county, (hall,) = county_and("LX07")
    number = hall.registers("甲")
    stream = hall.stream(number)
    with hall.at.work() as work:
        work.stream(stream)
        work.append([hall.at.draft(stream, VisitedAgain(persons=1, asked="问"), hall.at.today(), None)])
        work.commit()
    (data,) = hall.exports()
    (found,) = county.takes(emptied(data, hall, county, "registered")).matters
    assert (found.number, found.result, found.stream) == ("", "rejected", stream.text)


def test_entries_on_what_nobody_registered_are_no_matter_and_no_fault() -> None:
    county, (hall,) = county_and("LX07")
    stream = StreamId(StreamKind.MATTER, UUID(int=77))
    with hall.at.work() as work:
        work.stream(stream)
        work.append([hall.at.draft(stream, VisitedAgain(persons=1, asked="问"), hall.at.today(), None)])
        work.commit()
    outcome = county.takes(hall.exports()[0])
    assert outcome.applied > 0 and outcome.matters == [] and county.matters() == {}


def test_a_disk_that_fills_up_is_no_fault_of_a_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    (data,) = hall.exports()

    def full(*given: object) -> None:
        raise Unavailable("disk.full")

    with monkeypatch.context() as patched:
        patched.setattr(FakeWork, "project", full)
        with pytest.raises(Unavailable, match=r"disk\.full"):
            county.takes(data)
    assert county.takes(data).matters == [] and county.matters() == hall.matters()


def test_a_state_of_which_no_rows_can_be_made_is_rejected_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")

    def impossible(*given: object) -> None:
        raise KeyError("rows")

    monkeypatch.setattr(FakeWork, "project", impossible)
    assert told(county, hall.exports()[0]) == [("rejected", "record.order", "matter")]


def test_what_stood_may_be_impossible_for_another_version_of_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    county, (hall,) = county_and("LX07")
    number = hall.registers("甲")
    spoils(hall, number, field="address", after="", people_after="示范村三号")
    county.takes(hall.exports()[0])
    attaches(hall, number, b"picture")

    def unknown(matter: Any, value: str) -> Any:
        raise KeyError(value)

    monkeypatch.setitem(CORRECTABLE, "address", (lambda m: "", unknown))
    assert told(county, hall.exports()[0]) == [("rejected", "record.order", "corrected")]


def test_a_rejected_matter_that_also_lacks_a_file_stays_rejected_when_the_file_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    county, (hall,) = county_and("LX07")
    meet(county, hall)
    number = hall.registers("甲")
    attaches(hall, number, b"one", b"two")
    spoils(hall, number)
    monkeypatch.setattr(sending, "BESIDE", 1)
    text, pictures = hall.exports()
    assert told(county, text) == [("rejected", "record.field", "corrected.value")]
    assert told(county, pictures) == []
    with county.at.work() as work:
        assert [item.result for item in work.packages.results.unsettled("LX07")] == ["rejected"]


def test_a_file_that_is_named_again_while_it_is_owed_is_owed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    county, (hall,) = county_and("LX07")
    meet(county, hall)
    number = hall.registers("甲")
    attaches(hall, number, b"one", b"two", b"three")
    monkeypatch.setattr(sending, "BESIDE", 1)
    (to,) = hall.at.office.trusted
    assert sending.seal_next(hall.desk, to) is not None
    stream = hall.stream(number)
    with hall.at.work() as work:
        owed = [item.sha256 for item in work.packages.results.awaited("LX07")]
        work.stream(stream)
        value = PagesAttached(files=(owed[-1],), piece=next(iter(Piece)), material="again")
        work.append([hall.at.draft(stream, value, hall.at.today(), None)])
        work.commit()
    assert len(owed) == 2
    assert sending.seal_next(hall.desk, to) is not None
    with hall.at.work() as work:
        assert [item.sha256 for item in work.packages.results.awaited("LX07")] == owed[1:]
    for data in hall.exports():
        county.takes(data)
    with county.at.work() as work:
        assert work.packages.results.awaited("LX07") == []


def test_a_restored_station_hears_again_what_is_rejected_and_stands_at_home_meanwhile() -> None:
    county, (hall,) = county_and("LX07")
    number = hall.registers("甲")
    spoils(hall, number)
    county.takes(hall.exports()[0])
    hall.memory.state.sent.clear()
    epochs.begin_epoch(hall.memory, actor="sysadmin", desk="", now=hall.at.now())
    hall.at.office = exchange.office_of(hall.memory)
    assert [str(item.state) for item in exchange_of(hall.at, number)] == ["local"]
    outcome = county.takes(hall.exports()[0])
    assert outcome.matters == [], "it was here already, and is as unsettled as before"
    with county.at.work() as work:
        assert [item.result for item in work.packages.results.unsettled("LX07")] == ["rejected"]


def test_a_receipt_for_a_life_before_the_restore_changes_nothing() -> None:
    _, (hall,) = county_and("LX07")
    number = hall.registers("甲")
    receipt = Receipt(
        package=PackageRef(chain="LX07", epoch=1, seq=9, sha256=FIRST),
        result=ReceiptResult.APPLIED,
        received_at=1,
        entries=1,
        matters=(MatterReceipt(number=number, result="rejected", code="record.order"),),
    )
    with hall.at.work() as work:
        note_receipt(work, receipt, 5)
        assert work.packages.results.of_matter(hall.stream(number)) == []


@pytest.mark.parametrize("stream", ["matter:xyz", "office:" + "0" * 32, "matter:" + "7" * 32])
def test_what_is_said_of_a_matter_that_is_none_of_ours_is_passed_over(stream: str) -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    county.takes(hall.exports()[0])
    (answer,) = county.exports()

    def speak(lines: Members) -> None:
        lines[bag.RECEIPTS] = [
            line.replace(
                b'"matters":[', b'"matters":[{"result":"rejected","stream":"' + stream.encode() + b'"},'
            )
            for line in lines[bag.RECEIPTS]
        ]

    assert not hall.takes(forged(answer, county, hall, speak)).rejected
    with hall.at.work() as work:
        assert work.packages.results.unsettled("LX07") == []


def test_an_announcement_in_a_package_is_read_when_it_is_only_looked_at() -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    (data,) = hall.exports()

    def announce(lines: Members) -> None:
        lines[bag.ANNOUNCED] = [announced_line(FIRST).rstrip(b"\n")]

    assert taking_in.look_at(county.desk, io.BytesIO(forged(data, hall, county, announce))).complete

    def mumble(lines: Members) -> None:
        lines[bag.ANNOUNCED] = [b'{"sha256":"x"}']

    assert not taking_in.look_at(county.desk, io.BytesIO(forged(data, hall, county, mumble))).complete


def test_a_matter_that_a_whole_lot_cannot_write_is_rejected_and_the_others_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    county, (hall,) = county_and("LX07")
    number, other = hall.registers("甲"), hall.registers("乙")
    stream = hall.stream(number)
    monkeypatch.setattr(FakeWork, "write", lambda _: (stream,))
    assert told(county, hall.exports()[0]) == [("rejected", "record.field", "matter")]
    assert other in county.matters()


def test_a_file_that_stays_shut_in_what_is_no_matter_names_none() -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    (data,) = hall.exports()
    county.takes(data)
    header = package.look(io.BytesIO(data)).header
    with county.at.work() as work:
        matters = Matters(county.desk, work, header, 0)
        matters.tell_shut({StreamId(StreamKind.MATTER, UUID(int=7)).text: Shut.PROGRAM})
    assert matters.told == []
