"""The first start: checked on the spot, the code typed back, nothing left behind when it fails."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Picture
from tests.ui.pages_window import Window
from ui.desk.pages.first_start import REAL, TRAINING, FirstStartPage
from ui.desk.widgets.choice import ChoiceField
from ui.desk.widgets.pick import PickLine

CONTROL = Qt.KeyboardModifier.ControlModifier


def fill(window: Window, page: FirstStartPage, *, use: str = TRAINING, station: str = "LX07") -> None:
    """The first card, as a clerk of a county office would fill it."""
    area = page.fields["area"].editor
    assert isinstance(area, ChoiceField)
    window.settle()
    for name, text in (
        ("name", "示范县信访局"),
        ("station", station),
        ("phone", "0373-0000000"),
        ("complaint_phone", "0373-0000009"),
        ("address", "示范县中心路 1 号"),
        ("hours", "工作日 8:30–12:00"),
    ):
        editor = page.fields[name].editor
        assert not isinstance(editor, PickLine)
        editor.setFocus()
        editor.clear()
        window.keys(text)
    area.setFocus()
    area.clear()
    window.keys("410721")
    window.press(Qt.Key.Key_Return, area)
    pick = page.fields["training"].editor
    assert isinstance(pick, PickLine)
    pick.take(use)


def code_of(page: FirstStartPage) -> str:
    return page.code.replace("\n", "")


def go_on(window: Window) -> None:
    window.press(Qt.Key.Key_Return, window.shell, CONTROL)
    window.settle()


def test_training_data_is_made_in_two_steps(qtbot: QtBot, tmp_path: Path, picture: Picture) -> None:
    window = Window(qtbot, tmp_path / "data")
    page = window.first_start()
    fill(window, page)
    picture(window.shell, "first-start-1-light", 1.0)
    go_on(window)
    assert page.step == 2
    picture(window.shell, "first-start-3-light", 1.0)
    window.keys("wrong")
    go_on(window)
    assert "不一致" in page.typed.note.text and not (tmp_path / "data").exists()
    page.typed.editor.clear()
    page.typed.editor.setFocus()
    window.keys(code_of(page).lower().replace("-", " "))
    go_on(window)
    door = window.at_the_door()
    assert "数据已建好" in window.said
    assert [row.title for row in door.roles.rows][:1] == ["登记员"]
    window.enter("clerk")
    window.today()
    window.close()


def test_each_mistake_is_said_at_its_field(qtbot: QtBot, tmp_path: Path) -> None:
    window = Window(qtbot, tmp_path / "data")
    page = window.first_start()
    go_on(window)
    assert "机构名称" in page.fields["name"].note.text
    fill(window, page, station="LO7")
    go_on(window)
    assert page.step == 0 and "O" in page.fields["station"].note.text
    assert QApplication.focusWidget() is page.fields["station"].editor
    window.close()


@pytest.mark.parametrize("password", ["short", "long enough"])
def test_a_real_office_sets_its_own_passwords(
    qtbot: QtBot, tmp_path: Path, picture: Picture, password: str
) -> None:
    window = Window(qtbot, tmp_path / "data")
    page = window.first_start()
    fill(window, page, use=REAL)
    go_on(window)
    assert page.step == 1
    for role, name in (("clerk", "张示范"), ("leader", "李示范"), ("secadmin", "王示范")):
        for part, text in (("name", name), ("password", password), ("again", password)):
            page.people[f"{role}.{part}"].editor.setFocus()
            window.keys(text)
    picture(window.shell, f"first-start-2-{password[:5]}", 1.0)
    go_on(window)
    if len(password) < 10:
        assert page.step == 1 and "10" in page.people["clerk.password"].note.text
        window.close()
        return
    assert page.step == 2
    window.keys(code_of(page))
    go_on(window)
    door = window.at_the_door()
    picture(window.shell, "sign-in-light", 1.0)
    window.keys("clerk")
    window.press(Qt.Key.Key_Return)
    window.keys("wrong password")
    window.press(Qt.Key.Key_Return)
    window.settle()
    assert "账号或密码不对" in door.fields["password"].note.text
    door.fields["password"].editor.clear()
    window.keys(password)
    with qtbot.waitSignal(window.desk_window.opened, timeout=20_000):
        window.press(Qt.Key.Key_Return)
    window.today()
    window.close()


def test_a_folder_with_other_things_in_it_is_left_alone(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    window = Window(qtbot, tmp_path)
    page = window.first_start()
    fill(window, page)
    go_on(window)
    window.keys(code_of(page))
    go_on(window)
    assert "不是空的" in window.said
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".lock") == ["letter.txt"]
    window.close()


def test_a_disk_that_fails_half_way_leaves_nothing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("db.folder.found", full)
    window = Window(qtbot, tmp_path / "data")
    page = window.first_start()
    fill(window, page)
    go_on(window)
    window.keys(code_of(page))
    go_on(window)
    assert "磁盘已满" in window.said
    assert not (tmp_path / "data").exists()
    assert page.next.isEnabled(), "it can be tried again"
    window.close()
