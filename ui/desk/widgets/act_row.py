"""The foot of a page: its buttons from left to right, on further lines where there is no room, and the remark behind them.

A screen at twice its size has half the room; a foot that insisted on one line would make the window wider than the screen.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.theme import current


class ActRow(QWidget):
    """Buttons in their order. The remark gets what is left of the last line, and none of it where nothing is left."""

    def __init__(self, remark: QWidget) -> None:
        super().__init__()
        self._buttons: list[QPushButton] = []
        self._remark = remark
        self._laying = False
        remark.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, button: QPushButton) -> None:
        """One more button behind those that are there."""
        button.setParent(self)
        button.show()
        button.installEventFilter(self)
        self._buttons.append(button)
        self._lay()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A button came, went, or says something else."""
        if not self._laying and event.type() in (
            QEvent.Type.Show,
            QEvent.Type.Hide,
            QEvent.Type.HideToParent,
            QEvent.Type.ShowToParent,
            QEvent.Type.LayoutRequest,
            QEvent.Type.FontChange,
            QEvent.Type.StyleChange,
            QEvent.Type.DynamicPropertyChange,
        ):
            self._lay()
        return False

    def event(self, event: QEvent) -> bool:
        """A button says something else, or the remark does: they are laid anew."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._lay()
        return super().event(event)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        # without a button as high as with one: what stands above does not jump from page to page
        return (
            places[-1].bottom() + 1 if places else max(current.theme.px(36), self._remark.sizeHint().height())
        )

    def sizeHint(self) -> QSize:
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        shown = [button.sizeHint() for button in self._shown()]
        return QSize(
            max((size.width() for size in shown), default=0),
            max((size.height() for size in shown), default=0),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay()

    def _shown(self) -> list[QPushButton]:
        return [button for button in self._buttons if not button.isHidden()]

    def _places(self, width: int) -> list[QRect]:
        gap, x, y, lowest = current.theme.px(10), 0, 0, 0
        places: list[QRect] = []
        for button in self._shown():
            size = button.sizeHint()
            if x and x + size.width() > width:
                x, y = 0, lowest + current.theme.px(6)
            places.append(QRect(x, y, min(size.width(), max(width, 1)), size.height()))
            x += size.width() + gap
            lowest = max(lowest, y + size.height())
        return places

    def _lay(self) -> None:
        self._laying = True
        places = self._places(self.width())
        for button, place in zip(self._shown(), places, strict=True):
            button.setGeometry(place)
        hint = self._remark.sizeHint()
        last = places[-1] if places else QRect(0, 0, 0, self.heightForWidth(self.width()))
        room = self.width() - last.right() - current.theme.px(14)
        width = min(hint.width(), max(room, 0))
        self._remark.setGeometry(self.width() - width, last.top(), width, last.height())
        height = self.heightForWidth(self.width())
        if self.height() != height:
            self.setFixedHeight(height)
        self._laying = False
