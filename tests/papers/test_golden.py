"""Every paper looks and reads as it did when somebody last looked at it (tests/papers/golden.py writes them anew)."""

from __future__ import annotations

import shutil

import pytest
from PIL import Image, ImageDraw

from app.papers.render import render
from tests.papers.golden import CASES, FOLDER, case_of, differs, kinds, place_of, strip_of, words_of
from tests.papers.samples import sample

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", kinds())
def test_a_paper_is_as_it_was_when_it_was_looked_at(kind: str, case: str) -> None:
    pdf = render(case_of(kind, case)).pdf
    assert words_of(pdf) + "\n" == place_of(kind, case, "txt").read_text(encoding="utf-8")
    with Image.open(place_of(kind, case, "png")) as kept:
        assert not differs(strip_of(pdf), kept), "look at it; then python -m tests.papers.golden"


def test_there_are_golden_pages_of_every_kind_and_of_nothing_else() -> None:
    wanted = {place_of(kind, case, ending) for kind in kinds() for case in CASES for ending in ("txt", "png")}
    assert set(FOLDER.iterdir()) == wanted


@pytest.mark.parametrize("fault", ["a line gone", "a line moved", "a smudge", "a page more"])
def test_a_page_that_looks_different_is_noticed(fault: str) -> None:
    good = strip_of(render(sample("D14")).pdf)
    bad = good.copy()
    width, height = good.size
    draw = ImageDraw.Draw(bad)
    if fault == "a line gone":
        draw.rectangle((20, height // 2 - 4, width - 20, height // 2 + 4), fill=255)
    elif fault == "a line moved":
        bad.paste(good.crop((0, height // 3, width, height - 8)), (0, height // 3 + 4))
    elif fault == "a smudge":
        draw.ellipse((width // 4, 20, width // 4 + 14, 34), fill=0)
    else:
        bad = Image.new("L", (width + 165, height), 255)
        bad.paste(good, (0, 0))
    assert differs(good, bad)
    assert not differs(good, good.copy())
