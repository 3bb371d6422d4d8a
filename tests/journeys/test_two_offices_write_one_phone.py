"""The hall and the county each write down another phone of one visitor: both are kept, a clerk decides and may undo it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.test_a_day_between_two_stations_and_the_county import Office, know_each_other
from tests.journeys.test_first_visit_on_the_command_line import STORY, Terminal

FIRST, SECOND = "13900000002", "13900000003"


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    """A terminal in an empty room."""
    monkeypatch.delenv("PETITION_DESK_PASSWORD_FILE", raising=False)
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", "")
    yield Terminal(tmp_path, capsys)


def swap(county: Office, hall: Office, stick: Path) -> None:
    """Packages go both ways, written before either arrived."""
    sent, answers = hall.exports(stick), county.exports(stick)
    if sent["package"]:
        county.one("import", sent["package"])
    for item in answers.get("packages") or [answers]:
        if item["package"]:
            hall.one("import", item["package"])


def test_two_phones_a_decision_and_a_merger(terminal: Terminal, tmp_path: Path) -> None:
    county, hall = Office(terminal, "department", "CT01", "county"), Office(terminal, "office", "LX07")
    stick = tmp_path / "stick"
    know_each_other(county, hall)
    number = hall.registers(STORY, "v1", phone="13800000001")
    other = hall.registers("还是那条路的事。", "v2")
    swap(county, hall, stick)

    hall("act", number, "correct", "field=phone", f"value={FIRST}", "reason=当面说的")
    county("act", number, "correct", "field=phone", f"value={SECOND}", "reason=来电更正")
    swap(county, hall, stick)
    for office in (hall, county):
        (row,) = office("differences", "--open")
        assert (row["number"], row["field"], row["state"]) == (number, "phone", "open")
        assert len(row["words"]) == 2 and FIRST not in str(row) and SECOND not in str(row), "masked in a list"
    (shown,) = hall.one("show", number)["differences"]
    assert {word["value"] for word in shown["words"]} == {FIRST, SECOND}
    assert {word["station"] for word in shown["words"]} == {"LX07", "CT01"}

    nothing = hall.one("act", number, "decide-difference", "field=phone", "reason=x", code=2)
    assert nothing["error"]["code"] == "difference.choose_one"
    place = 1 + [word["value"] for word in shown["words"]].index(FIRST)
    hall("act", number, "decide-difference", "field=phone", f"keep={place}", "reason=当面核对")
    swap(county, hall, stick)
    for office in (hall, county):
        assert office("differences", "--open") == []
        (row,) = office("differences")
        assert (row["state"], len(row["dropped"])) == ("decided", 1) and row["decided_by"]
    assert hall.one("show", number)["differences"][0]["stands"]["value"] == FIRST
    county("act", number, "undo-decision", "field=phone", "reason=核错了人")
    swap(county, hall, stick)
    assert hall("differences", "--open")[0]["number"] == number

    refused = hall.one("act", other, "merge-into", f"into={number}", "reason=同一件", code=1)
    assert refused["error"]["code"] == "merge.county_only"
    county("act", other, "merge-into", f"into={number}", "reason=同一件")
    assert county("duplicates") == []
    assert hall.one("duplicates", code=1)["error"]["code"] == "duplicates.county_only"
    swap(county, hall, stick)
    assert hall.one("show", other)["merged_into"] == number
    county("act", other, "undo-merge", "reason=是另一条路")
    swap(county, hall, stick)
    told = hall.one("show", other)
    assert told["merged_into"] is None and [item["into"] for item in told["mergers"]] == [number]
