"""The system's lock reaches the desk over a real session bus; without a bus nothing is heard and nothing breaks."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.ui.conftest import qapp, usual_look
from ui.desk import system_lock
from ui.desk.system_lock import SystemLock

__all__ = ["qapp", "usual_look"]


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A session bus of its own, and no system bus."""
    if shutil.which("dbus-daemon") is None or shutil.which("dbus-send") is None:
        pytest.skip("dbus-daemon and dbus-send are not there")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    yield address
    daemon.terminate()
    daemon.wait()
    daemon.stdout.close()


def says(bus: str, active: bool) -> None:
    """The screen saver tells everybody."""
    words = ["--type=signal", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged"]
    subprocess.run(["dbus-send", f"--bus={bus}", *words, f"boolean:{str(active).lower()}"], check=True)


def test_a_locked_screen_is_heard(qtbot: QtBot, bus: str) -> None:
    lock = SystemLock()
    with qtbot.waitSignal(lock.attached, timeout=10_000) as attached:
        lock.attach()
    assert attached.args == [len(system_lock.SAVERS)]
    heard: list[bool] = []
    lock.locked.connect(lambda: heard.append(True))
    says(bus, False)
    says(bus, True)
    qtbot.waitUntil(lambda: bool(heard), timeout=5_000)
    assert heard == [True], "only the locking counts, not the unlocking"


def test_a_bus_that_came_after_a_dead_one_is_heard(
    qtbot: QtBot, bus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    dead = SystemLock()
    dead.attached.connect(lambda _: pytest.fail("nobody is there"))
    dead.attach()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    lock = SystemLock()
    with qtbot.waitSignal(lock.attached, timeout=10_000):
        lock.attach()
    with qtbot.waitSignal(lock.locked, timeout=5_000):
        says(bus, True)


def test_a_bus_that_never_answers_does_not_hold_the_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(f"{tmp_path}/bus")
        silent.listen()
        silent.settimeout(10)
        lock = SystemLock()
        lock.attached.connect(lambda _: pytest.fail("it never answered"))
        lock.attach()
        caller, _ = silent.accept()
        turned: list[bool] = []
        QTimer.singleShot(0, lambda: turned.append(True))
        qtbot.waitUntil(lambda: bool(turned), timeout=5_000)
        caller.close()


def test_without_a_bus_nothing_breaks(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    lock = SystemLock()
    with qtbot.assertNotEmitted(lock.attached, wait=200):
        lock.attach()


def test_only_a_bus_that_lets_us_in_is_an_answer(bus: str) -> None:
    assert system_lock.answers(bus)
    for address in ("", "unix:path=/nowhere", "unix:abstract=nobody-is-here", "tcp:host=localhost,port=1"):
        assert not system_lock.answers(address)
