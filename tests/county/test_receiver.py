"""The county's receiver on PostgreSQL, spoken to over the loop by a real station."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import AppError
from app.services import sending, taking_in
from tests.county.room import Hall, Running, county_and_hall, line, made

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(tmp_path: Path, postgres_database: str) -> Iterator[tuple[Hall, Hall, Running]]:
    with county_and_hall(tmp_path, postgres_database) as found:
        yield found


def test_a_package_goes_over_the_line_and_its_receipt_comes_back(world: tuple[Hall, Hall, Running]) -> None:
    county, hall, running = world
    number = hall.registers()
    to = line(hall, running.address)
    (handed,) = sending.export(hall.at, to)
    assert handed.place.endswith("LX07-1-000001.xfp")
    assert to.answers[0]["applied"] == handed.package.entries
    assert number in county.numbers()
    (waiting,) = to.waiting()
    assert waiting.name.startswith("CT01-LX07")
    target = io.BytesIO()
    to.fetch(waiting, target)
    assert taking_in.take_in(hall.at, target).rejected == []
    with hall.at.session.work() as work:
        assert [item.state for item in work.packages.sent_to("LX07")] == ["applied"]


def test_a_stranger_is_told_nothing_and_takes_no_room(
    world: tuple[Hall, Hall, Running], tmp_path: Path
) -> None:
    county, _, running = world
    stranger = Hall(made(tmp_path / "stranger", "LX08"))
    stranger.knows(county)
    stranger.registers()
    with pytest.raises(AppError) as caught:
        sending.export(stranger.at, line(stranger, running.address))
    stranger.desk.close()
    assert caught.value.code == "target.refused"
    assert not (tmp_path / "county" / "uploads").exists()
