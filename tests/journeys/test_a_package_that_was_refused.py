"""A county gets a package of a station it does not know yet: refused, kept, and taken in once the keys are pinned."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.test_a_day_between_two_stations_and_the_county import Office, know_each_other, terminal
from tests.journeys.test_first_visit_on_the_command_line import Terminal

__all__ = ["terminal"]


def test_what_was_refused_is_listed_with_what_to_do_and_taken_in_later(
    terminal: Terminal, tmp_path: Path
) -> None:
    county = Office(terminal, "department", "CT01", "county")
    hall = Office(terminal, "office", "LX07")
    stick = tmp_path / "stick"
    hall.one("trust", county.card())
    hall.registers("路灯不亮", "v1")
    package = Path(hall.exports(stick)["package"])
    assert county("packages", "--refused") == []
    error = county.one("import", str(package), code=3)["error"]
    assert error["code"] == "package.sender_unknown"
    package.unlink()

    (kept,) = county("packages", "--refused")
    assert (kept["state"], kept["package"], kept["station"]) == ("refused", package.name, "LX07")
    assert (kept["code"], kept["kept"], kept["tries"]) == ("package.sender_unknown", True, 1)
    assert kept["text"] and "trust" in kept["do"] and kept["origin"] == str(package) and kept["by"] == "clerk"
    again = county.one("packages", "--retry", kept["sha256"], code=3)
    assert again["error"]["code"] == "package.sender_unknown"
    assert county.one("packages", "--retry", "0000", code=2)["error"]["code"] == "quarantine.unknown"

    know_each_other(county, hall)
    done = county.one("packages", "--retry", "all")
    assert (done["package"], done["repeated"], done["held"]) == (package.name, 0, 0) and done["applied"] > 0
    assert county("packages", "--refused") == [] == county("packages", "--retry", "all")
    assert [row["state"] for row in county("packages") if row["direction"] == "received"] == ["applied"]
