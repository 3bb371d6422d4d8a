"""A computer with a gateway folder: set on the command line, run by a timer, seen by what `show` says."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.test_a_day_between_two_stations_and_the_county import Office, know_each_other, terminal
from tests.journeys.test_first_visit_on_the_command_line import Terminal

__all__ = ["terminal"]


def test_a_timer_sends_and_fetches(terminal: Terminal, tmp_path: Path) -> None:
    county = Office(terminal, "department", "CT01", "county")
    hall = Office(terminal, "office", "LX07")
    know_each_other(county, hall)
    up, down = tmp_path / "up", tmp_path / "down"
    assert hall.one("transport", "run", code=2)["error"]["code"] == "transport.none"
    assert hall.one("transport", "show")["stands"] is False
    told = hall.one("transport", "set", "--folder", str(up), code=2)
    assert told["error"]["code"] == "transport.no_folder"
    for folder in (up, down):
        folder.mkdir()
    told = hall.one("transport", "set", "--folder", str(up), "--back", str(down), "--extension", ".zip")
    assert (told["folder"], told["extension"], told["due"], told["stands"]) == (str(up), ".zip", True, True)
    county.one("transport", "set", "--folder", str(down), "--back", str(up), "--every-hours", "1")

    number = hall.registers("路灯不亮", "v1")
    assert hall.one("transport", "run")["packages"] == 1
    assert [path.name for path in up.glob("*.zip")] == ["LX07-1-000001.zip"]
    assert county.one("transport", "run")["applied"] > 0
    county("act", number, "record-number", "system=省", "number=4107210000123")
    assert county.one("transport", "run")["packages"] == 1
    came = hall.one("transport", "run")
    assert (came["applied"], came["problems"]) == (1, [])
    shown = hall.one("transport", "show")
    assert (shown["due"], shown["light"], shown["waiting_since"]) == (False, "green", None)

    up.rename(tmp_path / "gone")
    assert hall.one("transport", "run", code=3)["problems"][0]["code"] == "target.gone"
    assert hall.one("transport", "show")["problems"] != []
