"""No paper is kept whose code does not read from the page as it will be printed: at 200 dots an inch, through QtPdf."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from app.domain.acts.forwarding import Forward
from app.errors import Damaged
from app.services import papers
from app.services.perform import perform
from tests.ui.pages_window import open_as, registered, training_folder
from ui.drawn_pages import drawn_pages


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


@pytest.mark.parametrize("kind", ["D02", "D11"])
def test_a_paper_with_a_code_is_kept_when_the_page_reads(folder: Path, kind: str) -> None:
    desk = open_as(folder)
    number = registered(desk)
    perform(desk.session, number, Forward(unit=desk.session.office.units[0].code))
    asked: list[int] = []

    def draw(pdf: bytes, dots: int) -> list[Image.Image]:
        asked.append(dots)
        return drawn_pages(pdf, dots)

    made = papers.issue(replace(desk.session, draw=draw), number, kind)
    assert asked == [200] and made.pdf.startswith(b"%PDF")
    desk.close()


def test_a_line_across_the_code_stops_the_paper_and_says_so(folder: Path) -> None:
    desk = open_as(folder)
    number = registered(desk)

    def worn(pdf: bytes, dots: int) -> list[Image.Image]:
        pages = drawn_pages(pdf, dots)
        for page in pages:
            ImageDraw.Draw(page).rectangle((0, 0, page.width, page.height // 2), fill=255)
        return pages

    with pytest.raises(Damaged) as refused:
        papers.issue(replace(desk.session, draw=worn), number, "D02")
    assert refused.value.code == "paper.code_not_read_back"
    made = papers.fetch(desk.session, number, "D02")
    assert made.pdf.startswith(b"%PDF"), "mended, the same paper is drawn again under its number"
    desk.close()


def test_a_paper_without_a_code_is_not_drawn(folder: Path) -> None:
    desk = open_as(folder)
    number = registered(desk)

    def never(pdf: bytes, dots: int) -> list[Image.Image]:
        raise AssertionError("there is no code to be read")

    papers.issue(replace(desk.session, draw=never), number, "D01")
    desk.close()
