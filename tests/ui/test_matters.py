"""The list of matters and the search that works everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_today import SATURDAY, busy_day
from ui.desk.pages.matters import MattersPage
from ui.theme import Theme, apply_theme, current

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def numbers(tmp_path: Path) -> list[str]:
    made = busy_day(training_folder(tmp_path / "data"))
    desk = open_as(tmp_path / "data", at=SATURDAY)
    desk.rest()
    desk.close()
    return made


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, numbers: list[str]) -> Window:
    made = Window(qtbot, tmp_path / "data")
    made.enter(at=SATURDAY)
    made.today()
    return made


def matters(window: Window) -> MattersPage:
    window.press(Qt.Key.Key_F4)
    page = window.until("matters")
    assert isinstance(page, MattersPage)
    window.settle()
    return page


def shown(page: MattersPage) -> list[list[str]]:
    model = page.table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def search_for(window: Window, page: MattersPage, text: str) -> list[str]:
    page.box.setFocus()
    page.box.clear()
    window.keys(text)
    window.qtbot.wait(250)
    window.settle()
    return [row.number for row in page.table.rows]


def test_the_newest_come_first_and_restricted_ones_say_nothing(
    window: Window, numbers: list[str], picture: Picture
) -> None:
    page = matters(window)
    assert [row.number for row in page.table.rows] == numbers[::-1]
    assert shown(page)[0][0] == numbers[-1]
    assert [cell for cell in shown(page)[0][2:6] if cell] == ["受限事项"]
    assert shown(page)[-1][2] == "张**"
    picture(window.shell, "matters-light", 1.0)
    assert cut_labels(page) == []
    window.close()


def test_words_names_and_numbers_are_found_in_their_field(window: Window, numbers: list[str]) -> None:
    page = matters(window)
    assert search_for(window, page, "拖欠工资") == [numbers[1]]
    page.fields.take("name")
    assert search_for(window, page, "王示范") == [numbers[2]]
    assert search_for(window, page, "拖欠工资") == []
    page.fields.take("number")
    assert search_for(window, page, numbers[3][-7:-2]) == [numbers[3]]
    assert search_for(window, page, numbers[-1]) == [numbers[-1]], (
        "a restricted matter is found by its number"
    )
    window.close()


def test_the_field_is_chosen_without_the_mouse(window: Window) -> None:
    page = matters(window)
    window.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.fields
    window.press(Qt.Key.Key_Right)
    assert page.fields.code == "text"
    window.close()


def test_search_from_anywhere_opens_the_matter(window: Window, numbers: list[str], picture: Picture) -> None:
    asked: list[str] = []
    day = window.desk_window.day
    assert day is not None
    day.hall.asked_for_matter.connect(asked.append)
    window.press(Qt.Key.Key_K, None, CONTROL)
    window.keys("示范")
    window.qtbot.wait(250)
    window.settle()
    picture(window.shell, "search-results-light", 1.0)
    window.press(Qt.Key.Key_Down)
    window.press(Qt.Key.Key_Return)
    assert asked == [numbers[-3]], "the accusation is found by nobody's name"
    assert not window.shell.search.isVisible()
    window.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("light", 24)])
def test_the_list_in_other_looks(
    qapp: QApplication, window: Window, picture: Picture, name: str, body: int
) -> None:
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    page = matters(window)
    QApplication.processEvents()
    picture(window.shell, f"matters-{name}-{body}", 1.0)
    number = page.table.columnWidth(0)
    assert page.table.fontMetrics().horizontalAdvance("LX07-26-00001-C") < number, "the number is cut"
    assert window.shell.width() == 1366
    window.close()
