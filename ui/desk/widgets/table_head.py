"""The head of a table: titles in small grey print. One that finds no room ends in …; pointed at it is whole."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from ui.desk.widgets.measured import Measured
from ui.theme import current

AIR = 8
"""Left and right of a title, in pixels of the 14-pixel desk."""


class TableHead(Measured, QHeaderView):
    """The line of titles above the columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.measure()

    def measure(self) -> None:
        """Thirty-six pixels high."""
        self.setFixedHeight(current.theme.px(36))
        self.setMinimumSectionSize(current.theme.px(24))

    def title(self, section: int) -> str:
        """The whole title of a column."""
        return str(self.model().headerData(section, self.orientation()) or "")

    def shown(self, section: int) -> str:
        """What is drawn of it."""
        room = self.sectionSize(section) - 2 * current.theme.px(AIR)
        return _metrics().elidedText(self.title(section), Qt.TextElideMode.ElideRight, room)

    @staticmethod
    def needed(title: str) -> int:
        """Pixels in which a title is not cut."""
        return _metrics().horizontalAdvance(title) + 2 * current.theme.px(AIR) + 1

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = current.theme
        painter.save()
        painter.fillRect(rect, QColor(theme.colours.surface))
        painter.setPen(QColor(theme.colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(theme.font(13))
        painter.setPen(QColor(theme.colours.secondary))
        room = rect.adjusted(theme.px(AIR), 0, -theme.px(AIR), 0)
        painter.drawText(
            room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.shown(section)
        )
        painter.restore()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            section = self.logicalIndexAt(event.pos())
            cut = section >= 0 and self.shown(section) != self.title(section)
            QToolTip.showText(event.globalPos(), self.title(section) if cut else "", self)
            return True
        return super().viewportEvent(event)


def _metrics() -> QFontMetrics:
    return QFontMetrics(current.theme.font(13))
