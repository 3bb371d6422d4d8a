"""A table over a list of frozen rows. New rows replace the list and reset the model; nothing sorts here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from resources.loader import words
from ui.desk.widgets.column_widths import MOST, Need, fitted
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.state_mark import paint_state, state_width
from ui.desk.widgets.table_head import TableHead
from ui.theme import State, current

Index = QModelIndex | QPersistentModelIndex
BEFORE, BEHIND = 9, 6
"""Left and right of what stands in a cell, in pixels of the 14-pixel desk."""
LEAST, LEAST_KEPT = 58, 90
"""Under this a column says nothing any more: of words three characters and …, of a column that keeps its width more."""
MOST_MEASURED = 40
"""Rows that are measured before they are painted; of those further down, the ones that turn out to be cut are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: title, what it says of a row, width (pixels of the 14-pixel desk; 0 takes the rest).

    The width is what it gets where there is room: it is wider where more stands in it, and narrower where others have
    too little (column_widths.py). A `firm` column is not cut before its width: a day cut short is no day. `struck` says of a
    row whose text is crossed out why that is; the words stand behind it and are read aloud with it. A `spare` column is not
    shown where others would be cut: only for what opening the row says too.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 0
    state: Callable[[Any], State | None] | None = None
    firm: bool = False
    struck: Callable[[Any], str] | None = None
    spare: bool = False

    def said(self, row: Any) -> str:
        """What it says of a row, read aloud."""
        return self.text(row) + (self.struck(row) if self.struck else "")

    def needed(self, rows: Iterable[Any], known: int = 0, most: int = MOST) -> int:
        """Pixels in which nothing of these rows is cut; at least those `known`; beyond `most` no matter."""
        theme = current.theme
        em, air = theme.px(14), theme.px(BEFORE) + theme.px(BEHIND) + 1
        metrics = QFontMetrics(theme.font(14))
        for row in rows:
            if known >= most:
                break
            state = self.state(row) if self.state else None
            if state is not None:
                known = max(known, state_width(state, self.text(row)) + air)
            elif len(said := self.said(row)) * em + air > known:  # no character is wider than it is high
                known = max(known, metrics.horizontalAdvance(said) + air)
        return known

    @property
    def keeps_width(self) -> bool:
        """Whether it is cut only after all others were."""
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
        room = box.adjusted(theme.px(BEFORE), 0, -theme.px(BEHIND), 0)
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
                before = room.adjusted(0, 0, -min(wide, room.width() / 2), 0)
                room = room.adjusted(_strike(painter, before, column.text(row)), 0, 0, 0)
            _draw_text(painter, room, behind or column.text(row))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(current.theme.px(60), current.theme.px(34))

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """What is cut says itself whole when pointed at."""
        if event.type() is not QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        column, row = self._model.columns[index.column()], self._model.rows[index.row()]
        cut = column.needed([row]) > option.rect.width()
        QToolTip.showText(event.globalPos(), column.said(row) if cut else "", view)
        return True


def _draw_text(painter: QPainter, room: QRectF, text: str) -> str:
    """Writes as much of a text as there is room for; the answer is what was written."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
    return shown


def _strike(painter: QPainter, room: QRectF, text: str) -> float:
    """Writes a text crossed out; the answer is how wide it became."""
    usual = painter.font()
    font = QFont(usual)
    font.setStrikeOut(True)
    painter.setFont(font)
    wide = painter.fontMetrics().horizontalAdvance(_draw_text(painter, room, text))
    painter.setFont(usual)
    return float(wide)


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
        self._naturals = [0] * len(columns)
        self._measured: set[int] = set()
        self.setItemDelegate(_Painter(self._model, self))
        self.setHorizontalHeader(TableHead(self))
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
        self._measure_anew()
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
        """Rows of 34, columns by what stands in them."""
        px = current.theme.px
        self.verticalHeader().setDefaultSectionSize(px(34))
        self.setMinimumHeight(px(36 + 3 * 34))
        self._measure_anew()

    def _measure_anew(self) -> None:
        """The rows that are in sight at the beginning; those further down are measured when they are painted."""
        self._measured.clear()
        self._naturals = [TableHead.needed(column.title) for column in self._model.columns]
        self._measure(self._in_sight())
        self._fit()

    def _in_sight(self) -> range:
        rows = self.viewport().height() // current.theme.px(34) + 1
        return range(min(rows, MOST_MEASURED, len(self._model.rows)))

    def _measure(self, places: Iterable[int]) -> bool:
        """Looks at rows that were not looked at; whether one of them is cut as wide as the columns are."""
        head, cut = self.horizontalHeader(), False
        fresh = [place for place in places if place not in self._measured]
        self._measured.update(fresh)
        rows = [self._model.rows[place] for place in fresh]
        for at, column in enumerate(self._model.columns):
            needed = column.needed(rows, self._naturals[at], self.viewport().width())
            cut = cut or needed > max(self._naturals[at], head.sectionSize(at))
            self._naturals[at] = needed
        return cut

    def _measure_painted(self, painted: QRect) -> None:
        first, last = self.rowAt(painted.top()), self.rowAt(painted.bottom())
        if first >= 0 and self._measure(range(first, last + 1 if last >= 0 else len(self._model.rows))):
            QTimer.singleShot(0, self, self._fit)  # not while it is being painted

    def _fit(self) -> None:
        """Gives the columns their widths; the spare ones go where there is too little."""
        px, head, room = current.theme.px, self.horizontalHeader(), self.viewport().width()
        crowded = sum(self._naturals) > room
        needs: dict[int, Need] = {}
        for at, column in enumerate(self._model.columns):
            gone = column.spare and crowded
            if gone is not head.isSectionHidden(at):
                head.setSectionHidden(at, gone)
            if not gone:
                least = max(px(column.width), px(LEAST_KEPT)) if column.keeps_width else px(LEAST)
                natural, wished = self._naturals[at], px(column.width) if column.width else 0
                needs[at] = Need(natural=natural, least=min(natural, least), wished=wished)
        for at, width in zip(needs, fitted(list(needs.values()), room), strict=True):
            head.resizeSection(at, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() > event.oldSize().width():
            self._measured.clear()  # what was too wide to matter may matter now
        self._measure(self._in_sight())
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
        self._measure_painted(event.rect())
        super().paintEvent(event)
        if not self._model.rows:
            theme = current.theme
            painter = QPainter(self.viewport())
            painter.setFont(theme.font(13))
            painter.setPen(QColor(theme.colours.secondary))
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), self._empty)
