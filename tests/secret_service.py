"""A Secret Service that lives as long as the test that asked for it: a bus of its own, gnome-keyring or a silent fake."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SILENT = """
    from jeepney import DBusAddress, new_method_call
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import open_dbus_connection

    connection = open_dbus_connection(bus="SESSION")
    connection.send_and_get_reply(message_bus.RequestName("org.freedesktop.secrets"))
    print("here", flush=True)
    while True:
        connection.receive()
"""
"""Takes the name of the Secret Service and never answers a call."""


def require(*programs: str) -> None:
    """Skips loudly where a program is missing; on CI that is a failure, because the keyring must be proved there."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"missing on CI: {missing} (packaging/prepare.sh test installs them)")
    if missing:
        pytest.skip(f"NO SECRET SERVICE, the keyring slot is not tested here: {missing} not installed")


@contextmanager
def a_bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A session bus with a home of its own for those who speak on it; nothing of this computer's is touched."""
    require("dbus-daemon")
    home = Path(tempfile.mkdtemp(prefix="desk-bus-"))  # short: addresses of sockets hold 108 bytes
    for name, value in {"HOME": home, "XDG_RUNTIME_DIR": home, "XDG_DATA_HOME": home / "data",
                        "XDG_CONFIG_HOME": home / "config"}.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND", "GNOME_KEYRING_CONTROL"):
        monkeypatch.delenv(name, raising=False)
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert bus.stdout is not None
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().strip())
        yield home
    finally:
        _end(bus)
        if bus.stdout is not None:
            bus.stdout.close()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def gnome_keyring(password: str = "desk") -> Iterator[None]:
    """gnome-keyring on the present bus, its login collection made and unlocked with the password."""
    require("gnome-keyring-daemon")
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert daemon.stdin is not None and daemon.stdout is not None
        daemon.stdin.write(password)
        daemon.stdin.close()
        daemon.stdout.readline()  # GNOME_KEYRING_CONTROL=…: it is ready
        yield
    finally:
        _end(daemon)
        if daemon.stdout is not None:
            daemon.stdout.close()


@contextmanager
def silent_service() -> Iterator[None]:
    """A Secret Service that takes every call and answers none."""
    fake = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SILENT)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert fake.stdout is not None
        assert fake.stdout.readline() == "here\n"
        yield
    finally:
        _end(fake)
        if fake.stdout is not None:
            fake.stdout.close()


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
