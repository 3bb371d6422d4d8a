"""Who knows only docs/FORMAT.md can write an importer: a reader written so takes in what our offices send."""

from __future__ import annotations

import hashlib
import io
from itertools import permutations

import pytest

from app.exchange import package
from tests.exchange.golden.make import offices
from tests.exchange.outsider import Inbox, NotAPackage, join_volumes, read_package
from tests.exchange.packages import COUNTY, STATION, Kept, entries, sealed
from tests.exchange.test_golden import FORMS, expected, packages_of
from tests.exchange.world import Party, county_and

STEP = 7
"""Every so manieth byte of a package is changed; every one is in test_package.py."""


def keys_of(*parties: Party) -> dict[str, str]:
    return {party.at.office.station: party.desk.keys.sign_public for party in parties}


def inbox_of(reader: Party, *others: Party) -> Inbox:
    office = reader.at.office
    return Inbox(
        office.station,
        public_keys=keys_of(*others),
        identity=reader.desk.keys.identity,
        training=office.training,
    )


def test_a_day_of_a_station_is_taken_in_by_a_stranger_in_any_order() -> None:
    county, (hall,) = county_and("LX07")
    sent: list[bytes] = []
    for text in ("甲", "乙", "丙"):
        hall.registers(text)
        sent += hall.exports()
    for order in permutations(sent):
        inbox = inbox_of(county, hall)
        for data in (*order, *order):
            inbox.take(data)
        assert len(inbox.entries) == len(hall.memory.state.entries) and not inbox.forks
        assert [e["text"] for e in inbox.entries] == [
            entry.raw.decode() for entry in hall.memory.state.entries
        ], "byte for byte what was written"
    county.takes(sent[0])
    (answer,) = county.exports()
    station = inbox_of(hall, county)
    assert station.take(answer) == "applied"
    assert [receipt["result"] for receipt in station.receipts] == ["applied"]


@pytest.mark.parametrize("form", FORMS)
def test_golden_packages_are_read(form: str) -> None:
    county, hall = offices()
    inbox = inbox_of(county, hall)
    for data in packages_of(form, "up"):
        assert inbox.take(data) == "applied"
    assert len(inbox.entries) == sum(expected(form)["entries"])
    station = inbox_of(hall, county)
    assert [station.take(data) for data in packages_of(form, "down")] == ["applied"] * len(
        packages_of(form, "down")
    )
    assert inbox.unexplained() == [] and inbox.forks == []


def test_no_changed_byte_passes_a_stranger_either() -> None:
    content = b"a paper"
    data = sealed(entries(3), [(hashlib.sha256(content).hexdigest(), content)])
    keys, identity = {"LX07": STATION.sign_public}, COUNTY.identity
    assert read_package(data, public_keys=keys, identity=identity).files == {
        hashlib.sha256(content).hexdigest(): content
    }
    for at in range(0, len(data), STEP):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(NotAPackage):
            read_package(changed, public_keys=keys, identity=identity)


def test_gaps_forks_and_volumes_are_what_the_page_says() -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    (one,) = hall.exports()
    hall.registers("乙")
    (two,) = hall.exports()
    inbox = inbox_of(county, hall)
    assert inbox.take(two) == "held" and inbox.asks("LX07") == [{"epoch": 1, "seq": 1}]
    whole = {f"x.xfp.{n:03}": one[at : at + 1500] for n, at in enumerate(range(0, len(one), 1500), start=1)}
    assert inbox.take(join_volumes("x.xfp", whole)) == "applied"
    assert inbox.acknowledges("LX07")["seq"] == 2 and inbox.asks("LX07") == []
    with pytest.raises(NotAPackage, match=r"x\.xfp\.002"):
        join_volumes("x.xfp", {name: part for name, part in whole.items() if name != "x.xfp.002"})


def test_the_stranger_and_the_program_read_the_same() -> None:
    county, (hall,) = county_and("LX07")
    hall.registers("甲")
    (data,) = hall.exports()
    found = read_package(data, public_keys=keys_of(hall), identity=county.desk.keys.identity)
    kept = Kept()
    source = io.BytesIO(data)
    package.open_body(source, package.look(source), county.desk.keys, kept)
    assert len(kept.lines) == len(found.entries) and kept.files == found.files
