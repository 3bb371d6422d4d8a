"""What stands in a card: the room below it, and what is left of things that came and went."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget, QWidgetItem
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from ui.desk.widgets.card import BELOW, BELOW_BLANKS, BELOW_NOTES, Card
from ui.desk.widgets.field import Field, FieldRow
from ui.theme import current


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[Card]:
    """A card in sight, with a title and a row of one field."""
    made = Card("标题", "Alt+1")
    qtbot.addWidget(made)
    made.add_row(FieldRow(Field("姓名", QLineEdit())))
    made.show()
    yield made


def room_below(card: Card) -> int:
    """What is left below the last thing, in the pixels of the design."""
    for _ in range(3):  # shown, laid, told to the card
        QCoreApplication.processEvents()
    found = [BELOW, BELOW_NOTES, BELOW_BLANKS]
    return next(
        pixels for pixels in found if current.theme.px(pixels) == card.content.contentsMargins().bottom()
    )


def test_the_room_below_follows_what_stands_lowest(card: Card) -> None:
    assert room_below(card) == BELOW_BLANKS
    line = QLabel("一句话")
    card.content.addWidget(line)
    assert room_below(card) == BELOW
    line.hide()
    assert room_below(card) == BELOW_BLANKS
    box = QWidget()
    QVBoxLayout(box).addWidget(FieldRow(Field("电话", QLineEdit(), hint="提示")))
    card.content.addWidget(box)
    assert room_below(card) == BELOW_NOTES
    buttons = QHBoxLayout()
    buttons.addWidget(QLabel("按钮"))
    card.content.addLayout(buttons)
    assert room_below(card) == BELOW


def test_things_that_come_and_go_leave_nothing_behind(card: Card) -> None:
    """Qt deletes an item of a layout with its widget: an object of Python's for it would stand for freed memory."""

    def held() -> int:
        return sum(isinstance(found, QWidgetItem) for found in Shiboken.getAllValidWrappers())

    before = held()
    for _ in range(3):
        line = QLabel("来了又去")
        card.content.addWidget(line)
        room_below(card)
        line.deleteLater()
        del line
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        room_below(card)
    assert held() == before
