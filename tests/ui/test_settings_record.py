"""Verifying the record in the settings, crash numbers, and a bundle that can be read before it goes anywhere."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from db.engine import translating
from tests.ui.conftest import Picture
from tests.ui.pages_keeping import backed_up, planned
from tests.ui.pages_window import open_as, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_settings_keeping import SettingsAtWork
from ui.desk import record_desk
from ui.desk.pages.settings_record import RecordSection
from ui.theme import State


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = training_folder(tmp_path / "data")
    planned(made, tmp_path / "other")
    backed_up(made, "张示范")
    return made


class Record(SettingsAtWork):
    """The section as somebody uses it."""

    def __init__(self, qtbot: QtBot, folder: Path, role: str = "clerk") -> None:
        super().__init__(qtbot, folder, "record", role)

    @property
    def section(self) -> RecordSection:
        found = self.page.section("record")
        assert isinstance(found, RecordSection)
        return found

    @property
    def told(self) -> list[tuple[str, State]]:
        return [(note.text, note.state) for note in self.section.record.notes if note.text]

    def fill_in(self, field: str, text: str) -> None:
        editor = self.section.record.fields[field].editor
        assert isinstance(editor, QLineEdit)
        editor.setText(text)


def test_a_whole_record_is_told_in_plain_words(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    desk = open_as(folder)
    head = desk.session.memory.queries.head()
    desk.close()
    at = Record(qtbot, folder)
    at.fill_in("digits", head[:20])
    at.press(Qt.Key.Key_Return)
    assert [state for _, state in at.told] == [State.DONE] * 3
    assert at.told[0][0].startswith("全部完好") and "都对得上" in at.told[2][0]
    picture(at.window.shell, "settings-record-light", 1.0)
    assert cut_labels(at.page) == []
    at.window.close()


def test_a_walk_tells_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, folder: Path, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(desk: object, typed: object, step: Callable[[int, int], object]) -> object:
        while True:
            step(40_000, 100_000)

    monkeypatch.setattr(record_desk, "verify_desk", endless)
    at = Record(qtbot, folder)
    at.window.press(Qt.Key.Key_Return, None, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "40,000 / 100,000 条（40%）" in at.told[0][0])
    assert any("停止核验" in words for words in at.acts) and not any(
        words.startswith("核验 ") for words in at.acts
    )
    picture(at.window.shell, "record-walking-light", 1.0)
    at.window.press(Qt.Key.Key_T, None, Qt.KeyboardModifier.AltModifier)
    assert "没有结论" in at.told[0][0]
    at.settle()
    assert "没有结论" in at.told[0][0], "nothing comes after it"
    assert not any("停止核验" in words for words in at.acts)
    monkeypatch.undo()
    at.press(Qt.Key.Key_Return)
    assert at.told[0][1] is State.DONE
    at.window.close()


def test_digits_of_an_end_that_was_cut_off_are_missed(qtbot: QtBot, folder: Path) -> None:
    at = Record(qtbot, folder)
    at.fill_in("digits", "0123")
    at.press(Qt.Key.Key_Return)
    assert "至少 16 位" in at.section.record.fields["digits"].note.text
    at.fill_in("digits", "0123456789abcdef0123")
    at.press(Qt.Key.Key_Return)
    ((said, state),) = at.told
    assert state is State.LATE and "找不到" in said
    at.window.close()


def test_a_changed_entry_is_named(qtbot: QtBot, folder: Path) -> None:
    desk = open_as(folder)
    engine = desk.opened.memory.engine
    with translating(), engine.begin() as connection:
        (place,) = connection.exec_driver_sql("SELECT pos FROM matter").fetchone() or (0,)
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(f"UPDATE entry_body SET body = x'7b7d' WHERE pos = {place:d}")
    desk.close()
    at = Record(qtbot, folder)
    at.press(Qt.Key.Key_Return)
    assert at.told[0][1] is State.LATE and f"第 {place} 条" in at.told[0][0]
    at.window.close()


def test_a_bundle_is_read_before_it_is_written(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    (folder / "reports").mkdir()
    report = {"number": "A1B2C3", "at": "2026-11-20T09:30:00+08:00", "kind": "ValueError"}
    (folder / "reports" / "20261120-093000-A1B2C3.json").write_text(json.dumps(report))
    at = Record(qtbot, folder)
    model = at.section.record.table.model()
    assert model.data(model.index(0, 0)) == "A1B2C3"
    at.press(Qt.Key.Key_P)
    shown = at.section.record.preview.toPlainText()
    assert "A1B2C3" in shown and "page_size" in shown and "张示范" not in shown
    at.press(Qt.Key.Key_D)
    assert "缺少" in at.section.record.fields["folder"].note.text
    at.fill_in("folder", str(tmp_path / "gone"))
    at.press(Qt.Key.Key_D)
    assert "找不到" in at.section.record.fields["folder"].note.text
    (tmp_path / "help").mkdir()
    at.fill_in("folder", str(tmp_path / "help"))
    at.press(Qt.Key.Key_D)
    (file,) = (tmp_path / "help").glob("*.zip")
    assert str(file) in at.window.said
    with zipfile.ZipFile(file) as archive:
        assert json.loads(archive.read("reports.json"))[0]["number"] == "A1B2C3"
    at.window.close()
