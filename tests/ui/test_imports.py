"""Importing a table in the window: tried out first, registered batch by batch beside the counter, told, undone."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.acts.receiving import VisitAgain
from app.services import bulk
from app.services.imports import list_imports
from app.services.listing import list_matters
from app.services.perform import perform
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.imports import ImportsPage
from ui.theme import State, Theme, apply_theme, current

CONTROL = Qt.KeyboardModifier.ControlModifier
NOW = "2026-11-20T09:30"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def table(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def stories(count: int) -> list[dict[str, Any]]:
    return [{"key": f"K{n}", "content": f"第{n}件，请求查明"} for n in range(count)]


class ImportsAtWork:
    """The page as a clerk uses it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.window = Window(qtbot, folder)
        self.window.enter(at=NOW)
        self.window.today()
        self.page = self.come()

    def come(self) -> ImportsPage:
        """F4, Ctrl+I."""
        page = self.window.imports()
        assert isinstance(page, ImportsPage)
        self.page = page
        self.settle()
        return page

    def settle(self) -> None:
        """Waits until nothing is under way."""
        self.qtbot.waitUntil(lambda: not self.page.is_busy, timeout=20_000)
        for _ in range(3):
            self.window.settle()

    def fill(self, editor: object, text: str) -> None:
        """Types into a field."""
        assert isinstance(editor, QLineEdit)
        editor.setFocus()
        editor.clear()
        self.window.keys(text)

    def go_on(self) -> None:
        """Ctrl+Enter, and waits."""
        self.window.press(Qt.Key.Key_Return, None, CONTROL)
        self.settle()

    def try_out(self, path: Path) -> None:
        """Types a path and runs the trial."""
        self.fill(self.page.path, str(path))
        self.go_on()

    def undo(self, reason: str) -> None:
        """Types a reason, Alt+U."""
        self.fill(self.page.list.reason.editor, reason)
        self.window.press(Qt.Key.Key_U, None, Qt.KeyboardModifier.AltModifier)
        self.settle()

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """Place, field and word of the rows that are listed."""
        return [(row.place, row.field, row.word) for row in self.page.results.table.rows]

    def matters(self) -> int:
        """How many matters there are."""
        desk = open_as(self.folder, at=NOW)
        count = len(list_matters(desk.session, ""))
        desk.close()
        return count


def test_a_table_is_tried_out_registered_and_told(
    qtbot: QtBot, folder: Path, tmp_path: Path, picture: Picture
) -> None:
    rows = [*stories(3), {"content": ""}, {"content": "第四件", "people": 0}, {"content": "五", "rating": 3}]
    path = table(tmp_path / "letters.jsonl", rows)
    desk = ImportsAtWork(qtbot, folder)
    assert not desk.page.undo_button.isEnabled(), "nothing was brought in yet"
    desk.try_out(path)
    assert desk.page.status.text.startswith("试运行：可登记 4 行，已登记过 0 行，有误 2 行")
    assert [(place, word) for place, _, word in desk.faults][:2] == [("4", "不能登记"), ("5", "不能登记")]
    assert desk.faults[1][1] != "people", "the column is called as in the table"
    assert desk.matters() == 0
    assert desk.page.next.text().startswith("登记 4 件")
    picture(desk.window.shell, "imports-trial-light", 1.0)
    assert cut_labels(desk.page) == []
    assert desk.page.report.text() == str(tmp_path / "letters-导入报告.xlsx")
    desk.go_on()
    assert "登记 4 件" in desk.page.status.text and "LX07-P26-00001" in desk.page.status.text
    assert "报告已存到 letters-导入报告.xlsx" in desk.page.status.text
    assert (tmp_path / "letters-导入报告.xlsx").stat().st_size > 1000
    assert desk.matters() == 4
    (run,) = desk.page.list.table.rows
    desk.page.list.table.selectRow(0)
    assert desk.page.undo_button.isEnabled()
    assert run.done is not None and (run.done.registered, run.done.refused) == (4, 2)
    picture(desk.window.shell, "imports-light", 1.0)
    desk.go_on()
    assert "可登记 0 行，已登记过 4 行" in desk.page.status.text and not desk.page.next.isEnabled()
    desk.window.press(Qt.Key.Key_Escape)
    desk.window.until("matters")
    desk.window.close()


