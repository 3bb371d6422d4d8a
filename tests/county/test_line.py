"""The line to the county is cut, slow or gone: nothing is lost, nothing doubled, and what was sent is not sent again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.errors import AppError, Refused, Unavailable
from app.services import sending, taking_in
from tests.county.cutting import cutting
from tests.county.room import Hall, Running, county_and_hall, line
from ui.bootstrap.receiving import receiver_of
from ui.bootstrap.transports import (
    change_transport,
    look_at_transport,
    reach_county,
    send_and_fetch,
    transport_plan,
)
from ui.transport.county_line import CountyLine

pytestmark = pytest.mark.postgres
PART = 512
"""Bytes of a part in these tests, so that a small package has many."""
World = tuple[Hall, Hall, Running]


def parts_of(hall: Hall, sha256: str) -> int:
    with hall.at.shelf.open(sha256) as file:
        return -(-file.seek(0, 2) // PART)


@pytest.fixture
def world(tmp_path: Path, postgres_database: str) -> Iterator[World]:
    with county_and_hall(tmp_path, postgres_database, PART) as found:
        yield found


def test_after_a_cut_only_the_parts_that_lack_are_sent(world: World) -> None:
    county, hall, running = world
    number = hall.registers()
    with cutting(running.port, lambda connection: 300 if connection % 3 == 0 else 0) as proxy:
        to = line(hall, proxy.address)
        (handed,) = sending.export(hall.at, to)
    assert proxy.cuts > 3, "the line was cut while parts went"
    assert to.sent_parts == parts_of(hall, handed.package.sha256), "each part arrived once"
    assert number in county.numbers()


def test_a_line_that_is_gone_is_told_and_goes_on_another_day(world: World) -> None:
    county, hall, running = world
    number = hall.registers()
    with (
        cutting(running.port, lambda connection: 0 if connection < 4 else 200) as proxy,
        pytest.raises(Unavailable, match=r"target\.line_cut"),
    ):
        sending.export(hall.at, line(hall, proxy.address))
    assert number not in county.numbers()
    to = line(hall, running.address)
    (handed,) = sending.export(hall.at, to)
    assert number in county.numbers()
    assert to.sent_parts == parts_of(hall, handed.package.sha256) - 2, "two parts were there already"


def test_the_receiver_stops_between_taking_in_and_answering(world: World) -> None:
    county, hall, running = world
    hall.registers()
    with cutting(running.port, lambda connection: 0, b"/complete") as proxy:
        to = line(hall, proxy.address)
        sending.export(hall.at, to)
    assert proxy.swallowed == 1
    assert to.answers[0]["repeated"] > 0, "it was taken in once; the second answer says so"
    assert len(county.numbers()) == 1


def test_the_receiver_is_restarted_in_the_middle(world: World) -> None:
    county, hall, running = world
    number = hall.registers()
    with (
        cutting(running.port, lambda connection: 0 if connection < 6 else 200) as proxy,
        pytest.raises(Unavailable),
    ):
        sending.export(hall.at, line(hall, proxy.address))
    running.stop()
    again = Running(receiver_of(county.desk, county.desk.opened.folder, PART))
    try:
        sending.export(hall.at, line(hall, again.address))
        assert number in county.numbers()
    finally:
        again.stop()


def test_answers_are_fetched_from_where_the_line_was_cut(world: World) -> None:
    _, hall, running = world
    for _ in range(3):
        hall.registers()
    sending.export(hall.at, line(hall, running.address))
    to = line(hall, running.address)
    (waiting,) = to.waiting()
    target = io.BytesIO()
    whole = io.BytesIO()
    to.fetch(waiting, whole)
    target.write(whole.getvalue()[:1000])
    to.fetch(waiting, target)
    assert target.getvalue() == whole.getvalue()
    assert taking_in.take_in(hall.at, target).rejected == []


def test_a_clock_that_differs_is_told_by_both_sides(world: World) -> None:
    _, hall, running = world
    hall.registers()
    clock = hall.at.session.clock
    assert isinstance(clock, FixedClock)
    clock.advance(minutes=7)
    with pytest.raises(Refused, match=r"target\.clock") as caught:
        sending.export(hall.at, line(hall, running.address))
    assert caught.value.details["minutes"] == 7


def test_a_county_that_is_not_there(world: World) -> None:
    _, hall, running = world
    hall.registers()
    running.stop()
    with pytest.raises(Unavailable, match=r"target\.line_cut"):
        sending.export(hall.at, line(hall, running.address))
    with hall.at.session.work() as work:
        assert work.packages.sent_to("LX07", asked=True), "it waits for the next time"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("ftp://here", "target.address"),
        ("https://", "target.address"),
        ("https://here:port", "target.address"),
        ("https://here/?a=1", "target.address"),
    ],
)
def test_an_address_that_is_none_is_refused(world: World, address: str, code: str) -> None:
    _, hall, _ = world
    with pytest.raises(AppError) as caught:
        line(hall, address)
    assert caught.value.code == code


def test_a_real_office_sends_nothing_in_the_clear(world: World) -> None:
    _, hall, _ = world
    hall.at.session.office = replace(hall.at.session.office, training=False)
    with pytest.raises(Refused, match=r"target\.no_tls"):
        CountyLine(hall.at, "http://county.example")


def test_a_transport_sends_and_fetches_by_the_line_without_a_hand(world: World) -> None:
    county, hall, running = world
    plan = replace(transport_plan(hall.desk.opened.folder), to=running.address)
    change_transport(hall.desk, plan)
    assert look_at_transport(hall.desk, hall.at).due and reach_county(hall.desk, hall.at)
    number = hall.registers()
    run = send_and_fetch(hall.desk, hall.at)
    assert (run.packages, run.problems) == (1, []) and number in county.numbers()
    assert run.taken.packages, "the receipt was fetched in the same run"
    run = send_and_fetch(hall.desk, hall.at)
    assert (run.packages, run.taken.packages, run.problems) == (0, [], [])
    running.stop()
    hall.registers()
    assert not reach_county(hall.desk, hall.at)
    for failures in (1, 2):
        assert send_and_fetch(hall.desk, hall.at, reached=False).problems
        found = look_at_transport(hall.desk, hall.at)
        assert found.last is not None and found.last.failures == failures and found.waiting_since is not None
