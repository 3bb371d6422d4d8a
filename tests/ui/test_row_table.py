"""A list of rows: the chosen one stays chosen when the rows are read again, and keys are enough."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.gallery import COLUMNS, DUES, Due
from ui.desk.widgets.row_table import RowTable


def table(qtbot: QtBot) -> RowTable:
    shown = RowTable(COLUMNS, key=lambda row: row.number, empty="今天没有到期的")
    qtbot.addWidget(shown)
    shown.resize(1000, 300)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def test_enter_opens_space_explains(qtbot: QtBot) -> None:
    shown = table(qtbot)
    opened: list[Due] = []
    explained: list[Due] = []
    shown.opened.connect(opened.append)
    shown.explained.connect(explained.append)
    shown.show_rows(DUES)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    qtbot.keyClick(shown, Qt.Key.Key_Space)
    assert opened == explained == [DUES[1]]


def test_the_chosen_row_stays_chosen_when_rows_are_read_again(qtbot: QtBot) -> None:
    shown = table(qtbot)
    shown.show_rows(DUES)
    shown.selectRow(2)
    changed = replace(DUES[2], light="还剩 1 天")
    shown.show_rows((DUES[3], DUES[0], changed))
    assert shown.current_row == changed
    shown.show_rows((DUES[3], DUES[0]))
    assert shown.current_row == DUES[0], "its place in the list is kept when it has gone"
    shown.show_rows(())
    assert shown.current_row is None


def test_a_cell_is_read_aloud_with_the_word_of_its_state(qtbot: QtBot) -> None:
    shown = table(qtbot)
    shown.show_rows(DUES)
    index = shown.model().index(0, 0)
    assert shown.model().data(index, Qt.ItemDataRole.AccessibleTextRole) == "逾期 2 天"


def test_ten_thousand_rows_are_shown_without_being_walked(qtbot: QtBot) -> None:
    asked = []
    columns = (replace(COLUMNS[3], text=lambda row: asked.append(row) or row.number),)
    shown = RowTable(columns, key=lambda row: row.number)
    qtbot.addWidget(shown)
    shown.resize(600, 400)
    shown.show()
    shown.show_rows([replace(DUES[0], number=str(at)) for at in range(10_000)])
    qtbot.waitExposed(shown)
    shown.grab()
    assert 0 < len(asked) < 200
