"""What a screen reader finds: every control of every page has a name in Chinese, a role, and a place in the order of Tab.

Read from Qt's own accessibility interfaces, the ones that AT-SPI and UI Automation are served from. With
PETITION_DESK_PICTURES set, the dump of each page is written there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.conftest import qapp, usual_look
from tests.ui.every_page import EveryPage, furnished_folder

__all__ = ["qapp", "usual_look"]
CONTROLS = (QAbstractButton, QAbstractItemView, QLineEdit, QPlainTextEdit)
_KEY = re.compile(r"\s(?:(?:Ctrl|Alt|Shift)\+\S+|Enter|Esc|Delete|空格|F\d{1,2})$")
_SAID = re.compile(r"[\u4e00-\u9fff]|\d|[A-Z]")


@dataclass(frozen=True)
class Control:
    """One control as a screen reader is told of it; `order`: its place among those that Tab reaches, 0 for none."""

    name: str
    role: str
    description: str
    order: int
    kind: str

    @property
    def line(self) -> str:
        """As it stands in the dump."""
        place = f"{self.order:3d}" if self.order else "  -"
        return f"{place}  {self.role:14s} {self.name}" + (
            f"  ({self.description})" if self.description else ""
        )


def reached_by_tab(page: QWidget) -> list[QWidget]:
    """Everything of the page that Tab reaches, in its order."""
    found: list[QWidget] = []
    widget = page.nextInFocusChain()
    while widget is not None and widget is not page:
        if (
            page.isAncestorOf(widget)
            and widget.isVisibleTo(page)
            and widget.isEnabled()
            and widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
            and widget.focusProxy() is None
        ):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def controls(page: QWidget) -> Iterator[tuple[QWidget, Control]]:
    """Every control of a page that can be seen."""
    order = {widget: place for place, widget in enumerate(reached_by_tab(page), start=1)}
    wanted = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisibleTo(page)
        and not isinstance(widget, QAbstractSlider | QHeaderView)  # parts of what they stand in
        and (isinstance(widget, CONTROLS) or widget in order)
    ]
    for widget in sorted(wanted, key=lambda each: order.get(each, 0)):
        told = QAccessible.queryAccessibleInterface(widget)
        assert told is not None, widget
        yield (
            widget,
            Control(
                name=told.text(QAccessible.Text.Name),
                role=told.role().name,
                description=told.text(QAccessible.Text.Description),
                order=order.get(widget, 0),
                kind=type(widget).__name__,
            ),
        )


def nameless(page: QWidget) -> list[str]:
    """Controls without a name that can be read aloud, or without a role."""
    return [
        f"{control.kind} {control.role} {control.name!r}"
        for _, control in controls(page)
        if not _SAID.search(control.name) or control.role in ("NoRole", "Client")
    ]


def out_of_reach(page: QWidget) -> list[str]:
    """Fields and tables that Tab does not reach."""
    reached = set(reached_by_tab(page))
    return [
        control.kind
        for widget, control in controls(page)
        if isinstance(widget, QLineEdit | QPlainTextEdit | QAbstractItemView)
        and widget.isEnabled()
        and widget not in reached
        and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
    ]


def without_key(page: QWidget) -> list[str]:
    """Buttons that can be seen and on which no key is printed."""
    return [
        button.text()
        for button in page.findChildren(QPushButton)
        if button.isVisibleTo(page) and not _KEY.search(button.text())
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return furnished_folder(tmp_path / "data")


def test_every_control_of_every_page_has_name_role_and_order(qtbot: QtBot, folder: Path) -> None:
    pages = EveryPage(qtbot, folder)
    wrong: dict[str, list[str]] = {}
    kept = os.environ.get("PETITION_DESK_PICTURES")
    for name, page in pages.each():
        found = nameless(page) + out_of_reach(page) + without_key(page)
        if found:
            wrong[name] = found
        assert list(controls(page)), f"{name} has no control at all: the dump proves nothing"
        if kept:
            (Path(kept) / f"accessible-{name}.txt").write_text(
                "\n".join(control.line for _, control in controls(page)) + "\n", encoding="utf-8"
            )
    pages.close()
    said = [f"{name}: {each}" for name, found in wrong.items() for each in found]
    assert not said, "\n".join(said)


def test_a_control_without_a_name_is_found(qtbot: QtBot) -> None:
    """Planted faults: the dump must see them."""
    page = QWidget()
    qtbot.addWidget(page)
    nobody, hidden = QLineEdit(page), QLineEdit(page)
    hidden.setAccessibleName("姓名")
    hidden.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    page.show()
    assert nameless(page) == ["QLineEdit EditableText ''"]
    assert out_of_reach(page) == ["QLineEdit"]
    nobody.setAccessibleName("住址")
    assert nameless(page) == []


def test_a_button_without_its_key_is_found(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    for words in ("保存   Ctrl+Shift+S", "打开  Enter", "写出"):
        QPushButton(words, page)
    page.show()
    assert without_key(page) == ["写出"]
