"""The page of updates: what a file says of itself, who signed it, every refusal in words, the trial stage by stage."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.db.test_updates import PLATFORM, Publisher, publisher, starts
from tests.trust.reading import looks
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_window import open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_settings_keeping import SettingsAtWork
from ui.bootstrap import updating
from ui.bootstrap.updating import PROGRAM, installed_number
from ui.desk.pages.settings_update import UpdateSection
from ui.theme import State, Theme, apply_theme, current

__all__ = ["picture", "publisher", "qapp", "usual_look"]

SHIFT = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class Updates(SettingsAtWork):
    """The section of updates as somebody uses it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, folder, "update", "sysadmin")

    @property
    def section(self) -> UpdateSection:
        found = self.page.section("update")
        assert isinstance(found, UpdateSection)
        return found

    @property
    def told(self) -> list[tuple[str, State]]:
        return [(note.text, note.state) for note in self.section.update.notes if note.text]

    @property
    def said(self) -> str:
        return "\n".join(text for text, _ in self.told)

    def look_at(self, file: Path) -> None:
        """Types the file and has it looked at."""
        editor = self.section.update.fields["file"].editor
        assert isinstance(editor, QLineEdit)
        editor.setText(str(file))
        self.press(Qt.Key.Key_Return)

    def administered(self) -> list[object]:
        """What was written down."""
        day = self.window.desk_window.day
        assert day is not None
        return [(body or {}).get("what") for kind, _, body in looks(day.desk) if kind == "administered"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = training_folder(tmp_path / "data")
    desk = open_as(made, at="2026-11-19T09:00")
    registered(desk)
    desk.close()
    return made


@pytest.fixture
def program(tmp_path: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installed program, which pins the publisher's keys."""
    place = tmp_path / "petition-desk"
    place.mkdir()
    (place / PROGRAM).write_text("the old one")
    (place / "build.json").write_text(json.dumps({"release": 1}))
    monkeypatch.setenv("CALLED", str(tmp_path / "called"))
    monkeypatch.setattr(updating, "program_folder", lambda: place)
    monkeypatch.setattr(updating, "pinned_keys", lambda: publisher.keys)
    monkeypatch.setattr(updating, "platform_name", lambda: PLATFORM)
    return place


def test_a_file_is_looked_at_installed_and_taken_back(
    qtbot: QtBot, folder: Path, program: Path, publisher: Publisher, picture: Picture
) -> None:
    at = Updates(qtbot, folder)
    assert not any(words.startswith("安装") for words in at.acts), "nothing was looked at yet"
    at.look_at(publisher.publish(number=12))
    assert "版本 0.12" in at.said and "2 把以上签名；这个包有 2 把" in at.said and "第 1 号发布" in at.said
    assert at.told[-1] == ("可以安装", State.DONE)
    picture(at.window.shell, "update-seen-light", 1.0)
    assert cut_labels(at.page) == []
    at.press(Qt.Key.Key_I)
    qtbot.waitUntil(lambda: "已换上版本 0.12" in at.said, timeout=30_000)
    at.settle()
    assert installed_number(program) == 12 and at.administered() == ["update"]
    at.window.press(Qt.Key.Key_Z, None, SHIFT)
    at.settle()
    assert installed_number(program) == 1 and "已换回" in at.said
    assert at.administered() == ["update", "update-undone"]
    at.window.close()


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"signers": (0,), "number": 13}, "只有 1 个有效签名，需要 2 个"),
        ({"number": 1}, "不比现在的新"),
        ({"until": "2026-10-01", "number": 14}, "已经过期"),
        ({"platform": "win32 AMD64", "number": 15}, "另一种电脑"),
    ],
)
def test_what_is_refused_is_refused_in_words_and_cannot_be_installed(
    qtbot: QtBot,
    folder: Path,
    program: Path,
    publisher: Publisher,
    picture: Picture,
    how: dict[str, object],
    said: str,
) -> None:
    at = Updates(qtbot, folder)
    at.look_at(publisher.publish(**how))  # type: ignore[arg-type]
    assert said in at.said
    assert at.told[-1][1] is State.LATE
    assert not any(words.startswith("安装") for words in at.acts)
    if "signers" in how:
        picture(at.window.shell, "update-refused-light", 1.0)
    at.look_at(folder / "nothing.xfu")
    assert "找不到更新包" in at.said
    at.window.close()


def test_a_program_that_fails_its_trial_is_said_and_nothing_is_replaced(
    qtbot: QtBot, folder: Path, program: Path, publisher: Publisher
) -> None:
    at = Updates(qtbot, folder)
    at.look_at(publisher.publish(starts(3), number=16))
    at.press(Qt.Key.Key_I)
    qtbot.waitUntil(lambda: "试运行没有通过" in at.said, timeout=30_000)
    at.settle()
    assert (program / PROGRAM).read_text() == "the old one" and at.administered() == []
    at.window.close()


def test_it_tells_its_stage_and_is_stopped_between_two(
    qtbot: QtBot,
    folder: Path,
    program: Path,
    publisher: Publisher,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = Updates(qtbot, folder)
    at.look_at(publisher.publish(number=17))
    reached, go_on = Event(), Event()

    def waits(*_: object, **__: object) -> None:
        reached.set()
        go_on.wait(20)

    monkeypatch.setattr(updating, "rehearse_backup", waits)
    at.window.press(Qt.Key.Key_I, None, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: reached.is_set() and "把备份恢复一遍" in at.said, timeout=20_000)
    assert "第 3 步，共 5 步" in at.said and any(words.startswith("停下") for words in at.acts)
    assert not any(words.startswith(("核对", "安装")) for words in at.acts)
    picture(at.window.shell, "update-running-light", 1.0)
    at.window.press(Qt.Key.Key_T, None, ALT)
    go_on.set()
    qtbot.waitUntil(lambda: "更新已停下" in at.said, timeout=20_000)
    at.settle()
    assert (program / PROGRAM).read_text() == "the old one" and at.administered() == []
    at.window.close()


def test_a_working_copy_says_that_it_is_no_installed_program(qtbot: QtBot, folder: Path) -> None:
    at = Updates(qtbot, folder)
    assert "不是安装好的程序文件夹" in at.said
    at.window.close()


def test_the_page_in_the_dark(
    qtbot: QtBot, folder: Path, program: Path, publisher: Publisher, picture: Picture
) -> None:
    at = Updates(qtbot, folder)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, Theme(name="dark", strong_face=current.theme.strong_face))
    at.window.shell.resize(1366, 768)
    at.look_at(publisher.publish(number=18))
    picture(at.window.shell, "update-seen-dark", 1.0)
    assert cut_labels(at.page) == []
    at.window.close()
