"""The leaders' page: the log of some days, how one is recorded, the sheet to sign."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.acts.leader_receiving import ReceiveByLeader
from app.domain.booked_visits import BookingWay, ToldVisit
from app.services.booked_visits import book_visit
from app.services.perform import perform
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.leaders import LeadersPage
from ui.theme import Theme, apply_theme, current

CONTROL = Qt.KeyboardModifier.ControlModifier
NOW = "2026-11-20T09:30"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def received(folder: Path) -> list[str]:
    """Two receptions: one last month, one this month."""
    numbers = []
    for day, leader, name in (
        (date(2026, 10, 12), "李示范", "张示范"),
        (date(2026, 11, 16), "王示范", "赵示范"),
    ):
        desk = open_as(folder, at=f"{day}T09:00")
        number = registered(desk, name, persons_came=4)
        act = ReceiveByLeader(
            leader=leader,
            post="副县长",
            on=day,
            instruction="请镇里十日内答复。",
            unit="U01",
            stand_in=day.month == 11,
        )
        perform(desk.session, number, act)
        numbers.append(number)
        desk.close()
    return numbers


class LeadersAtWork:
    """The page as a clerk uses it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.window = Window(qtbot, folder)
        self.window.enter(at=NOW)
        self.window.today()
        self.window.press(Qt.Key.Key_F11)
        page = self.window.until("leaders")
        assert isinstance(page, LeadersPage)
        self.page = page
        self.settle()

    def settle(self) -> None:
        """Waits for what is read."""
        for _ in range(3):
            self.window.settle()

    def fill(self, field: str, text: str) -> None:
        """Types into a field and leaves it by Enter."""
        editor = self.page.span.named[field].editor
        assert isinstance(editor, QLineEdit)
        editor.setFocus()
        editor.clear()
        self.window.keys(text)
        self.window.press(Qt.Key.Key_Return)
        self.settle()

    def export(self) -> None:
        """Ctrl+S."""
        self.window.press(Qt.Key.Key_S, None, CONTROL)
        self.settle()

    def said_at(self, field: str) -> str:
        """What stands below a field."""
        return self.page.span.named[field].note.text


def test_the_log_of_this_month_and_of_other_days(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    numbers = received(folder)
    desk = LeadersAtWork(qtbot, folder)
    assert [row.number for row in desk.page.table.rows] == numbers[1:]
    model = desk.page.table.model()
    shown = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert shown == [
        "11-16",
        "王示范",
        "副县长",
        "B 角",
        numbers[1],
        "4",
        "请镇里十日内答复。",
        "示范镇人民政府",
    ]
    desk.fill("from", "10-1")
    assert [row.number for row in desk.page.table.rows] == numbers
    picture(desk.window.shell, "leaders-light", 1.0)
    assert cut_labels(desk.page) == []
    desk.fill("to", "9-1")
    assert "早于" in desk.said_at("to")
    desk.fill("to", "never")
    assert "不是日期" in desk.said_at("to")
    desk.window.close()


def test_who_is_booked_with_a_leader_today_is_told(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    desk = open_as(folder, at=NOW)
    today = desk.session.today()
    for begin, name, way in (("10:00", "钱示范", BookingWay.LEADER), ("14:30", "孙示范", BookingWay.PHONE)):
        book_visit(
            desk.session, today, ToldVisit(begin=begin, name=name, about="补偿款的事", persons=1, way=way)
        )
    desk.close()
    page = LeadersAtWork(qtbot, folder)
    said = [label.text() for label in page.page.booked.findChildren(QLabel)]
    assert page.page.booked.isVisible() and any("10:00 钱**" in line for line in said)
    assert not any("孙" in line for line in said), "booked otherwise, received at the counter"
    assert cut_labels(page.page) == []
    picture(page.window.shell, "leaders-booked-light", 1.0)
    page.window.close()


def test_enter_opens_the_matter_and_a_reception_recorded_there_appears(qtbot: QtBot, folder: Path) -> None:
    numbers = received(folder)
    desk = LeadersAtWork(qtbot, folder)
    desk.window.press(Qt.Key.Key_Return, desk.page.table)
    page = desk.window.until("matter")
    desk.settle()
    assert page.sheet.view.known.matter.number == numbers[1]  # type: ignore[attr-defined]
    act = ReceiveByLeader(leader="李示范", post="县长", on=date(2026, 11, 20))
    day = desk.window.desk_window.day
    assert day is not None
    day.hall.write(lambda: perform(day.desk.session, numbers[0], act), lambda _: None, asker=desk.page)
    desk.settle()
    desk.window.press(Qt.Key.Key_F11)
    desk.window.until("leaders")
    desk.settle()  # it reads when it is looked at
    assert [row.number for row in desk.page.table.rows] == [numbers[1], numbers[0]]
    desk.window.close()


def test_the_sheet_is_written_and_never_over_another(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    numbers = received(folder)
    desk = LeadersAtWork(qtbot, folder)
    assert "领导接访 2026-11-01 至 2026-11-20.xlsx" in desk.page.span.path.text()
    path = tmp_path / "log"
    desk.fill("path", str(path))
    desk.export()
    assert f"已存到 {path}.xlsx" in desk.window.said
    text = zipfile.ZipFile(io.BytesIO(path.with_suffix(".xlsx").read_bytes())).read(
        "xl/worksheets/sheet1.xml"
    )
    assert numbers[1] in text.decode() and numbers[0] not in text.decode()
    desk.export()
    assert (tmp_path / "log (2).xlsx").exists() and "log (2).xlsx" in desk.window.said
    desk.fill("path", str(tmp_path / "log.txt"))
    desk.export()
    assert ".xlsx" in desk.said_at("path")
    desk.fill("path", str(tmp_path / "nowhere" / "log.xlsx"))
    desk.export()
    assert "不能写入" in desk.said_at("path")
    desk.fill("path", "")
    desk.export()
    assert desk.said_at("path")
    assert not list(tmp_path.glob("**/*.part"))
    desk.window.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("high_contrast", 14), ("light", 24)])
def test_the_empty_page_says_how_one_is_recorded(
    qtbot: QtBot, qapp: QApplication, folder: Path, picture: Picture, name: str, body: int
) -> None:
    desk = LeadersAtWork(qtbot, folder)
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    QApplication.processEvents()
    assert "Alt+N" in desk.page.table._empty and not desk.page.open_button.isEnabled()
    picture(desk.window.shell, f"leaders-{name}-{body}", 1.0)
    assert desk.window.shell.width() == 1366
    assert cut_labels(desk.page) == []
    desk.window.close()
