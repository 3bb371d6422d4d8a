"""The ledger of requests for review and re-examination: taken in however late, with what became of each."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.domain.acts.recording import RecordExternal
from app.domain.acts.reviewing import RequestReview
from app.domain.claims import Purpose
from app.errors import NotAllowed
from app.services.perform import perform
from app.services.review_ledger import review_ledger, review_workbook
from app.services.session import Session
from tests.desks import START, founded, moved_to, registers, session
from tests.fakes import FakeMemory

TODAY = START.date()


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def decided(at: Session, text: str, delivered: date | None = TODAY) -> str:
    number = registers(at, text).number
    fact = RecordExternal(organ="U1", fact="opinion-issued", on=TODAY, number="1号", delivered_on=delivered)
    perform(at, number, fact)
    return number


def asked(at: Session, number: str, on: str, postmark: str = "") -> None:
    late = moved_to(at, f"{on}T10:00:00")
    posted = date.fromisoformat(postmark) if postmark else None
    perform(
        late,
        number,
        RequestReview(body="示范县人民政府", received_on=date.fromisoformat(on), postmark_on=posted),
    )


def test_every_request_stands_there_with_what_became_of_it(desk: Session) -> None:
    """Served on 2026-03-02: thirty days end on Wednesday 04-01."""
    in_time, posted, late = (decided(desk, text) for text in ("一", "二", "三"))
    unproved = decided(desk, "四", delivered=None)
    asked(desk, in_time, "2026-04-01")
    asked(desk, posted, "2026-04-03", postmark="2026-04-01")
    asked(desk, late, "2026-04-07")
    asked(desk, unproved, "2026-04-07")
    done = RecordExternal(
        organ="示范县人民政府",
        fact="review-issued",
        on=date(2026, 4, 20),
        number="2号",
        delivered_on=date(2026, 4, 21),
    )
    perform(moved_to(desk, "2026-04-22T10:00:00"), in_time, done)
    rows = review_ledger(moved_to(desk, "2026-06-01T10:00:00"), TODAY, date(2026, 4, 30))
    assert [(row.number, row.in_time, str(row.status)) for row in rows] == [
        (in_time, True, "discharged"),
        (posted, True, "missed"),
        (late, False, "missed"),
        (unproved, None, "missed"),
    ]
    assert (rows[0].decided_on, rows[0].body, rows[0].name) == (date(2026, 4, 20), "示范县人民政府", "张**")
    assert review_ledger(desk, TODAY, TODAY + timedelta(days=20)) == ()


def test_it_comes_out_as_a_sheet_to_sign(desk: Session) -> None:
    number = decided(desk, "一")
    asked(desk, number, "2026-03-20")
    sheet = load_workbook(
        BytesIO(review_workbook(moved_to(desk, "2026-03-21T10:00:00"), TODAY, date(2026, 3, 31)))
    ).active
    assert sheet is not None
    said = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    assert (
        number in said
        and "复查" in said
        and "在期限内" in said
        and "示范县人民政府" in said
        and "练习" in said
    )


def test_nothing_of_a_sealed_matter_but_its_number(desk: Session) -> None:
    registers(desk, "举报", purpose=Purpose.ACCUSATION, restricted=True)
    assert review_ledger(desk, TODAY, TODAY) == ()
    with pytest.raises(NotAllowed):
        review_ledger(session(desk.memory, "sysadmin"), TODAY, TODAY)
