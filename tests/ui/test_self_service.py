"""The hall's own screen: a scan and four keys tell where it stands, a bad mark is work, and the desk behind stays shut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.acts.closing import Cause, Close, Closing
from app.domain.acts.forwarding import Forward
from app.domain.acts.rating import RatingReason, RatingWay
from app.domain.claims import Purpose
from app.domain.history import read_value
from app.domain.roadmap import stations
from app.qr.receipt_code import ReceiptCode
from app.services.asking import code_to_rate
from app.services.perform import perform
from app.services.reading import open_matter
from resources.loader import words as words_of
from tests.ui.conftest import Picture, qapp, usual_look
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.bootstrap.opening import Desk
from ui.desk.self_service_screen import SelfServiceScreen

__all__ = ["qapp", "usual_look"]

NAME, STORY = "贾仕龄", "水库移民款没有付清"
DIGITS = "0001"
"""The last of the telephone of `registered`."""


class Hall:
    """A desk on which the screen of the hall can be opened, and three matters to ask about."""

    def __init__(self, folder: Path) -> None:
        desk = open_as(training_folder(folder))
        self.number = registered(desk, NAME, text=STORY)
        perform(desk.session, self.number, Forward(unit=self._unit(desk)))
        self.closed = registered(desk, NAME, text=STORY)
        perform(desk.session, self.closed, Forward(unit=self._unit(desk)))
        perform(
            desk.session, self.closed, Close(ending=Closing.PROCEDURAL, cause=Cause.OTHER, reason="另有办法")
        )
        self.dark = registered(desk, NAME, text=STORY, purpose=Purpose.ACCUSATION)
        self.codes = {number: self._code(desk, number) for number in (self.number, self.closed, self.dark)}
        self.slip = code_to_rate(open_matter(desk.session, self.closed).known.matter)
        self.folder = folder
        desk.close()

    @staticmethod
    def _unit(desk: Desk) -> str:
        return desk.session.office.units[0].code

    @staticmethod
    def _code(desk: Desk, number: str) -> str:
        return ReceiptCode(number=number, token=desk.session.unmasked.token(number)).payload()


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path / "data")


class Visitor:
    """Somebody before the screen, with a scanner and fingers."""

    def __init__(self, qtbot: QtBot, window: Window) -> None:
        self.qtbot, self.window = qtbot, window
        day = window.desk_window.day
        assert day is not None
        day.serve_oneself()
        assert day.self_service is not None
        self.screen: SelfServiceScreen = day.self_service.screen

    def scans(self, text: str) -> None:
        self.qtbot.keyClicks(self.screen, text)
        self.qtbot.keyClick(self.screen, Qt.Key.Key_Return)
        self.window.settle()

    def types(self, digits: str) -> None:
        self.qtbot.keyClicks(self.screen, digits)
        self.window.settle()

    def presses(self, words: str) -> None:
        found = [b for b in self.screen.step.findChildren(QPushButton) if b.text() == words and b.isVisible()]
        self.qtbot.mouseClick(found[-1], Qt.MouseButton.LeftButton)
        self.window.settle()

    @property
    def sees(self) -> str:
        labels = self.screen.step.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())


def screens() -> list[SelfServiceScreen]:
    """The hall's own screens that are there to be seen."""
    found = [item for item in QApplication.topLevelWidgets() if isinstance(item, SelfServiceScreen)]
    return [item for item in found if item.isVisible()]


@pytest.fixture
def window(qtbot: QtBot, hall: Hall) -> Iterator[Window]:
    made = Window(qtbot, hall.folder)
    made.enter("clerk")
    made.today()
    yield made
    made.close()


@pytest.fixture
def visitor(qtbot: QtBot, window: Window) -> Visitor:
    return Visitor(qtbot, window)


def test_a_scan_and_four_keys_tell_where_it_stands_and_no_name(
    visitor: Visitor, hall: Hall, picture: Picture
) -> None:
    visitor.screen.resize(1366, 768)
    picture(visitor.screen, "self-service-begin", 1.0)
    visitor.scans(hall.codes[hall.number])
    assert "最后四位" in visitor.sees
    visitor.types("00")
    picture(visitor.screen, "self-service-digits", 1.0)
    visitor.types("01")
    assert (
        "已经转到办理单位" in visitor.sees
        and hall.number in visitor.sees
        and "示范镇人民政府" in visitor.sees
    )
    assert "最迟" in visitor.sees
    assert NAME not in visitor.sees and STORY not in visitor.sees
    picture(visitor.screen, "self-service-standing", 1.0)
    visitor.presses("看完了")
    assert "对准扫码器" in visitor.sees
    assert visitor.screen.code == visitor.screen.tail == ""


def test_without_digits_there_is_one_word(visitor: Visitor, hall: Hall) -> None:
    visitor.scans(hall.codes[hall.number])
    visitor.presses("不输入，只看办理状态")
    assert "已经转到办理单位" in visitor.sees and "示范镇人民政府" not in visitor.sees


