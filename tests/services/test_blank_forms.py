"""Forms printed empty: counted, bound to one matter each, voided with a reason; nobody learns of a matter not theirs."""

from __future__ import annotations

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from PIL import Image

from app.domain.acts.binding import BindForm
from app.domain.claims import Purpose
from app.errors import AppError, BadInput, NotAllowed, NotFound, Refused
from app.services.blank_forms import form_state, series_rows, void_form
from app.services.form_printing import print_again, print_forms
from app.services.perform import perform
from app.services.reading import open_matter, view_matter
from app.services.session import Session
from app.services.timeline import history_lines
from tests.desks import folder, founded, registers, session, sign_in
from tests.fakes import FakeMemory
from tests.papers.rendering import pictures_of
from ui.code_texts import form_codes


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def refusal(desk: Session, number: str, code: str) -> AppError:
    with pytest.raises(AppError) as refused:
        perform(desk, number, BindForm(code=code))
    return refused.value


def test_a_series_is_recorded_with_kind_count_and_who_printed_it(desk: Session) -> None:
    made = print_forms(desk, "D01", 3)
    (row,) = series_rows(desk)
    assert (row.kind, row.title, row.count, row.free, row.by) == ("D01", "来访登记表", 3, 3, "clerk")
    assert row.series == made.series
    assert len(set(made.codes)) == 3
    assert made.rendered.pages == 6, "front and back of each"


def test_the_newest_series_stands_first(desk: Session) -> None:
    for kind in ("D01", "D05"):
        print_forms(desk, kind, 1)
    assert [row.kind for row in series_rows(desk)] == ["D05", "D01"]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_every_form_of_the_file_bears_its_own_code(desk: Session, tmp_path: Path) -> None:
    made = print_forms(desk, "D05", 3)
    path = tmp_path / "forms.pdf"
    path.write_bytes(made.rendered.pdf)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    pages = text.split("\f")[: made.rendered.pages]
    assert [[code in page for code in made.codes] for page in pages] == [
        [place == page for place in range(3)] for page in range(3)
    ]
    assert all("示范县信访局" in page for page in pages)


def test_a_series_can_be_printed_again_when_the_printer_ate_it(desk: Session) -> None:
    made = print_forms(desk, "D06", 2)
    assert print_again(desk, made.series.upper()).rendered.pdf == made.rendered.pdf
    assert len(series_rows(desk)) == 1
    with pytest.raises(NotFound):
        print_again(desk, "0" * 28)


def test_a_form_is_bound_to_its_matter_once(desk: Session) -> None:
    code = print_forms(desk, "D05", 2).codes[0]
    number = registers(desk).number
    perform(desk, number, BindForm(code=code.lower()))
    (form,) = view_matter(desk, number).known.matter.forms
    assert (form.code, form.kind) == (code, "D05")
    (row,) = series_rows(desk)
    assert (row.taken, row.free) == (1, 1)
    assert refusal(desk, number, code).code == "form.bound_here"
    second = registers(desk).number
    refused = refusal(desk, second, code)
    assert (refused.code, refused.details) == ("form.bound_elsewhere", {"number": number})
    assert view_matter(desk, second).known.matter.forms == ()
    assert history_lines(desk, open_matter(desk, number))[0].facts["code"] == code


def test_a_second_binding_does_not_tell_of_a_matter_that_one_may_not_see(desk: Session) -> None:
    code = print_forms(desk, "D01", 1).codes[0]
    secret = registers(desk, purpose=Purpose.ACCUSATION).number
    perform(desk, secret, BindForm(code=code))
    other = session(desk.memory, "clerk2")
    refused = refusal(other, registers(other).number, code)
    assert (refused.code, refused.details) == ("form.bound_unseen", {})
    leader = session(desk.memory, "leader")
    assert refusal(leader, registers(desk).number, code).details == {"number": secret}
    with pytest.raises(Refused) as voided:
        void_form(other, code, "丢了")
    assert secret not in str(voided.value)


