"""Moving codes read by the camera: frames are gathered until the package is whole, kept as a file, and handed over.

Which frames were missed does not matter (app/qr/transfer.py); what came is the sealed package, byte for byte, or nothing.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.errors import AppError, BadInput
from app.qr.families import Family, family_of
from app.qr.transfer import Gatherer
from ui.desk.moving_code import A_SECOND, moving_words
from ui.desk.register_desk import usual_folder
from ui.desk.widgets.camera_card import CameraCard
from ui.desk.widgets.key_hint import text_label
from ui.messages import message_of
from ui.new_file import write_new
from ui.scans.camera import Camera, QtCamera

if TYPE_CHECKING:
    from ui.desk.hall import Hall

PAUSE = 1 / (2 * A_SECOND)
"""Seconds between two looks: twice as often as the other screen changes."""


class MovingCodeReader(QWidget):
    """The window. Closing it ends the camera."""

    kept = Signal(str)
    """The whole package lies there as a file."""

    def __init__(self, hall: Hall, parent: QWidget | None = None, camera: Camera | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._text, self._hall, self._gatherer = moving_words(), hall, Gatherer()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self._text["read_title"])
        self.setObjectName("page")
        self.camera = CameraCard(hall, QtCamera(pause=PAUSE) if camera is None else camera)
        self.bar, self.note = QProgressBar(), text_label(self._text["read_how"], "body")
        self.note.setWordWrap(True)
        self.bar.setTextVisible(False)
        end = QPushButton(self._text["end"])
        end.clicked.connect(self.close)
        column = QVBoxLayout(self)
        for part in (self.note, self.camera, self.bar):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(end, 0, Qt.AlignmentFlag.AlignRight)
        self.camera.read.connect(self.take)
        self.camera.failed.connect(self._say)

    def open(self) -> None:
        """Shows the window and lets the camera look; says why where there is none."""
        self.show()
        self.camera.turn()

    def take(self, text: str) -> None:
        """What one look read; codes of other families are passed over."""
        if family_of(text) is not Family.TRANSPORT:
            return
        try:
            told = self._gatherer.add(text)
        except BadInput:
            return  # a misread frame: another one comes
        self.bar.setRange(0, told.number)
        self.bar.setValue(told.known)
        self.note.setText(self._text["read_far"].format(known=told.known, number=told.number))
        if told.whole is not None:
            self.camera.close_camera()
            whole, at = told.whole, self._hall.session.now()
            self._hall.write(lambda: keep_package(whole, at), self._kept, self._say, asker=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()

    def _kept(self, path: str) -> None:
        self.kept.emit(path)
        self.close()

    def _say(self, error: AppError) -> None:
        found = message_of(error)
        self.note.setText(f"{found.says}{found.do}")


def keep_package(whole: bytes, at: datetime) -> str:
    """Writes what came at that time into the folder for documents; says where. Raises Unavailable("file.unwritable")."""
    name = moving_words()["file"].format(at=f"{at:%Y%m%d-%H%M%S}")
    return str(write_new(Path(usual_folder()) / name, whole))
