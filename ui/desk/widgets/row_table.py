"""A table over a list of frozen rows. New rows replace the list and reset the model; nothing sorts here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from resources.loader import words
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.state_mark import paint_state
from ui.theme import State, current

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: title, what it says of a row, width (pixels of the 14-pixel desk; 0 takes the rest).

    A `firm` column keeps its width where there is little room: a day cut short is no day. `struck` says of a row whose text
    is crossed out why that is; the words stand behind it and are read aloud with it.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 0
    state: Callable[[Any], State | None] | None = None
    firm: bool = False
    struck: Callable[[Any], str] | None = None

    def said(self, row: Any) -> str:
        """What it says of a row, read aloud."""
        return self.text(row) + (self.struck(row) if self.struck else "")

    @property
    def keeps_width(self) -> bool:
        """Whether it is as wide in a narrow table as in a wide one."""
        return self.firm or self.state is not None


class RowModel(QAbstractTableModel):
    """The rows of one table, as they were handed over."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[Any, ...] = ()

    def replace(self, rows: Sequence[Any]) -> None:
        """Shows these rows and no others."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What Qt shows: the text of a cell, read aloud too."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and index.isValid():
            return self.columns[index.column()].said(self.rows[index.row()])
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class _Painter(QStyledItemDelegate):
    """Draws a cell: ground, text or state, and the line under the row."""

    def __init__(self, model: RowModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell, as Qt asks for it."""
        theme = current.theme
        colours, box = theme.colours, QRectF(option.rect)
        accent = QColor(colours.accent)
        column, row = self._model.columns[index.column()], self._model.rows[index.row()]
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.selected))
            view = self.parent()
            if index.column() == 0 and isinstance(view, QWidget) and view.hasFocus():
                painter.fillRect(
                    QRect(option.rect.topLeft(), QSize(theme.px(3), option.rect.height())), accent
                )
        painter.setPen(QColor(colours.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        room = box.adjusted(theme.px(9), 0, -theme.px(6), 0)
        state = column.state(row) if column.state else None
        if state is not None:
            paint_state(painter, room, state, column.text(row))
        else:
            painter.setFont(theme.font(14))
            painter.setPen(QColor(colours.text))
            behind = column.struck(row) if column.struck else ""
            if behind:
                painter.setPen(QColor(colours.secondary))
                wide = painter.fontMetrics().horizontalAdvance(behind)
                shown = _draw_text(
                    painter, room.adjusted(0, 0, -min(wide, room.width() / 2), 0), column.text(row), True
                )
                room = room.adjusted(shown, 0, 0, 0)
            _draw_text(painter, room, behind or column.text(row))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(current.theme.px(60), current.theme.px(34))


def _draw_text(painter: QPainter, room: QRectF, text: str, struck: bool = False) -> float:
    """Writes as much of a text as there is room for, crossed out where it was struck; the answer is how wide it became."""
    font = painter.font()
    font.setStrikeOut(struck)
    painter.setFont(font)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
    return float(painter.fontMetrics().horizontalAdvance(shown))


class RowTable(Measured, QTableView):
    """Rows to choose from: ↑↓ choose, Enter opens, Space asks why. Keeps the choice when read again."""

    opened = Signal(object)
    """The row on which Enter was pressed or that was double-clicked."""
    explained = Signal(object)
    """The row on which Space was pressed."""
    chosen = Signal(object)
    """The row that is chosen now."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        key: Callable[[Any], object],
        empty: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._empty = empty or str(words("words/desk.toml")["table"]["empty"])
        self._model = RowModel(columns, self)
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self._model, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setVisible(False)
        self.measure()
        self.doubleClicked.connect(lambda index: self.opened.emit(self._model.rows[index.row()]))
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)

    @property
    def rows(self) -> tuple[Any, ...]:
        """The rows that are shown."""
        return self._model.rows

    @property
    def current_row(self) -> Any | None:
        """The chosen row, or None."""
        index = self.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Shows these rows; the chosen one stays chosen, or its place in the list does."""
        before, place = self.current_row, max(self.currentIndex().row(), 0)
        self._model.replace(rows)
        if not self._model.rows:
            return
        wanted = None if before is None else self._key(before)
        found = next((at for at, row in enumerate(self._model.rows) if self._key(row) == wanted), None)
        self.selectRow(found if found is not None else min(place, len(self._model.rows) - 1))

    def say_when_empty(self, text: str) -> None:
        """What stands where there are no rows."""
        self._empty = text
        self.viewport().update()

    def sizeHint(self) -> QSize:
        # it takes what others leave: where words wrap, Qt would ask for more than the screen has
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def measure(self) -> None:
        """Rows of 34, columns by their widths."""
        px = current.theme.px
        self.verticalHeader().setDefaultSectionSize(px(34))
        head = self.horizontalHeader()
        head.setFixedHeight(px(36))
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(px(40))
        self.setMinimumHeight(px(36 + 3 * 34))
        for at, column in enumerate(self._model.columns):
            mode = QHeaderView.ResizeMode
            head.setSectionResizeMode(at, mode.Interactive if column.width else mode.Stretch)
        self._fit()

    def _fit(self) -> None:
        """Gives columns their widths; where there is less room, all but the states become narrower."""
        px, columns = current.theme.px, self._model.columns
        fixed = sum(px(column.width) for column in columns if column.keeps_width)
        free = sum(px(column.width or 90) for column in columns if not column.keeps_width)
        share = min(1.0, max(0.3, (self.viewport().width() - fixed) / free)) if free else 1.0
        for at, column in enumerate(columns):
            if column.width:
                width = px(column.width)
                self.horizontalHeader().resizeSection(at, width if column.keeps_width else int(width * share))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _tell_chosen(self) -> None:
        if (row := self.current_row) is not None:
            self.chosen.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row)
        elif row is not None and event.key() == Qt.Key.Key_Space:
            self.explained.emit(row)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._model.rows:
            theme = current.theme
            painter = QPainter(self.viewport())
            painter.setFont(theme.font(13))
            painter.setPen(QColor(theme.colours.secondary))
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), self._empty)
