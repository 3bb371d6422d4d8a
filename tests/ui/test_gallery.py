"""Pictures of the parts in every theme and size, and what must be true of each: nothing is cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Picture
from tests.ui.gallery import Reception, desk
from ui.desk.shell import Shell
from ui.desk.widgets.choice import ChoiceField
from ui.theme import Theme, apply_theme, current

LOOKS = [("light", 14), ("dark", 14), ("high_contrast", 14), ("light", 12), ("light", 18), ("light", 24)]


def shown(qtbot: QtBot, page: str, width: int, height: int) -> Shell:
    shell = desk()
    qtbot.addWidget(shell)
    shell.resize(width, height)
    shell.show()
    shell.show_page(page)
    QApplication.processEvents()
    with qtbot.waitActive(shell):  # offscreen, a window that grew is not active
        shell.activateWindow()
    QApplication.processEvents()
    return shell


def cut_labels(root: QWidget) -> list[str]:
    """Labels that got less height than their text needs at their width, or less width where they are not made to be cut."""
    return [label.text() for label in root.findChildren(QLabel) if label.isVisibleTo(root) and _is_cut(label)]


def _is_cut(label: QLabel) -> bool:
    line = label.fontMetrics().height()
    if label.wordWrap():
        return label.height() < max(label.heightForWidth(label.width()), line) - 2
    yields = label.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored or bool(label.toolTip())
    return label.height() < line - 2 or (not yields and label.width() < label.sizeHint().width() - 1)


@pytest.mark.parametrize(("name", "body"), LOOKS)
@pytest.mark.parametrize("page", ["reception", "today"])
def test_gallery_picture(
    qtbot: QtBot, qapp: QApplication, picture: Picture, page: str, name: str, body: int
) -> None:
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    shell = shown(qtbot, page, 1366, 728)
    image = picture(shell, f"{page}-{name}-{body}", 1.0)
    made = shell.page(page)
    assert made is not None
    assert cut_labels(made) == []
    assert shell.width() == 1366, "the page needs more than the screen has"
    assert image.pixelColor(1300, 724).name() == current.theme.colours.background.lower()


@pytest.mark.parametrize("page", ["reception", "today"])
def test_picture_at_twice_the_size_of_a_small_screen(qtbot: QtBot, picture: Picture, page: str) -> None:
    shell = shown(qtbot, page, 683, 364)
    picture(shell, f"{page}-light-200-percent", 2.0)
    assert shell.width() == 683
    foot = list(shell.rail.entries.values())[-1]
    assert foot.mapTo(shell, QPoint(0, foot.height())).y() <= shell.height(), "the last page is out of reach"


def test_labels_of_a_row_share_a_line_whatever_the_notes_say(qtbot: QtBot) -> None:
    page = shown(qtbot, "reception", 1366, 728).page("reception")
    assert isinstance(page, Reception)

    def tops() -> list[int]:
        fields = (page.name, page.identity, page.phone, page.address, page.people, page.representatives)
        return [part.mapTo(page, QPoint(0, 0)).y() for field in fields for part in (field.head, field.editor)]

    before = tops()
    assert before[0] == before[2] == before[4] and before[1] == before[3] == before[5]
    page.name.warn("与上次登记的写法不同")
    page.identity.say_hint("")
    QApplication.processEvents()
    assert tops() == before


def test_the_cursor_waits_in_the_first_field(qtbot: QtBot) -> None:
    page = shown(qtbot, "reception", 1366, 728).page("reception")
    assert isinstance(page, Reception)
    assert QApplication.focusWidget() is page.name.editor


def test_neighbouring_fields_have_a_gap(qtbot: QtBot) -> None:
    page = shown(qtbot, "reception", 1366, 728).page("reception")
    assert isinstance(page, Reception)
    right_end = page.people.editor.mapTo(page, QPoint(page.people.editor.width(), 0)).x()
    assert page.representatives.editor.mapTo(page, QPoint(0, 0)).x() - right_end >= 12


def test_a_change_of_size_reaches_open_pages(qtbot: QtBot, qapp: QApplication) -> None:
    shell = shown(qtbot, "reception", 1366, 728)
    page = shell.page("reception")
    assert isinstance(page, Reception)
    page.name.editor.setText("张示范")  # type: ignore[union-attr]
    before = (shell.rail.width(), page.name.note.height(), page.name.editor.height())
    for _ in range(10):
        shell.change_size(1)
    QApplication.processEvents()
    after = (shell.rail.width(), page.name.note.height(), page.name.editor.height())
    assert all(new > 1.6 * old for old, new in zip(before, after, strict=True)), (before, after)
    assert page.name.text == "张示范"
    assert cut_labels(page) == []


def test_picture_of_the_search_panel(qtbot: QtBot, picture: Picture) -> None:
    shell = shown(qtbot, "today", 1366, 728)
    shell.search.open()
    QApplication.processEvents()
    picture(shell, "search-light-14", 1.0)
    panel = shell.search.geometry()
    assert shell.rect().contains(panel)
    assert panel.height() < 200, "without results the panel covers little"


def test_picture_of_the_suggestions(qtbot: QtBot, picture: Picture) -> None:
    page = shown(qtbot, "reception", 1366, 728).page("reception")
    assert isinstance(page, Reception)
    field = page.category.editor
    assert isinstance(field, ChoiceField)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "zd")
    popup = field.completer_popup
    assert popup.isVisible()
    picture(popup, "suggestions-light-14", 2.0)
    assert [popup.model().index(row, 0).data() for row in range(2)] == [
        "自然资源 › 土地征收 › 征地补偿",
        "自然资源 › 土地征收 › 征地程序",
    ]