def test_a_sheet_in_the_hand_says_where_it_belongs(desk: Session) -> None:
    free, bound, void, dark = print_forms(desk, "D01", 4).codes
    number = registers(desk).number
    perform(desk, number, BindForm(code=bound))
    perform(desk, registers(desk, purpose=Purpose.ACCUSATION).number, BindForm(code=dark))
    void_form(desk, void, "写坏")
    found = [form_state(desk, code) for code in (free, bound, void)]
    assert [(item.state, item.number, item.reason) for item in found] == [
        ("free", "", ""),
        ("bound", number, ""),
        ("void", "", "写坏"),
    ]
    assert {item.title for item in found} == {"来访登记表"}
    hidden = form_state(session(desk.memory, "clerk2"), dark)
    assert (hidden.state, hidden.number) == ("bound", "")
    with pytest.raises(NotAllowed):
        form_state(session(desk.memory, "sysadmin"), free)


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("dots", [100, 150, 200])
def test_a_scan_of_a_sheet_gives_its_code(desk: Session, dots: int, tmp_path: Path) -> None:
    made = print_forms(desk, "D08", 1)
    scan, blank = tmp_path / "scan.png", tmp_path / "blank.png"
    pictures_of(made.rendered.pdf, dots=dots)[0].rotate(1.5, fillcolor="white").save(scan)
    assert form_codes(scan) == list(made.codes)
    Image.new("L", (200, 200), 255).save(blank, "PNG")
    with pytest.raises(BadInput) as refused:
        form_codes(blank)
    assert refused.value.code == "form.code_unreadable"


def test_a_spoiled_form_is_void_with_its_reason_and_never_bound(desk: Session) -> None:
    code, other = print_forms(desk, "D01", 2).codes
    void_form(desk, code, "写坏")
    (row,) = series_rows(desk)
    assert (row.voided, row.free) == (1, 1)
    refused = refusal(desk, registers(desk).number, code)
    assert (refused.code, refused.details) == ("form.voided", {})
    with pytest.raises(Refused):
        void_form(desk, code, "又一次")
    with pytest.raises(BadInput):
        void_form(desk, other, "  ")
    perform(desk, registers(desk).number, BindForm(code=other))
    with pytest.raises(Refused):
        void_form(desk, other, "丢了")


def test_a_code_that_was_never_printed_here_is_bound_to_nothing(desk: Session) -> None:
    made = print_forms(desk, "D01", 1)
    number = registers(desk).number
    strange = made.codes[0].replace(made.series.upper(), "F" * 28)
    assert refusal(desk, number, strange).code == "form.code_unreadable", "its check no longer fits"
    elsewhere = FakeMemory()
    founded(elsewhere)
    far = session(elsewhere)
    assert refusal(far, registers(far).number, made.codes[0]).code == "form.unknown"


@pytest.mark.parametrize("count", [0, -1, 501])
def test_a_count_out_of_range_prints_nothing(desk: Session, count: int) -> None:
    with pytest.raises(BadInput):
        print_forms(desk, "D01", count)
    assert series_rows(desk) == ()


def test_a_notice_is_never_printed_empty(desk: Session) -> None:
    with pytest.raises(Refused) as refused:
        print_forms(desk, "D14", 1)
    assert refused.value.code == "form.not_blank"


def test_who_only_administers_prints_no_forms(desk: Session) -> None:
    admin = session(desk.memory, "sysadmin")
    with pytest.raises(NotAllowed):
        print_forms(admin, "D01", 1)


def test_a_binding_outlives_the_program_and_the_rebuilding_of_its_lists(tmp_path: Path) -> None:
    folder(tmp_path / "office")
    opened = sign_in(tmp_path / "office")
    code = print_forms(opened.session, "D05", 1).codes[0]
    number = registers(opened.session).number
    perform(opened.session, number, BindForm(code=code))
    opened.close()
    again = sign_in(tmp_path / "office")
    try:
        assert again.rebuild(check=True)["equal"]
        assert [row.taken for row in series_rows(again.session)] == [1]
        assert refusal(again.session, registers(again.session).number, code).details == {"number": number}
    finally:
        again.close()


def test_two_desks_that_bind_one_sheet_at_the_same_moment_bind_it_once(tmp_path: Path) -> None:
    folder(tmp_path / "office")
    first, second = sign_in(tmp_path / "office"), sign_in(tmp_path / "office")
    try:
        for _ in range(4):
            code = print_forms(first.session, "D05", 1).codes[0]
            numbers = [registers(desk.session).number for desk in (first, second)]
            start = Barrier(2)

            def bind(desk: Session, number: str, code: str = code, start: Barrier = start) -> str:
                start.wait()
                try:
                    perform(desk, number, BindForm(code=code))
                except AppError as refused:
                    return refused.code
                return "bound"

            with ThreadPoolExecutor(2) as pool:
                told = sorted(pool.map(bind, (first.session, second.session), numbers))
            assert told == ["bound", "form.bound_elsewhere"]
            filed = [view_matter(first.session, number).known.matter.forms for number in numbers]
            assert sorted(len(forms) for forms in filed) == [0, 1]
        assert all(chain.ok for chain in first.verify())
    finally:
        first.close()
        second.close()
