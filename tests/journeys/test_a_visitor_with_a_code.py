"""Somebody wrote at home what it is about: the code comes in as a picture, the form is full, compared, registered.

All persons are invented.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.services.reading import open_matter
from tests.phone import SAMPLE, shown
from tests.phone_picture import png, png_file
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_matter import ALT, CONTROL, PaperTray
from tests.ui.pages_window import Window, training_folder
from ui.bootstrap.page_keys import page_key_shelf
from ui.desk.pages.reception import ReceptionPage

__all__ = ["picture", "qapp", "usual_look"]
TODAY = date(2026, 11, 20)
LETTER = (
    "我家在示范镇东村有承包地三亩二分。去年九月村里修通村公路，占用了其中零点八亩，当时村干部口头答应按每亩三万元补偿，"
    "今年春节前付清。到现在只收到一万元，其余一直没有下文。我先后到村委会问过三次，到镇里问过两次，答复都是正在研究。"
    "修路我们支持，但是占地要有手续，补偿要有标准。我请求查明这条路占地的批准文件和补偿标准，按标准补足余款，"
    "并把各户补偿情况张榜公布，让大家都看得见。附上承包合同复印件和收款收条。"
)
VISITOR = replace(SAMPLE, story=LETTER * 2, evidence=("承包合同 复印件 3页", "收条 复印件 1页"), area="")


class Keys:
    """The clerk's keys, counted; a modifier counts as a key of its own."""

    def __init__(self, window: Window) -> None:
        self.window, self.pressed = window, 0

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        self.pressed += 1 + len(modifiers)
        if modifiers:
            self.window.press(key, None, modifiers[0])
        else:
            self.window.press(key)


def test_registered_and_receipted_within_ten_keys(
    qtbot: QtBot, tmp_path: Path, picture: Picture, monkeypatch: object
) -> None:
    window = Window(qtbot, training_folder(tmp_path / "office"))
    window.enter("clerk", at="2026-11-20T09:41")
    window.today()
    day = window.desk_window.day
    assert day is not None
    tray = day.printer = PaperTray()
    (text,) = shown(VISITOR, page_key_shelf(day.desk).keys().present.public, TODAY)
    file = png_file(tmp_path / "手机.png", text)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))  # type: ignore[attr-defined]

    clerk = Keys(window)
    clerk.press(Qt.Key.Key_F3)
    page = window.until("reception")
    assert isinstance(page, ReceptionPage)
    qtbot.waitUntil(lambda: page.drafts.live, timeout=10_000)
    window.settle()
    began = perf_counter()
    clerk.press(Qt.Key.Key_I, ALT)
    qtbot.waitUntil(lambda: bool(page.form().scanned), timeout=10_000)
    took = perf_counter() - began
    window.settle()
    assert page.form().claims[0].content == VISITOR.story and page.form().materials.startswith("承包合同")
    picture(window.shell, "journey-code-filled", 1.0)
    clerk.press(Qt.Key.Key_Y, ALT)
    picture(window.shell, "journey-code-compared", 1.0)
    with qtbot.waitSignal(page.registered, timeout=10_000):
        clerk.press(Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: bool(tray.printed), timeout=10_000)
    window.settle()
    number = page.column.done.number.text()
    assert tray.printed[0][0] == f"{number} D02"
    assert clerk.pressed <= 10, clerk.pressed
    assert took <= 3.0, "filled a second after the picture was chosen; three where other tests run beside it"
    matter = open_matter(day.desk.session, number).known.matter
    assert [item.pages for item in matter.materials] == [3, 1]
    assert matter.people.first is not None and matter.people.first.name == VISITOR.name

    QApplication.clipboard().setImage(QImage.fromData(png(text)))
    window.press(Qt.Key.Key_V, None, CONTROL)
    qtbot.waitUntil(lambda: number in page.scanning.line.text, timeout=10_000)
    QApplication.clipboard().clear()
    assert page.form().is_blank
    picture(window.shell, "journey-code-replayed", 1.0)
    window.close()


def test_a_code_in_the_search_line_goes_to_the_form(qtbot: QtBot, tmp_path: Path) -> None:
    window = Window(qtbot, training_folder(tmp_path / "office"))
    window.enter("clerk", at="2026-11-20T09:41")
    window.today()
    day = window.desk_window.day
    assert day is not None
    (text,) = shown(SAMPLE, page_key_shelf(day.desk).keys().present.public, TODAY)
    window.press(Qt.Key.Key_K, None, CONTROL)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    focused.setText(text.lower())
    window.press(Qt.Key.Key_Return)
    page = window.until("reception")
    assert isinstance(page, ReceptionPage)
    qtbot.waitUntil(lambda: page.form().persons[0].name == SAMPLE.name, timeout=10_000)
    window.settle()
    assert "来自预登记" in page.scanning.line.text
    window.close()
