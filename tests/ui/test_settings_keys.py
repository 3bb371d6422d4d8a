"""The keys in the settings: seen, tried, replaced, changed; and a dead keyring that does not hold the window."""

from __future__ import annotations

import threading
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.errors import Damaged, NotAllowed, Unavailable
from app.exchange.keys import key_id
from app.services.key_care import DrillStanding
from db import keyring_slot
from db.folder import open_by_code, open_by_password
from tests.trust.reading import looks
from tests.ui.conftest import Picture
from tests.ui.pages_keeping import GoingBack
from tests.ui.pages_matter import PaperTray
from tests.ui.pages_window import CODE, Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_settings_keeping import SettingsAtWork
from ui.bootstrap.opening import exchange_desk
from ui.bootstrap.page_keys import page_key_shelf
from ui.desk.pages.settings_keys import KeysSection
from ui.theme import State

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = training_folder(tmp_path / "data")
    desk = open_as(made)
    registered(desk)
    desk.close()
    return made


class Keys(SettingsAtWork):
    """The section of the keys as somebody uses it."""

    def __init__(self, qtbot: QtBot, folder: Path, role: str = "leader") -> None:
        super().__init__(qtbot, folder, "opening_keys", role)

    @property
    def section(self) -> KeysSection:
        found = self.page.section("opening_keys")
        assert isinstance(found, KeysSection)
        return found

    def fill_in(self, field: str, text: str) -> None:
        editor = self.section.keys.fields[field].editor
        assert isinstance(editor, QLineEdit)
        editor.setText(text)

    def note(self, field: str) -> str:
        return self.section.keys.fields[field].note.text


