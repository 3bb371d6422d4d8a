"""A package on the screen: whoever films it whole has the very bytes, and nobody else can open them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.papers.qr import read_image
from app.qr.transfer import LARGEST, PIECE, Gathered, Gatherer
from tests.ui.conftest import Picture, picture_of, qapp, usual_look
from tests.ui.test_exchange import ExchangeAtWork, at_work, county, hall
from ui.desk.moving_code import MovingCode

__all__ = ["at_work", "county", "hall", "qapp", "usual_look"]


def filmed(window: MovingCode, frames: int) -> Gathered:
    """What a camera before the window gathers."""
    gatherer, told = Gatherer(), Gathered(known=0, number=0)
    for _ in range(frames):
        picture = QBuffer()
        picture.open(QBuffer.OpenModeFlag.WriteOnly)
        assert picture_of(window.picture).save(picture, "PNG")
        (text,) = read_image(bytes(picture.data().data()))
        told = gatherer.add(text)
        window.step()
    return told


def windows() -> list[MovingCode]:
    return [
        item for item in QApplication.topLevelWidgets() if isinstance(item, MovingCode) and item.isVisible()
    ]


def test_what_is_filmed_is_the_very_package(
    qtbot: QtBot, at_work: ExchangeAtWork, tmp_path: Path, picture: Picture
) -> None:
    stick = tmp_path / "stick"
    at_work.trust(stick)
    at_work.fill("out", str(stick))
    at_work.press(Qt.Key.Key_Return)
    (package,) = stick.glob("*.xfp")
    at_work.page.table.selectRow(0)
    at_work.press(Qt.Key.Key_M)
    (shown,) = windows()
    shown.showNormal()
    shown.resize(900, 768)
    QApplication.processEvents()
    told = filmed(shown, -(-package.stat().st_size // PIECE))
    assert told.whole == package.read_bytes()
    assert package.name in " ".join(label.text() for label in shown.findChildren(QLabel))
    picture(shown, "moving-code", 1.0)
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert windows() == []
    at_work.window.close()


def test_it_goes_on_by_itself_until_it_is_ended(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    shown = MovingCode("LX07-1-1.xfp", random.Random(1).randbytes(20 * PIECE), parent)
    shown.show()
    qtbot.waitUntil(lambda: shown.count >= 3)
    shown.close()


def test_the_light_ground_stays_around_the_code_in_the_dark(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    shown = MovingCode("LX07-1-1.xfp", b"package", parent)
    shown.resize(700, 500)
    shown.show()
    QApplication.processEvents()
    image = picture_of(shown.picture)
    for x, y in (
        (0, 0),
        (image.width() - 1, 0),
        (0, image.height() - 1),
        (image.width() - 1, image.height() - 1),
    ):
        assert image.pixelColor(x, y).lightness() == 255
    shown.close()


@pytest.mark.parametrize(("size", "code"), [(0, "transfer.empty"), (LARGEST + 1, "transfer.too_large")])
def test_what_a_screen_cannot_carry_is_refused(qtbot: QtBot, size: int, code: str) -> None:
    with pytest.raises(AppError) as refused:
        MovingCode("x.xfp", bytes(size))
    assert refused.value.code == code
