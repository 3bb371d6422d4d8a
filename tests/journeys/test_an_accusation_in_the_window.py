"""Somebody accuses an official at the counter. From the key that darkens the form on, no page of anybody else says it.

What a page says is everything on it: labels, cells, fields, their hints and names for a reader of the screen, and the
titles of windows. All persons are invented.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import qapp, usual_look
from tests.ui.pages_matter import ALT, CONTROL, PaperTray
from tests.ui.pages_window import Window, training_folder
from ui.desk.pages.matters import MattersPage
from ui.desk.pages.reception import ReceptionPage

__all__ = ["qapp", "usual_look"]

INFORMER, ACCUSED, STORY, VILLAGE = "金雀甲", "金雀乙主任", "金雀丙丁戊", "金雀村东头"
PLANTED = (INFORMER, ACCUSED, STORY, VILLAGE)


def said_by(widget: QWidget) -> str:
    """Everything that stands in a widget and what is in it, shown or not, as text."""
    said: list[str] = []
    for part in (widget, *widget.findChildren(QWidget)):
        said += [part.toolTip(), part.accessibleName(), part.accessibleDescription(), part.windowTitle()]
        if isinstance(part, QLabel | QAbstractButton | QLineEdit):
            said.append(part.text())
        elif isinstance(part, QPlainTextEdit):
            said.append(part.toPlainText())
        elif isinstance(part, QTableView):
            model = part.model()
            cells = [(r, c) for r in range(model.rowCount()) for c in range(model.columnCount())]
            roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            said += [str(model.index(r, c).data(role)) for r, c in cells for role in roles]
    return "\n".join(said)


def planted_in(widget: QWidget) -> list[str]:
    """The planted words a widget says."""
    text = said_by(widget)
    return [word for word in PLANTED if word in text]


def accuses(window: Window) -> str:
    """Registers the accusation by keys: Ctrl+H first, then name, address, story; Ctrl+P."""
    window.press(Qt.Key.Key_F3)
    page = window.until("reception")
    assert isinstance(page, ReceptionPage)
    window.qtbot.waitUntil(lambda: page.drafts.live, timeout=10_000)
    window.settle()
    window.press(Qt.Key.Key_H, None, CONTROL)
    for field, text in ((page.people.name, INFORMER), (page.people.address, VILLAGE)):
        field.editor.setFocus()
        window.keys(text)
    page.claims.accused.editor.setFocus()
    window.keys(ACCUSED)
    window.press(Qt.Key.Key_2, None, ALT)
    window.keys(STORY)
    window.settle()
    beside = page.side.parentWidget()
    assert beside is not None
    assert planted_in(beside) == [], "what stands beside the form says nothing while it is typed"
    with window.qtbot.waitSignal(page.registered, timeout=10_000):
        window.press(Qt.Key.Key_P, None, CONTROL)
    window.settle()
    return page.column.done.number.text()


def listed(window: Window, words: str) -> MattersPage:
    """The list of matters after a search."""
    window.press(Qt.Key.Key_F4)
    page = window.until("matters")
    assert isinstance(page, MattersPage)
    page.box.setText(words)
    page.read()
    window.settle()
    return page


def test_an_accusation_is_in_no_list_no_search_and_on_no_other_page(qtbot: QtBot, tmp_path: Path) -> None:
    folder = training_folder(tmp_path / "data")
    window = Window(qtbot, folder)
    window.enter("clerk")
    window.today()
    day = window.desk_window.day
    assert day is not None
    tray = day.printer = PaperTray()
    number = accuses(window)
    qtbot.waitUntil(lambda: bool(tray.printed), timeout=10_000)

    window.press(Qt.Key.Key_F3)
    assert planted_in(window.until("reception")) == [], "the form is empty again, and says it nowhere else"
    window.press(Qt.Key.Key_F2)
    assert number in said_by(window.today()) and planted_in(window.today()) == []
    assert [row.number for row in listed(window, "").table.rows] == [number]
    assert planted_in(listed(window, "")) == []
    for word in PLANTED:
        assert listed(window, word).table.rows == ()
    page = window.until("matters")
    assert isinstance(page, MattersPage)
    page.box.clear()
    assert planted_in(window.shell) == []
    window.close()


def test_a_colleague_opens_the_matter_and_reads_that_it_is_sealed(qtbot: QtBot, tmp_path: Path) -> None:
    folder = training_folder(tmp_path / "data")
    window = Window(qtbot, folder)
    window.enter("clerk")
    window.today()
    number = accuses(window)
    window.close()

    window = Window(qtbot, folder)
    window.enter("handler")
    window.today()
    page = listed(window, number)
    page.table.setFocus()
    window.press(Qt.Key.Key_Return)
    opened = window.until("matter")
    window.settle()
    assert number in said_by(opened) and "密封" in said_by(opened)
    assert planted_in(window.shell) == []
    window.close()

    window = Window(qtbot, folder)
    window.enter("leader")
    window.today()
    page = listed(window, number)
    page.table.setFocus()
    window.press(Qt.Key.Key_Return)
    opened = window.until("matter")
    window.settle()
    assert INFORMER in said_by(opened), "who holds the key reads it: the look sees what is there"
    window.close()
