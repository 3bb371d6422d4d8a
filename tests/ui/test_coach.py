"""The coach in the real window: it ticks what is done, takes no cursor, and keeps nothing. All persons are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.acts.receiving import VisitAgain
from app.domain.practice import StepState
from app.domain.practice_file import lessons
from app.services.perform import perform
from app.settings import read_settings, write_settings
from tests.ui.conftest import Picture
from tests.ui.every_page import EveryPage, furnished_folder
from tests.ui.pages_window import Window, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.coach import Coach, coach_words
from ui.desk.pages.reception import ReceptionPage
from ui.theme import Theme, apply_theme, current

AT = "2026-11-20T09:30"
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class CoachDesk:
    """A clerk with the coach."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.window = Window(qtbot, folder)
        self.window.enter(at=AT)
        self.window.today()

    @property
    def coach(self) -> Coach:
        """The card."""
        day = self.window.desk_window.day
        assert day is not None and day.coach is not None
        return day.coach

    def key(self, key: Qt.Key) -> None:
        """Ctrl+Shift and a key of the upper row."""
        self.window.press(key, None, CONTROL_SHIFT)
        self.settle()

    def settle(self) -> None:
        """Waits for reads and what they set off."""
        for _ in range(4):
            self.window.settle()

    def begin(self, code: str) -> None:
        """Goes to a lesson by the keys, and begins it."""
        if not self.coach.isVisible():
            self.key(Qt.Key.Key_F9)
        for _ in lessons():
            if self.coach.lesson.code == code:
                break
            self.key(Qt.Key.Key_F8)
        self.key(Qt.Key.Key_F11)
        assert self.coach.going

    def session(self):  # type: ignore[no-untyped-def]
        """Who is signed in."""
        day = self.window.desk_window.day
        assert day is not None
        return day.hall.session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def test_it_comes_and_goes_by_one_key_and_takes_no_cursor(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    at = CoachDesk(qtbot, folder)
    at.window.press(Qt.Key.Key_F3)
    at.window.until("reception")
    at.settle()
    cursor = QApplication.focusWidget()
    at.key(Qt.Key.Key_F9)
    assert at.coach.isVisible() and "第 1 课" in at.coach.said
    assert QApplication.focusWidget() is cursor
    picture(at.window.shell, "coach-choosing", 1.0)
    at.key(Qt.Key.Key_F11)
    at.key(Qt.Key.Key_F10)
    assert QApplication.focusWidget() is cursor and "下一个键：Ctrl+P" in at.coach.said
    at.window.keys("张示范")
    page = at.window.shell.page("reception")
    assert isinstance(page, ReceptionPage) and cursor is QApplication.focusWidget()
    picture(at.window.shell, "coach-going", 1.0)
    assert cut_labels(at.coach) == []
    at.key(Qt.Key.Key_F9)
    assert not at.coach.isVisible() and at.coach.going and QApplication.focusWidget() is cursor
    at.window.close()


def test_what_is_done_is_ticked_whoever_does_it_where(qtbot: QtBot, folder: Path) -> None:
    at = CoachDesk(qtbot, folder)
    at.key(Qt.Key.Key_F9)
    at.key(Qt.Key.Key_F12)
    assert "练习事项已备好：4 件" in at.window.said
    at.key(Qt.Key.Key_F12)
    assert "早已备好" in at.window.said
    at.begin("coming-again")
    at.key(Qt.Key.Key_F10)
    assert "下一个键：F4" in at.coach.said
    session = at.session()
    number = session.memory.queries.newest(1)[0].number
    day = at.window.desk_window.day
    assert day is not None
    day.hall.write(
        lambda: perform(session, number, VisitAgain(asked="办到哪一步了", told="在办")),
        lambda _: None,
        asker=day,
    )
    at.settle()
    assert at.coach.states == (StepState.DONE, StepState.DONE)
    assert "每一步都做了" in at.coach.said
    at.window.close()


def test_nothing_is_kept_of_how_it_went(qtbot: QtBot, folder: Path) -> None:
    """No entry, no look and no file changes by practising; the settings hold which lesson was open, and nothing else."""
    at = CoachDesk(qtbot, folder)
    before = at.session().memory.queries.head()
    files = {path.name for path in folder.rglob("*")}
    at.begin("accusation")
    at.key(Qt.Key.Key_F11)
    assert "没有做" in at.coach.said and "第三十条第三款" in at.coach.said and "哪里都不记" in at.coach.said
    assert at.session().memory.queries.head() == before
    assert {path.name for path in folder.rglob("*")} - files <= {"settings.toml"}
    settings = (folder / "settings.toml").read_text(encoding="utf-8")
    assert read_settings(settings).lesson == "accusation"
    assert write_settings(read_settings(settings)) == settings
    at.window.close()


def test_in_a_real_office_the_key_says_where_to_practise(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = CoachDesk(qtbot, folder)
    session = at.session()
    from dataclasses import replace

    session.office = replace(session.office, training=False)
    at.key(Qt.Key.Key_F9)
    assert not at.coach.isVisible()
    assert "练习只在练习文件夹里做" in at.window.said and "petition-desk init --training" in at.window.said
    at.key(Qt.Key.Key_F11)
    assert not at.coach.going, "its other keys are not bound while it is away"
    at.window.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("high_contrast", 14), ("light", 24)])
