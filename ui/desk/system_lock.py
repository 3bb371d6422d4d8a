"""The system's own lock, sleep and change of user, as far as it tells: over D-Bus where there is one.

Where there is no bus, nothing is heard and nothing breaks; the idle lock and Ctrl+Alt+L are there all the same.
"""

from __future__ import annotations

import itertools
import os
import socket
import threading
from contextlib import suppress
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
SESSION, SYSTEM = "session", "system"
BUSES = (
    (SESSION, "DBUS_SESSION_BUS_ADDRESS", ""),
    (SYSTEM, "DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/run/dbus/system_bus_socket"),
)
"""The two buses, the variables that name their addresses, and the usual address."""
PATIENCE = 10.0
"""Seconds a bus may take to answer; longer than that, nothing is heard from it."""
_numbers = itertools.count(1)


def answers(address: str) -> bool:
    """Whether a bus at that address lets us in: the first two lines of the D-Bus protocol over its socket.

    Only sockets of this computer (`unix:path=`, `unix:abstract=`) are asked.
    """
    way, _, rest = address.partition(":")
    options = dict(option.split("=", 1) for option in rest.split(",") if "=" in option)
    place = options.get("path") or "\0" + options.get("abstract", "")
    if way != "unix" or place == "\0" or not hasattr(socket, "AF_UNIX"):
        return False
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(PATIENCE)
            line.connect(place)
            line.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
            return line.recv(64).startswith(b"OK ")
    except OSError:
        return False


class SystemLock(QObject):
    """Tells that the computer was locked, goes to sleep, or shows another user's desk."""

    locked = Signal()
    """The desk must be locked, too."""
    attached = Signal(int)
    """To how many signals is listened from now on, over one bus that answered."""
    _answered = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked = False
        self._answered.connect(self._listen)

    def attach(self) -> None:
        """Listens once the buses answer; one that never does costs a sleeping thread, not the window."""
        if self._asked:
            return
        self._asked = True
        for bus, variable, usual in BUSES:
            if address := os.environ.get(variable, usual):
                threading.Thread(target=self._knock, args=(bus, address), daemon=True).start()

    def _knock(self, bus: str, address: str) -> None:
        """In a thread of its own. Qt's own greeting waits with the interpreter in its hand, so it comes after this."""
        if answers(address):
            with suppress(RuntimeError):  # the window was closed in the meantime
                self._answered.emit(bus, address)

    @Slot(str, str)
    def _listen(self, bus: str, address: str) -> None:
        """Back on the window's thread: asks for the signals of a bus that answered.

        A connection of its own: Qt's shared ones are made once in a process and stay what they were then, also dead.
        """
        try:
            from PySide6.QtDBus import QDBusConnection  # loaded here: a desk without a bus never needs it
        except ImportError:
            return
        connection = QDBusConnection.connectToBus(address, f"desk-lock-{next(_numbers)}")
        if not connection.isConnected():
            return
        heard = 0
        if bus == SESSION:
            for saver in SAVERS:
                heard += connection.connect("", "", saver, "ActiveChanged", self, ON_ACTIVE)
        else:
            manager, one = f"{LOGIND}.Manager", f"{LOGIND}.Session"
            heard += connection.connect(LOGIND, "", manager, "PrepareForSleep", self, ON_ACTIVE)
            heard += connection.connect(LOGIND, "", one, "Lock", self, ON_LOCK)
        self.attached.emit(heard)

    @Slot(bool)
    def on_active(self, active: bool) -> None:
        """The screen is locked, or the computer goes to sleep; False when it ends."""
        if active:
            self.locked.emit()

    @Slot()
    def on_lock(self) -> None:
        """The session manager asks every program of the session to lock."""
        self.locked.emit()
