"""The queue at the counter: a ticket follows what it led to, the screen shows numbers only, the roster goes on the sheet."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.day_file import DayFile, DeskStaffed, Ticket
from app.services.day_closing import give_tickets
from app.services.days import day_file
from tests.ui.conftest import Picture, picture_of
from tests.ui.pages_matter import PaperTray
from tests.ui.pages_reception import Clerk, at_the_counter, keep_picture
from tests.ui.pages_window import Window
from tests.ui.pages_window import training_folder as office_folder
from tests.ui.reception_counter import desk, training_folder
from tests.ui.test_gallery import cut_labels
from ui.bootstrap.opening import Desk
from ui.desk.call_screen import CallScreen
from ui.desk.pages.selfcheck import SelfCheckPage
from ui.desk.pages.selfcheck_roster import read_staff
from ui.devices.voice import installed_voice

__all__ = ["desk", "training_folder"]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def counter(qtbot: QtBot, desk: Desk) -> Iterator[Clerk]:
    """A clerk, and three people with tickets."""
    give_tickets(desk.session, "walk_in", 3)
    with at_the_counter(qtbot, desk) as made:
        made.until(lambda: made.page.queueing.card.isVisible())
        yield made
        made.page.queueing.leave()


def today(desk: Desk) -> DayFile:
    return day_file(desk.session, desk.session.today())


def ticket(desk: Desk, number: int) -> Ticket:
    found = today(desk).ticket("walk_in", number)
    assert found is not None
    return found


def test_without_tickets_no_queue_is_seen(qtbot: QtBot, desk: Desk) -> None:
    with at_the_counter(qtbot, desk) as clerk:
        assert not clerk.page.queueing.card.isVisible()
        clerk.press("Ctrl+N")
        clerk.settle()
        assert any("没有号在等" in message.says for message in clerk.said)


def test_a_called_ticket_follows_its_registration(counter: Clerk, desk: Desk) -> None:
    counter.press("Ctrl+N")
    counter.until(lambda: counter.page.queueing.here == 1)
    keep_picture(counter, "reception-queue")
    assert cut_labels(counter.page) == []
    counter.press("Alt+2")
    counter.paste("村里修路占用承包地。")
    number = counter.registered()
    counter.until(lambda: ticket(desk, 1).settled is not None)
    settled = ticket(desk, 1).settled
    assert settled is not None and (settled.outcome, settled.number) == ("registered", number)
    counter.until(lambda: counter.page.queueing.here == 0)
    assert "还有 2 号在等" in counter.page.queueing.card.waiting.text()


def test_a_called_ticket_follows_an_enquiry(counter: Clerk, desk: Desk) -> None:
    counter.press("Ctrl+N")
    counter.until(lambda: counter.page.queueing.here == 1)
    counter.press("Ctrl+E")
    counter.paste("社保在哪里办")
    counter.press("Return")
    counter.paste("人社局一楼")
    counter.press("Return")
    counter.until(lambda: ticket(desk, 1).settled is not None)
    settled = ticket(desk, 1).settled
    assert settled is not None and settled.outcome == "enquiry" and settled.number.startswith("LX07-Z26-")


def test_nobody_came_and_the_next_is_called(counter: Clerk, desk: Desk) -> None:
    counter.press("Ctrl+N")
    counter.until(lambda: counter.page.queueing.here == 1)
    counter.press("Ctrl+Shift+N")
    counter.until(lambda: ticket(desk, 1).calls == 2)
    counter.press("Ctrl+Shift+M")
    counter.until(lambda: ticket(desk, 1).settled is not None)
    settled = ticket(desk, 1).settled
    assert settled is not None and (settled.outcome, settled.reason) == ("left", "叫号后没有来")
    counter.press("Ctrl+N")
    counter.until(lambda: counter.page.queueing.here == 2)


def test_a_visitor_given_up_is_accounted_for_by_the_same_reason(counter: Clerk, desk: Desk) -> None:
    counter.press("Ctrl+N")
    counter.until(lambda: counter.page.queueing.here == 1)
    counter.write("张示范")
    counter.press("Ctrl+Shift+D")
    counter.paste("要去的是法院")
    counter.press("Return")
    counter.until(lambda: ticket(desk, 1).settled is not None)
    settled = ticket(desk, 1).settled
    assert settled is not None and "要去的是法院" in settled.reason


class Spoken:
    """A voice that keeps what it was given to read."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def say(self, sentence: str) -> None:
        """Keeps it."""
        self.sentences.append(sentence)

    def hush(self) -> None:
        """Nothing is ever being read."""

    @property
    def is_reading(self) -> bool:
        """Never: a sentence is kept and done with."""
        return False


