"""The receipt as a strip: short, from the facts of the receipt that was issued, and nothing is recorded by it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from app.errors import NotFound, Refused
from app.services import papers
from app.services.offering import offered_papers
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import founded, registers, session
from tests.fakes import FakeMemory
from ui.drawn_print import media_of


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def test_the_strip_says_what_the_receipt_says(desk: Session, tmp_path: Path, qapp: object) -> None:
    number = registers(desk).number
    with pytest.raises(NotFound, match=r"paper\.unknown"):
        papers.strip_of(desk, number)
    papers.issue(desk, number, "D02")
    head = desk.memory.queries.head()
    made = papers.strip_of(desk, number)
    assert desk.memory.queries.head() == head and made.record is None
    path = tmp_path / "strip.pdf"
    path.write_bytes(made.pdf)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()
    assert number in text and "本回执不是受理告知书" in text.replace("\n", "")
    width, height = media_of(made.pdf).removeprefix("Custom.").removesuffix("mm").split("x")
    assert (width, made.pages) == ("80", 1) and 90 < int(height) < 250


def test_only_the_receipt_has_a_strip_and_it_is_no_paper_of_its_own(desk: Session) -> None:
    number = registers(desk).number
    with pytest.raises(Refused, match=r"paper\.no_strip"):
        papers.strip_of(desk, number, "D11")
    matter = view_matter(desk, number).known.matter
    assert "D02S" not in [kind.kind for kind in offered_papers(desk, matter)]
    with pytest.raises(Refused, match=r"form\.not_of_a_matter"):
        papers.issue(desk, number, "D02S")
