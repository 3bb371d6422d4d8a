"""The guide beside a form: numbers answer, nothing is saved by it, what it fills stands there to be confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.claims import Path as Branch
from tests.ui.conftest import Picture
from tests.ui.pages_matter import MatterDesk
from tests.ui.pages_reception import Clerk, keep_picture
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.reception_counter import clerk, desk, fill
from tests.ui.reception_counter import training_folder as counter_folder
from tests.ui.test_gallery import cut_labels
from ui.bootstrap.opening import Desk
from ui.theme import Theme, apply_theme, current

__all__ = ["clerk", "counter_folder", "desk"]


@pytest.fixture(name="training_folder", scope="session")
def folder_of_the_counter(counter_folder: Path) -> Path:
    """The counter's folder under the name that its desk asks for."""
    return counter_folder


def test_the_guide_fills_class_and_path_and_saves_nothing(clerk: Clerk, desk: Desk) -> None:
    clerk.press("Alt+2")
    clerk.paste("老板拖欠我三个月工资。")
    clerk.press("F9")
    guide = clerk.page.column.guide
    assert [line.text() for line in guide.lines][:2] == ["1. 通用", "2. 城乡建设和住房"]
    for key in ("3", "1", "2"):
        clerk.press(key)
    assert guide.told is not None and guide.told.leaf.path is Branch.ARBITRATION
    assert any("劳动争议调解仲裁法" in line and "待核" in line for line in guide.said)
    assert any("第二十条" in line for line in guide.said)
    keep_picture(clerk, "guide-reception")
    clerk.press("Return")
    assert guide.isHidden()
    claim = clerk.page.claims.claims[0]
    assert (claim.purpose, claim.path) == ("claim", "arbitration")
    assert QApplication.focusWidget() is clerk.page.claims.purpose_editor
    assert desk.session.unmasked.newest(limit=1) == []


def test_the_guide_opens_at_the_field_of_the_category_and_goes_back_by_steps(clerk: Clerk) -> None:
    clerk.page.claims.category_editor.take_code("15")
    fill(clerk)
    clerk.page.claims.category_editor.await_code("1013", "")
    clerk.page.claims.request.editor.setFocus()
    clerk.press("F9")
    guide = clerk.page.column.guide
    clerk.press("1")
    assert len(guide.lines) > 1
    clerk.press("Backspace")
    clerk.press("Backspace")
    clerk.press("Backspace")
    assert guide.lines[0].text() == "1. 通用"
    clerk.press("Escape")
    assert guide.isHidden()
    assert QApplication.focusWidget() is clerk.page.claims.request.editor


@pytest.mark.parametrize(
    ("name", "body", "width", "height"), [("dark", 14, 1366, 728), ("light", 24, 1366, 900)]
)
def test_the_guide_is_read_in_any_look(
    clerk: Clerk, qapp: QApplication, name: str, body: int, width: int, height: int
) -> None:
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    clerk.shell.resize(width, height)
    clerk.press("F9")
    for key in ("1", "3", "2"):
        clerk.press(key)
    clerk.settle()
    keep_picture(clerk, f"guide-{name}-{body}")
    assert cut_labels(clerk.page) == []


def test_a_way_opens_the_form_of_its_act_with_its_values(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    made = training_folder(tmp_path / "office")
    opened = open_as(made, at="2026-11-19T15:00")
    number = registered(opened)
    opened.close()
    window = Window(qtbot, made)
    window.enter(at="2026-11-20T09:30")
    window.today()
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_F9)
    guide = matter.page.beside.guide
    assert guide.isVisible()
    while guide.lines[0].text() != "1. 通用":
        matter.key(Qt.Key.Key_Backspace)
    for key in (Qt.Key.Key_5, Qt.Key.Key_1, Qt.Key.Key_2):
        matter.key(key)
    picture(window.shell, "guide-matter", 1.0)
    assert cut_labels(matter.page) == []
    matter.key(Qt.Key.Key_Return)
    form = matter.page.beside.form
    assert form is not None and form.act == "divert"
    assert "复议" in form.fields["organ"].text
    assert form.fields["basis"].text.startswith("条例第三十一条第一项")
    picture(window.shell, "guide-matter-form", 1.0)
    assert not any(name.startswith("diverted") for name in [m.name for m in matter.sheet.matter.milestones])
    matter.save()
    assert matter.sheet.matter.claims[0].path is Branch.LITIGATION
    window.close()
