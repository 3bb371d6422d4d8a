"""The application as the desk makes it, and a way to keep pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from ui.desk.application import make_application
from ui.theme import Theme, apply_theme, current

Picture = Callable[[QWidget, str, float], QImage]


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The desk's own application in place of pytest-qt's plain one."""
    return make_application(["petition-desk"])


@pytest.fixture(autouse=True)
def usual_look(qapp: QApplication) -> Iterator[None]:
    """Every test starts in the light theme at the usual size."""
    # pytest-qt asks for windows to be deleted later; without a running loop, later is now.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    strong = current.theme.strong_face
    if current.theme != Theme(name="light", strong_face=strong):
        apply_theme(qapp, Theme(name="light", strong_face=strong))
    yield


def picture_of(widget: QWidget, ratio: float = 1.0) -> QImage:
    """`widget` as an image, `ratio` device pixels to a pixel."""
    image = QImage(
        QSize(round(widget.width() * ratio), round(widget.height() * ratio)), QImage.Format.Format_RGB32
    )
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.magenta)
    widget.render(image)
    return image


@pytest.fixture
def picture(qapp: QApplication) -> Picture:
    """Takes a picture; keeps it as NAME.png in the folder of PETITION_DESK_PICTURES, if that is set."""

    def take(widget: QWidget, name: str, ratio: float = 1.0) -> QImage:
        image = picture_of(widget, ratio)
        folder = os.environ.get("PETITION_DESK_PICTURES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            assert image.save(str(Path(folder) / f"{name}.png"))
        return image

    return take
