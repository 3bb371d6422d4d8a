"""The list that came back in the window: tried first, recorded as their word, differences beside each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.reading import view_matter
from tests.services.test_returning import as_csv, line
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.returned import ReturnedPage
from ui.theme import Theme, apply_theme

CONTROL = Qt.KeyboardModifier.ControlModifier
NOW = "2026-11-20T09:30"


class ListAtWork:
    """The page as a clerk uses it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.window = Window(qtbot, folder)
        self.window.enter(at=NOW)
        self.window.today()
        page = self.window.imports(Qt.Key.Key_M, "returned")
        assert isinstance(page, ReturnedPage)
        self.page = page

    def go_on(self) -> None:
        """Ctrl+Enter, and waits."""
        self.window.press(Qt.Key.Key_Return, None, CONTROL)
        for _ in range(4):
            self.qtbot.waitUntil(lambda: not self.page.is_busy, timeout=20_000)
            self.window.settle()

    def fill(self, path: Path) -> None:
        """Types the path."""
        self.page.path.setFocus()
        self.page.path.clear()
        self.window.keys(str(path))

    @property
    def shown(self) -> list[tuple[int, str, str, str, str]]:
        """What is listed."""
        return [(row.row, row.word, row.field, row.ours, row.theirs) for row in self.page.table.rows]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def visited(folder: Path) -> str:
    desk = open_as(folder, at=NOW)
    number = registered(desk)
    desk.close()
    return number


def a_list(path: Path, number: str) -> Path:
    path.write_bytes(
        as_csv(
            line(ours=number, 信访件状态="已作出处理意见", 信访日期="2026-11-20"),
            line("4107212026000002", 信访日期="2026-11-20"),
            line("4107212026000003", 信访件状态="处理中"),
        )
    )
    return path


def test_tried_recorded_and_told_beside_each_other(
    qtbot: QtBot, folder: Path, tmp_path: Path, picture: Picture
) -> None:
    number = visited(folder)
    at = ListAtWork(qtbot, folder)
    at.go_on()
    assert at.page.fields["path"].note.text
    at.fill(a_list(tmp_path / "list.csv", number))
    at.go_on()
    assert at.page.status.text.startswith("试运行，没有写入。读了 3 行：可记下对方说法 1 件")
    assert (2, "不一致", "信访件状态", "受理申请审查中", "已作出处理意见") in at.shown
    assert [row[1] for row in at.shown if row[0] > 2] == ["对不上", "有误"]
    picture(at.window.shell, "returned-trial-light", 1.0)
    at.go_on()
    assert "记下对方说法 1 件" in at.page.status.text
    desk = open_as(folder, at=NOW)
    (word,) = view_matter(desk.session, number).known.matter.system_words
    desk.close()
    assert word.told.state == "已作出处理意见"
    at.go_on()
    at.fill(tmp_path / "list.csv")
    at.go_on()
    assert at.page.next.text() == "没有要记下的" and not at.page.next.isEnabled()


def test_a_line_leads_to_its_matter_and_another_table_is_refused(
    qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    number = visited(folder)
    at = ListAtWork(qtbot, folder)
    (tmp_path / "other.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    at.fill(tmp_path / "other.csv")
    at.go_on()
    assert "不像对方系统导出的名单" in at.page.fields["path"].note.text
    at.fill(a_list(tmp_path / "list.csv", number))
    at.go_on()
    at.page.table.selectRow(0)
    at.window.press(Qt.Key.Key_Return, at.page.table)
    at.window.until("matter")


@pytest.mark.parametrize(("look", "size"), [("dark", 14), ("light", 20)])
def test_the_page_is_legible(
    qtbot: QtBot, folder: Path, tmp_path: Path, picture: Picture, look: str, size: int
) -> None:
    number = visited(folder)
    at = ListAtWork(qtbot, folder)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, Theme(name=look, body=size))
    at.fill(a_list(tmp_path / "list.csv", number))
    at.go_on()
    picture(at.window.shell, f"returned-{look}-{size}", 1.0)
    assert cut_labels(at.window.shell) == []
