"""Typing: nothing is lost, nothing blocks, the keyboard is enough."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.gallery import CATEGORIES
from ui.desk.widgets.choice import Choice, ChoiceField, matching
from ui.desk.widgets.field import Field, FieldRow, Form
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.story_field import StoryField
from ui.theme import State


def test_enter_goes_to_the_next_field(qtbot: QtBot) -> None:
    form = Form()
    name, phone = Field("姓名", QLineEdit()), Field("电话", QLineEdit())
    form.content.addWidget(FieldRow(name, phone))
    qtbot.addWidget(form)
    form.show()
    qtbot.waitExposed(form)
    name.editor.setFocus()
    qtbot.keyClick(name.editor, Qt.Key.Key_Return)
    assert form.focusWidget() is phone.editor
    qtbot.keyClick(phone.editor, Qt.Key.Key_Backtab)
    assert form.focusWidget() is name.editor


def test_a_note_is_read_aloud_with_its_field() -> None:
    field = Field("代表", NumberField(1, 5), hint="1–5 人")
    assert (field.editor.accessibleName(), field.editor.accessibleDescription()) == ("代表", "1–5 人")
    field.warn("超过 5 人")
    assert (field.note.text, field.note.state) == ("超过 5 人", State.SOON)
    assert field.editor.accessibleDescription() == "超过 5 人"
    field.say_hint()
    assert (field.note.text, field.note.state) == ("1–5 人", None)


def test_a_warning_is_shown_to_its_last_word(qtbot: QtBot) -> None:
    field, beside = Field("授权给谁", QLineEdit(), hint="账号或者姓名"), Field("到哪一天", QLineEdit())
    row = FieldRow(field, beside)
    qtbot.addWidget(row)
    row.resize(420, 90)
    row.show()
    qtbot.waitExposed(row)
    one_line = field.note.height()
    long = "这个账号的岗位按权限规定不能看检举控告的内容。选择登记员、调解员、承办人或者负责人。"
    field.warn(long)
    words = field.note.findChild(QLabel)
    assert words is not None and words.text() == long
    assert field.note.height() >= words.heightForWidth(words.width()) > one_line
    field.say_hint()
    assert field.note.height() == one_line
    field.hint = long
    field.say_hint()
    assert field.note.height() == one_line and words.text().endswith("…"), "a hint pushes nothing"


def test_the_standing_hint_is_shown_to_its_last_word_and_its_lines_are_kept(qtbot: QtBot) -> None:
    long = "访调对接才写；回车带入信访人和诉求，没有的留空"
    row = FieldRow(Field("编号", QLineEdit(), hint=long))
    qtbot.addWidget(row)
    row.resize(120, 120)
    row.show()
    qtbot.waitExposed(row)
    (field,) = row.fields
    words = field.note.findChild(QLabel)
    height = field.note.height()
    assert words is not None and words.text() == long and height >= words.heightForWidth(words.width())
    field.confirm("已带入")
    assert field.note.height() == height, "nothing below jumps while somebody types"


def test_fields_that_do_not_fit_go_to_the_next_line(qtbot: QtBot) -> None:
    fields = [Field("身份证号（信访人自报也可登记）", QLineEdit()) for _ in range(3)]
    for field in fields:
        field.editor.setMinimumWidth(200)
    row, area = FieldRow(*fields), QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(row)
    qtbot.addWidget(area)
    area.resize(900, 240)
    area.show()
    qtbot.waitExposed(area)
    assert len({field.editor.y() for field in fields}) == 1
    low = row.minimumSizeHint().height()
    area.resize(300, 240)
    qtbot.waitUntil(lambda: len({field.editor.y() for field in fields}) == 3)
    assert row.minimumSizeHint().height() > 2 * low
    area.resize(900, 240)
    qtbot.waitUntil(lambda: len({field.editor.y() for field in fields}) == 1)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("zdbc", "征地补偿"),
        ("0511", "拖欠工资"),
        ("村务", "村务公开"),
        ("土地 程序", "征地程序"),
    ],
)
def test_a_code_is_found_by_initials_code_and_words(typed: str, first: str) -> None:
    assert matching(CATEGORIES, typed)[0].word == first


def test_what_is_whole_comes_before_what_begins_before_what_contains() -> None:
    choices = [Choice(code=str(at), word=word) for at, word in enumerate(("补偿征地", "征地补偿", "征地"))]
    assert [choice.word for choice in matching(choices, "征地")] == ["征地", "征地补偿", "补偿征地"]
    assert matching(choices, "没有") == ()
    assert len(matching(choices, "", limit=2)) == 2


def typed_into(qtbot: QtBot, text: str) -> ChoiceField:
    field = ChoiceField(CATEGORIES)
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    field.setFocus()
    qtbot.keyClicks(field, text)
    return field


def test_typing_and_enter_choose(qtbot: QtBot) -> None:
    field = typed_into(qtbot, "zd")
    assert [choice.word for choice in field.suggestions] == ["征地补偿", "征地程序"]
    taken: list[Choice | None] = []
    field.chosen.connect(taken.append)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.choice is not None and field.choice.code == "0301"
    assert field.text() == "自然资源 › 土地征收 › 征地补偿"
    qtbot.keyClicks(field, "x")
    assert field.choice is None
    assert [choice and choice.code for choice in taken] == ["0301", None]


def test_free_text_stays_when_nothing_fits(qtbot: QtBot) -> None:
    field = typed_into(qtbot, "qqq")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    field.clearFocus()
    assert (field.text(), field.choice, field.suggestions) == ("qqq", None, ())


def test_another_code_list_frees_what_it_does_not_hold(qtbot: QtBot) -> None:
    field = ChoiceField(CATEGORIES)
    qtbot.addWidget(field)
    assert field.take_code("0410")
    assert not field.take_code("9999")
    field.offer(CATEGORIES[:2])
    assert (field.choice, field.text()) == (None, "农业农村 › 村务公开")


@pytest.mark.parametrize(
    ("typed", "value"), [("7", 7), ("１２", 12), (" 3 ", 3), ("", None), ("0", None), ("abc", None)]
)
def test_a_number_is_read_as_it_is_typed(typed: str, value: int | None) -> None:
    field = NumberField(1, 999)
    field.setText(typed)
    assert (field.value, field.text()) == (value, typed)
    assert bool(field.problem) == (bool(typed.strip()) and value is None)


def test_arrows_count_within_the_limits(qtbot: QtBot) -> None:
    field = NumberField(1, 3)
    qtbot.addWidget(field)
    for expected in (1, 2, 3, 3):
        qtbot.keyClick(field, Qt.Key.Key_Up)
        assert field.value == expected
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.value == 2


def test_a_story_counts_characters_and_cuts_nothing(qtbot: QtBot) -> None:
    story = StoryField(limit=10)
    qtbot.addWidget(story)
    told: list[str] = []
    story.counted.connect(told.append)
    story.set_text("张𬴂 三\n四")
    assert (story.count, story.text, told[-1]) == (4, "张𬴂 三\n四", "4 字")
    story.set_text("字" * 30)
    assert story.is_too_long
    assert story.text == "字" * 30
    assert "10" in told[-1]


def test_a_choice_that_is_back_before_its_list_is_chosen_when_the_list_comes(qtbot: QtBot) -> None:
    field = ChoiceField()
    qtbot.addWidget(field)
    field.await_code("410721101", "示范镇")

    assert (field.text(), field.code, field.choice) == ("示范镇", "410721101", None)
    field.offer([Choice(code="410721101", word="示范镇"), Choice(code="410721102", word="示范乡")])
    assert field.choice is not None and field.code == "410721101"


def test_typing_over_an_awaited_choice_forgets_it(qtbot: QtBot) -> None:
    field = ChoiceField()
    qtbot.addWidget(field)
    field.await_code("410721101", "示范镇")
    qtbot.keyClicks(field, "x")

    field.offer([Choice(code="410721101", word="示范镇")])
    assert field.code == ""


def test_enter_in_the_open_list_takes_and_goes_on(qtbot: QtBot) -> None:
    form, choice, following = Form(), ChoiceField(CATEGORIES), QLineEdit()
    form.content.addWidget(FieldRow(Field("内容分类", choice), Field("电话", following)))
    qtbot.addWidget(form)
    form.show()
    qtbot.waitExposed(form)
    choice.setFocus()
    qtbot.keyClicks(choice, "zd")
    qtbot.keyClick(choice.completer_popup, Qt.Key.Key_Down)
    qtbot.keyClick(choice.completer_popup, Qt.Key.Key_Return)
    assert choice.choice is not None
    assert form.focusWidget() is following


def test_a_code_waits_for_its_list() -> None:
    field = ChoiceField()
    field.await_code("0301", "征地补偿")
    assert (field.text(), field.code, field.choice) == ("征地补偿", "0301", None)
    field.offer(CATEGORIES)
    assert field.choice is not None and field.choice.code == field.code == "0301"
    field.take_text("别的")
    assert (field.code, field.choice) == ("", None)


def pick_of_twelve(qtbot: QtBot, height: int) -> tuple[PickLine, QWidget]:
    """With its window, which has to live as long."""
    line, window = PickLine([(str(at), f"第 {at} 项") for at in range(12)], wraps=True), QWidget()
    line.setParent(window)
    qtbot.addWidget(window)
    window.resize(2000, height)
    window.show()
    line.resize(2000, line.height())
    return line, window


def press(line: PickLine, box: QRectF) -> None:
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=box.center().toPoint())


def test_choices_that_do_not_fit_stand_on_a_line_below(qtbot: QtBot) -> None:
    line, _window = pick_of_twelve(qtbot, 700)
    one = line.height()
    line.resize(300, line.height())
    QApplication.processEvents()
    assert line.minimumWidth() < 300 and line.height() > 2 * one
    assert all(box.right() < line.width() and box.bottom() < line.height() for box in line._boxes())
    press(line, line._boxes()[-1])
    assert line.code == "11"


def test_where_there_is_no_height_either_choices_are_leafed_through_on_one_line(qtbot: QtBot) -> None:
    line, _window = pick_of_twelve(qtbot, 364)
    one = line.height()
    line.resize(300, line.height())
    QApplication.processEvents()
    assert line.leafs and line.height() == one

    def shown() -> list[int]:
        boxes = line._boxes()
        assert all(box.right() < line._arrows()[1].left() for box in boxes)
        return [at for at, box in enumerate(boxes) if not box.isEmpty()]

    seen = shown()
    assert seen[0] == 0 and len(seen) < 12
    press(line, line._arrows()[1])
    assert line.code == str(seen[-1] + 1), "› leads to the words behind those in sight"
    assert shown()[0] == seen[-1] + 1
    QTest.keyClick(line, Qt.Key.Key_Left)
    assert shown() == seen and line.code == str(seen[-1]), "the taken one is always in sight"
    press(line, line._arrows()[0])
    assert line.code == "11" and 11 in shown()
