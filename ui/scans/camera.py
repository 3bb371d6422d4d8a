"""Cameras that read codes: the port, and Qt's cameras where the extra `camera` is installed (PySide6-Addons).

A frame is a picture in memory that is looked through and forgotten; none is ever kept or written (rulings.md 19).
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtGui import QImage

from app.errors import AppError, Unavailable

MODULE = "PySide6.QtMultimedia"
PAUSE = 0.15
"""Seconds between two frames that are looked at: a camera gives thirty a second, and each costs to turn into a picture."""
Taken = Callable[[QImage], object]
Failed = Callable[[AppError], object]


class Camera(Protocol):
    """The camera of this computer, if it has one. No desk needs it: scanners and pictures do as well."""

    def start(self, taken: Taken, failed: Failed) -> None:
        """Gives frames to `taken` until `stop`; `failed` is told when it breaks off.

        Raises Unavailable("camera.not_installed", "camera.none").
        """
        ...

    def stop(self) -> None:
        """No more frames; its light goes out."""
        ...


class QtCamera:
    """The default camera of the system; fulfils the port Camera. `module` is what the extra brings."""

    def __init__(
        self, module: str = MODULE, clock: Callable[[], float] = time.monotonic, *, pause: float = PAUSE
    ) -> None:
        self._module, self._clock, self._pause = module, clock, pause
        self._parts: tuple[Any, ...] = ()
        self._last = 0.0

    def start(self, taken: Taken, failed: Failed) -> None:
        """Gives frames; see the port."""
        self.stop()
        try:
            media: Any = importlib.import_module(self._module)
        except ImportError as error:
            raise Unavailable("camera.not_installed") from error
        device = media.QMediaDevices.defaultVideoInput()
        if device.isNull():
            raise Unavailable("camera.none")
        camera, session, sink = media.QCamera(device), media.QMediaCaptureSession(), media.QVideoSink()
        session.setCamera(camera)
        session.setVideoSink(sink)
        sink.videoFrameChanged.connect(lambda frame: self._came(frame, taken))
        camera.errorOccurred.connect(lambda *_: failed(Unavailable("camera.failed")))
        self._parts = (camera, session, sink)
        camera.start()

    def stop(self) -> None:
        """No more frames."""
        parts, self._parts = self._parts, ()
        if parts:
            parts[0].stop()

    def _came(self, frame: Any, taken: Taken) -> None:
        now = self._clock()
        if self._parts and now - self._last >= self._pause:
            self._last = now
            image = frame.toImage()
            if not image.isNull():
                taken(image)
