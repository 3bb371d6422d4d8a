"""The room between things: below what a card ends with, beside a button in its head, at the foot of a page."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.desk.widgets.card import Card
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_chip import KeyChip
from ui.desk.widgets.key_hint import text_label, whole_parts
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.room_calendar_paint import _free_day
from ui.desk.widgets.status_note import StatusNote
from ui.theme import Theme


def shown(qtbot: QtBot, widget: QWidget, width: int = 600, height: int = 400) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    for _ in range(3):
        QApplication.processEvents()
    return widget


def below(card: Card, last: QWidget) -> int:
    """Pixels between a thing and the lower edge of its card."""
    for _ in range(3):
        QApplication.processEvents()
    return card.height() - last.mapTo(card, QPoint(0, last.height())).y()


def in_page(qtbot: QtBot, card: Card) -> QWidget:
    page = PageFrame("调解")
    page.main.addWidget(card)
    page.main.addStretch(1)
    return shown(qtbot, page)


def test_a_card_leaves_the_same_room_below_whatever_it_ends_with(qtbot: QtBot) -> None:
    card, after = Card("更新包"), text_label("从不自己上网下载", "body")
    card.add_row(FieldRow(Field("更新包放在哪里", QLineEdit())))
    card.content.addWidget(after)
    page = in_page(qtbot, card)
    assert page.isVisible()
    assert below(card, after) in (16, 17), "what stands below a row of fields is not crowded"


def test_a_hint_at_the_end_of_a_card_is_not_at_its_edge(qtbot: QtBot) -> None:
    card, field = Card("停电登记本"), Field("份数", QLineEdit(), hint="1 到 60")
    card.add_row(FieldRow(field))
    page = in_page(qtbot, card)
    assert page.isVisible()
    words = field.note.findChild(QLabel)
    assert words is not None and below(card, words) >= 12
    bare, plain = Card("停电登记本"), Field("份数", QLineEdit())
    bare.add_row(FieldRow(plain))
    other = in_page(qtbot, bare)
    assert other.isVisible()
    assert below(bare, plain.editor) in range(16, 26), "an empty line of notes is itself the margin"
    height = bare.height()
    plain.warn("先写份数")
    assert below(bare, plain.editor) and bare.height() == height, "a warning pushes nothing"


def test_what_comes_and_goes_at_the_end_of_a_card_takes_the_margin_with_it(qtbot: QtBot) -> None:
    card, note = Card("更新包"), StatusNote()
    field = Field("更新包放在哪里", QLineEdit())
    card.add_row(FieldRow(field))
    card.content.addWidget(note)
    page = in_page(qtbot, card)
    assert page.isVisible()
    assert below(card, field.note) < 6
    note.say("不能用更新包更新")
    assert below(card, note) in (16, 17)


def test_a_button_in_the_head_of_a_card_keeps_off_the_title(qtbot: QtBot) -> None:
    card, button = Card("调解案件", "Enter 打开"), QPushButton("统计")
    card.put_in_head(button)
    page = in_page(qtbot, card)
    assert page.isVisible()
    assert button.x() - card._title.geometry().right() >= 12


def test_the_foot_is_as_high_without_a_button_as_with_one(qtbot: QtBot) -> None:
    heights = []
    for act in ("", "打开 Enter"):
        page = PageFrame("规则")
        page.remark.show_keys("只能查看")
        if act:
            page.add_act(act)
        shown(qtbot, page)
        heights.append(page._area.geometry().bottom())
    assert heights[0] == heights[1]


@pytest.mark.parametrize(
    ("room", "said"),
    [
        (100, "Ctrl+K 搜索  ·  Esc 返回；随写随存"),
        (24, "Ctrl+K 搜索  ·  Esc 返回 …"),
        (20, "Ctrl+K 搜索 …"),
        (9, ""),
    ],
)
def test_a_hint_without_room_ends_between_its_parts_or_is_not_there(room: int, said: str) -> None:
    assert whole_parts("Ctrl+K 搜索  ·  Esc 返回；随写随存", room, len) == said


def test_a_question_that_is_longer_than_its_chip_goes_on_below(qtbot: QtBot) -> None:
    chip = KeyChip("您今天来反映什么事情？请把时间、地点、经过说清楚。", "Alt+2")
    shown(qtbot, chip, 1000, 24)
    one = chip.height()
    chip.resize(260, one)
    assert chip.height() > one + 8
    chip.resize(1000, one)
    assert chip.height() == one


def test_days_off_are_marked_in_every_look(qtbot: QtBot, qapp: QApplication) -> None:
    for name in ("light", "dark", "high_contrast"):
        theme = Theme(name=name)
        image = QImage(40, 80, QImage.Format.Format_RGB32)
        image.fill(theme.colours.surface)
        painter = QPainter(image)
        _free_day(painter, theme, QRectF(0, 0, 40, 80), 30)
        painter.end()
        seen = {image.pixelColor(x, y).name() for x in range(40) for y in range(40, 80)}
        assert seen - {theme.colours.surface.lower()}, f"{name}: Saturday looks like Friday"


def test_a_day_is_never_cut(qtbot: QtBot) -> None:
    day, path = DateField(date(2026, 11, 20), date(2026, 11, 20)), QLineEdit()
    row = FieldRow(Field("从", day), Field("存到", path), widths=(1, 9))
    shown(qtbot, row, 330, 90)
    inner = day.contentsRect().width() - 2 * 9 - 4
    assert inner >= day.fontMetrics().horizontalAdvance("2026-11-20")
    assert QRect(QPoint(0, 0), row.size()).contains(path.geometry())
