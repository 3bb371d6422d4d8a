"""The window: what is loaded when, who is let in, what a lock takes away, what a bug says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.conftest import ExpectLog
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.__main__ import folder_of_the_window
from ui.desk.widgets.notice import NoticePage

HEAVY = ("sqlalchemy", "sqlcipher3", "keyring", "reportlab", "qrcode", "zxingcpp", "cryptography", "jinja2")
BEHIND_THE_DOOR = ("app.ports", "app.services.session", "app.domain.kinds", "ui.desk.hall", "ui.desk.day")
"""Our own, with some hundreds of modules behind them: they are loaded while a password is typed."""
PROBE = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from ui.desk.shell import Shell
import ui.__main__ as door

class Probe(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint and isinstance(watched, Shell):
            print(json.dumps([name for name in %r if name in sys.modules]))
            sys.stdout.flush()
            import os; os._exit(0)
        return False

import ui.desk.window as window
made = window.make_application
def with_probe(*arguments, **more):
    application = made(*arguments, **more)
    application.probe = Probe()
    application.installEventFilter(application.probe)
    return application
window.make_application = with_probe
sys.argv = ["petition-desk", "--data", sys.argv[1]]
door.main()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def test_nothing_heavy_is_loaded_before_the_first_picture(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE % (HEAVY + BEHIND_THE_DOOR,), str(tmp_path / "none")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout.splitlines()[0]) == []


def test_the_window_is_asked_for_by_nothing_or_by_a_folder_alone() -> None:
    assert folder_of_the_window(["--data", "x"]) == Path("x")
    assert folder_of_the_window([]) is not None
    assert folder_of_the_window(["--data", "x", "due"]) is None


def test_a_role_is_picked_in_a_training_folder(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    window = Window(qtbot, folder)
    picture(window.shell, "sign-in-training-light", 1.0) if window.at_the_door() else None
    window.enter("clerk")
    assert window.today().table.hasFocus()
    assert window.shell.windowTitle() == "示范县信访局"
    window.close()


def test_the_rail_says_what_presses_and_that_the_journal_is_whole(qtbot: QtBot, folder: Path) -> None:
    window = Window(qtbot, folder)
    window.enter()
    window.today()
    day = window.desk_window.day
    assert day is not None
    day.status.check_chain()
    window.settle()
    assert [line.text for line in window.shell.rail.status] == [
        "未送达 0",
        "今日到期 0",
        "日志完好",
        "自查要清 正在查",
    ]
    window.close()


def test_administrators_see_no_matters(qtbot: QtBot, folder: Path) -> None:
    window = Window(qtbot, folder)
    window.enter("secadmin")
    window.settle()
    window.press(Qt.Key.Key_F2)
    assert window.shell.page("today") is None
    window.close()


def test_a_lock_takes_the_views_away_and_the_same_person_comes_back(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    desk = open_as(folder)
    registered(desk)
    desk.close()
    window = Window(qtbot, folder)
    window.enter()
    assert len(window.today().table.rows) > 0
    window.desk_window.quiet.left_alone.emit()
    door = window.at_the_door()
    assert window.shell.page("today") is None
    assert all("备份" in line.text for line in window.shell.rail.status), "nothing of the day is left"
    assert "已锁定" in window.said
    picture(window.shell, "locked-light", 1.0)
    window.press(Qt.Key.Key_Down, door.roles)
    assert window.said == "", "a message stays until the next key"
    window.enter()
    assert len(window.today().table.rows) > 0
    window.close()


def test_silence_brings_waiting_search_rows_into_the_index(qtbot: QtBot, folder: Path) -> None:
    desk = open_as(folder)
    for name in ("张示范", "李示范", "王示范"):
        registered(desk, name)
    desk.close()
    window = Window(qtbot, folder)
    window.enter()
    window.today()
    day = window.desk_window.day
    assert day is not None
    waiting = day.desk.opened.memory.index_waiting
    assert waiting(1) == 1, "rows wait for a quiet moment"
    day.rest(lambda: False)
    assert not window.desk_window.tasks.is_busy, "while somebody types nothing is tidied up"
    assert window.shell.page("reception") is None
    day.rest(lambda: True)
    qtbot.waitUntil(lambda: waiting(1) == 0, timeout=20_000)
    assert window.shell.page("reception") is not None, (
        "the pages asked for next are made ready in the silence"
    )
    window.close()


def test_a_bug_gets_a_number_and_no_personal_data_goes_to_the_log(
    qtbot: QtBot, folder: Path, expect_log: ExpectLog, caplog: pytest.LogCaptureFixture
) -> None:
    window = Window(qtbot, folder)
    window.at_the_door()
    expect_log("bug ")
    try:
        raise ValueError("张示范 410721190001010000")
    except ValueError as error:
        window.desk_window.say_bug(type(error), error, error.__traceback__)
    assert "程序出错（编号 " in window.said
    assert "张示范" not in caplog.text and "ValueError" in caplog.text
    window.close()


def test_a_folder_whose_keys_are_lost_says_so(qtbot: QtBot, folder: Path) -> None:
    for key in folder.glob("station.keys.json*"):
        key.unlink()
    window = Window(qtbot, folder)
    page = window.until("notice")
    assert isinstance(page, NoticePage)
    window.close()


def test_a_bad_settings_file_is_named_and_does_not_stop_the_work(qtbot: QtBot, folder: Path) -> None:
    (folder / "settings.toml").write_text("colour = 1\n", encoding="utf-8")
    window = Window(qtbot, folder)
    window.at_the_door()
    assert "colour" in window.said
    QApplication.processEvents()
    window.close()


def test_the_cursor_is_in_the_name_when_reception_is_first_brought(qtbot: QtBot, folder: Path) -> None:
    window = Window(qtbot, folder)
    window.enter()
    window.today()
    window.press(Qt.Key.Key_F3)
    page = window.until("reception")
    window.keys("甲某某")
    assert page.form().persons[0].name == "甲某某"  # type: ignore[attr-defined]
    window.close()
