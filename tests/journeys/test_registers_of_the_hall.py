"""The end of a day at the command line: the report to paste, the ledger and the leaders' log to sign."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.journeys.test_a_day_between_two_stations_and_the_county import Office, know_each_other
from tests.journeys.test_first_visit_on_the_command_line import UNITS, Terminal

DAYS = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    """The command line of a training folder with units."""
    monkeypatch.delenv("PETITION_DESK_PASSWORD_FILE", raising=False)
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", "")
    made = Terminal(tmp_path, capsys)
    made.founds("office", "LX07")
    made("units", "import", made.file("units.json", UNITS))
    yield made
    os.environ.pop("PETITION_DESK_RECOVERY_FILE", None)


def test_the_end_of_a_day(terminal: Terminal) -> None:
    assert terminal.one("day-report")["nothing"] is True
    visit = {"name": "张示范", "purpose": "申诉求决", "content": "修路占地", "people": 6}
    number = terminal("register", terminal.file("v.json", visit))[0]["number"]
    terminal(
        "act", number, "leader-received", "leader=陈示范", "post=副县长", "on=2026-03-02", "stand_in=1",
        "unit=U1", "instruction=三日内拿出方案",
    )  # fmt: skip
    report = terminal.one("day-report")
    figures = {item["figure"]: item for item in report["figures"]}
    assert figures["collective"]["numbers"] == [number] and figures["leaders"]["persons"] == 6
    assert report["text"].count("\n") == 9 and "B 角" in report["text"]
    assert report["text"].splitlines()[-1] == f"存证 {terminal.one('audit', 'heads')['short']}"
    assert terminal.one("day-report", "--day", "2026-03-01")["nothing"] is True

    (row,) = terminal("leader-log", *DAYS)
    assert row == {
        "number": number, "on": "2026-03-02", "leader": "陈示范", "post": "副县长", "role": "B", "persons": 6,
        "instruction": "三日内拿出方案", "unit": "示范镇人民政府",
    }  # fmt: skip
    for command in ("ledger", "leader-log"):
        out = terminal.room / f"{command}.xlsx"
        assert terminal.one(command, *DAYS, "--out", str(out)) == {"file": str(out)}
        first = out.read_bytes()
        terminal(command, *DAYS, "--out", str(out))
        assert out.read_bytes() == first and number in str(
            [list(line) for line in openpyxl.load_workbook(out).active.iter_rows(values_only=True)]
        )
    assert [line["name"] for line in terminal("ledger", *DAYS)] == ["张**"]
    assert [line["name"] for line in terminal("ledger", *DAYS, "--names")] == ["张示范"]
    shown = terminal.one("show", number)
    assert shown["leader_receptions"][0]["leader"] == "陈示范" and shown["import"] == "LX07-P26-00001"
    terminal.clean()


def test_what_is_refused(terminal: Terminal) -> None:
    backwards = ("--from", "2026-03-02", "--to", "2026-03-01")
    assert terminal.refused("ledger", *backwards, code=2) == "register.days_out_of_order"
    assert terminal.refused("ledger", *DAYS, "--out", "x.pdf", code=2) == "register.kind"
    assert (
        terminal.refused("leader-log", *DAYS, "--out", str(terminal.room / "no" / "x.xlsx"), code=5)
        == "file.unwritable"
    )
    assert terminal.refused("day-report", "--day", "gestern", code=2) == "field.type"
    assert terminal.refused("day-report", code=4, who="secadmin") == "role.reads_no_matters"
    assert terminal.refused("ledger", *DAYS, "--names", code=4, who="archivist") == "role.acts_on_no_matters"


def test_the_countys_own_day_is_not_its_stations_day(terminal: Terminal, tmp_path: Path) -> None:
    county, hall = Office(terminal, "department", "CT01", "county"), Office(terminal, "office", "XT03")
    know_each_other(county, hall)
    number = hall.registers("修路占地", "v1")
    hall("act", number, "leader-received", "leader=陈示范", "post=副镇长", "on=2026-03-02")
    county("import", hall.exports(tmp_path / "stick")["package"])
    assert county.one("show", number)["leader_receptions"][0]["station"] == "XT03"
    assert county.one("day-report")["nothing"] is True and county("ledger", *DAYS) == []
    county("act", number, "leader-received", "leader=周示范", "post=县长", "on=2026-03-02")
    assert [row["leader"] for row in county("leader-log", *DAYS)] == ["周示范"]
    assert county("imports") == [], "the station's imports are the station's"
    assert [row["leader"] for row in hall("leader-log", *DAYS)] == ["陈示范"]
