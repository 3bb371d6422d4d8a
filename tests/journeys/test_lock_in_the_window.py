"""A counter left alone: views and person go, the work that was written is there when the next one signs in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import qapp, usual_look
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.desk.quiet import LOCK_AFTER

__all__ = ["qapp", "usual_look"]


def test_a_counter_left_alone(qtbot: QtBot, tmp_path: Path) -> None:
    folder = training_folder(tmp_path / "data")
    desk = open_as(folder)
    registered(desk)
    desk.close()
    window = Window(qtbot, folder)
    window.enter("clerk")
    window.today()
    day = window.desk_window.day
    assert day is not None and LOCK_AFTER == 180_000
    drafts = day.hall.drafts
    drafts.save("clerk", 1, key="k", content={"name": "李示范"}, saved_at=1)
    window.desk_window.quiet.left_alone.emit()
    door = window.at_the_door()
    assert window.desk_window.day is None
    window.press(Qt.Key.Key_F2)
    assert window.shell.current_page == "sign-in", "keys of pages lead nowhere at the door"
    assert door.roles.isVisible()
    window.settle()
    window.enter("clerk")
    day = window.desk_window.day
    assert day is not None
    assert [item.content["name"] for item in day.hall.drafts.load("clerk")] == ["李示范"]
    window.close()
