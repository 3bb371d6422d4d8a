"""Two windows on one folder: the second says so and leaves; the command line may work beside the first."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.desk.widgets.notice import NoticePage
from ui.desk.window import IN_USE

__all__ = ["picture", "qapp", "usual_look"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def test_the_second_window_is_refused_with_a_clear_word(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    first = Window(qtbot, folder)
    first.enter()
    first.today()
    second = Window(qtbot, folder)
    page = second.until("notice")
    assert isinstance(page, NoticePage)
    picture(second.shell, "second-instance-light", 1.0)
    assert f"已在另一个窗口中打开（进程 {os.getpid()}）" in page.says
    assert second.desk_window.exit_code == IN_USE
    page.done.emit()
    assert not second.shell.isVisible()
    first.close()
    third = Window(qtbot, folder)
    third.at_the_door()
    third.close()


def test_the_command_line_works_beside_the_window(qtbot: QtBot, folder: Path) -> None:
    window = Window(qtbot, folder)
    window.enter()
    before = len(window.today().table.rows)
    beside = open_as(folder, "leader")
    number = registered(beside)
    beside.close()
    today = window.today()
    today.read()
    window.settle()
    assert len(today.table.rows) > before
    assert number in {row.number for row in today.table.rows}
    window.close()
