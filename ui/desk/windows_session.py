"""The lock, sleep and change of user of Windows, as messages of the desk's window.

Written from the documentation: not tried on Windows; the filter is tested with made-up messages.

`WTSRegisterSessionNotification` asks the system to tell; Qt hands every message of the window to a filter before it looks
at it itself. Nothing is swallowed.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication, QTimer

KIND = b"windows_generic_MSG"
"""What Qt calls a message of Windows."""
SESSION_CHANGE, POWER = 0x02B1, 0x0218
"""WM_WTSSESSION_CHANGE, WM_POWERBROADCAST."""
SESSION_LOCK, CONSOLE_DISCONNECT, REMOTE_DISCONNECT, LOGOFF = 0x7, 0x2, 0x4, 0x6
LEAVING = frozenset({SESSION_LOCK, CONSOLE_DISCONNECT, REMOTE_DISCONNECT, LOGOFF})
"""The screen is locked, another user's desk is shown, the remote one went, the session ends."""
SUSPEND = 0x4
"""PBT_APMSUSPEND: the computer goes to sleep."""
THIS_SESSION = 0
LIBRARY = "wtsapi32"


class WindowsSession(QAbstractNativeEventFilter):
    """Calls `locked` when Windows tells that nobody sits there any more."""

    def __init__(self, locked: Callable[[], object]) -> None:
        super().__init__()
        self._locked = locked
        self._window = 0

    def attach(self, window: int, library: Any = None) -> bool:
        """Listens from now on for the window with that handle; False where there is no Windows, or it does not tell.

        `library` stands in for the system's own.
        """
        application = QCoreApplication.instance()
        found = _library() if library is None else library
        if application is None or found is None or self._window:
            return bool(self._window)
        if not found.WTSRegisterSessionNotification(ctypes.c_void_p(window), THIS_SESSION):
            return False
        self._window = window
        application.installNativeEventFilter(self)
        return True

    def nativeEventFilter(self, kind: Any, message: Any) -> tuple[bool, int]:
        """Looks at one message; it goes on to Qt in any case."""
        if bytes(kind) == KIND and message:
            told = wintypes.MSG.from_address(int(message))
            if is_leaving(told.message, told.wParam):
                # in a turn of its own: the system waits for the answer to its message
                QTimer.singleShot(0, self._locked)
        return False, 0


def is_leaving(message: int, parameter: int) -> bool:
    """Whether a message says that the person is no longer before the screen."""
    return (message == SESSION_CHANGE and parameter in LEAVING) or (message == POWER and parameter == SUSPEND)


def _library() -> Any:
    """The system's library; None where there is no Windows."""
    if sys.platform != "win32":
        return None
    try:
        return ctypes.WinDLL(LIBRARY)
    except OSError:
        return None
