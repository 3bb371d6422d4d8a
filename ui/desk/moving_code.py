"""A small package as moving codes: a window that shows one frame after another until somebody ends it.

What is shown is a sealed package, which only its addressee can open: who films it over a shoulder has ciphertext.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.qr.transfer import frames, pieces_of
from resources.loader import words as words_of
from ui.desk.widgets.key_hint import text_label

if TYPE_CHECKING:
    from app.papers.screen_code import ScreenCode

A_SECOND = 8
"""Frames; a camera takes 25 or 30, so that each is seen whole three times."""
KILOBYTE = 1024


class CodePicture(QWidget):
    """One code, as large as there is room in whole points a cell, on white whatever the theme is."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setMinimumSize(260, 260)

    def show_code(self, code: ScreenCode) -> None:
        """Another code in the place of this one."""
        size = code.side
        self._image = QImage(code.points, size, size, size, QImage.Format.Format_Grayscale8).copy()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self._image.isNull():
            return
        times = max(1, min(self.width(), self.height()) // self._image.width())
        size = self._image.width() * times
        left, top = (self.width() - size) // 2, (self.height() - size) // 2
        shown = self._image.scaled(size, size)
        shown.setDevicePixelRatio(1.0)
        painter.drawImage(left, top, shown)


class MovingCode(QWidget):
    """The window. Raises Refused("transfer.too_large"), BadInput("transfer.empty") for what cannot be shown."""

    def __init__(self, name: str, whole: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._frames: Iterator[str] = frames(whole)
        self._text = moving_words()
        self.count = 0
        """Frames that were shown."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self._text["title"])
        self.setObjectName("page")
        number = pieces_of(len(whole))
        about = self._text["about"].format(
            name=name,
            size=-(-len(whole) // KILOBYTE),
            pieces=number,
            seconds=-(-number // A_SECOND),
        )
        self.picture = CodePicture()
        self._shown = text_label("", "small")
        end = QPushButton(self._text["end"])
        end.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self._shown)
        foot.addStretch(1)
        foot.addWidget(end)
        column = QVBoxLayout(self)
        column.addWidget(text_label(about, "body"))
        column.addWidget(text_label(self._text["how"], "small"))
        column.addWidget(self.picture, 1)
        column.addLayout(foot)
        self._turn = QTimer(self, interval=1000 // A_SECOND)
        self._turn.setTimerType(Qt.TimerType.PreciseTimer)
        self._turn.timeout.connect(self.step)
        self.step()
        self._turn.start()

    def step(self) -> None:
        """The next frame. Loads the maker of codes with the first."""
        from app.papers.screen_code import screen_code

        self.picture.show_code(screen_code(next(self._frames)))
        self.count += 1
        self._shown.setText(self._text["shown"].format(count=self.count))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()


def moving_words() -> dict[str, str]:
    """The words of this window."""
    found: dict[str, str] = words_of("words/moving_code.toml")["moving_code"]
    return found


def show_moving(parent: QWidget) -> Callable[[tuple[str, bytes]], MovingCode]:
    """Shows a package that was fetched, over the whole screen: the larger the cells, the surer the camera."""

    def show(package: tuple[str, bytes]) -> MovingCode:
        window = MovingCode(*package, parent)
        window.showMaximized()
        return window

    return show
