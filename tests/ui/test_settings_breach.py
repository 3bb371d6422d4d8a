"""What a lost stick, laptop or package held, in the window: seen, recorded, printed, saved. All persons are invented."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.claims import Purpose
from app.papers.breach_sheet import BreachSheet, breach_sheet
from app.services.breaching import STREAM
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_matter import PaperTray
from tests.ui.pages_window import open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_settings_keeping import SettingsAtWork
from ui.desk import breach_desk
from ui.desk.pages.settings_breach import BreachSection
from ui.theme import Theme, apply_theme, current

__all__ = ["picture", "qapp", "usual_look"]

SHIFT = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
NAME = "贾仕龄"


class Lost(SettingsAtWork):
    """The section of losses as somebody uses it."""

    def __init__(self, qtbot: QtBot, folder: Path, role: str = "leader") -> None:
        super().__init__(qtbot, folder, "breach", role)
        self.tray, day = PaperTray(), self.window.desk_window.day
        assert day is not None
        self.day = day
        day.printer = self.tray

    @property
    def section(self) -> BreachSection:
        found = self.page.section("breach")
        assert isinstance(found, BreachSection)
        return found

    def fill_in(self, field: str, text: str) -> None:
        editor = self.section.breach.fields[field].editor
        assert isinstance(editor, QLineEdit)
        editor.setText(text)

    def note(self, field: str) -> str:
        return self.section.breach.fields[field].note.text

    @property
    def said(self) -> str:
        return "\n".join(note.text for note in self.section.breach.notes)

    def reports(self) -> int:
        """How many losses the journal knows."""
        desk = self.day.desk
        kinds = [entry.header.kind for entry in desk.session.memory.queries.stream(STREAM)]
        return kinds.count("breach-reported")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with two matters, one an accusation."""
    monkeypatch.setattr(breach_desk, "usual_folder", lambda: str(tmp_path))
    made = training_folder(tmp_path / "data")
    desk = open_as(made, at="2026-11-19T09:00")
    registered(desk, NAME)
    registered(desk, purpose=Purpose.ACCUSATION)
    desk.close()
    return made


def test_a_lost_laptop_held_everything_and_the_sheet_names_nobody(
    qtbot: QtBot, folder: Path, tmp_path: Path, picture: Picture
) -> None:
    at = Lost(qtbot, folder)
    assert at.acts == ["查清并记入日志   Ctrl+Enter"], "there is nothing to print yet"
    at.section.breach.lost.take("laptop")
    at.fill_in("where", "下乡途中，车上")
    at.press(Qt.Key.Key_Return)
    rows = at.section.breach.table.rows
    assert [row.sealed for row in rows] == ["", "是"]
    assert "姓名" in rows[0].classes and "诉求内容" in rows[0].classes
    assert "其中检举控告 1 件" in at.said and "第五十七条" in at.said and "恢复码" in at.said
    assert at.reports() == 1 and "已查清并记入日志" in at.window.said
    picture(at.window.shell, "breach-light", 1.0)
    assert cut_labels(at.page) == []
    at.press(Qt.Key.Key_P)
    ((title, pdf),) = at.tray.printed
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert title == "breach-report" and rows[0].number in text and "下乡途中" in text
    assert NAME not in text and "第 1 页，共 1 页" in text
    at.window.press(Qt.Key.Key_P, None, SHIFT)
    at.settle()
    at.press(Qt.Key.Key_E)
    saved = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    assert saved == ["数据丢失清单-2026-11-20.pdf", "数据丢失清单-2026-11-20.xlsx"]
    sheet = load_workbook(tmp_path / saved[1]).active
    assert sheet is not None and NAME not in str([[c.value for c in row] for row in sheet.rows])
    assert at.reports() == 1, "printing and saving report no second loss"
    at.window.close()


def test_what_is_wrong_is_said_at_its_field(qtbot: QtBot, folder: Path) -> None:
    at = Lost(qtbot, folder)
    at.section.breach.lost.take("package")
    at.press(Qt.Key.Key_Return)
    assert "交换包" in at.note("packages")
    at.section.breach.lost.take("stick")
    at.fill_in("backup", "前天")
    at.press(Qt.Key.Key_Return)
    assert "看不懂" in at.note("backup")
    at.fill_in("backup", "2026-11-18 09:00")
    at.press(Qt.Key.Key_Return)
    assert at.section.breach.table.rows == (), "nothing had been registered when that backup was made"
    assert at.reports() == 1
    at.window.close()


def test_who_may_read_no_matter_makes_no_report(qtbot: QtBot, folder: Path) -> None:
    at = Lost(qtbot, folder, "sysadmin")
    at.press(Qt.Key.Key_Return)
    assert at.section.breach.table.rows == () and at.reports() == 0
    assert not at.section._there() and at.window.said
    at.window.close()


def test_a_long_report_runs_over_pages() -> None:
    rows = [
        (f"LX07-26-{place:05d}-X", "2026-11-20", "", "姓名、电话和地址、诉求内容") for place in range(120)
    ]
    given = BreachSheet(
        title="清单", above=("一句话。",), heads=("a", "b", "c", "d"), rows=rows, folio="{page}/{pages}"
    )
    pages = [page.extract_text() for page in PdfReader(BytesIO(breach_sheet(given))).pages]
    assert len(pages) > 1 and "1/" in pages[0]
    text = "".join(pages)
    assert all(row[0] in text for row in rows)


def test_the_page_in_the_dark(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    at = Lost(qtbot, folder)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, Theme(name="dark", strong_face=current.theme.strong_face))
    at.window.shell.resize(1366, 768)
    at.press(Qt.Key.Key_Return)
    picture(at.window.shell, "breach-dark", 1.0)
    assert cut_labels(at.page) == []
    at.window.close()
