"""The system's own lock, sleep and change of user, as far as it tells: over D-Bus where there is one.

Where there is no bus, nothing is heard and nothing breaks; the idle lock and Ctrl+Alt+L are there all the same.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.ukui.ScreenSaver",
)
"""Interfaces of desktops that tell when the screen is locked (ActiveChanged)."""
LOGIND = "org.freedesktop.login1"
ON_ACTIVE: Any = "1on_active(bool)"
ON_LOCK: Any = "1on_lock()"
"""The slots below, as Qt writes them; the stubs of PySide ask for bytes, the library takes text only."""
SYSTEM_BUS = "/run/dbus/system_bus_socket"


class SystemLock(QObject):
    """Tells that the computer was locked, goes to sleep, or shows another user's desk."""

    locked = Signal()
    """The desk must be locked, too."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard = 0

    def attach(self) -> int:
        """Listens from now on; the answer is to how many signals. 0: there is no bus, or the build knows none.

        Loads Qt's D-Bus here, after the first picture: a desk without a bus never needs it.
        """
        if self._heard:
            return self._heard
        session = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
        system = Path(os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", "").removeprefix("unix:path=") or SYSTEM_BUS)
        if not session and not system.exists():
            return 0
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return 0
        heard = 0
        if session and (bus := QDBusConnection.sessionBus()).isConnected():
            for saver in SAVERS:
                heard += bus.connect("", "", saver, "ActiveChanged", self, ON_ACTIVE)
        if system.exists() and (bus := QDBusConnection.systemBus()).isConnected():
            manager, one = f"{LOGIND}.Manager", f"{LOGIND}.Session"
            heard += bus.connect(LOGIND, "", manager, "PrepareForSleep", self, ON_ACTIVE)
            heard += bus.connect(LOGIND, "", one, "Lock", self, ON_LOCK)
        self._heard = heard
        return heard

    @Slot(bool)
    def on_active(self, active: bool) -> None:
        """The screen is locked, or the computer goes to sleep; False when it ends."""
        if active:
            self.locked.emit()

    @Slot()
    def on_lock(self) -> None:
        """The session manager asks every program of the session to lock."""
        self.locked.emit()
