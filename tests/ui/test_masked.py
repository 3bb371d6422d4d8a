"""Masked values on the page of a matter: shown while held, recorded first, refused politely. All persons are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.people import People, Petitioner
from tests.trust.reading import looks
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_matter import MatterDesk
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.desk.pages.looks_table import what_words
from ui.desk.widgets.masked_value import LONGEST, MaskedValue

__all__ = ["picture", "qapp", "usual_look"]

NUMBER, PHONE = "41072119900101123X", "13800000001"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A matter whose petitioner has an identity number."""
    made = training_folder(tmp_path / "data")
    desk = open_as(made)
    person = Petitioner(
        name="张示范", phones=(PHONE,), address="示范镇东村二组", id_type="resident_card", id_number=NUMBER
    )
    registered(desk, people=People(petitioners=(person,)))
    desk.close()
    return made


def opened(qtbot: QtBot, folder: Path, role: str) -> tuple[Window, MatterDesk]:
    """The matter, before somebody of that role."""
    window = Window(qtbot, folder)
    window.enter(role)
    window.today()
    day = window.desk_window.day
    assert day is not None
    return window, MatterDesk(window, day.hall.session.memory.queries.newest(1)[0].number)


def value_of(desk: MatterDesk, field: str) -> MaskedValue:
    """The masked line of a field."""
    return next(item for item in desk.page.overview.masked.values if item.field.endswith(field))


def held(window: Window, value: MaskedValue) -> None:
    """The space bar goes down and stays."""
    value.setFocus()
    QTest.keyPress(value, Qt.Key.Key_Space)
    window.settle()


def recorded(window: Window) -> list[tuple[str, str]]:
    """Which fields were shown in full, and why, as the access chain has it."""
    day = window.desk_window.day
    assert day is not None
    return [
        (str(body["field"]), str(body.get("reason", "")))
        for kind, _, body in looks(day.desk)
        if kind == "revealed" and body is not None
    ]


def test_ones_own_matter_shows_the_telephone_at_once_and_the_number_while_held(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    window, desk = opened(qtbot, folder, "clerk")
    said = desk.page.overview.people_words
    assert PHONE in said and NUMBER not in said
    value = value_of(desk, "id_number")
    assert value.text.startswith("410") and "*" in value.text
    assert "已遮盖" in value.accessibleName()
    assert recorded(window) == []
    held(window, value)
    assert value.text == NUMBER
    assert recorded(window) == [("petitioners/1/id_number", "")]
    picture(window.shell, "masked-held-light", 1.0)
    QTest.keyRelease(value, Qt.Key.Key_Space)
    assert NUMBER not in value.text and NUMBER not in value.accessibleName()
    window.close()


def test_half_a_minute_is_the_longest(qtbot: QtBot, folder: Path) -> None:
    window, desk = opened(qtbot, folder, "clerk")
    value = value_of(desk, "id_number")
    held(window, value)
    assert value._timer.interval() == LONGEST == 30_000 and value._timer.isActive()
    value._timer.timeout.emit()
    assert NUMBER not in value.text
    window.close()


def test_let_go_before_the_answer_nothing_is_shown(qtbot: QtBot, folder: Path) -> None:
    window, desk = opened(qtbot, folder, "clerk")
    value = value_of(desk, "id_number")
    value.setFocus()
    QTest.keyPress(value, Qt.Key.Key_Space)
    QTest.keyRelease(value, Qt.Key.Key_Space)
    window.settle()
    assert NUMBER not in value.text
    window.close()


def test_a_colleagues_matter_asks_for_a_reason(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    window, desk = opened(qtbot, folder, "mediator")
    assert PHONE not in desk.page.overview.people_words
    value = value_of(desk, "phones")
    held(window, value)
    assert "*" in value.text
    reason = desk.page.overview.masked.reason
    assert "理由" in reason.note.text
    assert recorded(window) == []
    picture(window.shell, "masked-reason-light", 1.0)
    QTest.keyRelease(value, Qt.Key.Key_Space)
    assert isinstance(reason.editor, QLineEdit)
    reason.editor.setText("来电核对")
    held(window, value)
    assert value.text == PHONE
    assert recorded(window) == [("petitioners/1/phones", "来电核对")]
    window.close()


def test_copying_copies_the_mask_unless_the_whole_is_asked_for(qtbot: QtBot, folder: Path) -> None:
    window, desk = opened(qtbot, folder, "clerk")
    value = value_of(desk, "id_number")
    held(window, value)
    QTest.keyClick(value, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "*" in QApplication.clipboard().text()
    QTest.keyRelease(value, Qt.Key.Key_Space)
    QTest.keyClick(
        value,
        Qt.Key.Key_C,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    window.settle()
    assert QApplication.clipboard().text() == NUMBER
    assert len(recorded(window)) == 2, "a copy of the whole is an act of its own"
    assert window.desk_window.locking.clipboard._timer.isActive()
    window.close()


def test_who_opened_it_is_told_to_who_is_in_charge(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    window, desk = opened(qtbot, folder, "mediator")
    desk.page.looks.open(desk.page.number)
    window.settle()
    assert desk.page.looks.isHidden()
    assert "负责人" in window.said
    window.close()
    window, desk = opened(qtbot, folder, "leader")
    desk.page.looks.open(desk.page.number)
    window.settle()
    card = desk.page.looks
    assert not card.isHidden()
    said = [what_words(row) for row in card.table.rows]
    assert said.count("打开事项") == 2
    assert [row.account for row in card.table.rows] == ["leader", "mediator"]
    picture(window.shell, "looks-light", 1.0)
    window.press(Qt.Key.Key_Escape, card.table)
    assert card.isHidden() and card.table.rows == ()
    desk.page.looks.open(desk.page.number)
    window.settle()
    assert "看查阅记录" in [what_words(row) for row in card.table.rows], "asking is itself recorded"
    window.close()
