"""The exchange on the command line: volumes, how far a package came, which matters wait, where one stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.exchange import volumes
from tests.journeys.test_a_day_between_two_stations_and_the_county import Office, know_each_other
from tests.journeys.test_first_visit_on_the_command_line import STORY, Terminal


@pytest.fixture
def offices(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Office, Office]]:
    """A county and a station that know each other."""
    monkeypatch.delenv("PETITION_DESK_PASSWORD_FILE", raising=False)
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", "")
    terminal = Terminal(tmp_path, capsys)
    county, hall = Office(terminal, "department", "CT01", "county"), Office(terminal, "office", "LX07")
    know_each_other(county, hall)
    yield county, hall


def test_a_package_in_volumes_and_the_way_of_its_matters(
    offices: tuple[Office, Office], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county, hall = offices
    number = hall.registers(STORY, "v1")
    (standing,) = hall.one("show", number)["exchange"]
    assert (standing["with"], standing["state"]) == ("CT01", "local") and standing["since"]
    hall("export", "--to", str(tmp_path / "stick"), "--volume-size", "10", code=2)
    monkeypatch.setattr(volumes, "SMALLEST", 1000)
    sent = hall.exports(tmp_path / "stick", "--volume-size", "1K")
    first = Path(sent["package"])
    assert first.name == "LX07-1-000001.xfp.001" and sent["packages"][0]["volumes"] > 3
    (waits,) = hall("waiting")
    assert (waits["number"], waits["with"], waits["state"], waits["ours"]) == (number, "CT01", "packed", True)
    last = sorted(tmp_path.glob("stick/*.xfp.0*"))[-2]
    kept = last.read_bytes()
    last.unlink()
    refused = county.one("import", str(first), code=2)["error"]
    assert refused["code"] == "package.volume_missing" and last.name in refused["text"]
    last.write_bytes(kept)
    assert county.one("import", str(first))["applied"] == sent["entries"]
    answer = county.exports(tmp_path / "back")
    hall.one("import", answer["package"])
    (line,) = [item for item in hall("packages") if item["direction"] == "sent"]
    assert line["state"] == "applied" and line["matters"] == []
    assert {step["step"] for step in line["steps"]} == {"handed", "received", "verified"}
    assert next(step["place"] for step in line["steps"] if step["step"] == "handed") == str(first)
    assert hall.one("show", number)["exchange"][0]["state"] == "acknowledged"
    assert hall("waiting") == []
