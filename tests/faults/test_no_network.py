"""The program needs no network and asks for none: neither by Python's sockets nor by those of Qt and other libraries."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.faults.offline import asked_for


def test_a_workday_asks_for_no_address(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    code, found = asked_for(tmp_path, "tests.faults.workday", str(tmp_path / "desk"), str(tmp_path / "stick"))
    assert abs(code) in (signal.SIGKILL, 128 + signal.SIGKILL), "the day was lived to its end"
    assert found == []


def test_the_windows_of_a_day_ask_for_no_address(tmp_path: Path) -> None:
    code, found = asked_for(
        tmp_path, "ui", "tour", "--out", str(tmp_path / "out"), "--json", QT_QPA_PLATFORM="offscreen"
    )
    assert code == 0 and list((tmp_path / "out").rglob("*.pdf"))
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "import socket; socket.create_connection(('192.0.2.1', 80), 0.1)",
        "import socket; socket.getaddrinfo('x.cn', 1)",
    ],
)
def test_a_call_home_would_be_seen(tmp_path: Path, planted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "planted.py").write_text(f"try:\n    {planted}\nexcept OSError:\n    pass\n")
    code, found = asked_for(tmp_path, "planted", PYTHONPATH=str(tmp_path))
    assert code == 0 and found
