"""The slip of a ticket looks and reads as when somebody last looked at it, and tells nothing but the ticket.

`python -m tests.papers.test_ticket_slip` writes words and picture anew.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from app.papers.ticket_slip import TicketSlip, ticket_slip
from tests.papers.golden import GREYS, differs, strip_of, words_of
from ui.drawn_print import media_of

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
FOLDER = Path(__file__).parent / "golden_slip"
CASES = {
    "ordinary": TicketSlip(office="示范县信访局", ticket=37, at="2026年11月20日 09:41", ahead=4, desk="一窗"),
    "extreme": TicketSlip(
        office="示范省示范市示范自治县人民政府信访局人民来访联合接待中心",
        ticket=9999,
        at="2026年12月31日 23:59",
        ahead=0,
        desk="",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_slip_is_as_it_was_when_it_was_looked_at(case: str) -> None:
    pdf = ticket_slip(CASES[case])
    assert words_of(pdf) + "\n" == (FOLDER / f"{case}.txt").read_text(encoding="utf-8")
    with Image.open(FOLDER / f"{case}.png") as kept:
        assert not differs(strip_of(pdf), kept), "look at it; then python -m tests.papers.test_ticket_slip"


def test_it_says_what_it_is_not_and_is_as_wide_as_the_roll(qapp: object) -> None:
    pdf = ticket_slip(CASES["ordinary"])
    words = words_of(pdf)
    assert "本号票不是受理凭证" in words and "前面还有 4 位" in words and "37" in words.splitlines()
    width, height = media_of(pdf).removeprefix("Custom.").removesuffix("mm").split("x")
    assert (width, words.count("----")) == ("80", 0) and 80 < int(height) < 160


def write_all() -> None:
    """Writes words and pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    for case, given in CASES.items():
        pdf = ticket_slip(given)
        (FOLDER / f"{case}.txt").write_text(words_of(pdf) + "\n", encoding="utf-8")
        strip_of(pdf).quantize(GREYS).save(FOLDER / f"{case}.png", optimize=True)


if __name__ == "__main__":
    write_all()
