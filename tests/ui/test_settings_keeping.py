"""Backup and keyring in the settings, and at the first start: what is wrong is said with what to do, nothing waits."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.errors import Unavailable
from app.services.keeping import rehearsals
from db import keyring_slot
from db.keyring_slot import Answer
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_first_start import code_of, fill, go_on
from tests.ui.test_gallery import cut_labels
from ui.bootstrap.backups import backup_plan
from ui.bootstrap.keyring import KeyringStatus
from ui.desk.pages.first_start import YES
from ui.desk.pages.settings import SettingsPage
from ui.desk.pages.settings_backup import BackupCard, BackupSection
from ui.desk.pages.settings_keyring import KeyringSection
from ui.theme import State, Theme, apply_theme, current

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = training_folder(tmp_path / "data")
    desk = open_as(made)
    registered(desk)
    desk.close()
    return made


class SettingsAtWork:
    """A section of the settings as somebody uses it."""

    def __init__(self, qtbot: QtBot, folder: Path, section: str, role: str = "clerk") -> None:
        self.window = Window(qtbot, folder)
        self.window.enter(role, at="2026-11-20T09:30")
        self.window.press(Qt.Key.Key_F5, None, SHIFT)
        page = self.window.until("settings")
        assert isinstance(page, SettingsPage)
        self.page = page
        page.sections.take(section)
        self.settle()

    def settle(self) -> None:
        """Waits for what is read and written, and for what that sets off."""
        for _ in range(4):
            self.window.settle()

    def press(self, key: Qt.Key) -> None:
        """Ctrl and a key."""
        self.window.press(key, None, CONTROL)
        self.settle()

    @property
    def backup(self) -> BackupCard:
        """The section of backups."""
        section = self.page.section("backup")
        assert isinstance(section, BackupSection)
        return section.backup

    @property
    def keyring(self) -> str:
        """What the section of the keyring says."""
        section = self.page.section("keyring")
        assert isinstance(section, KeyringSection)
        return section.keyring.status.text

    @property
    def acts(self) -> list[str]:
        """The buttons in sight."""
        return [
            button.text()
            for buttons in self.page._buttons.values()
            for _, button in buttons
            if button.isVisible()
        ]

    def fill(self, field: str, text: str) -> None:
        """Types into a field of the backups."""
        editor = self.backup.fields[field].editor
        assert isinstance(editor, QLineEdit)
        editor.setFocus()
        editor.clear()
        self.window.keys(text)


def test_a_folder_is_added_and_gets_its_first_backup(
    qtbot: QtBot, folder: Path, tmp_path: Path, picture: Picture
) -> None:
    at = SettingsAtWork(qtbot, folder, "backup")
    assert "还没有备份" in at.backup.light.text and "还没有指定备份位置" in at.backup.problems[0].text
    at.fill("folder", str(tmp_path / "stick"))
    at.press(Qt.Key.Key_Return)
    assert backup_plan(folder).folders == (str(tmp_path / "stick"),)
    (made,) = (tmp_path / "stick").glob("*.xfbackup")
    assert at.backup.light.text.startswith("备份是新的") and at.backup.light.state is State.IN_TIME
    assert [row.folder for row in at.backup.table.rows] == [str(tmp_path / "stick")]
    assert "同一块磁盘" in at.backup.problems[0].text, "one broken disk would take both"
    assert at.backup.fields["file"].text == str(made)
    picture(at.window.shell, "settings-backup-one-light", 1.0)
    assert cut_labels(at.page) == []
    at.press(Qt.Key.Key_R)
    assert "恢复演练通过" in at.window.said and "通过" in at.backup.rehearsed.text()
    at.press(Qt.Key.Key_B)
    assert len(list((tmp_path / "stick").glob("*.xfbackup"))) == 2 and "备份完成" in at.window.said
    at.window.press(Qt.Key.Key_Delete, at.backup.table)
    at.settle()
    assert backup_plan(folder).folders == () and made.exists()
    at.window.close()
    desk = open_as(folder)
    ((_, done),) = rehearsals(desk.session.memory)
    desk.close()
    assert done.ok


def test_what_cannot_be_done_is_said_at_its_field(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    at = SettingsAtWork(qtbot, folder, "backup")
    (tmp_path / "file").write_text("mine")
    for typed, said in (
        ("", "缺少"),
        (str(folder / "inside"), "里面"),
        (str(tmp_path / "file" / "below"), "不能写入"),
    ):
        at.fill("folder", typed)
        at.press(Qt.Key.Key_Return)
        assert said in at.backup.fields["folder"].note.text
    assert backup_plan(folder).folders == ()
    for name in ("one", "two", "three"):
        at.fill("folder", str(tmp_path / name))
        at.press(Qt.Key.Key_Return)
    assert "最多 2 个" in at.backup.fields["folder"].note.text and not (tmp_path / "three").exists()
    at.fill("file", str(tmp_path / "none.xfbackup"))
    at.press(Qt.Key.Key_R)
    assert "找不到备份文件" in at.backup.fields["file"].note.text
    at.fill("file", str(tmp_path / "file"))
    at.press(Qt.Key.Key_R)
    assert "损坏或不完整" in at.window.said + at.backup.fields["file"].note.text
    at.window.close()


def test_without_a_folder_a_backup_at_once_says_what_to_do(qtbot: QtBot, folder: Path) -> None:
    at = SettingsAtWork(qtbot, folder, "backup")
    at.press(Qt.Key.Key_B)
    assert "还没有指定备份位置" in at.window.said
    at.window.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("high_contrast", 14), ("light", 24)])
@pytest.mark.parametrize("section", ["backup", "keyring"])
def test_the_sections_in_other_looks(
    qtbot: QtBot,
    qapp: QApplication,
    folder: Path,
    picture: Picture,
    section: str,
    name: str,
    body: int,
) -> None:
    at = SettingsAtWork(qtbot, folder, section, "leader")
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    QApplication.processEvents()
    picture(at.window.shell, f"settings-{section}-{name}-{body}", 1.0)
    assert at.window.shell.width() == 1366
    assert cut_labels(at.page) == []
    at.window.close()


def test_the_keyring_is_enabled_and_given_up_by_those_who_may(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch, picture: Picture
) -> None:
    store = {"slot": False}

    def answer(*_: object) -> KeyringStatus:
        return KeyringStatus(slot=store["slot"], state="found", backend="KWallet")

    def enable(*_: object) -> KeyringStatus:
        store["slot"] = True
        return answer()

    def disable(*_: object) -> KeyringStatus:
        store["slot"] = False
        return answer()

    for name, what in (("keyring_status", answer), ("enable_keyring", enable), ("disable_keyring", disable)):
        monkeypatch.setattr(f"ui.desk.pages.settings_keyring.{name}", what)
    at = SettingsAtWork(qtbot, folder, "keyring", "leader")
    assert "没有用系统钥匙串" in at.keyring and at.acts == ["存入钥匙串   Ctrl+Enter"]
    at.press(Qt.Key.Key_Return)
    assert "KWallet" in at.keyring and "已存入系统钥匙串" in at.window.said
    assert at.acts == ["重新存入   Ctrl+Enter", "不再使用   Ctrl+D"]
    picture(at.window.shell, "settings-keyring-in-use", 1.0)
    at.press(Qt.Key.Key_D)
    assert "没有用系统钥匙串" in at.keyring and "已不再用" in at.window.said
    at.window.close()


def test_a_store_that_does_not_help_is_told_and_nothing_changes(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_store(*_: object) -> KeyringStatus:
        raise Unavailable("keyring.no_service")

    monkeypatch.setattr("ui.desk.pages.settings_keyring.enable_keyring", no_store)
    at = SettingsAtWork(qtbot, folder, "keyring", "leader")
    at.press(Qt.Key.Key_Return)
    assert "没有可用的系统钥匙串" in at.window.said and "没有用系统钥匙串" in at.keyring
    at.window.close()


def test_a_clerk_reads_the_state_of_the_keyring_and_changes_nothing(qtbot: QtBot, folder: Path) -> None:
    at = SettingsAtWork(qtbot, folder, "keyring", "clerk")
    assert "没有用系统钥匙串" in at.keyring and at.acts == []
    at.press(Qt.Key.Key_Return)
    assert "没有用系统钥匙串" in at.keyring
    at.window.close()


def test_the_wizard_keeps_the_key_where_wished_and_stands_without(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, picture: Picture
) -> None:
    asked: list[int] = []

    def no_store(*_: object, **__: object) -> Answer:
        asked.append(1)
        raise Unavailable("keyring.no_service")

    monkeypatch.setattr(keyring_slot, "enable", no_store)
    window = Window(qtbot, tmp_path / "data")
    page = window.first_start()
    fill(window, page)
    go_on(window)
    page.keyring.take(YES)
    picture(window.shell, "first-start-keyring-light", 1.0)
    assert cut_labels(page) == []
    page.typed.editor.setFocus()
    window.keys(code_of(page))
    go_on(window)
    window.at_the_door()
    assert asked == [1] and "数据已建好" in window.said and "没有可用的系统钥匙串" in window.said
    window.enter("clerk")
    window.today()
    window.close()


def test_a_keyring_that_no_longer_opens_the_folder_is_said_after_entering(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = open_as.__globals__["open_desk"]

    def with_problem(*given: object, **more: object) -> object:
        desk = usual(*given, **more)
        desk.keyring_problem = Unavailable("keyring.missing", backend="KWallet")
        return desk

    monkeypatch.setattr("ui.desk.opening.open_desk", with_problem)
    window = Window(qtbot, folder)
    window.enter()
    assert "没有找到数据钥匙" in window.said
    window.close()
