"""Delivery receipts made for what goes out: one for each paper, and one that is refused stops no other."""

from __future__ import annotations

import pytest

from app.domain.acts.forwarding import Forward
from app.domain.acts.noticing import VoidPaper
from app.errors import BadInput
from app.services import papers
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from app.services.slip_printing import slips_of
from tests.desks import founded, registers, session
from tests.fakes import FakeMemory


@pytest.fixture
def desk() -> Session:
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def sent_out(desk: Session) -> tuple[str, str]:
    number = registers(desk).number
    perform(desk, number, Forward(unit="U1"))
    record = papers.issue(desk, number, "D11").record
    assert record is not None
    return number, record.id


def slips(desk: Session, number: str) -> list[str]:
    return [p.id for p in view_matter(desk, number).known.matter.papers if p.kind == "D33" and not p.voided]


def test_each_paper_has_one_receipt_however_often_it_is_printed(desk: Session) -> None:
    one, other = sent_out(desk), sent_out(desk)
    first = slips_of(desk, [one])
    assert first.batch is not None and [p.kind for p in first.batch.papers] == ["D33"]
    both = slips_of(desk, [one, other])
    assert both.batch is not None and both.batch.pages == 2
    assert both.batch.papers[0].paper == first.batch.papers[0].paper
    assert len(slips(desk, one[0])) == 1
    perform(desk, one[0], VoidPaper(paper=slips(desk, one[0])[0], reason="写坏"))
    again = slips_of(desk, [one])
    assert again.batch is not None and again.batch.papers[0].paper != first.batch.papers[0].paper


def test_one_that_is_refused_stops_no_other(desk: Session) -> None:
    one = sent_out(desk)
    job = slips_of(desk, [(one[0], "0" * 32), one])
    assert [(number, error.code) for number, error in job.refused] == [(one[0], "paper.nothing_to_deliver")]
    assert job.batch is not None and len(job.batch.papers) == 1
    assert slips_of(desk, [(one[0], "0" * 32)]).batch is None
    with pytest.raises(BadInput, match=r"print\.nothing"):
        slips_of(desk, [])
