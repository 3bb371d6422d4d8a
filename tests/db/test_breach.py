"""A lost stick, laptop or package: exactly the matters it held, with the classes of data; nobody's name on the sheet."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.clock import CHINA
from app.domain.breaching import BreachReported
from app.domain.claims import Purpose
from app.domain.entry import Entry
from app.domain.history import read_value
from app.errors import BadInput, NotAllowed
from app.ports import SentPackage
from app.services.breaching import Lost, classes_of, sheet_of
from app.services.keeping import STREAM
from app.services.papers import issue
from tests.desks import START, folder, moved_to, registers, sign_in
from ui.bootstrap.breaching import breach_of
from ui.bootstrap.opening import Desk
from ui.cli.main import run

DAY = START.date()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three days of one matter each; the second is an accusation."""
    folder(tmp_path / "desk").memory.close()
    made = sign_in(tmp_path / "desk")
    registers(made.session, name="张示范", id_number="11010519491231002X", phones=("13800000001",))
    made.session = moved_to(made.session, "2026-03-03T09:00")
    registers(made.session, "干部收钱。", name="李示范", purpose=Purpose.ACCUSATION)
    made.session = moved_to(made.session, "2026-03-04T09:00")
    last = registers(made.session, name="王示范")
    issue(made.session, last.number, "D02")
    return made


def numbers(found: object) -> list[str]:
    return [matter.number[:13] for matter in found.matters]  # type: ignore[attr-defined]


def test_a_laptop_held_everything_until_that_day(desk: Desk) -> None:
    early = breach_of(desk, Lost.LAPTOP, lost_on=date(2026, 3, 3), where="班车上")
    assert numbers(early) == ["LX07-26-00001", "LX07-26-00002"] and early.restricted == 1
    late = breach_of(desk, Lost.LAPTOP, lost_on=date(2026, 3, 4))
    assert len(late.matters) == 3 and late.entries > early.entries
    desk.close()


def test_a_stick_held_what_its_backup_and_its_packages_held(desk: Desk) -> None:
    instant = datetime(2026, 3, 2, 18, 0, tzinfo=CHINA)
    assert numbers(breach_of(desk, Lost.STICK, lost_on=date(2026, 3, 4), backup=instant)) == ["LX07-26-00001"]
    unknown = breach_of(desk, Lost.STICK, lost_on=date(2026, 3, 4))
    assert len(unknown.matters) == 3, "what was on it is not known: the worst is assumed"
    desk.close()


def test_a_package_held_its_slice_and_nothing_else(desk: Desk) -> None:
    memory = desk.opened.memory
    with desk.session.work() as work:
        headers = [_entries(desk, row.number)[0].header for row in memory.queries.newest()]
        second = sorted(headers, key=lambda header: header.oseq)[1]
        sealed = SentPackage(
            chain=memory.station,
            epoch=second.epoch,
            seq=1,
            to="XFJ1",
            sha256="0" * 64,
            size=1,
            first=second.oseq,
            last=second.oseq,
            entries=1,
            sealed_at=0,
        )
        work.packages.seal(sealed)
        work.commit()
    found = breach_of(desk, Lost.PACKAGE, lost_on=DAY, packages=(f"{second.epoch}-1",))
    assert (len(found.matters), found.entries) == (1, 1)
    desk.close()


def _entries(desk: Desk, number: str) -> tuple[Entry, ...]:
    queries = desk.opened.memory.queries
    stream = queries.find(number)
    assert stream is not None
    return queries.stream(stream)


def test_classes_are_told_of_each_matter(desk: Desk) -> None:
    found = breach_of(desk, Lost.LAPTOP, lost_on=date(2026, 3, 4))
    first, _, third = (set(classes_of(matter)) for matter in found.matters)
    assert {"identity", "identity_number", "contact", "story"} <= first and "papers" not in first
    assert "identity_number" not in third and "papers" in third
    desk.close()


def test_the_sheet_names_no_person(desk: Desk) -> None:
    found = breach_of(desk, Lost.LAPTOP, lost_on=date(2026, 3, 4), where="班车上")
    sheet = load_workbook(io.BytesIO(sheet_of(found))).active
    assert sheet is not None
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    whole = " ".join(cells)
    assert "班车上" in whole and "第五十七条" in whole and "证件号码" in whole
    assert all(matter.number in cells for matter in found.matters)
    assert not [name for name in ("张示范", "李示范", "王示范", "1949", "138000") if name in whole]
    desk.close()


def test_the_loss_is_recorded_and_only_by_those_who_read_matters(desk: Desk, tmp_path: Path) -> None:
    breach_of(desk, Lost.LAPTOP, lost_on=date(2026, 3, 4), where="班车上")
    told = [read_value(entry) for entry in desk.session.memory.queries.stream(STREAM)]
    (value,) = [item[1] for item in told if item is not None and isinstance(item[1], BreachReported)]
    assert (value.lost, value.matters, value.restricted, value.where) == ("laptop", 3, 1, "班车上")
    desk.close()
    keeper = sign_in(tmp_path / "desk", "sysadmin", at="2026-03-05T09:00:00+08:00")
    with pytest.raises(NotAllowed, match=r"role\.reads_no_matters"):
        breach_of(keeper, Lost.LAPTOP, lost_on=DAY)
    keeper.close()


def test_what_makes_no_sense_is_refused(desk: Desk) -> None:
    for lost, packages, day, code in (
        (Lost.PACKAGE, (), DAY, r"breach\.package_needed"),
        (Lost.PACKAGE, ("1-7",), DAY, r"breach\.package"),
        (Lost.PACKAGE, ("seven",), DAY, r"breach\.package"),
        (Lost.LAPTOP, (), date(2030, 1, 1), r"breach\.later"),
    ):
        with pytest.raises(BadInput, match=code):
            breach_of(desk, lost, lost_on=day, packages=packages)
    desk.close()


def test_the_command_line_writes_the_sheet(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(tmp_path / "desk.code"))
    common = ["--data", str(tmp_path / "desk"), "--at", "2026-03-05T09:00:00+08:00", "--json"]
    out = tmp_path / "lost.xlsx"
    assert run(["breach", "--lost", "stick", "--where", "班车上", "--out", str(out), *common]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["matters"] == len(told["numbers"]) == 3 and out.exists()
    assert run(["breach", "--lost", "stick", "--backup", "昨天", "--out", str(out), *common]) == 2
