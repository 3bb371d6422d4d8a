"""A week of a county: two townships without a network, a hall of three windows, and the county on its server.

Sticks are swapped, one township comes back from an old backup, the county renews its key, one clock is wrong; at the end the
slips of both sides of each line agree.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cluster import fresh_database
from tests.journeys.test_a_day_between_two_stations_and_the_county import (
    UNITS,
    Office,
    know_each_other,
    terminal,
)
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


class HallOfThree(Office):
    """A hall whose three windows share a server: whoever is asked next does it."""

    def __init__(self, terminal: Terminal, station: str, database: str) -> None:
        self.terminal = replace(terminal, name=station)
        self.station = station
        self.code = str(terminal.room / f"{station}.code")
        invitation, code = (str(terminal.room / name) for name in ("hall.invitation", "invitation.code"))
        self._here()
        self.terminal.one(
            "init", "--office", f"示范县{station}", "--area", "410721", "--station", station, "--training",
            "--recovery-out", self.code, "--database", database,
        )  # fmt: skip
        self("units", "import", terminal.file("units.json", UNITS))
        self.terminal("hall", "invite", "--out", invitation, "--code-out", code, who="leader")
        self.windows = [self.terminal]
        os.environ["PETITION_DESK_INVITATION_FILE"] = code
        for spare in ("LX08", "LX09"):
            window = replace(terminal, name=f"{station}-{spare}")
            window("init", "--join", invitation, "--spare", spare)
            self.windows.append(window)
        del os.environ["PETITION_DESK_INVITATION_FILE"]

    def at(self, when: str) -> None:
        for window in self.windows:
            window.at = when

    def registers(self, content: str, key: str, **more: Any) -> str:
        self.windows.append(self.windows.pop(0))
        self.terminal = self.windows[0]
        return super().registers(content, key, **more)


class Week:
    """Everybody, what each wrote, and the sticks."""

    def __init__(self, terminal: Terminal, databases: tuple[str, str]) -> None:
        self.county = CountyOnAServer(terminal, "CT01", databases[0])
        self.hall = HallOfThree(terminal, "LX07", databases[1])
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

    def renews_its_key(self) -> str:
        """The county puts a new receiving key in the place of its own; the short name of the new one."""
        self.county._here()
        (told,) = self.county.terminal("keys", "receiving", "--reason", "每两年换一次", who="leader")
        return str(told["key"])

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


def recipients(stick: Path) -> list[str]:
    """Short names of the keys that the newest package of a station on its stick is sealed to."""
    newest = max(
        (path for path in stick.glob("*.xfp") if not path.name.startswith("CT01")),
        key=lambda path: path.stat().st_mtime_ns,
    )
    with zipfile.ZipFile(newest) as package:
        found: list[str] = json.loads(package.read("header.json"))["recipients"]
    return found


@pytest.fixture
def week(terminal: Terminal, postgres_url: str) -> Week:
    county, hall = (fresh_database(postgres_url, f"{name}_of_the_week") for name in ("county", "hall"))
    return Week(terminal, (county, hall))


def test_a_week_of_swapped_sticks_an_old_backup_a_renewed_key_and_a_wrong_clock(
    week: Week, tmp_path: Path
) -> None:
    county, hall, east, west = week.county, week.hall, week.east, week.west

    week.morning(2)
    week.visits(hall, "路灯不亮", "楼道漏水", "电梯停运", "噪声扰民")
    assert [number.split("-")[2] for number in week.written["LX07"]] == [f"{n:05d}" for n in (1, 2, 3, 4)], (
        "three windows, one series"
    )
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
    renewed = week.renews_its_key()
    week.county_answers()
    for reader, theirs in ((east, west), (west, east)):
        wrong = reader.one("import", week.answers_for(theirs)[-1], code=1)
        assert wrong["error"]["code"] == "package.not_for_us"
    week.station_reads(hall)
    week.visits(hall, "井盖缺失")
    week.visits(east, "河道垃圾")
    week.sends(hall, east)
    assert recipients(week.stick(hall)) == [renewed], "who heard of the new key seals to it"
    assert recipients(week.stick(east)) != [renewed], (
        "its answer went to the wrong township: it seals to the old one"
    )

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
    for office in week.stations:
        week.visits(office, "最后一件")
        week.sends(office)
        assert recipients(week.stick(office)) == [renewed], "in the end everybody seals to the new key"
    report = county.one("county", "report")
    assert (report["stations"], report["silent"]) == (3, [])