def test_what_cannot_be_read_is_said_at_its_field(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    desk = ImportsAtWork(qtbot, folder)
    note = desk.page.fields["path"].note
    for path, said in (
        (tmp_path / "none.csv", "读不出来"),
        (table(tmp_path / "old.xls", []), ".xls"),
        (tmp_path / "broken.xlsx", "打不开"),
    ):
        (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
        desk.try_out(path)
        assert said in note.text and desk.page.status.text == ""
    desk.page.path.clear()
    desk.go_on()
    assert "缺少" in note.text
    desk.window.close()


def test_a_table_that_changed_after_its_trial_is_not_registered(
    qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    path = table(tmp_path / "letters.jsonl", stories(2))
    desk = ImportsAtWork(qtbot, folder)
    desk.try_out(path)
    table(path, stories(5))
    desk.go_on()
    assert "改过了" in desk.page.fields["path"].note.text and desk.matters() == 0
    desk.fill(desk.page.path, str(path))
    assert desk.page.next.text().startswith("试运行")
    desk.window.close()


class Gate:
    """Holds every batch back until it is opened."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, batch: int = 10) -> None:
        self._qtbot = qtbot
        self._open, self.reached = threading.Semaphore(0), threading.Semaphore(0)
        usual, gate = bulk.BulkRegistration._registered, self

        def held(run: bulk.BulkRegistration, ready: Any) -> Any:
            gate.reached.release()
            assert gate._open.acquire(timeout=20)
            return usual(run, ready)

        monkeypatch.setattr(bulk, "BATCH", batch)
        monkeypatch.setattr(bulk.BulkRegistration, "_registered", held)

    def open(self, batches: int = 1) -> None:
        """Lets some batches through."""
        for _ in range(batches):
            self._open.release()

    def wait(self) -> None:
        """Until the next batch stands before the gate."""
        self._qtbot.waitUntil(lambda: self.reached.acquire(blocking=False), timeout=20_000)


def test_the_counter_registers_between_two_batches(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = ImportsAtWork(qtbot, folder)
    desk.try_out(table(tmp_path / "letters.jsonl", stories(30)))
    gate = Gate(qtbot, monkeypatch)
    desk.window.press(Qt.Key.Key_Return, None, CONTROL)
    gate.wait()
    assert desk.page.stop_button.isVisible() and not desk.page.next.isEnabled()
    day = desk.window.desk_window.day
    assert day is not None
    numbers: list[str] = []
    day.hall.write(lambda: registered(day.desk, "孙示范"), numbers.append, asker=desk.page)
    gate.open()
    gate.wait()
    qtbot.waitUntil(lambda: bool(numbers))
    assert numbers[0].startswith("LX07-26-00011"), "after the first ten rows, before the others"
    assert desk.page.status.text == "正在登记，10 / 30 行"
    gate.open(5)
    desk.settle()
    assert "登记 30 件" in desk.page.status.text and desk.matters() == 31
    desk.window.close()


def test_esc_stops_after_the_batch_and_the_rest_can_follow(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(tmp_path / "letters.jsonl", stories(30))
    desk = ImportsAtWork(qtbot, folder)
    desk.try_out(path)
    gate = Gate(qtbot, monkeypatch)
    desk.window.press(Qt.Key.Key_Return, None, CONTROL)
    gate.wait()
    desk.window.press(Qt.Key.Key_Escape)
    assert "停下" in desk.page.status.text
    gate.open(9)
    desk.settle()
    assert "已停下" in desk.page.status.text and "登记 10 件" in desk.page.status.text
    assert desk.matters() == 10
    desk.go_on()
    assert "可登记 20 行，已登记过 10 行" in desk.page.status.text
    desk.go_on()
    assert desk.matters() == 30
    desk.window.close()


@pytest.mark.parametrize("way", ["lock", "close"])
def test_who_leaves_ends_the_import_after_its_batch(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    desk = ImportsAtWork(qtbot, folder)
    desk.try_out(table(tmp_path / "letters.jsonl", stories(30)))
    gate = Gate(qtbot, monkeypatch)
    desk.window.press(Qt.Key.Key_Return, None, CONTROL)
    gate.wait()
    gate.open(9)
    if way == "lock":
        desk.window.desk_window.lock()
        desk.window.at_the_door()
        desk.window.settle()
    desk.window.close()
    at = open_as(folder, at=NOW)
    (run,) = list_imports(at.session)
    count = len(list_matters(at.session, ""))
    at.close()
    assert run.done is not None and run.done.registered == count and 10 <= count <= 30
    assert (tmp_path / "letters-导入报告.xlsx").exists()


def test_an_import_is_undone_with_a_reason_and_what_was_worked_on_stays(
    qtbot: QtBot, folder: Path, tmp_path: Path, picture: Picture
) -> None:
    desk = ImportsAtWork(qtbot, folder)
    desk.try_out(table(tmp_path / "letters.jsonl", stories(25)))
    desk.fill(desk.page.report, "")
    desk.go_on()
    assert "报告" not in desk.page.status.text
    day = desk.window.desk_window.day
    assert day is not None
    at = open_as(folder, at=NOW)
    worked_on = list_matters(at.session, "")[0].number
    at.close()
    again = VisitAgain(asked="何时答复")
    day.hall.write(lambda: perform(day.desk.session, worked_on, again), lambda _: None, asker=desk.page)
    desk.settle()
    desk.undo("")
    assert desk.page.list.reason.note.state is State.SOON, "a reason is asked for at its field"
    desk.undo("文件重复")
    assert "作废 24 件，已有办理、没有作废 1 件" in desk.page.status.text
    assert desk.faults[0][0] == worked_on and len(desk.faults) == 25
    assert desk.page.list.table.rows[0].undone is not None
    picture(desk.window.shell, "imports-undone-light", 1.0)
    desk.window.close()


def test_an_empty_table_can_be_had_and_is_read_again(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.desk.register_desk.usual_folder", lambda: str(tmp_path))
    desk = ImportsAtWork(qtbot, folder)
    desk.window.press(Qt.Key.Key_T, None, CONTROL)
    desk.settle()
    assert f"空表已存到 {tmp_path / '登记表.xlsx'}" in desk.window.said
    desk.try_out(tmp_path / "登记表.xlsx")
    assert "可登记 0 行" in desk.page.status.text and desk.faults == []
    desk.window.close()


def test_other_roles_import_nothing(qtbot: QtBot, folder: Path) -> None:
    window = Window(qtbot, folder)
    window.enter("archivist", at=NOW)
    window.today()
    window.press(Qt.Key.Key_F4)
    window.until("matters")
    window.press(Qt.Key.Key_I, None, CONTROL)
    window.settle()
    assert window.shell.current_page == "matters"
    window.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("high_contrast", 14), ("light", 24)])
def test_the_page_in_other_looks(
    qtbot: QtBot,
    qapp: QApplication,
    folder: Path,
    tmp_path: Path,
    picture: Picture,
    name: str,
    body: int,
) -> None:
    desk = ImportsAtWork(qtbot, folder)
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    desk.try_out(table(tmp_path / "letters.jsonl", [*stories(2), {"content": ""}]))
    picture(desk.window.shell, f"imports-{name}-{body}", 1.0)
    assert desk.window.shell.width() == 1366
    assert cut_labels(desk.page) == []
    desk.window.close()


def test_the_page_at_twice_the_size_of_a_small_screen(
    qtbot: QtBot, folder: Path, tmp_path: Path, picture: Picture
) -> None:
    desk = ImportsAtWork(qtbot, folder)
    desk.try_out(table(tmp_path / "letters.jsonl", [*stories(2), {"content": ""}]))
    desk.window.shell.resize(683, 364)
    QApplication.processEvents()
    picture(desk.window.shell, "imports-200-percent", 2.0)
    assert desk.window.shell.width() == 683
    desk.window.close()
