"""A picture on which areas are drawn that shall be removed: with the mouse, or with arrows and Enter."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from app.domain.areas import Area
from ui.desk.widgets.measured import Measured
from ui.theme import State, current

STEP = 20
"""Picture points by which an arrow moves or widens the frame."""
FIRST = QRect(100, 100, 400, 60)
SMALLEST = 6


class AreaPicture(Measured, QWidget):
    """Drag draws an area. By keys: arrows move the frame, with Shift they size it, Enter takes it, Backspace takes the
    last area back.
    """

    changed = Signal()
    """There are other areas now."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._areas: list[Area] = []
        self._frame: QRect | None = None
        self._from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.measure()

    def measure(self) -> None:
        """Room for a page."""
        self.setMinimumSize(current.theme.px(300), current.theme.px(400))

    @property
    def areas(self) -> tuple[Area, ...]:
        """What was drawn, in picture points."""
        return tuple(self._areas)

    @property
    def is_shown(self) -> bool:
        """Whether there is a picture."""
        return not self._image.isNull()

    def show_image(self, image: QImage | None, areas: tuple[Area, ...] = ()) -> None:
        """Shows a picture with these areas, or none."""
        self._image = QImage() if image is None else image
        self._areas, self._frame, self._from = list(areas), None, None
        self.update()

    def draw_area(self, area: Area) -> None:
        """Adds an area, cut to the picture; one that is next to nothing is none."""
        cut = QRect(area.left, area.top, area.right - area.left, area.bottom - area.top).intersected(
            self._image.rect()
        )
        if cut.width() >= SMALLEST and cut.height() >= SMALLEST:
            self._areas.append(
                Area(cut.left(), cut.top(), cut.left() + cut.width(), cut.top() + cut.height())
            )
            self.changed.emit()
        self.update()

    def take_back(self) -> None:
        """Takes the last area back."""
        if self._areas:
            self._areas.pop()
            self.changed.emit()
            self.update()

    def _shown(self) -> QRectF:
        """Where the picture lies in the widget."""
        if self._image.isNull():
            return QRectF()
        ratio = min(self.width() / self._image.width(), self.height() / self._image.height())
        wide, high = self._image.width() * ratio, self._image.height() * ratio
        return QRectF((self.width() - wide) / 2, 0, wide, high)

    def _to_widget(self, area: QRect) -> QRectF:
        shown = self._shown()
        ratio = shown.width() / self._image.width()
        return QRectF(
            shown.left() + area.left() * ratio,
            area.top() * ratio,
            area.width() * ratio,
            area.height() * ratio,
        )

    def _to_picture(self, one: QPointF, other: QPointF) -> QRect:
        shown = self._shown()
        ratio = self._image.width() / max(shown.width(), 1)
        box = QRectF(one, other).normalized().translated(-shown.left(), -shown.top())
        return QRect(
            round(box.left() * ratio),
            round(box.top() * ratio),
            round(box.width() * ratio),
            round(box.height() * ratio),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._shown(), self._image)
            colours = current.theme.colours
            painter.setPen(QPen(QColor(colours.of(State.LATE)), 2))
            for area in self._areas:
                box = QRect(area.left, area.top, area.right - area.left, area.bottom - area.top)
                painter.fillRect(
                    self._to_widget(box), QBrush(QColor("black"), Qt.BrushStyle.DiagCrossPattern)
                )
                painter.drawRect(self._to_widget(box))
            if self._frame is not None:
                painter.setPen(QPen(QColor(colours.accent), 2, Qt.PenStyle.DashLine))
                painter.drawRect(self._to_widget(self._frame))
        if self.hasFocus():
            painter.setPen(QPen(QColor(current.theme.colours.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.is_shown:
            self.setFocus()
            self._from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._frame = self._to_picture(self._from, event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            drawn = self._to_picture(self._from, event.position())
            self._from = self._frame = None
            self._take(drawn)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = {
            Qt.Key.Key_Left: (-STEP, 0),
            Qt.Key.Key_Right: (STEP, 0),
            Qt.Key.Key_Up: (0, -STEP),
            Qt.Key.Key_Down: (0, STEP),
        }
        key = Qt.Key(event.key())
        if not self.is_shown or (key not in arrows and key not in _OTHERS):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Backspace:
            self.take_back()
        elif key in arrows:
            self._move(*arrows[key], sizing=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif self._frame is not None:
            frame, self._frame = self._frame, None
            self._take(frame)

    def _move(self, across: int, down: int, *, sizing: bool) -> None:
        if self._frame is None:
            self._frame = QRect(FIRST)
        elif sizing:
            self._frame.setSize(self._frame.size().grownBy(_margins(across, down)).expandedTo(_LEAST))
        else:
            self._frame.translate(across, down)
        self.update()

    def _take(self, box: QRect) -> None:
        self.draw_area(
            Area(max(box.left(), 0), max(box.top(), 0), box.left() + box.width(), box.top() + box.height())
        )


_OTHERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace)
_LEAST = QSize(STEP, STEP)


def _margins(across: int, down: int) -> QMargins:
    return QMargins(0, 0, across, down)
