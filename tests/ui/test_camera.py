"""A camera at the counter: it is said when there is none, it reads codes, and keeps nothing of what it saw."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.errors import AppError, Unavailable
from tests.phone_picture import png
from tests.ui.pages_reception import Clerk, keep_picture
from tests.ui.reception_counter import desk, training_folder
from tests.ui.test_reception_scanned import VISITOR, clerk, codes, line
from ui.desk.widgets import camera_card
from ui.scans.camera import MODULE, Failed, QtCamera, Taken

__all__ = ["clerk", "desk", "training_folder"]


class FakeCamera:
    """Gives the frames that a test holds before it; fulfils the port Camera."""

    def __init__(self) -> None:
        self.taken: Taken | None = None
        self.failed: Failed | None = None

    def start(self, taken: Taken, failed: Failed) -> None:
        """Its light goes on."""
        self.taken, self.failed = taken, failed

    def stop(self) -> None:
        """Its light goes out."""
        self.taken = None

    def sees(self, *texts: str) -> None:
        """A frame with these codes, or with none."""
        assert self.taken is not None
        image = QImage.fromData(png(*texts)) if texts else QImage(640, 480, QImage.Format.Format_RGB32)
        self.taken(image)


@pytest.fixture
def camera(clerk: Clerk) -> Iterator[FakeCamera]:
    made = FakeCamera()
    clerk.page.camera.camera = made
    yield made
    clerk.page.camera.close_camera()


def test_it_is_said_that_there_is_none(clerk: Clerk) -> None:
    clerk.page.camera.camera = QtCamera("PySide6.NotInstalled")
    clerk.press("Alt+C")
    assert "没有安装摄像头组件" in line(clerk) and clerk.page.camera.isHidden()
    clerk.press("Esc")
    assert line(clerk) == ""


def test_a_code_before_the_camera_fills_the_form_and_closes_it(clerk: Clerk, camera: FakeCamera) -> None:
    clerk.press("Alt+C")
    card = clerk.page.camera
    assert not card.isHidden()
    camera.sees()
    clerk.settle()
    assert line(clerk) == ""
    (text,) = codes(clerk)
    camera.sees(text)
    keep_picture(clerk, "reception-camera")
    clerk.settle()
    clerk.until(lambda: bool(clerk.page.form().scanned))
    assert clerk.page.form().persons[0].name == VISITOR.name
    assert card.isHidden() and camera.taken is None and card.picture.pixmap().isNull() and not card._read


def test_it_stays_open_until_all_frames_are_there(clerk: Clerk, camera: FakeCamera) -> None:
    frames = codes(clerk, room=100)
    clerk.press("Alt+C")
    for at, frame in enumerate(frames):
        assert camera.taken is not None
        for _ in range(2):  # the phone shows each one for a while
            if camera.taken is not None:
                camera.sees(frame)
            clerk.settle()
        if at < len(frames) - 1:
            clerk.until(lambda: "还差" in line(clerk))
    clerk.until(lambda: bool(clerk.page.form().scanned))
    assert camera.taken is None


@pytest.mark.parametrize("way", ["Alt+C", "Esc", "F-key", "patience", "broke"])
def test_it_closes(clerk: Clerk, camera: FakeCamera, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk.press("Alt+C")
    if way == "F-key":
        clerk.page.hide()
    elif way == "patience":
        clerk.page.camera._patience.timeout.emit()
    elif way == "broke":
        assert camera.failed is not None
        camera.failed(Unavailable("camera.failed"))
        assert "摄像头中断了" in line(clerk)
    else:
        clerk.press(way)
    assert camera.taken is None and clerk.page.camera.isHidden()


def test_qts_camera_where_the_extra_is_installed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, Any] = {}

    def signal(name: str) -> SimpleNamespace:
        return SimpleNamespace(connect=lambda slot: made.__setitem__(name, slot))

    module: Any = ModuleType(MODULE)
    device = SimpleNamespace(isNull=lambda: "device" not in made)
    module.QMediaDevices = SimpleNamespace(defaultVideoInput=lambda: device)
    module.QCamera = lambda _: SimpleNamespace(
        start=lambda: made.__setitem__("on", True), stop=lambda: made.__setitem__("on", False),
        errorOccurred=signal("error"),
    )  # fmt: skip
    module.QMediaCaptureSession = lambda: SimpleNamespace(setCamera=lambda _: 0, setVideoSink=lambda _: 0)
    module.QVideoSink = lambda: SimpleNamespace(videoFrameChanged=signal("frame"))
    monkeypatch.setitem(sys.modules, MODULE, module)
    times = iter((10.0, 10.01, 10.5, 11.0))
    camera = QtCamera(clock=lambda: next(times))
    seen: list[QImage] = []
    broken: list[AppError] = []
    with pytest.raises(Unavailable, match=r"camera\.none"):
        camera.start(seen.append, broken.append)
    made["device"] = True
    camera.start(seen.append, broken.append)
    picture = SimpleNamespace(toImage=lambda: QImage(4, 4, QImage.Format.Format_RGB32))
    for _ in range(3):
        made["frame"](picture)
    assert len(seen) == 2, "one frame came too soon after the first"
    made["error"](1, "gone")
    assert broken[0].code == "camera.failed"
    camera.stop()
    made["frame"](picture)
    assert made["on"] is False and len(seen) == 2


def test_the_module_is_loaded_with_the_first_key_and_not_before() -> None:
    assert MODULE not in sys.modules and camera_card.CameraCard is not None
