"""The walk of resources/handbook/first-day.md, row by row: what it says stands on the screen, and its keys do what it says.

The table is read from the handbook itself: whoever changes a word or a key of the screen changes the handbook, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_matter import PaperTray
from tests.ui.pages_window import Window, training_folder
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.rail import RailEntry
from ui.desk.widgets.state_mark import StateMark

__all__ = ["picture", "qapp", "usual_look"]
HANDBOOK = Path(__file__).parents[2] / "resources" / "handbook" / "first-day.md"
_ROW = re.compile(r"^\|(?P<seen>[^|]*)\|(?P<done>[^|]*)\|$")


@dataclass(frozen=True)
class Step:
    """One row: what must be seen, what is done then."""

    seen: str
    done: str


def steps(handbook: Path = HANDBOOK) -> list[Step]:
    """The rows of a handbook's tables."""
    found = []
    for line in handbook.read_text(encoding="utf-8").splitlines():
        row = _ROW.match(line)
        if row is not None and "---" not in row["seen"] and "屏幕上写着" not in row["seen"]:
            found.append(Step(row["seen"].strip(), row["done"].strip()))
    return found


def on_screen(window: QWidget) -> str:
    """Everything that can be read in the window, blanks as one."""
    said: list[str] = []
    for part in (window, *window.findChildren(QWidget)):
        if not part.isVisible():
            continue
        if isinstance(part, RailEntry):
            said.append(f"{part.page.title} {part.page.key}")
        elif isinstance(part, QLabel | QAbstractButton):
            said.append(part.text())
        elif isinstance(part, StateMark):
            said.append(part.word)
        elif isinstance(part, PickLine):
            said += [word for _, word in part._choices]
        elif isinstance(part, QLineEdit):
            said.append(part.placeholderText())
        elif isinstance(part, QAbstractItemView) and part.model() is not None:
            model = part.model()
            said += [
                str(model.index(row, column).data())
                for row in range(model.rowCount())
                for column in range(model.columnCount())
            ]
    return re.sub(r"\s+", " ", "\n".join(said))


def test_somebody_who_never_saw_the_program_registers_prints_and_finds(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window = Window(qtbot, training_folder(tmp_path / "office"))
    window.desk_window.stand_at("2026-11-20T09:30")
    window.until("sign-in")
    tray = PaperTray()
    walked = steps()
    assert len(walked) > 30
    for step in walked:
        qtbot.waitUntil(partial(stands, window, step.seen), timeout=15_000)
        day = window.desk_window.day
        if day is not None:
            day.printer = tray
        do(window, step.done)
        if "打印回执" in step.seen:
            qtbot.waitUntil(lambda: bool(tray.printed), timeout=20_000)
            picture(window.shell, "handbook-registered", 1.0)
        if "F4" in step.seen:
            window.until("matters")
    assert tray.printed[0][0].endswith(" D02")
    window.close()


def stands(window: Window, seen: str) -> bool:
    """Whether it can be read on the screen."""
    return seen in on_screen(window.shell)


def do(window: Window, done: str) -> None:
    """Presses or types what a row says."""
    kind, _, what = done.partition(" ")
    if kind == "按":
        combination = QKeySequence(what)[0]
        window.press(combination.key(), None, combination.keyboardModifiers())
    elif kind == "输入":
        window.keys(what)
    else:
        assert not done, f"the handbook says to {done!r}, and nobody knows how"
    for _ in range(2):
        window.settle()


def test_a_word_that_is_not_on_the_screen_is_missed(qtbot: QtBot) -> None:
    """Planted: the walk must notice what is not there."""
    page = QWidget()
    qtbot.addWidget(page)
    QLabel("登记并打印回执   Ctrl+P", page)
    page.show()
    assert "登记并打印回执 Ctrl+P" in on_screen(page)
    assert "登记并打印回执 Ctrl+Q" not in on_screen(page)


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.done or step.seen)
def test_every_row_says_something_that_can_be_done(step: Step) -> None:
    assert not step.done or step.done.split(" ")[0] in ("按", "输入")
