"""The board of the day: what is owed, in which light, why, and that it follows what others do."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.claims import Purpose
from app.services.enquiries import answer_enquiry
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.widgets.key_hint import KeyHint
from ui.theme import Theme, apply_theme, current

SATURDAY = "2026-11-21T09:30"


def busy_day(folder: Path) -> list[str]:
    """Matters of three weeks, some of them late, one of them an accusation."""
    numbers = []
    for days, name, text in (
        (18, "张示范", "征地补偿没有付清，请求查明"),
        (15, "李示范", "工地拖欠工资三个月"),
        (13, "王示范", "物业收费没有依据"),
        (9, "赵示范", "夜间施工噪声扰民"),
        (2, "陈示范", "低保待遇停发"),
        (0, "孙示范", "宅基地确权面积有出入"),
    ):
        on = date(2026, 11, 21) - timedelta(days=days)
        desk = open_as(folder, at=f"{on}T09:00")
        numbers.append(registered(desk, name, text=text, requested=text))
        desk.close()
    desk = open_as(folder, at=SATURDAY)
    numbers.append(registered(desk, "周示范", purpose=Purpose.ACCUSATION))
    answer_enquiry(desk.session, "低保怎么申请", "到镇民政所")
    desk.close()
    return numbers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def test_the_board_says_what_is_owed_soonest_first(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    numbers = busy_day(folder)
    window = Window(qtbot, folder)
    window.enter(at=SATURDAY)
    page = window.today()
    titles = [label.text() for label in page.header.findChildren(QLabel)]
    assert "今日    2026年11月21日 星期六（非工作日）" in titles
    hint = next(part for part in page.header.findChildren(KeyHint))
    assert hint.isVisible() and hint.text() == "Ctrl+F1 手册    Ctrl+K 搜索一切", (
        "the keys stand in the head of the page"
    )
    days = [row.obligation.due_office for row in page.table.rows]
    assert days == sorted(days)
    lights = {row.number: row.light for row in page.table.rows if row.obligation.rule == "office-route"}
    assert lights[numbers[0]] == "late" and lights[numbers[1]] == "soon" and lights[numbers[4]] == "in_time"
    assert page.figures["received"].figure.text() == "2批 2人"
    assert "1" in page.figures["received"].hint.text()
    picture(window.shell, "today-page-light", 1.0)
    assert cut_labels(page) == []
    window.close()


def test_names_are_masked_and_accusations_show_only_their_number(qtbot: QtBot, folder: Path) -> None:
    numbers = busy_day(folder)
    window = Window(qtbot, folder)
    window.enter(at=SATURDAY)
    page = window.today()
    model = page.table.model()
    shown = [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    text = "\n".join(" ".join(line) for line in shown)
    assert "张**" in text and "张示范" not in text and "周" not in text
    assert any(f"{numbers[-1]}  受限事项" in line for line in shown)
    window.close()


def test_space_says_why_a_date_is_that_date_and_esc_puts_it_away(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    busy_day(folder)
    window = Window(qtbot, folder)
    window.enter(at=SATURDAY)
    page = window.today()
    first = next(at for at, row in enumerate(page.table.rows) if row.obligation.rule == "office-route")
    page.table.selectRow(first)
    window.press(Qt.Key.Key_Space, page.table)
    assert page.why.isVisible()
    said = "\n".join(page.why.lines)
    assert "条例第二十二条" in said and "2026年11月3日 起算" in said
    picture(window.shell, "today-page-why-light", 1.0)
    window.press(Qt.Key.Key_Down, page.table)
    assert "\n".join(page.why.lines) != said, "the card follows the choice"
    window.press(Qt.Key.Key_Escape)
    assert not page.why.isVisible() and page.table.hasFocus()
    window.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("high_contrast", 14), ("light", 24)])
def test_the_board_in_other_looks(
    qtbot: QtBot, qapp: QApplication, folder: Path, picture: Picture, name: str, body: int
) -> None:
    busy_day(folder)
    window = Window(qtbot, folder)
    window.enter(at=SATURDAY)
    page = window.today()
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    page.explain(page.table.current_row)
    QApplication.processEvents()
    picture(window.shell, f"today-page-{name}-{body}", 1.0)
    assert window.shell.width() == 1366
    assert page.why.mapTo(window.shell, page.why.rect().topRight()).x() < 1366, "the card is out of reach"
    assert cut_labels(page) == []
    window.close()


def test_the_board_at_twice_the_size_of_a_small_screen(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    busy_day(folder)
    window = Window(qtbot, folder)
    window.enter(at=SATURDAY)
    page = window.today()
    window.shell.resize(683, 364)
    QApplication.processEvents()
    picture(window.shell, "today-page-200-percent", 2.0)
    assert window.shell.width() == 683
    assert page.table.rows
    window.close()


def test_a_bare_rule_can_be_asked_about_a_day(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    busy_day(folder)
    window = Window(qtbot, folder)
    window.enter(at=SATURDAY)
    page = window.today()
    window.press(Qt.Key.Key_W, None, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    window.keys("复查")
    window.press(Qt.Key.Key_Return)
    for _ in range(3):
        window.settle()
    assert page.what_if.isVisible() and "从严 2026年12月21日" in page.what_if.lines[0]
    assert any("不计入" in line for line in page.what_if.lines)
    picture(window.shell, "today-what-if-light", 1.0)
    assert cut_labels(page) == []
    page.show_report()
    assert page.what_if.isHidden()
    window.close()
