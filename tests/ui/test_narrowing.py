"""Narrowing the list of matters and keeping lists, by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Picture
from tests.ui.pages_window import Window
from tests.ui.test_gallery import cut_labels
from tests.ui.test_matters import matters, numbers, window
from ui.desk.pages.matters import MattersPage
from ui.theme import Theme, apply_theme, current

__all__ = ["numbers", "window"]
CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def narrow(window: Window, typed: str) -> None:
    """Ctrl+F, some letters, Enter."""
    window.press(Qt.Key.Key_F, None, CONTROL)
    window.keys(typed)
    window.press(Qt.Key.Key_Return)
    window.settle()


def chips(page: MattersPage) -> list[str]:
    return [chip.text() for chip in page.narrowing.row.chips]


def shown(page: MattersPage) -> list[str]:
    return [row.number for row in page.table.rows]


def test_chips_come_and_go_by_keys_and_narrow_together(window: Window, numbers: list[str]) -> None:
    page = matters(window)
    every = shown(page)
    narrow(window, "wbj")
    assert chips(page) == ["状态：未办结"] and shown(page) == every
    narrow(window, "lf")
    assert chips(page) == ["状态：未办结", "形式：来访"]
    assert set(shown(page)) <= set(every) and numbers[-1] not in shown(page), "under seal: no channel is told"
    narrow(window, "ybj")
    assert chips(page) == ["状态：已办结", "形式：来访"] and shown(page) == [], (
        "one of a kind takes the other's place"
    )
    window.press(Qt.Key.Key_1, None, ALT)
    window.settle()
    assert chips(page) == ["形式：来访"] and shown(page)
    window.press(Qt.Key.Key_0, None, ALT)
    window.settle()
    assert chips(page) == [] and shown(page) == every
    window.close()


def test_a_list_is_kept_opened_by_its_key_and_by_the_bar_and_taken_away(
    window: Window, numbers: list[str]
) -> None:
    page = matters(window)
    page.box.setFocus()
    window.keys("拖欠工资")
    narrow(window, "wbj")
    window.press(Qt.Key.Key_B, None, CONTROL)
    window.keys("欠薪")
    window.press(Qt.Key.Key_Return)
    window.settle()
    assert "Ctrl+1" in window.said and [item.name for item in page.saved.lists] == ["欠薪"]
    assert QApplication.focusWidget() is page.box
    window.press(Qt.Key.Key_0, None, ALT)
    page.box.clear()
    window.settle()
    assert len(shown(page)) == len(numbers)
    window.press(Qt.Key.Key_1, None, CONTROL)
    window.settle()
    assert shown(page) == [numbers[1]] and page.fields.code == "text" and chips(page) == ["状态：未办结"]
    window.press(Qt.Key.Key_F2)
    window.until("today")
    window.press(Qt.Key.Key_K, None, CONTROL)
    window.settle()
    window.keys("qdqx")
    window.settle()
    window.press(Qt.Key.Key_Return)
    assert window.until("matters") is page
    window.press(Qt.Key.Key_B, None, CONTROL | SHIFT)
    window.settle()
    assert page.saved.lists == () and not page.saved.row.isVisible()
    window.close()


def test_a_list_by_a_name_is_refused_and_the_search_stays(window: Window, numbers: list[str]) -> None:
    page = matters(window)
    page.fields.take("name")
    page.box.setFocus()
    window.keys("王示范")
    window.settle()
    window.press(Qt.Key.Key_B, None, CONTROL)
    window.keys("王")
    window.press(Qt.Key.Key_Return)
    window.settle()
    assert "不为任何人建清单" in window.said and page.saved.lists == ()
    window.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.box and shown(page) == [numbers[2]]
    window.close()


def test_names_that_sound_alike_stand_behind_with_a_mark(window: Window) -> None:
    page = matters(window)
    page.box.setFocus()
    window.keys("章示")
    window.settle()
    model = page.table.model()
    cells = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert page.table.rows[0].alike and any(cell.startswith("读音相同") for cell in cells)
    window.close()


@pytest.mark.parametrize(("name", "body"), [("light", 14), ("dark", 14), ("light", 24)])
def test_the_page_with_chips_in_pictures(
    qapp: QApplication, window: Window, picture: Picture, name: str, body: int
) -> None:
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    page = matters(window)
    for typed in ("wbj", "lf"):
        narrow(window, typed)
    window.press(Qt.Key.Key_B, None, CONTROL)
    window.keys("来访未办结")
    window.press(Qt.Key.Key_Return)
    window.settle()
    QApplication.processEvents()
    picture(window.shell, f"matters-chips-{name}-{body}", 1.0)
    assert cut_labels(page) == []
    window.close()