def test_what_opens_the_data_is_seen_and_the_code_is_tried(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    at = Keys(qtbot, folder, "clerk")
    kinds = {row.kind for row in at.section.keys.table.rows}
    assert {"recovery", "clerk"} <= kinds
    assert at.section.keys.drill.state is State.SOON and "未演练" in at.section.keys.drill.text
    picture(at.window.shell, "settings-keys-light", 1.0)
    assert cut_labels(at.page) == [] and at.acts == [
        "演练恢复码   Ctrl+Enter",
        "给我的密码设钥匙   Ctrl+Shift+K",
    ]
    at.press(Qt.Key.Key_Return)
    assert "缺少" in at.note("code")
    at.fill_in("code", "WRONG-WRONG")
    at.press(Qt.Key.Key_Return)
    assert "恢复码" in at.note("code") and at.section.keys.drill.state is State.SOON
    at.fill_in("code", CODE.lower())
    at.press(Qt.Key.Key_Return)
    assert "恢复码有效" in at.window.said and at.section.keys.drill.state is State.DONE
    assert at.section.keys.fields["code"].text == "", "the code does not stay on the screen"
    at.window.close()


def test_a_new_code_is_shown_once_typed_back_and_voids_the_old_one(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    at = Keys(qtbot, folder)
    at.fill_in("code", CODE)
    at.press(Qt.Key.Key_N)
    assert "理由" in at.note("reason")
    at.fill_in("reason", "原纸已破损")
    at.press(Qt.Key.Key_N)
    fresh = at.section.keys.fresh.text()
    assert fresh and fresh != CODE
    picture(at.window.shell, "settings-keys-new-code", 1.0)
    at.fill_in("typed", CODE)
    at.press(Qt.Key.Key_Return)
    assert "不同" in at.note("typed")
    open_by_code(folder, CODE).memory.close()
    at.fill_in("typed", fresh)
    at.press(Qt.Key.Key_Return)
    assert "原恢复码作废" in at.window.said and at.section.keys.fresh.text() == ""
    at.window.close()
    open_by_code(folder, fresh).memory.close()
    with pytest.raises(Exception, match=r"keys\.wrong_code"):
        open_by_code(folder, CODE)


def test_each_way_in_tells_when_it_was_last_proved(qtbot: QtBot, tmp_path: Path, picture: Picture) -> None:
    folder = training_folder(tmp_path / "october")
    open_as(folder, "mediator", "2026-11-05T09:00").close()
    at = Keys(qtbot, folder)
    model = at.section.keys.table.model()
    told = {
        f"{model.index(row, 0).data()} {model.index(row, 3).data()}": str(model.index(row, 2).data())
        for row in range(model.rowCount())
    }
    assert told["密码 负责人"] == "今天"
    assert told["密码 调解员"] == "2026-11-05（15 天前）"
    assert told["密码 档案员"] == "设好后还没有用过"
    before = next(text for what, text in told.items() if what.startswith("恢复码"))
    assert "天前" in before, "it was typed back when the folder was made"
    at.fill_in("code", CODE)
    at.press(Qt.Key.Key_Return)
    row = next(row for row in range(model.rowCount()) if str(model.index(row, 0).data()).startswith("恢复码"))
    assert model.index(row, 2).data() == "今天"
    picture(at.window.shell, "settings-keys-proved-light", 1.0)
    at.window.close()


def test_somebody_gives_their_password_a_key_of_its_own(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    at = Keys(qtbot, folder, "clerk")
    day = at.window.desk_window.day
    assert day is not None
    day.desk.opened.keys.drop_slot("clerk:clerk")
    with pytest.raises(NotAllowed):
        open_by_password(folder, "clerk", "training")
    line = at.section.keys.password
    line.setText("not this one")
    at.fill_in("reason", "电脑要带下乡")
    at.window.press(Qt.Key.Key_K, None, CONTROL_SHIFT)
    at.settle()
    assert "密码" in at.note("password") and line.text() == ""
    line.setText("training")
    at.window.press(Qt.Key.Key_K, None, CONTROL_SHIFT)
    at.settle()
    assert "能打开这份数据" in at.window.said
    picture(at.window.shell, "settings-keys-password-light", 1.0)
    assert cut_labels(at.page) == []
    told = [body or {} for kind, _, body in looks(day.desk) if kind == "administered"]
    assert [(body["what"], body["about"], body["reason"]) for body in told] == [
        ("password-slot", "clerk", "电脑要带下乡")
    ]
    at.window.close()
    open_by_password(folder, "clerk", "training").memory.close()


def left_in(place: Path, *said: bytes) -> list[str]:
    """Files below a folder that hold any of these bytes."""
    return [
        str(path)
        for path in place.rglob("*")
        if path.is_file() and any(part in path.read_bytes() for part in said)
    ]


def test_a_new_code_is_printed_for_the_envelope_and_stands_in_no_file(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    at = Keys(qtbot, folder)
    assert not any("封存单" in words for words in at.acts), "there is no code to print yet"
    tray, day = PaperTray(), at.window.desk_window.day
    assert day is not None
    day.printer = tray
    at.fill_in("code", CODE)
    at.fill_in("reason", "原纸已破损")
    at.press(Qt.Key.Key_N)
    fresh = at.section.keys.fresh.text()
    at.press(Qt.Key.Key_P)
    ((title, pdf),) = tray.printed
    assert fresh.replace("-", "") not in title and "没有留下任何副本" in at.window.said
    text = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "恢复码封存单" in text and all(group in text for group in fresh.split("-"))
    first = fresh.split("-")[0].encode()
    assert left_in(tmp_path, b"%PDF", fresh.encode(), first) == []
    at.fill_in("typed", fresh)
    at.press(Qt.Key.Key_Return)
    assert left_in(tmp_path, b"%PDF", fresh.encode(), first) == []
    at.press(Qt.Key.Key_P)
    assert len(tray.printed) == 1, "what was put in its place is not printed a second time"
    at.window.close()
    open_by_code(folder, fresh).memory.close()


def test_a_printer_that_is_out_is_said_and_the_code_still_stands_there(qtbot: QtBot, folder: Path) -> None:
    at = Keys(qtbot, folder)
    day = at.window.desk_window.day
    assert day is not None
    day.printer = PaperTray("")
    at.fill_in("code", CODE)
    at.fill_in("reason", "原纸已破损")
    at.press(Qt.Key.Key_N)
    at.press(Qt.Key.Key_P)
    assert "打印机" in at.window.said and at.section.keys.fresh.text()
    at.window.close()


def test_a_code_that_was_not_typed_back_is_forgotten(qtbot: QtBot, folder: Path) -> None:
    at = Keys(qtbot, folder)
    at.fill_in("code", CODE)
    at.fill_in("reason", "试试")
    at.press(Qt.Key.Key_N)
    at.page.sections.take("office")
    at.page.sections.take("opening_keys")
    at.settle()
    assert at.section.keys.fresh.text() == ""
    at.window.close()
    open_by_code(folder, CODE).memory.close()


def test_a_new_data_key_is_made_and_what_was_not_saved_is_said(
    qtbot: QtBot, folder: Path, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.bootstrap.rotating.save_before_risk", lambda _: Unavailable("backup.no_folder"))
    at = Keys(qtbot, folder)
    at.fill_in("reason", "有人离岗")
    at.press(Qt.Key.Key_J)
    told = GoingBack(qtbot, at.window)
    qtbot.waitUntil(lambda: "数据钥匙已更换" in told.sentences(), timeout=20_000)
    said = told.sentences()
    assert "第 2 把" in said and "没有做成备份" in said and "还没有指定备份位置" in said
    picture(at.window.shell, "rotated", 1.0)
    at.window.press(Qt.Key.Key_Return)
    at.window.enter("clerk")
    at.window.close()
    desk = open_as(folder)
    assert desk.opened.keys.generation == 2 and all(chain.ok for chain in desk.verify())
    desk.close()


def test_the_key_that_packages_are_sealed_to_is_renewed_and_the_old_one_has_its_last_day(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    at = Keys(qtbot, folder)
    shown = at.section.keys.receiving
    before = shown.text()
    assert before.startswith("收件密钥：") and "换下" not in before
    at.window.press(Qt.Key.Key_J, None, CONTROL_SHIFT)
    at.settle()
    assert at.note("reason") and shown.text() == before, "without a reason nothing is changed"
    at.fill_in("reason", "每年更换")
    at.window.press(Qt.Key.Key_J, None, CONTROL_SHIFT)
    at.settle()
    assert "换下的那把用到 2027-" in shown.text() and "新密钥随下一个包自动告知" in at.window.said
    picture(at.window.shell, "settings-keys-receiving-light", 1.0)
    assert cut_labels(at.page) == []
    day = at.window.desk_window.day
    assert day is not None
    now = exchange_desk(day.desk).keys
    (replaced,) = now.earlier
    assert replaced.id != key_id(now.box_public), "the page names no key by its digits"
    at.window.close()


def test_the_key_of_the_phone_page_is_renewed_for_a_reason(qtbot: QtBot, folder: Path) -> None:
    at = Keys(qtbot, folder)
    day = at.window.desk_window.day
    assert day is not None
    before = page_key_shelf(day.desk).keys().present.id
    at.window.press(Qt.Key.Key_Y, None, CONTROL_SHIFT)
    at.settle()
    assert at.note("reason") and page_key_shelf(day.desk).keys().present.id == before
    at.fill_in("reason", "旧海报已取下")
    at.window.press(Qt.Key.Key_Y, None, CONTROL_SHIFT)
    at.settle()
    assert page_key_shelf(day.desk).keys().replaced(before) is not None
    assert "换下旧海报" in at.window.said and cut_labels(at.page) == []
    at.window.close()


def test_a_clerk_is_not_offered_to_renew_it(qtbot: QtBot, folder: Path) -> None:
    at = Keys(qtbot, folder, "clerk")
    shown = at.section.keys.receiving.text()
    at.fill_in("reason", "试试")
    at.window.press(Qt.Key.Key_J, None, CONTROL_SHIFT)
    at.settle()
    assert not any("收件密钥" in words for words in at.acts) and at.section.keys.receiving.text() == shown
    at.window.close()


def test_the_light_at_the_rail_counts_the_days_without_a_drill(qtbot: QtBot, folder: Path) -> None:
    window = Window(qtbot, folder)
    window.enter("clerk")
    window.today()
    day = window.desk_window.day
    assert day is not None
    day.status._show_drill(DrillStanding(days=37, due=True, ever=True))
    assert ("恢复码 37 天未演练", State.SOON) in [
        (line.text, line.state) for line in window.shell.rail.status
    ]
    day.status._show_drill(DrillStanding(days=0, due=False, ever=True))
    assert not [line for line in window.shell.rail.status if "恢复码" in line.text]
    window.close()


def test_an_older_key_file_is_said_after_entering(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.bootstrap.opening.notice", lambda _: Damaged("keys.older_copy", age=1))
    window = Window(qtbot, folder)
    window.enter("clerk")
    assert "第 1 份旧钥匙文件" in window.said
    window.close()


def test_a_dead_keyring_never_holds_the_window(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store is asked in a worker; while it is silent the window goes on taking keys (trust.md 6, row 16)."""
    asked, answers = threading.Event(), threading.Event()
    where: list[bool] = []

    def silent(_: Any) -> None:
        where.append(threading.current_thread() is threading.main_thread())
        asked.set()
        answers.wait(20)

    monkeypatch.setattr(keyring_slot, "look", silent)
    window = Window(qtbot, folder)
    page = window.at_the_door()
    window.press(Qt.Key.Key_Return, page.roles)
    qtbot.waitUntil(asked.is_set, timeout=10_000)
    window.press(Qt.Key.Key_Down, page.roles)
    window.press(Qt.Key.Key_Down, page.roles)
    QApplication.processEvents()
    assert page.roles.currentIndex().row() == 2, "keys are taken while the store is silent"
    assert not window.desk_window.day
    answers.set()
    window.settle()
    window.close()
    assert where and not any(where), "the store was never asked on the window's thread"
