"""An office with three windows on one server: one series of numbers, one list, and a day on which the server is gone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.errors import Unavailable
from db import bell
from db.trial_server import TrialServer
from tests.cluster import SERVER
from tests.halls.room import sits_down
from tests.journeys.room import Folder
from tests.journeys.test_lock_in_the_window import name_on_the_form, reception
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_window import Window, registered
from ui.desk.hall_watch import TOGETHER
from ui.theme import Theme, apply_theme, current

__all__ = ["picture", "qapp", "usual_look"]
pytestmark = pytest.mark.postgres
AT = "2026-03-02T10:30"
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def server() -> Iterator[TrialServer]:
    """A server that can be switched off."""
    room = Path(tempfile.mkdtemp(prefix="desk-hall-pg-"))
    made = TrialServer(room, SERVER)
    try:
        made.make("--no-sync")
        made.start()
        yield made
        made.start()
        made.stop("immediate")
    except Unavailable as missing:
        pytest.skip(f"NO POSTGRESQL, halls are not tested: {missing.code}")
    finally:
        shutil.rmtree(room, ignore_errors=True)


@pytest.fixture
def windows(folder: Folder, server: TrialServer, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    """The folders of three windows, made by the command line as an office would."""
    room, code, key = folder.room, folder.room / "invitation.code", folder.room / "hall.code"
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(key))
    folder("03-02", "init", "--office", "示范县信访局", "--area", "410721", "--station", "LX07", "--training",
           "--recovery-out", str(key), "--database", server.address)  # fmt: skip
    (told,) = folder(
        "03-02",
        "hall",
        "invite",
        "--out",
        str(room / "hall.invitation"),
        "--code-out",
        str(code),
        who="leader",
    )
    assert Path(told["invitation"]).exists()
    monkeypatch.setenv("PETITION_DESK_INVITATION_FILE", str(code))
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", "")
    made = [room / "desk"]
    for name, spare in (("second", "LX08"), ("third", "LX09")):
        at = Folder(room / name, folder.capture)
        (joined,) = at("03-02", "init", "--join", str(room / "hall.invitation"), "--spare", spare)
        assert (joined["station"], joined["spare"]) == ("LX07", spare)
        made.append(room / name / "desk")
    return tuple(made)


def keep_pictures(window: Window, take: Picture, name: str) -> None:
    """In both looks, as large as the smallest screen that is met."""
    window.shell.resize(QSize(1366, 768))
    QApplication.processEvents()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    for look in ("dark", "light"):
        apply_theme(application, Theme(name=look, strong_face=current.theme.strong_face))
        QApplication.processEvents()
        take(window.shell, f"{name}-{look}", 1.0)


def numbers(window: Window) -> list[str]:
    """The newest matters of the folder before the clerk, oldest first."""
    day = window.desk_window.day
    assert day is not None
    return sorted(row.number[:13] for row in day.desk.session.memory.queries.newest())


def types_a_name(window: Window, name: str) -> None:
    page = reception(window)
    editor = page.people.name.editor
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    window.keys(name)
    window.press(Qt.Key.Key_Return)
    window.settle()


def enters(window: Window) -> None:
    window.enter(at=AT)
    window.today()


def test_the_server_is_switched_off_in_the_middle_of_a_visit(
    qtbot: QtBot,
    windows: tuple[Path, ...],
    server: TrialServer,
    monkeypatch: pytest.MonkeyPatch,
    picture: Picture,
) -> None:
    assert TOGETHER <= 1000, "what others do is seen within a second"
    first, second, third = windows
    window = Window(qtbot, second)
    enters(window)
    monkeypatch.setattr(bell, "OURS", "another window")
    for folder in (first, third):
        other = sits_down(folder, "handler")
        registered(other)
        other.close()
    qtbot.waitUntil(lambda: numbers(window) == ["LX07-26-00001", "LX07-26-00002"], timeout=10_000)
    types_a_name(window, "李示范")

    server.stop("immediate")
    qtbot.waitUntil(lambda: "大厅服务器连不上" in window.said, timeout=15_000)
    assert "Ctrl+Alt+B" in window.said
    keep_pictures(window, picture, "hall-away")

    window.press(Qt.Key.Key_B, window.shell, CTRL_ALT)
    window.until("sign-in")
    enters(window)
    keep_pictures(window, picture, "hall-spare")
    assert name_on_the_form(window) == "李示范", "what was half typed is there"
    day = window.desk_window.day
    assert day is not None
    registered(day.desk, "李示范")
    assert numbers(window) == ["LX08-26-00001"], "formal at once, in a series of its own"

    server.start()
    window.press(Qt.Key.Key_B, window.shell, CTRL_ALT)
    window.until("sign-in")
    enters(window)
    qtbot.waitUntil(lambda: "已并入大厅" in window.said, timeout=20_000)
    assert numbers(window) == ["LX07-26-00001", "LX07-26-00002", "LX08-26-00001"]
    keep_pictures(window, picture, "hall-back")
    window.press(Qt.Key.Key_B, window.shell, CTRL_ALT)
    qtbot.waitUntil(lambda: "不用转到备用站" in window.said, timeout=10_000)
    window.close()
    other = sits_down(first)
    assert other.verify()[0].ok and len(other.session.memory.queries.newest()) == 3
    other.close()


def test_the_server_comes_back_by_itself(
    qtbot: QtBot, windows: tuple[Path, ...], server: TrialServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = Window(qtbot, windows[1])
    enters(window)
    monkeypatch.setattr(bell, "OURS", "another window")
    server.stop("fast")
    qtbot.waitUntil(lambda: "大厅服务器连不上" in window.said, timeout=15_000)
    server.start()
    other = sits_down(windows[0], "handler")
    registered(other)
    other.close()
    qtbot.waitUntil(lambda: "大厅服务器已恢复" in window.said, timeout=15_000)
    qtbot.waitUntil(lambda: numbers(window) == ["LX07-26-00001"], timeout=10_000)
    day = window.desk_window.day
    assert day is not None
    registered(day.desk, "李示范")
    window.close()


def test_at_the_door_of_a_hall_that_is_away_the_way_to_the_spare_station_is_shown(
    qtbot: QtBot, windows: tuple[Path, ...], server: TrialServer, picture: Picture
) -> None:
    server.stop("fast")
    window = Window(qtbot, windows[1])
    window.desk_window.stand_at(AT)
    page = window.at_the_door()
    window.press(Qt.Key.Key_Return, page.roles)
    qtbot.waitUntil(lambda: "Ctrl+Alt+B" in window.said, timeout=20_000)
    keep_pictures(window, picture, "hall-door")
    window.press(Qt.Key.Key_B, window.shell, CTRL_ALT)
    qtbot.waitUntil(lambda: window.desk_window.changing.folder.name == "spare", timeout=10_000)
    enters(window)
    window.close()
