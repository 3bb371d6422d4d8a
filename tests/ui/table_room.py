"""What can be measured of the tables of a page: who is cut, who has more than is needed, and who scrolls sideways."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from ui.desk.widgets.row_table import Column, RowTable
from ui.theme import State, current

HEAD, CELL = 16, 15
"""The air beside a title, and beside what stands in a cell."""


def ill_shared(page: QWidget) -> list[str]:
    """What is wrong with the tables that can be seen: a head or a cell cut while there is room, a bar to scroll sideways."""
    wrong: list[str] = []
    for table in page.findChildren(RowTable):
        if table.isVisibleTo(page):
            wrong += [f"table {table.accessibleName()!r}: {found}" for found in _wrong_in(table)]
    return wrong


def _wrong_in(table: RowTable) -> list[str]:
    columns = table.model().columns  # type: ignore[attr-defined]
    widths = [table.columnWidth(at) for at in range(len(columns))]
    needed = [_needed(column, _in_sight(table)) for column in columns]
    ever = [_needed(column, table.rows) for column in columns]
    wrong = []
    if table.horizontalScrollBar().maximum():
        wrong.append(f"{table.horizontalScrollBar().maximum()} pixels lie to the right")
    cut = [at for at, width in enumerate(widths) if width < needed[at] and not table.isColumnHidden(at)]
    free = [at for at, width in enumerate(widths) if width > ever[at] + 2]
    for at in cut:
        room = widths[at] - current.theme.px(HEAD)
        if _wide(_drawn_title(table, at), 13) > room:
            wrong.append(f"the head {columns[at].title!r} is cut without …")
        if free:
            wrong.append(f"{columns[at].title!r} is cut while {columns[free[0]].title!r} has room")
    return wrong


def _needed(column: Column, rows: Sequence[object]) -> int:
    head = _wide(column.title, 13) + current.theme.px(HEAD)
    return max(head, *(_cell(column, row) for row in rows), 0)


def _in_sight(table: RowTable) -> list[object]:
    return [
        row
        for at, row in enumerate(table.rows)
        if 0 <= table.rowViewportPosition(at) < table.viewport().height()
    ]


def _drawn_title(table: RowTable, at: int) -> str:
    head = table.horizontalHeader()
    return str(getattr(head, "shown", lambda _: table.model().columns[at].title)(at))  # type: ignore[attr-defined]


def _cell(column: Column, row: object) -> int:
    air = current.theme.px(CELL)
    state = column.state(row) if column.state else None
    if state is None:
        return _wide(column.said(row), 14) + air
    strong = state in (State.LATE, State.SOON)
    return _wide(column.text(row), 13, strong) + current.theme.px(21) + air


def _wide(text: str, size: int, strong: bool = False) -> int:
    return QFontMetrics(current.theme.font(size, strong=strong)).horizontalAdvance(text)
