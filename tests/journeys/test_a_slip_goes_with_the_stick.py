"""A stick goes to the county with a slip; both sides print the same code, and when one package is lost it is named."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.test_a_day_between_two_stations_and_the_county import Office, know_each_other, terminal
from tests.journeys.test_first_visit_on_the_command_line import Terminal

__all__ = ["terminal"]


def test_both_sides_agree_or_it_is_said_which_package_is_missing(terminal: Terminal, tmp_path: Path) -> None:
    county = Office(terminal, "department", "CT01", "county")
    hall = Office(terminal, "office", "LX07")
    know_each_other(county, hall)
    stick, slip = tmp_path / "stick", tmp_path / "slip.pdf"
    hall.registers("路灯不亮", "v1")
    package = hall.exports(stick, "--slip", str(slip))["package"]
    assert slip.read_bytes().startswith(b"%PDF")
    county.one("import", package)
    ours = hall.one("reconcile", "--slip", str(tmp_path / "again.pdf"))
    theirs = county.one("reconcile", "--station", "LX07", "--code", ours["code"])
    assert (theirs["same"], theirs["differences"]) == (True, [])
    assert theirs["check"] == ours["check"] and ours["up"]["matters"] == 1

    number = hall.registers("水管漏水", "v2")
    lost = Path(hall.exports(stick)["package"])
    told = hall.one("reconcile", "--code", theirs["code"], code=3)
    assert told["differences"] == [
        {"direction": "up", "kind": "not-there", "packages": [lost.name], "numbers": [number]}
    ]
    code = theirs["code"]
    wrong = hall.one("reconcile", "--code", code[:-1] + ("1" if code.endswith("0") else "0"), code=2)
    assert wrong["error"]["code"] == "reconcile.code"
    assert hall.one("reconcile", "--slip", str(tmp_path / "slip.txt"), code=2)["error"]["code"] == (
        "handover.pdf_only"
    )
