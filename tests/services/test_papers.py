"""Papers: numbers without gap, the same bytes for ever, and a crash in between that costs nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from app.domain.acts.delivering import Deliver
from app.domain.acts.forwarding import Forward
from app.domain.acts.sealing import SealPaper
from app.domain.claims import Purpose
from app.domain.delivery import DeliveryMethod, Outcome
from app.errors import AppError, Damaged, NotFound, Unavailable
from app.services import papers
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import founded, registers, session
from tests.fake_keeping import FakeStore
from tests.fakes import FakeMemory
from tests.papers.rendering import pictures_of


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def test_a_draft_is_marked_numbers_nothing_and_records_nothing(desk: Session) -> None:
    number = registers(desk).number
    head = desk.memory.queries.head()
    made = papers.draft(desk, number, "D02")
    assert (made.record, made.number) == (None, "") and made.pdf.startswith(b"%PDF")
    assert desk.memory.queries.head() == head


def test_a_paper_issued_is_the_same_bytes_for_ever(desk: Session) -> None:
    number = registers(desk).number
    made = papers.issue(desk, number, "D02")
    assert made.record is not None and made.record.sha256 == made.sha256
    perform(desk, number, Forward(unit="U1"))
    for reference in ("D02", made.record.id):
        assert papers.fetch(desk, number, reference).pdf == made.pdf


def test_document_numbers_have_no_gap(desk: Session) -> None:
    first, second = registers(desk).number, registers(desk).number
    for number in (first, second):
        perform(desk, number, Forward(unit="U1"))
    one = papers.issue(desk, first, "D11").number
    with pytest.raises(AppError):
        papers.issue(desk, registers(desk).number, "D11")
    other = papers.issue(desk, second, "D11").number
    assert one.replace("1号", "2号") == other != one, "a refusal takes no number"


def test_a_power_cut_between_issuing_and_freezing_renders_the_same_bytes_again(
    desk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = registers(desk).number

    def full(store: FakeStore, data: bytes) -> str:
        kept.append(data)
        raise Unavailable("disk.full")

    kept: list[bytes] = []
    with monkeypatch.context() as broken:
        broken.setattr(FakeStore, "keep", full)
        with pytest.raises(Unavailable):
            papers.issue(desk, number, "D02")
    (record,) = view_matter(desk, number).known.matter.papers
    assert record.sha256 == "" and record.state == "issued"
    again = papers.fetch(desk, number, "D02")
    assert again.pdf == kept[0] and again.record is not None and again.record.sha256 == again.sha256
    assert len(view_matter(desk, number).known.matter.papers) == 1, "issued once, not twice"


def test_seal_then_delivery_as_one_duty_after_the_other(desk: Session) -> None:
    number = registers(desk).number
    perform(desk, number, Forward(unit="U1"))
    made = papers.issue(desk, number, "D11")
    assert [row.state for row in desk.memory.queries.papers(("awaiting_seal",))] == ["awaiting_seal"]
    perform(desk, number, SealPaper(paper="D11"))
    posted = Deliver(paper=made.number, method=DeliveryMethod.POST, outcome=Outcome.SENT, tracking="EX1")
    perform(desk, number, posted)
    assert desk.memory.queries.day(desk.today()).unserved == 1
    perform(
        desk,
        number,
        Deliver(paper="D11", method=DeliveryMethod.POST, outcome=Outcome.RECEIVED, receiver="张示范"),
    )
    assert desk.memory.queries.day(desk.today()).unserved == 0
    known = view_matter(desk, number).known
    (notice,) = [o for o in known.obligations if o.rule == "office-notice"]
    assert notice.discharged_by == "destination-notice-proved"


def test_a_letter_typed_weeks_late_still_gets_its_receipt(desk: Session) -> None:
    """Every duty is missed already: the receipt says what is owed, and is not refused for want of a next step."""
    number = registers(desk, received_on=date(2026, 1, 5)).number
    assert papers.issue(desk, number, "D02").pages >= 1


def test_a_paper_nobody_issued(desk: Session) -> None:
    number = registers(desk).number
    with pytest.raises(NotFound, match=r"paper\.unknown"):
        papers.fetch(desk, number, "D02")
    with pytest.raises(AppError):
        papers.issue(desk, number, "D99")


def test_a_kept_paper_that_was_changed_is_not_handed_out(desk: Session, tmp_path: Path) -> None:
    from db.store import FileStore

    desk.store = FileStore(tmp_path / "papers", bytes(32))
    number = registers(desk).number
    papers.issue(desk, number, "D02")
    (path,) = [p for p in (tmp_path / "papers").rglob("*") if p.is_file()]
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(Damaged, match=r"store\.changed"):
        papers.fetch(desk, number, "D02")


def test_a_receipt_is_given_also_where_nobody_owes_anything_any_more(desk: Session) -> None:
    number = registers(desk, purpose=Purpose.ACCUSATION).number
    perform(desk, number, Forward(unit="U2"))

    assert papers.issue(desk, number, "D02").pages >= 1


def test_on_sheets_with_a_printed_head_only_the_red_is_left_out(desk: Session, tmp_path: Path) -> None:
    number = registers(desk).number
    perform(desk, number, Forward(unit="U1"))
    frozen = papers.issue(desk, number, "D11")
    bare = papers.for_preprinted(desk, number, "D11")
    assert bare.pages == frozen.pages and bare.sha256 != frozen.sha256
    assert papers.fetch(desk, number, "D11").pdf == frozen.pdf, "the record stays what it was"
    whole, left = (pictures_of(made.pdf, dots=60)[0].convert("RGB") for made in (frozen, bare))
    assert (redness(whole), redness(left)) == (True, False)
    below = (0, whole.height // 2, whole.width, whole.height - whole.height // 12)
    assert not ImageChops.difference(whole.crop(below), left.crop(below)).getbbox()
    papers.issue(desk, number, "D02")
    form = papers.for_preprinted(desk, number, "D02")
    assert form.pdf == papers.fetch(desk, number, "D02").pdf, "a form has no red head"


def redness(picture: Image.Image) -> bool:
    """Whether a picture has a red point: much more red than green."""
    red, green, _ = picture.split()
    return bool(ImageChops.subtract(red, green).getextrema()[1] > 90)
