"""Going back in three clicks: a broken or lost database, a lost folder, a missing stick, second thoughts, a full disk."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.clock import SystemClock
from app.domain.number import MatterNumber
from app.services.papers import issue
from db.vault import KeyFile
from tests.ui.conftest import Picture
from tests.ui.pages_keeping import CONTROL, GoingBack, backed_up, planned
from tests.ui.pages_window import CODE, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_settings_keeping import SettingsAtWork
from ui.bootstrap import backups
from ui.bootstrap.bringing_back import entries_of
from ui.desk.pages.bring_back import NONE_LATER, SOME_LATER
from ui.theme import Theme, apply_theme, current

YEAR = SystemClock().now().year % 100
"""The folder is written and broken today: its numbers are of this year."""
TECHNICAL = ("哈希", "纪元", "SQL", "desk.db", "hash", "epoch")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two backups on another disk, and one matter more than they hold."""
    made = training_folder(tmp_path / "data")
    planned(made, tmp_path / "other")
    backed_up(made, "张示范")
    backed_up(made, "李示范")
    desk = open_as(made)
    registered(desk, "王示范")
    desk.close()
    shutil.rmtree(made / "side")
    return made


def broken(folder: Path) -> None:
    """A bad sector at the beginning of the database."""
    for name in ("desk.db-wal", "desk.db-shm"):
        (folder / name).unlink(missing_ok=True)
    with (folder / "desk.db").open("r+b") as file:
        file.write(bytes(8192))


def numbers_in(folder: Path) -> list[str]:
    desk = open_as(folder)
    found = sorted(row.number for row in desk.session.memory.queries.newest())
    assert all(chain.ok for chain in desk.verify())
    desk.close()
    return found


def test_a_broken_database_is_brought_back_in_three_clicks(
    qtbot: QtBot, folder: Path, tmp_path: Path, picture: Picture
) -> None:
    broken(folder)
    at = GoingBack(qtbot, folder)
    at.sign_in_in_vain()
    picture(at.window.shell, "cannot-open", 1.0)
    page = at.open()
    first, second = at.rows()
    assert first[2] == "已知的都在" and second[2].startswith("丢失 ") and second[2] != "丢失 0 条"
    assert first[3] == "完好" and second[3] == "还没有核对", "only what is chosen is read from end to end"
    at.restore()
    assert "有没有后来的回执" in at.note("receipts"), "a number must not be given twice"
    at.answer(SOME_LATER, f"LX07-{YEAR}-00003-")
    at.restore()
    at.settle()
    assert not page.is_running and at.note("number"), "a mistyped number is told before anything moves"
    at.answer(SOME_LATER, str(MatterNumber.make("LX07", YEAR, 3)))
    picture(at.window.shell, "bring-back", 1.0)
    shown = "".join(cell for row in at.rows() for cell in row) + page.remark.text()
    assert not [word for word in TECHNICAL if word in shown] and cut_labels(page) == []
    at.restore()
    said = at.sentences()
    picture(at.window.shell, "brought-back", 1.0)
    assert "已恢复记录" in said and "第 3 至 3 号" in said and "另起一段" in said
    assert not [word for word in TECHNICAL if word in said]
    at.window.press(Qt.Key.Key_Return)
    at.window.enter("clerk")
    at.window.today()
    at.window.close()
    assert len(numbers_in(folder)) == 2
    assert len(list(tmp_path.glob("data.before-restore-*"))) == 1
    desk = open_as(folder)
    assert registered(desk).startswith(f"LX07-{YEAR}-00004-"), "the number on the receipt is not given again"
    desk.close()


def test_a_lost_database_is_told_and_brought_back(qtbot: QtBot, folder: Path) -> None:
    for path in folder.glob("desk.db*"):
        path.unlink()
    at = GoingBack(qtbot, folder)
    assert at.sign_in_in_vain().says
    at.open()
    at.answer(NONE_LATER)
    at.restore()
    assert "没有跳过编号" in at.sentences()
    at.window.close()
    assert len(numbers_in(folder)) == 2
    assert (folder / "backup.toml").exists(), "the plan of this computer came along"


