"""The seal basket: what waits is taken with a key, sealed at once, and stands in the register."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.acts.forwarding import Forward
from app.domain.acts.sealing import SealPaper
from app.services import papers
from app.services.paper_drafts import keep_draft
from app.services.perform import perform
from app.services.reading import view_matter
from tests.ui.conftest import Picture
from tests.ui.pages_matter import PaperTray
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.seal_basket import SealBasketPage
from ui.theme import Theme, apply_theme, current

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three matters: two notices wait for the seal, one draft for a review."""
    made = training_folder(tmp_path / "data")
    desk = open_as(made, at="2026-11-19T15:00")
    for at, name in enumerate(("张示范", "李示范", "王示范")):
        number = registered(desk, name)
        perform(desk.session, number, Forward(unit=desk.session.office.units[0].code))
        if at < 2:
            papers.issue(desk.session, number, "D11")
        else:
            keep_draft(desk.session, number, "D11")
    desk.close()
    return made


def opened(qtbot: QtBot, folder: Path) -> tuple[Window, SealBasketPage]:
    window = Window(qtbot, folder)
    window.enter(at="2026-11-20T09:30")
    window.today()
    window.press(Qt.Key.Key_F7, None, SHIFT)
    page = window.until("basket")
    assert isinstance(page, SealBasketPage)
    window.settle()
    return window, page


def test_the_afternoons_papers_are_sealed_together(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    window, page = opened(qtbot, folder)
    assert [row.name for row in page.basket.rows] == ["张**", "李**"]
    assert [row.state for row in page.drafts.rows] == ["drafted"]
    assert not page.seal_button.isEnabled() and not page.print_button.isEnabled()
    assert page.all_button.isEnabled()
    window.press(Qt.Key.Key_Space, page.basket)
    assert [row.name for row in page.taken] == ["张**"]
    window.press(Qt.Key.Key_A, page.basket, CONTROL)
    picture(window.shell, "basket-light", 1.0)
    assert cut_labels(page) == []
    page.approved_by.editor.setFocus()
    window.keys("王局长")
    window.press(Qt.Key.Key_Return, page.approved_by.editor, CONTROL)
    window.settle()
    assert "已记盖章 2 份" in window.said and page.basket.rows == ()
    assert not page.all_button.isEnabled(), "there is nothing to take"
    page.span.path.setText(str(folder.parent / "register.xlsx"))
    page.span.path.setModified(True)
    window.press(Qt.Key.Key_S, page.basket, CONTROL)
    window.settle()
    window.press(Qt.Key.Key_S, page.basket, CONTROL | SHIFT)
    window.settle()
    assert {path.name for path in folder.parent.glob("*.xlsx")} == {"register.xlsx", "发文登记 2026.xlsx"}
    window.press(Qt.Key.Key_Escape, page.basket)
    window.until("today")
    window.close()


def test_a_batch_is_printed_in_one_job_and_a_spoiled_page_again_alone(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    window, page = opened(qtbot, folder)
    tray = PaperTray()
    day = window.desk_window.day
    assert day is not None
    day.printer = tray
    window.press(Qt.Key.Key_P, page.basket, CONTROL)
    assert tray.printed == [] and "还没有选中" in window.said
    window.press(Qt.Key.Key_A, page.basket, CONTROL)
    window.press(Qt.Key.Key_P, page.basket, CONTROL)
    for _ in range(3):
        window.settle()
    ((title, whole),) = tray.printed
    assert title == "LX07 2 papers" and page.batch.told.count("去向告知书") == 2
    count = len(PdfReader(BytesIO(whole)).pages)
    picture(window.shell, "basket-batch", 1.0)
    for typed in ("x", "0", f"{count + 1}"):
        page.batch.pages.editor.setText(typed)
        page.batch.print_pages()
        assert len(tray.printed) == 1 and page.batch.pages.note.text
    page.batch.pages.editor.setFocus()
    page.batch.pages.editor.setText(str(count))
    window.press(Qt.Key.Key_Return, page.batch.pages.editor)
    for _ in range(3):
        window.settle()
    (_, (_, again)) = tray.printed
    assert len(PdfReader(BytesIO(again)).pages) == 1
    last = PdfReader(BytesIO(whole)).pages[-1].extract_text()
    assert PdfReader(BytesIO(again)).pages[0].extract_text() == last
    desk = open_as(folder, at="2026-11-20T09:31")
    copies = [
        view_matter(desk.session, row.number).known.matter.papers[0].printed_copies
        for row in page.basket.rows
    ]
    desk.close()
    assert copies == [1, 2], "each sheet that came out is written down at its own matter"
    window.close()


def test_one_paper_that_is_refused_stops_no_other(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, page = opened(qtbot, folder)
    first = page.basket.rows[0]
    window.press(Qt.Key.Key_A, page.basket, CONTROL)
    desk = open_as(folder, "handler", at="2026-11-20T09:31")
    perform(desk.session, first.number, SealPaper(paper=first.id))
    desk.close()
    page.seal()
    window.settle()
    assert first.number in window.said and "没有记上" in window.said
    assert page.basket.rows == ()
    window.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("light", 24)])
def test_it_stays_readable(
    qtbot: QtBot, qapp: QApplication, folder: Path, picture: Picture, name: str, body: int
) -> None:
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    window, page = opened(qtbot, folder)
    picture(window.shell, f"basket-{name}-{body}", 1.0)
    assert cut_labels(page) == []
    window.close()
