"""What the exchange leaves on a matter's page: a printed paper that was overtaken, a file that stays shut."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.acts.correcting import Corrected
from app.domain.acts.handing_in import PagesAttached
from app.domain.material import Piece
from app.services import papers
from tests.ui.conftest import Picture
from tests.ui.pages_matter import ALT, CONTROL, MatterDesk
from tests.ui.pages_window import open_as
from tests.ui.test_both_sides import county_writes
from tests.ui.test_gallery import cut_labels
from tests.ui.test_matter import AT, office

NAME = "张示范"


def test_an_overtaken_paper_and_a_shut_file_are_said_on_the_page_and_on_the_board(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window, number = office(qtbot, tmp_path)
    there = open_as(tmp_path / "office", at=AT)
    papers.issue(there.session, number, "D02")
    kept = there.session.store.keep(b"MZ a program")
    county_writes(
        there.session,
        number,
        Corrected(field="name", people_before=NAME, people_after="王更正", reason="身份证"),
        PagesAttached(files=(kept,), piece=Piece.PHOTO),
    )
    there.close()
    board = window.today()
    board.read()
    qtbot.waitUntil(lambda: board.overtaken.isVisible())
    picture(window.shell, "today-overtaken-light", 1.0)
    window.press(Qt.Key.Key_G, None, CONTROL | ALT)
    matter = MatterDesk.on(window)
    assert matter.page.number == number
    card = matter.page.overview.both_sides
    said = "\n".join(card.lines)
    assert NAME in said and "王更正" in said and "更正重发" in said
    assert "只留存、不打开" in said
    picture(window.shell, "matter-exchange-marks-light", 1.0)
    assert cut_labels(matter.page) == []
    window.close()
