"""The county's list of code keys comes with its answers: taken as from a file, never an older one, never twice."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest

from app.domain.acts.recording import RecordNumber
from app.errors import BadInput, Damaged, Refused
from app.exchange import package
from app.exchange.header import LONGEST_LIST, PackageHeader, PackageKind
from app.exchange.keys import StationKeys
from app.qr.key_list import KeyList, read_key_list
from app.services import code_keys, exchange, sending
from app.services.code_keys import known_keys, make_list, revoke, take_list
from app.services.notice_codes import Verdict, verify_notice
from app.services.perform import perform
from tests.exchange.test_sending_and_taking_in import header_of
from tests.exchange.world import KEYS, Party, county_and
from tests.services.test_notice_codes import as_leader, code_on, signing, told


def meet(county: Party, *halls: Party) -> None:
    """Each station's first package tells the county what its program reads."""
    for hall in halls:
        hall.registers("先前")
        county.takes(hall.exports()[0])
        for data in county.exports(hall.at.office.station):
            hall.takes(data)


@pytest.fixture
def offices() -> tuple[Party, Party, Party]:
    """A county and two stations whose first packages went both ways."""
    county, (hall, other) = county_and("LX07", "LX08")
    for one in (county, hall, other):
        signing(one)
    meet(county, hall, other)
    return county, hall, other


def signs(county: Party) -> bytes:
    """The county's leader signs the next list."""
    return make_list(as_leader(county.at))


def test_an_answer_brings_the_list_and_another_halls_notice_is_verified(
    offices: tuple[Party, Party, Party],
) -> None:
    county, hall, other = offices
    text = code_on(told(hall.at))
    assert verify_notice(other.at, text).verdict is Verdict.UNKNOWN_KEY
    assert county.exports() == [], "nothing is to be said"
    data = signs(county)
    (answer,) = county.exports("LX08")
    assert header_of(answer).key_list.encode() == data and header_of(answer).entries == 0
    assert other.takes(answer).key_list == 1
    assert known_keys(other.at).list == read_key_list(data, county.desk.keys.sign_public)
    assert verify_notice(other.at, text).verdict is Verdict.GENUINE
    assert other.takes(answer).key_list == 0 and county.exports("LX08") == [], "said once"
    assert take_list(other.at, data).counter == 1, "the file says nothing new"
    other.registers("乙")
    (slice_,) = other.exports()
    assert (header_of(slice_).key_counter, header_of(slice_).key_list) == (1, "")
    county.takes(slice_)
    (later,) = county.exports("LX08")
    assert header_of(later).key_list == "", "the receipt goes alone"


def test_a_lost_key_is_told_to_every_hall_with_its_next_answer(offices: tuple[Party, Party, Party]) -> None:
    county, hall, other = offices
    text = code_on(told(hall.at))
    signs(county)
    other.takes(county.exports("LX08")[0])
    revoke(as_leader(county.at), "LX07", since=county.at.today(), why="U 盘遗失")
    signs(county)
    assert other.takes(county.exports("LX08")[0]).key_list == 2
    assert verify_notice(other.at, text).verdict is Verdict.REVOKED_AFTER


def test_the_list_goes_along_with_what_else_there_is(offices: tuple[Party, Party, Party]) -> None:
    county, hall, _ = offices
    number = hall.registers("甲")
    county.takes(hall.exports()[0])
    perform(county.at, number, RecordNumber(system="省", number="A1"))
    signs(county)
    (answer,) = county.exports("LX07")
    assert header_of(answer).entries == 1
    found = hall.takes(answer)
    assert (found.applied, found.key_list) == (1, 1)


def test_an_older_list_never_takes_the_place_of_a_newer_one(offices: tuple[Party, Party, Party]) -> None:
    county, hall, _ = offices
    signs(county)
    (old,) = county.exports("LX07")
    take_list(hall.at, signs(county))
    assert hall.takes(old).key_list == 0
    kept = known_keys(hall.at).list
    assert kept is not None and kept.counter == 2
    hall.registers("乙")
    county.takes(hall.exports()[0])
    assert all(header_of(data).key_list == "" for data in county.exports("LX07")), "it told that it has it"


def test_packages_that_come_in_another_order_end_with_the_newest(offices: tuple[Party, Party, Party]) -> None:
    county, hall, _ = offices
    signs(county)
    (first,) = county.exports("LX07")
    signs(county)
    (second,) = county.exports("LX07")
    assert hall.takes(second).key_list == 0, "it waits for the one before"
    assert hall.takes(first).key_list == 2
    kept = known_keys(hall.at).list
    assert kept is not None and kept.counter == 2


