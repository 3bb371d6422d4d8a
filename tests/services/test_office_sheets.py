"""Sheets about the whole office: two fill themselves from the journal, the others say what they are told."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from app.domain.acts.delivering import Deliver
from app.domain.acts.forwarding import Forward
from app.domain.acts.sealing import SealPaper
from app.domain.delivery import DeliveryMethod, Outcome
from app.errors import BadInput, NotAllowed, Refused
from app.papers.facts import Rendered
from app.services import papers
from app.services.office_sheets import office_sheet
from app.services.perform import perform
from app.services.session import Session
from tests.desks import founded, registers, session
from tests.fakes import FakeMemory

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def words_of(made: Rendered, folder: Path) -> str:
    path = folder / "sheet.pdf"
    path.write_bytes(made.pdf)
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout
    return re.sub(r"\s", "", text.decode())


def test_the_hand_over_sheet_holds_the_figures_and_what_is_due_next(desk: Session, tmp_path: Path) -> None:
    number = registers(desk).number
    text = words_of(
        office_sheet(desk, "D48", {"taken_by": "孙示范", "incidents": "上午停电半小时。"}), tmp_path
    )
    assert "2026年3月2日" in text and number in text
    assert "初次来访11" in text
    assert "上午停电半小时。" in text and "孙示范" in text


def test_the_list_of_seals_used_is_that_of_the_register(desk: Session, tmp_path: Path) -> None:
    number = registers(desk).number
    perform(desk, number, Forward(unit="U1"))
    made = papers.issue(desk, number, "D11")
    assert made.record is not None
    with pytest.raises(Refused) as empty:
        office_sheet(desk, "D53", {})
    assert empty.value.code == "paper.particulars_missing"
    perform(desk, number, SealPaper(paper=made.record.id, approved_by="王示范"))
    text = words_of(office_sheet(desk, "D53", {}), tmp_path)
    assert number in text and "王示范" in text and "2026年3月1日至2026年3月2日" in text
    with pytest.raises(Refused):
        office_sheet(desk, "D53", {"from_on": "2026-02-01", "to_on": "2026-02-28"})


def test_a_list_of_letters_is_typed_a_row_a_line(desk: Session, tmp_path: Path) -> None:
    rows = "张示范|示范村一号|13800000001|LX07-26-00001-1|去向告知书\n李示范|示范村二号"
    text = words_of(office_sheet(desk, "D54", {"rows": rows, "carrier": "邮政"}), tmp_path)
    assert "张示范示范村一号13800000001LX07-26-00001-1去向告知书" in text
    assert "以上邮件共2件。" in text


def test_the_list_of_letters_of_a_day_is_what_was_posted(desk: Session, tmp_path: Path) -> None:
    number = registers(desk).number
    perform(desk, number, Forward(unit="U1"))
    made = papers.issue(desk, number, "D11")
    assert made.record is not None
    perform(desk, number, SealPaper(paper=made.record.id, approved_by="王示范"))
    sent = Deliver(
        paper=made.record.id,
        method=DeliveryMethod.POST,
        outcome=Outcome.SENT,
        on=desk.today(),
        tracking="XA1234567",
    )
    perform(desk, number, sent)
    text = words_of(office_sheet(desk, "D54", {}), tmp_path)
    assert number in text and "XA1234567" in text and "张示范示范村一号" in text
    with pytest.raises(Refused):
        office_sheet(desk, "D54", {"on": "2026-03-01"})


def test_an_empty_list_is_no_paper_but_may_be_seen_as_a_draft(desk: Session) -> None:
    with pytest.raises(Refused) as refused:
        office_sheet(desk, "D47", {})
    assert refused.value.details["missing"] == ["案卷"]
    assert office_sheet(desk, "D47", {}, draft=True).pages == 1


def test_a_paper_of_one_matter_is_no_sheet_of_the_office(desk: Session) -> None:
    with pytest.raises(Refused) as refused:
        office_sheet(desk, "D02", {})
    assert refused.value.code == "form.not_of_the_office"


@pytest.mark.parametrize("kind", ["D48", "D53"])
def test_a_list_of_the_office_is_no_paper_of_a_matter(desk: Session, kind: str) -> None:
    number = registers(desk).number
    with pytest.raises(Refused) as refused:
        papers.issue(desk, number, kind)
    assert refused.value.code == "form.not_of_a_matter"


def test_a_day_that_is_none_and_an_account_that_reads_nothing_are_refused(desk: Session) -> None:
    with pytest.raises(BadInput) as day:
        office_sheet(desk, "D48", {"on": "下周"})
    assert day.value.code == "form.day_unreadable"
    with pytest.raises(NotAllowed):
        office_sheet(session(desk.memory, "sysadmin"), "D48", {})
    assert desk.today() == date(2026, 3, 2)