def test_a_lost_folder_is_brought_back_from_a_stick_at_the_first_start(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(folder)
    monkeypatch.setattr("ui.desk.bringing_back.sticks", lambda: ())
    at = GoingBack(qtbot, folder)
    at.window.first_start()
    at.open()
    assert at.rows() == []
    (tmp_path / "usb").mkdir()
    shutil.move(tmp_path / "other", tmp_path / "usb" / "备份")
    monkeypatch.setattr("ui.desk.bringing_back.sticks", lambda: (str(tmp_path / "usb"),))
    at.window.press(Qt.Key.Key_R, None, Qt.KeyboardModifier.ControlModifier)
    assert len(at.rows()) == 2 and "U 盘" in at.rows()[0][4]
    at.answer(NONE_LATER)
    at.restore()
    assert "已恢复记录" in at.sentences()
    at.window.close()
    assert len(numbers_in(folder)) == 2


def test_side_files_that_reach_further_are_offered_first(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    desk = open_as(folder)
    desk.close()  # writes the side files
    broken(folder)
    at = GoingBack(qtbot, folder)
    at.sign_in_in_vain()
    page = at.open()
    assert at.rows()[0][4] == "本机旁存文件" and at.rows()[0][2] == "已知的都在"
    assert at.rows()[1][2].startswith("丢失 ") and "可以少丢" in page.notes[0].text
    picture(at.window.shell, "bring-back-side-files", 1.0)
    at.answer(NONE_LATER)
    at.restore()
    assert "已恢复记录" in at.sentences()
    at.window.close()
    assert len(numbers_in(folder)) == 3, "nothing was lost"


def test_a_stick_that_is_gone_is_named_and_looked_for_again(
    qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    broken(folder)
    (tmp_path / "other").rename(tmp_path / "pulled-out")
    at = GoingBack(qtbot, folder)
    at.sign_in_in_vain()
    page = at.open()
    assert at.rows() == [] and str(tmp_path / "other") in page.notes[0].text
    (tmp_path / "pulled-out").rename(tmp_path / "other")
    at.window.press(Qt.Key.Key_R, None, Qt.KeyboardModifier.ControlModifier)
    assert len(at.rows()) == 2 and page.notes[0].isHidden()
    at.window.press(Qt.Key.Key_Escape)
    at.window.at_the_door()
    at.window.close()


def test_a_damaged_backup_is_seen_when_it_is_chosen_and_not_used(
    qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    broken(folder)
    newest = max((tmp_path / "other").glob("*.xfbackup"), key=lambda path: path.stat().st_mtime_ns)
    data = bytearray(newest.read_bytes())
    data[len(data) // 2] ^= 1
    newest.write_bytes(data)
    at = GoingBack(qtbot, folder)
    at.sign_in_in_vain()
    page = at.open()
    assert "已损坏" in at.rows()[0][3]
    at.answer(NONE_LATER)
    at.restore()
    assert "这一份不能用" in at.note("receipts")
    page.table.selectRow(1)
    at.settle()
    assert at.rows()[1][3] == "完好"
    at.restore()
    assert "已恢复记录" in at.sentences()
    at.window.close()


class HeldUp:
    """A restore that waits between two files until somebody calls it off."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        usual = backups.restore.verify_copy

        def held(*given: Any) -> None:
            self.begun.set()
            self.go_on.wait(20)
            usual(*given)

        monkeypatch.setattr(backups.restore, "verify_copy", held)


def test_second_thoughts_change_nothing(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(folder)
    before = sorted(path.name for path in tmp_path.iterdir())
    held = HeldUp(monkeypatch)
    at = GoingBack(qtbot, folder)
    at.sign_in_in_vain()
    page = at.open()
    at.answer(NONE_LATER)
    at.restore()
    qtbot.waitUntil(held.begun.is_set, timeout=20_000)
    assert page.is_running and "正在" in page.remark.text()
    at.window.press(Qt.Key.Key_Escape)
    held.go_on.set()
    at.settle()
    assert not page.is_running and "已停止恢复" in at.window.said
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    at.restore()
    assert "已恢复记录" in at.sentences(), "and it can be begun again"
    at.window.close()


def test_a_full_disk_is_said_and_nothing_moves(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(folder)
    at = GoingBack(qtbot, folder)
    at.sign_in_in_vain()
    at.open()
    at.answer(NONE_LATER)
    full = type("Full", (), {"free": 1000})()
    monkeypatch.setattr("db.restore.shutil.disk_usage", lambda _: full)
    at.restore()
    at.settle()
    assert "磁盘已满" in at.window.said and str(tmp_path) in at.window.said
    assert not list(tmp_path.glob("data.before-restore-*")) and (folder / "desk.db").exists()
    at.window.close()


def test_papers_that_are_lost_are_given_up_only_on_demand(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    desk = open_as(folder)
    issue(desk.session, desk.session.memory.queries.newest()[0].number, "D02")
    desk.close()
    backed_up(folder)
    shutil.rmtree(folder / "side", ignore_errors=True)
    broken(folder)
    shutil.rmtree(tmp_path / "other" / "papers")
    at = GoingBack(qtbot, folder)
    at.sign_in_in_vain()
    page = at.open()
    assert at.rows()[0][3] == "缺少文书文件" and page.anyway.isVisible()
    at.answer(NONE_LATER)
    at.restore()
    at.settle()
    assert "缺少 1 个文件" in at.window.said and (folder / "desk.db").exists()
    at.window.press(Qt.Key.Key_M, page.table, CONTROL)
    assert "已恢复记录" in at.sentences()
    at.window.close()


def test_somebody_inside_goes_back_to_an_earlier_state(qtbot: QtBot, folder: Path) -> None:
    desk = open_as(folder)
    there = entries_of(desk)
    desk.close()
    at = SettingsAtWork(qtbot, folder, "backup")
    at.press(Qt.Key.Key_O)
    back = GoingBack(qtbot, at.window)
    rows = back.rows()
    assert rows[0][2] == "不丢失", "the journal itself could be counted"
    assert rows[-1][2].startswith("丢失 "), "what was registered since is counted"
    assert int(rows[-1][1].split()[0]) + int(rows[-1][2].split()[1]) >= there
    back.page.table.selectRow(len(rows) - 1)
    back.settle()
    back.answer(NONE_LATER)
    back.restore()
    assert "已恢复记录" in back.sentences()
    at.window.press(Qt.Key.Key_Return)
    at.window.enter("clerk")
    at.window.close()
    assert len(numbers_in(folder)) == 1


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("high_contrast", 14), ("light", 24)])
def test_the_page_in_other_looks(
    qtbot: QtBot, qapp: QApplication, folder: Path, picture: Picture, name: str, body: int
) -> None:
    broken(folder)
    at = GoingBack(qtbot, folder)
    at.sign_in_in_vain()
    page = at.open()
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    QApplication.processEvents()
    picture(at.window.shell, f"bring-back-{name}-{body}", 1.0)
    assert at.window.shell.width() == 1366 and cut_labels(page) == []
    at.window.close()


def test_a_real_folder_asks_for_what_opens_it(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(folder)
    monkeypatch.setattr(KeyFile, "training", property(lambda _: False))
    at = GoingBack(qtbot, folder)
    at.window.at_the_door()
    at.window.desk_window._bring_back()
    at.answer(NONE_LATER)
    at.restore()
    at.settle()
    assert "先填密码或恢复码" in at.note("code")
    at.fill("code", "WRONG-WRONG")
    at.restore()
    at.settle()
    assert at.note("code") and at.note("code") != at.page.fields["code"].hint
    at.fill("code", CODE)
    at.restore()
    assert "已恢复记录" in at.sentences()
    at.window.close()
