"""The frame: every page has its key, search comes and goes without losing the place, nothing heavy."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QKeySequence
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from resources.loader import words as words_of
from ui.desk.shell import Shell, pages_of_the_day
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.rail import AROUND, StatusLine
from ui.theme import State, current

HEAVY = (
    "sqlalchemy",
    "reportlab",
    "qrcode",
    "keyring",
    "zxingcpp",
    "openpyxl",
    "psycopg",
    "pypinyin",
    "alembic",
)


class Paper(QWidget):
    """A page with one field."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QLineEdit()
        QVBoxLayout(self).addWidget(self.box)
        self.setFocusProxy(self.box)


def shell(qtbot: QtBot) -> Shell:
    made = Shell("示范县信访局", "接待一窗 • LX07")
    qtbot.addWidget(made)
    for page in pages_of_the_day():
        made.add_page(page.id, Paper)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def in_front(qtbot: QtBot, desk: Shell, page: str) -> None:
    """Waits for a page that was asked for; it comes within three turns of the loop."""
    qtbot.waitUntil(lambda: desk.current_page == page)


def test_the_lines_at_the_foot_say_all_at_an_ordinary_day(qtbot: QtBot) -> None:
    """What is overdue stands first there and is not cut away."""
    desk = shell(qtbot)
    text = words_of("words/window.toml")["window"]
    busy = ("late", "due_today", "unserved", "self_check", "self_check_none", "chain_ok", "chain_bad")
    desk.show_status(
        [StatusLine(state=State.LATE, text=text[name].format(count=23, late=14)) for name in busy[:4]]
    )
    assert desk.rail.status[0].text == "逾期 14 今日 23"
    room = desk.rail.width() - current.theme.px(AROUND)
    metrics = QFontMetrics(current.theme.font(12))
    cut = [name for name in busy if metrics.horizontalAdvance(text[name].format(count=23, late=14)) > room]
    assert not cut


def test_the_day_has_twelve_pages_and_each_its_own_key() -> None:
    pages = pages_of_the_day()
    assert [page.title for page in pages] == [
        "今日", "接待", "事项", "调解", "送达", "督办", "领导接访", "交换", "统计", "档案", "二维码", "设置",
    ]  # fmt: skip
    keys = [QKeySequence(page.key).toString() for page in pages]
    assert all(keys) and len(set(keys)) == 12
    assert not {"F1", "F8", "F9", "F10"} & set(keys), "these keys belong to acts inside pages"


def test_each_key_brings_its_page_and_marks_it(qtbot: QtBot) -> None:
    desk = shell(qtbot)
    for page in pages_of_the_day():
        combination = QKeySequence(page.key)[0]
        qtbot.keyClick(desk, combination.key(), combination.keyboardModifiers())
        in_front(qtbot, desk, page.id)
        assert [name for name, entry in desk.rail.entries.items() if entry.isChecked()] == [page.id]


def test_what_was_typed_stays_while_other_pages_are_looked_at(qtbot: QtBot) -> None:
    desk = shell(qtbot)
    desk.show_page("reception")
    in_front(qtbot, desk, "reception")
    page = desk.page("reception")
    assert isinstance(page, Paper)
    qtbot.keyClicks(page.box, "half a name")
    desk.show_page("today")
    desk.turn_page(1)
    in_front(qtbot, desk, "reception")
    assert desk.page("reception") is page
    assert page.box.text() == "half a name"
    assert QApplication.focusWidget() is page.box


def test_pages_are_made_when_they_are_first_shown(qtbot: QtBot) -> None:
    desk = shell(qtbot)
    assert desk.page("figures") is None
    desk.show_page("nonsense")
    assert desk.current_page == ""
    desk.show_page("figures")
    assert desk.page("figures") is not None


class Grasping(PageFrame):
    """A page that puts the cursor into its field while it is made, as a page does that shows its overview."""

    def __init__(self) -> None:
        super().__init__("Paper")
        self.line = QLineEdit()
        self.main.addWidget(self.line)
        self.line.setFocus()


def test_a_page_made_ahead_in_silence_does_not_take_the_cursor_from_who_types(qtbot: QtBot) -> None:
    desk = shell(qtbot)
    desk.show_page("reception")
    qtbot.waitUntil(lambda: desk.current_page == "reception")
    with qtbot.waitActive(desk):
        desk.activateWindow()
    typing = QApplication.focusWidget()
    assert typing is not None
    desk.add_page("figures", Grasping)
    while desk.prepare("figures"):
        QApplication.processEvents()
    assert isinstance(desk.page("figures"), Grasping)
    assert QApplication.focusWidget() is typing


def test_search_opens_over_the_page_and_escape_leads_back(qtbot: QtBot) -> None:
    desk = shell(qtbot)
    desk.show_page("reception")
    in_front(qtbot, desk, "reception")
    page = desk.page("reception")
    assert isinstance(page, Paper)
    typed: list[str] = []
    entered: list[str] = []
    desk.search.typed.connect(typed.append)
    desk.search.entered.connect(entered.append)
    qtbot.keyClick(desk, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is desk.search.box
    qtbot.keyClicks(desk.search.box, "LX07")
    qtbot.keyClick(desk.search.box, Qt.Key.Key_Return)
    assert (typed[-1], entered) == ("LX07", ["LX07"])
    qtbot.keyClick(desk.search.box, Qt.Key.Key_Escape)
    assert not desk.search.isVisible()
    assert QApplication.focusWidget() is page.box


def test_the_foot_of_the_rail_tells_the_day(qtbot: QtBot) -> None:
    desk = shell(qtbot)
    lines = [StatusLine(state=State.LATE, text=f"未送达 {number}") for number in range(6)]
    desk.show_status(lines)
    assert [line.text for line in desk.rail.status] == ["未送达 0", "未送达 1", "未送达 2", "未送达 3"]


def test_qt_speaks_chinese(qapp: QApplication) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"
    assert QLabel().font().families()[-1] == "LXGW WenKai"


def test_the_frame_is_drawn_before_anything_heavy_is_loaded() -> None:
    script = (
        "import sys, ui.desk.application, ui.desk.shell, ui.tasks, ui.changes, ui.theme\n"
        "import ui.desk.widgets.row_table, ui.desk.widgets.choice, ui.desk.widgets.story_field\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
        "print(sorted(name for name in sys.modules if name.startswith('PySide6.Qt')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    heavy, qt = done.stdout.splitlines()
    assert heavy == "[]"
    assert qt == "['PySide6.QtCore', 'PySide6.QtGui', 'PySide6.QtWidgets']"
