"""Windows' lock, sleep and change of user reach the desk, by made-up messages: there is no Windows here."""

from __future__ import annotations

import ctypes
from ctypes import wintypes
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import qapp, usual_look
from ui.desk.windows_session import KIND, WindowsSession, is_leaving

__all__ = ["qapp", "usual_look"]

SESSION_CHANGE, POWER, PAINT = 0x02B1, 0x0218, 0x000F
LOCK, UNLOCK, CONSOLE_CONNECT, CONSOLE_DISCONNECT, REMOTE_DISCONNECT = 0x7, 0x8, 0x1, 0x2, 0x4
SUSPEND, RESUME = 0x4, 0x7


def library(asked: list[tuple[int | None, int]], answer: int = 1) -> SimpleNamespace:
    """What the system's library would answer; notes who asked."""

    def register(window: ctypes.c_void_p, flags: int) -> int:
        asked.append((window.value, flags))
        return answer

    return SimpleNamespace(WTSRegisterSessionNotification=register)


def told(session: WindowsSession, message: int, parameter: int, kind: bytes = KIND) -> tuple[bool, int]:
    """A message as Qt hands it to the filter."""
    made = wintypes.MSG(message=message, wParam=parameter)
    return session.nativeEventFilter(QByteArray(kind), ctypes.addressof(made))


@pytest.mark.parametrize(
    ("message", "parameter"),
    [
        (SESSION_CHANGE, LOCK),
        (SESSION_CHANGE, CONSOLE_DISCONNECT),
        (SESSION_CHANGE, REMOTE_DISCONNECT),
        (POWER, SUSPEND),
    ],
)
def test_who_leaves_the_screen_locks_the_desk(qtbot: QtBot, message: int, parameter: int) -> None:
    heard: list[bool] = []
    session = WindowsSession(lambda: heard.append(True))
    assert told(session, message, parameter) == (False, 0), "nothing is swallowed"
    assert heard == [], "the system does not wait for our lock"
    qtbot.waitUntil(lambda: heard == [True], timeout=2_000)


@pytest.mark.parametrize(
    ("message", "parameter"),
    [(SESSION_CHANGE, UNLOCK), (SESSION_CHANGE, CONSOLE_CONNECT), (POWER, RESUME), (PAINT, LOCK)],
)
def test_coming_back_and_everything_else_locks_nothing(message: int, parameter: int) -> None:
    assert not is_leaving(message, parameter)


def test_a_message_of_another_system_is_not_looked_at(qtbot: QtBot) -> None:
    heard: list[bool] = []
    session = WindowsSession(lambda: heard.append(True))
    assert told(session, SESSION_CHANGE, LOCK, b"xcb_generic_event_t") == (False, 0)
    QApplication.processEvents()
    assert heard == []


def test_the_window_is_registered_once(qtbot: QtBot) -> None:
    asked: list[tuple[int | None, int]] = []
    application = QApplication.instance()
    assert application is not None
    session = WindowsSession(lambda: None)
    assert session.attach(77, library(asked)) and session.attach(77, library(asked))
    assert asked == [(77, 0)]
    application.removeNativeEventFilter(session)


def test_a_system_that_does_not_tell_breaks_nothing(qtbot: QtBot) -> None:
    assert not WindowsSession(lambda: None).attach(77, library([], answer=0))
    assert not WindowsSession(lambda: None).attach(77), "there is no Windows here"
