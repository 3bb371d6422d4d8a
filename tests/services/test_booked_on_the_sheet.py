"""The hand-over sheet tells how many visits are booked for the next working day, and of whom nothing."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

from app.domain.booked_visits import BookingWay, ToldVisit
from app.services.booked_visits import book_visit
from app.services.office_sheets import office_sheet
from app.services.session import Session
from tests.desks import founded, moved_to, session
from tests.fakes import FakeMemory


def words(desk: Session, tmp_path: Path) -> str:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(office_sheet(desk, "D48", {}).pdf)
    run = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    return run.stdout.decode()


def test_the_sheet_counts_what_is_booked_for_the_next_working_day(tmp_path: Path) -> None:
    memory = FakeMemory()
    founded(memory)
    friday = moved_to(session(memory), "2026-03-06T16:00")
    assert "已约" not in words(friday, tmp_path)
    for begin, persons in (("9:00", 1), ("10:00", 3)):
        told = ToldVisit(begin=begin, persons=persons, way=BookingWay.PHONE, name="钱示范")
        book_visit(friday, date(2026, 3, 9), told)
    said = words(friday, tmp_path)
    assert "已约3月9日来访 2 4" in said and "钱" not in said
