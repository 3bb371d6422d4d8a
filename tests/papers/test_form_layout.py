"""The layout of forms, records, registers and labels, measured from outside: in the finished file."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from app.papers import qr
from app.papers.catalogue import catalogue, paper_kind
from app.papers.facts import PaperFacts
from app.papers.page import MM
from app.papers.render import render
from app.qr.form_code import FormCode
from tests.papers.invented import OFFICE
from tests.papers.rendering import pictures_of
from tests.papers.samples import extreme, sample

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
Word = tuple[float, float, float, float, str]
CODE = FormCode(series="0123456789abcdef0123456789ab", place=7).payload()
FORM_LAYOUTS = {
    "form": (28, 184),
    "record": (28, 184),
    "wide": (20, 277),
    "half": (16, 134),
    "label": (5, 95),
}
"""Layout → left and right edge of its text area, in millimetres."""
KINDS = tuple(kind.kind for kind in catalogue() if kind.layout in FORM_LAYOUTS)
BLANKS = tuple(kind.kind for kind in catalogue() if kind.blank)
RECORDS = tuple(kind.kind for kind in catalogue() if kind.signers)
ROUNDING = 0.6
"""Millimetres that the box of a word may be off its ink."""
SQUEEZED = 2.8
"""The same where it ends in a mark that was drawn in: the empty half of its box stands outside."""
MARKS = "，。、；：！？）》”"


def pages_of(paper: PaperFacts, folder: Path) -> list[list[Word]]:
    """For each page left, top, right and bottom (in mm) and text of every run of letters."""
    path = folder / "form.pdf"
    path.write_bytes(render(paper).pdf)
    out = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout.decode()
    pattern = r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)</word>'
    return [
        [(*(float(value) / MM for value in row[:4]), row[4]) for row in re.findall(pattern, page)]  # type: ignore[misc]
        for page in out.split("<page ")[1:]
    ]


def text_of(words: list[Word]) -> str:
    return "".join(word[4] for word in words)


def empty_form(kind: str) -> PaperFacts:
    return PaperFacts(
        kind=kind,
        template_version=paper_kind(kind).version,
        document_number=None,
        facts={"office": OFFICE},
        form_code=CODE,
    )


@pytest.mark.parametrize(
    ("kind", "size"),
    [("D24", (210, 297)), ("D54", (297, 210)), ("D41", (148, 210)), ("D55", (100, 150))],
)
def test_each_layout_has_its_own_sheet(kind: str, size: tuple[int, int], tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(render(sample(kind)).pdf)
    said = subprocess.run(["pdfinfo", path], capture_output=True, check=True).stdout.decode()
    found = re.search(r"Page size: +([\d.]+) x ([\d.]+)", said)
    assert found is not None
    assert [round(float(part) / MM) for part in found.groups()] == list(size)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hard", [False, True], ids=["ordinary", "hardest"])
def test_nothing_runs_over_the_edge_of_the_text_area(kind: str, hard: bool, tmp_path: Path) -> None:
    left, right = FORM_LAYOUTS[paper_kind(kind).layout]
    for page in pages_of(extreme(kind) if hard else sample(kind), tmp_path):
        for word in page:
            if word[4] not in "装订线":
                assert word[0] >= left - ROUNDING, word
                assert word[2] <= right + (SQUEEZED if word[4][-1] in MARKS else ROUNDING), word


@pytest.mark.parametrize(
    ("kind", "head"), [("D45", "责任者"), ("D54", "邮件单号"), ("D53", "监印人"), ("D03", "备注")]
)
def test_a_list_over_several_pages_says_its_head_again_on_each(kind: str, head: str, tmp_path: Path) -> None:
    pages = [text_of(page) for page in pages_of(extreme(kind), tmp_path)]
    assert len(pages) > 2
    assert all(head in page for page in pages[:-1])


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_is_signed_at_the_foot_of_every_page(kind: str, tmp_path: Path) -> None:
    signers = paper_kind(kind).signers
    pages = pages_of(extreme(kind), tmp_path)
    assert len(pages) > 2
    feet = []
    for page in pages:
        foot = max(word[1] for word in page if word[4].startswith(f"{signers[0]}："))
        line = text_of([word for word in page if abs(word[1] - foot) < 1])
        assert [f"{role}：" in line for role in signers] == [True] * len(signers)
        between = [word for word in page if foot - 4 < word[3] < foot + 1 and abs(word[1] - foot) >= 1]
        assert between == []
        feet.append(round(foot, 1))
    assert len(set(feet)) == 1


@pytest.mark.parametrize("kind", ["D24", "D45"])
def test_a_record_leaves_the_binding_edge_free(kind: str, tmp_path: Path) -> None:
    for page in pages_of(extreme(kind), tmp_path):
        at_the_edge = text_of([word for word in page if word[0] < 25])
        assert at_the_edge == "装订线"


def test_a_wide_sheet_is_bound_at_its_head(tmp_path: Path) -> None:
    for page in pages_of(extreme("D54"), tmp_path):
        assert text_of([word for word in page if word[1] < 24]) == "装订线"


def test_a_box_to_tick_is_drawn_and_no_sign_of_a_font(tmp_path: Path) -> None:
    (page,) = pages_of(sample("D41"), tmp_path)
    assert not set("☐☑□√✓") & set(text_of(page))
    word = next(word for word in page if word[4] == "满意")

    def ink(rating: str) -> int:
        (picture,) = pictures_of(render(sample("D41", office_rating=rating)).pdf, dots=254)
        box = picture.convert("L").crop(
            [round(part * 10) for part in (word[0] - 4.2, word[1], word[0], word[3])]
        )  # type: ignore[arg-type]
        return sum(count for value, count in enumerate(box.histogram()) if value < 128)

    assert ink("不满意") > 0
    assert ink("满意") > ink("不满意") * 1.2


def test_lines_for_the_pen_are_ruled_across_the_page() -> None:
    picture = pictures_of(render(empty_form("D24")).pdf, dots=72)[1].convert("L")
    column = [picture.getpixel((picture.width // 2, y)) for y in range(picture.height)]
    lines = [y for y in range(1, len(column)) if column[y] < 200 <= column[y - 1]]  # type: ignore[operator]
    gaps = [after - before for before, after in pairwise(lines)]
    assert len([gap for gap in gaps if 25 <= gap <= 27]) > 8


@pytest.mark.parametrize("kind", BLANKS)
def test_a_form_can_be_printed_empty_for_the_pen(kind: str, tmp_path: Path) -> None:
    pages = pages_of(empty_form(kind), tmp_path)
    text = "".join(text_of(page) for page in pages)
    assert re.sub(r"\s", "", paper_kind(kind).title) in text
    assert "None" not in text
    assert "LX" not in text
    assert CODE in text


@pytest.mark.parametrize("kind", BLANKS)
def test_the_code_of_an_empty_form_can_be_scanned_on_every_page(kind: str, tmp_path: Path) -> None:
    made = render(empty_form(kind))
    pages = pages_of(empty_form(kind), tmp_path)
    for number in range(1, made.pages + 1):
        path = tmp_path / "form.pdf"
        path.write_bytes(made.pdf)
        command = ["pdftoppm", "-r", "150", "-gray", "-f", str(number), "-l", str(number), "-png", path]
        picture = subprocess.run(command, capture_output=True, check=True).stdout
        assert qr.read_image(picture) == [CODE]
        right = FORM_LAYOUTS[paper_kind(kind).layout][1]
        assert [word for word in pages[number - 1] if word[2] > right - 24 and word[1] < 30] == []


def test_a_filled_form_bears_no_code_and_an_empty_one_no_mark_of_a_draft(tmp_path: Path) -> None:
    assert "XFF1" not in text_of(pages_of(sample("D06"), tmp_path)[0])
    assert "草稿" not in text_of(pages_of(empty_form("D06"), tmp_path)[0])


def test_a_heading_is_never_left_alone_above_a_row_that_is_taller_than_a_page(tmp_path: Path) -> None:
    path = tmp_path / "remarks.pdf"
    path.write_bytes(render(sample("D46", remarks="情况说明。" * 900)).pdf)
    run = subprocess.run(["pdftotext", "-l", "1", path, "-"], capture_output=True, check=True)
    first = run.stdout.decode()
    assert "卷内备考表" in first and first.count("情况说明。") > 100
