"""A gateway folder in the window: set once, then packages leave and come by themselves, and what waits too long is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.services import exchange
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, registered
from tests.ui.test_exchange import CONTROL, county, county_answers, hall
from tests.ui.test_gallery import cut_labels
from ui.bootstrap.opening import exchange_desk
from ui.desk.exchange_desk import export
from ui.desk.pages.settings import SettingsPage
from ui.desk.pages.settings_transport import TransportCard
from ui.desk.pages.today import TodayPage
from ui.theme import Theme, apply_theme

__all__ = ["county", "hall"]


@pytest.fixture
def trusting(hall: Path, county: Path, tmp_path: Path) -> Path:
    """The hall and its county trust each other; our card lies on the stick."""
    desk = open_as(hall, at="2026-11-20T09:10")
    stick = tmp_path / "stick"
    exchange.pin(desk.session, exchange.TrustCard.from_bytes((stick / "CT01-trust.json").read_bytes()))
    (stick / "LX07-trust.json").write_bytes(exchange.own_card(exchange_desk(desk)).to_bytes())
    registered(desk, "王示范")
    desk.close()
    return hall


class TransportAtWork:
    """The section of the settings as a clerk uses it."""

    def __init__(self, qtbot: QtBot, folder: Path, at: str) -> None:
        self.window = Window(qtbot, folder)
        self.window.enter(at=at)
        self.today = self.window.today()
        assert self.window.desk_window.day is not None
        self.day = self.window.desk_window.day

    def settle(self) -> None:
        """Waits for what is read and written."""
        for _ in range(6):
            self.window.settle()

    def open(self) -> TransportCard:
        """The section."""
        self.window.press(Qt.Key.Key_F5, None, Qt.KeyboardModifier.ShiftModifier)
        page = self.window.until("settings")
        assert isinstance(page, SettingsPage)
        page.sections.take("transport")
        page.show_section("transport")
        self.settle()
        card = page.section("transport").card
        assert isinstance(card, TransportCard)
        return card

    def fill(self, card: TransportCard, **texts: str) -> None:
        """Types, and saves."""
        for name, text in texts.items():
            editor = card.fields[name].editor
            assert isinstance(editor, QLineEdit)
            editor.setText(text)
        self.window.press(Qt.Key.Key_Return, None, CONTROL)
        self.settle()

    @property
    def lines(self) -> list[str]:
        """What stands at the rail's foot."""
        return [line.text for line in self.window.shell.rail.status]


def said(card: TransportCard) -> str:
    return "\n".join(note.text for note in card.notes if note.text)


def test_once_set_it_sends_and_fetches_by_itself(
    qtbot: QtBot, trusting: Path, county: Path, tmp_path: Path, picture: Picture, qapp: QApplication
) -> None:
    up, down = tmp_path / "up", tmp_path / "down"
    at_work = TransportAtWork(qtbot, trusting, "2026-11-20T09:30")
    card = at_work.open()
    assert "没有设文件夹" in said(card)
    at_work.fill(card, folder=str(up), back=str(down))
    assert "先建好文件夹" in card.fields["folder"].note.text
    up.mkdir()
    down.mkdir()
    at_work.fill(card, extension="zip")
    assert "以点开头" in card.fields["extension"].note.text
    at_work.fill(card, extension=".zip")
    (sent,) = up.glob("LX07*.zip")
    assert "已设好" in said(card) and "发出 1 个包" in said(card)
    assert any("已交换" in line for line in at_work.lines)
    assert cut_labels(card) == []
    at_work.window.shell.resize(1366, 768)
    at_work.settle()
    picture(at_work.window.shell, "transport-light", 1.0)

    stick = tmp_path / "stick"
    shutil.copy(sent, stick / sent.with_suffix(".xfp").name)
    county_answers(county, stick, number="LX07-26-00001-C")
    (answer,) = stick.glob("CT01*.xfp")
    shutil.copy(answer, down / "0001.dat")
    at_work.window.press(Qt.Key.Key_E, None, CONTROL)
    at_work.settle()
    assert "收到并写入 1 条" in at_work.window.said

    shutil.rmtree(up)
    at_work.window.press(Qt.Key.Key_E, None, CONTROL)
    at_work.settle()
    assert "没有成功" in at_work.window.said and any("没有成功" in line for line in at_work.lines)
    assert at_work.day.transport.last is not None and not at_work.day.transport.last.due, "after a while"
    apply_theme(qapp, Theme(name="dark"))
    picture(at_work.window.shell, "transport-problem-dark", 1.0)
    apply_theme(qapp, Theme(name="light"))
    at_work.window.close()


def test_what_waits_for_days_is_said_on_the_board_of_the_day_and_goes_when_it_is_sent(
    qtbot: QtBot, trusting: Path, tmp_path: Path, picture: Picture
) -> None:
    at_work = TransportAtWork(qtbot, trusting, "2027-01-20T09:30")
    at_work.day.transport.look()
    at_work.settle()
    assert any("天没有导出" in line for line in at_work.lines)
    page = at_work.window.shell.page("today")
    assert isinstance(page, TodayPage) and page.reminder.isVisible()
    assert "天没有导出    F12" in page.reminder.word
    at_work.window.shell.resize(1366, 768)
    at_work.settle()
    picture(at_work.window.shell, "today-not-exported-light", 1.0)
    day = at_work.day
    day.hall.write(
        lambda: export(exchange_desk(day.desk), str(tmp_path / "stick")),
        lambda _: day.transport.look(),
        asker=day,
    )
    at_work.settle()
    assert not any("天没有导出" in line for line in at_work.lines) and not page.reminder.isVisible()
    at_work.window.close()


def test_a_look_that_comes_after_the_person_went_leaves_the_rail_alone(
    qtbot: QtBot, trusting: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work = TransportAtWork(qtbot, trusting, "2026-11-20T09:30")
    day = at_work.day
    watch = day.transport
    watch.look()
    at_work.settle()
    found = watch.last
    assert found is not None
    shown: list[object] = []
    monkeypatch.setattr(day.status, "show", lambda: shown.append(None))
    watch._looked(found)
    assert shown, "while somebody is there it is shown"
    shown.clear()
    watch.leave()
    watch._looked(found)
    assert not shown
    at_work.window.close()
