"""Packages of every form of the format that ever left a house are taken in for ever, at the county and at the station."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import pytest

from app.domain import history
from app.domain.entry import StreamKind
from app.exchange import bag, package
from app.exchange.lines import read_entry
from app.ports import SentPackage
from app.services import taking_in
from tests.exchange.golden.make import HERE, offices
from tests.exchange.packages import Kept
from tests.exchange.test_sending_and_taking_in import header_of
from tests.exchange.world import Party

FORMS = sorted(path.name for path in HERE.iterdir() if (path / "expected.json").exists())


def packages_of(form: str, way: str) -> list[bytes]:
    found = sorted((HERE / form).glob(f"{way}-*.xfp"))
    return [path.read_bytes() for path in found]


def expected(form: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / form / "expected.json").read_text(encoding="utf-8"))
    return found


def as_it_sent(hall: Party, county: Party, data: bytes) -> None:
    """The station remembers a golden package as its own: entries, matters, files and the line of the ledger."""
    source, kept = io.BytesIO(data), Kept()
    package.open_body(source, package.look(source), county.desk.keys, kept)
    entries = [read_entry(line, 0) for member, line in kept.lines if member == bag.ENTRIES]
    for content in kept.files.values():
        hall.at.store.keep(content)
    with hall.at.work() as work:
        work.packages.admit(entries, "LX07")
        for stream in {e.header.stream for e in entries if e.header.stream.kind is StreamKind.MATTER}:
            try:
                matter = history.fold(work.stream(stream))
            except Exception:  # the spoiled one: its own station can read it no better
                continue
            if matter is not None:
                work.project(None, hall.at.known(matter))
        work.packages.seal(ledger_line(data))
        work.commit()


def ledger_line(data: bytes) -> SentPackage:
    """What the ledger of its writer says of a package."""
    header = header_of(data)
    return SentPackage(
        chain=header.chain,
        epoch=header.epoch,
        seq=header.seq,
        to=header.to,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        first=header.first,
        last=header.last,
        entries=header.entries,
        sealed_at=header.created,
    )


def the_county(form: str) -> Party:
    """A county that knows that it sent the golden answers."""
    county, _ = offices()
    with county.at.work() as work:
        for data in packages_of(form, "down"):
            work.packages.seal(ledger_line(data))
        work.commit()
    return county


def test_every_form_is_there() -> None:
    assert FORMS[0] == "0.1.0" and len(FORMS) >= 2


@pytest.mark.parametrize("form", FORMS)
def test_a_county_takes_in_what_stations_ever_wrote(form: str) -> None:
    county = the_county(form)
    wanted, sent = expected(form), packages_of(form, "up")
    outcomes = [county.takes(data) for data in sent]
    assert [item.applied for item in outcomes] == wanted["entries"] and not any(o.rejected for o in outcomes)
    assert county.memory.verify().ok
    with county.at.work() as work:
        left = {item.number: item.result for item in work.packages.results.unsettled("LX07")}
        assert work.packages.results.awaited("LX07") == []
    assert left == wanted["results"]
    assert set(wanted["numbers"]) - set(left) <= set(county.matters())
    assert [county.takes(data).applied for data in sent] == [0] * len(sent)


@pytest.mark.parametrize("form", FORMS)
def test_a_county_takes_them_in_whatever_order_they_come(form: str) -> None:
    county, other = the_county(form), the_county(form)
    for data in packages_of(form, "up"):
        county.takes(data)
    for data in reversed(packages_of(form, "up")):
        other.takes(data)
    assert county.matters() == other.matters()


@pytest.mark.parametrize("form", FORMS)
def test_a_station_takes_in_what_counties_ever_answered(form: str) -> None:
    county, hall = offices()
    hall.memory.state = type(hall.memory.state)()
    for data in packages_of(form, "up"):
        as_it_sent(hall, county, data)
    wanted, lists = expected(form), []
    for data in packages_of(form, "down"):
        found = hall.takes(data)
        assert not found.rejected
        lists.append(found.key_list)
    assert max(lists) == wanted.get("key_list", 0)
    matters = {known.matter.number: known.matter for known in hall.memory.state.known.values()}
    for number, numbers in wanted["external"].items():
        assert [item.number for item in matters[number].external_numbers] == numbers
    told: dict[str, list[str]] = {}
    for item in sorted(hall.memory.state.results.values(), key=lambda found: found.at):
        told.setdefault(item.number, []).append(item.result)
    assert told == wanted["told"]


@pytest.mark.parametrize("form", FORMS)
def test_looking_at_an_old_one_finds_it_genuine_and_whole(form: str) -> None:
    county, hall = offices()
    for way, at in (("up", county), ("down", hall)):
        for data in packages_of(form, way):
            found = taking_in.look_at(at.desk, io.BytesIO(data))
            assert (found.genuine, found.complete, found.opened) == (True, True, True)


def test_the_first_form_says_no_minor_and_the_present_one_does() -> None:
    assert header_of(packages_of("0.1.0", "up")[0]).minor is None
    assert header_of(packages_of("minor-1", "up")[0]).minor == 1
    assert header_of(packages_of("minor-3", "up")[0]).minor == 3
    assert header_of(packages_of("minor-3", "down")[0]).key_list.startswith("xfk/1\n")
