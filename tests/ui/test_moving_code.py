"""A package on the screen: whoever films it whole has the very bytes, and nobody else can open them."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.errors import AppError
from app.papers.qr import read_image
from app.papers.screen_code import screen_code
from app.qr.transfer import LARGEST, PIECE, Gathered, Gatherer, frames, pieces_of
from tests.ui.conftest import Picture, picture_of, qapp, usual_look
from tests.ui.test_camera import FakeCamera
from tests.ui.test_exchange import ExchangeAtWork, at_work, county, county_answers, hall
from ui.desk import moving_code_reader
from ui.desk.moving_code import MovingCode
from ui.desk.moving_code_reader import MovingCodeReader
from ui.desk.pages.exchange import read_on_screen
from ui.scans.camera import QtCamera

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


def test_another_computer_reads_it_by_its_camera_and_takes_it_in(
    qtbot: QtBot, at_work: ExchangeAtWork, county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving_code_reader, "usual_folder", lambda: str(tmp_path))
    stick = tmp_path / "stick"
    at_work.trust(stick)
    at_work.fill("out", str(stick))
    at_work.page.write_card()
    at_work.settle()
    at_work.press(Qt.Key.Key_Return)
    county_answers(county, stick, number="LX07-26-00001-C")
    (answer,) = stick.glob("CT01*.xfp")
    whole = answer.read_bytes()
    camera = FakeCamera()
    monkeypatch.setattr(moving_code_reader, "QtCamera", lambda **_: camera)
    reader = read_on_screen(at_work.page)
    texts = list(islice(frames(whole), pieces_of(len(whole)) + 3))[::-1]
    for text in texts:
        if camera.taken is None:
            break
        code = screen_code(text)
        grey = Image.frombytes("L", (code.side, code.side), code.points).resize((code.side * 4,) * 2)
        shot = QImage(grey.tobytes(), grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8)
        camera.taken(shot.copy())
        at_work.settle()
    at_work.settle()
    qtbot.waitUntil(lambda: any(not row.sent for row in at_work.page.table.rows), timeout=15_000)
    (file,) = tmp_path.glob("屏幕传来*.xfp")
    assert file.read_bytes() == whole
    assert not isValid(reader) or not reader.isVisible()
    at_work.window.close()


def test_without_a_camera_it_says_what_helps(qtbot: QtBot, at_work: ExchangeAtWork) -> None:
    reader = MovingCodeReader(at_work.page._hall, at_work.page, QtCamera("PySide6.NotInstalled"))
    reader.open()
    assert "没有安装摄像头组件" in reader.note.text()
    reader.take("XFQ1:LX07-26-00001-C:00")
    reader.take("XFT1:ABC")
    reader.close()
    at_work.window.close()
