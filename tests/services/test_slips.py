"""Slips that file themselves: what a page would file, nothing before it is confirmed, and nothing to the wrong paper."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.acts.binding import BindForm
from app.domain.acts.delivering import Deliver
from app.domain.acts.forwarding import Forward
from app.domain.acts.noticing import VoidPaper
from app.domain.acts.sealing import SealPaper
from app.domain.claims import Purpose
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.paper import PaperRecord
from app.errors import AppError, BadInput
from app.papers.catalogue import paper_kind
from app.qr.form_code import FormCode
from app.qr.slip_code import SlipCode
from app.scanning import ScannedPage
from app.services import papers
from app.services.blank_forms import record_printing, void_form
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.serving import fetch_proof
from app.services.session import Session
from app.services.slips import SlipPage, SlipState, assigned, file_slip, file_slips, read_slips
from tests.desks import founded, registers, session
from tests.fakes import FakeMemory

PICTURE = b"\xff\xd8\xff a signed slip"
TODAY = date(2026, 3, 2)
SIGNED = Deliver(
    paper="", method=DeliveryMethod.IN_PERSON, outcome=Outcome.RECEIVED, receiver="张示范", on=TODAY
)


class Scanner:
    """Hands over the pages it was given, or refuses the file."""

    def __init__(self, files: Mapping[str, list[ScannedPage] | BadInput]) -> None:
        self.files = files

    def read(self, file: Path) -> Iterator[ScannedPage]:
        found = self.files[file.name]
        if isinstance(found, BadInput):
            raise found
        yield from found


@pytest.fixture
def desk() -> Session:
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def notice(desk: Session, *, sealed: bool = True, **more: object) -> tuple[str, PaperRecord]:
    """A notice of a new matter, on its way to the petitioner."""
    number = registers(desk, **more).number
    perform(desk, number, Forward(unit="U1"))
    made = papers.issue(desk, number, "D11").record
    assert made is not None
    if sealed:
        perform(desk, number, SealPaper(paper=made.id))
    return number, made


def scan(record: PaperRecord, page: int = 1, station: str = "LX07") -> ScannedPage:
    return ScannedPage(page=page, picture=PICTURE, slips=(SlipCode(station=station, paper=record.id),))


def read(desk: Session, *pages: ScannedPage) -> list[SlipPage]:
    return list(read_slips(desk, Scanner({"a.pdf": list(pages)}), [Path("a.pdf")]))


def test_a_form_of_the_waiting_room_is_told_and_led_to_its_matter(desk: Session) -> None:
    series = record_printing(desk, paper_kind("D01"), 3).series
    number = registers(desk).number
    codes = [FormCode(series=series, place=place) for place in (1, 2, 3)]
    perform(desk, number, BindForm(code=codes[0].payload()))
    void_form(desk, codes[2].payload(), "写坏")
    stranger = FormCode(series="0" * 28, place=1)
    _, record = notice(desk)
    pages = [
        ScannedPage(page=at, picture=PICTURE, forms=(form,)) for at, form in enumerate((*codes, stranger))
    ]
    both = replace(scan(record, 9), forms=(codes[0],))
    found = read(desk, *pages, both)
    assert [page.state.value for page in found] == [
        "form", "form_free", "form_void", "form_unknown", "several",
    ]  # fmt: skip
    assert (found[0].number, found[0].title, found[0].form) == (number, "来访登记表", codes[0].payload())
    with pytest.raises(AppError, match=r"slip\.not_ready"):
        file_slip(desk, found[0], SIGNED)
    with pytest.raises(AppError, match=r"slip\.code_says_otherwise"):
        assigned(desk, found[1], number, record.id)


def test_which_accusation_a_form_belongs_to_is_told_only_to_who_may_open_it(desk: Session) -> None:
    form = FormCode(series=record_printing(desk, paper_kind("D01"), 1).series, place=1)
    number = registers(desk, purpose=Purpose.ACCUSATION).number
    perform(desk, number, BindForm(code=form.payload()))
    other = session(desk.memory, "clerk2")
    (page,) = read(other, ScannedPage(page=1, picture=PICTURE, forms=(form,)))
    assert (page.state.value, page.number) == ("form_unseen", "")


def attempts(desk: Session, number: str) -> list[str]:
    return [a.slip for p in view_matter(desk, number).known.matter.papers for a in p.attempts]


def test_a_page_says_what_it_would_file_and_files_nothing_by_itself(desk: Session) -> None:
    number, made = notice(desk)
    head = desk.memory.queries.head()
    (page,) = read(desk, scan(made))
    assert (page.state, page.number, page.paper, page.document_number) == (
        SlipState.READY, number, made.id, made.number,
    )  # fmt: skip
    assert (page.addressee.name, page.title) == ("张示范", "去向告知书")
    assert desk.memory.queries.head() == head


def test_a_confirmed_page_serves_its_paper_on_the_day_that_was_typed_and_keeps_the_picture(
    desk: Session,
) -> None:
    number, made = notice(desk)
    (page,) = read(desk, scan(made))
    file_slip(desk, page, SIGNED)
    record = view_matter(desk, number).known.matter.paper(made.id)
    assert record is not None and record.proved_on == TODAY
    assert fetch_proof(desk, number, record.attempts[-1].slip) == PICTURE


def test_without_the_day_on_the_slip_nothing_is_filed_and_nothing_kept(desk: Session) -> None:
    number, made = notice(desk)
    (page,) = read(desk, scan(made))
    with pytest.raises(BadInput) as caught:
        file_slip(
            desk, page, Deliver(paper="", method=SIGNED.method, outcome=SIGNED.outcome, receiver="张示范")
        )
    assert caught.value.code == "slip.day_missing" and attempts(desk, number) == []


def test_scanned_twice_in_one_batch_and_again_the_next_day_files_once(desk: Session) -> None:
    number, made = notice(desk)
    first, second = read(desk, scan(made), scan(made, page=2))
    assert [first.state, second.state] == [SlipState.READY, SlipState.TWICE]
    results = file_slips(desk, [(first, SIGNED), (second, SIGNED)])
    assert [None if r.refused is None else r.refused.code for r in results] == [None, "slip.not_ready"]
    (again,) = read(desk, scan(made))
    assert (again.state, again.day) == (SlipState.FILED, TODAY)
    with pytest.raises(AppError) as caught:
        file_slip(desk, again, SIGNED)
    assert caught.value.code == "slip.filed_already"
    assert len(attempts(desk, number)) == 1


def test_a_slip_with_a_failed_attempt_says_so_when_it_comes_again(desk: Session) -> None:
    number, made = notice(desk)
    (page,) = read(desk, scan(made))
    assert page.day is None
    file_slip(desk, page, replace(SIGNED, outcome=Outcome.REFUSED, reason="说不收"))
    (again,) = read(desk, scan(made))
    assert (again.state, again.day) == (SlipState.READY, TODAY)
    assert len(attempts(desk, number)) == 1


def test_somebody_elses_slip_says_whose_and_is_never_filed_here(desk: Session) -> None:
    stranger = SlipCode(station="LX99", paper="77" * 16)
    forgotten = SlipCode(station="LX07", paper="88" * 16)
    other, lost = read(
        desk,
        ScannedPage(page=1, picture=PICTURE, slips=(stranger,)),
        ScannedPage(page=2, picture=PICTURE, slips=(forgotten,)),
    )
    assert (other.state, other.station) == (SlipState.ELSEWHERE, "LX99")
    assert lost.state is SlipState.UNKNOWN
    _, made = notice(desk)
    (known,) = read(desk, scan(made, station="LX99"))
    assert known.state is SlipState.ELSEWHERE, "who printed the slip files it, also where the paper is known"
    for page in (other, lost):
        with pytest.raises(AppError) as caught:
            file_slip(desk, page, SIGNED)
        assert caught.value.code == "slip.not_ready"


def test_every_page_is_told_of_whatever_it_is(desk: Session) -> None:
    _, made = notice(desk)
    _, unsealed = notice(desk, sealed=False)
    number, gone = notice(desk)
    perform(desk, number, VoidPaper(paper=gone.id, reason="错字"))
    both = (SlipCode(station="LX07", paper=made.id), SlipCode(station="LX07", paper=unsealed.id))
    scanner = Scanner(
        {
            "a.pdf": [
                scan(made, 1),
                scan(unsealed, 2),
                scan(gone, 3),
                ScannedPage(page=4, picture=PICTURE, slips=both),
                ScannedPage(page=5, picture=PICTURE),
                ScannedPage(page=6, picture=PICTURE, blank=True),
                ScannedPage(page=7, refused="scanned.page_damaged"),
            ],
            "locked.pdf": BadInput("scanned.password", file="locked.pdf"),
            "nothing.tif": [],
        }
    )
    found = list(read_slips(desk, scanner, [Path(name) for name in scanner.files]))
    assert [(page.file, page.page, page.state.value) for page in found] == [
        ("a.pdf", 1, "ready"),
        ("a.pdf", 2, "unsealed"),
        ("a.pdf", 3, "void"),
        ("a.pdf", 4, "several"),
        ("a.pdf", 5, "unread"),
        ("a.pdf", 6, "blank"),
        ("a.pdf", 7, "refused"),
        ("locked.pdf", 0, "refused"),
        ("nothing.tif", 0, "refused"),
    ]
    assert [page.error.code for page in found if page.error] == [
        "scanned.page_damaged", "scanned.password", "scanned.empty",
    ]  # fmt: skip


def test_an_unread_page_is_given_to_a_paper_by_hand_and_a_read_one_is_not(desk: Session) -> None:
    number, made = notice(desk)
    _, other = notice(desk)
    unread, ready = read(desk, ScannedPage(page=1, picture=PICTURE), scan(other, 2))
    chosen = assigned(desk, unread, number, made.number)
    assert (chosen.state, chosen.paper) == (SlipState.READY, made.id)
    file_slip(desk, chosen, SIGNED)
    assert len(attempts(desk, number)) == 1
    with pytest.raises(AppError) as caught:
        assigned(desk, ready, number, made.number)
    assert caught.value.code == "slip.code_says_otherwise"


def test_a_refusal_of_the_law_leaves_no_picture_behind(desk: Session) -> None:
    number, made = notice(desk)
    (page,) = read(desk, scan(made))
    stranger = Deliver(
        paper="", method=SIGNED.method, outcome=SIGNED.outcome, receiver="王会计", relation="村会计", on=TODAY
    )
    (result,) = file_slips(desk, [(page, stranger)])
    assert result.refused is not None and result.refused.code == "deliver.receiver_not_entitled"
    assert attempts(desk, number) == []
    assert not desk.store.has(hashlib.sha256(PICTURE).hexdigest())


def test_the_slip_of_a_confidential_matter_shows_no_name_and_is_kept_sealed(desk: Session) -> None:
    number, made = notice(desk, confidential=True)
    (page,) = read(desk, scan(made))
    assert page.addressee.sealed and page.addressee.name == ""
    file_slip(desk, page, SIGNED)
    kept = attempts(desk, number)[-1]
    assert desk.store.fetch(kept) != PICTURE and fetch_proof(desk, number, kept) == PICTURE
    with pytest.raises(AppError):
        fetch_proof(desk, number, made.sha256)
