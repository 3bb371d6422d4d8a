"""A list of rows: the chosen one stays chosen when the rows are read again, and keys are enough."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.gallery import COLUMNS, DUES, Due
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.table_head import TableHead


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


def narrow(qtbot: QtBot, width: int) -> RowTable:
    shown = table(qtbot)
    shown.show_rows(DUES)
    shown.resize(width, 300)
    return shown


def test_the_columns_fill_the_table_and_never_more_than_it(qtbot: QtBot) -> None:
    for width in (460, 700, 1000, 1700):
        shown = narrow(qtbot, width)
        assert shown.horizontalScrollBar().maximum() == 0
        assert sum(shown.columnWidth(at) for at in range(len(COLUMNS))) == shown.viewport().width()


def test_a_head_without_room_ends_in_dots_and_is_whole_when_pointed_at(qtbot: QtBot) -> None:
    columns = (
        Column(title="批示、协调意见", text=str, width=60),
        Column(title="交给单位", text=str, width=60),
    )
    shown = RowTable(columns, key=str)
    qtbot.addWidget(shown)
    shown.resize(150, 200)
    shown.show()
    head = shown.horizontalHeader()
    assert isinstance(head, TableHead)
    assert head.shown(0).endswith("…") and head.title(0) == "批示、协调意见"
    shown.resize(400, 200)
    assert head.shown(0) == "批示、协调意见"


def test_a_row_further_down_that_needs_more_gets_it_when_it_comes_into_sight(qtbot: QtBot) -> None:
    columns = (Column(title="姓名", text=str, width=60), Column(title="概况", text=lambda row: "无"))
    shown = RowTable(columns, key=str)
    qtbot.addWidget(shown)
    shown.resize(600, 200)
    shown.show()
    shown.show_rows([*("张示范" for _ in range(80)), "买买提江·示范·示范江"])
    before = shown.columnWidth(0)
    shown.scrollToBottom()
    qtbot.waitUntil(lambda: shown.columnWidth(0) > before)
    assert shown.columnWidth(0) >= columns[0].needed(["买买提江·示范·示范江"])


def test_a_spare_column_goes_where_others_would_be_cut_and_comes_back(qtbot: QtBot) -> None:
    columns = (Column(title="姓名", text=str), Column(title="信访事项", text=str, width=140, spare=True))
    shown = RowTable(columns, key=str)
    qtbot.addWidget(shown)
    shown.resize(600, 200)
    shown.show()
    shown.show_rows(["买买提江·示范·示范江"])
    assert not shown.isColumnHidden(1)
    shown.resize(200, 200)
    assert shown.isColumnHidden(1)
    shown.resize(600, 200)
    assert not shown.isColumnHidden(1)
