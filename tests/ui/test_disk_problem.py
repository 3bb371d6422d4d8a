"""The window on a disk that cannot be written or is full: it opens, says what is wrong at its foot, and refuses politely."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.ballast import Ballast
from tests.faults.test_full_disk import small_disk
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, registered, training_folder

AT = "2026-11-20T09:30"


def rail(window: Window) -> str:
    """What stands at the rail's foot."""
    return " ".join(line.text for line in window.shell.rail.status)


def test_a_read_only_folder_opens_in_the_window_and_says_so(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        training_folder(tmp_path / "made")
        desk = open_as(tmp_path / "made", at="2026-11-19T15:00")
        number = registered(desk)
        desk.close()
        shutil.copytree(tmp_path / "made", disk / "desk")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        window = Window(qtbot, disk / "desk")
        window.enter(at=AT)
        page = window.today()
        qtbot.waitUntil(lambda: {row.number for row in page.table.rows} == {number})
        assert "只读" in rail(window)
        said = window.shell.message.message
        assert said is not None and "只读" in said.says
        picture(window.shell, "today-read-only-light", 1.0)
        window.close()


def test_the_ballast_that_was_used_up_is_said_with_the_megabytes(qtbot: QtBot, tmp_path: Path) -> None:
    window = Window(qtbot, training_folder(tmp_path / "data"))
    window.enter(at=AT)
    day = window.desk_window.day
    assert day is not None
    window.settle()
    ballast = Ballast(tmp_path / "data", size=10**15)
    ballast.wanted = True
    day.desk.opened.memory.ballast = ballast
    day.status.read()
    qtbot.waitUntil(lambda: "磁盘快满" in rail(window))
    said = window.shell.message.message
    assert said is not None and "MB" in said.do
    window.press(Qt.Key.Key_Escape)
    window.close()
