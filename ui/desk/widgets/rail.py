"""The rail on the left: the office, the twelve pages with their keys, the state of the day at its foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.desk.widgets.measured import Measured
from ui.desk.widgets.state_mark import paint_mark
from ui.theme import State, current

WIDTH = 132
"""Width of the rail, in pixels of the 14-pixel desk."""
AROUND = 40
"""What its foot keeps free before and behind a line of words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One entry of the rail: what it is called in the program, its title, its key."""

    id: str
    title: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLine:
    """One line at the foot of the rail: 未送达 3."""

    state: State
    text: str


class RailEntry(QAbstractButton):
    """One page of the rail. Takes no focus: its key is enough, and Tab stays inside the page."""

    def __init__(self, page: Page, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self.setCheckable(True)
        self.setText(page.title)
        self.setAccessibleName(page.title)
        self.setAccessibleDescription(page.key)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(current.theme.px(22))
        self.setMaximumHeight(current.theme.px(37))

    def sizeHint(self) -> QSize:
        return QSize(current.theme.px(WIDTH), current.theme.px(37))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current.theme, QPainter(self)
        colours, px = theme.colours, theme.px
        if self.isChecked() or self.underMouse():
            painter.fillRect(self.rect(), QColor(colours.rail_selected))
        if self.isChecked():
            painter.fillRect(0, 0, px(3), self.height(), QColor(colours.rail_accent))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        ink = colours.rail_text if self.isChecked() else colours.rail_secondary
        painter.setPen(QColor(ink))
        painter.setFont(theme.font(14, strong=self.isChecked()))
        box = QRectF(self.rect()).adjusted(px(16), 0, -px(10), 0)
        painter.drawText(box, middle | int(Qt.AlignmentFlag.AlignLeft), self.page.title)
        painter.setFont(theme.font(14 if len(self.page.key) <= 3 else 12))
        keys = QRectF(box.left() + px(70), box.top(), box.width() - px(70), box.height())
        if len(self.page.key) > 3:
            painter.drawText(box, middle | int(Qt.AlignmentFlag.AlignRight), self.page.key)
        else:
            painter.drawText(keys, middle | int(Qt.AlignmentFlag.AlignLeft), self.page.key)


class _Lines(QWidget):
    """Small painted lines of the rail: its head and its foot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head: tuple[str, str] | None = None
        self.foot: tuple[StatusLine, ...] = ()

    def set_height(self, lines: int) -> None:
        """Room for this many lines of 18 and the space around them; none for none."""
        self.setFixedHeight(current.theme.px(18 * lines + 18) if lines else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current.theme, QPainter(self)
        px, colours = theme.px, theme.colours
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        if self.head is not None:
            for row, (text, ink, size) in enumerate(
                ((self.head[0], colours.rail_text, 14), (self.head[1], colours.rail_secondary, 12))
            ):
                painter.setFont(theme.font(size, strong=row == 0))
                painter.setPen(QColor(ink))
                box = QRectF(px(16), px(14 + 22 * row), self.width() - px(22), px(22))
                cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
                painter.drawText(box, middle, cut)
        painter.setFont(theme.font(12))
        for row, line in enumerate(self.foot):
            top, side = px(6 + 18 * row), px(9)
            mark = QRectF(px(19), top + (px(18) - side) / 2, side, side)
            paint_mark(painter, mark, line.state, colours.rail_secondary)
            painter.setPen(QColor(colours.rail_secondary))
            box = QRectF(px(34), top, self.width() - px(AROUND), px(18))
            cut = painter.fontMetrics().elidedText(line.text, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, middle, cut)


class Rail(Measured, QWidget):
    """The left edge of the desk. Where the screen is low, entries come closer and the foot gives way."""

    asked = Signal(str)
    """The id of the page that was clicked."""

    def __init__(self, pages: Sequence[Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = {page.id: RailEntry(page, self) for page in pages}
        self._head, self._foot = _Lines(self), _Lines(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        for entry in self.entries.values():
            column.addWidget(entry)
            entry.clicked.connect(lambda _=False, entry=entry: self.asked.emit(entry.page.id))
        column.addStretch(1)
        column.addWidget(self._foot)
        self.measure()

    @property
    def status(self) -> tuple[StatusLine, ...]:
        """The lines at the foot."""
        return self._foot.foot

    def show_office(self, office: str, place: str) -> None:
        """The two lines at the head: the office, the counter and station."""
        self._head.head = (office, place)
        self._head.setAccessibleName(f"{office} {place}")
        self._head.update()

    def show_status(self, lines: Sequence[StatusLine]) -> None:
        """The lines at the foot: at most four, the most pressing first."""
        self._foot.foot = tuple(lines[:4])
        self._foot.setAccessibleName("，".join(line.text for line in self._foot.foot))
        self._give_way()
        self._foot.update()

    def mark(self, page: str) -> None:
        """Shows which page is open."""
        for name, entry in self.entries.items():
            entry.setChecked(name == page)

    def measure(self) -> None:
        """Takes the sizes of the theme that is worn now."""
        px = current.theme.px
        self.setFixedWidth(px(WIDTH))
        self._head.setFixedHeight(px(66))
        for entry in self.entries.values():
            entry.setMinimumHeight(px(22))
            entry.setMaximumHeight(px(37))
        self._give_way()

    def _give_way(self) -> None:
        px = current.theme.px
        needed = px(66) + px(22) * len(self.entries) + px(18 * len(self._foot.foot) + 18)
        self._foot.set_height(len(self._foot.foot) if self.height() >= needed else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._give_way()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(current.theme.colours.rail))
