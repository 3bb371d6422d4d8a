"""The system's lock reaches the desk over a real session bus; without a bus nothing is heard and nothing breaks."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

import pytest
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
    assert lock.attach() == len(system_lock.SAVERS)
    heard: list[bool] = []
    lock.locked.connect(lambda: heard.append(True))
    says(bus, False)
    says(bus, True)
    qtbot.waitUntil(lambda: bool(heard), timeout=5_000)
    assert heard == [True], "only the locking counts, not the unlocking"


def test_without_a_bus_nothing_breaks(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    assert SystemLock().attach() == 0