def test_the_card_in_other_looks(
    qtbot: QtBot, qapp: QApplication, folder: Path, picture: Picture, name: str, body: int
) -> None:
    at = CoachDesk(qtbot, folder)
    at.begin("notice")
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    at.settle()
    picture(at.window.shell, f"coach-{name}-{body}", 1.0)
    assert at.window.shell.width() == 1366 and cut_labels(at.coach) == []
    at.key(Qt.Key.Key_F11)
    picture(at.window.shell, f"coach-ended-{name}-{body}", 1.0)
    assert cut_labels(at.coach) == [] and at.coach.height() < at.window.shell.height()
    at.window.close()


PLAIN = {"Enter", "Space", "Esc", "Tab"}
"""Keys of every form, which no page binds for itself."""


def test_every_key_and_page_of_a_lesson_exists(qtbot: QtBot, tmp_path: Path) -> None:
    """A key that was given to something else, or a page that went, is found here."""
    every = EveryPage(qtbot, furnished_folder(tmp_path / "data"))
    shell = every.window.shell
    steps = [(lesson.code, step) for lesson in lessons() for step in lesson.steps]
    assert {step.page for _, step in steps} <= set(shell._makers)
    bound: dict[str, set[str]] = {}
    for page in sorted({step.page for _, step in steps}):
        made = every.show(page)
        bound[page] = {
            sequence.toString(QKeySequence.SequenceFormat.PortableText).replace("Return", "Enter")
            for owner in (made, shell)
            for shortcut in owner.findChildren(QShortcut)
            for sequence in list(shortcut.keys())
        }
    missing = [
        (code, key) for code, step in steps for key in step.keys if key not in bound[step.page] | PLAIN
    ]
    assert missing == []
    ours = {str(words) for name, words in coach_words().items() if name == "key" or name.endswith("_key")}
    assert len(ours) == 6
    for page in every.names:
        taken = {
            sequence.toString(QKeySequence.SequenceFormat.PortableText)
            for shortcut in every.show(page).findChildren(QShortcut)
            for sequence in list(shortcut.keys())
        }
        assert not taken & ours, f"{page}: two shortcuts with one key, and Qt carries out neither"
    named = {each for _, step in steps for each in _keys_in(step.does)}
    assert {"Ctrl+H", "F8", "Alt+T"} <= named
    assert [
        (code, key) for code, step in steps for key in _keys_in(step.does) if key not in bound[step.page]
    ] == []
    every.close()


def _keys_in(words: str) -> list[str]:
    import re

    return re.findall(r"(?:(?:Ctrl|Alt|Shift)\+)+[A-Z0-9]|F\d{1,2}", words)
