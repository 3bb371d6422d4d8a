"""An old ledger in the window: five steps, each changeable; bad rows go beside, the import can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.exchange.profiles.old_ledger import read_mapping
from app.services.imports import list_imports
from app.services.listing import list_matters
from tests.services.test_old_ledger import BOOK, book
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.old_ledger import COLUMNS, DONE, FILE, PREVIEW, WORDS, OldLedgerPage
from ui.theme import Theme, apply_theme

CONTROL = Qt.KeyboardModifier.ControlModifier
NOW = "2026-11-20T09:30"


class LedgerAtWork:
    """The page as a clerk uses it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.window = Window(qtbot, folder)
        self.window.enter(at=NOW)
        self.window.today()
        page = self.window.imports(Qt.Key.Key_L, "old-ledger")
        assert isinstance(page, OldLedgerPage)
        self.page = page

    def settle(self) -> None:
        """Waits until nothing is under way."""
        for _ in range(4):
            self.qtbot.waitUntil(lambda: not self.page.is_busy, timeout=20_000)
            self.window.settle()

    def fill(self, line: QLineEdit, text: str) -> None:
        """Types into a line."""
        line.setFocus()
        line.clear()
        self.window.keys(text)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key where the cursor is."""
        self.window.press(key, None, modifier)
        self.settle()

    def go_on(self) -> None:
        """Ctrl+Enter."""
        self.key(Qt.Key.Key_Return, CONTROL)

    def to_columns(self, path: Path) -> None:
        """The first step."""
        self.fill(self.page.path, str(path))
        self.fill(self.page.ledger, BOOK)
        self.go_on()

    def to_preview(self, path: Path) -> None:
        """Up to the trial run; the word that no list knows becomes a visit."""
        self.to_columns(path)
        self.go_on()
        if self.page.words.table.rows:
            self.page.words.picks["channel"].take("walk_in")
        self.go_on()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def test_from_the_file_to_the_registered_matters(
    qtbot: QtBot, folder: Path, tmp_path: Path, picture: Picture
) -> None:
    at = LedgerAtWork(qtbot, folder)
    page = at.page
    picture(at.window.shell, "ledger-file-light", 1.0)
    at.to_columns(book(tmp_path / "book.csv"))
    assert page.step == COLUMNS and page.head.text() == "3"
    assert page.columns.table.rows[2].field == "received_on"
    picture(at.window.shell, "ledger-columns-light", 1.0)
    at.go_on()
    assert page.step == WORDS and [(r.word, r.count, r.code) for r in page.words.table.rows] == [
        ("窗口递交", 3, "")
    ]
    picture(at.window.shell, "ledger-words-light", 1.0)
    page.words.picks["channel"].take("walk_in")
    assert page.words.table.rows[0].label == "来访"
    at.key(Qt.Key.Key_S, CONTROL)
    kept = next(tmp_path.glob("*.toml"))
    assert read_mapping(kept.read_text(encoding="utf-8")).ledger == BOOK
    at.go_on()
    assert page.step == PREVIEW and "可登记 3 行" in page.status.text and "有误 1 行" in page.status.text
    assert [row.place for row in page.results.table.rows] == ["6"]
    picture(at.window.shell, "ledger-preview-light", 1.0)
    at.key(Qt.Key.Key_B, CONTROL)
    assert next(tmp_path.glob("*有误的行.xlsx")).stat().st_size > 0
    at.go_on()
    assert page.step == DONE and "登记 3 件" in page.status.text
    picture(at.window.shell, "ledger-done-light", 1.0)
    desk = open_as(folder, at=NOW)
    assert len(list_matters(desk.session, "")) == 3 and len(list_imports(desk.session)) == 1
    desk.close()


def test_a_kept_mapping_serves_the_next_ledger(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    at = LedgerAtWork(qtbot, folder)
    at.to_columns(book(tmp_path / "book.csv"))
    at.page.columns.table.selectRow(7)
    at.page.columns.pick.take("skip")
    at.key(Qt.Key.Key_S, CONTROL)
    assert at.page.columns.table.rows[7].by == "by_hand"
    assert at.page.back.text().startswith("上一步")
    at.key(Qt.Key.Key_Escape)
    assert at.page.step == FILE and at.page.back.text().startswith("返回"), (
        "there is no step before the first"
    )
    at.fill(at.page.saved, str(next(tmp_path.glob("*.toml"))))
    at.go_on()
    assert at.page.columns.table.rows[7].field == "skip" and at.page.columns.table.rows[7].by == "by_mapping"


def test_the_head_may_be_told_and_what_is_wrong_is_said(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    at = LedgerAtWork(qtbot, folder)
    at.go_on()
    assert at.page.fields["path"].note.text
    at.to_columns(book(tmp_path / "book.csv"))
    at.fill(at.page.head, "4")
    at.key(Qt.Key.Key_Return)
    assert at.page.columns.table.rows[3].title == "张示范"
    at.go_on()
    assert at.page.step == COLUMNS and "没有一列对应到" in at.window.said
    at.fill(at.page.head, "99")
    at.key(Qt.Key.Key_Return)
    assert "第 99 行不能作表头" in at.window.said


def test_a_column_that_watches_persons_cannot_be_chosen(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("日期,事由,重点人员标志\n2019-03-01,修路占地,是\n", encoding="utf-8")
    at = LedgerAtWork(qtbot, folder)
    at.to_columns(path)
    at.page.columns.table.selectRow(2)
    assert not at.page.columns.pick.isEnabled()
    at.page.columns.pick.take("content")
    assert at.page.columns.table.rows[2].field == "skip"


@pytest.mark.parametrize(("look", "size"), [("dark", 14), ("light", 20)])
def test_every_step_is_legible(
    qtbot: QtBot, folder: Path, tmp_path: Path, picture: Picture, look: str, size: int
) -> None:
    at = LedgerAtWork(qtbot, folder)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, Theme(name=look, body=size))
    at.to_columns(book(tmp_path / "book.csv"))
    for name in ("columns", "words", "preview"):
        picture(at.window.shell, f"ledger-{name}-{look}-{size}", 1.0)
        assert cut_labels(at.window.shell) == []
        at.go_on()
