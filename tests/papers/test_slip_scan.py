"""Reading the code of a worn slip: found, turned upright, and never taken for another one."""

from __future__ import annotations

import shutil
from dataclasses import replace
from random import Random

import pytest
from PIL import Image, ImageDraw

from app.papers import qr
from app.papers.catalogue import paper_kind
from app.papers.facts import PaperFacts
from app.papers.render import render
from app.papers.slip_scan import read_page
from app.qr.form_code import FormCode
from tests.papers.rendering import pictures_of
from tests.papers.worn_slips import Wear, by_lot, code, printed, slip, some_paper, worn

pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
PAPER = "5e" * 16


@pytest.fixture(scope="module")
def page() -> Image.Image:
    """One printed slip."""
    return printed(PAPER, 150)


@pytest.mark.parametrize("seed", range(12))
def test_a_worn_slip_is_read_and_turned_upright(seed: int) -> None:
    random = Random(4000 + seed)
    paper, wear = some_paper(random), replace(by_lot(random), dots=random.choice([150, 200]))
    found = read_page(slip(paper, wear, random))
    assert found.slips == (code(paper),)
    assert found.turn == (180 if wear.upside_down else 0)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_it_lies_in_the_feeder_as_it_likes(page: Image.Image, turn: int) -> None:
    found = read_page(page.rotate(turn, expand=True))
    assert (found.slips, found.turn) == ((code(PAPER),), turn)


@pytest.mark.parametrize("corner", ["first", "second"])
def test_one_of_the_two_codes_may_be_gone(page: Image.Image, corner: str) -> None:
    torn = page.copy()
    wide, high = torn.size
    half = (0, 0, wide, high // 2) if corner == "first" else (0, high // 2, wide, high)
    ImageDraw.Draw(torn).rectangle(half, fill="white")
    assert read_page(torn).slips == (code(PAPER),)


def test_two_slips_on_one_sheet_are_both_told(page: Image.Image) -> None:
    other = "6f" * 16
    both = Image.new("RGB", (page.width * 2, page.height), "white")
    both.paste(page, (0, 0))
    both.paste(printed(other, 150), (page.width, 0))
    assert set(read_page(both).slips) == {code(PAPER), code(other)}


def test_a_slip_without_its_codes_is_unread_and_not_guessed(page: Image.Image) -> None:
    bare = page.copy()
    wide, high = bare.size
    for box in ((0, 0, wide, high // 5), (0, high * 3 // 4, wide, high)):
        ImageDraw.Draw(bare).rectangle(box, fill="white")
    found = read_page(bare)
    assert (found.slips, found.blank) == ((), False)


@pytest.mark.parametrize("colour", [(255, 255, 255), (243, 240, 233), (12, 12, 12)])
def test_an_empty_sheet_is_called_empty(page: Image.Image, colour: tuple[int, int, int]) -> None:
    empty = worn(Image.new("RGB", page.size, colour), Wear(scribbles=0, noise=6.0), Random(1))
    assert read_page(empty).blank


@pytest.mark.parametrize("turn", [0, 180])
def test_a_filled_in_form_of_the_waiting_room_is_read_and_turned_upright(turn: int) -> None:
    form = FormCode(series="5e" * 14, place=7)
    office = {"name": "示范县信访局", "phone": "0373-0000000"}
    blank = PaperFacts(
        kind="D01",
        template_version=paper_kind("D01").version,
        document_number=None,
        facts={"office": office},
        form_code=form.payload(),
    )
    first, *_ = pictures_of(render(blank).pdf, dots=150)
    filled = worn(first.convert("RGB"), Wear(scribbles=3), Random(2)).rotate(turn)
    found = read_page(filled)
    assert (found.forms, found.slips, found.turn) == ((form,), (), turn)


def test_a_receipt_for_enquiries_is_no_slip(page: Image.Image) -> None:
    other = qr.make(qr.ReceiptCode(number="LX07-26-01207-3", token="0" * 32).payload())
    sheet = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(sheet)
    for row, cells in enumerate(other.rows):
        for column, dark in enumerate(cells):
            if dark:
                left, top = 100 + column * 6, 100 + row * 6
                draw.rectangle((left, top, left + 5, top + 5), fill="black")
    assert qr.texts_in(sheet.convert("L"), thorough=True), "the code itself can be read"
    found = read_page(sheet)
    assert (found.slips, found.blank) == ((), False)
