"""Where the code of a notice stands: in lines that are empty anyway, away from words and seal, of whole dots."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from app.papers import qr
from app.papers.catalogue import catalogue
from app.papers.facts import PaperFacts
from app.papers.notice_box import DOT, SIDE
from app.papers.page import MM
from app.papers.pdf_words import words_of_pdf
from app.papers.render import render
from app.qr.notice_code import normalised
from tests.papers.golden import words_of
from tests.papers.rendering import pictures_of
from tests.papers.samples import FACTS, VERIFIED, extreme, sample

pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
KINDS = [kind.kind for kind in catalogue() if kind.verifiable]
LONG = "示范土家族苗族自治县人民政府办公室信访工作联席会议办公室"


def with_office(name: str) -> PaperFacts:
    """An acceptance notice of an office of that name."""
    return sample("D14", office={**FACTS["D14"]["office"], "name": name})


def codes(paper: PaperFacts, dots: int) -> list[str]:
    """The codes on its pages."""
    pages = pictures_of(render(paper).pdf, dots=dots)
    return [text for page in pages for text in qr.texts_in(page.convert("L"), thorough=True)]


@pytest.mark.parametrize("dots", [150, 200, 300, 600])
def test_a_cell_is_a_whole_number_of_dots_on_every_printer(dots: int) -> None:
    assert DOT / 72 * dots == pytest.approx(round(DOT / 72 * dots))
    assert DOT / MM >= 0.5 and SIDE / MM < 31.5


@pytest.mark.parametrize("kind", KINDS)
def test_no_notice_becomes_longer_and_its_words_are_the_same_for_every_reader(kind: str) -> None:
    """So the fingerprint is the same, whoever reads the file: our pen, pypdf, poppler."""
    for paper in (sample(kind), extreme(kind)) if kind != "D25" else (sample(kind),):
        made, free = render(paper), render(replace(paper, notice_code=""))
        assert made.pages == render(replace(paper, notice_code=None)).pages
        assert made.words == free.words, "the words do not depend on the code"
        said = normalised(made.words)
        assert normalised(words_of_pdf(made.pdf)) == said
        assert normalised(words_of(made.pdf).replace("\n----\n", "\n")) == said


@pytest.mark.parametrize("name", ["示范县信访局", LONG])
def test_it_is_read_beside_a_short_name_and_above_a_long_one(name: str) -> None:
    assert codes(with_office(name), 150) == [VERIFIED]


def test_a_paper_that_bears_none_says_nothing_of_it() -> None:
    assert codes(replace(sample("D14"), notice_code=None), 150) == []
    assert "扫码" not in words_of_pdf(render(replace(sample("D14"), notice_code=None)).pdf)
    assert "扫码" in words_of_pdf(render(replace(sample("D14"), notice_code="")).pdf)
