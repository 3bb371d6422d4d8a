"""The ledger from the list of matters: a small card, whole names only for those who may and recorded, nothing lost."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.chains import Passed
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.ledger_card import MASKED, WHOLE
from ui.desk.pages.matters import MattersPage
from ui.theme import Theme, apply_theme, current

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = training_folder(tmp_path / "data")
    desk = open_as(made, at="2026-11-10T09:00")
    registered(desk)
    desk.close()
    return made


class MattersAtWork:
    """The list of matters as a clerk uses it."""

    def __init__(self, qtbot: QtBot, folder: Path, role: str = "clerk") -> None:
        self.window = Window(qtbot, folder)
        self.window.enter(role, at="2026-11-20T09:30")
        self.window.today()
        self.window.press(Qt.Key.Key_F4)
        page = self.window.until("matters")
        assert isinstance(page, MattersPage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        """Waits for what is read and written."""
        for _ in range(3):
            self.window.settle()

    def export(self) -> None:
        """Ctrl+S."""
        self.window.press(Qt.Key.Key_S, None, CONTROL)
        self.settle()

    def path(self, path: Path) -> None:
        """Types where the ledger goes."""
        editor = self.page.ledger.span.named["path"].editor
        assert isinstance(editor, QLineEdit)
        editor.setFocus()
        editor.clear()
        self.window.keys(str(path))


def sheet(path: Path) -> str:
    return zipfile.ZipFile(io.BytesIO(path.read_bytes())).read("xl/worksheets/sheet1.xml").decode()


def test_masked_names_unless_asked_for(qtbot: QtBot, folder: Path, tmp_path: Path, picture: Picture) -> None:
    desk = MattersAtWork(qtbot, folder)
    assert not desk.page.ledger.isVisible()
    desk.export()
    assert desk.page.ledger.isVisible() and desk.page.ledger.span.first.hasFocus()
    picture(desk.window.shell, "ledger-light", 1.0)
    assert cut_labels(desk.page) == []
    desk.path(tmp_path / "masked.xlsx")
    desk.export()
    assert "已存到" in desk.window.said and not desk.page.ledger.isVisible()
    assert "张**" in sheet(tmp_path / "masked.xlsx") and "张示范" not in sheet(tmp_path / "masked.xlsx")
    looks = looks_of(folder)
    desk.export()
    desk.page.ledger.names.take(WHOLE)
    desk.path(tmp_path / "whole.xlsx")
    desk.export()
    assert "张示范" in sheet(tmp_path / "whole.xlsx")
    assert looks_of(folder) == looks + 1, "whoever takes whole names is recorded"
    desk.export()
    assert desk.page.ledger.names.code == MASKED
    desk.window.close()


def looks_of(folder: Path) -> int:
    """How many exports are recorded, each with whether it held whole names."""
    desk = open_as(folder)
    found: list[bool] = []

    def walked(passed: Passed) -> None:
        if passed.kind == "exported":
            found.append(bool((passed.entry().body() or {}).get("names")))

    desk.opened.memory.verify("access", walked=walked)
    desk.close()
    return sum(found)


def test_esc_folds_the_card_and_keeps_the_search(qtbot: QtBot, folder: Path) -> None:
    desk = MattersAtWork(qtbot, folder)
    desk.window.keys("nothing")
    desk.export()
    desk.page.ledger.span.last.setText("soon")
    desk.export()
    assert "不是日期" in desk.page.ledger.span.named["to"].note.text
    desk.window.press(Qt.Key.Key_Escape)
    assert not desk.page.ledger.isVisible()
    assert desk.page.box.hasFocus() and desk.page.box.text() == "nothing"
    desk.window.close()


def test_an_archivist_gets_masked_names_only(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    desk = MattersAtWork(qtbot, folder, "archivist")
    desk.export()
    desk.page.ledger.names.take(WHOLE)
    assert desk.page.ledger.names.code == MASKED
    desk.path(tmp_path / "ledger.xlsx")
    desk.export()
    assert "张示范" not in sheet(tmp_path / "ledger.xlsx")
    desk.window.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("high_contrast", 14), ("light", 24)])
def test_the_card_in_other_looks(
    qtbot: QtBot, qapp: QApplication, folder: Path, picture: Picture, name: str, body: int
) -> None:
    desk = MattersAtWork(qtbot, folder)
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    desk.export()
    QApplication.processEvents()
    picture(desk.window.shell, f"ledger-{name}-{body}", 1.0)
    assert desk.window.shell.width() == 1366
    assert cut_labels(desk.page) == []
    desk.window.close()


def test_the_ledger_of_reviews_has_a_name_and_rows_of_its_own(
    qtbot: QtBot, folder: Path, tmp_path: Path, picture: Picture
) -> None:
    desk = MattersAtWork(qtbot, folder)
    desk.export()
    ledger = desk.page.ledger
    ledger.kind.take("reviews")
    assert "复查复核台账" in ledger.span.path.text()
    picture(desk.window.shell, "ledger-reviews-light", 1.0)
    ledger.kind.take("registered")
    assert "复查复核" not in ledger.span.path.text()
    ledger.kind.take("reviews")
    desk.path(tmp_path / "reviews.xlsx")
    desk.export()
    assert "复查复核申请台账" in sheet(tmp_path / "reviews.xlsx")
    desk.window.close()
