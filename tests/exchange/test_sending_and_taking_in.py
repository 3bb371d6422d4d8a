"""Nothing twice, nothing lost: what a station sends, what a county takes in, what it refuses, what comes back."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from app.clock import FixedClock
from app.domain import history
from app.domain.acts.classifying import Classify
from app.domain.acts.correcting import Correct
from app.domain.acts.receiving import VisitAgain, VisitedAgain
from app.domain.acts.recording import RecordNumber
from app.domain.claims import Purpose
from app.domain.field_words import first_readings
from app.domain.office import StationKind
from app.errors import AppError, BadInput, Damaged, NotAllowed, Refused, Unavailable
from app.exchange import bag, package
from app.exchange.header import PackageHeader
from app.exchange.keys import StationKeys
from app.exchange.lines import read_entry, read_receipt
from app.services import papers, sending, taking_in
from app.services.perform import perform
from app.services.reading import view_matter
from tests.exchange.packages import Kept
from tests.exchange.world import Drawer, FakeShelf, Party, county_and, party

Makes = Callable[..., tuple[Party, list[Party]]]


@pytest.fixture(params=["fake", "sqlcipher"])
def together(request: pytest.FixtureRequest, tmp_path: Path) -> Makes:
    """Makes a county and stations on each make of memory."""

    def make(*stations: str) -> tuple[Party, list[Party]]:
        if request.param == "fake":
            return county_and(*stations)
        parties = {name: party(name, folder=_room(tmp_path, name)) for name in stations}
        county = party("CT01", "county", kind=StationKind.DEPARTMENT, folder=_room(tmp_path, "CT01"))
        for other in parties.values():
            county.trusts(other)
            other.trusts(county)
        return county, list(parties.values())

    return make


def _room(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def header_of(data: bytes) -> PackageHeader:
    return package.look(io.BytesIO(data)).header


def test_a_package_is_our_own_entries_since_the_last_one_and_nothing_is_said_twice(together: Makes) -> None:
    county, (hall,) = together("LX07")
    hall.registers("甲")
    (first,) = hall.exports()
    assert hall.exports() == []
    hall.registers("乙")
    hall.registers("丙")
    (second,) = hall.exports()
    one, two = header_of(first), header_of(second)
    assert (one.first, two.first, two.entries, two.seq) == (1, one.last + 1, 2, 2)
    assert two.previous == hashlib.sha256(first).hexdigest()
    assert county.takes(first).applied == one.entries
    assert county.takes(second).applied == 2
    assert county.matters().keys() == hall.matters().keys()


def test_a_package_applied_ten_times_changes_something_once(together: Makes) -> None:
    county, (hall,) = together("LX07")
    hall.registers("甲")
    (data,) = hall.exports()
    applied = [county.takes(data) for _ in range(10)]
    assert [item.applied for item in applied] == [header_of(data).entries] + [0] * 9
    assert [item.repeated for item in applied] == [0] + [header_of(data).entries] * 9
    assert county.memory.verify().ok


def test_every_order_of_arrival_ends_in_the_same_state() -> None:
    hall_only = county_and("LX07")[1][0]
    for text in ("甲", "乙", "丙", "丁"):
        hall_only.registers(text)
        hall_only.exports()
    sent = list(hall_only.drawer.files.values())
    for order in permutations(sent):
        county = party("CT01", "county", kind=StationKind.DEPARTMENT)
        county.trusts(hall_only)
        outcomes = [county.takes(data) for data in order]
        assert county.matters() == hall_only.matters()
        assert sum(item.applied for item in outcomes) == sum(header_of(data).entries for data in sent)


def test_the_missing_one_is_named_and_the_rest_waits(together: Makes) -> None:
    county, (hall,) = together("LX07")
    sent = []
    for text in ("甲", "乙", "丙"):
        hall.registers(text)
        sent += hall.exports()
    early = county.takes(sent[2])
    assert (early.applied, early.held, [item.seq for item in early.missing]) == (0, 1, [1, 2])
    assert county.takes(sent[2]).held == 1, "it still waits"
    assert [item.seq for item in county.takes(sent[0]).missing] == [2]
    last = county.takes(sent[1])
    assert (last.applied, last.missing) == (2, ())
    assert len(county.matters()) == 3


def test_other_bytes_under_a_known_number_are_put_aside_and_told(together: Makes) -> None:
    """A cloned laptop: the same keys, the same number, another story."""
    county, (hall,) = together("LX07")
    _, (clone,) = county_and("LX07")
    hall.registers("甲")
    clone.registers("另一个甲")
    (mine,), (other,) = hall.exports(), clone.exports()
    county.takes(mine)
    before = county.matters()
    outcome = county.takes(other)
    assert [item.error.code for item in outcome.rejected] == ["package.fork"]
    assert [item.error.code for item in county.takes(other).rejected] == ["package.fork"]
    assert county.matters() == before
    with county.at.work() as work:
        states = sorted(item.state for item in work.packages.received("LX07", 1, 1))
    assert states == ["applied", "rejected"], "both are kept"
    assert county.takes(mine).repeated > 0
    (answer,) = county.exports()
    assert hall.takes(answer).alarms == ["LX07-1-000001.xfp"], "the honest one hears of the clone"


@pytest.mark.parametrize("wrong", ["key", "chain", "addressee", "training", "county"])
def test_what_may_not_come_in_leaves_nothing_behind(wrong: str) -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    (data,) = hall.exports()
    before = len(county.memory.state.entries)
    match wrong:
        case "key":
            county.at.office = replace(
                county.at.office,
                trusted=(replace(county.at.office.trusted[0], sign=StationKeys.fresh()[0].sign_public),),
            )
            code = "package.not_genuine"
        case "chain":
            county.at.office = replace(county.at.office, trusted=())
            code = "package.sender_unknown"
        case "addressee":
            county.at.office = replace(county.at.office, station="CT02")
            code = "package.not_for_us"
        case "training":
            county.at.office = replace(county.at.office, training=False)
            code = "package.training"
        case _:
            pinned = tuple(replace(item, role="county") for item in county.at.office.trusted)
            county.at.office = replace(county.at.office, role="station", trusted=pinned)
            code = "package.header"
    with pytest.raises(AppError) as caught:
        county.takes(data)
    assert caught.value.code == code
    assert len(county.memory.state.entries) == before and county.memory.state.received == {}


def test_a_real_package_does_not_enter_a_training_county() -> None:
    county, (hall,) = county_and("LX07")
    hall.at.office = replace(hall.at.office, training=False)
    (data,) = hall.exports()
    with pytest.raises(Refused, match=r"package\.not_training"):
        county.takes(data)


def test_a_station_that_writes_on_another_stations_matter_is_refused_whole(together: Makes) -> None:
    county, (hall, other) = together("LX07", "LX08")
    number = hall.registers("甲")
    (data,) = hall.exports()
    county.takes(data)
    stream = hall.stream(number)
    known = history.fold(hall.memory.queries.stream(stream))
    assert known is not None
    with other.at.work() as work:
        value = VisitedAgain(persons=1, asked="冒名")
        work.append([replace(other.at.draft(stream, value, other.at.today(), None))])
        work.commit()
    (forged,) = other.exports()
    before = county.matters()
    with pytest.raises(Damaged, match=r"package\.not_theirs"):
        county.takes(forged)
    assert county.matters() == before
    with county.at.work() as work:
        assert work.packages.received("LX08", 1, 1) == []


def test_a_county_cannot_write_what_happened_at_a_desk(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    county.takes(hall.exports()[0])
    with pytest.raises(Refused, match=r"act\.only_the_desk"):
        perform(county.at, number, VisitAgain(asked="问进度"))
    stream = county.stream(number)
    entries = county.memory.queries.stream(stream)
    with county.at.work() as work:
        work.stream(stream)
        state = history.fold(entries)
        work.append(
            [county.at.draft(stream, VisitedAgain(persons=1, asked="冒名"), county.at.today(), state)]
        )
        work.commit()
    (answer,) = county.exports()
    with pytest.raises(Damaged, match=r"package\.not_theirs"):
        hall.takes(answer)


@pytest.mark.parametrize("first", ["station", "county"])
def test_what_the_county_settled_is_settled_in_whatever_order_it_was_written(
    first: str, together: Makes
) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲", purpose=Purpose.UNDECIDED)
    county.takes(hall.exports()[0])
    acts = [(hall, Purpose.SUGGESTION), (county, Purpose.CLAIM)]
    for minutes, (at, purpose) in enumerate(acts if first == "station" else acts[::-1]):
        clock = at.at.clock
        assert isinstance(clock, FixedClock)
        clock.advance(hours=1 + minutes)
        perform(at.at, number, Classify(purpose=purpose))
    (back,), (answer,) = hall.exports(), county.exports()
    county.takes(back)
    hall.takes(answer)
    for at in (hall, county):
        assert [claim.purpose for claim in at.matters()[number].claims] == [Purpose.CLAIM]
    assert hall.matters() == county.matters()
    perform(hall.at, number, Classify(purpose=Purpose.SUGGESTION, reason="站里仍认为是建议"))
    (claim,) = hall.matters()[number].claims
    assert claim.purpose is Purpose.CLAIM, "the county's word stands"
    readings = first_readings(hall.matters()[number].said, home="LX07")
    assert ("purpose", "suggestion") in [(item.field, item.uttered) for item in readings], (
        "the station's is kept"
    )
    perform(county.at, number, Classify(purpose=Purpose.SUGGESTION))
    perform(hall.at, number, Classify(purpose=Purpose.ACCUSATION))
    assert hall.matters()[number].restricted


def test_a_county_may_put_an_address_right_but_not_the_petitioners_words(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    county.takes(hall.exports()[0])
    perform(county.at, number, Correct(field="address", value="示范村二号", reason="来电更正"))
    with pytest.raises(Refused, match=r"act\.only_the_desk"):
        perform(county.at, number, Correct(field="content", value="乙", reason="改写"))
    perform(hall.at, number, Correct(field="content", value="甲乙", reason="本人补充"))
    (answer,), (back,) = county.exports(), hall.exports()
    hall.takes(answer)
    county.takes(back)
    matter = hall.matters()[number]
    assert matter == county.matters()[number]
    assert matter.people.petitioners[0].address == "示范村二号" and matter.claims[0].words.text == "甲乙"


def test_the_answer_brings_numbers_decisions_and_receipts(together: Makes) -> None:
    county, (hall, other) = together("LX07", "LX08")
    number, theirs = hall.registers("甲"), other.registers("乙")
    for sender in (hall, other):
        county.takes(sender.exports()[0])
    perform(county.at, number, RecordNumber(system="省", number="A1"))
    perform(county.at, theirs, RecordNumber(system="省", number="B1"))
    answers = county.exports()
    assert [header_of(data).to for data in answers] == ["LX07", "LX08"]
    assert [header_of(data).first for data in answers] == [1, 1], "each station has an outbox of its own"
    hall.takes(answers[0])
    assert [item.number for item in hall.matters()[number].external_numbers] == ["A1"]
    with hall.at.work() as work:
        assert [item.state for item in work.packages.sent_to("LX07")] == ["applied"]
    with pytest.raises(Refused, match=r"package\.not_for_us"):
        hall.takes(answers[1])
    assert hall.exports() == [] and county.exports() == [], "a receipt is never receipted"


def test_a_receipt_names_every_matter_of_the_package() -> None:
    county, (hall,) = county_and("LX07")
    numbers = sorted(hall.registers(text) for text in ("甲", "乙"))
    county.takes(hall.exports()[0])
    (answer,) = county.exports()
    source, kept = io.BytesIO(answer), Kept()
    package.open_body(source, package.look(source), hall.desk.keys, kept)
    (line,) = [data for member, data in kept.lines if member == bag.RECEIPTS]
    receipt = read_receipt(line)
    assert receipt.result == "applied" and [item.number for item in receipt.matters] == numbers


def test_a_receipt_for_a_package_that_was_never_sent_is_an_alarm() -> None:
    county, (hall,) = county_and("LX07")
    _, (clone,) = county_and("LX07")
    clone.registers("甲")
    county.takes(clone.exports()[0])
    (answer,) = county.exports()
    hall.registers("乙")
    with pytest.raises(Damaged, match=r"package\.receipt_unknown"):
        hall.takes(answer)
    hall.exports()
    with pytest.raises(Damaged, match=r"package\.receipt_unknown"):
        hall.takes(answer)
    with hall.at.work() as work:
        assert work.packages.received("CT01-LX07", 1, 1) == []


def test_a_lost_receipt_is_made_good_by_the_next_package() -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    county.takes(hall.exports()[0])
    lost = county.exports()
    hall.registers("乙")
    county.takes(hall.exports()[0])
    (answer,) = county.exports()
    assert hall.takes(answer).held == 0, "a package of receipts alone holds no entries"
    with hall.at.work() as work:
        assert {item.state for item in work.packages.sent_to("LX07")} == {"sealed"}
    hall.takes(lost[0])
    with hall.at.work() as work:
        assert {item.state for item in work.packages.sent_to("LX07")} == {"applied"}


def test_papers_travel_with_the_entries_that_freeze_them(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    made = papers.issue(hall.at, number, "D02")
    county.takes(hall.exports()[0])
    assert papers.fetch(county.at, number, "D02").pdf == made.pdf


def test_an_accusation_travels_under_seal_and_stays_dark(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("举报村干部侵占集体资金", name="李匿名", purpose=Purpose.ACCUSATION)
    papers.issue(hall.at, number, "D02")
    (data,) = hall.exports()
    county.takes(data)
    matter = county.matters()[number]
    assert matter.restricted and matter.people_sealed and not matter.claims[0].words.text
    assert [row.number for row in county.memory.queries.newest()] == [number]
    assert county.memory.queries.search("侵占") == []
    source, kept = io.BytesIO(data), Kept()
    package.open_body(source, package.look(source), county.desk.keys, kept)
    for _, line in kept.lines:
        entry = read_entry(line, 0)
        for name, part in entry.parts.items():
            if name == "open":
                assert "李匿名".encode() not in part.body and "侵占".encode() not in part.body
    with pytest.raises(NotAllowed, match=r"paper\.sealed"):
        papers.fetch(county.at, number, "D02")


def test_who_looked_at_what_and_what_was_drafted_never_travels() -> None:
    _, (hall,) = county_and("LX07")
    number = hall.registers("甲", confidential=True)
    view_matter(hall.at, number)
    (data,) = hall.exports()
    assert hall.memory.state.looks, "the view was recorded here"
    source, kept = io.BytesIO(data), Kept()
    county_keys = party("CT01", "county").desk.keys
    package.open_body(source, package.look(source), county_keys, kept)
    kinds = [read_entry(line, 0).header.kind for _, line in kept.lines]
    assert "viewed" not in kinds and not any(kind.startswith("package-") for kind in kinds)
    assert kinds[-1] == "registered"


def test_a_target_that_fails_leaves_the_package_sealed_for_the_next_time(together: Makes) -> None:
    _, (hall,) = together("LX07")
    hall.registers("甲")

    class Gone(Drawer):
        def put(self, name: str, source: Any, sha256: str) -> str:
            raise Unavailable("target.gone")

    with pytest.raises(Unavailable, match=r"target\.gone"):
        sending.export(hall.desk, Gone())
    (handed,) = sending.export(hall.desk, hall.drawer)
    assert handed.again and handed.package.seq == 1
    assert sending.export(hall.desk, hall.drawer) == []
    again = sending.export_again(hall.desk, Drawer(), 1)
    assert again.package.sha256 == handed.package.sha256
    with pytest.raises(BadInput, match=r"export\.no_such_package"):
        sending.export_again(hall.desk, Drawer(), 2)


def test_a_long_backlog_becomes_several_packages(together: Makes, monkeypatch: pytest.MonkeyPatch) -> None:
    county, (hall,) = together("LX07")
    for place in range(7):
        number = hall.registers(f"{place}")
        papers.issue(hall.at, number, "D02")
    monkeypatch.setattr(sending, "MOST_ENTRIES", 9)
    monkeypatch.setattr(sending, "MOST_FILES", 60_000)
    sent = hall.exports()
    assert len(sent) > 3
    assert all(header_of(data).entries <= 9 for data in sent)
    for data in reversed(sent):
        county.takes(data)
    assert county.matters() == hall.matters()


def test_a_package_that_is_looked_at_changes_nothing() -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    (data,) = hall.exports()
    for at in (county, hall):
        found = taking_in.look_at(at.desk, io.BytesIO(data))
        assert (found.genuine, found.complete, found.opened) == (True, True, at is county)
    cut = data[:200] + bytes([data[200] ^ 1]) + data[201:]
    with pytest.raises(Damaged, match=r"package\.frame"):
        taking_in.look_at(county.desk, io.BytesIO(cut))
    other = replace(county.at.office.trusted[0], sign=StationKeys.fresh()[0].sign_public)
    county.at.office = replace(county.at.office, trusted=(other,))
    assert not taking_in.look_at(county.desk, io.BytesIO(data)).genuine
    assert county.memory.state.received == {}


def test_a_long_row_of_waiting_packages_is_applied_when_the_first_comes() -> None:
    county, (hall,) = county_and("LX07")
    for place in range(300):
        hall.registers(f"{place}")
        hall.exports()
    first, *rest = hall.drawer.files.values()
    for data in reversed(rest):
        assert county.takes(data).held == 1
    outcome = county.takes(first)
    assert len(outcome.packages) == 300 and outcome.missing == ()
    assert county.matters() == hall.matters()


def test_a_waiting_package_that_proves_damaged_stays_aside_and_what_came_is_kept() -> None:
    county, (hall,) = county_and("LX07")
    sent = []
    for text in ("甲", "乙"):
        hall.registers(text)
        sent += hall.exports()
    county.takes(sent[1])
    shelf = county.desk.shelf
    assert isinstance(shelf, FakeShelf)
    key = hashlib.sha256(sent[1]).hexdigest()
    turned = bytes([sent[1][-300] ^ 1])
    shelf.kept[key] = sent[1][:-300] + turned + sent[1][-299:]
    outcome = county.takes(sent[0])
    assert outcome.applied > 0 and [item.error.code for item in outcome.rejected] == ["package.body"]
    assert len(county.matters()) == 1
    shelf.kept[key] = sent[1]
    assert county.takes(sent[1]).applied == 1
