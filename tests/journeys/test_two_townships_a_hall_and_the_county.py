"""A week of a county: two townships without a network, a hall, and the county on its server.

Sticks are swapped, one township comes back from an old backup, one clock is wrong; at the end the slips of both sides of
each line agree.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.test_a_day_between_two_stations_and_the_county import Office, know_each_other, terminal
from tests.journeys.test_first_visit_on_the_command_line import Terminal

__all__ = ["terminal"]
pytestmark = pytest.mark.postgres
DAYS = "2026-03-{day:02d}T{hour:02d}:00:00+08:00"


class CountyOnAServer(Office):
    """The county's folder, whose journal is on PostgreSQL."""

    def __init__(self, terminal: Terminal, station: str, database: str) -> None:
        self.terminal = replace(terminal, name=station)
        self.station = station
        self.code = str(terminal.room / f"{station}.code")
        self._here()
        self.terminal.one(
            "county", "init", "--database", database, "--office", f"示范县{station}", "--area", "410721",
            "--station", station, "--training", "--recovery-out", self.code,
        )  # fmt: skip


class Week:
    """Everybody, what each wrote, and the sticks."""

    def __init__(self, terminal: Terminal, database: str) -> None:
        self.county = CountyOnAServer(terminal, "CT01", database)
        self.hall = Office(terminal, "office", "LX07")
        self.east, self.west = (Office(terminal, "township", name) for name in ("XT03", "XT04"))
        self.stations = (self.hall, self.east, self.west)
        know_each_other(self.county, *self.stations)
        self.room = terminal.room
        self.written: dict[str, list[str]] = {office.station: [] for office in self.stations}

    def morning(self, day: int, hour: int = 9) -> None:
        """All clocks show this hour of a day in March."""
        for office in (self.county, *self.stations):
            office.at(DAYS.format(day=day, hour=hour))

    def visits(self, office: Office, *words: str) -> None:
        """People come."""
        for word in words:
            key = f"{office.station}-{word}"
            self.written[office.station].append(office.registers(f"{word}，多次反映没有人管。", key))

    def stick(self, office: Office) -> Path:
        """The stick of an office."""
        return self.room / f"stick-{office.station}"

    def sends(self, *offices: Office) -> None:
        """Each writes what is new to its stick."""
        for office in offices:
            office.exports(self.stick(office))

    def county_reads(self, *offices: Office, code: int = 0) -> list[dict[str, Any]]:
        """The county takes in what lies on their sticks."""
        return self.county("county", "receive", *(str(self.stick(office)) for office in offices), code=code)

    def county_answers(self) -> None:
        """The county writes one answer for each station to its stick."""
        for office in self.stations:
            self.county("county", "outbox", "--to", str(self.stick(office)), "--station", office.station)

    def answers_for(self, office: Office) -> list[str]:
        """The answers on its stick, as its clerk finds them."""
        return [str(path) for path in sorted(self.stick(office).glob(f"CT01-{office.station}-*.xfp"))]

    def station_reads(self, office: Office) -> None:
        """A station takes in what came back."""
        office("import", *self.answers_for(office))

    def comes_through(self) -> None:
        """Sticks go up and down until nobody has anything to say."""
        for _ in range(3):
            self.sends(*self.stations)
            self.county_reads(*self.stations)
            self.county_answers()
            for office in self.stations:
                self.station_reads(office)

    def agree(self, office: Office) -> bool:
        """Whether both slips of a line say the same."""
        ours = office.one("reconcile")
        theirs = self.county.one("reconcile", "--station", office.station, "--code", ours["code"])
        again = office.one("reconcile", "--code", theirs["code"])
        return bool(theirs["same"] and again["same"] and ours["check"] == theirs["check"])


@pytest.fixture
def week(terminal: Terminal, postgres_database: str) -> Week:
    return Week(terminal, postgres_database)


def test_a_week_of_swapped_sticks_an_old_backup_and_a_wrong_clock(week: Week, tmp_path: Path) -> None:
    county, hall, east, west = week.county, week.hall, week.east, week.west

    week.morning(2)
    week.visits(hall, "路灯不亮", "楼道漏水")
    week.visits(east, "水渠垮塌")
    week.visits(west, "桥面开裂", "补贴未到")
    backup = west.one("backup", "--to", str(tmp_path / "safe"))["file"]
    week.sends(hall, east, west)
    week.county_reads(hall, east, west)
    week.county_answers()
    for office in week.stations:
        week.station_reads(office)
    assert all(week.agree(office) for office in week.stations)

    # 3 March: the clock of one township is a year behind, and the sticks with the answers are swapped
    week.morning(3)
    east.at("2025-03-03T09:00:00+08:00")
    week.visits(east, "垃圾成堆")
    east_number = week.written["XT03"][-1]
    assert east_number.startswith("XT03-26-"), "no number of a year that is over"
    week.visits(west, "路面塌陷")
    lost = week.written["XT04"][-1]
    week.sends(hall, east, west)
    week.county_reads(hall, east, west)
    assert county.one("show", east_number)["received_on"] >= "2026-03-02", "a wrong clock moves no day back"
    county("act", lost, "record-number", "system=省信访系统", "number=4107210000124")
    week.county_answers()
    for reader, theirs in ((east, west), (west, east)):
        wrong = reader.one("import", week.answers_for(theirs)[-1], code=1)
        assert wrong["error"]["code"] == "package.not_for_us"
    week.station_reads(hall)

    # 4 March: the disk of the other township breaks; the backup is two days old
    week.morning(4)
    shutil.rmtree(tmp_path / "XT04")
    west("restore", backup, "--to", str(tmp_path / "XT04"), "--last-number", lost)
    assert [row["number"] for row in west("search", "路面塌陷")] == []
    week.visits(west, "学校围墙")
    assert week.written["XT04"][-1] not in week.written["XT04"][:-1], "no number twice"
    week.comes_through()

    for office in week.stations:
        assert week.agree(office), office.station
        for number in week.written[office.station]:
            assert county.one("show", number)["number"] == office.one("show", number)["number"] == number
        assert {row["state"] for row in office("packages") if row["direction"] == "sent"} <= {"applied"}
        assert office.one("audit", "verify")["ok"]
    assert west.one("show", lost)["external_numbers"][0]["number"] == "4107210000124", (
        "what the county wrote on the lost matter came back with it"
    )
    assert county.one("audit", "verify")["ok"] and county.one("rebuild", "--check")["equal"]
    report = county.one("county", "report")
    assert (report["stations"], report["silent"]) == (3, [])
