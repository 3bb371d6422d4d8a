"""The line at the foot of the window: what was done, or what went wrong and what to do. Never modal."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.state_mark import paint_mark
from ui.messages import Message
from ui.theme import State, current


class MessageLine(Measured, QWidget):
    """Shows one message until it is cleared; takes no room while there is none, and no focus ever."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message: Message | None = None
        self._says = text_label("", "card-title")
        self._do = text_label("", "body")
        for label in (self._says, self._do):
            label.setWordWrap(True)
        self._line = QHBoxLayout(self)
        self._line.addWidget(self._says, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._line.addWidget(self._do, 1)
        self.measure()
        self.hide()

    @property
    def message(self) -> Message | None:
        """What is said now."""
        return self._message

    def measure(self) -> None:
        """Air around the line, room for the mark on its left."""
        px = current.theme.px
        self._line.setContentsMargins(px(42), px(8), px(20), px(8))
        self._line.setSpacing(px(14))

    def show_message(self, message: Message) -> None:
        """Says `message`, in place of what was said."""
        self._message = message
        self._says.setText(message.says)
        self._do.setText(message.do)
        self._do.setVisible(bool(message.do))
        self.setAccessibleName(f"{message.says}{message.do}")
        self.show()
        self._share()
        self.update()

    def clear(self) -> None:
        """Says nothing more."""
        self._message = None
        self.hide()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), current.theme.px(38)))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, current.theme.px(38))

    def hasHeightForWidth(self) -> bool:
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._share()

    def _share(self) -> None:
        """What happened takes the width it needs, up to half; what to do takes the rest."""
        needed = self._says.fontMetrics().horizontalAdvance(self._says.text()) + current.theme.px(8)
        room = self.width() - current.theme.px(76)
        self._says.setFixedWidth(max(min(needed, room if self._do.isHidden() else room // 2), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current.theme, QPainter(self)
        state = State.LATE if self._message is not None and self._message.do else State.DONE
        painter.fillRect(self.rect(), QColor(theme.colours.surface))
        painter.fillRect(0, 0, self.width(), 1, QColor(theme.colours.of(state)))
        side = theme.px(12)
        mark = QRectF(theme.px(20), (self.height() - side) / 2, side, side)
        paint_mark(painter, mark, state, theme.colours.of(state))
        painter.setPen(Qt.PenStyle.NoPen)
