"""The sheet keeps the measures of GB/T 9704-2012, looked at from outside: in the finished file."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.papers.flow import Box, Cell, NewPage, Row, Space, TextBox, paginate
from app.papers.linebreak import Line
from app.papers.page import BODY, LEADING, MM, PITCH
from app.papers.render import PaperFacts, render
from tests.papers.samples import sample

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
Word = tuple[float, float, float, float, str]


def words_on(paper: PaperFacts, page: int, tmp_path: Path) -> list[Word]:
    """Left, top, right and bottom (in mm) and text of each run of letters on a page."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(render(paper).pdf)
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), path, "-"]
    out = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    pattern = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>'
    found = re.findall(pattern, out)
    return [(*(float(value) / MM for value in row[:4]), row[4]) for row in found]  # type: ignore[misc]


def red_rules(pdf: bytes, tmp_path: Path) -> list[int]:
    """Rows (in tenths of a millimetre) of the first page that are red, 25 mm from its left edge."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "254", "-f", "1", "-l", "1", "-png", path, tmp_path / "page"], check=True
    )
    (picture,) = tmp_path.glob("page*.png")
    with Image.open(picture) as image:
        column = image.convert("RGB").crop((250, 0, 251, image.height)).tobytes()
    return [row for row in range(len(column) // 3) if column[3 * row] > 150 and column[3 * row + 1] < 120]


@needs_poppler
def test_a_full_page_has_twenty_two_lines_of_twenty_eight_characters(tmp_path: Path) -> None:
    found = words_on(sample("D09", claims=[{"text": "事" * 28 * 60}]), 2, tmp_path)
    lines = [word for word in found if len(word[4]) == 28 and set(word[4]) == {"事"}]
    assert len(lines) == 22
    for left, top, right, bottom, _ in lines:
        assert left == pytest.approx(28, abs=0.5)
        assert right == pytest.approx(184, abs=0.5)
        assert top >= 37 - 0.5
        assert bottom <= 297 - 35 + 0.5
    tops = sorted(word[1] for word in lines)
    assert tops[-1] - tops[0] == pytest.approx(21 * LEADING / MM, abs=0.1)


@needs_poppler
def test_the_first_page_of_a_letter_has_no_number_and_the_others_have(tmp_path: Path) -> None:
    paper = sample("D09", claims=[{"text": "事" * 28 * 60}])
    assert not [word for word in words_on(paper, 1, tmp_path) if word[4] == "—"]
    even = [word for word in words_on(paper, 2, tmp_path) if word[4] == "—"]
    odd = [word for word in words_on(paper, 3, tmp_path) if word[4] == "—"]
    assert min(word[0] for word in even) == pytest.approx(28 + PITCH / MM, abs=0.6)
    assert max(word[2] for word in odd) == pytest.approx(184 - PITCH / MM, abs=0.6)


@needs_poppler
def test_the_red_rules_of_a_letter_stand_where_the_standard_puts_them(tmp_path: Path) -> None:
    rows = red_rules(render(sample("D14")).pdf, tmp_path)
    assert rows, "no red rule found"
    assert max(rows) == pytest.approx(2970 - 200, abs=8)
    heads = [row for row in rows if row < 1500]
    assert min(heads) == pytest.approx(300 + 34 * 10 * 25.4 / 72 + 40, abs=30)


@needs_poppler
def test_paper_with_a_printed_head_has_no_red_at_all(tmp_path: Path) -> None:
    whole = sample("D14")
    printed = PaperFacts(
        kind="D14",
        template_version="1",
        document_number=whole.document_number,
        facts=whole.facts,
        preprinted=True,
    )
    assert red_rules(render(printed).pdf, tmp_path) == []


@needs_poppler
def test_the_place_of_the_seal_is_left_empty(tmp_path: Path) -> None:
    found = words_on(sample("D14"), 2, tmp_path)
    office = next(word for word in found if word[4] == "青山县柳溪镇人民政府")
    day = next(word for word in found if word[4] == "2026年11月30日")
    last = max(word[1] for word in found if word[1] < office[1] - 1)
    below = [word for word in found if word[1] > day[3] + 1 and word[3] < 262]
    assert office[1] - last == pytest.approx(3 * LEADING / MM, abs=0.2)
    assert day[1] - office[1] == pytest.approx(LEADING / MM, abs=0.2)
    seal_top = (office[1] + office[3]) / 2 - 45 / 2
    assert 0 <= seal_top - (last + 16 / MM) <= LEADING / MM
    assert not below
    assert (office[0] + office[2]) / 2 == pytest.approx((day[0] + day[2]) / 2, abs=0.5)


def text_box(keep: bool = False) -> TextBox:
    return TextBox(line=Line(units=(), starts=(), indent=0, width=0, last=True), style=BODY, keep=keep)


def row_of(lines: int) -> Row:
    return Row(cells=(Cell(lines=tuple(text_box() for _ in range(lines)), left=0, width=100),))


boxes = st.lists(
    st.one_of(
        st.booleans().map(text_box),
        st.integers(min_value=0, max_value=80).map(row_of),
        st.floats(min_value=1, max_value=90).map(lambda height: Space(height=height)),
        st.just(NewPage()),
    ),
    max_size=60,
)


def text_lines(box: Box) -> int:
    if isinstance(box, Row):
        return sum(len(cell.lines) for cell in box.cells)
    return int(isinstance(box, TextBox))


@settings(max_examples=150, deadline=None)
@given(boxes)
def test_pages_hold_every_line_once_and_never_overflow(given_boxes: list[Box]) -> None:
    pages = paginate(given_boxes, lambda page: 300.0 if page == 1 else 500.0)
    placed = [box for page in pages for _, box in page]
    assert sum(map(text_lines, placed)) == sum(map(text_lines, given_boxes))
    for number, page in enumerate(pages, start=1):
        room = 300.0 if number == 1 else 500.0
        for down, box in page:
            assert down + box.height <= room + 0.1


def test_the_head_of_a_list_is_said_again_on_the_next_page() -> None:
    head = row_of(1)
    rows = [Row(cells=row_of(4).cells, heads=(head,)) for _ in range(10)]
    pages = paginate([head, *rows], lambda page: 400.0)
    assert len(pages) > 2
    assert all(page[0][1] is head for page in pages)


def test_a_heading_goes_with_what_it_heads() -> None:
    pages = paginate(
        [*[text_box() for _ in range(9)], text_box(keep=True), text_box()], lambda page: 10 * LEADING
    )
    assert [len(page) for page in pages] == [9, 2]