def test_the_screen_shows_and_says_the_number_and_nothing_else(counter: Clerk, desk: Desk) -> None:
    counter.write("张示范")
    voice = Spoken()
    screen = CallScreen(counter.hall, voice)
    screen.open()
    counter.qtbot.waitUntil(lambda: "取号" in screen.to.text())
    screen.turn_voice()
    counter.press("Ctrl+N")
    counter.until(lambda: counter.page.queueing.here == 1)
    screen.read()
    counter.qtbot.waitUntil(lambda: screen.called.text() == "请 1 号")
    counter.press("Ctrl+N")
    counter.until(lambda: counter.page.queueing.here == 2)
    screen.read()
    counter.qtbot.waitUntil(lambda: screen.called.text() == "请 2 号")
    said = "".join(label.text() for label in screen.findChildren(QLabel))
    assert "张" not in said and "刚才叫过" in said and "还有 1 号" in said
    assert voice.sentences == ["请 1 号到一窗", "请 2 号到一窗"]
    folder = os.environ.get("PETITION_DESK_PICTURES")
    if folder:
        assert picture_of(screen, 1.0).save(str(Path(folder) / "call-screen.png"))
    assert cut_labels(screen) == []
    screen.close()


def test_the_screen_is_turned_on_and_off_by_one_key(counter: Clerk) -> None:
    counter.press("Ctrl+Shift+K")
    screen = counter.page.queueing.screen
    assert screen is not None and screen.isVisible()
    counter.press("Ctrl+Shift+K")
    QApplication.processEvents()
    assert counter.page.queueing.screen is None


class State(Enum):
    """How Qt calls what a voice does."""

    Ready = 0
    Speaking = 1


def test_a_voice_is_taken_only_if_it_reads_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed_voice("no.such.module") is None
    for language, there in ((QLocale.Language.English, False), (QLocale.Language.Chinese, True)):

        class Speech:
            """A system's voices."""

            places = (QLocale(language),)

            def availableLocales(self) -> tuple[QLocale, ...]:  # noqa: N802
                return self.places

            def setLocale(self, place: QLocale) -> None:  # noqa: N802
                assert place in self.places

            now = State.Ready

            def stop(self) -> None:
                self.now = State.Ready

            def say(self, sentence: str) -> None:
                assert sentence == "请 1 号到一窗"
                self.now = State.Speaking

            def state(self) -> State:
                return self.now

        module = ModuleType("made_up_voices")
        module.QTextToSpeech = Speech  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "made_up_voices", module)
        voice = installed_voice("made_up_voices")
        assert (voice is not None) is there
        if voice is not None:
            voice.say("请 1 号到一窗")
            assert voice.is_reading
            voice.hush()
            assert not voice.is_reading


def test_the_roster_is_kept_and_printed_on_the_hand_over_sheet(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window = Window(qtbot, office_folder(tmp_path / "data"))
    window.enter(at="2026-11-20T09:30")
    window.today()
    window.press(Qt.Key.Key_J, None, CONTROL)
    page = window.until("selfcheck")
    assert isinstance(page, SelfCheckPage)
    for _ in range(3):
        window.settle()
    window.press(Qt.Key.Key_R, None, CONTROL)
    for name, text in (
        ("duty_leader", "甲示范"),
        ("lawyer", "乙示范"),
        ("staff", "王示范 一窗；李示范 二窗"),
    ):
        editor = page.roster.fields[name].editor
        editor.setFocus()
        window.keys(text)
    picture(window.shell, "selfcheck-roster", 1.0)
    assert cut_labels(page) == []
    window.press(Qt.Key.Key_Return, None, CONTROL)
    for _ in range(3):
        window.settle()
    day = window.desk_window.day
    assert day is not None
    roster = day_file(day.hall.session, day.hall.session.today()).roster
    assert (roster.duty_leader, roster.lawyer) == ("甲示范", "乙示范")
    assert roster.staff == (DeskStaffed(name="王示范", desk="一窗"), DeskStaffed(name="李示范", desk="二窗"))
    tray = day.printer = PaperTray()
    window.press(Qt.Key.Key_P, None, CONTROL)
    qtbot.waitUntil(lambda: bool(tray.printed), timeout=15_000)
    assert tray.printed[0][0] == "hand-over-sheet"
    window.close()


def test_a_line_of_people_is_read_as_it_is_meant() -> None:
    assert read_staff("王示范 一窗；李示范;  ") == (
        DeskStaffed(name="王示范", desk="一窗"),
        DeskStaffed(name="李示范"),
    )
