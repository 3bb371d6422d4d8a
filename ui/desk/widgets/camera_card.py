"""What the camera sees, small, while it looks for codes. Each frame is looked through in a worker and forgotten."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QPixmap
from PySide6.QtWidgets import QLabel

from app.errors import AppError
from app.qr.families import family_of, is_of_later_program
from ui.desk.hall import Hall
from ui.desk.widgets.card import Card
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.messages import words
from ui.scans.camera import Camera, QtCamera
from ui.theme import current

PATIENCE = 60_000
"""Milliseconds after which a camera that sees no code is closed."""
WIDTH = 284


class CameraCard(Card):
    """The camera's card: open or away."""

    read = Signal(str)
    """The text of a code; each once while the camera is open."""
    failed = Signal(object)
    """The AppError why there is no picture."""

    def __init__(self, hall: Hall, camera: Camera | None = None) -> None:
        self._text = words("camera")
        super().__init__(str(self._text["title"]), str(self._text["keys"]))
        self._hall = hall
        self.camera: Camera = QtCamera() if camera is None else camera
        self.picture, self.note = QLabel(), WrappedLine(str(self._text["hint"]), "hint")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self.picture, self.note):
            self.content.addWidget(part)
        self._looking = False
        self._read: set[str] = set()
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self.close_camera)
        self.hide()

    def turn(self) -> None:
        """Opens the camera, or closes it."""
        if self.isHidden():
            self._open()
        else:
            self.close_camera()

    def fold(self) -> bool:
        """Closes it; whether it was open."""
        shown = not self.isHidden()
        self.close_camera()
        return shown

    def close_camera(self) -> None:
        """No more frames; the last one is gone, too."""
        self.camera.stop()
        self._patience.stop()
        self._read.clear()
        self.picture.clear()
        self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """A camera that nobody sees looks at nobody."""
        super().hideEvent(event)
        if not self.isHidden():
            self.close_camera()

    def _open(self) -> None:
        try:
            self.camera.start(self._seen, self._broke)
        except AppError as error:
            self.failed.emit(error)
            return
        self._patience.start()
        self.show()

    def _broke(self, error: AppError) -> None:
        self.close_camera()
        self.failed.emit(error)

    def _seen(self, image: QImage) -> None:
        if self.isHidden():
            return
        width = current.theme.px(WIDTH)
        self.picture.setPixmap(QPixmap.fromImage(image.scaledToWidth(width)))
        if not self._looking:  # frames that come meanwhile are only shown
            self._looking = True
            self._hall.read(lambda: _codes_in(image), self._found, self._not_read, asker=self)

    def _not_read(self, _: AppError) -> None:
        self._looking = False

    def _found(self, texts: tuple[str, ...]) -> None:
        self._looking = False
        for text in texts:
            if not self.isHidden() and text not in self._read:
                self._read.add(text)
                self._patience.start()
                self.read.emit(text)


def _codes_in(image: QImage) -> tuple[str, ...]:
    """The texts of our own codes in a frame. For a worker; loads the reader of pictures there."""
    from PIL import Image

    from app.papers.qr import texts_in

    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    size = (grey.width(), grey.height())
    page = Image.frombytes("L", size, bytes(grey.constBits()), "raw", "L", grey.bytesPerLine())
    texts = texts_in(page, thorough=True)
    return tuple(text for text in texts if family_of(text) is not None or is_of_later_program(text))