def test_wrong_digits_are_asked_for_again_until_it_pauses(visitor: Visitor, hall: Hall) -> None:
    visitor.scans(hall.codes[hall.number])
    for left in (4, 3, 2, 1, 0):
        visitor.types("9999")
        assert f"还可以再试 {left} 次" in visitor.sees
    visitor.types(DIGITS)
    assert "暂停查询" in visitor.sees and "转到" not in visitor.sees


def test_fingers_type_on_the_pad_and_take_back(visitor: Visitor, hall: Hall) -> None:
    visitor.scans(hall.codes[hall.number])
    for key in ("0", "0", "9", "删除", "0", "1"):
        visitor.presses(key)
    assert "已经转到办理单位" in visitor.sees


def test_what_is_confidential_is_told_at_the_window_only(visitor: Visitor, hall: Hall) -> None:
    visitor.scans(hall.codes[hall.dark])
    visitor.types(DIGITS)
    assert "不在屏幕上显示" in visitor.sees and "检举" not in visitor.sees


def test_a_bad_mark_with_its_reason_becomes_work_with_a_day(
    visitor: Visitor, hall: Hall, picture: Picture
) -> None:
    visitor.screen.resize(1366, 768)
    visitor.scans(hall.slip)
    assert "您满意吗" in visitor.sees
    send = next(b for b in visitor.screen.step.findChildren(QPushButton) if b.text() == "提交评价")
    assert not send.isEnabled(), "nothing was said yet"
    assert "哪里不满意" not in visitor.sees
    buttons = [b for b in visitor.screen.step.findChildren(QPushButton) if b.text() == "满意"]
    visitor.qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    visitor.presses("不满意")
    assert "哪里不满意" in visitor.sees
    visitor.presses("答应的没有落实")
    picture(visitor.screen, "self-service-rating", 1.0)
    visitor.presses("提交评价")
    assert "本单位会整改，并在" in visitor.sees
    picture(visitor.screen, "self-service-thanks", 1.0)
    day = visitor.window.desk_window.day
    assert day is not None
    session = day.desk.session
    stream = session.unmasked.find(hall.closed)
    assert stream is not None
    read = [found[1] for entry in session.unmasked.stream(stream) if (found := read_value(entry)) is not None]
    rated = read[-1]
    assert (rated.rating, rated.unit_rating) == ("satisfied", "dissatisfied")
    assert (rated.reasons, rated.rated_by) == ((RatingReason.NOT_DONE,), RatingWay.SCREEN)
    visitor.scans(hall.slip)
    assert "已经用过" in visitor.sees


def test_a_minute_alone_forgets_who_stood_there(visitor: Visitor, hall: Hall) -> None:
    visitor.scans(hall.codes[hall.number])
    visitor.types(DIGITS)
    assert visitor.screen._alone.isActive()
    visitor.screen._alone.timeout.emit()
    assert "对准扫码器" in visitor.sees and hall.number not in visitor.sees


def test_an_answer_that_comes_late_is_not_shown_to_the_next_one(visitor: Visitor, hall: Hall) -> None:
    day = visitor.window.desk_window.day
    assert day is not None and day.self_service is not None
    visitor.screen.code, visitor.screen.tail = hall.codes[hall.number], DIGITS
    day.self_service._ask(hall.codes[hall.number], DIGITS)
    day.self_service._ask(hall.codes[hall.number], "9999")
    visitor.screen.begin()
    visitor.window.settle()
    assert "对准扫码器" in visitor.sees


def test_the_desk_behind_is_hidden_and_comes_back_only_through_its_door(visitor: Visitor) -> None:
    window = visitor.window
    assert not window.shell.isVisible()
    window.desk_window.quiet.left_alone.emit()
    assert window.desk_window.day is not None, "it waits in silence"
    visitor.screen.close()
    window.at_the_door()
    assert window.shell.isVisible() and window.desk_window.day is None
    assert screens() == []


def test_a_lock_of_the_system_ends_it_too(visitor: Visitor) -> None:
    visitor.window.desk_window.lock("system")
    visitor.window.at_the_door()
    assert [
        item
        for item in QApplication.topLevelWidgets()
        if isinstance(item, SelfServiceScreen) and item.isVisible()
    ] == []


@pytest.mark.parametrize("text", ["", "12345", "XFQ1:LX07-26-00001-3:00", "HTTPS://XF.EXAMPLE.GOV.CN"])
def test_what_is_no_code_says_so_and_nothing_else(visitor: Visitor, text: str) -> None:
    visitor.scans(text)
    if text:
        visitor.types("0000")
        assert "二维码" in visitor.sees or "回执" in visitor.sees
    else:
        assert "对准扫码器" in visitor.sees


def test_every_state_has_a_petitioners_word() -> None:
    told = words_of("words/asking.toml")["told_states"]
    assert {state for station in stations() for state in station.states} - {"voided"} <= set(told)