def test_a_station_with_an_older_program_is_not_sent_what_it_does_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    county, (hall,) = county_and("LX07")
    signing(county)
    monkeypatch.setattr(sending, "MINOR", 2)
    meet(county, hall)
    signs(county)
    assert county.exports() == []
    monkeypatch.undo()
    hall.registers("乙")
    county.takes(hall.exports()[0])
    (answer,) = county.exports()
    assert hall.takes(answer).key_list == 1


def spoiled(county: Party, monkeypatch: pytest.MonkeyPatch, data: bytes, station: str) -> bytes:
    """A genuine answer whose list is another one."""
    once = [data.decode()]
    monkeypatch.setattr(sending, "list_to_tell", lambda *_: once.pop() if once else "")
    (answer,) = county.exports(station)
    monkeypatch.undo()
    return answer


@pytest.mark.parametrize("kind", ["stranger", "other county", "training", "broken", "unordered"])
def test_a_list_that_is_not_right_refuses_the_whole_package(
    offices: tuple[Party, Party, Party], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    county, hall, _ = offices
    number = hall.registers("甲")
    county.takes(hall.exports()[0])
    perform(county.at, number, RecordNumber(system="省", number="A1"))
    given: dict[str, Any] = {
        "station": "CT01",
        "office": "县",
        "counter": 7,
        "made_on": county.at.today(),
        "keys": (),
    }
    made = KeyList(**given, training=True)
    sign = county.desk.keys.sign
    data = {
        "stranger": lambda: made.to_bytes(StationKeys.fresh()[0].sign),
        "other county": lambda: replace(made, station="CT02").to_bytes(sign),
        "training": lambda: replace(made, training=False).to_bytes(sign),
        "broken": lambda: made.to_bytes(sign)[:-9],
        "unordered": lambda: made.to_bytes(sign).replace(b'"counter":7,', b'"counter": 7,'),
    }[kind]()
    answer = spoiled(county, monkeypatch, data, "LX07")
    before = len(hall.memory.state.entries)
    with pytest.raises((BadInput, Refused)) as refused:
        hall.takes(answer)
    assert refused.value.code in ("key_list.not_genuine", "key_list.unreadable", "trust.training")
    assert len(hall.memory.state.entries) == before and known_keys(hall.at).list is None
    assert hall.matters()[number].external_numbers == ()


def test_a_list_of_a_later_form_is_passed_over(
    offices: tuple[Party, Party, Party], monkeypatch: pytest.MonkeyPatch
) -> None:
    county, hall, _ = offices
    answer = spoiled(county, monkeypatch, b"xfk/2\nwhat nobody reads yet\n", "LX07")
    found = hall.takes(answer)
    assert found.key_list == 0 and not found.rejected


def test_a_list_that_the_present_key_did_not_sign_is_not_sent(offices: tuple[Party, Party, Party]) -> None:
    """The county's signing key was replaced: its officer signs the list anew before it goes out."""
    county, hall, _ = offices
    signs(county)
    county.desk = replace(county.desk, keys=StationKeys.fresh()[0])
    assert county.exports("LX07") == []
    county.at.code_signer = lambda: county.desk.keys
    exchange.pin(hall.at, exchange.own_card(county.desk), replacing=True)
    signs(county)
    assert hall.takes(county.exports("LX07")[0]).key_list == 2


def test_a_list_that_is_too_long_for_a_header_goes_as_a_file(
    offices: tuple[Party, Party, Party], monkeypatch: pytest.MonkeyPatch
) -> None:
    county, _, _ = offices
    monkeypatch.setattr("app.services.listed_keys.LONGEST_LIST", 100)
    assert len(signs(county)) > 100
    assert county.exports() == []


def test_only_a_county_sends_a_list_and_only_a_station_says_what_it_holds(
    offices: tuple[Party, Party, Party],
) -> None:
    county, hall, _ = offices
    signs(county)
    (answer,) = county.exports("LX07")
    hall.takes(answer)
    hall.registers("乙")
    (slice_,) = hall.exports()
    down, up = header_of(answer), header_of(slice_)
    assert (down.kind, up.kind) == (PackageKind.ANSWER, PackageKind.SLICE)
    for wrong in (
        replace(down, key_counter=1),
        replace(up, key_list="xfk/1\n"),
        replace(up, key_counter=0),
        replace(down, key_list="x" * (LONGEST_LIST + 1)),
    ):
        with pytest.raises(Damaged, match=r"package\.header"):
            PackageHeader.from_bytes(wrong.to_bytes())


def test_with_many_stations_each_is_told_once() -> None:
    county, halls = county_and("LX07", "LX08", "LX09")
    signing(county)
    meet(county, *halls)
    signs(county)
    told_ = county.exports()
    assert sorted(header_of(data).to for data in told_) == ["LX07", "LX08", "LX09"]
    assert county.exports() == []
    assert code_keys.newest_made(county.memory.queries.stream(code_keys.OFFICE)) is not None
    assert len({package.look(io.BytesIO(data)).header.key_list for data in told_}) == 1 and KEYS
